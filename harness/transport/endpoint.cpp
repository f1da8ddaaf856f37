#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>

#include "harness/transport/intake.h"
#include "harness/transport/transport.h"

namespace assay::harness {
namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// inet_pton stops at a NUL, which must not hide what follows it.
bool is_address(int family, const std::string& host, void* address) {
  return host.find('\0') == std::string::npos && inet_pton(family, host.c_str(), address) == 1;
}

bool is_ipv4(const std::string& host, in_addr& out) { return is_address(AF_INET, host, &out); }
bool is_ipv6(const std::string& host, in6_addr& out) { return is_address(AF_INET6, host, &out); }

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
    return false;
  }
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '_'; });
}

// Resolvers take "127.1" and "0x7f000001" for addresses; here only the four-part form is one.
bool looks_numeric(std::string_view label) {
  if (label.starts_with("0x") || label.starts_with("0X")) {
    return std::all_of(label.begin() + 2, label.end(), is_hex);
  }
  return std::all_of(label.begin(), label.end(), is_digit);
}

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  while (true) {
    const std::size_t dot = host.find('.');
    if (!is_label(host.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return !looks_numeric(host);
    host.remove_prefix(dot + 1);
  }
}

bool take_scheme(std::string_view& rest, Endpoint& out, std::string& why) {
  const std::size_t mark = rest.find("://");
  const std::string scheme = lower(rest.substr(0, mark));
  if (mark == std::string_view::npos || (scheme != "http" && scheme != "https")) {
    why = "an endpoint starts with http:// or https://";
    return false;
  }
  out.tls = scheme == "https";
  out.port = out.tls ? https_port : http_port;
  rest.remove_prefix(mark + 3);
  return true;
}

// What may not follow the authority, or stand in it.
bool refuse_extras(std::string_view& rest, std::string& why) {
  const std::size_t end = rest.find_first_of("/?#");
  const std::string_view authority = rest.substr(0, end);
  if (authority.find('@') != std::string_view::npos) {
    why = "an endpoint has no user information";
  } else if (end != std::string_view::npos && rest.substr(end) != "/") {
    const std::string_view extra = rest.substr(end);
    const bool path = extra.front() == '/' && extra.find_first_of("?#") != 1;
    why = path                                         ? "an endpoint has no path"
          : extra[extra.front() == '/' ? 1 : 0] == '?' ? "an endpoint has no query"
                                                       : "an endpoint has no fragment";
  } else {
    rest = authority;
    return true;
  }
  return false;
}

bool take_port(std::string_view text, Endpoint& out, std::string& why) {
  unsigned port = 0;
  const char* const first = text.data();
  const char* const last = first + text.size();
  const auto [end, error] = std::from_chars(first, last, port);
  if (error != std::errc() || end != last || port < 1 || port > 65535) {
    why = "a port is a number from 1 to 65535, not '" + std::string(text) + "'";
    return false;
  }
  out.port = static_cast<std::uint16_t>(port);
  return true;
}

bool take_bracketed(std::string_view& rest, Endpoint& out, std::string& why) {
  const std::size_t close = rest.find(']');
  in6_addr address{};
  if (close != std::string_view::npos) out.host = lower(rest.substr(1, close - 1));
  if (close == std::string_view::npos || !is_ipv6(out.host, address)) {
    why = "what stands in brackets is an IPv6 address, without a zone";
    return false;
  }
  rest.remove_prefix(close + 1);
  if (!rest.empty() && rest.front() != ':') {
    why = "only a port may follow the brackets";
    return false;
  }
  return true;
}

bool take_host(std::string_view& rest, Endpoint& out, std::string& why) {
  if (rest.starts_with('[')) return take_bracketed(rest, out, why);
  const std::size_t colon = rest.find(':');
  out.host = lower(rest.substr(0, colon));
  rest.remove_prefix(std::min(colon, rest.size()));
  in_addr address{};
  if (rest.find(':') != rest.rfind(':')) {
    why = "an IPv6 address stands in brackets";
  } else if (out.host.empty()) {
    why = "an endpoint needs a host";
  } else if (std::any_of(out.host.begin(), out.host.end(),
                         [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    why = "a host is written in ASCII; write an internationalised name in its xn-- form";
  } else if (!is_name(out.host) && !is_ipv4(out.host, address)) {
    why = "'" + out.host + "' is neither a host name nor an address";
  } else {
    return true;
  }
  return false;
}

}  // namespace

std::string Endpoint::authority() const {
  std::string out = place(*this);
  if (port == (tls ? https_port : http_port)) out.resize(out.rfind(':'));
  return out;
}

std::string Endpoint::url() const { return (tls ? "https://" : "http://") + place(*this); }

bool Endpoint::loopback() const {
  in_addr four{};
  if (is_ipv4(host, four)) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  if (is_ipv6(host, six)) {
    const auto& bytes = six.s6_addr;
    return bytes[15] == 1 && std::all_of(bytes, bytes + 15, [](auto byte) { return byte == 0; });
  }
  return lower(host) == "localhost";
}

bool parse_endpoint(std::string_view url, Endpoint& endpoint, std::string& why) {
  Endpoint out;
  if (!take_scheme(url, out, why) || !refuse_extras(url, why) || !take_host(url, out, why)) {
    return false;
  }
  if (!url.empty() && !take_port(url.substr(1), out, why)) return false;
  endpoint = std::move(out);
  return true;
}

}  // namespace assay::harness
