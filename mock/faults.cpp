#include "mock/faults.h"

#include <algorithm>

#include "mock/names.h"

namespace assay::mock {

const std::vector<FaultInfo>& faults() {
  using F = Fault;
  static const std::vector<FaultInfo> all{
      {F::value_accepted, "value-accepted",
       "any value of the first enumeration is accepted and stored"},
      {F::value_refused, "value-refused",
       "the last valid value of the first enumeration is refused"},
      {F::range_low_accepted, "range-low-accepted",
       "the number just below every reading of the range is accepted; presumes the parameter is "
       "honoured"},
      {F::range_high_accepted, "range-high-accepted",
       "the number just above every reading of the range is accepted; presumes likewise"},
      {F::range_low_refused, "range-low-refused",
       "the least number that every reading of the range holds is refused; presumes likewise"},
      {F::range_high_refused, "range-high-refused",
       "the greatest number that every reading of the range holds is refused; presumes likewise"},
      {F::prefix_match, "prefix-match",
       "a value of the first enumeration that goes on after a valid one is taken for it"},
      {F::case_ignored_once, "case-ignored-once",
       "the first enumeration ignores letter case and all other parameters do not, whatever was "
       "chosen"},
      {F::trailing_newline_accepted, "trailing-newline-accepted",
       "a line feed after a value of the first enumeration is cut off and a space is not, whatever "
       "was chosen"},
      {F::nul_cut, "nul-cut", "a value of the first enumeration ends at its first NUL"},
      {F::integer_wrap_32, "integer-wrap-32",
       "a number is taken modulo 2^32; presumes the parameter is honoured"},
      {F::missing_required_accepted, "missing-required-accepted",
       "the first mandatory parameter may be left out"},
      {F::not_found_accepted, "not-found-accepted",
       "a resource that does not exist is modified with success"},
      {F::unknown_parameter_refused, "unknown-parameter-refused",
       "a parameter that no document names is refused"},
      {F::form_parameter_ignored, "form-parameter-ignored",
       "the second enumeration is not read from a form body"},
      {F::wrong_code, "wrong-code",
       "a wrong value of the first enumeration is answered with the error of another parameter"},
      {F::wrong_status_not_found, "wrong-status-not-found",
       "a resource that does not exist is answered with another status"},
      {F::message_altered, "message-altered",
       "the message for the first enumeration starts with a letter of the other case"},
      {F::internal_error_on_value, "internal-error-on-value",
       "an apostrophe in the first enumeration draws an internal error, every time"},
      {F::html_error, "html-error",
       "a wrong value of the first enumeration is answered with a page of HTML"},
      {F::state_not_stored, "state-not-stored",
       "what the first storing parameter asks for is not stored"},
      {F::state_stored_on_refusal, "state-stored-on-refusal",
       "a refused request stores the first storing parameter when that one was right"},
      {F::state_other_field_reset, "state-other-field-reset",
       "the last storing parameter, left out, becomes as if it was never configured"},
      {F::other_instance_changed, "other-instance-changed",
       "a success changes the next resource, too; needs two resources"},
      {F::default_wrong, "default-wrong",
       "the default of the first enumeration, sent explicitly, is stored as another value"},
      {F::shown_altered, "shown-altered", "the first stored text is read back in capitals"},
      {F::request_id_missing, "request-id-missing", "answers have no RequestId"},
      {F::request_id_repeated, "request-id-repeated", "all answers have the same RequestId"},
      {F::request_id_header_differs, "request-id-header-differs",
       "x-acs-request-id is not the RequestId of the body"},
      {F::request_id_malformed, "request-id-malformed",
       "RequestIds are in lower case and lack the last digit"},
      {F::content_type_wrong, "content-type-wrong", "the Content-Type is text/plain"},
      {F::xml_ignored, "xml-ignored", "a request for XML is answered in JSON"},
      {F::error_with_200, "error-with-200", "errors of the operation have status 200"},
      {F::success_with_302, "success-with-302", "a success has status 302"},
      {F::success_with_error_members, "success-with-error-members",
       "a success carries a Code and a Message"},
      {F::message_missing, "message-missing", "errors have no Message"},
      {F::host_id_missing, "host-id-missing",
       "errors have no HostId (only recommended: seen with --strict)"},
      {F::body_malformed, "body-malformed", "the last character of every body is missing"},
      {F::method_accepted, "method-accepted",
       "methods other than GET and POST are served (only recommended: seen with --strict)"},
      {F::version_not_checked, "version-not-checked", "any Version is served"},
      {F::unknown_key_accepted, "unknown-key-accepted",
       "an access key that is not known is served, whatever the signature; needs authentication"},
      {F::key_after_signature, "key-after-signature",
       "an unknown access key is answered as a wrong signature; needs authentication"},
      {F::signature_not_checked, "signature-not-checked",
       "any signature is accepted; needs authentication"},
      {F::nonce_replay_accepted, "nonce-replay-accepted",
       "a nonce may come again; needs authentication"},
      {F::expired_accepted, "expired-accepted",
       "a timestamp of any age is accepted; needs authentication and a clock of the server's own"},
      {F::frequent_failure, "frequent-failure", "every fifth request draws a temporary failure"},
      {F::slow_answer, "slow-answer",
       "the last valid value of the second enumeration is never answered"},
      {F::half_body, "half-body",
       "the last valid value of the first enumeration draws half of the announced body"},
      {F::not_http, "not-http",
       "the last valid value of the first enumeration draws bytes that are no HTTP"},
      {F::closed_without_answer, "closed-without-answer",
       "the last valid value of the first enumeration ends the connection"}};
  return all;
}

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

std::string_view out_of_reach(Fault fault, bool authenticates, std::size_t resources) {
  switch (fault) {
    case Fault::unknown_key_accepted:
    case Fault::key_after_signature:
    case Fault::signature_not_checked:
    case Fault::nonce_replay_accepted:
    case Fault::expired_accepted: return authenticates ? "" : "nothing is signed";
    case Fault::other_instance_changed:
      return resources > 1 ? "" : "what other resources show is not looked at";
    default: return "";
  }
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
