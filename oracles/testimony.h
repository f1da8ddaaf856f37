// What single answers said about the readings, kept so that a contradiction can be brought down to
// the few answers that it needs. Work is done only when there is one.
//
// Example: testimony.add(cubes);  …
//   if (const auto set = testimony.against(now, Testimony::How::jointly)) name(set, now);
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "oracles/worlds.h"
#include "spec/operation.h"

namespace assay::oracles {

// The smallest set of numbers below `count`, ascending, for which `shows` holds: none, one or two
// where that is enough, otherwise one that holds no longer when any of its members is left out.
// Nothing when `shows` fails for all of them together. What holds for a set must hold for any that
// contains it.
using Subset = std::vector<std::size_t>;
std::optional<Subset> smallest_subset(std::size_t count,
                                      const std::function<bool(const Subset&)>& shows);

// The same choices in fewer cubes: a reading that makes no difference is left out. Sorted.
std::vector<Cube> merged(const spec::Operation& operation, std::vector<Cube> cubes);

class Testimony {
 public:
  // `operation` must outlive it.
  explicit Testimony(const spec::Operation& operation) : operation_(&operation) {}

  // One answer: one of `allowed` holds, whatever others said. Answers are numbered from zero.
  void add(std::vector<Cube> allowed) { told_.push_back(std::move(allowed)); }
  std::size_t size() const { return told_.size(); }

  // What somebody knows who was told these answers only.
  Worlds worlds_of(const Subset& set) const;

  // The fewest answers that speak against one of `now`. `ruled_out`: they leave no choice of `now`
  // its alternatives; `jointly`: they leave some, but never all of one world.
  enum class How { ruled_out, jointly };
  std::optional<Subset> against(const std::vector<Cube>& now, How how);

  // The readings that `set` and `now` disagree on: were each free to read such a one in its own
  // way, nothing would contradict. Where no single one is enough, all of which two of them speak.
  std::vector<std::size_t> disputed(const Subset& set, const std::vector<Cube>& now) const;

 private:
  bool speaks_against(const Subset& set, const std::vector<Cube>& now, How how) const;

  const spec::Operation* operation_;
  std::vector<std::vector<Cube>> told_;
  std::vector<std::size_t> alone_;  // answers that were enough alone before, latest last
};

}  // namespace assay::oracles
