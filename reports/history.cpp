#include "reports/history.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/escape.h"
#include "reports/history_impl.h"
#include "reports/history_schema.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

struct Stored {
  std::int64_t id = 0;
  PastFinding finding;
};

// One run being added, inside a transaction.
class Adding {
 public:
  Adding(Database& database, const Summary& summary, const HistoryKeeping& keeping)
      : database_(database),
        summary_(summary),
        keeping_(keeping),
        started_(moment(summary.started, keeping.day)) {
    news_.finished = summary.exit == 0 || summary.exit == 1;
  }

  bool there_already() {
    Statement same(database_,
                   "SELECT 1 FROM runs WHERE operation = ? AND endpoint = ? AND started = ? "
                   "AND seed = ? LIMIT 1");
    same.bind(summary_.operation).bind(summary_.endpoint).bind(started_);
    return same.bind(static_cast<std::int64_t>(summary_.seed)).step();
  }

  News add() {
    compare_with_last();
    add_run();
    load_findings();
    add_findings();
    miss_findings();
    for (const ReadingResult& reading : summary_.readings) add_reading(reading);
    count_news();
    drop_old(database_, summary_.operation, summary_.endpoint, keeping_.runs);
    return std::move(news_);
  }

 private:
  // The same hour of another day.
  static std::string moment(const std::string& started, const std::string& day) {
    return day.empty() ? started : day + started.substr(std::min(started.size(), day.size()));
  }

  void compare_with_last() {
    Statement last(database_,
                   "SELECT started, spec_sha256 FROM runs WHERE operation = ? AND endpoint = ? "
                   "AND finished ORDER BY id DESC LIMIT 1");
    last.bind(summary_.operation).bind(summary_.endpoint);
    if (!last.step()) return;
    news_.since = last.text(0);
    news_.document_changed = last.text(1) != summary_.spec_sha256;
  }

