// Run after run of the same operation at the same endpoint, in one SQLite file: what is new since
// the run before, what is gone, and which choice changed.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reports/summary.h"

namespace assay::reports {

inline constexpr std::size_t history_version = 2;      // of the file
inline constexpr std::size_t history_runs_kept = 400;  // of an operation at an endpoint
// Findings that no kept run saw are remembered by their first and last day: the last seen of them.
inline constexpr std::size_t history_findings_remembered = 1000;

// A finding as the history knows it.
struct PastFinding {
  std::string key, clause, oracle, kind;
  std::int64_t first_run = 0, last_run = 0;
  std::string first_started, last_started;  // when those runs started
  std::size_t times = 0;                    // runs that saw it, those no longer kept too
  bool present = false;                     // as of the last run that could tell
  std::string replay;                       // of the last sighting that is kept
};

struct ChangedReading {
  std::int64_t run = 0;
  std::string started, name;
  std::vector<std::string> before, now;  // none: nothing that is allowed
};

// What a run says that those before it did not.
struct News {
  std::int64_t run = 0;
  bool finished = true;            // false: the run came to no verdict, so nothing is gone
  std::string since;               // when the finished run before it started; "" for none
  bool document_changed = false;   // since then
  std::vector<PastFinding> fresh;  // never seen before
  std::vector<PastFinding> back;   // seen before, and gone in between; last_run is of before
  std::vector<PastFinding> gone;   // its clause was exercised, and it did not show
  std::vector<ChangedReading> changed;
};

struct PastRun {
  std::int64_t id = 0;
  std::string started, spec_sha256, assay, settings, exit_why;
  std::uint64_t seed = 0;
  std::size_t cases = 0, requests = 0;
  double seconds = 0, rate = 0;
  int exit = 0;
  bool finished = false;
  std::size_t testable = 0, exercised = 0, violated = 0;  // clauses
  std::size_t findings = 0, fresh = 0, back = 0, gone = 0, changed = 0;
};

// unjudged: its clause was not exercised, or the run did not finish. unknown: not seen until then.
enum class Mark { unknown, absent, seen, flaky, unjudged };

// How a run is added. `runs`: how many to keep of the same operation at the same endpoint, and the
// last one that came to a verdict in any case. `day` ("2026-11-24"), where it is set, takes the
// place of the date at which the run started.
struct HistoryKeeping {
  std::size_t runs = history_runs_kept;
  std::string day;
};

struct Pruned {
  std::size_t runs_dropped = 0, runs_kept = 0, findings_dropped = 0;
};

struct Track {  // the runs of one operation at one endpoint
  std::string operation, endpoint;
  std::vector<PastRun> runs;  // the oldest first
  struct Line {
    PastFinding finding;
    std::vector<Mark> strip;  // one a run
  };
  std::vector<Line> findings;           // seen in one of `runs`, or present; sorted by key
  std::vector<ChangedReading> changes;  // in those runs, the oldest first
};

struct HistoryFilter {
  std::string operation, endpoint;  // exactly; "" for all
  std::size_t last = 30;            // runs of each, at most
};

// Runs may be added by several processes at once: each waits its turn, and none is lost.
//
// A run is *finished* with exit 0 or 1. Any run may show that a finding is there; only a finished
// one that exercised its clause can show that it is gone. A reading *changed* when what survived
// in a run shares nothing with what all runs before it had left.
//
// Example: History history("nights.sqlite", History::Open::to_add);
//          for (const std::string& line : news_lines(history.add(summary))) print(line);
class History {
 public:
  // to_add makes a missing file, and its folder. Either brings a file of an older version up to
  // date. Throws std::runtime_error that names the path: no such file (to_read), a folder, no
  // history, a newer version, can't be written.
  enum class Open { to_add, to_read };
  History(const std::filesystem::path& path, Open open, HistoryKeeping keeping = {});
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  // Keeps the run, all or nothing, and drops the oldest of the same operation and endpoint past
  // those to keep. What only they saw is still known: when it was first and last seen, how often,
  // and so that it is back and not new when it shows again.
  News add(const Summary& summary);
  // The same for a run that may have been added already: nothing, where one of its operation,
  // endpoint and seed started at the same second.
  std::optional<News> add_missing(const Summary& summary);

  // Drops the oldest runs of every operation and endpoint likewise, and makes the file as small as
  // what it holds. Waits for whoever else writes.
  Pruned prune();

  std::vector<Track> tracks(const HistoryFilter& filter) const;  // by operation, then endpoint

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::reports
