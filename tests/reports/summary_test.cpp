#include "reports/summary.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include <limits>

#include "reports/listener.h"
#include "reports/text.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using oracles::Verdict;

namespace {

reports::ClauseResult with(std::initializer_list<Verdict> seen) {
  reports::ClauseResult result;
  for (const Verdict verdict : seen) ++result.verdicts[static_cast<std::size_t>(verdict)];
  return result;
}

class Recorder final : public reports::Listener {
 public:
  explicit Recorder(std::string& log) : log_(log) {}
  void run_started(const reports::RunStart& event) override {
    log_ += "start " + event.summary.operation;
  }
  void phase_started(const std::string& name, std::size_t) override { log_ += " phase " + name; }
  void progress(const reports::Progress& event) override { log_ += " at " + event.phase; }
  void checkpoint(const reports::Checkpoint& event) override {
    log_ += " after " + std::to_string(event.cases);
  }
  void exchange(const reports::ExchangeNote& event) override { log_ += " saw " + event.replay; }
  void finding(const reports::Finding& event) override { log_ += " found " + event.kind; }
  void eliminated(const std::string& reading, const reports::Elimination&) override {
    log_ += " chose " + reading;
  }
  void run_finished(const reports::Summary& event) override {
    log_ += " end " + std::to_string(event.exit) + "|";
  }

