// What was written can be read back: the summary of a run, from its file or from its journal.
#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "reports/html.h"
#include "reports/journal.h"
#include "reports/journal_reader.h"
#include "reports/junit.h"
#include "reports/summary_json.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using nlohmann::ordered_json;

namespace {

// What a reader complains of.
template <class Read>
std::string complaint(Read read) {
  try {
    read();
  } catch (const reports::ReadError& error) {
    return error.what();
  }
  return "";
}

reports::Summary with(const reports::Finding& finding) {
  reports::Summary summary = tests::sample();
  summary.findings = {finding};
  return summary;
}

// A journal of the sample, written to `path`, without its last `cut` bytes.
void write_journal(const std::filesystem::path& path, std::size_t cut = 0) {
  {
    reports::Journal journal(path);
    tests::tell(journal, tests::sample());
  }
  std::string text = tests::read_file(path);
  text.resize(text.size() - std::min(cut, text.size()));
  tests::write_file(path, text);
}

// The bytes of the line of that event, with its line feed.
std::size_t length_of_line(const std::string& text, const std::string& event) {
  const std::size_t from = text.find("{\"event\":\"" + event + "\"");
  return text.find('\n', from) + 1 - from;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reader)

BOOST_AUTO_TEST_CASE(a_summary_comes_back_whole) {
  for (const reports::Summary& summary :
       {tests::sample(), tests::conforming_sample(), tests::sample_start().summary}) {
    const std::string text = reports::summary_json(summary);
    const reports::Summary back = reports::summary_of(text);
    BOOST_TEST(reports::summary_json(back) == text);
    BOOST_TEST(reports::html_page(back) == reports::html_page(summary));
    BOOST_TEST(reports::junit_xml(back) == reports::junit_xml(summary));
    BOOST_TEST(back.findings.size() == summary.findings.size());
  }
}

RC_BOOST_PROP(any_finding_comes_back, ()) {
  const reports::Finding finding = *tests::any_finding();
  const std::string text = reports::summary_json(with(finding));
  const reports::Summary back = reports::summary_of(text);
  RC_ASSERT(reports::summary_json(back) == text);
  RC_ASSERT(back.findings.at(0).request == finding.request);
  RC_ASSERT(back.findings.at(0).answer == finding.answer);
  RC_ASSERT(back.findings.at(0).why == finding.why);
  RC_ASSERT(back.findings.at(0).count == finding.count);
}

// What a version before this one wrote.
BOOST_AUTO_TEST_CASE(a_summary_without_phases_and_time_line_is_read) {
  ordered_json old = ordered_json::parse(reports::summary_json(tests::sample()));
  old.erase("timeline");
  for (ordered_json& clause : old["clauses"]["each"]) clause.erase("by_phase");
  const reports::Summary back = reports::summary_of_json(old);
  BOOST_TEST(back.timeline.empty());
  for (const reports::ClauseResult& result : back.clauses) BOOST_TEST(result.by_phase.empty());
  BOOST_TEST(reports::html_page(back).find("id=\"timeline\"") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_journal_without_an_end_knows_phases_and_time_line) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  const auto expected = tests::sample_checkpoint();
  {
    reports::Journal journal(path);
    journal.run_started(tests::sample_start());
    journal.checkpoint(expected);
  }
  const reports::Summary back = reports::read_journal(path);
  BOOST_TEST(back.timeline.size() == 1U);
  BOOST_TEST(back.timeline[0].slowest_ms == expected.timeline[0].slowest_ms);
  BOOST_REQUIRE(back.clauses[3].by_phase.size() == 2U);
  BOOST_TEST((back.clauses[3].by_phase[1] == expected.by_phase[3][1]));
}

// Each member is looked for, and asked for its type.
BOOST_AUTO_TEST_CASE(what_is_missing_or_of_another_type_is_named) {
  const ordered_json whole = ordered_json::parse(reports::summary_json(tests::sample()));
  for (const auto& [key, value] : whole.items()) {
    ordered_json less = whole;
    less.erase(key);
    const std::string expected = key == "timeline" ? "" : key + ": missing";
    BOOST_TEST(complaint([&] { reports::summary_of_json(less); }) == expected);
    ordered_json other = whole;
    other[key] = nullptr;
    const std::string said = complaint([&] { reports::summary_of_json(other); });
    BOOST_TEST(said.starts_with(key + ": came null, expected "), key << ": " << said);
  }
  ordered_json deep = whole;
  deep["findings"][1]["count"] = -1;
  BOOST_TEST(complaint([&] { reports::summary_of_json(deep); }) ==
             "findings/1/count: came number, expected a number from 0 on");
  deep = whole;
  deep["clauses"]["each"][2]["level"] = "may";
  BOOST_TEST(complaint([&] {
               reports::summary_of_json(deep);
             }).starts_with("clauses/each/2/level: came string, expected must, "));
  BOOST_TEST(complaint([] { reports::summary_of("{\"assay\""); }) ==
             "the file: came something else, expected JSON");
  BOOST_TEST(complaint([] { reports::summary_of("[]"); }) ==
             "the file: came array, expected an object");
}

BOOST_AUTO_TEST_CASE(members_of_later_versions_are_passed_over) {
  ordered_json later = ordered_json::parse(reports::summary_json(tests::sample()));
  later["colour"] = "red";
  later["findings"][0]["colour"] = "red";
  later["verdicts"]["doubtful"] = 3;
  BOOST_TEST(reports::summary_json(reports::summary_of_json(later)) ==
             reports::summary_json(tests::sample()));
}

BOOST_AUTO_TEST_CASE(a_journal_alone_makes_the_reports_of_the_run) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  write_journal(path);
  const reports::Summary back = reports::read_journal(path);
  BOOST_TEST(reports::summary_json(back) == reports::summary_json(tests::sample()));
  BOOST_TEST(reports::html_page(back) == reports::html_page(tests::sample()));
  BOOST_TEST(reports::junit_xml(back) == reports::junit_xml(tests::sample()));
}

