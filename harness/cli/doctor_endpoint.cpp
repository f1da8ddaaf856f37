#include <netdb.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "harness/cli/doctor.h"
#include "harness/cli/metadata_options.h"
#include "harness/cli/parse.h"
#include "harness/engine/client.h"
#include "oracles/answer_checks.h"
#include "wire/answer.h"

namespace assay::harness {

namespace {

// How far clocks may differ before signatures are refused, and before that is close.
constexpr std::chrono::seconds most_skew{15 * 60};
constexpr std::chrono::seconds odd_skew{60};

// The list of resources, asked for with these credentials, or unsigned where there are none.
Answered ask(const spec::Operation& operation, const Settings& settings, const Endpoint& endpoint) {
  Context context(operation, settings, endpoint, real_clock(), entropy());
  const auto transport = make_transport(endpoint, settings, 1);
  Client client(context, *transport);
  wire::Request request;
  std::string bytes;
  context.composer.compose_observation(context.target({}), context.plain_signature(), true,
                                       context.clock(), request, bytes);
  return client.exchange(request, bytes);
}

Symptom resolved(const Endpoint& endpoint, bool& gone) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(endpoint.host.c_str(), nullptr, &hints, &found);
  if (error != 0) {
    gone = true;
    return {"name", Health::problem, endpoint.host + ": " + gai_strerror(error),
            "check the host of --endpoint and the name server: getent hosts " + endpoint.host};
  }
  std::array<char, NI_MAXHOST> text{};
  getnameinfo(found->ai_addr, found->ai_addrlen, text.data(), text.size(), nullptr, 0,
              NI_NUMERICHOST);
  freeaddrinfo(found);
  return {"name", Health::ok, endpoint.host + " is " + text.data(), ""};
}

std::string mend_of(Failure failure, const Endpoint& endpoint) {
  const std::string place = endpoint.url();
  if (failure == Failure::refused)
    return "start the endpoint, or correct the port of --endpoint; for a trial: assay mock "
           "--port " +
           std::to_string(endpoint.port);
  if (failure == Failure::tls)
    return "trust its certificate with --ca-file FILE, or say http:// where it speaks no TLS; "
           "look: "
           "curl -v " +
           place;
  if (failure == Failure::timeout) return "look for a firewall, or give it time with --timeout 30s";
  if (failure == Failure::not_http || failure == Failure::reset)
    return "is it HTTP, and not HTTPS? look: curl -v " + place;
  return "look: curl -v " + place;
}

Symptom answers(const Answered& answer, const Endpoint& endpoint) {
  if (answer.ok()) {
    return {"connection", Health::ok,
            endpoint.url() + " answers " + std::to_string(answer.response.status) +
                (endpoint.tls ? ", certificate in order" : ""),
            ""};
  }
  return {"connection", Health::problem,
          endpoint.url() + ": " + std::string(name(answer.failure)) +
              (answer.detail.empty() ? "" : " (" + answer.detail + ")"),
          mend_of(answer.failure, endpoint)};
}

Symptom skew(const Answered& answer) {
  const auto date = wire::header(answer.response.headers, "Date");
  const auto there = date ? http_date(std::string(*date)) : std::nullopt;
  if (!there) {
    return {"clocks", Health::warning, "the endpoint tells no date",
            "compare the clocks by hand: a signature is good for 15 minutes"};
  }
  return skew_of(std::chrono::seconds(real_clock()() - *there));
}

// What an endpoint says to a request that it should refuse.
Symptom refuses(const char* what, const Answered& answer, const Mask& mask) {
  if (!answer.ok())
    return {what, Health::warning, "no answer: " + std::string(name(answer.failure)), "try again"};
  const oracles::Reply reply = oracles::read_reply(answer.response);
  if (!reply.success) return {what, Health::ok, "refused: " + mask(reply.text()), ""};
  return {what, Health::warning, "accepted: the endpoint does not check it",
          "say --signature none when that is meant; otherwise a run reports violations"};
}

class Examination {
 public:
  Examination(const spec::Operation& operation, const RunOptions& options, Settings settings,
              Endpoint endpoint)
      : operation_(operation),
        options_(options),
        settings_(std::move(settings)),
        endpoint_(std::move(endpoint)),
        mask_(settings_.credentials ? &*settings_.credentials : nullptr) {}

  Symptoms take() {
    bool gone = false;
    out_.push_back(resolved(endpoint_, gone));
    if (gone) return out_;
    Settings bare = settings_;
    bare.credentials.reset();
    const Answered unsigned_answer = ask(operation_, bare, endpoint_);
    out_.push_back(answers(unsigned_answer, endpoint_));
    if (!unsigned_answer.ok()) return out_;
    out_.push_back(skew(unsigned_answer));
    if (settings_.is_signed()) look_at_signatures(unsigned_answer);
    if (settings_.is_signed() && !settings_.credentials) return out_;
    look_at_list(settings_.is_signed() ? ask(operation_, settings_, endpoint_) : unsigned_answer);
    if (!options_.endpoint.imds.empty()) look_at_metadata();
    return out_;
  }

