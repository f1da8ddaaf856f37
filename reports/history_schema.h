// Internal: the tables of a history file, and how a file of an older version becomes a new one.
//
// runs      a run a row. `finished`: it came to a verdict, so what it did not see is gone.
// findings  what was ever seen of an operation at an endpoint. `present`: as of the last run that
//           could tell. `first_started` outlives the run that it names.
// sightings which run saw which finding.
// unjudged  which run could not tell whether a known finding is still there.
// choices   (since version 2) a reading in a run: what survived it, what is `known` with all runs
//           before, and `before`, what was known until then, where the two contradict each other.
#pragma once
#include "reports/sqlite.h"

namespace assay::reports {

// Brings the file to history_version, a step and a transaction each. Throws std::runtime_error: the
// file is of a newer version, or no history of assay.
void migrate(Database& database, const std::string& path, bool create);

}  // namespace assay::reports
