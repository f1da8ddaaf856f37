// What an assessor learns, what contradicts it, and the few earlier exchanges that show it.
#include "harness/engine/assess.h"

#include <boost/test/unit_test.hpp>

#include "tests/harness/engine/assess_bench.h"

namespace assay::harness {

namespace {

using oracles::testing::bad_tokens;
using oracles::testing::error;
using oracles::testing::success;
using testing::missing;
using testing::no_instance;
using Bench = testing::AssessBench;

std::vector<std::uint64_t> evidence(const Problem& problem) {
  std::vector<std::uint64_t> out;
  for (const Step& step : problem.evidence) out.push_back(step.id.index);
  return out;
}

using Numbers = std::vector<std::uint64_t>;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(assess)

BOOST_AUTO_TEST_CASE(a_contradiction_names_the_one_answer_that_it_contradicts) {
  Bench bench;
  bench.call("&HttpEndpoint=enabled", success());  // 0, no news
  bench.call("&HttpEndpoint=enabled&HttpTokens=%20optional", bad_tokens());
  bench.call("&HttpEndpoint=enabled&HttpTokens=OPTIONAL", success());
  bench.call("", success());
  // The near miss says what 2 said.
  BOOST_TEST(bench.call("&HttpEndpoint=ENABLED", success()).problems.empty());
  const auto& result = bench.call("&HttpEndpoint=enabled&HttpTokens=REQUIRED", bad_tokens());
  BOOST_REQUIRE(result.problems.size() == 1U);
  const Problem& problem = result.problems[0];
  BOOST_TEST((evidence(problem) == Numbers{2}));
  BOOST_TEST(problem.about.size() == 1U);  // the earlier one was about the same
  BOOST_TEST(violation_key(oracles::testing::shipped(), problem) ==
             "gateway.get-post/answers disagree on value-case");
  BOOST_TEST(has(problem.violation.why, "value-case=exact"), problem.violation.why);
  BOOST_TEST(has(problem.violation.why, "an earlier answer ruled out (200 success)"));
  BOOST_TEST(has(problem.violation.observed, "InvalidHttpTokens.NotSupported"));
}

BOOST_AUTO_TEST_CASE(what_no_reading_allows_needs_no_evidence) {
  Bench bench;
  bench.call("&HttpEndpoint=enabled&HttpTokens=OPTIONAL", success());
  const auto& result = bench.call("&HttpEndpoint=enabled&HttpTokens=never", success());
  BOOST_REQUIRE(result.problems.size() == 1U);
  BOOST_TEST(result.problems[0].evidence.empty());
  BOOST_TEST(result.problems[0].about.empty());
}

// What HttpPutResponseHopLimit may be is judged only when it is known to be honoured.
BOOST_AUTO_TEST_CASE(what_a_violation_presumes_is_evidence_that_contradicts_nothing) {
  Bench bench;
  using oracles::testing::state;
  bench.circumstances.before = state("enabled", "optional", "5", "disabled");
  bench.circumstances.after = state("enabled", "optional", "7", "disabled");
  bench.call("&HttpEndpoint=enabled&HttpTokens=OPTIONAL&HttpPutResponseHopLimit=7", success());
  const auto& result =
      bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=4294967303", success());
  BOOST_REQUIRE(!result.problems.empty());
  const Problem& problem = result.problems[0];
  BOOST_TEST(problem.violation.kind == "accepted");
  BOOST_TEST((evidence(problem) == Numbers{0}));
  BOOST_TEST(problem.about.empty());
  // The next of this kind presumes the same; one that is wrong in any case presumes nothing.
  const auto& same =
      bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=4294967303", success());
  BOOST_REQUIRE(!same.problems.empty());
  BOOST_TEST((evidence(same.problems[0]) == Numbers{0}));
  bench.circumstances.after = bench.circumstances.before;
  const auto& other = bench.call("&HttpEndpoint=x", success());
  BOOST_REQUIRE(!other.problems.empty());
  BOOST_TEST(evidence(other.problems[0]).empty());
}

// "refused" is what an error about an unknown parameter is, unless its code might be right.
BOOST_AUTO_TEST_CASE(premises_of_one_are_not_those_of_another_of_its_kind) {
  Bench bench;
  const auto refused =
      error(400, "InvalidParameter", "The specified parameter \"Nobody\" is not valid.");
  const std::string twice = "&HttpEndpoint=enabled&HttpTokens=optional&HttpTokens=zzz";
  bench.call(twice, success());  // the first counts: such a code can't be right any more
  const auto& presumes = bench.call(twice + "&Nobody=x", refused);
  BOOST_REQUIRE(presumes.problems.size() == 1U);
  BOOST_TEST(presumes.problems[0].violation.kind == "refused");
  BOOST_TEST((evidence(presumes.problems[0]) == Numbers{0}));
  const auto& plain = bench.call("&HttpEndpoint=enabled&Nobody=x", refused);
  BOOST_REQUIRE(plain.problems.size() == 1U);
  BOOST_TEST(plain.problems[0].violation.kind == "refused");
  BOOST_TEST(evidence(plain.problems[0]).empty());
}

BOOST_AUTO_TEST_CASE(an_order_that_changes) {
  Bench bench;
  const std::string both =
      "&RegionId=cn-hangzhou&InstanceId=none&HttpEndpoint=enabled&HttpTokens=x";
  BOOST_TEST(bench.call(both, bad_tokens(), false).problems.empty());
  BOOST_TEST(bench.call(both, bad_tokens(), false).problems.empty());
  const auto& result = bench.call(both, no_instance(), false);
  BOOST_REQUIRE(result.problems.size() == 1U);
  BOOST_TEST(result.problems[0].violation.oracle == "precedence");
  BOOST_TEST(result.problems[0].violation.kind == "no order of errors explains this");
  BOOST_TEST((evidence(result.problems[0]) == Numbers{0}));
}

BOOST_AUTO_TEST_CASE(an_order_that_goes_round_in_a_circle) {
  Bench bench;
  const auto names = [](const std::string& region, const std::string& instance,
                        const std::string& tokens) {
    return region + "&InstanceId=" + instance + "&HttpEndpoint=enabled&HttpTokens=" + tokens;
  };
  const std::string here = "&RegionId=cn-hangzhou";
  bench.call("&HttpEndpoint=enabled&HttpTokens=OPTIONAL", success());
  BOOST_TEST(
      bench.call(names("", "none", "optional"), missing("RegionId"), false).problems.empty());
  BOOST_TEST(bench.call(names(here, "none", "x"), no_instance(), false).problems.empty());
  // The near miss follows from the two.
  BOOST_TEST(bench.call(names("", "none", "x"), missing("RegionId"), false).problems.empty());
  const auto order = bench.assessor.precedence().order();
  BOOST_TEST(order == "RegionId absent > InstanceId exists > HttpTokens value");
  Bench circle;
  circle.call("&HttpEndpoint=enabled&HttpTokens=OPTIONAL", success());
  circle.call(names("", "none", "optional"), missing("RegionId"), false);
  circle.call(names(here, "none", "x"), no_instance(), false);
  const auto& result = circle.call(names("", "i-1", "x"), bad_tokens(), false);
  BOOST_REQUIRE(result.problems.size() == 1U);
  const Problem& problem = result.problems[0];
  BOOST_TEST(problem.violation.kind == "no order of errors explains this");
  BOOST_TEST((evidence(problem) == Numbers{1, 2}));
  BOOST_TEST(
      has(problem.violation.why,
          "HttpTokens value wins over RegionId absent here. Before, RegionId absent won over "
          "InstanceId exists and InstanceId exists won over HttpTokens value."),
      problem.violation.why);
  // All that it takes to see it again is among what is sent again.
  BOOST_TEST(circle.assessor.informative().size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
