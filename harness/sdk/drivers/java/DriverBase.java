import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The loop that every Java driver shares: one JSON object a line in, one out (see ../README.md).
 * A driver says what it is, makes its client and its calls; gson is the one that its library brings.
 */
abstract class DriverBase {
  private static final int PROTOCOL = 1;
  private static final int LONGEST_TEXT = 16 * 1024;
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /** What a mode signs with and the method by which it goes out. */
  record Mode(String signature, String method) {}

  /** What a call returned. A status or request id that is not to be had is null. */
  record Result(Object value, Integer status, Object requestId) {}

  /** What the library's error tells; what is null it does not tell. */
  record Failure(String code, String message, Integer status, Object requestId) {}

  /** Where and how to send; times in milliseconds. */
  record Start(String scheme, String host, String region, String key, String secret, String token,
      int connect, int read, int retries) {}

  /** An operation with its parameters: a String, a BigInteger, a Boolean or null each. */
  record Call(String operation, String version, Map<String, Object> parameters) {}

  interface Send {
    Result send() throws Exception;
  }

  /** The call can't express these parameters. */
  @SuppressWarnings("serial")
  static final class Unfit extends RuntimeException {
    Unfit(String why) {
      super(why);
    }
  }

  /** group:artifact of the library; its jar knows its version. */
  abstract String library();

  /** The library's default first. */
  abstract Map<String, Mode> modes();

  abstract List<String> cannot();

  abstract void start(String mode, Start start) throws Exception;

  /** Throws Unfit where the model can't hold a parameter. */
  abstract Send typed(Call call) throws Exception;

  abstract Send generic(Call call) throws Exception;

  abstract Failure failure(Throwable error);

  /** The value as a setter's type, or Unfit. Null is null in every type. */
  static Object fit(String name, Object value, Class<?> type) {
    if (value == null || (type == String.class && value instanceof String)
        || (type == Boolean.class && value instanceof Boolean)) {
      return value;
    }
    if (value instanceof BigInteger integer) {
      if (type == Integer.class && integer.bitLength() < 32) return integer.intValue();
      if (type == Long.class && integer.bitLength() < 64) return integer.longValue();
    }
    throw new Unfit(name + " is declared as " + type.getSimpleName());
  }

  /** JSON that the library handed over as text, or the text itself. */
  static Object parsed(String text) {
    try {
      return text == null ? null : JsonParser.parseString(text);
    } catch (RuntimeException e) {
      return text;
    }
  }

