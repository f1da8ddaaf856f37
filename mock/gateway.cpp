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
                           const FaultSet& faults, const RuleOptions& options, bool observable)
    : op_(op),
      choices_(choices),
      faults_(faults),
      auth_(options.auth),
      observable_(observable),
      key_id_(options.credentials.id),
      verifier_(options.credentials),
      signer_(options.credentials),
      nonces_(options.nonces) {}

// Faults that are a rule which nobody looks after.
bool GatewayRules::switched_off(Rule rule) const {
  if (faults_.none()) return false;
  struct Off {
    Fault fault;
    Rule rule;
  };
  static constexpr std::array all{
      Off{Fault::method_accepted, Rule::method_unsupported},
      Off{Fault::version_not_checked, Rule::version_unknown},
      Off{Fault::payload_not_checked, Rule::payload_changed},
      Off{Fault::signature_missing_accepted, Rule::signature_missing},
      Off{Fault::key_missing_accepted, Rule::key_missing},
      Off{Fault::nonce_missing_accepted, Rule::nonce_missing},
      Off{Fault::timestamp_missing_accepted, Rule::timestamp_missing},
      Off{Fault::timestamp_malformed_accepted, Rule::timestamp_malformed},
      Off{Fault::expired_accepted, Rule::timestamp_expired},
      Off{Fault::nonce_replay_accepted, Rule::nonce_used}};
  return std::any_of(all.begin(), all.end(),
                     [&](const Off& off) { return off.rule == rule && faults_.has(off.fault); });
}

const spec::Errors& GatewayRules::errors(Rule rule) const {
  static const spec::Errors none;
  const auto& setting = op_.gateway.errors[static_cast<std::size_t>(rule)];
  return setting.values.empty() ? none : setting.get(choices_);
}

std::optional<spec::GatewayRule> GatewayRules::check(const Incoming& incoming,
                                                     std::optional<std::int64_t> now,
                                                     bool& observes) {
  const std::string& method = incoming.request().method;
  if (method != "GET" && method != "POST" && enforced(Rule::method_unsupported)) {
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
  observes = observable_ && op_.observation && action == op_.observation->operation;
  const bool ours =
      action == op_.name || (faults_.has(Fault::action_suffix_match) && action.ends_with(op_.name));
  if (!observes && !ours && enforced(Rule::action_unknown)) {
    return Rule::action_unknown;
  }
  const std::string_view version = version_of(incoming, auth_);
  if (version.empty() && enforced(Rule::version_missing)) return Rule::version_missing;
  const std::string& wanted = observes ? op_.observation->version : op_.version;
  if (version != wanted && enforced(Rule::version_unknown)) return Rule::version_unknown;
  return std::nullopt;
}

std::optional<spec::GatewayRule> GatewayRules::identity(const Incoming& incoming,
                                                        bool& known) const {
  const auto key = wire::access_key(incoming.request(), incoming.query(), incoming.form());
  const bool missing = !key || key->empty();
  if (missing && enforced(Rule::key_missing)) return Rule::key_missing;
  known = missing ? faults_.has(Fault::key_missing_accepted) : *key == key_id_;
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
                                                         std::optional<std::int64_t> now) {
  if (text.empty()) {
    if (enforced(Rule::timestamp_missing)) return Rule::timestamp_missing;
    if (switched_off(Rule::timestamp_missing)) return std::nullopt;
  }
  const auto time = wire::parse_time(text);
  if (!time) {
    if (enforced(Rule::timestamp_malformed)) return Rule::timestamp_malformed;
    return std::nullopt;
  }
  const std::int64_t age = now.value_or(*time) - *time;
  if (expired(age) && enforced(Rule::timestamp_expired)) return Rule::timestamp_expired;
  if (ahead(-age) && enforced(Rule::timestamp_future)) return Rule::timestamp_future;
  return std::nullopt;
}

bool GatewayRules::expired(std::int64_t age) const {
  if (!faults_.has(Fault::window_doubled)) return age > op_.gateway.window.get(choices_);
  const auto& windows = op_.gateway.window.values;
  return age > 2 * *std::max_element(windows.begin(), windows.end());
}

bool GatewayRules::ahead(std::int64_t seconds) {
  const auto& windows = op_.gateway.window.values;
  if (faults_.has(Fault::future_wavers) &&
      seconds > *std::max_element(windows.begin(), windows.end())) {
    return ++far_ahead_ % 2 == 0;
  }
  constexpr std::int64_t clocks_differ = 60;
  switch (op_.gateway.future.get(choices_)) {
    case spec::Future::window: return seconds > op_.gateway.window.get(choices_);
    case spec::Future::refuse: return seconds > clocks_differ;
    case spec::Future::accept: break;
  }
  return false;
}

std::optional<spec::GatewayRule> GatewayRules::signature(const Incoming& incoming, bool known,
                                                         std::string_view nonce) {
  const bool v3 = incoming.kind() == SignatureKind::v3;
  // A key that is served although it is unknown has no secret to check against.
  const bool checks = known && !faults_.has(Fault::signature_not_checked) &&
                      !(v3 && faults_.has(Fault::v3_signature_not_checked));
  if (checks) {
    const auto result = verifier_.check(incoming.request(), incoming.query(), incoming.form());
    if (v3 && !result.payload_matches && enforced(Rule::payload_changed)) {
      return Rule::payload_changed;
    }
    const std::string_view sent =
        v3 ? incoming.header("Authorization") : incoming.find_last("Signature");
    if (sent.empty() && enforced(Rule::signature_missing)) return Rule::signature_missing;
    if (!signed_rightly(incoming, result, sent) && enforced(Rule::signature_wrong)) {
      return Rule::signature_wrong;
    }
  }
  if (nonce.empty() || remembers_nonce(incoming, nonce)) return std::nullopt;
  return enforced(Rule::nonce_used) ? std::optional(Rule::nonce_used) : std::nullopt;
}

bool GatewayRules::signed_rightly(const Incoming& incoming, const wire::SignatureCheck& check,
                                  std::string_view sent) {
  if (check.matches) return true;
  if (sent.empty()) return switched_off(Rule::signature_missing);
  const bool v1 = incoming.kind() == SignatureKind::v1;
  if (!v1 || !faults_.has(Fault::signature_tail_compared)) return false;
  const std::string_view right = signer_.sign_text(incoming.kind(), verifier_.string_to_sign());
  return sent.ends_with(right.substr(right.size() / 2));
}

// False when it came before.
bool GatewayRules::remembers_nonce(const Incoming& incoming, std::string_view nonce) {
  const bool v3 = incoming.kind() == SignatureKind::v3;
  return nonces_.add(key_id_, nonce) || (!v3 && faults_.has(Fault::v1_nonce_not_checked));
}

}  // namespace assay::mock
