#include "mock/nonces.h"

#include <algorithm>
#include <utility>

#include "mock/random.h"

namespace assay::mock {

Nonces::Nonces(std::size_t capacity) : half_(std::max<std::size_t>(1, capacity / 2)) {}

std::uint64_t Nonces::mark_of(std::string_view key, std::string_view nonce) {
  std::uint64_t hash = mix(key.size());  // the length keeps ("ab", "c") and ("a", "bc") apart
  for (const std::string_view part : {key, nonce}) {
    for (const char c : part) hash = mix(hash ^ static_cast<unsigned char>(c));
  }
  return hash == 0 ? 1 : hash;
}

bool Nonces::contains(std::string_view key, std::string_view nonce) const {
  const std::uint64_t mark = mark_of(key, nonce);
  return newer_.contains(mark) || older_.contains(mark);
}

void Nonces::add(std::string_view key, std::string_view nonce) {
  if (newer_.count >= half_) older_ = std::exchange(newer_, Table{});
  newer_.add(mark_of(key, nonce));
}

bool Nonces::Table::contains(std::uint64_t mark) const {
  if (slots.empty()) return false;
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = mark & mask; slots[at] != 0; at = (at + 1) & mask) {
    if (slots[at] == mark) return true;
  }
  return false;
}

void Nonces::Table::add(std::uint64_t mark) {
  if ((count + 1) * 2 > slots.size()) grow();
  const std::size_t mask = slots.size() - 1;
  std::size_t at = mark & mask;
  while (slots[at] != 0 && slots[at] != mark) at = (at + 1) & mask;
  count += slots[at] == 0 ? 1U : 0U;
  slots[at] = mark;
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
