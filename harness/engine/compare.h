// Two endpoints get the same cases in step, or two finished runs are laid side by side: what
// differs, which clause or reading is responsible, and whether the document allows both.
#pragma once
#include "harness/engine/run.h"
#include "reports/comparison.h"

namespace assay::harness {

// One of the two: as for run(), with a listener of its own, which is told everything of its run.
struct CompareSide {
  Context& context;
  const RunEnvironment& environment;
  reports::Listener& listeners;
};

// Both contexts are of one operation, with the same seed, style, phases and cases. The exit code is
// in the result: conforms for no difference, violations for some. Never throws for what an endpoint
// does.
reports::Comparison compare(const CompareSide& a, const CompareSide& b);

// Findings of one run alone, and readings that they chose differently. Both of one operation.
// `operation`, where it is known, tells the clause of a reading.
reports::Comparison compare_runs(const reports::Summary& a, const reports::Summary& b,
                                 const spec::Operation* operation);

// Puts violations first, then by key, and says how it ended.
void conclude(reports::Comparison& comparison);

}  // namespace assay::harness
