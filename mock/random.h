// Seeded numbers and the request ids made of them. Internal to mock/.
#pragma once
#include <cstdint>
#include <string>

namespace assay::mock {

// The finaliser of splitmix64: every bit of the result depends on every bit of `x`.
inline std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

// Request ids in the form of a UUID of version 5, upper case; same seed, same ids.
class RequestIds {
 public:
  explicit RequestIds(std::uint64_t seed) : state_(mix(seed)) {}

  // Replaces `id`, 36 characters.
  void next(std::string& id) {
    const std::uint64_t high = mix(state_ += 0x9e3779b97f4a7c15U);
    const std::uint64_t low = mix(state_ += 0x9e3779b97f4a7c15U);
    id.clear();
    append(id, (high & ~0xf000ULL) | 0x5000ULL, true);
    append(id, (low & ~(3ULL << 62)) | (2ULL << 62), false);
  }

 private:
  static void append(std::string& id, std::uint64_t bits, bool first) {
    for (int digit = 0; digit < 16; ++digit) {
      const bool dash = first ? digit == 8 || digit == 12 : digit == 0 || digit == 4;
      if (dash) id += '-';
      id += "0123456789ABCDEF"[(bits >> (60 - 4 * digit)) & 15U];
    }
  }

  std::uint64_t state_;
};

}  // namespace assay::mock