BOOST_AUTO_TEST_CASE(a_run_that_was_killed_is_told_as_far_as_it_came) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  write_journal(path);
  const std::size_t last = length_of_line(tests::read_file(path), "run-finished");
  for (const std::size_t cut : {last, std::size_t{2}, last / 2}) {  // not there, or not whole
    write_journal(path, cut);
    const reports::Summary back = reports::read_journal(path);
    BOOST_TEST(back.exit == 5);
    BOOST_TEST(back.exit_why.starts_with("the run was cut off"));
    BOOST_TEST(back.exit_why.ends_with(" in 3 findings"));
    BOOST_TEST(back.not_judged.back() == "The run did not end: this is what its journal holds.");
    BOOST_TEST(back.findings.size() == 3U);
    BOOST_TEST(back.findings[0].replay == tests::accepted_finding().replay);
    BOOST_TEST(back.cases == 1212U);
    BOOST_TEST(back.phases.size() == 2U);
    BOOST_TEST(back.clauses.size() == tests::sample().clauses.size());
    BOOST_TEST(back.clauses[3].verdicts[1] == 412U);
    for (std::size_t i = 0; i < back.readings.size(); ++i) {
      const reports::ReadingResult whole = tests::sample().readings[i];
      BOOST_TEST(back.readings[i].eliminated.size() == whole.eliminated.size());
      BOOST_TEST(back.readings[i].surviving == whole.surviving, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_finding_counts_as_it_was_told_last) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  {
    reports::Journal journal(path);
    journal.run_started(tests::sample_start());
    reports::Finding finding = tests::accepted_finding();
    finding.count = 1;
    finding.replay = "first";
    journal.finding(finding);
    journal.finding(tests::hostile_finding());
    finding.count = 2;
    finding.replay = "smaller";
    journal.finding(finding);
  }
  const reports::Summary back = reports::read_journal(path);
  BOOST_REQUIRE(back.findings.size() == 2U);
  BOOST_TEST(back.findings[0].replay == "smaller");
  BOOST_TEST(back.exit_why.ends_with(": 9 violations in 2 findings"));
  // No checkpoint came: the clause is violated all the same, and others are not said to conform.
  BOOST_TEST(back.clauses[3].violated());
  BOOST_TEST(!back.clauses[0].exercised());
  BOOST_TEST(!back.clauses[0].not_judged.empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_journal_is_refused_with_its_line) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  const auto said = [&](const std::string& text) {
    tests::write_file(path, text);
    return complaint([&] { reports::read_journal(path); });
  };
  const std::string at = path.string();
  BOOST_TEST(said("") == at + ": no run starts in it");
  BOOST_TEST(said("{\"event\":") == at + ": no run starts in it");
  BOOST_TEST(said("hello\n").starts_with(at + ", line 1: "));
  BOOST_TEST(said("{}\n").starts_with(at + ", line 1: "));
  BOOST_TEST(said("{\"event\":\"finding\"}\n").starts_with(at + ", line 1: "));
  BOOST_TEST(said("{\"event\":\"run-started\",\"summary\":{}}\n") ==
             at + ", line 1: assay: missing");
  write_journal(path);
  const std::string whole = tests::read_file(path);
  BOOST_TEST(said(whole.substr(0, length_of_line(whole, "run-started")) +
                  "{\"event\":\"finding\"}\n" + whole) == at + ", line 2: key: missing");
  BOOST_TEST(complaint([&] { reports::read_journal(folder / "none"); }) ==
             (folder / "none").string() + ": can't be read");
}

BOOST_AUTO_TEST_SUITE_END()