  void add_run() {
    const auto count = [](std::size_t value) { return static_cast<std::int64_t>(value); };
    const Coverage seen = coverage(summary_);
    Statement one(database_,
                  "INSERT INTO runs (started, operation, endpoint, spec_sha256, assay, seed, "
                  "settings, cases, requests, seconds, rate, exit, exit_why, finished, testable, "
                  "exercised, violated) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    one.bind(started_).bind(summary_.operation).bind(summary_.endpoint);
    one.bind(summary_.spec_sha256).bind(summary_.assay);
    one.bind(static_cast<std::int64_t>(summary_.seed)).bind(summary_.settings);
    one.bind(count(summary_.cases)).bind(count(summary_.requests));
    one.bind(finite(summary_.seconds)).bind(finite(summary_.requests_per_second));
    one.bind(std::int64_t{summary_.exit}).bind(summary_.exit_why);
    one.bind(std::int64_t{news_.finished}).bind(count(seen.testable));
    one.bind(count(seen.exercised)).bind(count(seen.violated)).run();
    news_.run = database_.last_row();
  }

  // SQLite takes what is no number for NULL.
  static double finite(double value) { return value - value == 0 ? value : 0; }

  void load_findings() {
    Statement all(database_, select_findings);
    all.bind(summary_.operation).bind(summary_.endpoint);
    while (all.step()) {
      PastFinding finding = read_finding(all);
      std::string key = finding.key;
      known_.emplace(std::move(key), Stored{all.integer(0), std::move(finding)});
    }
  }

  void add_findings() {
    for (const Finding& finding : summary_.findings) {
      if (seen_.insert(finding.key).second) meet(finding);
      Statement one(database_,
                    "INSERT INTO sightings (run, finding, count, reproduced, replay) "
                    "VALUES (?,?,?,?,?) ON CONFLICT DO UPDATE SET count = count + excluded.count, "
                    "reproduced = min(reproduced, excluded.reproduced)");
      one.bind(news_.run).bind(known_.at(finding.key).id);
      one.bind(static_cast<std::int64_t>(finding.count)).bind(std::int64_t{finding.reproduced});
      one.bind(finding.replay).run();
    }
  }

  // A finding is new, back, or still there.
  void meet(const Finding& finding) {
    auto at = known_.find(finding.key);
    if (at == known_.end()) {
      Stored stored;
      PastFinding& made = stored.finding;
      made.key = finding.key;
      made.clause = finding.clause;
      made.oracle = finding.oracle;
      made.kind = finding.kind;
      made.first_run = made.last_run = news_.run;
      made.first_started = made.last_started = started_;
      made.times = 1;
      made.present = true;
      made.replay = finding.replay;
      news_.fresh.push_back(made);
      insert(stored);
      known_.emplace(finding.key, std::move(stored));
      return;
    }
    if (!at->second.finding.present) {
      news_.back.push_back(at->second.finding);
      news_.back.back().replay = finding.replay;
      news_.back.back().present = true;
    }
    // One token is shown, that of the last sighting; those before are only weight.
    Statement lighten(database_, "UPDATE sightings SET replay = '' WHERE run = ? AND finding = ?");
    lighten.bind(at->second.finding.last_run).bind(at->second.id).run();
    Statement one(database_,
                  "UPDATE findings SET clause = ?, oracle = ?, kind = ?, last_run = ?, "
                  "last_started = ?, times = times + 1, present = 1 WHERE id = ?");
    one.bind(finding.clause).bind(finding.oracle).bind(finding.kind).bind(news_.run);
    one.bind(started_).bind(at->second.id).run();
  }

  void insert(Stored& stored) {
    const PastFinding& made = stored.finding;
    Statement one(database_,
                  "INSERT INTO findings (operation, endpoint, key, clause, oracle, kind, "
                  "first_run, first_started, last_run, last_started, times, present) "
                  "VALUES (?,?,?,?,?,?,?,?,?,?,1,1)");
    one.bind(summary_.operation).bind(summary_.endpoint).bind(made.key).bind(made.clause);
    one.bind(made.oracle).bind(made.kind).bind(made.first_run).bind(made.first_started);
    one.bind(made.last_run).bind(made.last_started).run();
    stored.id = database_.last_row();
  }

  // What is known and was not seen is gone where this run could have seen it.
  void miss_findings() {
    std::set<std::string_view> exercised;
    for (const ClauseResult& result : summary_.clauses)
      if (result.exercised()) exercised.insert(result.clause.name);
    Statement gone(database_, "UPDATE findings SET present = 0 WHERE id = ?");
    Statement unjudged(database_, "INSERT INTO unjudged (run, finding) VALUES (?, ?)");
    for (const auto& [key, stored] : known_) {
      if (seen_.contains(key)) continue;
      if (!news_.finished || !exercised.contains(stored.finding.clause)) {
        unjudged.bind(news_.run).bind(stored.id).run();
      } else if (stored.finding.present) {
        gone.bind(stored.id).run();
        news_.gone.push_back(stored.finding);
        news_.gone.back().present = false;
      }
    }
  }

  void add_reading(const ReadingResult& reading) {
    Statement last(database_,
                   "SELECT known, run FROM choices JOIN runs ON runs.id = choices.run "
                   "WHERE reading = ? AND operation = ? AND endpoint = ? "
                   "ORDER BY run DESC LIMIT 1");
    last.bind(reading.name).bind(summary_.operation).bind(summary_.endpoint);
    std::vector<std::string> known = reading.surviving;
    std::optional<std::vector<std::string>> before;
    std::optional<std::int64_t> last_run;
    if (last.step()) {
      last_run = last.integer(1);
      const std::vector<std::string> until_now = alternatives_of(last.text(0));
      known = common(until_now, reading.surviving);
      if (known.empty()) {
        known = reading.surviving;
        if (until_now != reading.surviving && comparable(until_now, reading)) before = until_now;
      }
    }
    Statement one(database_,
                  "INSERT OR REPLACE INTO choices (run, reading, surviving, known, before) "
                  "VALUES (?,?,?,?,?)");
    one.bind(news_.run).bind(reading.name).bind(alternatives_text(reading.surviving));
    one.bind(alternatives_text(known));
    if (before)
      one.bind(alternatives_text(*before));
    else
      one.bind_null();
    one.run();
    // What was known before is no longer asked for, unless it tells of a change.
    Statement lighten(database_,
                      "DELETE FROM choices WHERE run = ? AND reading = ? AND before IS NULL");
    if (last_run) lighten.bind(*last_run).bind(reading.name).run();
    if (before)
      news_.changed.push_back(
          {news_.run, started_, reading.name, std::move(*before), reading.surviving});
  }

  static std::vector<std::string> common(const std::vector<std::string>& a,
                                         const std::vector<std::string>& b) {
    std::vector<std::string> out;
    for (const std::string& one : a)
      if (std::find(b.begin(), b.end(), one) != b.end()) out.push_back(one);
    return out;
  }

  // A document that changed may have given every alternative another name.
  bool comparable(const std::vector<std::string>& until_now, const ReadingResult& reading) const {
    if (!news_.document_changed) return true;
    std::vector<std::string> names = reading.surviving;
    for (const Elimination& one : reading.eliminated) names.push_back(one.value);
    return !common(until_now, names).empty();
  }

  void count_news() {
    const auto count = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
    Statement one(database_, "UPDATE runs SET fresh = ?, back = ?, gone = ? WHERE id = ?");
    one.bind(count(news_.fresh)).bind(count(news_.back)).bind(count(news_.gone));
    one.bind(news_.run).run();
  }

  Database& database_;
  const Summary& summary_;
  const HistoryKeeping& keeping_;
  std::string started_;
  News news_;
  std::map<std::string, Stored> known_;
  std::set<std::string> seen_;
};

}  // namespace

std::string alternatives_text(const std::vector<std::string>& all) {
  nlohmann::json out = nlohmann::json::array();
  for (const std::string& one : all) out.push_back(json_bytes(one));
  return out.dump();
}

std::vector<std::string> alternatives_of(std::string_view text) {
  std::vector<std::string> out;
  const auto list = nlohmann::json::parse(text, nullptr, false);
  if (!list.is_array()) return out;
  for (const auto& one : list)
    if (one.is_string()) out.push_back(bytes_of_json(one.get_ref<const std::string&>()));
  return out;
}

PastFinding read_finding(const Statement& row) {
  PastFinding out;
  out.key = row.text(1);
  out.clause = row.text(2);
  out.oracle = row.text(3);
  out.kind = row.text(4);
  out.first_run = row.integer(5);
  out.first_started = row.text(6);
  out.last_run = row.integer(7);
  out.last_started = row.text(8);
  out.times = row.size(9);
  out.present = row.integer(10) != 0;
  out.replay = row.text(11);
  return out;
}

History::History(const std::filesystem::path& path, Open open, HistoryKeeping keeping)
    : impl_(
          std::make_unique<Impl>(Impl{Database(path, open == Open::to_add), std::move(keeping)})) {
  migrate(impl_->database, path.string(), open == Open::to_add);
}

History::~History() = default;

News History::add(const Summary& summary) {
  Transaction transaction(impl_->database);
  News news = Adding(impl_->database, summary, impl_->keeping).add();
  transaction.commit();
  return news;
}

std::optional<News> History::add_missing(const Summary& summary) {
  Transaction transaction(impl_->database);
  Adding adding(impl_->database, summary, impl_->keeping);
  if (adding.there_already()) return std::nullopt;
  News news = adding.add();
  transaction.commit();
  return news;
}

}  // namespace assay::reports
