// A finding as JSON, the same in summary.json and in the journal. Not for other rooms.
#pragma once
#include <nlohmann/json_fwd.hpp>

#include "reports/summary.h"

namespace assay::reports {

// `bytes` false leaves request, answer and states empty: for a journal that has grown too long.
nlohmann::ordered_json finding_json(const Finding& finding, bool bytes = true);

}  // namespace assay::reports
