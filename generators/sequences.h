// The sequences phase: steps that belong together, to be sent in their order to one resource or,
// where a step says so, to another one.
//
// Sequence n is the steps of index n * sequence_length … (n + 1) * sequence_length - 1.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "generators/phases.h"
#include "generators/random.h"

namespace assay::generators {

struct SequenceStep {
  Template from;
  std::uint64_t dress = 0;  // draws how the step is dressed …
  std::optional<std::size_t>
      listed;  // … unless it wears this one of all dresses, counted in a ring
};

class SequencePhase {
 public:
  // Both must outlive it. Not to be shared between threads.
  SequencePhase(const spec::Operation& operation, const RandomPhase& random);

  // Valid until the next call.
  const SequenceStep& step(std::uint64_t seed, std::uint64_t index) const;

 private:
  using Steps = std::vector<SequenceStep>;
  struct Kept {
    bool filled = false;
    std::uint64_t seed = 0, number = 0;
    Steps steps;
  };

  void fill(std::uint64_t seed, std::uint64_t number, Steps& out) const;
  SequenceStep valid(Stream& draw, unsigned optional_percent) const;
  SequenceStep refused(Stream& draw, const SequenceStep& from) const;
  bool drop(Stream& draw, SequenceStep& step) const;
  bool set_default(Stream& draw, SequenceStep& step) const;
  static void shuffle(Stream& draw, SequenceStep& step);
  void address_other(SequenceStep& step) const;

  void walk(Stream& draw, Steps& out) const;
  void same(Stream& draw, Steps& out) const;
  void dresses(Stream& draw, Steps& out) const;
  void orders(Stream& draw, Steps& out) const;
  void defaults(Stream& draw, Steps& out) const;
  void refusals(Stream& draw, Steps& out) const;
  void in_turn(Stream& draw, Steps& out) const;
  void back_and_forth(Stream& draw, Steps& out) const;

  const spec::Operation& operation_;
  const RandomPhase& random_;
  mutable std::array<Kept, 32> kept_;  // several lanes walk through a sequence each
};

}  // namespace assay::generators
