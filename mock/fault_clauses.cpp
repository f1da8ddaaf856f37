// Which clauses each fault breaks.
#include <algorithm>

#include "mock/fault_table.h"
#include "mock/faults.h"

namespace assay::mock {

namespace {

using spec::GatewayRule;
using spec::Topic;

class Clauses {
 public:
  explicit Clauses(const spec::Operation& op) : op_(op), targets_(op) {}

  std::vector<std::string> of(Fault fault) {
    if (const BrokenClauses* broken = find_broken(fault)) {
      if (knows(*broken)) tabled(*broken);
      return std::move(out_);
    }
    if (!values(fault) && !state(fault) && !error(fault) && !answer(fault) && !gateway(fault))
      transport(fault);
    return std::move(out_);
  }

 private:
  bool values(Fault fault);
  bool state(Fault fault);
  bool error(Fault fault);
  bool answer(Fault fault);
  bool gateway(Fault fault);
  void transport(Fault fault);
  bool knows(const BrokenClauses& broken) const;
  void tabled(const BrokenClauses& broken);
  void with_places();

  void add(spec::ClauseId id) { out_.push_back(op_.clauses[id].name); }
  bool topic(Topic topic) {
    add(op_.clause(topic));
    return true;
  }
  bool rule(GatewayRule rule) {
    add(op_.gateway.clauses[static_cast<std::size_t>(rule)]);
    return true;
  }
  const spec::Setting<spec::Errors>& errors_of(GatewayRule rule) const {
    return op_.gateway.errors[static_cast<std::size_t>(rule)];
  }
  // Also where the page states the code of its error.
  bool rule_and_code(GatewayRule which) {
    for (const spec::Errors& errors : errors_of(which).values) {
      for (const spec::ErrorId error : errors) add(op_.errors[error].code_clause);
    }
    return rule(which);
  }
  // Adds nothing where the document has no such parameter.
  bool parameter(const spec::Parameter* parameter, std::string_view word) {
    if (parameter != nullptr) add(op_.clause_of(*parameter, word));
    return true;
  }
  const spec::Error* first_error(const spec::Parameter* parameter, bool unknown) const {
    if (parameter == nullptr) return nullptr;
    const auto& errors = (unknown ? parameter->unknown : parameter->invalid).values.front();
    return errors.empty() ? nullptr : &op_.errors[errors.front()];
  }

