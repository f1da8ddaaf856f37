// How one value reads under one choice of readings. Pure text work, no parameter in sight.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::oracles {

// A decimal number as text of any size.
struct Number {
  bool digits = false;  // [+-]?[0-9]+ and nothing else
  bool plus = false, minus = false;
  bool leading_zeros = false;
  bool in_32_bits = false, in_64_bits = false;
  std::int64_t value = 0;  // when in 64 bits
};
Number read_number(std::string_view text);

// The texts that `text` may become when space around it is cut off: spaces surely go, other white
// space and controls may. One entry when no doubt is left; never empty.
std::vector<std::string_view> trimmed(std::string_view text);

// True when there is certainly nothing to trim: both ends are printable ASCII, or the text is
// empty.
bool plain_ends(std::string_view text);

bool equal_folded(std::string_view a, std::string_view b);  // ASCII letters only

// Code points; bytes when the text is not UTF-8.
std::size_t length_of(std::string_view text);

}  // namespace assay::oracles
