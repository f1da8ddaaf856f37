// Sentences about names that nobody knows. Internal to mock/.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "spec/load.h"

namespace assay::mock {

// `no KIND is called "NAME"; did you mean "NEAR"?`, or with all known names when none is near.
inline std::string unknown_name(const std::string& kind, std::string_view name,
                                const std::vector<std::string>& known) {
  std::string out = "no " + kind + " is called \"" + std::string(name) + "\"";
  const std::string near = spec::nearest(name, known);
  if (!near.empty()) return out + "; did you mean \"" + near + "\"?";
  out += "; known are:";
  for (const std::string& each : known) out += " " + each;
  return out;
}

}  // namespace assay::mock