  const spec::Operation& op_;
  Targets targets_;
  std::vector<std::string> out_;
};

bool Clauses::knows(const BrokenClauses& broken) const {
  if (broken.state && (!op_.observation || targets_.stored == nullptr)) return false;
  if (!broken.effects.empty() && !op_.effects) return false;
  return std::all_of(broken.targets.begin(), broken.targets.end(),
                     [&](const TargetClause& one) { return targets_.*one.target != nullptr; });
}

void Clauses::tabled(const BrokenClauses& broken) {
  for (const auto& [target, word] : broken.targets) {
    const spec::Parameter* const aim = targets_.*target;
    if (word.empty()) continue;
    if (word != "code" && word != "status" && word != "message") {
      parameter(aim, word);
    } else if (const spec::Error* error = first_error(aim, aim == targets_.resource)) {
      add(word == "code"     ? error->code_clause
          : word == "status" ? error->status_clause
                             : error->message_clause);
    }
  }
  for (const Topic one : broken.topics) topic(one);
  for (const GatewayRule one : broken.rules) rule(one);
  for (const spec::EffectRule one : broken.effects) add(op_.effects->rule(one).clause);
}

// The clauses of all errors that have a place for a name.
void Clauses::with_places() {
  const auto has_place = [](const std::string& text) {
    return text.find("{parameter}") != std::string::npos;
  };
  for (const spec::Error& error : op_.errors) {
    if (has_place(error.code)) add(error.code_clause);
    const auto& messages = error.message.values;
    if (std::any_of(messages.begin(), messages.end(), has_place)) add(error.message_clause);
  }
}

bool Clauses::values(Fault fault) {
  switch (fault) {
    case Fault::value_accepted:
    case Fault::value_refused:
    case Fault::prefix_match:
    case Fault::trailing_newline_accepted:
    case Fault::nul_cut: return parameter(targets_.enumeration, "valid-values");
    case Fault::case_ignored_once:
      if (targets_.second == nullptr) return true;
      parameter(targets_.enumeration, "valid-values");
      return parameter(targets_.second, "valid-values");
    case Fault::range_low_accepted:
    case Fault::range_high_accepted:
    case Fault::range_low_refused:
    case Fault::range_high_refused: return parameter(targets_.integer, "range");
    case Fault::integer_wrap_32:
      parameter(targets_.integer, "range");
      return parameter(targets_.integer, "type");
    case Fault::missing_required_accepted: return parameter(targets_.required, "required");
    case Fault::not_found_accepted: return parameter(targets_.resource, "exists");
    case Fault::unknown_parameter_refused: return topic(Topic::unknown_parameter);
    case Fault::form_parameter_ignored:
      if (targets_.second == nullptr) return true;
      topic(Topic::get_post);
      topic(Topic::stored);
      return parameter(targets_.second, "valid-values");
    default: return false;
  }
}

bool Clauses::state(Fault fault) {
  if (fault < Fault::state_not_stored || fault > Fault::shown_altered) return false;
  if (!op_.observation || targets_.stored == nullptr) return true;
  switch (fault) {
    case Fault::state_not_stored: return topic(Topic::stored);
    case Fault::state_stored_on_refusal: return topic(Topic::refused_unchanged);
    case Fault::state_other_field_reset:
      if (targets_.stored_last == nullptr) return true;
      topic(Topic::others_kept);
      topic(Topic::stored);
      return parameter(targets_.stored_last, "default");
    case Fault::other_instance_changed: return topic(Topic::others_kept);
    case Fault::default_wrong:
      if (targets_.enumeration == nullptr || !targets_.enumeration->fallback) return true;
      topic(Topic::stored);
      return parameter(targets_.enumeration, "default");
    default: topic(Topic::observed_values); return topic(Topic::stored);
  }
}

bool Clauses::error(Fault fault) {
  const spec::Error* const invalid = first_error(targets_.enumeration, false);
  const spec::Error* const unknown = first_error(targets_.resource, true);
  switch (fault) {
    case Fault::wrong_code:
      if (invalid == nullptr) return true;
      add(invalid->code_clause);
      return parameter(targets_.enumeration, "valid-values");
    case Fault::wrong_status_not_found:
      if (unknown != nullptr) add(unknown->status_clause);
      return true;
    case Fault::message_altered:
      if (invalid != nullptr) add(invalid->message_clause);
      return true;
    case Fault::internal_error_on_value:
      if (invalid == nullptr) return true;
      topic(Topic::temporary);
      return parameter(targets_.enumeration, "valid-values");
    case Fault::html_error:
      if (invalid == nullptr) return true;
      topic(Topic::error_shape);
      return topic(Topic::content_type);
    case Fault::message_not_filled: with_places(); return true;
    case Fault::secret_in_message:
      for (const spec::Errors& errors : errors_of(GatewayRule::timestamp_expired).values) {
        for (const spec::ErrorId error : errors) add(op_.errors[error].message_clause);
      }
      return true;
    case Fault::error_with_200:
      if (unknown != nullptr) add(unknown->status_clause);
      if (invalid != nullptr) add(invalid->status_clause);
      topic(Topic::success_shape);
      return topic(Topic::catalogue);
    default: return false;
  }
}

bool Clauses::answer(Fault fault) {
  switch (fault) {
    case Fault::request_id_missing: return topic(Topic::request_id);
    case Fault::request_id_repeated: return topic(Topic::request_id_fresh);
    case Fault::request_id_header_differs: return topic(Topic::request_id_header);
    case Fault::request_id_malformed: return topic(Topic::request_id_form);
    case Fault::content_type_wrong: return topic(Topic::content_type);
    case Fault::xml_ignored: return topic(Topic::format);
    case Fault::success_with_302: return topic(Topic::success_status);
    case Fault::success_with_error_members: return topic(Topic::success_shape);
    case Fault::message_missing: return topic(Topic::error_shape);
    case Fault::host_id_missing: return topic(Topic::error_host);
    case Fault::body_malformed:
      topic(Topic::success_shape);
      topic(Topic::error_shape);
      return topic(Topic::content_type);
    default: return false;
  }
}

bool Clauses::gateway(Fault fault) {
  switch (fault) {
    case Fault::method_accepted: return rule(GatewayRule::method_unsupported);
    case Fault::version_not_checked: return rule(GatewayRule::version_unknown);
    case Fault::unknown_key_accepted: return rule(GatewayRule::key_unknown);
    case Fault::signature_not_checked:
      rule(GatewayRule::signature_missing);
      rule(GatewayRule::payload_changed);
      return rule_and_code(GatewayRule::signature_wrong);
    case Fault::v3_signature_not_checked:
      rule(GatewayRule::payload_changed);
      return rule_and_code(GatewayRule::signature_wrong);
    case Fault::nonce_replay_accepted: return rule(GatewayRule::nonce_used);
    case Fault::expired_accepted: return rule(GatewayRule::timestamp_expired);
    case Fault::key_after_signature:
      topic(Topic::order);
      return rule_and_code(GatewayRule::key_unknown);
    default: return false;
  }
}

void Clauses::transport(Fault fault) {
  switch (fault) {
    case Fault::frequent_failure: topic(Topic::temporary); break;
    case Fault::slow_answer:
      if (targets_.second != nullptr) topic(Topic::in_time);
      break;
    default:
      if (targets_.enumeration != nullptr) topic(Topic::http);
  }
}

}  // namespace

std::vector<std::string> broken_clauses(const spec::Operation& op, Fault fault) {
  return Clauses(op).of(fault);
}

}  // namespace assay::mock
