#include "reports/har_message.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "reports/escape.h"
#include "wire/crypto.h"
#include "wire/message.h"
#include "wire/params.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view no_type = "x-unknown";

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool all_of(std::string_view text, std::string_view also) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [also](char c) {
    return is_alphanumeric(c) || also.find(c) != also.npos;
  });
}

bool is_escape(std::string_view text) {
  const auto hex = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
  };
  return text.size() >= 3 && text[0] == '%' && hex(text[1]) && hex(text[2]);
}

// A target as RFC 3986 spells path and query: what can't stand there is escaped.
std::string uri_of(std::string_view target) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const auto code = static_cast<unsigned char>(target[i]);
    if (all_of(target.substr(i, 1), "-._~!$&'()*+,;=:@/?") || is_escape(target.substr(i)))
      out += target[i];
    else
      out.append(1, '%').append(1, digits[code >> 4U]).append(1, digits[code & 15U]);
  }
  return out;
}

// Lines of a head up to the empty one. Nothing where a line has no colon.
std::optional<wire::Headers> header_lines(std::string_view text) {
  wire::Headers out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    const std::size_t colon = line.find(':');
    if (colon == line.npos || colon == 0) return std::nullopt;
    const std::size_t value = std::min(line.find_first_not_of(" \t", colon + 1), line.size());
    out.push_back({std::string(line.substr(0, colon)), std::string(line.substr(value))});
  }
  return out;
}

std::string_view first_line(std::string_view bytes) { return bytes.substr(0, bytes.find("\r\n")); }

// As parse_request, but the body is what follows the head, whatever length was announced.
std::optional<wire::Request> as_it_stands(std::string_view bytes) {
  const std::size_t end = bytes.find(head_end);
  const std::string_view line = first_line(bytes);
  const std::size_t space = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (end == bytes.npos || space == line.npos || last <= space + 1) return std::nullopt;
  const std::string_view target = line.substr(space + 1, last - space - 1);
  if (!all_of(line.substr(0, space), "-_") || target.find(' ') != target.npos ||
      !line.substr(last + 1).starts_with("HTTP/"))
    return std::nullopt;
  const std::size_t from = std::min(line.size() + 2, end + 2);
  auto headers = header_lines(bytes.substr(from, end + 2 - from));
  if (!headers) return std::nullopt;
  return wire::Request{std::string(line.substr(0, space)), std::string(target), std::move(*headers),
                       std::string(bytes.substr(end + head_end.size()))};
}

Json headers_json(const wire::Headers& headers) {
  Json out = Json::array();
  for (const auto& one : headers)
    out.push_back(Json{{"name", json_bytes(one.name)}, {"value", json_bytes(one.value)}});
  return out;
}

// A form as pairs; one whose escapes are malformed is split and left as it is.
Json pairs_json(std::string_view form) {
  Json out = Json::array();
  const auto add = [&out](std::string_view name, std::string_view value) {
    out.push_back(Json{{"name", json_bytes(name)}, {"value", json_bytes(value)}});
  };
  if (const auto params = wire::parse_form(form)) {
    for (const auto& one : *params) add(one.name, one.value);
    return out;
  }
  while (!form.empty()) {
    const std::string_view piece = form.substr(0, form.find('&'));
    form.remove_prefix(std::min(piece.size() + 1, form.size()));
    const std::size_t equals = std::min(piece.find('='), piece.size());
    if (!piece.empty())
      add(piece.substr(0, equals), piece.substr(std::min(equals + 1, piece.size())));
  }
  return out;
}

std::string type_of(const wire::Headers& headers, std::string_view otherwise) {
  return json_bytes(wire::header(headers, "content-type").value_or(otherwise));
}

bool is_form(std::string_view type) {
  constexpr std::string_view form = "application/x-www-form-urlencoded";
  const auto same = [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); };
  return type.size() >= form.size() && std::equal(form.begin(), form.end(), type.begin(), same);
}

Json post_data(const wire::Request& request) {
  const std::string type = type_of(request.headers, no_type);
  Json out{{"mimeType", type}, {"text", json_bytes(request.body)}};
  if (is_form(type)) out["params"] = pairs_json(request.body);
  return out;
}

// "http://host:8080" of the endpoint; a name that never resolves where the endpoint is no URL.
std::string base_of(std::string_view endpoint, const wire::Headers& headers) {
  const std::string scheme = endpoint.starts_with("https://") ? "https://" : "http://";
  constexpr std::string_view also = ".-_:[]";
  if (const auto host = wire::header(headers, "host"); host && all_of(*host, also))
    return scheme + std::string(*host);
  if (endpoint.starts_with(scheme)) {
    const std::string_view rest = endpoint.substr(scheme.size());
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    if (all_of(authority, also)) return scheme + std::string(authority);
  }
  return scheme + "unknown.invalid";
}

