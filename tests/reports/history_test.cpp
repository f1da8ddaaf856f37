#include "reports/history.h"

#include <boost/test/unit_test.hpp>

#include <optional>

#include "tests/reports/history_sample.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using reports::History;
using reports::Mark;
using tests::night;

namespace {

std::string letters(const std::vector<reports::PastFinding>& all) {
  std::string out;
  for (const auto& one : all) out += one.clause;
  return out;
}

std::string changed(const reports::News& news) {
  std::string out;
  for (const auto& one : news.changed) {
    out += one.name + ":";
    for (const auto& value : one.before) out += value + ",";
    out += ">";
    for (const auto& value : one.now) out += value + ",";
  }
  return out;
}

std::string strip_of(const reports::Track& track, const std::string& clause) {
  for (const auto& line : track.findings) {
    if (line.finding.clause != clause) continue;
    std::string out;
    for (const Mark mark : line.strip) out += " .#~?"[static_cast<std::size_t>(mark)];
    return out;
  }
  return "none";
}

reports::Track only_track(const History& history, std::size_t last = 400) {
  const auto all = history.tracks({"", "", last});
  BOOST_REQUIRE(all.size() == 1U);
  return all[0];
}

struct Night {
  std::string seen, skipped;
  std::vector<std::string> chosen;
  int exit;  // -1: as findings say
  std::string fresh, back, gone, changed;
};

const std::vector<std::string> exact{"exact"};
const std::vector<std::string> ignored{"ignored"};

// Findings appear, vanish, flicker; clauses are not exercised; runs break off; readings change.
const std::vector<Night> nights = {
    {"", "", exact, -1, "", "", "", ""},                          // 1
    {"A", "", exact, -1, "A", "", "", ""},                        // 2: the first finding
    {"A", "", exact, -1, "", "", "", ""},                         // 3: still there
    {"AB", "", exact, -1, "B", "", "", ""},                       // 4
    {"B", "", exact, -1, "", "", "A", ""},                        // 5
    {"B", "", exact, -1, "", "", "", ""},                         // 6: gone is said once
    {"AB", "", exact, -1, "", "A", "", ""},                       // 7
    {"A", "B", exact, -1, "", "", "", ""},                        // 8: B could not be told
    {"AB", "", exact, -1, "", "", "", ""},                        // 9: so it is not back
    {"A", "B", exact, -1, "", "", "", ""},                        // 10
    {"A", "", exact, -1, "", "", "B", ""},                        // 11: only now it is gone
    {"", "", exact, 5, "", "", "", ""},                           // 12: interrupted
    {"A", "", exact, -1, "", "", "", ""},                         // 13: so A was never gone
    {"", "", {"exact", "ignored", "lower"}, 3, "", "", "", ""},   // 14: unavailable
    {"A", "", exact, -1, "", "", "", ""},                         // 15
    {"AC", "", exact, 5, "C", "", "", ""},                        // 16: interrupted, and yet new
    {"AC", "", exact, -1, "", "", "", ""},                        // 17: known by then
    {"Ac", "", exact, -1, "", "", "", ""},                        // 18: flaky is seen
    {"A", "", exact, -1, "", "", "C", ""},                        // 19
    {"Ac", "", exact, -1, "", "C", "", ""},                       // 20
    {"A", "", exact, -1, "", "", "C", ""},                        // 21
    {"Ac", "", exact, -1, "", "C", "", ""},                       // 22
    {"Ac", "", ignored, -1, "", "", "", "case:exact,>ignored,"},  // 23
    {"Ac", "", ignored, -1, "", "", "", ""},                      // 24: said once
    {"Ac", "", {"exact", "ignored"}, -1, "", "", "", ""},         // 25: undecided is no change
    {"Ac", "", exact, -1, "", "", "", "case:ignored,>exact,"},    // 26: a change since 24
    {"Ac", "", {"ignored", "lower"}, -1, "", "", "", "case:exact,>ignored,lower,"},  // 27
    {"Ac", "", {}, -1, "", "", "", "case:ignored,lower,>"},  // 28: nothing is left
    {"DE", "AC", {}, -1, "DE", "", "", ""},                  // 29
    {"", "", exact, -1, "", "", "ACDE", "case:>exact,"},     // 30
};

}  // namespace

BOOST_AUTO_TEST_SUITE(history)

