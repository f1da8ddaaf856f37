#include "harness/cli/completion_words.h"

#include "harness/cli/parse.h"
#include "harness/cli/settings_layers.h"
#include "mock/faults.h"

namespace assay::harness {

namespace {

std::vector<std::string> readings() {
  std::string file;
  std::vector<std::string> out;
  for (const spec::Reading& reading : load_operation("", file).readings) {
    for (const spec::Alternative& alternative : reading.alternatives)
      out.push_back(reading.name + "=" + alternative.name);
  }
  return out;
}

std::vector<std::string> profiles(CLI::App& run) {
  const Surroundings around = real_surroundings();
  const auto file = find_settings(around.folder, around.home);
  try {
    if (!file.empty()) return profile_names(load_settings(file, Keys(run)));
  } catch (const UsageError&) {  // said by the command that is being typed
    return profile_names({});
  }
  return profile_names({});
}

}  // namespace

std::vector<std::string> completion_words(const std::string& what, CLI::App& run) {
  if (what == "readings") return readings();
  if (what == "profiles") return profiles(run);
  if (what == "documents") return document_names();
  std::vector<std::string> out;
  for (const mock::FaultInfo& fault : mock::faults()) out.emplace_back(fault.name);
  return out;
}

}  // namespace assay::harness
