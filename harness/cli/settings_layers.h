// Where each setting comes from: flag > environment > profile in the file > file > built-in profile
// > default.
#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "harness/cli/settings_file.h"

namespace assay::harness {

// What is around the command line. Tests make their own.
struct Surroundings {
  std::map<std::string, std::string> environment;  // only the names that begin with ASSAY_
  std::filesystem::path folder, home;
};
Surroundings real_surroundings();

struct Settled {
  std::string file;                            // assay.toml that was read; "": none
  std::string profile, profile_from;           // "": none
  std::map<std::string, std::string> sources;  // of each key that no flag gave: "environment …"
  std::vector<std::string> warnings;
  std::string refusal;  // only for a command that bears with it (tolerate): why nothing was applied

  // A refusal that begins with "--key: " and is about what no flag said: with where it came from.
  std::string explain(const std::string& refusal_text) const;
};

// Adds --config and --profile: what marks a command as one that takes settings.
void add_settings_options(CLI::App& command);
bool takes_settings(CLI::App& command);

// "max-time" as "ASSAY_MAX_TIME".
std::string variable_of(std::string key);

// Gives every option of `command` that no flag gave its value from the environment or the file.
// The keys are the options of `run`; `command` takes those that it has, too. UsageError names where
// a wrong value came from.
Settled settle(CLI::App& command, CLI::App& run, const Surroundings& around);

// Every profile that may be chosen, those of the file included, sorted.
std::vector<std::string> profile_names(const SettingsFile& file);

}  // namespace assay::harness