Json no_request(std::string_view bytes, std::string_view endpoint) {
  return Json{{"method", ""},
              {"url", base_of(endpoint, {}) + "/"},
              {"httpVersion", ""},
              {"cookies", Json::array()},
              {"headers", Json::array()},
              {"queryString", Json::array()},
              {"headersSize", -1},
              {"bodySize", -1},
              {"comment", "the bytes sent are no HTTP request; they are in _assay"},
              {"_assay", {{"bytes", json_bytes(bytes)}}}};
}

// What an answer holds that came so far.
struct Answer {
  wire::Response response;
  bool whole = false;
  std::size_t used = 0;
  std::string failure;
};

Answer read_answer(std::string_view bytes) {
  wire::ResponseParser parser;
  parser.start();
  Answer out;
  auto state = parser.feed(bytes, out.used);
  if (state == wire::ResponseParser::State::more) state = parser.end();
  out.whole = state == wire::ResponseParser::State::done;
  out.failure = parser.failure();
  out.response = std::move(parser.response());
  return out;
}

Json content_json(const wire::Response& response) {
  const std::string& body = response.body;
  Json out{{"size", body.size()}, {"mimeType", type_of(response.headers, no_type)}};
  if (json_text(body) == body) {
    out["text"] = body;
    return out;
  }
  const auto* const first = reinterpret_cast<const std::uint8_t*>(body.data());  // NOLINT
  out["text"] = wire::base64(std::span(first, body.size()));
  out["encoding"] = "base64";
  return out;
}

Json no_response(std::string_view bytes, const std::string& comment) {
  Json out{{"status", 0},
           {"statusText", ""},
           {"httpVersion", ""},
           {"cookies", Json::array()},
           {"headers", Json::array()},
           {"content", {{"size", 0}, {"mimeType", no_type}}},
           {"redirectURL", ""},
           {"headersSize", -1},
           {"bodySize", -1},
           {"comment", comment}};
  if (!bytes.empty()) out["_assay"] = Json{{"bytes", json_bytes(bytes)}};
  return out;
}

}  // namespace

Json har_request(std::string_view bytes, std::string_view endpoint) {
  auto request = wire::parse_request(bytes);
  if (!request) request = as_it_stands(bytes);
  if (!request) return no_request(bytes, endpoint);
  const std::string_view line = first_line(bytes);
  const std::size_t head = bytes.find(head_end) + head_end.size();
  const bool absolute =
      request->target.starts_with("http://") || request->target.starts_with("https://");
  const bool rooted = request->target.starts_with('/');
  const std::string base =
      absolute ? "" : base_of(endpoint, request->headers) + (rooted ? "" : "/");
  const std::string target = uri_of(request->target);
  Json out{{"method", json_bytes(request->method)},
           {"url", base + target},
           {"httpVersion", json_bytes(line.substr(line.rfind(' ') + 1))},
           {"cookies", Json::array()},
           {"headers", headers_json(request->headers)},
           {"queryString", pairs_json(wire::query_of(request->target))}};
  if (!request->body.empty()) out["postData"] = post_data(*request);
  out["headersSize"] = head;
  out["bodySize"] = bytes.size() - head;
  if (target != request->target || (!absolute && !rooted))
    out["comment"] = "the target as sent: " + json_bytes(request->target);
  return out;
}

Json har_response(std::string_view bytes) {
  if (!bytes.starts_with("HTTP/")) return no_response("", json_bytes(bytes));
  const Answer answer = read_answer(bytes);
  const std::size_t head = bytes.find(head_end);
  if (answer.response.status == 0 || head == bytes.npos)
    return no_response(bytes, json_bytes("the answer is no HTTP: " + answer.failure));
  const wire::Response& response = answer.response;
  Json out{{"status", response.status},
           {"statusText", json_bytes(response.reason)},
           {"httpVersion", json_bytes(bytes.substr(0, bytes.find(' ')))},
           {"cookies", Json::array()},
           {"headers", headers_json(response.headers)},
           {"content", content_json(response)},
           {"redirectURL", json_bytes(wire::header(response.headers, "location").value_or(""))}};
  // Behind an interim answer the sizes of the last one are not known.
  const bool plain = bytes.size() < 10 || bytes[9] != '1';
  const std::size_t size = head + head_end.size();
  out["headersSize"] = plain ? Json(size) : Json(-1);
  out["bodySize"] = plain && answer.used >= size ? Json(answer.used - size) : Json(-1);
  if (!answer.whole) out["comment"] = json_bytes("the answer is not whole: " + answer.failure);
  return out;
}

}  // namespace assay::reports
