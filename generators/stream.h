// Plain randomness for one case, expanded from a single 64-bit draw (splitmix64).
#pragma once
#include <cstddef>
#include <cstdint>

namespace assay::generators {

class Stream {
 public:
  explicit Stream(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  // 0 … count - 1; 0 when count is 0.
  std::size_t below(std::size_t count) { return count == 0 ? 0 : bits() % count; }
  bool percent(unsigned chance) { return bits() % 100 < chance; }
  char byte() { return static_cast<char>(bits() & 0xFFU); }
  template <class List>
  auto& of(List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace assay::generators
