#include "reports/sarif.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "reports/escape.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using nlohmann::json;

namespace {

json run_of(const reports::Summary& summary, std::size_t most = 500) {
  const json log = json::parse(reports::sarif_json(summary, most));
  BOOST_REQUIRE(log.at("runs").size() == 1U);
  return log.at("runs").at(0);
}

json rules_of(const json& run) { return run.at("tool").at("driver").at("rules"); }

reports::Summary with(const reports::Finding& finding) {
  reports::Summary summary = tests::sample();
  summary.findings = {finding};
  return summary;
}

std::string errors(const reports::Summary& summary) {
  const tests::TempDir folder;
  const auto path = folder / "results.sarif";
  tests::write_file(path, reports::sarif_json(summary));
  return tests::schema_errors("sarif.schema.json", "json", path);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sarif)

BOOST_AUTO_TEST_CASE(is_what_was_approved) {
  reports::Summary summary = tests::sample();
  for (auto& result : summary.clauses) result.clause.file = "ecs/modify instance.json";
  tests::check_approved("results.sarif", reports::sarif_json(summary));
}

BOOST_AUTO_TEST_CASE(every_clause_is_a_rule_at_its_level) {
  const json rules = rules_of(run_of(tests::sample()));
  const auto clauses = tests::sample_clauses();
  BOOST_REQUIRE(rules.size() == clauses.size());
  const std::vector<std::string> levels{"error", "warning", "note"};
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const spec::Clause& clause = clauses[i].clause;
    BOOST_TEST(rules[i].at("id") == clause.name);
    BOOST_TEST(rules[i].at("shortDescription").at("text") == clause.requires_);
    BOOST_TEST(rules[i].at("defaultConfiguration").at("level") ==
               levels.at(static_cast<std::size_t>(clause.level)));
    BOOST_TEST(rules[i].at("properties").at("at") == clause.at);
    BOOST_TEST(rules[i].at("properties").at("testable") == clause.testable());
  }
}

BOOST_AUTO_TEST_CASE(a_finding_points_at_its_rule_and_its_place) {
  reports::Summary summary = tests::sample();
  for (auto& result : summary.clauses) result.clause.file = "ecs/a b.json";
  const json run = run_of(summary);
  const json rules = rules_of(run);
  BOOST_REQUIRE(run.at("results").size() == 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const json& result = run.at("results")[i];
    const reports::Finding& finding = summary.findings[i];
    BOOST_TEST(result.at("ruleId") == finding.clause);
    BOOST_TEST(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == finding.clause);
    BOOST_TEST(result.at("level") == (finding.level == "must" ? "error" : "warning"));
    BOOST_TEST(result.at("partialFingerprints").at("assayKey/v1") == finding.key);
    BOOST_TEST(result.at("occurrenceCount") == finding.count);
    const json& location = result.at("locations").at(0);
    const json& file = location.at("physicalLocation").at("artifactLocation");
    BOOST_TEST(file.at("uri") == "ecs/a%20b.json");
    BOOST_TEST(file.at("uriBaseId") == "SPEC");
    BOOST_TEST(location.at("logicalLocations").at(0).at("fullyQualifiedName") ==
               summary.operation + "/" + finding.clause);
  }
}

BOOST_AUTO_TEST_CASE(a_finding_tells_how_to_see_it_again) {
  const json results = run_of(tests::sample()).at("results");
  const json& steady = results[0].at("properties");
  BOOST_TEST(steady.at("replay") == tests::accepted_finding().replay);
  BOOST_TEST(steady.at("curl") == tests::accepted_finding().curl);
  BOOST_TEST(!steady.contains("flaky"));
  BOOST_TEST(results[2].at("properties").at("flaky") ==
             "showed 12 of 240 times when sent again, one request in 20");
  const auto text = results[0].at("message").at("text").get<std::string>();
  BOOST_TEST(text.find("observed: 200 success") != text.npos);
  BOOST_TEST(text.find("expected: 400 InvalidHttpTokens.NotSupported") != text.npos);
}

