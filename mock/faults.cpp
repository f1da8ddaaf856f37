#include "mock/faults.h"

#include <algorithm>
#include <array>

#include "mock/names.h"

namespace assay::mock {

bool find_fault(std::string_view name, Fault& fault, std::string& why) {
  std::vector<std::string> known;
  for (const FaultInfo& info : faults()) {
    if (info.name == name) {
      fault = info.fault;
      return true;
    }
    known.emplace_back(info.name);
  }
  why = unknown_name("fault", name, known);
  return false;
}

namespace {

using F = Fault;

constexpr std::array needs_signatures{F::unknown_key_accepted,
                                      F::key_after_signature,
                                      F::signature_not_checked,
                                      F::nonce_replay_accepted,
                                      F::expired_accepted,
                                      F::secret_in_message,
                                      F::v3_signature_not_checked,
                                      F::signature_tail_compared,
                                      F::payload_not_checked,
                                      F::signature_missing_accepted,
                                      F::key_missing_accepted,
                                      F::nonce_missing_accepted,
                                      F::v1_nonce_not_checked,
                                      F::timestamp_missing_accepted,
                                      F::timestamp_malformed_accepted,
                                      F::window_doubled,
                                      F::future_wavers};

constexpr std::array needs_watching{F::other_instance_changed, F::previous_instance_changed,
                                    F::field_shared, F::repetition_elsewhere_ignored,
                                    F::foreign_token_accepted};

// What answers alone never show.
constexpr std::array needs_observation{F::state_not_stored,
                                       F::state_stored_on_refusal,
                                       F::state_other_field_reset,
                                       F::other_instance_changed,
                                       F::default_wrong,
                                       F::shown_altered,
                                       F::stored_late,
                                       F::fields_swapped,
                                       F::second_change_lost,
                                       F::reset_after_reading,
                                       F::old_value_after_refusal,
                                       F::number_off_by_one,
                                       F::not_set_back,
                                       F::third_change_lost,
                                       F::lost_after_refusal,
                                       F::neighbour_shown,
                                       F::previous_instance_changed,
                                       F::field_shared,
                                       F::partial_store_on_two_errors,
                                       F::ignored_with_integer,
                                       F::triple_not_stored,
                                       F::rarely_not_stored,
                                       F::unread_change_lost,
                                       F::repetition_elsewhere_ignored,
                                       F::locked_while_last,
                                       F::read_lags,
                                       F::token_not_required,
                                       F::foreign_token_accepted,
                                       F::expired_token_accepted,
                                       F::forwarded_token_issued,
                                       F::lifetime_limit_ignored,
                                       F::lifetime_wrap_32,
                                       F::disabled_still_served,
                                       F::never_enabled_again};

template <class List>
bool in(const List& list, Fault fault) {
  return std::find(list.begin(), list.end(), fault) != list.end();
}

}  // namespace

std::string_view out_of_reach(Fault fault, const Reach& reach) {
  if (!reach.authenticates && in(needs_signatures, fault)) return "nothing is signed";
  if (!reach.observable && in(needs_observation, fault)) return "state can't be read back";
  if (reach.resources < 2 && (fault == F::neighbour_shown || in(needs_watching, fault))) {
    return "there is no other resource";
  }
  if (reach.watched < 2 && in(needs_watching, fault)) {
    return "what other resources show is not looked at";
  }
  return "";
}

namespace {

bool always_honoured(const spec::Parameter& parameter) {
  return parameter.honoured.fixed() && parameter.honoured.values[0];
}

bool is_enumeration(const spec::Parameter& parameter) {
  return parameter.type == spec::Type::text && parameter.role == spec::Role::plain &&
         parameter.values.fixed() && !parameter.values.values[0].any && always_honoured(parameter);
}

bool always_required(const spec::Parameter& parameter) {
  return parameter.absent.fixed() && parameter.absent.values[0] == spec::Absent::refuse;
}

}  // namespace

Targets::Targets(const spec::Operation& op) : resource(op.resource()) {
  for (const spec::Parameter& parameter : op.parameters) {
    if (is_enumeration(parameter)) {
      if (enumeration == nullptr) {
        enumeration = &parameter;
      } else if (second == nullptr) {
        second = &parameter;
      }
    }
    if (integer == nullptr && parameter.range) integer = &parameter;
    if (required == nullptr && always_required(parameter)) required = &parameter;
    if (!parameter.stores.empty() && always_honoured(parameter)) {
      (stored == nullptr ? stored : stored_last) = &parameter;
    }
  }
  if (integer == nullptr) return;
  outer = inner = integer->range->values.front();
  for (const spec::Range& range : integer->range->values) {
    outer = {std::min(outer.min, range.min), std::max(outer.max, range.max)};
    inner = {std::max(inner.min, range.min), std::min(inner.max, range.max)};
  }
}

}  // namespace assay::mock
