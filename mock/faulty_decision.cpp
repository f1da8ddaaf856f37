#include "mock/faulty_decision.h"

#include <algorithm>

#include "mock/gateway.h"
#include "wire/answer.h"

namespace assay::mock {

std::vector<std::size_t> field_indexes(const spec::Operation& op) {
  std::vector<std::size_t> out;
  for (const spec::Parameter& parameter : op.parameters) {
    out.push_back(no_field);
    if (parameter.stores.empty() || !op.observation) continue;
    const auto& fields = op.observation->fields;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (fields[f].name == parameter.stores) out.back() = f;
    }
  }
  return out;
}

namespace {

constexpr std::size_t large_form = 1500;  // bytes

void drop(Decision& out, std::size_t field) {
  for (std::size_t i = 0; i < out.change_count; ++i) {
    if (out.changes[i].field == field) std::swap(out.changes[i--], out.changes[--out.change_count]);
  }
}

}  // namespace

DecisionFaults::DecisionFaults(const spec::Operation& op, const Choices& choices,
                               const FaultSet& faults, const State& state,
                               const std::vector<Judged>& results)
    : op_(op),
      choices_(choices),
      faults_(faults),
      state_(state),
      results_(results),
      targets_(op),
      fields_(field_indexes(op)) {}

// What comes first or last among the parameters of the operation.
bool DecisionFaults::overlooks(const spec::Parameter& parameter, const Incoming& incoming) const {
  if (&parameter != targets_.second) return false;
  const bool first = faults_.has(Fault::first_parameter_ignored);
  if (!first && !faults_.has(Fault::last_parameter_ignored)) return false;
  const wire::Param* edge = nullptr;
  for (const wire::Param* param : incoming.params()) {
    if (!op_.find_parameter(param->name)) continue;
    edge = param;
    if (first) break;
  }
  return edge != nullptr && edge->name == parameter.name;
}

void DecisionFaults::filter(const spec::Parameter& parameter, const Incoming& incoming,
                            std::vector<std::string_view>& sent) const {
  if (overlooks(parameter, incoming)) sent.clear();
  if (!faults_.has(Fault::query_ignored_with_form) || &parameter != targets_.second ||
      incoming.form().empty()) {
    return;
  }
  sent.clear();
  for (const wire::Param& param : incoming.form()) {
    if (param.name == parameter.name) sent.emplace_back(param.value);
  }
}

bool DecisionFaults::interrupts(const Incoming& incoming, Decision& out) const {
  return unknown_parameter(incoming, out) || internal_error(incoming, out);
}

bool DecisionFaults::unknown_parameter(const Incoming& incoming, Decision& out) const {
  if (!faults_.has(Fault::unknown_parameter_refused)) return false;
  const auto known = [&](std::string_view name) {
    return is_common_parameter(name) ||
           std::any_of(op_.parameters.begin(), op_.parameters.end(), [&](const auto& parameter) {
             return parameter.name == name || name.starts_with(parameter.name + ".");
           });
  };
  for (const wire::Param* param : incoming.params()) {
    if (known(param->name)) continue;
    for (const spec::Parameter& parameter : op_.parameters) {
      const spec::Errors& errors = parameter.repeated.get(choices_);
      if (errors.empty()) continue;
      out.error = errors.front();
      out.parameter = param->name;
      return true;
    }
  }
  return false;
}

bool DecisionFaults::internal_error(const Incoming& incoming, Decision& out) const {
  bool fails = faults_.has(Fault::large_form_fails) && !incoming.form().empty() &&
               incoming.request().body.size() > large_form;
  if (targets_.enumeration != nullptr) {
    const std::string_view sent = incoming.find(targets_.enumeration->name);
    fails |= faults_.has(Fault::internal_error_on_value) && sent.find('\'') != sent.npos;
    fails |= faults_.has(Fault::ill_formed_text_fails) && !wire::is_utf8(sent);
  }
  if (!fails) return false;
  for (spec::ErrorId id = 0; id < op_.errors.size(); ++id) {
    if (op_.errors[id].temporary) out.error = id;
  }
  return true;
}

std::size_t DecisionFaults::other_winner(std::size_t winner) {
  if (!faults_.has(Fault::error_order_wavers)) return winner;
  std::size_t other = winner;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (i != winner && results_[i].checked.means == Checked::Means::broken) other = i;
  }
  if (other == winner) return winner;
  return ++wavers_ % 2 == 0 ? other : winner;
}

