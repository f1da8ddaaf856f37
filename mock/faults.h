// Seeded faults: ways in which the mock can be told to break its document. Each is one departure
// that no choice of readings permits; whoever tests the mock must find it.
//
// No fault knows an operation: it picks what it needs ("the first enumeration") from the document.
#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/operation.h"

namespace assay::mock {

enum class Fault : std::uint8_t {
  value_accepted,
  value_refused,
  range_low_accepted,
  range_high_accepted,
  range_low_refused,
  range_high_refused,
  prefix_match,
  case_ignored_once,
  trailing_newline_accepted,
  nul_cut,
  integer_wrap_32,
  missing_required_accepted,
  not_found_accepted,
  unknown_parameter_refused,
  form_parameter_ignored,
  wrong_code,
  wrong_status_not_found,
  message_altered,
  internal_error_on_value,
  html_error,
  state_not_stored,
  state_stored_on_refusal,
  state_other_field_reset,
  other_instance_changed,
  default_wrong,
  shown_altered,
  request_id_missing,
  request_id_repeated,
  request_id_header_differs,
  request_id_malformed,
  content_type_wrong,
  xml_ignored,
  error_with_200,
  success_with_302,
  success_with_error_members,
  message_missing,
  host_id_missing,
  body_malformed,
  method_accepted,
  version_not_checked,
  unknown_key_accepted,
  key_after_signature,
  signature_not_checked,
  nonce_replay_accepted,
  expired_accepted,
  frequent_failure,
  slow_answer,
  half_body,
  not_http,
  closed_without_answer,
  suffix_match,
  substring_match,
  space_inside_ignored,
  control_ignored,
  quotes_ignored,
  decoded_twice,
  semicolon_cut,
  ampersand_cut,
  full_width_accepted,
  look_alike_accepted,
  invisible_ignored,
  boolean_words_accepted,
  long_value_accepted,
  long_value_cut,
  title_case_accepted,
  foreign_value_accepted,
  integer_wrap_8,
  integer_wrap_64,
  fraction_cut,
  exponent_accepted,
  number_prefix_read,
  hexadecimal_accepted,
  minus_ignored,
  foreign_digits_accepted,
  out_of_range_clamped,
  leading_zero_octal,
  longer_name_found,
  first_parameter_ignored,
  last_parameter_ignored,
  query_ignored_with_form,
  duplicate_differs,
  ill_formed_text_fails,
  large_form_fails,
  pair_refused,
  repeated_request_refused,
  error_order_wavers,
  wrong_status_value,
  message_trailing_space,
  message_doubled,
  message_not_filled,
  code_cut,
  trace_in_message,
  host_in_message,
  secret_in_message,
  code_renamed,
  request_id_null,
  request_id_number,
  success_nested,
  xml_root_wrong,
  xml_error_root_wrong,
  json_array,
  byte_order_mark,
  nan_in_success,
  trailing_text,
  success_empty_body,
  xml_error_in_json,
  content_type_missing,
  content_type_of_errors_wrong,
  request_id_header_late,
  length_short,
  stored_late,
  fields_swapped,
  second_change_lost,
  reset_after_reading,
  old_value_after_refusal,
  number_off_by_one,
  not_set_back,
  third_change_lost,
  lost_after_refusal,
  neighbour_shown,
  previous_instance_changed,
  field_shared,
  partial_store_on_two_errors,
  ignored_with_integer,
  triple_not_stored,
  unread_change_lost,
  repetition_elsewhere_ignored,
  locked_while_last,
  locked_out,
  read_lags,
  rarely_not_stored,
  rarely_accepted,
  rarely_header_differs,
  action_suffix_match,
  v3_signature_not_checked,
  signature_tail_compared,
  payload_not_checked,
  signature_missing_accepted,
  key_missing_accepted,
  nonce_missing_accepted,
  v1_nonce_not_checked,
  timestamp_missing_accepted,
  timestamp_malformed_accepted,
  window_doubled,
  future_wavers,
  token_not_required,
  foreign_token_accepted,
  expired_token_accepted,
  forwarded_token_issued,
  lifetime_limit_ignored,
  lifetime_wrap_32,
  disabled_still_served,
  never_enabled_again
};
inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::never_enabled_again) + 1;

struct FaultInfo {
  Fault fault{};
  std::string_view name;  // "value-accepted"
  std::string_view what;  // one line, with what it presumes, if anything
};

// All of them, in the order of the enumeration.
const std::vector<FaultInfo>& faults();

// False when there is none of that name; `why` then names the nearest.
bool find_fault(std::string_view name, Fault& fault, std::string& why);

// Names of the clauses of `op` that the fault breaks: a finding under any of them has found it.
// Empty when the operation has nothing that the fault could act on (no enumeration, no range …).
// Example: broken_clauses(op, Fault::nonce_replay_accepted) is {"gateway.nonce.used"}.
std::vector<std::string> broken_clauses(const spec::Operation& op, Fault fault);

// What somebody outside can see of an endpoint.
struct Reach {
  bool authenticates = true;
  std::size_t resources = 2;  // that there are …
  std::size_t watched = 2;    // … and how many of them somebody looks at
  bool observable = true;     // their state can be read back
};

// Why nobody can see the fault there; "" when somebody can.
std::string_view out_of_reach(Fault fault, const Reach& reach);

// The faults that are switched on.
class FaultSet {
 public:
  void add(Fault fault) { bits_.set(static_cast<std::size_t>(fault)); }
  bool has(Fault fault) const { return bits_[static_cast<std::size_t>(fault)]; }
  bool none() const { return bits_.none(); }

 private:
  std::bitset<fault_count> bits_;
};

// What the faults act on, found in a document; nothing where it has no such thing.
struct Targets {
  const spec::Parameter* enumeration = nullptr;  // the first text with listed values …
  const spec::Parameter* second = nullptr;       // … and the second, honoured under every choice
  const spec::Parameter* integer = nullptr;      // the first integer with a range
  const spec::Parameter* required = nullptr;     // the first that is refused when left out
  const spec::Parameter* stored = nullptr;       // the first that stores, honoured likewise …
  const spec::Parameter* stored_last = nullptr;  // … and the last, when it is another
  const spec::Parameter* resource = nullptr;
  spec::Range outer, inner;  // the widest and the narrowest range of `integer` over all choices

  explicit Targets(const spec::Operation& op);
};

}  // namespace assay::mock
