// What assay run was asked for, as words of the command line.
#pragma once
#include <string>

#include "harness/cli/run_setup.h"
#include "reports/history.h"

namespace assay::harness {

struct RunOptions : CaseOptions {
  EndpointOptions endpoint;
  std::string report, baseline, history, today;
  std::size_t history_keep = reports::history_runs_kept;
  std::string out = "assay-report";
  unsigned valid = 40;
  double max_flaky = 0.001;
};

}  // namespace assay::harness
