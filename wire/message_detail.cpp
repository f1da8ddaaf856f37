#include "wire/message_detail.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace assay::wire::detail {
namespace {

constexpr std::array<bool, 256> make_token() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}

constexpr auto kToken = make_token();

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Eighteen digits fit in 64 bits, and no body here comes near to that.
std::optional<std::size_t> decimal(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  std::size_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::size_t>(c - '0');
  }
  return value;
}

}  // namespace

bool equal_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return x == y || lower(x) == lower(y); });
}

bool before_ignoring_case(std::string_view a, std::string_view b) {
  const std::size_t both = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < both; ++i) {
    if (a[i] == b[i]) continue;
    const auto x = static_cast<unsigned char>(lower(a[i]));
    const auto y = static_cast<unsigned char>(lower(b[i]));
    if (x != y) return x < y;
  }
  return a.size() < b.size();
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return kToken[static_cast<unsigned char>(c)]; });
}

namespace {

// False when one of the first eight bytes is a control character; the tab is one here.
bool no_control(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x80 * ones;
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), sizeof word);
  const std::uint64_t low = (word - 0x20 * ones) & ~word;  // below 20
  const std::uint64_t other = word ^ 0x7F * ones;
  const std::uint64_t del = (other - ones) & ~other;
  return ((low | del) & tops) == 0;
}

}  // namespace

bool is_field_text(std::string_view text) {
  while (text.size() >= 8 && no_control(text)) text.remove_prefix(8);
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

std::optional<HeaderView> header_line(std::string_view line, const char*& why) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    why = "a header line without a colon";
    return std::nullopt;
  }
  // A name that starts with white space would continue the line before it: obsolete, and refused.
  const HeaderView header{line.substr(0, colon), trim(line.substr(colon + 1))};
  if (!is_token(header.name)) {
    why = "a header name that is not a token";
    return std::nullopt;
  }
  if (!is_field_text(header.value)) {
    why = "a control character in a header value";
    return std::nullopt;
  }
  return header;
}

Framing framing(const Headers& headers) {
  Framing result;
  bool coded = false;
  for (const Header& header : headers) {
    if (equal_ignoring_case(header.name, "Transfer-Encoding")) {
      if (coded || !equal_ignoring_case(header.value, "chunked")) {
        result.problem = "a transfer coding other than chunked";
        return result;
      }
      coded = result.chunked = true;
    } else if (equal_ignoring_case(header.name, "Content-Length")) {
      const auto length = decimal(header.value);
      if (!length) {
        result.problem = "a Content-Length that is not a number";
        return result;
      }
      if (result.length && *result.length != *length) {
        result.problem = "two different values of Content-Length";
        return result;
      }
      result.length = length;
    }
  }
  if (coded && result.length) result.problem = "both Content-Length and Transfer-Encoding";
  return result;
}

std::optional<std::size_t> chunk_size(std::string_view line) {
  std::size_t size = 0;
  std::size_t digits = 0;
  for (; digits < line.size(); ++digits) {
    const char c = lower(line[digits]);
    std::size_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::size_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::size_t>(c - 'a') + 10;
    } else {
      break;
    }
    if (digits >= 15) return std::nullopt;  // sixteen digits might overflow
    size = size * 16 + digit;
  }
  const std::string_view rest = trim(line.substr(digits));
  if (digits == 0 || (!rest.empty() && rest.front() != ';') || !is_field_text(rest)) {
    return std::nullopt;
  }
  return size;
}

bool lists(const Headers& headers, std::string_view name, std::string_view item) {
  for (const Header& header : headers) {
    if (!equal_ignoring_case(header.name, name)) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      if (equal_ignoring_case(trim(rest.substr(0, comma)), item)) return true;
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
  }
  return false;
}

}  // namespace assay::wire::detail
