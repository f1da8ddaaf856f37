// What is asked of a metadata service in each of its modes. Internal to harness/engine.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "spec/operation.h"

namespace assay::harness {

struct Probe {
  enum class Show { nothing, good, made_up, foreign, expired };
  std::string label;
  std::string method = "GET";
  std::string path;
  Show show = Show::nothing;
  std::optional<std::string> lifetime;  // asked for
  bool forwarded = false;
};

// Tokens first: the one with the longest lifetime is the good one of what follows.
// Example: {"item without a token", "GET", "/latest/item"}.
std::vector<Probe> effect_probes(const spec::Effects& effects);

}  // namespace assay::harness