BOOST_AUTO_TEST_CASE(thirty_nights) {
  BOOST_REQUIRE(nights.size() == 30U);
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add);
  std::string since;
  for (int i = 1; i <= 30; ++i) {
    const Night& one = nights[static_cast<std::size_t>(i - 1)];
    const auto news = history.add(night(i, one.seen, one.skipped, one.chosen, one.exit));
    BOOST_TEST_CONTEXT("night " << i) {
      BOOST_TEST(letters(news.fresh) == one.fresh);
      BOOST_TEST(letters(news.back) == one.back);
      BOOST_TEST(letters(news.gone) == one.gone);
      BOOST_TEST(changed(news) == one.changed);
      BOOST_TEST(news.finished == (one.exit < 0));
      BOOST_TEST(news.since == since);
      BOOST_TEST(!news.document_changed);
    }
    if (one.exit < 0) since = tests::night_started(i);
  }
  const reports::Track track = only_track(history);
  BOOST_TEST(track.runs.size() == 30U);
  //                                      123456789012345678901234567890
  BOOST_TEST(strip_of(track, "A") == " ###..#####?#?##############?.");
  BOOST_TEST(strip_of(track, "B") == "   ####?#?.?.?.?..............");
  BOOST_TEST(strip_of(track, "C") == "               ##~.~.~~~~~~~?.");
  BOOST_TEST(strip_of(track, "D") == "                            #.");
  BOOST_TEST(track.changes.size() == 5U);
  // What was counted with each run agrees with the table.
  for (std::size_t i = 0; i < 30; ++i) {
    BOOST_TEST_CONTEXT("night " << i + 1) {
      BOOST_TEST(track.runs[i].findings == nights[i].seen.size());
      BOOST_TEST(track.runs[i].fresh == nights[i].fresh.size());
      BOOST_TEST(track.runs[i].back == nights[i].back.size());
      BOOST_TEST(track.runs[i].gone == nights[i].gone.size());
      BOOST_TEST(track.runs[i].changed == (nights[i].changed.empty() ? 0U : 1U));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_last_runs_alone) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add);
  for (int i = 1; i <= 30; ++i) {
    const Night& one = nights[static_cast<std::size_t>(i - 1)];
    history.add(night(i, one.seen, one.skipped, one.chosen, one.exit));
  }
  const reports::Track track = only_track(history, 3);
  BOOST_TEST(track.runs.size() == 3U);
  BOOST_TEST(track.runs[0].started == tests::night_started(28));
  BOOST_TEST(strip_of(track, "A") == "#?.");
  BOOST_TEST(strip_of(track, "B") == "none");  // long gone
  BOOST_TEST(track.changes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_run_comes_back_as_it_was) {
  const tests::TempDir folder;
  const auto path = folder / "nights.sqlite";
  History(path, History::Open::to_add).add(night(7, "Ab"));
  const History history(path, History::Open::to_read);
  const reports::Track track = only_track(history);
  BOOST_TEST(track.operation == tests::night_operation);
  BOOST_TEST(track.endpoint == tests::night_endpoint);
  const reports::PastRun& run = track.runs.at(0);
  BOOST_TEST(run.seed == 18446744073709551615U);
  BOOST_TEST(run.cases == 1007U);
  BOOST_TEST(run.requests == 2000U);
  BOOST_TEST(run.seconds == 0.5);
  BOOST_TEST(run.rate == 4000.0);
  BOOST_TEST(run.exit == 1);
  BOOST_TEST(run.exit_why == "said so");
  BOOST_TEST(run.settings == "unsigned, GET");
  BOOST_TEST(run.assay == "0.1.0");
  BOOST_TEST(run.spec_sha256 == "5ec0");
  BOOST_TEST(run.testable == 5U);
  BOOST_TEST(run.exercised == 5U);
  BOOST_TEST(run.violated == 2U);
  const reports::PastFinding& finding = track.findings.at(0).finding;
  BOOST_TEST(finding.key == "lab.Tag/A/accepted");
  BOOST_TEST(finding.oracle == "outcome");
  BOOST_TEST(finding.kind == "accepted");
  BOOST_TEST(finding.replay == "assay1-A");
  BOOST_TEST(finding.times == 1U);
  BOOST_TEST(finding.present);
  BOOST_TEST(strip_of(track, "B") == "~");
}

