#include "mock/gateway.h"

#include <algorithm>
#include <array>

#include "mock/text.h"
#include "wire/time.h"

namespace assay::mock {

namespace {

using wire::SignatureKind;

std::string_view named(const Incoming& incoming, bool auth, std::string_view parameter,
                       std::string_view header) {
  if (incoming.kind() == SignatureKind::v3) return incoming.header(header);
  const std::string_view value = incoming.find(parameter);
  return value.empty() && !auth ? incoming.header(header) : value;
}

std::string_view date_of(const Incoming& incoming) {
  return incoming.kind() == SignatureKind::v3 ? incoming.header("x-acs-date")
                                              : incoming.find("Timestamp");
}
std::string_view nonce_of(const Incoming& incoming) {
  return incoming.kind() == SignatureKind::v3 ? incoming.header("x-acs-signature-nonce")
                                              : incoming.find("SignatureNonce");
}

}  // namespace

std::string_view action_of(const Incoming& incoming, bool auth) {
  return named(incoming, auth, "Action", "x-acs-action");
}
std::string_view version_of(const Incoming& incoming, bool auth) {
  return named(incoming, auth, "Version", "x-acs-version");
}

std::string_view common_parameter(spec::GatewayRule rule) {
  using Rule = spec::GatewayRule;
  switch (rule) {
    case Rule::method_unsupported: return "";
    case Rule::action_missing:
    case Rule::action_unknown: return "Action";
    case Rule::version_missing:
    case Rule::version_unknown: return "Version";
    case Rule::key_missing:
    case Rule::key_unknown: return "AccessKeyId";
    case Rule::signature_missing:
    case Rule::signature_wrong:
    case Rule::payload_changed: return "Signature";
    case Rule::signature_method_unknown: return "SignatureMethod";
    case Rule::signature_version_unknown: return "SignatureVersion";
    case Rule::timestamp_missing:
    case Rule::timestamp_malformed:
    case Rule::timestamp_expired:
    case Rule::timestamp_future: return "Timestamp";
    case Rule::nonce_missing:
    case Rule::nonce_used: return "SignatureNonce";
  }
  return "";
}

bool is_common_parameter(std::string_view name) {
  constexpr std::array<std::string_view, 11> names{
      "Action",    "Version",         "Format",           "AccessKeyId",
      "Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce",
      "Timestamp", "SecurityToken",   "SignatureType"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

GatewayRules::GatewayRules(const spec::Operation& op, const Choices& choices,
                           const FaultSet& faults, bool auth, const wire::Credentials& credentials,
                           std::size_t nonces)
    : op_(op),
      choices_(choices),
      faults_(faults),
      auth_(auth),
      key_id_(credentials.id),
      verifier_(credentials),
      nonces_(nonces) {}

const spec::Errors& GatewayRules::errors(Rule rule) const {
  static const spec::Errors none;
  const auto& setting = op_.gateway.errors[static_cast<std::size_t>(rule)];
  return setting.values.empty() ? none : setting.get(choices_);
}

std::optional<spec::GatewayRule> GatewayRules::check(const Incoming& incoming,
                                                     std::optional<std::int64_t> now,
                                                     bool& observes) {
  const std::string& method = incoming.request().method;
  if (method != "GET" && method != "POST" && enforced(Rule::method_unsupported) &&
      !faults_.has(Fault::method_accepted)) {
    return Rule::method_unsupported;
  }
  if (const auto broken = target(incoming, observes)) return broken;
  if (!auth_) return std::nullopt;
  bool known = true;
  if (const auto broken = identity(incoming, known)) return broken;
  if (const auto broken = method_and_version(incoming)) return broken;
  if (const auto broken = timestamp(date_of(incoming), now)) return broken;
  const std::string_view nonce = nonce_of(incoming);
  if (nonce.empty() && enforced(Rule::nonce_missing)) return Rule::nonce_missing;
  return signature(incoming, known, nonce);
}

std::optional<spec::GatewayRule> GatewayRules::target(const Incoming& incoming,
                                                      bool& observes) const {
  observes = false;
  const std::string_view action = action_of(incoming, auth_);
  if (action.empty() && enforced(Rule::action_missing)) return Rule::action_missing;
  observes = op_.observation && action == op_.observation->operation;
  if (!observes && action != op_.name && enforced(Rule::action_unknown)) {
    return Rule::action_unknown;
  }
  const std::string_view version = version_of(incoming, auth_);
  if (version.empty() && enforced(Rule::version_missing)) return Rule::version_missing;
  const std::string& wanted = observes ? op_.observation->version : op_.version;
  if (version != wanted && enforced(Rule::version_unknown) &&
      !faults_.has(Fault::version_not_checked)) {
    return Rule::version_unknown;
  }
  return std::nullopt;
}

std::optional<spec::GatewayRule> GatewayRules::identity(const Incoming& incoming,
                                                        bool& known) const {
  const auto key = wire::access_key(incoming.request(), incoming.query(), incoming.form());
  if ((!key || key->empty()) && enforced(Rule::key_missing)) return Rule::key_missing;
  known = key && *key == key_id_;
  if (known || !enforced(Rule::key_unknown) || faults_.has(Fault::unknown_key_accepted)) {
    return std::nullopt;
  }
  return faults_.has(Fault::key_after_signature) ? Rule::signature_wrong : Rule::key_unknown;
}

// Only V1 names a method and a version in parameters.
std::optional<spec::GatewayRule> GatewayRules::method_and_version(const Incoming& incoming) const {
  if (incoming.kind() == SignatureKind::v3) return std::nullopt;
  const auto present_and_not = [&](std::string_view name, std::string_view wanted) {
    const auto& params = incoming.params();
    const auto found = std::find_if(params.begin(), params.end(),
                                    [&](const wire::Param* p) { return p->name == name; });
    return found != params.end() && (*found)->value != wanted;
  };
  if (enforced(Rule::signature_method_unknown) && present_and_not("SignatureMethod", "HMAC-SHA1")) {
    return Rule::signature_method_unknown;
  }
  if (enforced(Rule::signature_version_unknown) && present_and_not("SignatureVersion", "1.0")) {
    return Rule::signature_version_unknown;
  }
  return std::nullopt;
}

std::optional<spec::GatewayRule> GatewayRules::timestamp(std::string_view text,
                                                         std::optional<std::int64_t> now) const {
  if (text.empty() && enforced(Rule::timestamp_missing)) return Rule::timestamp_missing;
  const auto time = wire::parse_time(text);
  if (!time) {
    if (enforced(Rule::timestamp_malformed)) return Rule::timestamp_malformed;
    return std::nullopt;
  }
  const std::int64_t age = now.value_or(*time) - *time;
  const std::int64_t window = op_.gateway.window.get(choices_);
  if (age > window && enforced(Rule::timestamp_expired) && !faults_.has(Fault::expired_accepted)) {
    return Rule::timestamp_expired;
  }
  const spec::Future future = op_.gateway.future.get(choices_);
  constexpr std::int64_t clocks_differ = 60;
  const bool ahead = (future == spec::Future::window && -age > window) ||
                     (future == spec::Future::refuse && -age > clocks_differ);
  if (ahead && enforced(Rule::timestamp_future)) return Rule::timestamp_future;
  return std::nullopt;
}

std::optional<spec::GatewayRule> GatewayRules::signature(const Incoming& incoming, bool known,
                                                         std::string_view nonce) {
  // A key that is served although it is unknown has no secret to check against.
  const bool checks = known && !faults_.has(Fault::signature_not_checked);
  const bool v3 = incoming.kind() == SignatureKind::v3;
  if (checks) {
    const auto result = verifier_.check(incoming.request(), incoming.query(), incoming.form());
    if (v3 && !result.payload_matches && enforced(Rule::payload_changed)) {
      return Rule::payload_changed;
    }
    const std::string_view sent =
        v3 ? incoming.header("Authorization") : incoming.find_last("Signature");
    if (sent.empty() && enforced(Rule::signature_missing)) return Rule::signature_missing;
    if (!result.matches && enforced(Rule::signature_wrong)) return Rule::signature_wrong;
  }
  if (nonce.empty()) return std::nullopt;
  const bool used = !nonces_.add(key_id_, nonce);
  if (used && enforced(Rule::nonce_used) && !faults_.has(Fault::nonce_replay_accepted)) {
    return Rule::nonce_used;
  }
  return std::nullopt;
}

}  // namespace assay::mock
