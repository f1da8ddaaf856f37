import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.CommonResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Driver of com.aliyun:aliyun-java-sdk-ecs, the older generated Java client. */
final class Driver extends DriverBase {
  private DefaultAcsClient client;
  private Start start;
  private MethodType method;

  @Override String library() {
    return "com.aliyun:aliyun-java-sdk-ecs";
  }

  @Override Map<String, Mode> modes() {
    Map<String, Mode> modes = new LinkedHashMap<>();
    modes.put("post", new Mode("v1", "POST"));
    modes.put("get", new Mode("v1", "GET"));
    return modes;
  }

  /** The client's region stands in for a missing one; errors and typed answers have no status. */
  @Override List<String> cannot() {
    return List.of("absent RegionId", "status");
  }

  @SuppressWarnings("deprecation") // the way that users know
  @Override void start(String mode, Start start) throws Exception {
    this.start = start;
    method = mode.equals("post") ? MethodType.POST : MethodType.GET;
    client = new DefaultAcsClient(start.token() == null
        ? DefaultProfile.getProfile(start.region(), start.key(), start.secret())
        : DefaultProfile.getProfile(start.region(), start.key(), start.secret(), start.token()));
    client.setAutoRetry(start.retries() > 0);
    if (start.retries() > 0) client.setMaxRetryNumber(start.retries());
  }

  /** Only what the class itself declares is a parameter: what it inherits are settings. */
  private static Method setter(Class<?> type, String name) throws Exception {
    if (name.equals("RegionId")) return type.getMethod("setSysRegionId", String.class);
    for (Method declared : type.getDeclaredMethods()) {
      if (declared.getName().equals("set" + name) && declared.getParameterCount() == 1) return declared;
    }
    throw new Unfit("the request class has no " + name);
  }

  @Override Send typed(Call call) throws Exception {
    Class<?> type;
    try {
      type = Class.forName("com.aliyuncs.ecs.model.v" + call.version().replace("-", "") + "."
          + call.operation() + "Request");
    } catch (ClassNotFoundException e) {
      throw new Unfit("no request class for " + call.operation() + " of " + call.version());
    }
    Map<Method, List<Object>> set = new LinkedHashMap<>(); // a list, as a value may be null
    for (Map.Entry<String, Object> entry : call.parameters().entrySet()) {
      Method setter = setter(type, entry.getKey());
      List<Object> value = new ArrayList<>();
      value.add(fit(entry.getKey(), entry.getValue(), setter.getParameterTypes()[0]));
      set.put(setter, value);
    }
    return () -> {
      AcsRequest<? extends AcsResponse> request =
          (AcsRequest<? extends AcsResponse>) type.getConstructor().newInstance();
      request.setSysEndpoint(start.host());
      request.setSysProtocol(ProtocolType.valueOf(start.scheme().toUpperCase()));
      request.setSysMethod(method);
      request.setSysConnectTimeout(start.connect());
      request.setSysReadTimeout(start.read());
      for (Map.Entry<Method, List<Object>> entry : set.entrySet()) {
        entry.getKey().invoke(request, entry.getValue().get(0));
      }
      AcsResponse answer = client.getAcsResponse(request);
      return new Result(answer, null, answer.getClass().getMethod("getRequestId").invoke(answer));
    };
  }

  @Override Send generic(Call call) {
    return () -> {
      CommonRequest request = new CommonRequest();
      request.setSysDomain(start.host());
      request.setSysProtocol(ProtocolType.valueOf(start.scheme().toUpperCase()));
      request.setSysMethod(method);
      request.setSysVersion(call.version());
      request.setSysAction(call.operation());
      request.setSysConnectTimeout(start.connect());
      request.setSysReadTimeout(start.read());
      call.parameters().forEach((name, value) ->
          request.putQueryParameter(name, value == null ? null : value.toString()));
      CommonResponse answer = client.getCommonResponse(request);
      return new Result(parsed(answer.getData()), answer.getHttpStatus(), null);
    };
  }

  @Override Failure failure(Throwable e) {
    if (!(e instanceof ClientException told)) return new Failure(null, e.getMessage(), null, null);
    return new Failure(told.getErrCode(), told.getErrMsg(), null, told.getRequestId());
  }

  public static void main(String[] arguments) throws Exception {
    new Driver().serve();
  }
}
