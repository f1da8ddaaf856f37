#include "oracles/precedence.h"

#include "tests/oracles/support.h"

namespace assay::oracles {

using spec::Check;

BOOST_AUTO_TEST_SUITE(precedence)

BOOST_AUTO_TEST_CASE(an_order_is_learned_and_must_stay) {
  Precedence order(testing::shipped());
  const Rule endpoint{2, Check::value};
  const Rule instance{1, Check::exists};
  const auto first = order.learn(endpoint, {endpoint, instance}, "e1");
  BOOST_TEST(first.news);
  BOOST_TEST(!first.contradiction);
  BOOST_TEST(!order.learn(endpoint, {instance}, "e2").news);
  const auto other = order.learn(instance, {endpoint}, "e3");
  BOOST_TEST(other.contradiction);
  BOOST_TEST(other.evidence == "e1");
  BOOST_TEST((other.against == endpoint));
  BOOST_TEST(order.sentences().size() == 1U);
  BOOST_TEST(order.sentences()[0] == "HttpEndpoint value before InstanceId exists");
}

BOOST_AUTO_TEST_CASE(named_orders_are_ruled_out) {
  const auto& reading = testing::shipped().readings[testing::shipped().order_reading];
  Precedence order(testing::shipped());
  BOOST_TEST(order.alive().size() == reading.alternatives.size());
  // Values before the resource: not the alternatives that look for the resource first.
  order.learn({2, Check::value}, {{1, Check::exists}}, "");
  for (const std::size_t alive : order.alive()) {
    BOOST_TEST(reading.alternatives[alive].name != "missing-exists-values");
    BOOST_TEST(reading.alternatives[alive].name != "parameter-table");
  }
  // A missing parameter before a value: not the one that starts with values.
  order.learn({0, Check::absent}, {{2, Check::value}}, "");
  BOOST_REQUIRE(order.alive().size() == 1U);
  BOOST_TEST(reading.alternatives[order.alive()[0]].name == "missing-values-exists");
}

BOOST_AUTO_TEST_CASE(an_order_nobody_named_is_no_contradiction) {
  Precedence order(testing::shipped());
  order.learn({5, Check::value}, {{2, Check::value}}, "");
  const auto change = order.learn({1, Check::exists}, {{0, Check::absent}}, "");
  BOOST_TEST(!change.contradiction);
  BOOST_TEST(order.alive().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
