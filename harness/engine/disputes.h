// Which readings answers disagree on, when several would explain it.
#pragma once
#include <cstddef>
#include <set>
#include <vector>

namespace assay::harness {

// Readings of which each of `disputes` names at least one. What a dispute names alone is among
// them; of the others the reading that most of the disputes left name is taken first, the lowest
// where several do. The order of `disputes` does not matter; an empty one is left out.
// Example: fewest_readings({{2, 7}, {7}, {3, 4}, {4, 5}}) is {4, 7}.
std::set<std::size_t> fewest_readings(const std::vector<std::vector<std::size_t>>& disputes);

}  // namespace assay::harness
