#include "reports/history_schema.h"

#include <array>
#include <stdexcept>

#include "reports/history.h"

namespace assay::reports {
namespace {

// In the head of the file, so that another program's database is not taken for a history ("assy").
constexpr std::int64_t application = 0x61737379;

constexpr const char* to_version_1 = R"sql(
PRAGMA application_id = 1634956153;
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, operation TEXT NOT NULL,
  endpoint TEXT NOT NULL, spec_sha256 TEXT NOT NULL, assay TEXT NOT NULL, seed INTEGER NOT NULL,
  settings TEXT NOT NULL, cases INTEGER NOT NULL, requests INTEGER NOT NULL, seconds REAL NOT NULL,
  rate REAL NOT NULL, exit INTEGER NOT NULL, exit_why TEXT NOT NULL, finished INTEGER NOT NULL,
  testable INTEGER NOT NULL, exercised INTEGER NOT NULL, violated INTEGER NOT NULL,
  fresh INTEGER NOT NULL DEFAULT 0, back INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0);
CREATE INDEX runs_of ON runs (operation, endpoint, id);
CREATE TABLE findings (
  id INTEGER PRIMARY KEY, operation TEXT NOT NULL, endpoint TEXT NOT NULL, key TEXT NOT NULL,
  clause TEXT NOT NULL, oracle TEXT NOT NULL, kind TEXT NOT NULL,
  first_run INTEGER NOT NULL, first_started TEXT NOT NULL,
  last_run INTEGER NOT NULL, last_started TEXT NOT NULL,
  times INTEGER NOT NULL, present INTEGER NOT NULL,
  UNIQUE (operation, endpoint, key));
CREATE TABLE sightings (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  finding INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
  count INTEGER NOT NULL, reproduced INTEGER NOT NULL, replay TEXT NOT NULL,
  PRIMARY KEY (run, finding)) WITHOUT ROWID;
CREATE INDEX sightings_of ON sightings (finding, run);
CREATE TABLE unjudged (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  finding INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
  PRIMARY KEY (run, finding)) WITHOUT ROWID;
CREATE INDEX unjudged_of ON unjudged (finding);
PRAGMA user_version = 1;
)sql";

constexpr const char* to_version_2 = R"sql(
CREATE TABLE choices (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  reading TEXT NOT NULL, surviving TEXT NOT NULL, known TEXT NOT NULL, before TEXT,
  PRIMARY KEY (run, reading)) WITHOUT ROWID;
CREATE INDEX choices_of ON choices (reading, run);
PRAGMA user_version = 2;
)sql";

constexpr std::array<const char*, history_version> steps = {to_version_1, to_version_2};

// Reading this is the first thing that touches the file, so what is no database shows here.
std::size_t version_of(Database& database, const std::string& path) {
  // All in one statement, so that no other run's first step comes in between.
  Statement head(database,
                 "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema) "
                 "FROM pragma_user_version, pragma_application_id");
  head.step();
  const std::int64_t version = head.integer(0);
  const bool ours = head.integer(1) == application;
  const bool empty = head.integer(2) == 0;
  if (ours ? version < 1 : !empty || version != 0) {
    throw std::runtime_error(path + ": is an SQLite database, but no history of assay");
  }
  if (version > static_cast<std::int64_t>(history_version)) {
    throw std::runtime_error(path + ": is a history of version " + std::to_string(version) +
                             ", and this assay knows versions up to " +
                             std::to_string(history_version) + "; a newer assay wrote it");
  }
  return static_cast<std::size_t>(version);
}

}  // namespace

void migrate(Database& database, const std::string& path, bool create) {
  const std::size_t found = version_of(database, path);
  if (found == 0 && !create) throw std::runtime_error(path + ": is empty, and no history of assay");
  if (create && database.read_only())
    throw std::runtime_error(path + ": can't be written: it may only be read");
  for (bool done = found == history_version; !done;) {
    Transaction transaction(database);
    // Somebody else may have done this step meanwhile.
    const std::size_t version = version_of(database, path);
    done = version == history_version;
    if (!done) database.execute(steps.at(version));
    transaction.commit();
  }
}

}  // namespace assay::reports
