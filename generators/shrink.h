// Smaller cases that may show the same thing, through RapidCheck's shrink trees.
#pragma once
#include <functional>
#include <vector>

#include "generators/case.h"

namespace assay::generators {

// The way from a case to a smaller one: which child was taken at each level.
using ShrinkPath = std::vector<std::uint32_t>;

struct Shrunk {
  Case smallest;
  ShrinkPath path;
  std::size_t tried = 0;
};

// Walks down: as long as one of the at most `budget` candidates still fails, it is the new case.
// Candidates, in order: without one parameter; a plainer dress (V1, GET, query, JSON); a broken
// gateway rule mended; a value replaced by a valid one; a value cut by a half, a quarter … one
// byte. No candidate is larger than its parent, and none repeats it.
Shrunk shrink(const spec::Operation& operation, const Case& failing,
              const std::function<bool(const Case&)>& still_fails, std::size_t budget);

// The case that `path` leads to. False when the path leads nowhere.
bool follow(const spec::Operation& operation, Case& from, const ShrinkPath& path);

}  // namespace assay::generators
