// Pairs of name and value whose memory is used again. Private to wire/: params.h and message.h say
// what for.
#pragma once
#include <cstddef>
#include <utility>
#include <vector>

namespace assay::wire::detail {

template <class Pair>
void retire(std::vector<Pair>& pairs, std::vector<Pair>& spare) {
  constexpr std::size_t most = 64;  // a request of very many pairs is soon forgotten
  for (Pair& pair : pairs) {
    if (spare.size() < most) spare.push_back(std::move(pair));
  }
  pairs.clear();
}

template <class Pair>
Pair& append(std::vector<Pair>& pairs, std::vector<Pair>& spare) {
  if (spare.empty()) return pairs.emplace_back();
  Pair& pair = pairs.emplace_back(std::move(spare.back()));
  spare.pop_back();
  pair.name.clear();
  pair.value.clear();
  return pair;
}

}  // namespace assay::wire::detail