 private:
  std::string& log_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(summary)

BOOST_AUTO_TEST_CASE(a_clause_is_exercised_when_an_answer_said_something_of_it) {
  BOOST_TEST(!with({}).exercised());
  for (const Verdict said :
       {Verdict::conforms, Verdict::violates, Verdict::reading, Verdict::silent})
    BOOST_TEST(with({said}).exercised());
  for (const Verdict said :
       {Verdict::not_applicable, Verdict::inconclusive, Verdict::harness_fault})
    BOOST_TEST(!with({said}).exercised());
}

BOOST_AUTO_TEST_CASE(only_a_violation_violates) {
  for (std::size_t i = 0; i < oracles::verdicts; ++i) {
    const auto verdict = static_cast<Verdict>(i);
    BOOST_TEST(with({verdict}).violated() == (verdict == Verdict::violates));
  }
}

BOOST_AUTO_TEST_CASE(the_worst_verdict_wins) {
  const std::array<Verdict, 7> order = {
      Verdict::violates, Verdict::harness_fault, Verdict::inconclusive,  Verdict::reading,
      Verdict::conforms, Verdict::silent,        Verdict::not_applicable};
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t j = i; j < order.size(); ++j)
      BOOST_TEST((with({order.at(j), order.at(i)}).worst() == order.at(i)));
  BOOST_TEST((with({}).worst() == Verdict::not_applicable));
}

BOOST_AUTO_TEST_CASE(every_listener_hears_every_event_in_turn) {
  std::string first;
  std::string second;
  reports::Listeners all;
  all.add(std::make_unique<Recorder>(first));
  all.add(nullptr);
  all.add(std::make_unique<Recorder>(second));
  tests::tell(all, tests::sample());
  BOOST_TEST(
      first ==
      "start ecs.ModifyInstanceMetadataOptions phase boundaries at boundaries after 1212 saw "
      "a1.mimo.2a.b.57 found accepted found unknown-code found state-moved chose value-case "
      "chose empty-value chose region-unknown chose region-unknown end 1|");
  BOOST_TEST(second == first);
}

BOOST_AUTO_TEST_CASE(the_headline_is_the_verdict) {
  const auto bad = reports::headline(tests::sample());
  BOOST_TEST(bad.verdict == "3 violations of 3 clauses");
  BOOST_TEST(bad.sentence ==
             "420 exchanges broke what the document promises; 1 violation did not come back each "
             "time.");
  BOOST_TEST((bad.mood == reports::Mood::bad));
  const auto good = reports::headline(tests::conforming_sample());
  BOOST_TEST(good.verdict == "conforms");
  BOOST_TEST(good.sentence == "12,430 cases over 9 of 10 testable clauses, and none is violated.");
  BOOST_TEST((good.mood == reports::Mood::good));
}

BOOST_AUTO_TEST_CASE(a_run_that_judged_nothing_does_not_conform) {
  reports::Summary summary;
  BOOST_TEST(reports::headline(summary).verdict == "nothing judged");
  summary = tests::conforming_sample();
  summary.exit = 3;
  summary.exit_why = "interrupted";
  BOOST_TEST(reports::headline(summary).verdict == "no verdict");
  BOOST_TEST(reports::headline(summary).sentence == "The run came to no verdict: interrupted.");
}

BOOST_AUTO_TEST_CASE(a_violation_without_a_finding_still_counts) {
  reports::Summary summary = tests::conforming_sample();
  summary.clauses[0].verdicts[1] = 2;
  BOOST_TEST(reports::headline(summary).verdict == "1 violation of 1 clause");
}

BOOST_AUTO_TEST_CASE(coverage_counts_clauses) {
  const auto seen = reports::coverage(tests::sample());
  BOOST_TEST(seen.total == 11U);
  BOOST_TEST(seen.testable == 10U);
  BOOST_TEST(seen.exercised == 9U);
  BOOST_TEST(seen.violated == 3U);
}

BOOST_AUTO_TEST_CASE(a_skipped_clause_says_why) {
  const auto clauses = tests::sample_clauses();
  BOOST_TEST(reports::skipped_because(clauses[0]).empty());
  BOOST_TEST(reports::skipped_because(clauses[5]) == "who is invited can't be seen from outside");
  BOOST_TEST(reports::skipped_because(clauses[10]) == "the run signed nothing");
  BOOST_TEST(reports::skipped_because(with({Verdict::inconclusive})) ==
             "every exchange was inconclusive");
  BOOST_TEST(reports::skipped_because(with({Verdict::harness_fault})) == "the harness failed");
  BOOST_TEST(reports::skipped_because(with({})) == "no exchange said anything of it");
}

BOOST_AUTO_TEST_CASE(expectations_read_as_one_line) {
  reports::Finding finding;
  BOOST_TEST(reports::expected_text(finding) == "nothing of the kind");
  finding.expected = {{"A", ""}, {"B", "x=y"}, {"C", ""}};
  BOOST_TEST(reports::expected_text(finding) == "A or B (x=y) or C");
  BOOST_TEST(reports::expected_text(finding, 2) == "A or B (x=y) or 1 more");
}

BOOST_AUTO_TEST_CASE(numbers_read_well) {
  BOOST_TEST(reports::grouped(0) == "0");
  BOOST_TEST(reports::grouped(999) == "999");
  BOOST_TEST(reports::grouped(1000) == "1,000");
  BOOST_TEST(reports::grouped(1234567) == "1,234,567");
  BOOST_TEST(reports::plural(1, "case") == "1 case");
  BOOST_TEST(reports::plural(0, "case") == "0 cases");
  BOOST_TEST(reports::mebibytes(1) == "1 MiB");
  BOOST_TEST(reports::mebibytes(3U << 20U) == "3 MiB");
  BOOST_TEST(reports::rate(4.24) == "4.2/s");
  BOOST_TEST(reports::rate(8122.6) == "8,123/s");
}

BOOST_AUTO_TEST_CASE(durations_read_well) {
  BOOST_TEST(reports::duration(0) == "0.0 s");
  BOOST_TEST(reports::duration(59.9) == "59.9 s");
  BOOST_TEST(reports::duration(59.96) == "1 min 00 s");
  BOOST_TEST(reports::duration(185) == "3 min 05 s");
  BOOST_TEST(reports::duration(7625) == "2 h 07 min");
  BOOST_TEST(reports::duration(-1) == "unknown");
  BOOST_TEST(reports::duration(std::numeric_limits<double>::quiet_NaN()) == "unknown");
  BOOST_TEST(reports::rate(std::numeric_limits<double>::infinity()) == "unknown");
}

BOOST_AUTO_TEST_CASE(what_comes_and_goes_says_how_often) {
  reports::Finding finding;
  BOOST_TEST(reports::unsteady(finding) == "");
  finding.reproduced = false;
  BOOST_TEST(reports::unsteady(finding) == "comes and goes");
  finding.sent_again = 240;
  BOOST_TEST(reports::unsteady(finding) == "did not show when sent again 240 times");
  finding.shown_again = 5;
  BOOST_TEST(reports::unsteady(finding) == "showed 5 of 240 times when sent again");
  finding.period = 50;
  BOOST_TEST(reports::unsteady(finding) ==
             "showed 5 of 240 times when sent again, one request in 50");
  finding.reproduced = true;
  BOOST_TEST(reports::unsteady(finding) == "");
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_between_characters) {
  using reports::head_of;
  BOOST_TEST(head_of("abc", 3) == "abc");
  BOOST_TEST(head_of("abc", 2) == "ab");
  BOOST_TEST(head_of("abc", 0) == "");
  for (const std::size_t limit : {1U, 2U, 3U}) BOOST_TEST(head_of("a\xe2\x82\xac!", limit) == "a");
  BOOST_TEST(head_of("a\xe2\x82\xac!", 4) == "a\xe2\x82\xac");
  BOOST_TEST(head_of(std::string(9, '\x80'), 5).size() == 2U);  // no UTF-8: little is lost
}

BOOST_AUTO_TEST_CASE(a_moment_has_one_form) {
  BOOST_TEST(reports::is_moment("2026-11-24T12:00:00Z"));
  for (const char* text : {"", "2026-11-24T12:00:00", "2026-11-24T12:00:00z",
                           "2026-11-24 12:00:00Z", "2026-11-24T12:00:00ZZ", "x026-11-24T12:00:00Z"})
    BOOST_TEST(!reports::is_moment(text));
}

BOOST_AUTO_TEST_SUITE_END()
