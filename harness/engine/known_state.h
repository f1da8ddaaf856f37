// States of a resource that the harness stores itself, and how it shows them to people.
#pragma once
#include <optional>
#include <string>

#include "generators/case.h"
#include "oracles/knowledge.h"
#include "spec/operation.h"

namespace assay::harness {

// A valid case that stores `state`; what was never configured is left out where it may be. With
// `only`, of all parameters that may be left out, no other is sent.
generators::Case storing_case(const spec::Operation& operation, const oracles::State& state,
                              generators::Signature signature,
                              const spec::Parameter* only = nullptr);

// False when a field of it shows a value that was never configured.
bool can_be_stored(const spec::Operation& operation, const oracles::State& state);

// A state that differs in every field for which the document names a second valid value.
oracles::State another_state(const spec::Operation& operation, const oracles::State& state);

// "Colour=red, Size=5", for people.
std::string state_text(const spec::Operation& operation, const oracles::State& state);
// The same, or "" for a state that is not known.
std::string state_text(const spec::Operation& operation,
                       const std::optional<oracles::State>& state);

}  // namespace assay::harness
