// What assay run was asked for, as words of the command line.
#pragma once
#include <string>

#include "harness/cli/run_setup.h"

namespace assay::harness {

struct RunOptions : CaseOptions {
  EndpointOptions endpoint;
  std::string report, baseline, history;
  std::string out = "assay-report";
  unsigned valid = 40;
  double max_flaky = 0.001;
};

}  // namespace assay::harness
