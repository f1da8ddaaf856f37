// The smallest case that two sides answer in two ways. Internal to harness/engine.
#pragma once
#include "harness/engine/compare_pairs.h"
#include "reports/comparison.h"

namespace assay::harness {

// Fills in what `pair` shows; sends it again to both sides alone, and leaves out of it what can be
// left out while both answer as they did. `enough()`: no more tries from now on.
void show_smallest(Session& a, Session& b, const Pair& pair, const std::function<bool()>& enough,
                   reports::Difference& out);

// What the other side answers to what shows a finding. False when it shows the finding, too.
bool show_other(const HeldFinding& held, Session& own, Session& other, reports::SideSeen& out);

}  // namespace assay::harness
