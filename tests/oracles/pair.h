// For tables of pairs: what must fail, and the near miss that must pass.
#pragma once
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oracles/kinds.h"

namespace assay::oracles::testing {

using Found = std::set<std::string>;  // "oracle: clause/kind" of each violation

struct Pair {
  std::string_view oracle, stem;  // of known_kinds
  std::string must;               // how something of what the bad one shows starts
  std::function<Found()> bad, near_miss;
};

inline void check(const std::vector<Pair>& pairs) {
  for (const Pair& pair : pairs) {
    const Found bad = pair.bad();
    std::string all;
    for (const std::string& one : bad) all += one + "; ";
    const bool shown = std::any_of(
        bad.begin(), bad.end(), [&](const std::string& one) { return one.starts_with(pair.must); });
    BOOST_TEST(shown, pair.must << " is not among " << all);
    BOOST_TEST(pair.must.starts_with(std::string(pair.oracle) + ": "));
    const Found good = pair.near_miss();
    BOOST_TEST(good.empty(),
               pair.must << ": the near miss shows " << (good.empty() ? "" : *good.begin()));
  }
}

using Names = std::multiset<std::pair<std::string_view, std::string_view>>;

// Kinds that no pair is about, and pairs about no kind or about one that has its pair already; of
// those that only the engine sees, or of all others.
inline Names uncovered(const std::vector<Pair>& pairs, bool in_engine) {
  Names wanted, there, out;
  for (const KnownKind& kind : known_kinds) {
    if (kind.in_engine == in_engine) wanted.emplace(kind.oracle, kind.stem);
  }
  for (const Pair& pair : pairs) there.emplace(pair.oracle, pair.stem);
  std::set_symmetric_difference(wanted.begin(), wanted.end(), there.begin(), there.end(),
                                std::inserter(out, out.end()));
  return out;
}

// All kinds have a pair, and it would be seen if one had none.
inline void check_complete(const std::vector<Pair>& pairs, bool in_engine) {
  for (const auto& [oracle, stem] : uncovered(pairs, in_engine)) {
    BOOST_ERROR(std::string(oracle) + ", " + std::string(stem));
  }
  auto fewer = pairs;
  fewer.pop_back();
  BOOST_TEST(uncovered(fewer, in_engine).size() == 1U);
  auto more = pairs;
  more.push_back(more.front());
  BOOST_TEST(uncovered(more, in_engine).size() == 1U);
}

}  // namespace assay::oracles::testing
