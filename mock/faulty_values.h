// Faults that bend a value before it is judged. Internal to mock/.
#pragma once
#include <optional>
#include <string>

#include "mock/faults.h"
#include "mock/state.h"
#include "spec/operation.h"

namespace assay::mock {

// Replaces `value` by what a faulty endpoint takes it for. Only for a set that is not none().
void bend_value(const FaultSet& faults, const Targets& targets, const spec::Parameter& parameter,
                std::string& value);

// The resource whose name `name` goes on after, where that fault is on.
std::optional<std::size_t> find_longer(const FaultSet& faults, const State& state,
                                       const std::string& name);

}  // namespace assay::mock
