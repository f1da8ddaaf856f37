#include "reports/summary.h"

namespace assay::reports {
namespace {

std::size_t count(const ClauseResult& result, oracles::Verdict verdict) {
  return result.verdicts[static_cast<std::size_t>(verdict)];
}

}  // namespace

bool ClauseResult::exercised() const {
  using oracles::Verdict;
  return count(*this, Verdict::conforms) > 0 || count(*this, Verdict::violates) > 0 ||
         count(*this, Verdict::reading) > 0 || count(*this, Verdict::silent) > 0;
}

bool ClauseResult::violated() const { return count(*this, oracles::Verdict::violates) > 0; }

oracles::Verdict ClauseResult::worst() const {
  using oracles::Verdict;
  for (const Verdict verdict : {Verdict::violates, Verdict::harness_fault, Verdict::inconclusive,
                                Verdict::reading, Verdict::conforms, Verdict::silent})
    if (count(*this, verdict) > 0) return verdict;
  return Verdict::not_applicable;
}

}  // namespace assay::reports