void DecisionFaults::bend(Decision& out) {
  if (out.kind == Decision::Kind::refused) {
    wrong_code(out);
    const bool aim = out.broken == targets_.enumeration && out.check == spec::Check::value;
    if (faults_.has(Fault::rarely_accepted) && aim && ++wrong_values_ % 40 == 0) {
      out.kind = Decision::Kind::modified;
      return;
    }
    if (out.resource) store_refused(out);
    return;
  }
  if (!out.resource || pair(out)) return;
  if (faults_.has(Fault::state_not_stored) && targets_.stored != nullptr) {
    drop(out, field_of(targets_.stored));
  }
  reset_last(out);
  wrong_default(out);
}

void DecisionFaults::wrong_code(Decision& out) const {
  if (!faults_.has(Fault::wrong_code) || out.check != spec::Check::value ||
      out.broken != targets_.enumeration) {
    return;
  }
  for (spec::ErrorId id = 0; id < op_.own_errors; ++id) {
    if (id == out.error) continue;
    out.error = id;
    if (targets_.second == nullptr) return;
    const spec::Errors& wanted = targets_.second->invalid.get(choices_);
    if (!wanted.empty()) out.error = wanted.front();
    return;
  }
}

bool refuse_value(const spec::Parameter& parameter, const Choices& choices, Decision& out) {
  const spec::Errors& errors = parameter.invalid.get(choices);
  if (errors.empty()) return false;
  out.kind = Decision::Kind::refused;
  out.error = errors.front();
  out.parameter = parameter.name;
  out.broken = &parameter;
  out.check = spec::Check::value;
  out.change_count = 0;
  return true;
}

// Two values that are right, each for itself.
bool DecisionFaults::pair(Decision& out) const {
  const Judged* first = result_of(targets_.enumeration);
  const Judged* second = result_of(targets_.second);
  if (!faults_.has(Fault::pair_refused) || first == nullptr || second == nullptr) return false;
  const auto last = [](const Judged& judged, const spec::Parameter& parameter) {
    return judged.checked.means == Checked::Means::value &&
           judged.checked.value == parameter.values.values.front().texts.back();
  };
  return last(*first, *targets_.enumeration) && last(*second, *targets_.second) &&
         refuse_value(*targets_.enumeration, choices_, out);
}

// What a refused request stores all the same.
void DecisionFaults::store_refused(Decision& out) const {
  const auto store = [&](std::size_t index) {
    const Checked& checked = results_[index].checked;
    if (fields_[index] == no_field || checked.means != Checked::Means::value) return;
    out.add_change(fields_[index], checked.value);
  };
  if (faults_.has(Fault::state_stored_on_refusal) && targets_.stored != nullptr) {
    store(index_of(targets_.stored));
  }
  if (!faults_.has(Fault::partial_store_on_two_errors)) return;
  const auto broken = std::count_if(results_.begin(), results_.end(), [](const Judged& judged) {
    return judged.checked.means == Checked::Means::broken;
  });
  if (broken < 2) return;
  for (std::size_t i = 0; i < results_.size(); ++i) store(i);
}

void DecisionFaults::reset_last(Decision& out) const {
  const Judged* last = result_of(targets_.stored_last);
  if (!faults_.has(Fault::state_other_field_reset) || last == nullptr) return;
  const Checked::Means means = last->checked.means;
  if (means != Checked::Means::skip && means != Checked::Means::reset) return;
  const std::size_t field = field_of(targets_.stored_last);
  drop(out, field);
  out.add_change(field, state_.initial(field));
}

void DecisionFaults::wrong_default(Decision& out) const {
  const spec::Parameter* aim = targets_.enumeration;
  if (!faults_.has(Fault::default_wrong) || aim == nullptr || !aim->fallback) return;
  const std::size_t field = field_of(aim);
  for (std::size_t i = 0; i < out.change_count; ++i) {
    Change& change = out.changes[i];
    if (change.field != field || change.text != *aim->fallback) continue;
    for (const std::string& other : aim->values.values[0].texts) {
      if (other != *aim->fallback) change.text = other;
    }
  }
}

}  // namespace assay::mock
