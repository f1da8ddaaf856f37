#include "mock/faulty_state.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "mock/faulty_decision.h"

namespace assay::mock {

StateFaults::StateFaults(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
                         State& state)
    : op_(op),
      choices_(choices),
      faults_(faults),
      state_(state),
      targets_(op),
      fields_(field_indexes(op)),
      first_(field_of(targets_.stored)),
      second_(field_of(targets_.second)),
      integer_(field_of(targets_.integer)),
      shared_(field_of(targets_.stored_last)),
      memories_(state.size()) {}

std::size_t StateFaults::field_of(const spec::Parameter* parameter) const {
  if (parameter == nullptr) return no_field;
  return fields_[static_cast<std::size_t>(parameter - op_.parameters.data())];
}

bool StateFaults::sends(const Incoming& incoming, const spec::Parameter* parameter) {
  if (parameter == nullptr) return false;
  const auto& params = incoming.params();
  return std::any_of(params.begin(), params.end(),
                     [&](const wire::Param* param) { return param->name == parameter->name; });
}

// The parameters of the operation, in its order.
std::string StateFaults::asked(const Incoming& incoming) const {
  std::string out;
  for (const spec::Parameter& parameter : op_.parameters) {
    for (const wire::Param* param : incoming.params()) {
      if (param->name == parameter.name) ((out += param->name) += '=') += param->value + '\n';
    }
  }
  return out;
}

Change* StateFaults::change_of(Decision& decision, std::size_t field) const {
  for (std::size_t i = 0; i < decision.change_count; ++i) {
    if (decision.changes[i].field == field) return &decision.changes[i];
  }
  return nullptr;
}

void StateFaults::drop(Decision& decision, std::size_t field) const {
  while (Change* change = change_of(decision, field)) {
    std::swap(*change, decision.changes[--decision.change_count]);
  }
}

void StateFaults::before(const Incoming& incoming, Decision& decision) {
  if (first_ == no_field) return;
  for (std::size_t i = 0; i < memories_.size(); ++i) {
    if (std::exchange(memories_[i].read, false) && faults_.has(Fault::reset_after_reading)) {
      state_.set(i, first_, state_.initial(first_));
    }
  }
  for (const std::size_t shown : decision.listed) memories_[shown].read = true;
  if (!decision.resource || decision.kind == Decision::Kind::listed) return;
  const std::size_t resource = *decision.resource;
  Memory& memory = memories_[resource];
  if (memory.late) state_.set(resource, first_, *memory.late);
  memory.late.reset();
  if (decision.kind == Decision::Kind::refused) {
    if (faults_.has(Fault::old_value_after_refusal) && memory.earlier) {
      decision.add_change(first_, *memory.earlier);
    }
    memory.refused = true;
    memory.in_row = 0;
    return;
  }
  Moment moment{incoming, decision, memory};
  success(moment);
}

void StateFaults::success(Moment& moment) {
  static constexpr std::array<std::pair<Fault, Bend>, 12> all{
      {{Fault::repeated_request_refused, &StateFaults::repeated},
       {Fault::fields_swapped, &StateFaults::swapped},
       {Fault::second_change_lost, &StateFaults::second_change},
       {Fault::number_off_by_one, &StateFaults::off_by_one},
       {Fault::not_set_back, &StateFaults::not_back},
       {Fault::third_change_lost, &StateFaults::third},
       {Fault::lost_after_refusal, &StateFaults::after_refusal},
       {Fault::previous_instance_changed, &StateFaults::previous},
       {Fault::ignored_with_integer, &StateFaults::with_integer},
       {Fault::triple_not_stored, &StateFaults::triple},
       {Fault::rarely_not_stored, &StateFaults::rarely},
       {Fault::stored_late, &StateFaults::late}}};
  const std::size_t resource = *moment.decision.resource;
  ++successes_;
  ++moment.memory.in_row;
  moment.memory.earlier = state_.field(resource, first_);
  for (const auto& [fault, bend] : all) {
    if (faults_.has(fault)) (this->*bend)(moment);
  }
  moment.memory.request = asked(moment.incoming);
  moment.memory.refused = false;
  last_ = resource;
}

void StateFaults::repeated(Moment& moment) {
  if (targets_.enumeration == nullptr || asked(moment.incoming) != moment.memory.request) return;
  const spec::Errors& errors = targets_.enumeration->invalid.get(choices_);
  if (errors.empty()) return;
  Decision& out = moment.decision;
  out.kind = Decision::Kind::refused;
  out.error = errors.front();
  out.parameter = targets_.enumeration->name;
  out.broken = targets_.enumeration;
  out.check = spec::Check::value;
  out.change_count = 0;
}

void StateFaults::late(Moment& moment) {
  const Change* change = change_of(moment.decision, first_);
  if (change == nullptr) return;
  moment.memory.late = change->text;
  drop(moment.decision, first_);
}

void StateFaults::swapped(Moment& moment) {
  Change* one = change_of(moment.decision, field_of(targets_.enumeration));
  Change* other = change_of(moment.decision, second_);
  const bool both =
      sends(moment.incoming, targets_.enumeration) && sends(moment.incoming, targets_.second);
  if (both && one != nullptr && other != nullptr) std::swap(one->text, other->text);
}

void StateFaults::second_change(Moment& moment) {
  const Change* change = change_of(moment.decision, first_);
  if (change == nullptr || change->text == state_.field(*moment.decision.resource, first_)) return;
  if (++moment.memory.changes % 2 == 0) drop(moment.decision, first_);
}

void StateFaults::off_by_one(Moment& moment) {
  Change* change = change_of(moment.decision, integer_);
  std::int64_t number = 0;
  if (change == nullptr) return;
  const std::string& text = change->text;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{}) return;
  change->text = std::to_string(number + 1);
}

