import com.aliyun.ecs20140526.Client;
import com.aliyun.tea.NameInMap;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaModel;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Driver of com.aliyun:ecs20140526, the generated Java client on Tea. */
final class Driver extends DriverBase {
  private Client client;
  private RuntimeOptions runtime;

  @Override String library() {
    return "com.aliyun:ecs20140526";
  }

  @Override Map<String, Mode> modes() {
    Map<String, Mode> modes = new LinkedHashMap<>();
    modes.put("v3", new Mode("v3", "POST"));
    modes.put("v1", new Mode("v1", "POST"));
    return modes;
  }

  @Override List<String> cannot() {
    return List.of();
  }

  @Override void start(String mode, Start start) throws Exception {
    client = new Client(new Config().setAccessKeyId(start.key()).setAccessKeySecret(start.secret())
        .setSecurityToken(start.token()).setProtocol(start.scheme()).setEndpoint(start.host())
        .setRegionId(start.region()).setSignatureAlgorithm(mode.equals("v1") ? "v2" : null));
    runtime = new RuntimeOptions().setConnectTimeout(start.connect()).setReadTimeout(start.read())
        .setAutoretry(start.retries() > 0);
    if (start.retries() > 0) runtime.setMaxAttempts(start.retries());
  }

  @Override Send typed(Call call) throws Exception {
    Class<?> type;
    try {
      type = Class.forName("com.aliyun.ecs20140526.models." + call.operation() + "Request");
    } catch (ClassNotFoundException e) {
      throw new Unfit("no method for " + call.operation());
    }
    Map<String, Field> fields = new HashMap<>();
    for (Field field : type.getFields()) {
      NameInMap name = field.getAnnotation(NameInMap.class);
      if (name != null) fields.put(name.value(), field);
    }
    Object model = type.getConstructor().newInstance();
    for (Map.Entry<String, Object> entry : call.parameters().entrySet()) {
      Field field = fields.get(entry.getKey());
      if (field == null) throw new Unfit("the model has no " + entry.getKey());
      String name = field.getName();
      type.getMethod("set" + Character.toUpperCase(name.charAt(0)) + name.substring(1), field.getType())
          .invoke(model, fit(entry.getKey(), entry.getValue(), field.getType()));
    }
    String method = Character.toLowerCase(call.operation().charAt(0)) + call.operation().substring(1);
    Method send = Client.class.getMethod(method + "WithOptions", type, RuntimeOptions.class);
    return () -> {
      try {
        return result(((TeaModel) send.invoke(client, model, runtime)).toMap());
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof Error error) throw error;
        throw (Exception) e.getCause();
      }
    };
  }

  @Override Send generic(Call call) throws Exception {
    Params how = new Params().setAction(call.operation()).setVersion(call.version())
        .setProtocol("HTTPS").setPathname("/").setMethod("POST").setAuthType("AK").setStyle("RPC")
        .setReqBodyType("formData").setBodyType("json");
    return () -> result(client.callApi(how,
        new OpenApiRequest().setQuery(com.aliyun.openapiutil.Client.query(call.parameters())), runtime));
  }

  private static Result result(Map<String, ?> answer) {
    Object body = answer.get("body");
    Object requestId = body instanceof Map<?, ?> map ? map.get("RequestId") : null;
    return new Result(body, (Integer) answer.get("statusCode"), requestId);
  }

  @Override Failure failure(Throwable e) {
    if (!(e instanceof TeaException told)) return new Failure(null, e.getMessage(), null, null);
    return new Failure(told.getCode(), told.getMessage(), told.getStatusCode(),
        told.getData() == null ? null : told.getData().get("RequestId"));
  }

  public static void main(String[] arguments) throws Exception {
    new Driver().serve();
  }
}
