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
std::string StateFaults::asked(const Incoming& incoming, bool with_resource) const {
  std::string out;
  for (const spec::Parameter& parameter : op_.parameters) {
    if (!with_resource && &parameter == targets_.resource) continue;
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
  settle();
  if (decision.kind == Decision::Kind::listed) return listed(decision);
  if (!decision.resource) return;
  Memory& memory = memories_[*decision.resource];
  if (memory.late) state_.set(*decision.resource, first_, *memory.late);
  memory.late.reset();
  if (decision.kind == Decision::Kind::refused) return refusal(decision, memory);
  Moment moment{incoming, decision, memory};
  success(moment);
}

// What the reading before has left to do.
void StateFaults::settle() {
  for (std::size_t i = 0; i < memories_.size(); ++i) {
    Memory& memory = memories_[i];
    if (std::exchange(memory.read, false) && faults_.has(Fault::reset_after_reading)) {
      state_.set(i, first_, state_.initial(first_));
    }
    if (memory.shown) state_.set(i, first_, *memory.shown);
    memory.shown.reset();
  }
}

void StateFaults::listed(const Decision& decision) {
  for (const std::size_t resource : decision.listed) {
    Memory& memory = memories_[resource];
    if (memory.unread && memory.earlier && faults_.has(Fault::read_lags)) {
      memory.shown = state_.field(resource, first_);
      state_.set(resource, first_, *memory.earlier);
    }
    memory.read = true;
    memory.unread = false;
  }
}

void StateFaults::refusal(Decision& decision, Memory& memory) const {
  if (faults_.has(Fault::old_value_after_refusal) && memory.earlier) {
    decision.add_change(first_, *memory.earlier);
  }
  memory.refused = true;
  memory.in_row = 0;
  ++memory.refusals;
}

void StateFaults::success(Moment& moment) {
  static constexpr std::array<std::pair<Fault, Bend>, 16> all{
      {{Fault::repeated_request_refused, &StateFaults::repeated},
       {Fault::locked_out, &StateFaults::refused_too_often},
       {Fault::unread_change_lost, &StateFaults::unread},
       {Fault::repetition_elsewhere_ignored, &StateFaults::elsewhere},
       {Fault::locked_while_last, &StateFaults::locked},
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
  moment.memory.request = asked(moment.incoming, true);
  last_asked_ = asked(moment.incoming, false);
  moment.memory.refused = false;
  moment.memory.refusals = 0;
  moment.memory.unread = true;
  last_ = resource;
}

void StateFaults::refuse(Decision& decision) const {
  if (targets_.enumeration != nullptr) refuse_value(*targets_.enumeration, choices_, decision);
}

void StateFaults::repeated(Moment& moment) {
  if (asked(moment.incoming, true) == moment.memory.request) refuse(moment.decision);
}

void StateFaults::refused_too_often(Moment& moment) {
  if (moment.memory.refusals >= 5) refuse(moment.decision);
}

void StateFaults::unread(Moment& moment) {
  if (moment.memory.unread) drop(moment.decision, first_);
}

void StateFaults::elsewhere(Moment& moment) {
  const bool other = last_ && *last_ != *moment.decision.resource;
  if (other && asked(moment.incoming, false) == last_asked_) moment.decision.change_count = 0;
}

void StateFaults::locked(Moment& moment) {
  if (targets_.enumeration == nullptr || second_ == no_field) return;
  const std::string& last = targets_.enumeration->values.values.front().texts.back();
  const std::size_t field = field_of(targets_.enumeration);
  if (field != no_field && state_.field(*moment.decision.resource, field) == last) {
    drop(moment.decision, second_);
  }
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
