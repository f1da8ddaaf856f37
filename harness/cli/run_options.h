// What assay run was asked for, as words of the command line.
#pragma once
#include <cstdint>
#include <string>

#include "harness/cli/endpoint_options.h"

namespace assay::harness {

struct RunOptions {
  EndpointOptions endpoint;
  std::string signature = "both", method = "both", format = "both";
  std::string phases = "examples,boundaries,sequences,random", max_time = "60s", rate, report,
              baseline, history;
  std::string out = "assay-report";
  std::uint64_t cases = 30000, seed = 1;
  std::size_t lanes = 8;
  unsigned valid = 40;
  double max_flaky = 0.001;
};

}  // namespace assay::harness