BOOST_AUTO_TEST_CASE(operations_and_endpoints_are_apart) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add);
  reports::Summary other = night(2, "A");
  other.endpoint = "http://127.0.0.1:9090";
  reports::Summary third = night(3, "");
  third.operation = "lab.Untag";
  history.add(night(1, "A"));
  BOOST_TEST(letters(history.add(other).fresh) == "A");
  BOOST_TEST(history.add(third).gone.empty());
  BOOST_TEST(history.add(night(4, "A")).fresh.empty());
  BOOST_TEST(history.tracks({}).size() == 3U);
  BOOST_TEST(history.tracks({"lab.Untag", "", 30}).size() == 1U);
  BOOST_TEST(history.tracks({"", other.endpoint, 30}).size() == 1U);
  BOOST_TEST(
      history.tracks({tests::night_operation, tests::night_endpoint, 30}).at(0).runs.size() == 2U);
  BOOST_TEST(history.tracks({"", "http://127.0.0.1:80", 30}).empty());
}

BOOST_AUTO_TEST_CASE(another_document_is_told_and_names_of_before_do_not_count) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add);
  history.add(night(1, ""));
  // Every alternative has another name now: nobody can tell whether the choice is another.
  reports::Summary renamed = night(2, "");
  renamed.spec_sha256 = "0ther";
  renamed.readings = {{"case", "", {"strict"}, {{"lenient", "x"}}}};
  const auto news = history.add(renamed);
  BOOST_TEST(news.document_changed);
  BOOST_TEST(news.changed.empty());
  // And from there on they count again.
  reports::Summary later = renamed;
  later.readings = {{"case", "", {"lenient"}, {{"strict", "x"}}}};
  BOOST_TEST(changed(history.add(later)) == "case:strict,>lenient,");
  // The same name in another document does count.
  later.spec_sha256 = "th1rd";
  later.readings = {{"case", "", {"strict"}, {{"lenient", "x"}}}};
  BOOST_TEST(changed(history.add(later)) == "case:lenient,>strict,");
}

BOOST_AUTO_TEST_CASE(a_clause_that_the_document_lost_calls_nothing_gone) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add);
  history.add(night(1, "A"));
  reports::Summary without = night(2, "");
  without.clauses.erase(without.clauses.begin());
  BOOST_TEST(history.add(without).gone.empty());
  BOOST_TEST(letters(history.add(night(3, "")).gone) == "A");
}

BOOST_AUTO_TEST_CASE(the_oldest_runs_are_dropped) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add, {3, ""});
  history.add(night(1, "AB"));
  for (int i = 2; i <= 9; ++i) history.add(night(i, "A"));
  const reports::Track track = only_track(history);
  BOOST_TEST(track.runs.size() == 3U);
  BOOST_TEST(track.runs[0].started == tests::night_started(7));
  BOOST_REQUIRE(track.findings.size() == 1U);
  // The run is no longer there, and it is still known when the finding was first seen.
  BOOST_TEST(track.findings[0].finding.first_started == tests::night_started(1));
  BOOST_TEST(track.findings[0].finding.times == 9U);
  BOOST_TEST(strip_of(track, "A") == "###");
}

BOOST_AUTO_TEST_CASE(four_hundred_runs_are_kept_by_default) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add);
  for (std::size_t i = 0; i < reports::history_runs_kept + 2; ++i) history.add(night(1, "A"));
  BOOST_TEST(only_track(history, 1000).runs.size() == 400U);
}

BOOST_AUTO_TEST_CASE(two_of_one_key_are_one_finding) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add);
  BOOST_TEST(letters(history.add(night(1, "Aa")).fresh) == "A");
  const reports::Track track = only_track(history);
  BOOST_TEST(strip_of(track, "A") == "~");
  BOOST_TEST(track.findings[0].finding.times == 1U);
}

BOOST_AUTO_TEST_CASE(a_run_that_may_be_there_is_added_once) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", History::Open::to_add);
  const reports::Summary killed = night(1, "A", "", exact, 5);
  const auto news = history.add_missing(killed);
  BOOST_REQUIRE(news.has_value());
  BOOST_TEST(letters(news->fresh) == "A");
  BOOST_TEST(!history.add_missing(killed).has_value());
  // Near misses: another second, seed, endpoint.
  BOOST_TEST(history.add_missing(night(2, "A")).has_value());
  reports::Summary other = killed;
  ++other.seed;
  BOOST_TEST(history.add_missing(other).has_value());
  other = killed;
  other.endpoint = "elsewhere";
  BOOST_TEST(history.add_missing(other).has_value());
  std::size_t runs = 0;
  for (const reports::Track& track : history.tracks({})) runs += track.runs.size();
  BOOST_TEST(runs == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
