// The nonces that came with accepted signatures, within a bound.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace assay::mock {

// A set of 64-bit fingerprints in two generations: when the newer one is full, the older one is
// forgotten whole. So at least the last `capacity`/2 nonces are known, and never more than
// `capacity`.
class Nonces {
 public:
  explicit Nonces(std::size_t capacity = std::size_t{1} << 20);

  // True when the pair is remembered.
  bool contains(std::string_view key, std::string_view nonce) const;
  // Remembers the pair; false when it was remembered already.
  bool add(std::string_view key, std::string_view nonce);
  std::size_t size() const { return newer_.count + older_.count; }

 private:
  struct Table {
    std::vector<std::uint64_t> slots;  // 0: free; a power of two of them, at most half in use
    std::size_t count = 0;
    bool contains(std::uint64_t mark) const;
    bool add(std::uint64_t mark);  // false: it was there
    void grow();
  };
  static std::uint64_t mark_of(std::string_view key, std::string_view nonce);

  std::size_t half_;
  Table newer_, older_;
};

}  // namespace assay::mock