  private static JsonObject object(Object... pairs) {
    JsonObject made = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) made.add((String) pairs[i], tree(pairs[i + 1]));
    return made;
  }

  private static JsonElement tree(Object value) {
    try {
      return GSON.toJsonTree(value);
    } catch (RuntimeException | StackOverflowError e) {
      return new JsonPrimitive(String.valueOf(value));
    }
  }

  private String version() throws Exception {
    String[] names = library().split(":");
    Properties properties = new Properties();
    properties.load(getClass().getResourceAsStream(
        "/META-INF/maven/" + names[0] + "/" + names[1] + "/pom.properties"));
    return properties.getProperty("version");
  }

  private JsonObject started(JsonObject request) throws Exception {
    if (request.get("protocol").getAsInt() != PROTOCOL) {
      throw new IllegalArgumentException("protocol is not " + PROTOCOL);
    }
    String mode = request.has("mode") ? request.get("mode").getAsString() : "";
    if (mode.isEmpty()) mode = modes().keySet().iterator().next();
    Mode used = modes().get(mode);
    if (used == null) throw new IllegalArgumentException("no such mode: " + mode);
    URI endpoint = URI.create(request.get("endpoint").getAsString());
    JsonObject credentials = request.getAsJsonObject("credentials");
    JsonElement token = credentials.get("security_token");
    JsonObject limits = request.getAsJsonObject("timeout_ms");
    start(mode, new Start(endpoint.getScheme(), endpoint.getAuthority(),
        request.get("region").getAsString(), credentials.get("access_key_id").getAsString(),
        credentials.get("access_key_secret").getAsString(),
        token == null || token.getAsString().isEmpty() ? null : token.getAsString(),
        limits.get("connect").getAsInt(), limits.get("read").getAsInt(),
        request.has("retries") ? request.get("retries").getAsInt() : 0));
    return object("protocol", PROTOCOL, "library", library(), "version", version(),
        "runtime", "Java " + System.getProperty("java.version"), "mode", mode,
        "modes", List.copyOf(modes().keySet()), "signatures", List.of(used.signature()),
        "methods", List.of(used.method()), "calls", List.of("typed", "generic"),
        "cannot", cannot());
  }

  private static Call call(JsonObject request) {
    for (String needed : List.of("operation", "version", "parameters")) {
      if (!request.has(needed)) throw new IllegalArgumentException("no " + needed);
    }
    Map<String, Object> parameters = new LinkedHashMap<>();
    request.getAsJsonObject("parameters").entrySet().forEach(entry -> {
      JsonElement value = entry.getValue();
      Object held = value.isJsonNull() ? null : value.getAsString();
      if (held != null && value.getAsJsonPrimitive().isBoolean()) held = value.getAsBoolean();
      if (held != null && value.getAsJsonPrimitive().isNumber()) held = new BigInteger((String) held);
      parameters.put(entry.getKey(), held);
    });
    return new Call(request.get("operation").getAsString(), request.get("version").getAsString(),
        parameters);
  }

  private JsonObject oneCall(int n, String kind, Send send) {
    try {
      Result got = send.send();
      return object("n", n, "call", kind, "ok", object("value", got.value(),
          "status", got.status(), "request_id", got.requestId()));
    } catch (Throwable error) { // also what a user would have to catch as an Error
      Failure told = failure(error);
      StringWriter text = new StringWriter();
      error.printStackTrace(new PrintWriter(text));
      byte[] shown = (error + "\n" + tree(told) + "\n" + text).getBytes(StandardCharsets.UTF_8);
      return object("n", n, "call", kind, "error", object(
          "class", error.getClass().getSimpleName(), "code", told.code(),
          "message", told.message(), "status", told.status(), "request_id", told.requestId(),
          "text", new String(shown, 0, Math.min(shown.length, LONGEST_TEXT), StandardCharsets.UTF_8)));
    }
  }

  private void called(JsonObject request, PrintStream out) throws Exception {
    Call call = call(request);
    String wanted = request.has("call") ? request.get("call").getAsString() : "any";
    if (!List.of("any", "typed", "generic").contains(wanted)) {
      throw new IllegalArgumentException("no such call: " + wanted);
    }
    int times = request.has("times") ? request.get("times").getAsInt() : 1;
    String kind = wanted.equals("generic") ? "generic" : "typed";
    Send send = null;
    String why = null;
    try {
      send = kind.equals("typed") ? typed(call) : generic(call);
    } catch (Unfit unfit) {
      why = unfit.getMessage();
    }
    if (send == null && wanted.equals("any")) {
      kind = "generic";
      send = generic(call);
    }
    for (int n = 0; n < times; ++n) {
      answer(out, request,
          send == null ? object("n", n, "skipped", why) : oneCall(n, kind, send));
    }
  }

  private static void answer(PrintStream out, JsonObject request, JsonObject line) {
    line.add("seq", request == null ? null : request.get("seq"));
    out.print(GSON.toJson(line) + "\n");
    out.flush();
  }

  /** Answers until the input ends or it is told to stop. */
  void serve() throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    System.setOut(System.err); // whatever else is printed, by any library
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonObject request = null;
      try {
        request = JsonParser.parseString(line).getAsJsonObject();
        String what = request.get("do").getAsString();
        switch (what) {
          case "start" -> answer(out, request, object("started", started(request)));
          case "call" -> called(request, out);
          case "stop" -> answer(out, request, object("stopped", true));
          default -> throw new IllegalArgumentException("no such request: " + what);
        }
        if (what.equals("stop")) break;
      } catch (Exception why) {
        answer(out, request, object("refused", String.valueOf(why)));
      }
    }
    System.exit(0); // threads of a library would hold it
  }
}
