#include "oracles/model.h"

#include <algorithm>

#include "oracles/outcome.h"
#include "oracles/value.h"

namespace assay::oracles {

namespace {

using spec::GatewayRule;

constexpr std::int64_t clock_slack = 45;  // seconds by which two clocks may differ unremarked

std::uint32_t bit(GatewayRule rule) { return 1U << static_cast<unsigned>(rule); }

}  // namespace

void Permitted::clear() {
  success = json = xml = false;
  errors.clear();
  fields.clear();
}

std::string_view rule_of(const spec::Parameter& parameter, spec::Check check) {
  switch (check) {
    case spec::Check::absent: return "required";
    case spec::Check::format: return "type";
    case spec::Check::region:
    case spec::Check::exists: return "exists";
    case spec::Check::value:
      if (parameter.type == spec::Type::list) return "count";
      if (parameter.range) return "range";
      return parameter.length ? "length" : "valid-values";
    case spec::Check::duplicate:
    case spec::Check::encoding: break;
  }
  return "valid-values";
}

Model::Model(const spec::Operation& operation, const Knowledge& knowledge)
    : operation_(operation), knowledge_(knowledge), outcomes_(operation.parameters.size()) {}

Model::~Model() = default;

PermittedError Model::permitted(spec::ErrorId id, std::string parameter, spec::ClauseId clause,
                                Chooser& choose) const {
  const spec::Error& error = operation_.errors[id];
  PermittedError out;
  out.error = id;
  out.status = error.status.get(choose);
  out.message = &error.message.get(choose);
  out.parameter = std::move(parameter);
  out.clause = clause;
  return out;
}

void Model::permit(const RequestView& request, const Circumstances& circumstances, Chooser& choose,
                   Permitted& out, Exercised& exercised) {
  out.clear();
  exercised.clear();
  format(request, choose, out);
  gateway(request, circumstances, choose, out, exercised);
  // The gateway refuses, surely or perhaps; only what may pass it reaches the operation.
  if (!out.success || request.action != operation_.name) return;

  bool all_pass = true;
  for (std::size_t i = 0; i < operation_.parameters.size(); ++i) {
    Outcome& outcome = outcomes_[i];
    outcome.clear();
    parameter(i, request, choose, outcome);
    all_pass &= outcome.may_pass;
    // Which of two rules of one parameter is broken may be open; then nothing is learned from it.
    const bool one_rule = std::all_of(
        outcome.errors.begin(), outcome.errors.end(),
        [&](const PermittedError& error) { return error.rule() == outcome.errors.front().rule(); });
    for (PermittedError& error : outcome.errors) {
      error.certain = !outcome.may_pass;
      error.ranked = error.ranked && one_rule;
      error.parameter_index = i;
      exercised.push_back(error.clause);
    }
    for (const spec::ClauseId clause : operation_.parameters[i].clauses) {
      if (outcome.errors.empty()) exercised.push_back(clause);
    }
  }
  out.success = all_pass;
  for (const Outcome& outcome : outcomes_) {
    out.errors.insert(out.errors.end(), outcome.errors.begin(), outcome.errors.end());
  }
  if (all_pass) effects(outcomes_, out);
}

void Model::effects(const std::vector<Outcome>& outcomes, Permitted& out) const {
  if (!operation_.observation) return;
  const auto& fields = operation_.observation->fields;
  out.fields.resize(fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    out.fields[f] = FieldAfter{};
    out.fields[f].clause = operation_.clause(spec::Topic::others_kept);
  }
  for (const Outcome& outcome : outcomes) {
    if (outcome.nothing) return;
  }
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const spec::Parameter& parameter = operation_.parameters[i];
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (parameter.stores.empty() || fields[f].name != parameter.stores) continue;
      out.fields[f] = outcomes[i].field;
      const FieldAfter& field = outcomes[i].field;
      out.fields[f].clause = field.asked           ? operation_.clause(spec::Topic::stored)
                             : field.texts.empty() ? operation_.clause(spec::Topic::others_kept)
                                                   : operation_.clause_of(parameter, "default");
    }
  }
}

void Model::format(const RequestView& request, Chooser& choose, Permitted& out) {
  const auto take = [&](spec::Format format) {
    (format == spec::Format::json ? out.json : out.xml) = true;
  };
  if (equal_folded(request.format, "JSON")) return take(spec::Format::json);
  if (equal_folded(request.format, "XML")) return take(spec::Format::xml);
  if (!request.format.empty()) {
    out.json = out.xml = true;
    return;
  }
  const bool json = request.accept.find("json") != std::string_view::npos;
  const bool xml = request.accept.find("xml") != std::string_view::npos;
  if (json != xml && operation_.gateway.accept_header.get(choose)) {
    return take(json ? spec::Format::json : spec::Format::xml);
  }
  take(operation_.gateway.default_format.get(choose));
}

