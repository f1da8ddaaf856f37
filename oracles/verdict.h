// What is said of one exchange and one clause.
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::oracles {

enum class Verdict {
  conforms,
  violates,        // the only one that fails a run
  reading,         // permitted by some readings: the answer chose among them
  silent,          // the document says nothing, or only shows an example that was not followed
  not_applicable,  // the clause can't be judged here (state that can't be observed)
  inconclusive,    // the environment: a timeout once, throttling, a connection lost
  harness_fault    // our own
};
inline constexpr std::size_t verdicts = 7;

// "conforms", "violates", "reading", "silent", "not-applicable", "inconclusive", "harness-fault".
std::string_view name(Verdict verdict);

using VerdictCounts = std::array<std::size_t, verdicts>;

}  // namespace assay::oracles
