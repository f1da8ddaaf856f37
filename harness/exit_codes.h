// The exit codes of assay; docs/verdicts.md and README.md hold the same table, and a test compares.
#pragma once

namespace assay::harness {

enum class Exit : int {
  conforms = 0,
  violations = 1,
  usage = 2,        // of the command line, a setting or a spec file
  unavailable = 3,  // no endpoint, or the run is void
  nothing = 4,      // nothing was judged
  interrupted = 5,  // the report is written all the same
  own_fault = 70
};

}  // namespace assay::harness
