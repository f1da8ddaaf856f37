#include "oracles/value.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "wire/answer.h"

namespace assay::oracles {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_control_or_space(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7F;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// White space of Unicode beyond ASCII that some trimming functions know.
constexpr std::array<std::string_view, 22> wide_space{
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
    "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
    "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\x8B", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
    "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xE1\xA0\x8E"};

std::string_view strip(std::string_view text, bool (*goes)(char)) {
  while (!text.empty() && goes(text.front())) text.remove_prefix(1);
  while (!text.empty() && goes(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view strip_everything(std::string_view text) {
  for (bool changed = true; changed;) {
    const std::string_view start = text;
    text = strip(text, is_control_or_space);
    for (const std::string_view space : wide_space) {
      if (text.empty() || (is_ascii(text.front()) && is_ascii(text.back()))) break;
      if (text.starts_with(space)) text.remove_prefix(space.size());
      if (text.ends_with(space)) text.remove_suffix(space.size());
    }
    changed = text.size() != start.size();
  }
  return text;
}

}  // namespace

Number read_number(std::string_view text) {
  Number out;
  std::string_view digits = text;
  if (!digits.empty() && (digits.front() == '+' || digits.front() == '-')) {
    out.plus = digits.front() == '+';
    out.minus = digits.front() == '-';
    digits.remove_prefix(1);
  }
  out.digits = !digits.empty() && std::all_of(digits.begin(), digits.end(),
                                              [](char c) { return c >= '0' && c <= '9'; });
  if (!out.digits) return out;
  out.leading_zeros = digits.size() > 1 && digits.front() == '0';
  const std::string_view plain = out.plus ? digits : text;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), out.value);
  out.in_64_bits = error == std::errc{};
  out.in_32_bits = out.in_64_bits && out.value >= INT32_MIN && out.value <= INT32_MAX;
  return out;
}

bool plain_ends(std::string_view text) {
  const auto plain = [](char c) { return c > ' ' && c < '\x7F'; };
  return text.empty() || (plain(text.front()) && plain(text.back()));
}

std::vector<std::string_view> trimmed(std::string_view text) {
  if (plain_ends(text)) return {text};
  const std::array<std::string_view, 3> ways{
      strip(text, [](char c) { return c == ' '; }),
      strip(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }),
      strip_everything(text)};
  std::vector<std::string_view> out;
  for (const std::string_view way : ways) {
    if (std::find(out.begin(), out.end(), way) == out.end()) out.push_back(way);
  }
  return out;
}

bool equal_folded(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

std::size_t length_of(std::string_view text) {
  if (!wire::is_utf8(text)) return text.size();
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace assay::oracles