 private:
  void look_at_signatures(const Answered& unsigned_answer) {
    out_.push_back(refuses("unsigned", unsigned_answer, mask_));
    if (!settings_.credentials) return;
    Settings wrong = settings_;
    wrong.credentials->secret += "-wrong";
    out_.push_back(refuses("bad signature", ask(operation_, wrong, endpoint_), mask_));
  }

  // The signed request that reads: signature, region, operation and instances all show in it.
  void look_at_list(const Answered& answer) {
    const std::string& reader = operation_.observation->operation;
    if (!answer.ok()) {
      out_.push_back({"list", Health::problem, reader + ": " + std::string(name(answer.failure)),
                      mend_of(answer.failure, endpoint_)});
      return;
    }
    const oracles::Reply reply = oracles::read_reply(answer.response);
    if (!reply.success) {
      out_.push_back(refused_list(reader, reply));
      return;
    }
    const auto listed =
        wire::list(answer.response.body, operation_.observation->path, operation_.observation->id);
    const Health health =
        listed.empty() && options_.endpoint.instances.empty() ? Health::problem : Health::ok;
    out_.push_back({"list", health,
                    reader + " is taken" + (settings_.is_signed() ? ", signed" : "") +
                        ", and lists " + std::to_string(listed.size()) + " instances",
                    health == Health::ok ? "" : "make an instance there, or correct --region"});
    for (const std::string& id : options_.endpoint.instances) {
      const bool there = std::find(listed.begin(), listed.end(), id) != listed.end();
      out_.push_back({"instance", there ? Health::ok : Health::problem,
                      id + (there ? " is listed" : " is not listed"),
                      there ? "" : "correct --instance-id or --region"});
    }
  }

  Symptom refused_list(const std::string& reader, const oracles::Reply& reply) const {
    const std::string seen = reader + ": " + mask_(reply.text());
    if (reply.status >= 500 || reply.code.starts_with("Throttling")) {
      return {"list", Health::warning, seen + ": a failure in passing",
              "try again; slow a run down with --rate 5/s"};
    }
    if (reply.status == 404 || reply.code.find("Action") != std::string::npos) {
      return {"list", Health::warning, seen + ": state can't be read back",
              "name the instances with --instance-id; what is stored is then not judged"};
    }
    return {"list", Health::problem, seen,
            "check the key and its rights, --region, and the signature of the endpoint "
            "(--signature v1, v3 or none)"};
  }

  void look_at_metadata() {
    const EffectsAccess access = metadata_access(operation_, options_.endpoint.imds, settings_);
    Context context(operation_, settings_, access.endpoint, real_clock(), entropy());
    const auto transport = access.transport();
    Client client(context, *transport);
    wire::Request request{"GET", "/", {{"Host", access.endpoint.authority()}}, ""};
    std::string bytes;
    wire::append_bytes(bytes, request);
    Symptom one = answers(client.exchange(request, bytes), access.endpoint);
    one.name = "metadata";
    out_.push_back(std::move(one));
  }

  const spec::Operation& operation_;
  const RunOptions& options_;
  Settings settings_;
  Endpoint endpoint_;
  Mask mask_;
  Symptoms out_;
};

}  // namespace

Symptom skew_of(std::chrono::seconds ahead) {
  const auto off = ahead < std::chrono::seconds(0) ? -ahead : ahead;
  const std::string seen = "this machine is " + std::to_string(off.count()) + " s " +
                           (ahead.count() < 0 ? "behind" : "ahead of") + " the endpoint";
  if (off < odd_skew) return {"clocks", Health::ok, seen, ""};
  return {"clocks", off < most_skew ? Health::warning : Health::problem, seen,
          "set the clock: timedatectl set-ntp true; a signature is good for 15 minutes"};
}

std::optional<std::int64_t> http_date(const std::string& text) {
  std::tm time{};
  const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &time);
  if (end == nullptr || *end != 0) return std::nullopt;
  return timegm(&time);
}

Symptoms look_at_endpoint(const spec::Operation& operation, const RunOptions& options) {
  const EndpointOptions& asked = options.endpoint;
  Endpoint endpoint;
  std::string why;
  if (!parse_endpoint(asked.endpoint, endpoint, why)) throw UsageError("--endpoint: " + why);
  if (!endpoint.loopback() && !asked.live) {
    throw UsageError(
        "--endpoint: " + endpoint.host +
        " is not this machine. Doctor only reads there; say --live when that is meant");
  }
  if (!operation.observation) {
    return {{"list", Health::warning, "the document names no operation that only reads",
             "nothing can be asked of the endpoint without changing it"}};
  }
  Settings settings;
  settings.style = parse_style(options.signature, options.method, options.format);
  settings.timeout = parse_duration("--timeout", asked.timeout);
  settings.curl = asked.transport == "curl" || endpoint.tls;
  settings.region = asked.region;
  settings.instances = asked.instances;
  settings.live = asked.live;
  settings.ca_file = asked.ca_file;
  if (settings.is_signed()) {
    try {
      settings.credentials = read_credentials(asked.credentials);
    } catch (const UsageError&) {
      settings.credentials.reset();  // told among the things of this machine
    }
  }
  return Examination(operation, options, settings, endpoint).take();
}

}  // namespace assay::harness