namespace {

struct Broken {
  std::uint32_t surely = 0, perhaps = 0;
};

// Asks for the window only when the timestamp is not simply now.
void check_time(const RequestView& request, wire::UnixSeconds now, const spec::Gateway& gateway,
                Chooser& choose, Broken& out) {
  const auto stamp = wire::parse_time(request.timestamp);
  if (request.timestamp.empty() || !stamp) {
    out.surely |= bit(request.timestamp.empty() ? GatewayRule::timestamp_missing
                                                : GatewayRule::timestamp_malformed);
    return;
  }
  const auto weigh = [&](GatewayRule rule, std::int64_t past_the_limit) {
    if (past_the_limit > clock_slack) {
      out.surely |= bit(rule);
    } else if (past_the_limit > -clock_slack) {
      out.perhaps |= bit(rule);
    }
  };
  const std::int64_t age = now - *stamp;
  if (age > -5 && age < clock_slack) return;
  const std::int64_t window = gateway.window.get(choose);
  weigh(GatewayRule::timestamp_expired, age - window);
  if (age >= 0) return;
  const spec::Future future = gateway.future.get(choose);
  if (future == spec::Future::window) weigh(GatewayRule::timestamp_future, -age - window);
  if (future == spec::Future::refuse) weigh(GatewayRule::timestamp_future, -age - 60);
}

}  // namespace

void Model::credentials(const RequestView& request, const Circumstances& circumstances,
                        Chooser& choose, std::uint32_t& broken, std::uint32_t& perhaps) {
  const bool v3 = request.kind == wire::SignatureKind::v3;
  if (request.key.empty()) {
    broken |= bit(GatewayRule::key_missing);
  } else if (request.key != knowledge_.key_id) {
    broken |= bit(GatewayRule::key_unknown);
  }
  if (!request.has_signature) {
    broken |= bit(GatewayRule::signature_missing);
  } else if (!request.signature_matches) {
    broken |= bit(GatewayRule::signature_wrong);
  }
  if (!v3 && !request.signature_method.empty() && request.signature_method != "HMAC-SHA1") {
    broken |= bit(GatewayRule::signature_method_unknown);
  }
  if (!v3 && !request.signature_version.empty() && request.signature_version != "1.0") {
    broken |= bit(GatewayRule::signature_version_unknown);
  }
  if (request.nonce.empty()) {
    broken |= bit(GatewayRule::nonce_missing);
  } else if (circumstances.nonce_used_before) {
    broken |= bit(GatewayRule::nonce_used);
  }
  if (v3 && !request.payload_matches) broken |= bit(GatewayRule::payload_changed);
  Broken time;
  check_time(request, circumstances.sent_at, operation_.gateway, choose, time);
  broken |= time.surely;
  perhaps |= time.perhaps;
}

void Model::gateway(const RequestView& request, const Circumstances& circumstances, Chooser& choose,
                    Permitted& out, Exercised& exercised) {
  std::uint32_t broken = 0;
  std::uint32_t perhaps = 0;
  const std::string& method = request.request->method;
  if (method != "GET" && method != "POST") broken |= bit(GatewayRule::method_unsupported);
  const bool observing =
      operation_.observation && request.action == operation_.observation->operation;
  if (request.action.empty()) {
    broken |= bit(GatewayRule::action_missing);
  } else if (request.action != operation_.name && !observing) {
    broken |= bit(GatewayRule::action_unknown);
  }
  const std::string& version = observing ? operation_.observation->version : operation_.version;
  if (request.version.empty()) {
    broken |= bit(GatewayRule::version_missing);
  } else if (request.version != version) {
    broken |= bit(GatewayRule::version_unknown);
  }
  if (knowledge_.authenticates) {
    credentials(request, circumstances, choose, broken, perhaps);
  }
  order_mattered_ = false;
  for (const auto& [first, second] : operation_.gateway.order) {
    if ((broken & bit(first)) == 0 || (broken & bit(second)) == 0) continue;
    broken &= ~bit(second);
    order_mattered_ = true;
  }
  out.success = true;
  for (std::size_t i = 0; i < spec::gateway_rule_count; ++i) {
    const auto mask = 1U << static_cast<unsigned>(i);
    if (((broken | perhaps) & mask) == 0) continue;
    const spec::Errors& errors = operation_.gateway.errors[i].get(choose);
    exercised.push_back(operation_.gateway.clauses[i]);
    if (!errors.empty() && (broken & mask) != 0) out.success = false;
    for (const spec::ErrorId error : errors) {
      out.errors.push_back(permitted(error, "", operation_.gateway.clauses[i], choose));
      out.errors.back().certain = (broken & mask) != 0;
      out.errors.back().ranked = false;
    }
  }
}

}  // namespace assay::oracles
