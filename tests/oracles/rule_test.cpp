#include "oracles/rule.h"

#include "tests/oracles/support.h"

namespace assay::oracles {

using testing::Bench;
using testing::error;

namespace {

const wire::Response& not_found() {
  static const auto response =
      error(404, "InvalidInstanceId.NotFound", "The specified InstanceId is not found.");
  return response;
}

// The usual call with that instance and a value of HttpTokens that is none.
const Judgement& broken_twice(Bench& bench, const std::string& instance,
                              const wire::Response& response) {
  return bench.query(
      "Action=ModifyInstanceMetadataOptions&Version=2014-05-26&Format=JSON&RegionId=cn-hangzhou&"
      "HttpEndpoint=enabled&HttpTokens=x&InstanceId=" +
          instance,
      response);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rule)

BOOST_AUTO_TEST_CASE(looks) {
  using namespace std::string_view_literals;
  BOOST_TEST((look_of("i-1.b_C9") == Look::plain));
  BOOST_TEST((look_of("") == Look::blank));
  BOOST_TEST((look_of(" \t\n") == Look::blank));
  BOOST_TEST((look_of("\xFF") == Look::bytes));
  BOOST_TEST((look_of("a\0b"sv) == Look::controls));
  BOOST_TEST((look_of("i 1") == Look::odd));
  BOOST_TEST((look_of("\xC3\xA9") == Look::odd));
  BOOST_TEST((look_of(std::string(64, 'a')) == Look::plain));
  BOOST_TEST((look_of(std::string(65, 'a')) == Look::large));
}

BOOST_AUTO_TEST_CASE(names) {
  const auto& operation = testing::shipped();
  BOOST_TEST(describe(operation, {1, spec::Check::exists}) == "InstanceId exists");
  const Rule blank{1, spec::Check::absent, 0, Look::blank};
  BOOST_TEST(describe(operation, blank) == "InstanceId absent (empty)");
  BOOST_TEST(describe(operation, blank, false) == "InstanceId absent");
}

BOOST_AUTO_TEST_CASE(members_of_a_list_have_rules_of_their_own) {
  auto loaded = spec::load(std::string(ASSAY_ROOT) + "/tests/data/spec/lab/TagShelf.json");
  const auto& lab = std::get<spec::Operation>(loaded);
  for (std::size_t i = 0; i < lab.parameters.size(); ++i) {
    const spec::Parameter& list = lab.parameters[i];
    if (list.type != spec::Type::list) continue;
    for (std::size_t m = 0; m < list.members.size(); ++m) {
      const std::string dot = list.members[m].name.empty() ? "" : "." + list.members[m].name;
      BOOST_TEST(describe(lab, {i, spec::Check::value, m + 1}) == list.name + dot + " value");
    }
  }
}

// An endpoint may refuse at the door what can be no name, and look up all others last.
BOOST_AUTO_TEST_CASE(names_that_look_different_may_be_found_wrong_in_different_places) {
  Bench bench;
  bench.fix("empty-instance-id", "invalid");
  Precedence order(testing::shipped());
  const auto learn = [&](const Judgement& judgement, std::size_t evidence) {
    BOOST_TEST(testing::key(judgement) == "");
    BOOST_REQUIRE(judgement.winner.has_value());
    BOOST_REQUIRE(judgement.losers.size() == 1U);
    return order.learn(*judgement.winner, judgement.losers, evidence).contradiction;
  };
  BOOST_TEST(!learn(broken_twice(bench, "", not_found()), 1));
  BOOST_TEST(!learn(broken_twice(bench, "%21%21", not_found()), 2));
  BOOST_TEST(!learn(broken_twice(bench, "i-none", testing::bad_tokens()), 3));
  // The canary: names that look alike.
  BOOST_TEST(learn(broken_twice(bench, "i-nothing", not_found()), 4));
  BOOST_TEST(learn(broken_twice(bench, "%3F", testing::bad_tokens()), 5));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
