#include "reports/escape.h"

#include <array>
#include <cstdint>

namespace assay::reports {
namespace {

// One character, or one byte that is part of none (length 1, valid false).
struct Char {
  std::size_t length = 1;
  std::uint32_t code = 0;
  bool valid = false;
};

std::uint32_t byte(char c) { return static_cast<unsigned char>(c); }

// RFC 3629: no overlong forms, no surrogates, at most U+10FFFF.
Char next(std::string_view text) {
  const std::uint32_t first = byte(text[0]);
  if (first < 0x80) return {1, first, true};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
  std::uint32_t code = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(text[i]) & 0xc0U) != 0x80) return {};
    code = code << 6U | (byte(text[i]) & 0x3fU);
  }
  constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least.at(length) || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return {};
  return {length, code, true};
}

void append_hex(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : bytes) {
    out += "\\x";
    out += digits[byte(c) >> 4U];
    out += digits[byte(c) & 15U];
  }
}

bool is_control(std::uint32_t code) { return code < 0x20 || (code >= 0x7f && code < 0xa0); }

// Marks that reorder, hide or break what stands around them, and codes that are no characters.
bool is_deceptive(std::uint32_t code) {
  return (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2060 && code <= 0x206f) || code == 0x61c || code == 0xad || code == 0xfeff ||
         (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffeU) == 0xfffe;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

std::uint32_t hex_value(char c) { return c <= '9' ? byte(c) - '0' : (byte(c) | 0x20U) - 'a' + 10; }

// A character of the text as XML shows it; `rest` starts with it and loses it.
void take_visible(std::string& out, std::string_view& rest) {
  const Char c = next(rest);
  if (rest.starts_with("\r\n")) {
    out += '\n';
    rest.remove_prefix(2);
    return;
  }
  const bool space = c.code == '\n' || c.code == '\t';
  if (!c.valid || (is_control(c.code) && !space) || is_deceptive(c.code))
    append_hex(out, rest.substr(0, c.length));
  else
    out += rest.substr(0, c.length);
  rest.remove_prefix(c.length);
}

std::string_view entity(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

bool is_wide(std::uint32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) || c >= 0x20000;
}

bool is_combining(std::uint32_t c) {
  return (c >= 0x300 && c <= 0x36f) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xfe20 && c <= 0xfe2f);
}

std::size_t width_of(std::uint32_t code) {
  if (is_combining(code)) return 0;
  return is_wide(code) ? 2 : 1;
}

// How many bytes of the start stand for themselves in JSON, whatever follows them: most of them do.
std::size_t plain_run(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && byte(text[length]) < 0x80 && text[length] != '\\') ++length;
  return length;
}

std::string json(std::string_view text, bool reversible) {
  std::string out;
  out.reserve(text.size());
  for (std::string_view rest = text; !rest.empty();) {
    if (const std::size_t run = plain_run(rest); run > 0) {
      out += rest.substr(0, run);
      rest.remove_prefix(run);
      continue;
    }
    const Char c = next(rest);
    if (!c.valid || (reversible && rest.starts_with("\\x")))
      append_hex(out, rest.substr(0, 1));
    else
      out += rest.substr(0, c.length);
    rest.remove_prefix(c.length);
  }
  return out;
}

}  // namespace

std::string json_bytes(std::string_view bytes) { return json(bytes, true); }
std::string json_text(std::string_view text) { return json(text, false); }

std::string bytes_of_json(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with("\\x") && i + 3 < text.size() && is_hex(text[i + 2]) &&
        is_hex(text[i + 3])) {
      out += static_cast<char>(hex_value(text[i + 2]) << 4U | hex_value(text[i + 3]));
      i += 4;
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string xml_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) take_visible(out, text);
  return out;
}

std::string html(std::string_view text, std::size_t limit, std::size_t escaped_limit,
                 std::size_t& taken) {
  std::string out;
  std::string_view rest = text;
  std::string piece;
  taken = 0;
  while (!rest.empty()) {
    piece.clear();
    if (const auto name = entity(rest[0]); !name.empty()) {
      piece = name;
      rest.remove_prefix(1);
    } else {
      take_visible(piece, rest);
    }
    if (text.size() - rest.size() > limit || out.size() + piece.size() > escaped_limit) break;
    out += piece;
    taken = text.size() - rest.size();
  }
  return out;
}

std::string html(std::string_view text) {
  std::size_t taken = 0;
  return html(text, std::string_view::npos, std::string_view::npos, taken);
}

std::string terminal(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Char c = next(text);
    if (!c.valid || is_control(c.code) || is_deceptive(c.code))
      append_hex(out, text.substr(0, c.length));
    else
      out += text.substr(0, c.length);
    text.remove_prefix(c.length);
  }
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty()) {
    const Char c = next(text);
    sum += width_of(c.code);
    text.remove_prefix(c.length);
  }
  return sum;
}

std::string clip(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  constexpr std::string_view dots = "...";
  if (width <= dots.size()) return std::string(dots.substr(0, width));
  std::string out;
  std::size_t used = dots.size();
  for (std::string_view rest = text; !rest.empty();) {
    const Char c = next(rest);
    if (used + width_of(c.code) > width) break;
    used += width_of(c.code);
    out += rest.substr(0, c.length);
    rest.remove_prefix(c.length);
  }
  return out.append(dots);
}

}  // namespace assay::reports
