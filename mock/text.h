// Small things over ASCII text. Internal to mock/.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace assay::mock {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

inline void lower_in_place(std::string& text) {
  for (char& c : text) c = lower(c);
}
inline std::string lower(std::string_view text) {
  std::string out(text);
  lower_in_place(out);
  return out;
}

inline bool equal_folded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}
inline bool same(std::string_view a, std::string_view b, bool fold) {
  return fold ? equal_folded(a, b) : a == b;
}

constexpr std::string_view white_space = " \t\r\n\v\f";

inline std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(white_space);
  if (from == std::string_view::npos) return text.substr(0, 0);
  return text.substr(from, text.find_last_not_of(white_space) - from + 1);
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace assay::mock
