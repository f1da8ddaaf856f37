// Ways to break a parameter, by the rule that they break: what is combined with one another.
// Internal to the fixed phases.
#pragma once
#include <vector>

#include "generators/phases.h"
#include "generators/variant.h"

namespace assay::generators {

struct Way {
  Variant variant;
  spec::Check check = spec::Check::absent;
  bool first = false;  // of those that break this check
};

// A few for each rule that the parameter can break: to be left out, sent twice, ill-formed …
std::vector<Way> ways_of(const spec::Parameter& parameter);

// By parameter of the operation; null: filled in validly, or left out where it may be.
using Chosen = std::vector<const Way*>;
// A call that is broken in the chosen ways. `reversed`: parameters are sent last to first.
Template broken_call(const spec::Operation& operation, const Chosen& chosen, Stream& draw,
                     bool reversed);

}  // namespace assay::generators
