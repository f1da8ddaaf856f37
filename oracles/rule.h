// A rule of a parameter that a request breaks, as finely as an order of checks needs it.
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "spec/operation.h"

namespace assay::oracles {

// What one sees of a value before any rule is applied. One check of the document may be several of
// an endpoint, each in a place of its own: an empty name found missing at the door, a look-up at
// the very end. Values that look alike are taken to meet the same ones.
enum class Look : std::uint8_t {
  plain,     // a word of letters, digits, "-", "_" and "."; or nothing was sent
  blank,     // nothing but white space, or nothing at all
  bytes,     // ill-formed UTF-8
  controls,  // some control character
  odd,       // some other character
  large      // more than 64 bytes
};
Look look_of(std::string_view value);

struct Rule {
  std::size_t parameter = 0;  // of the operation
  spec::Check check = spec::Check::absent;
  std::size_t member = 0;  // of a list, counted from one; 0: the parameter itself
  Look look = Look::plain;
  auto operator<=>(const Rule&) const = default;
};

// "Shelf exists", "Label.Name value", and with the look "Shelf exists (empty)".
std::string describe(const spec::Operation& operation, const Rule& rule, bool with_look = true);

}  // namespace assay::oracles
