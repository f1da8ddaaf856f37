// What commands that judge have in common: which cases are sent, and how a run is set up.
#pragma once
#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "harness/cli/endpoint_options.h"
#include "harness/engine/run.h"

namespace assay::harness {

// As words of the command line.
struct CaseOptions {
  std::string signature = "both", method = "both", format = "both";
  std::string phases = "examples,boundaries,sequences,random", max_time = "60s", rate;
  std::uint64_t cases = 30000, seed = 1;
  std::size_t lanes = 8;
};

void add_case_options(CLI::App& command, CaseOptions& options);
// Throws UsageError that names the flag.
void apply(const CaseOptions& options, Settings& settings);

// The writers of Settings::reports, into Settings::out. Throws UsageError: --out can't be written.
void add_writers(reports::Listeners& listeners, const Settings& settings);

// Both must outlive what comes back.
RunEnvironment environment_of(const ReadyEndpoint& ready, const Settings& settings);

}  // namespace assay::harness
