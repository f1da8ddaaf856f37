// What is found out before the first case: what is reachable, whether the credentials are taken,
// which resources there are, whether state can be observed, and what will not be judged.
#pragma once
#include <string>
#include <vector>

#include "harness/engine/client.h"

namespace assay::harness {

struct Preflight {
  std::string refusal;             // why the run can't start; empty when it can
  std::vector<std::string> lines;  // for people, a sentence each
  std::vector<std::string> not_judged;
  std::vector<std::string> resources;                 // to work on
  std::vector<std::optional<oracles::State>> states;  // of each, before anything is changed
};

// Also fills in the context's knowledge of resources and whether state is observable.
Preflight preflight(Context& context, Client& client);

// Puts every resource back to its first state. Sentences for people: what was put back, and what
// could not be.
std::vector<std::string> restore(Context& context, Client& client, const Preflight& before);

}  // namespace assay::harness
