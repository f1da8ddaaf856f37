// Known findings: what a night brings is sorted by them, and nothing new is hidden.
#include "reports/baseline.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <map>

#include "reports/console.h"
#include "reports/html.h"
#include "reports/junit.h"
#include "reports/markdown.h"
#include "reports/summary_json.h"
#include "reports/text.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using reports::Baseline;
using reports::Finding;
using reports::KnownFinding;
using reports::Summary;

namespace {

const std::string accepted = "ecs.ModifyInstanceMetadataOptions/HttpTokens.valid-values/accepted";

std::string complaint(const std::string& text) {
  try {
    reports::read_baseline(text, "known.toml");
  } catch (const reports::ReadError& error) {
    return error.what();
  }
  return "";
}

std::string finding_with(const std::string& line) {
  return "[[finding]]\nkey = \"a/b/c\"\n" + line + "\n";
}

// "new" of each finding, "fixed" of each absent one, by key.
std::map<std::string, std::string> standings(const Summary& summary) {
  std::map<std::string, std::string> out;
  for (const Finding& one : summary.findings) out[one.key] = one.standing;
  for (const auto& one : summary.absent) out[one.key] = one.standing;
  return out;
}

Summary sorted(Summary summary, const Baseline& baseline, std::string_view today = "2026-11-25") {
  reports::sort_findings(summary, baseline, today);
  return summary;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(baseline)

BOOST_AUTO_TEST_CASE(what_is_written_is_read) {
  Baseline one{
      "known.toml",
      {{"b.Op/Clause/kind: \"x\"", "a \\ reason\nof two lines \x7f", "", "", "", true},
       {accepted, "told them", "https://tracker.example/17", "2026-11-24", "2027-02-01", false}}};
  const std::string text = reports::baseline_text(one);
  const Baseline back = reports::read_baseline(text, "known.toml");
  BOOST_TEST(reports::baseline_text(back) == text);
  BOOST_REQUIRE(back.findings.size() == 2U);
  BOOST_TEST(back.findings[0].key == one.findings[0].key);
  BOOST_TEST(back.findings[0].reason == one.findings[0].reason);
  BOOST_TEST(back.findings[0].flaky);
  BOOST_TEST(back.findings[1].expires == "2027-02-01");
  tests::check_approved("baseline.toml", text);
}

RC_BOOST_PROP(any_text_comes_back, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
  const Baseline one{"f", {{"a/b/" + text, text, text, "", "", false}}};
  const Baseline back = reports::read_baseline(reports::baseline_text(one), "f");
  RC_ASSERT(back.findings.at(0).key == one.findings[0].key);
  RC_ASSERT(back.findings.at(0).reason == text);
  RC_ASSERT(back.findings.at(0).link == text);
}

BOOST_AUTO_TEST_CASE(days_may_be_dates_or_texts_and_a_file_may_be_empty) {
  const Baseline one = reports::read_baseline(
      finding_with("since = 2026-11-24\nexpires = \"2027-01-02\""), "known.toml");
  BOOST_TEST(one.findings[0].since == "2026-11-24");
  BOOST_TEST(one.findings[0].expires == "2027-01-02");
  BOOST_TEST(reports::read_baseline("", "known.toml").findings.empty());
  BOOST_TEST(reports::read_baseline("# nothing\n", "known.toml").findings.empty());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_named_with_its_line) {
  const std::map<std::string, std::string> wrong{
      {finding_with("reson = \"x\""),
       "known.toml, line 3: \"reson\" is not known; did you mean \"reason\"?"},
      {"[[findings]]\n",
       "known.toml, line 1: \"findings\" is not known; did you mean \"finding\"?"},
      {"finding = 3\n", "known.toml, line 1: \"finding\": expected [[finding]]"},
      {finding_with("reason = 3"), "known.toml, line 3: \"reason\": expected a text"},
      {finding_with("flaky = \"yes\""), "known.toml, line 3: \"flaky\": expected true or false"},
      {finding_with("since = \"yesterday\""),
       "known.toml, line 3: \"since\": came \"yesterday\", expected a day such as 2026-11-24"},
      {finding_with("expires = 7"),
       "known.toml, line 3: \"expires\": came \"\", expected a day such as 2026-11-24"},
      {finding_with("expires = \"2027-02-29\""),
       "known.toml, line 3: \"expires\": came \"2027-02-29\", expected a day such as 2026-11-24"},
      {"[[finding]]\nkey = \"accepted\"\n",
       "known.toml, line 1: \"key\": came \"accepted\", expected the key of a finding, "
       "operation/clause/kind"},
      {finding_with("") + finding_with(""),
       "known.toml, line 4: \"key\": \"a/b/c\" is there already"}};
  for (const auto& [text, expected] : wrong) BOOST_TEST(complaint(text) == expected);
  BOOST_TEST(complaint("[[finding]\n").starts_with("known.toml, line 1: "));
  BOOST_CHECK_THROW(reports::load_baseline("/nowhere/known.toml"), reports::ReadError);
  BOOST_CHECK_THROW(reports::load_baseline("/"), reports::ReadError);
  const tests::TempDir folder;
  tests::write_file(folder / "empty.toml", "");
  BOOST_TEST(reports::load_baseline(folder / "empty.toml").findings.empty());
}

BOOST_AUTO_TEST_CASE(a_day_is_one_of_the_calendar) {
  for (const char* right : {"2026-11-24", "2028-02-29", "0001-01-01", "9999-12-31"})
    BOOST_TEST_CONTEXT(right) BOOST_TEST(reports::is_day(right));
  for (const char* wrong :
       {"", "2026-11-31", "2027-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "0000-01-01",
        "2026-1-01", "26-11-24", "2026/11/24", "2026-11-24 ", "2026-11-2a", "-026-11-24", "today"})
    BOOST_TEST_CONTEXT(wrong) BOOST_TEST(!reports::is_day(wrong));
}

BOOST_AUTO_TEST_CASE(findings_are_sorted_by_what_is_known) {
  Summary summary = tests::sample();
  const std::string hostile = summary.findings[1].key;
  const std::string flaky = summary.findings[2].key;
  const std::string gone = summary.operation + "/RegionId.required/accepted";
  const Baseline known{"known.toml",
                       {{accepted, "told them", "", "2026-10-01", "", false},
                        {flaky, "", "", "", "", false},
                        {gone, "", "", "", "", false},
                        {summary.operation + "/gateway.nonce-used/x", "", "", "", "", false},
                        {summary.operation + "/Colour.type/x", "", "", "", "", false},
                        {summary.operation + "/RegionId.exists/rare", "", "", "", "", true},
                        {"other.Operation/RegionId.required/accepted", "", "", "", "", false}}};
  summary = sorted(summary, known);
  const std::map<std::string, std::string> expected{
      {accepted, "known"},
      {hostile, "new"},
      {flaky, "flaky"},
      {gone, "fixed"},
      {summary.operation + "/gateway.nonce-used/x", "not judged"},
      {summary.operation + "/Colour.type/x", "not judged"},
      {summary.operation + "/RegionId.exists/rare", "flaky"}};
  BOOST_TEST((standings(summary) == expected));
  BOOST_TEST(reports::failing(summary) == 1U);
  BOOST_TEST(summary.findings[0].known_because == "told them");
  BOOST_TEST(reports::news_first(summary)[0]->key == hostile);
  BOOST_TEST(reports::standings_text(summary) ==
             "1 new, 0 expired, 1 known, 1 flaky, 1 fixed, 2 not judged");
}

BOOST_AUTO_TEST_CASE(a_known_finding_expires_on_its_day) {
  const Baseline known{"f", {{accepted, "", "", "", "2026-11-25", false}}};
  for (const auto& [today, standing] : std::map<std::string, std::string>{
           {"2026-11-24", "known"}, {"2026-11-25", "expired"}, {"2027-01-01", "expired"}}) {
    const Summary summary = sorted(tests::sample(), known, today);
    BOOST_TEST(summary.findings[0].standing == standing);
    BOOST_TEST(reports::failing(summary) == (standing == "known" ? 2U : 3U));
  }
}

BOOST_AUTO_TEST_CASE(a_run_that_did_not_end_fixes_nothing) {
  Summary summary = tests::conforming_sample();
  summary.exit = 5;
  summary.exit_why = "interrupted";
  const Baseline known{"f", {{accepted, "", "", "", "", false}}};
  BOOST_TEST(sorted(summary, known).absent.at(0).standing == "not judged");
  BOOST_TEST(sorted(summary, known).absent.at(0).why == "interrupted");
  summary.exit = 0;
  BOOST_TEST(sorted(summary, known).absent.at(0).standing == "fixed");
}

BOOST_AUTO_TEST_CASE(updating_adds_what_is_new_and_takes_out_what_is_fixed) {
  const Summary summary = tests::sample();
  const std::string gone = summary.operation + "/RegionId.required/accepted";
  const Baseline before{"f",
                        {{gone, "old", "", "", "", false}, {accepted, "kept", "", "", "", false}}};
  const KnownFinding like{"", "told", "link", "", "2027-02-01", false};
  const Baseline after = updated(before, summary, "2026-11-25", like, false);
  BOOST_REQUIRE(after.findings.size() == 4U);
  BOOST_TEST(after.findings[1].reason == "kept");
  BOOST_TEST(after.findings[2].reason == "told");
  BOOST_TEST(after.findings[2].since == "2026-11-25");
  BOOST_TEST(!after.findings[2].flaky);
  BOOST_TEST(after.findings[3].flaky);
  BOOST_TEST(reports::failing(sorted(summary, after)) == 0U);
  const Baseline pruned = updated(before, summary, "2026-11-25", like, true);
  BOOST_TEST(pruned.findings.size() == 3U);
  BOOST_TEST(pruned.findings[0].key == accepted);
}

// Whatever is known: what is not stays a failure.
RC_BOOST_PROP(nothing_new_is_hidden, ()) {
  Summary summary = tests::sample();
  summary.findings.clear();
  Baseline known{"f", {}};
  const auto present = *rc::gen::container<std::vector<bool>>(8, rc::gen::arbitrary<bool>());
  const auto listed = *rc::gen::container<std::vector<bool>>(8, rc::gen::arbitrary<bool>());
  std::size_t expected = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    Finding finding = tests::accepted_finding();
    finding.key = summary.operation + "/HttpTokens.valid-values/" + std::to_string(i);
    finding.reproduced = *rc::gen::arbitrary<bool>();
    if (listed[i]) known.findings.push_back({finding.key, "", "", "", "", false});
    if (present[i]) summary.findings.push_back(finding);
    expected += present[i] && !listed[i] ? 1U : 0U;
  }
  RC_ASSERT(reports::failing(sorted(summary, known)) == expected);
}

BOOST_AUTO_TEST_CASE(every_report_tells_news_from_what_is_known) {
  Summary summary = tests::sample();
  const std::string gone = summary.operation + "/RegionId.required/accepted";
  summary = sorted(
      summary, {"known.toml",
                {{accepted, "told <them>", "https://tracker.example/17", "2026-10-01", "", false},
                 {gone, "", "", "", "", false}}});
  BOOST_TEST(reports::headline(summary).verdict == "2 new violations");
  const std::string page = reports::html_page(summary);
  BOOST_TEST(page.find("Known since 2026-10-01: told &lt;them&gt;") != page.npos);
  BOOST_TEST(page.find("Against the baseline") != page.npos);
  BOOST_TEST(page.find("<span class=\"tag green\">fixed</span>") != page.npos);
  // New ones come first.
  BOOST_TEST(page.find(">new</span>") < page.find(">known</span>"));
  const std::string junit = reports::junit_xml(summary);
  BOOST_TEST(junit.find("<skipped message=\"known violation since 2026-10-01: told &lt;them") !=
             junit.npos);
  BOOST_TEST(junit.find("(https://tracker.example/17)\"") != junit.npos);
  BOOST_TEST(tests::occurrences(junit, "<failure ") == 2U);
  const std::string pull_request = reports::markdown(summary);
  BOOST_TEST(pull_request.find("Against the baseline: 2 new, ") != pull_request.npos);
  BOOST_TEST(pull_request.find("**new** ") < pull_request.find("**known** "));
  std::string closing;
  for (const auto& line : reports::closing_summary(summary, {})) closing += line + "\n";
  BOOST_TEST(closing.find("1. new: ") != closing.npos, closing);
  BOOST_TEST(closing.find("baseline: 2 new, 0 expired, 1 known, 0 flaky, 1 fixed, 0 not judged") !=
                 closing.npos,
             closing);
  BOOST_TEST(tests::schema_errors("summary.schema.json", "json", [&] {
               static const tests::TempDir folder;
               tests::write_file(folder / "s.json", reports::summary_json(summary));
               return folder / "s.json";
             }()) == "");
}

BOOST_AUTO_TEST_CASE(without_news_the_headline_is_good) {
  Summary summary = tests::sample();
  Baseline all{"known.toml", {}};
  for (const Finding& one : summary.findings)
    all.findings.push_back({one.key, "", "", "", "", false});
  summary.exit = 0;
  summary = sorted(summary, all);
  BOOST_TEST((reports::headline(summary).mood == reports::Mood::good));
  BOOST_TEST(reports::headline(summary).verdict == "no new violation");
  BOOST_TEST(reports::headline(summary).sentence.ends_with("3 violations known before."));
}

BOOST_AUTO_TEST_SUITE_END()
