// Internal: what the two halves of History share.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "reports/history.h"
#include "reports/sqlite.h"

namespace assay::reports {

struct History::Impl {
  Database database;
  HistoryKeeping keeping;
};

// A list of alternatives as one text, and back; text that is no such list gives none.
std::string alternatives_text(const std::vector<std::string>& all);
std::vector<std::string> alternatives_of(std::string_view text);

// Every finding of an operation (the first parameter) at an endpoint (the second); a condition may
// follow. The id comes first, then what read_finding() reads.
inline constexpr const char* select_findings =
    "SELECT id, key, clause, oracle, kind, first_run, first_started, last_run, last_started, "
    "times, "
    "present, (SELECT replay FROM sightings WHERE finding = findings.id ORDER BY run DESC LIMIT 1) "
    "FROM findings WHERE operation = ? AND endpoint = ?";
PastFinding read_finding(const Statement& row);

// Drops the runs of an operation at an endpoint past the last `keep`, but never the last one that
// came to a verdict, and the findings past those to remember.
Pruned drop_old(Database& database, const std::string& operation, const std::string& endpoint,
                std::size_t keep);

}  // namespace assay::reports