void StateFaults::not_back(Moment& moment) {
  const Change* change = change_of(moment.decision, first_);
  if (change == nullptr) return;
  const std::string now = state_.field(*moment.decision.resource, first_);
  if (change->text == now) return;
  if (moment.memory.left == change->text) {
    drop(moment.decision, first_);
  } else {
    moment.memory.left = now;
  }
}

void StateFaults::third(Moment& moment) {
  if (moment.memory.in_row % 3 == 0) drop(moment.decision, first_);
}

void StateFaults::after_refusal(Moment& moment) {
  if (moment.memory.refused) moment.decision.change_count = 0;
}

void StateFaults::previous(Moment& moment) {
  const std::size_t asked_for = *moment.decision.resource;
  if (!last_ || *last_ == asked_for) return;
  for (std::size_t i = 0; i < moment.decision.change_count; ++i) {
    const Change& change = moment.decision.changes[i];
    state_.set(*last_, change.field, change.text);
  }
  moment.decision.change_count = 0;
}

void StateFaults::with_integer(Moment& moment) {
  if (sends(moment.incoming, targets_.integer) && sends(moment.incoming, targets_.second)) {
    drop(moment.decision, second_);
  }
}

void StateFaults::triple(Moment& moment) {
  if (sends(moment.incoming, targets_.integer) && sends(moment.incoming, targets_.second) &&
      sends(moment.incoming, targets_.enumeration)) {
    drop(moment.decision, field_of(targets_.enumeration));
  }
}

void StateFaults::rarely(Moment& moment) {
  if (successes_ % 50 == 0) moment.decision.change_count = 0;
}

void StateFaults::after(const Decision& decision) {
  if (!decision.resource) return;
  for (std::size_t i = 0; i < decision.change_count; ++i) {
    const auto& [field, text] = decision.changes[i];
    if (faults_.has(Fault::other_instance_changed) && state_.size() > 1) {
      state_.set((*decision.resource + 1) % state_.size(), field, text);
    }
    if (!faults_.has(Fault::field_shared) || field != shared_) continue;
    for (std::size_t other = 0; other < state_.size(); ++other) state_.set(other, field, text);
  }
}

}  // namespace assay::mock
