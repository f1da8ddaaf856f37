#include "wire/message.h"

#include "wire/message_detail.h"
#include "wire/spare.h"

namespace assay::wire {
namespace {

// Reads a request front to back; the first thing it refuses ends up in `why`.
class RequestReader {
 public:
  explicit RequestReader(std::string_view bytes) : rest_(bytes) {}

  bool read() { return request_line() && header_lines() && body(); }

  Request request;
  const char* why = "";

 private:
  bool fail(const char* reason) {
    why = reason;
    return false;
  }

  bool line(std::string_view& out) {
    const std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return fail("cut before the end of a line");
    if (end == 0 || rest_[end - 1] != '\r') return fail("a line that ends in a bare LF");
    out = rest_.substr(0, end - 1);
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool request_line();
  bool header_lines();
  bool body();
  bool chunks();

  std::string_view rest_;
};

bool RequestReader::request_line() {
  std::string_view text;
  if (!line(text)) return false;
  const std::size_t first = text.find(' ');
  const std::size_t last = text.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return fail("a request line that is not method, target and version");
  }
  const std::string_view method = text.substr(0, first);
  const std::string_view target = text.substr(first + 1, last - first - 1);
  const std::string_view version = text.substr(last + 1);
  if (!detail::is_token(method)) return fail("a method that is not a token");
  if (target.empty() || target.front() != '/') return fail("a target that is not in origin form");
  for (const char c : target) {
    if (c <= ' ' || c >= 0x7F) return fail("a target with a byte that is not visible ASCII");
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return fail("an unknown version of HTTP");
  request.method = method;
  request.target = target;
  return true;
}

bool RequestReader::header_lines() {
  while (true) {
    std::string_view text;
    if (!line(text)) return false;
    if (text.empty()) return true;
    const auto header = detail::header_line(text, why);
    if (!header) return false;
    request.headers.push_back({std::string(header->name), std::string(header->value)});
  }
}

bool RequestReader::body() {
  const detail::Framing framing = detail::framing(request.headers);
  if (framing.problem != nullptr) return fail(framing.problem);
  if (framing.chunked) {
    if (!chunks()) return false;
  } else {
    const std::size_t length = framing.length.value_or(0);
    if (rest_.size() < length) return fail("cut before the end of the body");
    request.body = rest_.substr(0, length);
    rest_.remove_prefix(length);
  }
  return rest_.empty() || fail("bytes after the end of the request");
}

bool RequestReader::chunks() {
  std::string_view text;
  while (true) {
    if (!line(text)) return false;
    const auto size = detail::chunk_size(text);
    if (!size) return fail("a malformed chunk size");
    if (*size == 0) break;
    if (rest_.size() < *size) return fail("cut within a chunk");
    request.body.append(rest_.substr(0, *size));
    rest_.remove_prefix(*size);
    if (!line(text)) return false;
    if (!text.empty()) return fail("a chunk longer than its size says");
  }
  while (true) {  // trailers say nothing that is needed here
    if (!line(text)) return false;
    if (text.empty()) return true;
    if (!detail::header_line(text, why)) return false;
  }
}

}  // namespace

void retire(Headers& headers, Headers& spare) { detail::retire(headers, spare); }

Header& append(Headers& headers, Headers& spare) { return detail::append(headers, spare); }

std::optional<std::string_view> header(const Headers& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (detail::equal_ignoring_case(header.name, name)) return header.value;
  }
  return std::nullopt;
}

void append_bytes(std::string& out, const Request& request) {
  out.append(request.method).push_back(' ');
  out.append(request.target).append(" HTTP/1.1\r\n");
  for (const Header& header : request.headers) {
    out.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  out.append("\r\n").append(request.body);
}

std::optional<Request> parse_request(std::string_view bytes, std::string* why) {
  RequestReader reader(bytes);
  if (reader.read()) return std::move(reader.request);
  if (why != nullptr) *why = reader.why;
  return std::nullopt;
}

std::string_view query_of(std::string_view target) {
  const std::size_t mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

}  // namespace assay::wire
