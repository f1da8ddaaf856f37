#include "oracles/answer_checks.h"

#include <algorithm>
#include <functional>

#include "oracles/value.h"

namespace assay::oracles {

namespace {

bool is_request_id(std::string_view id) {
  if (id.size() != 36) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = id[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !digit) return false;
  }
  return true;
}

std::string quoted(std::string_view text) { return "\"" + std::string(text.substr(0, 120)) + "\""; }

}  // namespace

bool RecentIds::seen(std::string_view id) {
  const std::uint64_t hash = std::hash<std::string_view>{}(id) | 1U;
  std::uint64_t& slot = slots_[(hash >> 8U) % slots_.size()];
  if (slot == hash) return true;
  slot = hash;
  return false;
}

std::string Reply::text() const {
  if (!parsed) {
    return std::to_string(status) + (format == wire::BodyFormat::none
                                         ? ", empty body"
                                         : ", a body that is neither JSON nor XML");
  }
  if (success) return std::to_string(status) + " success";
  if (code.empty()) return std::to_string(status) + " without a Code";
  return std::to_string(status) + " " + code + ": " + message;
}

void read_reply(const wire::Response& response, Reply& out) {
  out.status = response.status;
  out.code.clear();
  out.message.clear();
  out.answer.members.clear();
  const bool good = response.status >= 200 && response.status < 300;
  if (const auto id = good ? wire::plain_request_id(response.body) : std::nullopt) {
    out.format = wire::BodyFormat::json;
    out.parsed = out.success = true;
    out.request_id = *id;
    out.answer.root.clear();
    out.answer.format = wire::BodyFormat::json;
    return;
  }
  wire::parse_answer(response.body, out.answer);
  out.format = out.answer.format;
  out.parsed = out.format == wire::BodyFormat::json || out.format == wire::BodyFormat::xml;
  out.code = out.answer.text("Code");
  out.message = out.answer.text("Message");
  out.request_id = out.answer.text("RequestId");
  out.success = out.parsed && good && out.answer.find("Code") == nullptr;
}

Reply read_reply(const wire::Response& response) {
  Reply out;
  read_reply(response, out);
  return out;
}

void check_body(const Reply& reply, BrokenList& out) {
  if (reply.parsed) return;
  const bool good = reply.status >= 200 && reply.status < 300;
  const spec::Topic topic = good ? spec::Topic::success_shape : spec::Topic::error_shape;
  if (reply.format == wire::BodyFormat::none) {
    out.push_back({topic,
                   good ? Kind{"success-shape", "empty body"} : Kind{"error-shape", "empty body"},
                   "The answer has no body."});
  } else {
    out.push_back(
        {topic,
         good ? Kind{"success-shape", "unreadable body"} : Kind{"error-shape", "unreadable body"},
         "The body is neither JSON nor XML: " + reply.answer.problem});
  }
}

void check_request_id(const Reply& reply, BrokenList& out) {
  if (!reply.request_id.empty()) return;
  out.push_back(
      {spec::Topic::request_id, {"request-id", "missing"}, "The answer carries no RequestId."});
}

void check_request_id_form(const Reply& reply, BrokenList& out) {
  if (reply.request_id.empty() || is_request_id(reply.request_id)) return;
  out.push_back({spec::Topic::request_id_form,
                 {"request-id-form", "malformed"},
                 "RequestId is " + quoted(reply.request_id) + "."});
}

void check_request_id_header(const wire::Response& response, const Reply& reply, BrokenList& out) {
  const auto header = wire::header(response.headers, "x-acs-request-id");
  if (!header || *header == reply.request_id) return;
  out.push_back({spec::Topic::request_id_header,
                 {"request-id-header", "differs"},
                 "x-acs-request-id is " + quoted(*header) + ", RequestId is " +
                     quoted(reply.request_id) + "."});
}

void check_request_id_fresh(const Received& received, const Reply& reply, BrokenList& out) {
  if (received.recent == nullptr || reply.request_id.empty()) return;
  if (!received.recent->seen(reply.request_id)) return;
  out.push_back({spec::Topic::request_id_fresh,
                 {"request-id-fresh", "repeated"},
                 "An earlier answer carried the RequestId " + quoted(reply.request_id) + ", too."});
}

void check_content_type(const wire::Response& response, const Reply& reply, BrokenList& out) {
  const auto header = wire::header(response.headers, "content-type");
  std::string_view type = header.value_or("");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  const bool json = reply.format == wire::BodyFormat::json;
  const bool fits = json ? equal_folded(type, "application/json")
                         : equal_folded(type, "text/xml") || equal_folded(type, "application/xml");
  if (fits) return;
  out.push_back({spec::Topic::content_type,
                 header ? Kind{"content-type", "disagrees"} : Kind{"content-type", "missing"},
                 "Content-Type is " + quoted(header.value_or("")) + ", the body is " +
                     (json ? "JSON." : "XML.")});
}

void check_success_shape(const spec::ResponseShape& shape, const Reply& reply, BrokenList& out) {
  for (const char* member : {"Message", "HostId", "Recommend"}) {
    if (reply.answer.find(member) == nullptr) continue;
    out.push_back({spec::Topic::success_shape,
                   {"success-shape", "members of an error"},
                   std::string("A success carries the member ") + member + " of an error."});
    return;
  }
  if (reply.format == wire::BodyFormat::xml && reply.answer.root != shape.root) {
    out.push_back(
        {spec::Topic::success_shape,
         {"success-shape", "other root"},
         "The root element is " + quoted(reply.answer.root) + ", not " + quoted(shape.root) + "."});
  }
  for (const spec::ResponseMember& member : shape.members) {
    // The request id has a clause of its own.
    if (member.name == "RequestId" || reply.answer.find(member.name) != nullptr) continue;
    out.push_back({spec::Topic::success_shape,
                   {"success-shape", "member missing"},
                   "The documented member " + member.name + " is missing."});
  }
}

void check_error_shape(const Reply& reply, BrokenList& out) {
  const auto* code = reply.answer.find("Code");
  const auto* message = reply.answer.find("Message");
  if (code == nullptr || !code->is_string || code->text.empty()) {
    out.push_back(
        {spec::Topic::error_shape, {"error-shape", "no code"}, "The error carries no Code."});
  } else if (message == nullptr || !message->is_string) {
    out.push_back(
        {spec::Topic::error_shape, {"error-shape", "no message"}, "The error carries no Message."});
  }
  if (reply.format == wire::BodyFormat::xml && reply.answer.root != "Error") {
    out.push_back({spec::Topic::error_shape,
                   {"error-shape", "other root"},
                   "The root element is " + quoted(reply.answer.root) + ", not \"Error\"."});
  }
}

void check_error_host(const Reply& reply, BrokenList& out) {
  if (!reply.answer.text("HostId").empty()) return;
  out.push_back(
      {spec::Topic::error_host, {"error-host", "missing"}, "The error carries no HostId."});
}

const BrokenList& AnswerChecks::run(const Received& received, const Reply& reply) {
  broken_.clear();
  check_body(reply, broken_);
  if (!reply.parsed) return broken_;
  check_request_id(reply, broken_);
  check_request_id_form(reply, broken_);
  check_request_id_header(*received.response, reply, broken_);
  check_request_id_fresh(received, reply, broken_);
  check_content_type(*received.response, reply, broken_);
  if (!reply.success) {
    check_error_shape(reply, broken_);
    check_error_host(reply, broken_);
  } else {
    check_success_shape(operation_.response, reply, broken_);
  }
  return broken_;
}

}  // namespace assay::oracles
