#include "mock/nonces.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "mock/random.h"

namespace assay::mock {

Nonces::Nonces(std::size_t capacity) : half_(std::max<std::size_t>(1, capacity / 2)) {}

std::uint64_t Nonces::mark_of(std::string_view key, std::string_view nonce) {
  std::uint64_t hash = mix(key.size());  // the length keeps ("ab", "c") and ("a", "bc") apart
  for (std::string_view rest : {key, nonce}) {
    while (!rest.empty()) {
      std::uint64_t word = 0;
      const std::size_t size = std::min(rest.size(), sizeof word);
      std::memcpy(&word, rest.data(), size);
      hash = mix(hash ^ mix(word + size));
      rest.remove_prefix(size);
    }
  }
  return hash == 0 ? 1 : hash;
}

bool Nonces::contains(std::string_view key, std::string_view nonce) const {
  const std::uint64_t mark = mark_of(key, nonce);
  return newer_.contains(mark) || older_.contains(mark);
}

bool Nonces::add(std::string_view key, std::string_view nonce) {
  const std::uint64_t mark = mark_of(key, nonce);
  if (older_.contains(mark) || newer_.contains(mark)) return false;
  if (newer_.count >= half_) older_ = std::exchange(newer_, Table{});
  return newer_.add(mark);
}

bool Nonces::Table::contains(std::uint64_t mark) const {
  if (slots.empty()) return false;
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = mark & mask; slots[at] != 0; at = (at + 1) & mask) {
    if (slots[at] == mark) return true;
  }
  return false;
}

bool Nonces::Table::add(std::uint64_t mark) {
  if ((count + 1) * 2 > slots.size()) grow();
  const std::size_t mask = slots.size() - 1;
  std::size_t at = mark & mask;
  while (slots[at] != 0 && slots[at] != mark) at = (at + 1) & mask;
  if (slots[at] == mark) return false;
  slots[at] = mark;
  ++count;
  return true;
}

void Nonces::Table::grow() {
  const auto old = std::exchange(slots, {});
  slots.assign(std::max<std::size_t>(64, old.size() * 2), 0);
  count = 0;
  for (const std::uint64_t mark : old) {
    if (mark != 0) add(mark);
  }
}

}  // namespace assay::mock
