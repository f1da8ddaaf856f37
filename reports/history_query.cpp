// What a history file knows, read back.
#include <algorithm>
#include <map>

#include "reports/history_impl.h"

namespace assay::reports {
namespace {

class Reading {
 public:
  Reading(Database& database, Track& track, std::size_t last)
      : database_(database), track_(track), last_(last) {}

  void read() {
    read_runs();
    if (track_.runs.empty()) return;
    read_findings();
    read_sightings();
    read_unjudged();
    read_changes();
  }

 private:
  std::int64_t first() const { return track_.runs.front().id; }

  void read_runs() {
    Statement all(
        database_,
        "SELECT id, started, spec_sha256, assay, settings, exit_why, seed, cases, requests, "
        "seconds, rate, exit, finished, testable, exercised, violated, fresh, back, gone, "
        "(SELECT count(*) FROM sightings WHERE run = runs.id), "
        "(SELECT count(*) FROM choices WHERE run = runs.id AND before IS NOT NULL) "
        "FROM runs WHERE operation = ? AND endpoint = ? ORDER BY id DESC LIMIT ?");
    all.bind(track_.operation).bind(track_.endpoint).bind(static_cast<std::int64_t>(last_));
    while (all.step()) {
      PastRun run;
      run.id = all.integer(0);
      run.started = all.text(1);
      run.spec_sha256 = all.text(2);
      run.assay = all.text(3);
      run.settings = all.text(4);
      run.exit_why = all.text(5);
      run.seed = static_cast<std::uint64_t>(all.integer(6));
      run.cases = all.size(7);
      run.requests = all.size(8);
      run.seconds = all.real(9);
      run.rate = all.real(10);
      run.exit = static_cast<int>(all.integer(11));
      run.finished = all.integer(12) != 0;
      run.testable = all.size(13);
      run.exercised = all.size(14);
      run.violated = all.size(15);
      run.fresh = all.size(16);
      run.back = all.size(17);
      run.gone = all.size(18);
      run.findings = all.size(19);
      run.changed = all.size(20);
      track_.runs.push_back(std::move(run));
    }
    std::reverse(track_.runs.begin(), track_.runs.end());
    for (std::size_t i = 0; i < track_.runs.size(); ++i) column_[track_.runs[i].id] = i;
  }

  void read_findings() {
    static const std::string sql =
        std::string(select_findings) + " AND (present OR last_run >= ?) ORDER BY key";
    Statement all(database_, sql.c_str());
    all.bind(track_.operation).bind(track_.endpoint).bind(first());
    while (all.step()) {
      Track::Line line;
      line.finding = read_finding(all);
      for (const PastRun& run : track_.runs)
        line.strip.push_back(run.id < line.finding.first_run ? Mark::unknown : Mark::absent);
      row_[all.integer(0)] = track_.findings.size();
      track_.findings.push_back(std::move(line));
    }
  }

  void mark(std::int64_t finding, std::int64_t run, Mark mark) {
    const auto row = row_.find(finding);
    const auto column = column_.find(run);
    if (row != row_.end() && column != column_.end())
      track_.findings[row->second].strip[column->second] = mark;
  }

  void read_sightings() {
    Statement all(database_,
                  "SELECT finding, run, reproduced FROM sightings JOIN runs ON runs.id = run "
                  "WHERE operation = ? AND endpoint = ? AND run >= ?");
    all.bind(track_.operation).bind(track_.endpoint).bind(first());
    while (all.step())
      mark(all.integer(0), all.integer(1), all.integer(2) != 0 ? Mark::seen : Mark::flaky);
  }

  void read_unjudged() {
    Statement all(database_,
                  "SELECT finding, run FROM unjudged JOIN runs ON runs.id = run "
                  "WHERE operation = ? AND endpoint = ? AND run >= ?");
    all.bind(track_.operation).bind(track_.endpoint).bind(first());
    while (all.step()) mark(all.integer(0), all.integer(1), Mark::unjudged);
  }

  void read_changes() {
    Statement all(database_,
                  "SELECT run, started, reading, before, surviving FROM choices "
                  "JOIN runs ON runs.id = run WHERE operation = ? AND endpoint = ? AND run >= ? "
                  "AND before IS NOT NULL ORDER BY run, reading");
    all.bind(track_.operation).bind(track_.endpoint).bind(first());
    while (all.step())
      track_.changes.push_back({all.integer(0), all.text(1), all.text(2),
                                alternatives_of(all.text(3)), alternatives_of(all.text(4))});
  }

  Database& database_;
  Track& track_;
  std::size_t last_;
  std::map<std::int64_t, std::size_t> column_, row_;  // by the ids of runs and findings
};

}  // namespace

std::vector<Track> History::tracks(const HistoryFilter& filter) const {
  // One picture, whoever adds a run meanwhile.
  Database& database = impl_->database;
  const Transaction snapshot(database, Transaction::Kind::reads);
  std::vector<Track> out;
  Statement all(database,
                "SELECT DISTINCT operation, endpoint FROM runs WHERE (?1 = '' OR operation = ?1) "
                "AND (?2 = '' OR endpoint = ?2) ORDER BY operation, endpoint");
  all.bind(filter.operation).bind(filter.endpoint);
  while (all.step()) {
    out.emplace_back();
    out.back().operation = all.text(0);
    out.back().endpoint = all.text(1);
  }
  for (Track& track : out) Reading(database, track, std::max<std::size_t>(filter.last, 1)).read();
  return out;
}

}  // namespace assay::reports
