// Texts as numbers and as characters.
#include <algorithm>

#include "mock/text.h"
#include "mock/values.h"
#include "wire/answer.h"

namespace assay::mock {

namespace {

// True when the canonical `digits` (no sign) are at most `limit`.
bool at_most(std::string_view digits, std::string_view limit) {
  return digits.size() != limit.size() ? digits.size() < limit.size() : digits <= limit;
}

bool fits(std::string_view digits, bool negative, int width) {
  if (width == 32) return at_most(digits, negative ? "2147483648" : "2147483647");
  return at_most(digits, negative ? "9223372036854775808" : "9223372036854775807");
}

}  // namespace

Number read_number(std::string_view text, bool plus, bool leading_zeros, int width) {
  Number out;
  const bool negative = text.starts_with('-');
  if (negative || (plus && text.starts_with('+'))) text.remove_prefix(1);
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return out;
  const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size() - 1);
  if (zeros != 0 && !leading_zeros) return out;
  text.remove_prefix(zeros);
  // Of width 0 any size is a number; beyond 64 bits it is told apart all the same, because no range
  // holds it.
  out.form = fits(text, negative, width) ? Number::Form::number : Number::Form::overflow;
  if (negative && text != "0") out.digits = "-";
  out.digits += text;
  return out;
}

std::string replace_ill_formed(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = std::min<std::size_t>(4, text.size());
    while (length > 1 && !wire::is_utf8(text.substr(0, length))) --length;
    if (wire::is_utf8(text.substr(0, length))) {
      out += text.substr(0, length);
    } else {
      out += "\xEF\xBF\xBD";
    }
    text.remove_prefix(length);
  }
  return out;
}

std::size_t text_length(std::string_view text) {
  if (!wire::is_utf8(text)) return text.size();
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace assay::mock