BOOST_AUTO_TEST_CASE(a_line_that_is_cut_is_left_out) {
  reports::Finding finding = tests::accepted_finding();
  finding.curl = "curl '" + std::string(5000, 'x') + "'";
  finding.replay.clear();
  const json properties = run_of(with(finding)).at("results")[0].at("properties");
  BOOST_TEST(!properties.contains("curl"));
  BOOST_TEST(!properties.contains("replay"));
}

BOOST_AUTO_TEST_CASE(a_clause_nobody_knows_gets_a_rule_of_its_own) {
  reports::Finding finding = tests::accepted_finding();
  finding.clause = "unheard.of";
  const json run = run_of(with(finding));
  const auto index = run.at("results")[0].at("ruleIndex").get<std::size_t>();
  BOOST_TEST(index == tests::sample_clauses().size());
  BOOST_TEST(rules_of(run).at(index).at("id") == "unheard.of");
  BOOST_TEST(errors(with(finding)) == "");
}

BOOST_AUTO_TEST_CASE(the_invocation_says_how_the_run_ended) {
  const auto invocation = [](int exit) {
    reports::Summary summary = tests::sample();
    summary.exit = exit;
    return run_of(summary).at("invocations").at(0);
  };
  for (const int exit : {0, 1}) BOOST_TEST(invocation(exit).at("executionSuccessful") == true);
  for (const int exit : {2, 3, 4, 5, 70})
    BOOST_TEST(invocation(exit).at("executionSuccessful") == false);
  BOOST_TEST(invocation(3).at("exitCode") == 3);
  BOOST_TEST(invocation(1).at("startTimeUtc") == "2026-11-24T12:00:00Z");
  BOOST_TEST(invocation(1).at("properties").at("seed") == 42);
}

BOOST_AUTO_TEST_CASE(a_start_that_is_no_moment_is_left_out) {
  for (const char* started : {"", "yesterday", "2026-11-24T12:00:00", "2026-11-24 12:00:00Z"}) {
    reports::Summary summary = tests::sample();
    summary.started = started;
    BOOST_TEST(!run_of(summary).at("invocations").at(0).contains("startTimeUtc"));
  }
}

BOOST_AUTO_TEST_CASE(messages_hold_no_links_and_no_placeholders) {
  reports::Finding finding = tests::accepted_finding();
  finding.observed = "[click](http://evil.example) {0} ](";
  const auto text =
      run_of(with(finding)).at("results")[0].at("message").at("text").get<std::string>();
  BOOST_TEST(text.find("[click] (http://evil.example) {{0}} ] (") != text.npos);
  BOOST_TEST(errors(with(finding)) == "");
}

BOOST_AUTO_TEST_CASE(fits_its_schema) {
  for (const auto& summary : {tests::sample(), tests::conforming_sample(), reports::Summary{},
                              tests::flooded_sample(20), tests::flooded_sample(501, 100)})
    BOOST_TEST(errors(summary) == "");
}

BOOST_AUTO_TEST_CASE(the_schema_refuses_what_is_not_sarif) {
  const tests::TempDir folder;
  const auto path = folder / "results.sarif";
  const json good = json::parse(reports::sarif_json(tests::sample()));
  const auto refused = [&](const std::string& pointer, const json& value) {
    json bad = good;
    bad[json::json_pointer(pointer)] = value;
    tests::write_file(path, bad.dump());
    return !tests::schema_errors("sarif.schema.json", "json", path).empty();
  };
  BOOST_TEST(!refused("/version", "2.1.0"));
  BOOST_TEST(refused("/version", "2.0.0"));
  BOOST_TEST(refused("/runs/0/results/0/level", "must"));
  BOOST_TEST(refused("/runs/0/results/0/oops", 1));
  BOOST_TEST(refused("/runs/0/results/0/message/text", "{0}"));
  BOOST_TEST(refused("/runs/0/results/0/message/text", "[a](b)"));
  BOOST_TEST(refused("/runs/0/results/0/occurrenceCount", 0));
  BOOST_TEST(refused("/runs/0/invocations/0/startTimeUtc", "today"));
}

