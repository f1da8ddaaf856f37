#include "mock/faulty_answer.h"

#include <algorithm>
#include <array>

#include "mock/text.h"

namespace assay::mock {

namespace {

void replace_first(std::string& text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), by);
}

// Names a member of the body otherwise.
void rename(std::string& body, bool xml, std::string_view from, std::string_view to) {
  const std::string_view before = xml ? "<" : "\"";
  const std::string_view after = xml ? ">" : "\":";
  const auto quoted = [&](std::string_view start, std::string_view name) {
    return std::string(start) + std::string(name) + std::string(after);
  };
  replace_first(body, quoted(before, from), quoted(before, to));
  if (xml) replace_first(body, quoted("</", from), quoted("</", to));
}

// Puts bytes in the place of the value of the first RequestId, quotation marks and all.
void replace_id(std::string& body, bool xml, std::string_view by) {
  const std::string_view open = xml ? "<RequestId>" : "\"RequestId\":";
  const std::size_t at = body.find(open);
  if (at == std::string::npos) return;
  const std::size_t from = at + open.size();
  const std::size_t until = xml ? body.find('<', from) : body.find('"', from + 1) + 1;
  body.replace(from, until - from, by);
}

using Edit = void (*)(std::string& body, bool xml, const std::string& root);

void code_renamed(std::string& body, bool xml, const std::string&) {
  rename(body, xml, "Code", "ErrorCode");
}
void id_null(std::string& body, bool xml, const std::string&) { replace_id(body, xml, "null"); }
void id_number(std::string& body, bool xml, const std::string&) {
  replace_id(body, xml, "20240319");
}
void nested(std::string& body, bool xml, const std::string& root) {
  if (xml) {
    replace_first(body, "<" + root + ">", "<" + root + "><Data>");
    replace_first(body, "</" + root + ">", "</Data></" + root + ">");
  } else {
    body = "{\"Data\":" + body + "}";
  }
}
void other_root(std::string& body, bool xml, const std::string& root) {
  if (xml) rename(body, xml, root, "Response");
}
void array(std::string& body, bool xml, const std::string&) {
  if (!xml) body = "[" + body + "]";
}
void mark(std::string& body, bool xml, const std::string&) {
  if (!xml) body.insert(0, "\xEF\xBB\xBF");
}
void nan(std::string& body, bool xml, const std::string&) {
  if (!xml) body.insert(body.size() - 1, ",\"Took\":NaN");
}
void trailing(std::string& body, bool, const std::string&) { body += "\nDone."; }
void empty(std::string& body, bool, const std::string&) { body.clear(); }

struct BodyFault {
  Fault fault;
  bool of_success, of_error;
  Edit edit;
};
constexpr std::array body_faults{BodyFault{Fault::code_renamed, false, true, code_renamed},
                                 BodyFault{Fault::request_id_null, true, false, id_null},
                                 BodyFault{Fault::request_id_number, false, true, id_number},
                                 BodyFault{Fault::success_nested, true, false, nested},
                                 BodyFault{Fault::xml_root_wrong, true, false, other_root},
                                 BodyFault{Fault::xml_error_root_wrong, false, true, other_root},
                                 BodyFault{Fault::json_array, true, false, array},
                                 BodyFault{Fault::byte_order_mark, true, true, mark},
                                 BodyFault{Fault::nan_in_success, true, false, nan},
                                 BodyFault{Fault::trailing_text, true, true, trailing},
                                 BodyFault{Fault::success_empty_body, true, false, empty}};

}  // namespace

AnswerFaults::AnswerFaults(const spec::Operation& op, const Choices& choices,
                           const FaultSet& faults)
    : op_(op), choices_(choices), faults_(faults), targets_(op) {}

bool AnswerFaults::is_invalid(const Decision& decision, const spec::Parameter* parameter) const {
  if (parameter == nullptr) return false;
  const spec::Errors& errors = parameter->invalid.get(choices_);
  return !errors.empty() && errors.front() == decision.error;
}

bool AnswerFaults::is_not_found(const Decision& decision) const {
  if (targets_.resource == nullptr) return false;
  const spec::Errors& errors = targets_.resource->unknown.get(choices_);
  return !errors.empty() && errors.front() == decision.error;
}

void AnswerFaults::bend_code(const Decision& decision, std::string& code) const {
  if (faults_.has(Fault::message_not_filled)) code = op_.errors[decision.error].code;
  if (faults_.has(Fault::code_cut) && is_not_found(decision)) {
    code.resize(std::min(code.size(), code.rfind('.')));
  }
}

void AnswerFaults::bend_message(const Decision& decision, std::string_view secret,
                                std::string& message) const {
  if (message.empty()) return;
  if (faults_.has(Fault::message_not_filled)) {
    message = op_.errors[decision.error].message.get(choices_);
  }
  if (is_invalid(decision, targets_.enumeration)) {
    const char first = lower(message.front());
    if (faults_.has(Fault::message_altered)) {
      message.front() = first != message.front() ? first : static_cast<char>(first - 32);
    }
    if (faults_.has(Fault::trace_in_message)) {
      message += "\n\tat com.example.Handler.check(Handler.java:117)";
    }
  }
  if (is_invalid(decision, targets_.second) && faults_.has(Fault::message_doubled)) {
    message += " " + message;
  }
  if (is_not_found(decision)) {
    if (faults_.has(Fault::message_trailing_space)) message += ' ';
    if (faults_.has(Fault::host_in_message)) message += " (db-master-3.internal:3306)";
  }
  if (faults_.has(Fault::secret_in_message) &&
      decision.rule == spec::GatewayRule::timestamp_expired) {
    (message += " Key: ") += secret;
  }
}

// One that no reading gives to this error.
int AnswerFaults::another(const Decision& decision, std::initializer_list<int> wanted) const {
  const auto& known = op_.errors[decision.error].status.values;
  for (const int status : wanted) {
    if (std::find(known.begin(), known.end(), status) == known.end()) return status;
  }
  return 0;
}

int AnswerFaults::status(const Decision& decision) const {
  if (faults_.has(Fault::error_with_200) && decision.broken != nullptr) return 200;
  if (faults_.has(Fault::wrong_status_not_found) && is_not_found(decision)) {
    return another(decision, {400, 409, 403});
  }
  if (faults_.has(Fault::wrong_status_value) && is_invalid(decision, targets_.second)) {
    return another(decision, {403, 409, 400});
  }
  return 0;
}

void AnswerFaults::bend_body(const Decision& decision, bool xml, std::string& body) const {
  const bool refused = decision.kind == Decision::Kind::refused;
  const bool success = decision.kind == Decision::Kind::modified;
  const std::string& root = op_.response.root;
  for (const BodyFault& one : body_faults) {
    if (!faults_.has(one.fault)) continue;
    if ((refused && one.of_error) || (success && one.of_success)) {
      one.edit(body, xml, refused ? "Error" : root);
    }
  }
  if (faults_.has(Fault::body_malformed) && !body.empty()) body.pop_back();
}

}  // namespace assay::mock
