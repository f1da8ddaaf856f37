// A property of the document that may depend on how the document is read.
#pragma once
#include <cstddef>
#include <vector>

namespace assay::spec {

inline constexpr std::size_t no_reading = static_cast<std::size_t>(-1);

// Either one value for everybody, or one value for each alternative of a reading.
// Example: a range stated twice, as 1..64 and as 2..63, is
//   Setting<Range>{reading, {{1, 64}, {2, 63}}}, and get(choose) is the range in one world.
template <class T>
struct Setting {
  std::size_t reading = no_reading;  // index into Operation::readings
  std::vector<T> values;             // one, or one for each alternative of that reading

  Setting() = default;
  Setting(T only) : values{std::move(only)} {}  // NOLINT(google-explicit-constructor)

  bool fixed() const { return reading == no_reading; }

  // `choose(reading)` returns the index of the alternative that holds; it is called only when the
  // answer depends on one.
  template <class Choose>
  typename std::vector<T>::const_reference get(Choose&& choose) const {
    return values[fixed() ? 0 : choose(reading)];
  }
};

}  // namespace assay::spec
