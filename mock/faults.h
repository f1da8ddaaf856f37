// Seeded faults: ways in which the mock can be told to break its document. Each is one departure
// that no choice of readings permits; whoever tests the mock must find it.
//
// No fault knows an operation: it picks what it needs ("the first enumeration") from the document.
#pragma once
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
  closed_without_answer
};
inline constexpr std::size_t fault_count = 50;

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

// Why nobody can see the fault on an endpoint that checks no signatures, or through one resource
// only; "" when somebody can.
std::string_view out_of_reach(Fault fault, bool authenticates, std::size_t resources);

// The faults that are switched on.
class FaultSet {
 public:
  void add(Fault fault) { bits_ |= bit(fault); }
  bool has(Fault fault) const { return (bits_ & bit(fault)) != 0; }
  bool none() const { return bits_ == 0; }

 private:
  static std::uint64_t bit(Fault fault) { return std::uint64_t{1} << static_cast<unsigned>(fault); }
  std::uint64_t bits_ = 0;
};
static_assert(fault_count <= 64);

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
