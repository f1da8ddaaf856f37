#include "reports/summary_json.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <limits>

#include "reports/escape.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using nlohmann::json;
using reports::bytes_of_json;

namespace {

json parse(const reports::Summary& summary) { return json::parse(reports::summary_json(summary)); }

std::string back(const json& value) { return bytes_of_json(value.get<std::string>()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(summary_json)

BOOST_AUTO_TEST_CASE(is_what_was_approved) {
  tests::check_approved("summary.json", reports::summary_json(tests::sample()));
}

BOOST_AUTO_TEST_CASE(members_are_those_promised_in_that_order) {
  const auto document = nlohmann::ordered_json::parse(reports::summary_json(tests::sample()));
  std::string names;
  for (const auto& item : document.items()) names += item.key() + " ";
  BOOST_TEST(names ==
             "assay operation title spec_sha256 endpoint started seed shard settings phases cases "
             "requests verdicts findings baseline absent readings precedence clauses preflight "
             "not_judged rate timeline exit exit_why ");
}

BOOST_AUTO_TEST_CASE(figures_are_the_runs) {
  const json document = parse(tests::sample());
  BOOST_TEST(document["cases"] == 12430);
  BOOST_TEST(document["phases"]["boundaries"]["cases"] == 2310);
  BOOST_TEST(document["verdicts"]["violates"] == 420);
  BOOST_TEST(document["verdicts"]["not-applicable"] == 301);
  BOOST_TEST(document["clauses"]["untestable"][0]["clause"] == "HttpPutResponseHopLimit.preview");
  BOOST_TEST(document["clauses"]["not_exercised"][0]["why"] == "the run signed nothing");
  BOOST_TEST(document["readings"]["value-case"]["surviving"] == json({"exact"}));
  BOOST_TEST(document["readings"]["region-unknown"]["eliminated"].size() == 2U);
  BOOST_TEST(document["findings"][2]["reproduced"] == false);
}

BOOST_AUTO_TEST_CASE(a_seed_keeps_all_its_bits) {
  reports::Summary summary = tests::sample();
  summary.seed = std::numeric_limits<std::uint64_t>::max();
  BOOST_TEST(parse(summary)["seed"].get<std::uint64_t>() == summary.seed);
}

BOOST_AUTO_TEST_CASE(numbers_that_are_none_become_zero) {
  reports::Summary summary = tests::sample();
  summary.seconds = std::numeric_limits<double>::quiet_NaN();
  summary.requests_per_second = std::numeric_limits<double>::infinity();
  BOOST_TEST(parse(summary)["rate"]["seconds"] == 0.0);
  BOOST_TEST(parse(summary)["rate"]["requests_per_second"] == 0.0);
}

BOOST_AUTO_TEST_CASE(a_curl_line_stays_as_it_works) {
  reports::Summary summary = tests::sample();
  summary.findings[0].curl = "curl --data-binary $'a\\xff\\x00'";
  BOOST_TEST(parse(summary)["findings"][0]["curl"] == summary.findings[0].curl);
}

RC_BOOST_PROP(any_bytes_come_back, ()) {
  reports::Summary summary = tests::sample();
  const reports::Finding finding = *tests::any_finding();
  summary.findings = {finding};
  const json document = parse(summary);
  const json& found = document["findings"][0];
  RC_ASSERT(back(found["request"]) == finding.request);
  RC_ASSERT(back(found["answer"]) == finding.answer);
  RC_ASSERT(back(found["observed"]) == finding.observed);
  RC_ASSERT(back(found["why"]) == finding.why);
  RC_ASSERT(back(found["label"]) == finding.label);
  RC_ASSERT(back(found["state_before"]) == finding.state_before);
  RC_ASSERT(back(found["state_after"]) == finding.state_after);
  RC_ASSERT(back(found["expected"][0]["outcome"]) == finding.expected[0].outcome);
  RC_ASSERT(found["count"].get<std::size_t>() == finding.count);
  RC_ASSERT(found["reproduced"].get<bool>() == finding.reproduced);
}

BOOST_AUTO_TEST_CASE(fits_its_schema) {
  const tests::TempDir folder;
  const auto path = folder / "summary.json";
  for (const auto& summary : {tests::sample(), tests::conforming_sample(), reports::Summary{},
                              tests::flooded_sample(20)}) {
    tests::write_file(path, reports::summary_json(summary));
    BOOST_TEST(tests::schema_errors("summary.schema.json", "json", path) == "");
  }
}

BOOST_AUTO_TEST_CASE(the_schema_refuses_what_it_does_not_know) {
  const tests::TempDir folder;
  const auto path = folder / "summary.json";
  json extra = parse(tests::sample());
  extra["surprise"] = 1;
  json missing = parse(tests::sample());
  missing["findings"][0].erase("replay");
  json wrong = parse(tests::sample());
  wrong["verdicts"]["violates"] = "many";
  for (const json& document : {extra, missing, wrong}) {
    tests::write_file(path, document.dump());
    BOOST_TEST(tests::schema_errors("summary.schema.json", "json", path) != "");
  }
}

BOOST_AUTO_TEST_SUITE_END()
