// What a history forgets, so that its file stays small.
#include <algorithm>

#include "reports/history_impl.h"

namespace assay::reports {
namespace {

std::size_t count_runs(Database& database) {
  Statement all(database, "SELECT count(*) FROM runs");
  all.step();
  return all.size(0);
}

// Its code and kind may be the endpoint's own words, so there may be any number of them.
std::size_t forget_findings(Database& database, const std::string& operation,
                            const std::string& endpoint) {
  Statement findings(
      database,
      "DELETE FROM findings WHERE id IN (SELECT id FROM findings WHERE operation = ? "
      "AND endpoint = ? AND NOT EXISTS (SELECT 1 FROM sightings WHERE finding = "
      "findings.id) ORDER BY last_run DESC, id DESC LIMIT -1 OFFSET ?)");
  findings.bind(operation).bind(endpoint);
  findings.bind(static_cast<std::int64_t>(history_findings_remembered)).run();
  return database.changed();
}

// What nobody asks for and an older assay has kept: tokens but the last of each finding, and
// choices but the last of each reading, unless they tell of a change.
void lighten(Database& database) {
  database.execute(
      "UPDATE sightings SET replay = '' WHERE replay != '' AND run < (SELECT last_run FROM "
      "findings "
      "WHERE id = sightings.finding)");
  database.execute(
      "DELETE FROM choices WHERE before IS NULL AND EXISTS (SELECT 1 FROM choices AS other JOIN "
      "runs "
      "AS later ON later.id = other.run JOIN runs AS mine ON mine.id = choices.run WHERE "
      "other.reading = choices.reading AND later.operation = mine.operation AND later.endpoint = "
      "mine.endpoint AND later.id > mine.id)");
}

}  // namespace

Pruned drop_old(Database& database, const std::string& operation, const std::string& endpoint,
                std::size_t keep) {
  Statement runs(database,
                 "DELETE FROM runs WHERE operation = ?1 AND endpoint = ?2 AND id NOT IN "
                 "(SELECT id FROM runs WHERE operation = ?1 AND endpoint = ?2 "
                 "ORDER BY id DESC LIMIT ?3) AND id IS NOT (SELECT max(id) FROM runs "
                 "WHERE operation = ?1 AND endpoint = ?2 AND finished)");
  runs.bind(operation).bind(endpoint);
  runs.bind(static_cast<std::int64_t>(std::max<std::size_t>(keep, 1))).run();
  Pruned out;
  out.runs_dropped = database.changed();
  out.findings_dropped = forget_findings(database, operation, endpoint);
  return out;
}

Pruned History::prune() {
  Database& database = impl_->database;
  Pruned out;
  {
    Transaction transaction(database);
    std::vector<std::pair<std::string, std::string>> tracks;
    Statement all(database, "SELECT DISTINCT operation, endpoint FROM runs");
    while (all.step()) tracks.emplace_back(all.text(0), all.text(1));
    for (const auto& [operation, endpoint] : tracks) {
      const Pruned one = drop_old(database, operation, endpoint, impl_->keeping.runs);
      out.runs_dropped += one.runs_dropped;
      out.findings_dropped += one.findings_dropped;
    }
    lighten(database);
    out.runs_kept = count_runs(database);
    transaction.commit();
  }
  database.execute("VACUUM");
  return out;
}

}  // namespace assay::reports
