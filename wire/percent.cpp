#include "wire/percent.h"

#include <array>
#include <cstdint>

namespace assay::wire {
namespace {

constexpr std::array<bool, 256> make_unreserved() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-_.~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}

constexpr std::uint8_t kNotHex = 0xFF;

constexpr std::array<std::uint8_t, 256> make_hex_values() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kNotHex);
  for (std::uint8_t i = 0; i < 10; ++i) table[static_cast<std::size_t>('0' + i)] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    const auto value = static_cast<std::uint8_t>(10 + i);
    table[static_cast<std::size_t>('a' + i)] = value;
    table[static_cast<std::size_t>('A' + i)] = value;
  }
  return table;
}

constexpr auto kUnreserved = make_unreserved();
constexpr auto kHexValues = make_hex_values();
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

}  // namespace

void append_encoded(std::string& out, std::string_view text) {
  std::size_t start = 0;  // of the run of bytes that stay as they are
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (kUnreserved[byte]) continue;
    out.append(text.data() + start, i - start);
    const char escape[3] = {'%', kHexDigits[byte >> 4U], kHexDigits[byte & 0xFU]};
    out.append(escape, sizeof escape);
    start = i + 1;
  }
  out.append(text.data() + start, text.size() - start);
}

std::string encode(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  append_encoded(out, text);
  return out;
}

bool decode_into(std::string& out, std::string_view text, Plus plus) {
  out.clear();
  std::size_t start = 0;  // of the run of bytes that stay as they are
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return false;
      const std::uint8_t high = kHexValues[static_cast<unsigned char>(text[i + 1])];
      const std::uint8_t low = kHexValues[static_cast<unsigned char>(text[i + 2])];
      if (high == kNotHex || low == kNotHex) return false;
      out.append(text.data() + start, i - start);
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
      start = i + 1;
    } else if (c == '+' && plus == Plus::space) {
      out.append(text.data() + start, i - start);
      out.push_back(' ');
      start = i + 1;
    }
  }
  out.append(text.data() + start, text.size() - start);
  return true;
}

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  if (!decode_into(out, text, plus)) return std::nullopt;
  return out;
}

}  // namespace assay::wire
