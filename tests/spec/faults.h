// Tables of faults: one change of a shipped file, and what the loader has to say about it.
#pragma once
#include <vector>

#include "tests/spec/support.h"

namespace assay::spec::testing {

struct FaultRow {
  Part part;           // the file that is changed, and that the fault names
  const char* action;  // "remove", "replace" or "add", as in JSON Patch
  const char* target;  // JSON pointer
  const char* value;   // JSON text, "" for "remove"
  const char* path;    // where the fault is
  const char* reason;  // a part of its reason
};

std::vector<FaultRow> operation_faults();
std::vector<FaultRow> parameter_faults();
std::vector<FaultRow> setting_faults();
std::vector<FaultRow> list_faults();
std::vector<FaultRow> catalogue_faults();
std::vector<FaultRow> gateway_faults();
std::vector<FaultRow> observation_faults();
std::vector<FaultRow> effect_faults();

}  // namespace assay::spec::testing
