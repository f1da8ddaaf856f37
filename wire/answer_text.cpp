// Text on its way into an answer: UTF-8, and the escapes of XML and JSON.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "wire/answer.h"

namespace assay::wire {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool continues(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// The length of the well-formed sequence at the start of `text`, or 0. The bounds of the second
// byte are those of RFC 3629: they rule out overlong forms, surrogates and what is above U+10FFFF.
std::size_t sequence(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  const unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (at(1) < low || at(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!continues(at(i))) return 0;
  }
  return length;
}

bool all_ascii(const char* eight) {
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  return (word & 0x8080808080808080U) == 0;
}

// Hands well-formed sequences to `take`; each byte that belongs to none becomes U+FFFD.
template <typename Take>
void each_sequence(std::string& out, std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t length = sequence(text);
    if (length == 0) {
      out.append(kReplacement);
      text.remove_prefix(1);
    } else {
      take(text.substr(0, length));
      text.remove_prefix(length);
    }
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    std::size_t ascii = 0;
    while (text.size() - ascii >= 8 && all_ascii(text.data() + ascii)) ascii += 8;
    while (ascii < text.size() && static_cast<unsigned char>(text[ascii]) < 0x80) ++ascii;
    text.remove_prefix(ascii);
    if (text.empty()) return true;
    const std::size_t length = sequence(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_xml_text(std::string& out, std::string_view text) {
  each_sequence(out, text, [&](std::string_view piece) {
    const auto byte = static_cast<unsigned char>(piece.front());
    if (piece == "&") {
      out.append("&amp;");
    } else if (piece == "<") {
      out.append("&lt;");
    } else if (piece == ">") {
      out.append("&gt;");
    } else if (piece == "\r") {
      out.append("&#13;");  // a bare one would be read back as a line feed
    } else if ((byte < 0x20 && byte != '\t' && byte != '\n') || piece == "\xEF\xBF\xBE" ||
               piece == "\xEF\xBF\xBF") {
      out.append(kReplacement);
    } else {
      out.append(piece);
    }
  });
}

void append_json_text(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  each_sequence(out, text, [&](std::string_view piece) {
    const auto byte = static_cast<unsigned char>(piece.front());
    if (piece == "\"" || piece == "\\") {
      out.append("\\").append(piece);
    } else if (piece == "\n") {
      out.append("\\n");
    } else if (piece == "\r") {
      out.append("\\r");
    } else if (piece == "\t") {
      out.append("\\t");
    } else if (byte < 0x20) {
      const char escape[6] = {'\\', 'u', '0', '0', kHex[byte >> 4U], kHex[byte & 0xFU]};
      out.append(escape, sizeof escape);
    } else {
      out.append(piece);
    }
  });
}

}  // namespace assay::wire
