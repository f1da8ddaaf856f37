#include "reports/junit.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <pugixml.hpp>

#include "reports/escape.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;

namespace {

pugi::xml_document parse(const std::string& text) {
  pugi::xml_document document;
  const auto result =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  BOOST_REQUIRE_MESSAGE(result, result.description());
  return document;
}

pugi::xml_node suite_of(const pugi::xml_document& document) {
  return document.child("testsuites").child("testsuite");
}

pugi::xml_node test_of(const pugi::xml_document& document, const char* clause) {
  return suite_of(document).find_child_by_attribute("testcase", "name", clause);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(junit)

BOOST_AUTO_TEST_CASE(is_what_was_approved) {
  tests::check_approved("junit.xml", reports::junit_xml(tests::sample()));
}

BOOST_AUTO_TEST_CASE(every_clause_is_a_test_case) {
  const auto document = parse(reports::junit_xml(tests::sample()));
  std::size_t index = 0;
  for (const auto test : suite_of(document).children("testcase")) {
    BOOST_TEST(test.attribute("classname").value() == "ecs.ModifyInstanceMetadataOptions");
    BOOST_TEST(test.attribute("name").value() == tests::sample_clauses()[index++].clause.name);
  }
  BOOST_TEST(index == 11U);
  BOOST_TEST(suite_of(document).attribute("tests").as_uint() == 11U);
  BOOST_TEST(suite_of(document).attribute("failures").as_uint() == 3U);
  BOOST_TEST(suite_of(document).attribute("skipped").as_uint() == 2U);
  BOOST_TEST(suite_of(document).attribute("errors").as_uint() == 0U);
}

BOOST_AUTO_TEST_CASE(a_violated_clause_tells_how_to_see_it_again) {
  const auto document = parse(reports::junit_xml(tests::sample()));
  const auto failure = test_of(document, "HttpTokens.valid-values").child("failure");
  BOOST_TEST(failure.attribute("type").value() == "accepted");
  const std::string text = failure.text().get();
  BOOST_TEST(text.find("assay replay a1.mimo.2a.b.57") != text.npos);
  BOOST_TEST(text.find(tests::accepted_finding().curl) != text.npos);
  BOOST_TEST(text.find("observed: 200 success") != text.npos);
  BOOST_TEST(text.find("expected: 400 InvalidHttpTokens.NotSupported") != text.npos);
  const auto flaky = test_of(document, "state.refused-unchanged").child("failure");
  BOOST_TEST(std::string(flaky.text().get())
                 .find("showed 12 of 240 times when sent again, one request in 20") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_finding_without_a_token_has_its_curl_line_alone) {
  reports::Summary summary = tests::sample();
  for (reports::Finding& finding : summary.findings) finding.replay.clear();
  const auto document = parse(reports::junit_xml(summary));
  const std::string text =
      test_of(document, "HttpTokens.valid-values").child("failure").text().get();
  BOOST_TEST(text.find("replay") == text.npos);
  BOOST_TEST(text.find("curl:     " + tests::accepted_finding().curl) != text.npos);
}

BOOST_AUTO_TEST_CASE(what_was_not_judged_is_skipped_with_its_reason) {
  const auto document = parse(reports::junit_xml(tests::sample()));
  const auto message = [&](const char* clause) {
    return std::string(test_of(document, clause).child("skipped").attribute("message").value());
  };
  BOOST_TEST(message("HttpPutResponseHopLimit.preview") ==
             "who is invited can't be seen from outside");
  BOOST_TEST(message("gateway.nonce-used") == "the run signed nothing");
  BOOST_TEST(!test_of(document, "RegionId.required").first_child());
}

BOOST_AUTO_TEST_CASE(a_fault_of_ours_is_an_error) {
  reports::Summary summary = tests::conforming_sample();
  summary.clauses[0].verdicts = {0, 0, 0, 0, 0, 0, 4};
  const auto document = parse(reports::junit_xml(summary));
  BOOST_TEST(test_of(document, "RegionId.required").child("error"));
  BOOST_TEST(suite_of(document).attribute("errors").as_uint() == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_found_is_lost) {
  reports::Summary summary = tests::sample();
  summary.findings[0].clause = "unheard.of";
  for (int i = 0; i < 20; ++i) summary.findings.push_back(tests::hostile_finding());
  const auto document = parse(reports::junit_xml(summary));
  BOOST_TEST(test_of(document, "unheard.of").child("failure"));
  // Its verdicts say that it was violated, though no finding does.
  BOOST_TEST(test_of(document, "HttpTokens.valid-values").child("failure"));
  const auto many = test_of(document, "response.error-shape").child("failure");
  BOOST_TEST(std::string(many.text().get()).find("and 16 more") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(fits_its_schema) {
  const tests::TempDir folder;
  const auto path = folder / "junit.xml";
  for (const auto& summary : {tests::sample(), tests::conforming_sample(), reports::Summary{},
                              tests::flooded_sample(20)}) {
    tests::write_file(path, reports::junit_xml(summary));
    BOOST_TEST(tests::xsd_errors(path) == "");
  }
}

BOOST_AUTO_TEST_CASE(the_schema_refuses_what_readers_do_not_know) {
  const tests::TempDir folder;
  const auto path = folder / "junit.xml";
  for (const char* text :
       {"<testsuites/>", "<testsuites tests=\"1\"><testsuite/></testsuites>",
        "<testsuites tests=\"1\"><testsuite name=\"a\" tests=\"-1\"/></testsuites>",
        "<testsuites tests=\"1\"><testsuite name=\"a\" tests=\"1\"><testcase name=\"b\" "
        "classname=\"c\"><oops/></testcase></testsuite></testsuites>"}) {
    tests::write_file(path, text);
    BOOST_TEST(tests::xsd_errors(path) != "");
  }
}

BOOST_AUTO_TEST_CASE(a_flood_stays_small) {
  BOOST_TEST(reports::junit_xml(tests::flooded_sample(500)).size() < (1U << 20U));
}

RC_BOOST_PROP(any_bytes_are_read_back, ()) {
  reports::Summary summary = tests::sample();
  reports::Finding finding = *tests::any_finding();
  finding.observed += '.';  // the end of a line must not join what follows
  finding.replay += '.';
  summary.findings = {finding};
  const std::string name = reports::xml_text(finding.clause);
  pugi::xml_document document;
  const std::string text = reports::junit_xml(summary);
  RC_ASSERT(document.load_buffer(text.data(), text.size()));
  std::size_t failures = 0;
  for (const auto test : suite_of(document).children("testcase")) {
    if (std::string(test.attribute("name").value()) != name) continue;
    const std::string body = test.child("failure").text().get();
    RC_ASSERT(body.find(reports::xml_text(finding.observed)) != std::string::npos);
    RC_ASSERT(body.find(reports::xml_text(finding.replay)) != std::string::npos);
    ++failures;
  }
  RC_ASSERT(failures == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