BOOST_AUTO_TEST_CASE(a_flood_stays_small_and_says_so) {
  const std::string text = reports::sarif_json(tests::flooded_sample(600));
  BOOST_TEST(text.size() < (10U << 20U));
  const json run = json::parse(text).at("runs").at(0);
  BOOST_TEST(run.at("results").size() == 500U);
  BOOST_TEST(
      run.at("invocations").at(0).at("toolExecutionNotifications").at(0).at("message").at("text") ==
      "100 more findings in summary.json");
  BOOST_TEST(
      !run_of(tests::sample()).at("invocations").at(0).contains("toolExecutionNotifications"));
}

RC_BOOST_PROP(any_bytes_give_valid_sarif, ()) {
  const reports::Finding finding = *tests::any_finding();
  reports::Summary summary = with(finding);
  summary.exit_why = *tests::any_bytes();
  summary.clauses[0].clause.name = finding.clause;
  summary.clauses[0].clause.file = *tests::any_bytes();
  const json run = json::parse(reports::sarif_json(summary)).at("runs").at(0);
  const json& result = run.at("results").at(0);
  RC_ASSERT(rules_of(run).at(result.at("ruleIndex").get<std::size_t>()).at("id") ==
            result.at("ruleId"));
  const auto key = result.at("partialFingerprints").at("assayKey/v1").get<std::string>();
  if (finding.key.size() <= 1024) RC_ASSERT(reports::bytes_of_json(key) == finding.key);
  const auto text = result.at("message").at("text").get<std::string>();
  RC_ASSERT(text.find("](") == text.npos);
  RC_ASSERT(tests::occurrences(text, "{") % 2 == 0U);
  RC_ASSERT(text.find('\x1b') == text.npos);
}

BOOST_AUTO_TEST_CASE(the_line_of_a_clause_is_told_where_it_is_known) {
  reports::Summary summary = tests::sample();
  for (auto& result : summary.clauses) result.clause.file = "ecs/page.json";
  summary.clauses[3].clause.line = 17;  // of the first finding
  const json results = run_of(summary).at("results");
  const json first = results.at(0).at("locations").at(0).at("physicalLocation");
  BOOST_TEST(first.at("region").at("startLine") == 17);
  const json second = results.at(1).at("locations").at(0).at("physicalLocation");
  BOOST_TEST(!second.contains("region"));
  BOOST_TEST(errors(summary) == "");
}

BOOST_AUTO_TEST_CASE(what_a_baseline_knows_is_suppressed_with_its_reason) {
  reports::Summary summary = tests::sample();
  summary.findings[0].standing = "known";
  summary.findings[0].known_because = "told the team";
  summary.findings[1].standing = "new";
  summary.findings[2].standing = "expired";
  const json results = run_of(summary).at("results");
  BOOST_TEST(results.at(0).at("baselineState") == "unchanged");
  BOOST_TEST(results.at(0).at("suppressions").at(0).at("justification") == "told the team");
  BOOST_TEST(results.at(1).at("baselineState") == "new");
  BOOST_TEST(results.at(2).at("baselineState") == "unchanged");
  BOOST_TEST((!results.at(1).contains("suppressions") && !results.at(2).contains("suppressions")));
  BOOST_TEST(errors(summary) == "");
}

BOOST_AUTO_TEST_CASE(a_finding_is_of_the_level_of_its_clause) {
  reports::Finding finding = tests::accepted_finding();
  for (const auto& [level, shown] : std::map<std::string, std::string>{
           {"must", "error"}, {"should", "warning"}, {"documented-example", "note"}}) {
    finding.level = level;
    BOOST_TEST(run_of(with(finding)).at("results").at(0).at("level") == shown);
  }
}

BOOST_AUTO_TEST_SUITE_END()
