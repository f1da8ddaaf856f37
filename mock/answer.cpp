#include "mock/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "mock/text.h"
#include "wire/answer.h"
#include "wire/time.h"

namespace assay::mock {

std::string http_date(std::int64_t seconds) {
  static constexpr std::array<const char*, 7> days{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  static constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string time = wire::format_time(seconds);  // yyyy-MM-ddTHH:mm:ssZ
  const std::int64_t held = wire::parse_time(time).value_or(0);
  const std::int64_t day = (held - ((held % 86400) + 86400) % 86400) / 86400;
  const auto weekday = static_cast<std::size_t>(((day % 7) + 7) % 7);
  const auto month = static_cast<std::size_t>((time[5] - '0') * 10 + (time[6] - '0') - 1);
  return fmt::format("{}, {} {} {} {} GMT", days[weekday], time.substr(8, 2), months[month],
                     time.substr(0, 4), time.substr(11, 8));
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 302: return "Found";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

namespace {

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

// As spec::fill, without a string of its own.
void append_filled(std::string& out, std::string_view text, std::string_view parameter) {
  constexpr std::string_view mark = "{parameter}";
  for (;;) {
    const std::size_t at = text.find(mark);
    out += text.substr(0, at);
    if (at == std::string_view::npos) return;
    out += parameter;
    text.remove_prefix(at + mark.size());
  }
}

// A value that JSON has without quotes, as long as it is one.
bool is_raw(spec::Type type, std::string_view text) {
  switch (type) {
    case spec::Type::text: return false;
    case spec::Type::integer: return !text.empty() && (is_digit(text.back()));
    case spec::Type::boolean: return text == "true" || text == "false";
    case spec::Type::list: return text.starts_with('[');
  }
  return false;
}

}  // namespace

AnswerWriter::AnswerWriter(const spec::Operation& op, const Choices& choices,
                           const FaultSet& faults, const State& state)
    : op_(op),
      choices_(choices),
      faults_(faults),
      state_(state),
      targets_(op),
      wrong_(op, choices, faults),
      fallback_host_(lower(op.product) + ".aliyuncs.com") {}

void AnswerWriter::append(std::string& out, const Decision& decision, const Envelope& envelope) {
  const bool refused = decision.kind == Decision::Kind::refused;
  xml_ = envelope.format == spec::Format::xml && !fault(Fault::xml_ignored) &&
         !(refused && fault(Fault::xml_error_in_json));
  last_id_.swap(id_);
  id_.assign(envelope.request_id);
  ++answers_;
  if (fault(Fault::request_id_malformed)) {
    lower_in_place(id_);
    id_.pop_back();
  }
  body_.clear();
  body(decision, envelope);
  if (!faults_.none()) wrong_.bend_body(decision, xml_, body_);
  head(out, status_of(decision), envelope, refused);
  if (!envelope.head_only) out += body_;
}

void AnswerWriter::separate() {
  if (!xml_ && !first_) body_ += ',';
  first_ = false;
}

void AnswerWriter::open(std::string_view name) {
  separate();
  if (xml_) {
    ((body_ += '<') += name) += '>';
  } else {
    ((body_ += '"') += name) += "\":{";
  }
  first_ = true;
}

void AnswerWriter::close(std::string_view name) {
  if (xml_) {
    ((body_ += "</") += name) += '>';
  } else {
    body_ += '}';
  }
  first_ = false;
}

void AnswerWriter::member(std::string_view name, std::string_view text, Kind kind) {
  separate();
  if (xml_) {
    ((body_ += '<') += name) += '>';
    wire::append_xml_text(body_, text);
    ((body_ += "</") += name) += '>';
    return;
  }
  ((body_ += '"') += name) += "\":";
  if (kind == Kind::raw) {
    body_ += text;
    return;
  }
  body_ += '"';
  wire::append_json_text(body_, text);
  body_ += '"';
}

void AnswerWriter::body(const Decision& decision, const Envelope& envelope) {
  const bool refused = decision.kind == Decision::Kind::refused;
  const bool listed = decision.kind == Decision::Kind::listed;
  const std::string_view root = refused  ? std::string_view("Error")
                                : listed ? std::string_view(op_.observation->root)
                                         : std::string_view(op_.response.root);
  first_ = true;
  if (xml_) {
    ((body_ += "<?xml version='1.0' encoding='UTF-8'?><") += root) += '>';
  } else {
    body_ += '{';
  }
  if (refused) {
    error_members(decision, envelope);
  } else if (listed) {
    if (!fault(Fault::request_id_missing)) member("RequestId", id_);
    listing(decision);
  } else {
    success_members(envelope);
  }
  if (xml_) {
    ((body_ += "</") += root) += '>';
  } else {
    body_ += '}';
  }
}

void AnswerWriter::success_members(const Envelope&) {
  for (const spec::ResponseMember& part : op_.response.members) {
    const bool is_id = part.name == "RequestId";
    if (is_id && fault(Fault::request_id_missing)) continue;
    member(part.name, is_id ? std::string_view(id_) : std::string_view());
  }
  if (fault(Fault::success_with_error_members) && !op_.errors.empty()) {
    member("Code", op_.errors.front().code);
    member("Message", op_.errors.front().message.get(choices_));
  }
}

void AnswerWriter::error_members(const Decision& decision, const Envelope& envelope) {
  if (!fault(Fault::request_id_missing)) member("RequestId", id_);
  if (!fault(Fault::host_id_missing)) {
    member("HostId", envelope.host.empty() ? std::string_view(fallback_host_) : envelope.host);
  }
  code_of(decision);
  member("Code", text_);
  if (!fault(Fault::message_missing)) {
    message_of(decision, envelope);
    member("Message", text_);
  }
  code_of(decision);
  recommendation(text_, id_);
}

void AnswerWriter::code_of(const Decision& decision) {
  text_.clear();
  append_filled(text_, op_.errors[decision.error].code, decision.parameter);
  if (!faults_.none()) wrong_.bend_code(decision, text_);
}

void AnswerWriter::message_of(const Decision& decision, const Envelope& envelope) {
  text_.clear();
  append_filled(text_, op_.errors[decision.error].message.get(choices_), decision.parameter);
  if (!faults_.none()) wrong_.bend_message(decision, envelope.secret, text_);
}

void AnswerWriter::recommendation(std::string_view code, std::string_view request_id) {
  separate();
  const std::string_view amp = xml_ ? "&amp;" : "&";
  body_ += xml_ ? "<Recommend>" : "\"Recommend\":\"";
  // Codes, products and ids hold nothing that a URL, JSON or XML would have escaped.
  ((body_ += "https://api.aliyun.com/troubleshoot?q=") += code) += amp;
  ((body_ += "product=") += op_.product) += amp;
  (body_ += "requestId=") += request_id;
  body_ += xml_ ? "</Recommend>" : "\"";
}

void AnswerWriter::listing(const Decision& decision) {
  const spec::Observation& observation = *op_.observation;
  for (const auto& [name, json] : observation.extras) {
    if (json == "{count}") {
      text_.clear();
      append_number(text_, decision.listed.size());
      member(name, text_, Kind::raw);
    } else if (xml_ && json.size() >= 2 && json.starts_with('"')) {
      member(name, std::string_view(json).substr(1, json.size() - 2));
    } else {
      member(name, json, Kind::raw);
    }
  }
  if (observation.path.empty()) return;
  const auto& path = observation.path;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) open(path[i]);
  if (!xml_) {
    separate();
    ((body_ += '"') += path.back()) += "\":[";
    first_ = true;
  }
  for (const std::size_t resource : decision.listed) item(resource);
  if (!xml_) body_ += ']';
  first_ = false;
  for (std::size_t i = path.size() - 1; i-- > 0;) close(path[i]);
}

void AnswerWriter::item(std::size_t resource) {
  const spec::Observation& observation = *op_.observation;
  separate();
  const std::string& name = observation.path.back();
  if (xml_) {
    ((body_ += '<') += name) += '>';
  } else {
    body_ += '{';
  }
  first_ = true;
  member(observation.id, state_.id(resource));
  for (const std::string& part : observation.inner) open(part);
  for (std::size_t f = 0; f < observation.fields.size(); ++f) field(resource, f);
  for (std::size_t i = observation.inner.size(); i-- > 0;) close(observation.inner[i]);
  close(name);
}

void AnswerWriter::field(std::size_t resource, std::size_t index) {
  const spec::ObservedField& observed = op_.observation->fields[index];
  const bool aim = targets_.stored != nullptr && targets_.stored->stores == observed.name;
  const bool neighbour = aim && fault(Fault::neighbour_shown);
  const std::size_t shown = neighbour ? (resource + 1) % state_.size() : resource;
  const std::string& text = state_.field(shown, index);
  const bool raw = is_raw(observed.type, text);
  // What was never set shows as an empty text only where texts are shown.
  if (text.empty() && observed.type != spec::Type::text) return;
  if (aim && fault(Fault::shown_altered)) {
    text_ = text;
    for (char& c : text_) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    member(observed.name, text_, raw ? Kind::raw : Kind::text);
    return;
  }
  member(observed.name, text, raw ? Kind::raw : Kind::text);
}

int AnswerWriter::status_of(const Decision& decision) const {
  if (decision.kind != Decision::Kind::refused) {
    const bool modified = decision.kind == Decision::Kind::modified;
    return modified && fault(Fault::success_with_302) ? 302 : 200;
  }
  const int wrong = faults_.none() ? 0 : wrong_.status(decision);
  return wrong != 0 ? wrong : op_.errors[decision.error].status.get(choices_);
}

void AnswerWriter::content_type(std::string& out, bool refused) const {
  if (fault(Fault::content_type_missing)) return;
  if (fault(Fault::content_type_wrong)) {
    out += "\r\nContent-Type: text/plain";
    return;
  }
  const bool other = refused && fault(Fault::content_type_of_errors_wrong);
  out += xml_ != other ? "\r\nContent-Type: text/xml;charset=utf-8"
                       : "\r\nContent-Type: application/json;charset=utf-8";
}

void AnswerWriter::header_id(std::string& out) const {
  if (fault(Fault::request_id_header_late) && !last_id_.empty()) {
    out += last_id_;
    return;
  }
  out += id_;
  const bool differs = fault(Fault::request_id_header_differs) ||
                       (fault(Fault::rarely_header_differs) && answers_ % 97 == 0);
  if (differs) out.back() = out.back() == '0' ? '1' : '0';
}

void AnswerWriter::head(std::string& out, int status, const Envelope& envelope, bool refused) {
  if (envelope.now != date_second_ || date_.empty()) {
    date_ = http_date(envelope.now);
    date_second_ = envelope.now;
  }
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(status));
  ((out += ' ') += reason_phrase(status)) += "\r\nDate: ";
  out += date_;
  content_type(out, refused);
  out += "\r\nContent-Length: ";
  const bool is_short = fault(Fault::length_short) && !body_.empty();
  append_number(out, body_.size() - (is_short ? 1 : 0));
  out += envelope.close ? "\r\nConnection: close" : "\r\nConnection: keep-alive";
  out += "\r\nx-acs-request-id: ";
  header_id(out);
  out += "\r\n\r\n";
}

}  // namespace assay::mock
