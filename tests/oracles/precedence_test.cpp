#include "oracles/precedence.h"

#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <random>

#include "tests/oracles/support.h"

namespace assay::oracles {

using spec::Check;

namespace {

// So many rules that differ in each of the ways that rules can.
std::vector<Rule> some_rules(std::size_t count) {
  std::vector<Rule> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back({i % 6, static_cast<Check>(i / 6 % spec::check_count), 0,
                   i % 4 == 3 ? Look::blank : Look::plain});
  }
  return out;
}

std::vector<std::size_t> shuffled(std::size_t count) {
  std::vector<std::size_t> out(count);
  for (std::size_t i = 0; i < count; ++i) out[i] = i;
  std::shuffle(out.begin(), out.end(), std::mt19937(*rc::gen::arbitrary<std::uint32_t>()));
  return out;
}

// The number of the layer of "A, B > C" that names the rule.
std::optional<std::size_t> layer_of(const std::string& order, const std::string& rule) {
  std::size_t layer = 0;
  for (std::size_t at = 0; at < order.size();) {
    const std::size_t end = std::min({order.find(", ", at), order.find(" > ", at), order.size()});
    if (order.substr(at, end - at) == rule) return layer;
    if (end == order.size()) break;
    layer += order[end] == ' ' ? 1U : 0U;
    at = end + (order[end] == ' ' ? 3 : 2);
  }
  return std::nullopt;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(precedence)

BOOST_AUTO_TEST_CASE(an_order_is_learned_and_must_stay) {
  Precedence order(testing::shipped());
  const Rule endpoint{2, Check::value};
  const Rule instance{1, Check::exists};
  BOOST_TEST(order.order() == "");
  const auto first = order.learn(endpoint, {endpoint, instance}, 1);
  BOOST_TEST(first.news);
  BOOST_TEST(!first.contradiction);
  BOOST_TEST(!order.learn(endpoint, {instance}, 2).news);
  const auto other = order.learn(instance, {endpoint}, 3);
  BOOST_TEST(other.contradiction);
  BOOST_REQUIRE(other.chain.size() == 1U);
  BOOST_TEST(other.chain[0].evidence == 1U);
  BOOST_TEST((other.chain[0].winner == endpoint));
  BOOST_TEST((other.chain[0].loser == instance));
  BOOST_TEST(order.sentences().size() == 1U);
  BOOST_TEST(order.sentences()[0] == "HttpEndpoint value before InstanceId exists");
  BOOST_TEST(order.order() == "HttpEndpoint value > InstanceId exists");
}

BOOST_AUTO_TEST_CASE(a_circle_of_three_is_no_order) {
  Precedence order(testing::shipped());
  const Rule region{0, Check::absent};
  const Rule instance{1, Check::exists};
  const Rule tokens{3, Check::value};
  order.learn(region, {instance}, 1);
  order.learn(instance, {tokens}, 2);
  // The near miss: what follows from the two is no news that contradicts.
  BOOST_TEST(!order.learn(region, {tokens, instance}, 3).contradiction);
  const auto circle = order.learn(tokens, {tokens, region}, 4);
  BOOST_TEST(circle.contradiction);
  BOOST_REQUIRE(circle.chain.size() == 1U);  // by now the shortest chain is the direct one
  Precedence fresh(testing::shipped());
  fresh.learn(region, {instance}, 1);
  fresh.learn(instance, {tokens}, 2);
  const auto longer = fresh.learn(tokens, {region}, 4);
  BOOST_TEST(longer.contradiction);
  BOOST_REQUIRE(longer.chain.size() == 2U);
  BOOST_TEST(longer.chain[0].evidence == 1U);
  BOOST_TEST((longer.chain[0].winner == region));
  BOOST_TEST(longer.chain[1].evidence == 2U);
  BOOST_TEST((longer.chain[1].loser == tokens));
  // And a contradiction changes nothing.
  BOOST_TEST(fresh.sentences().size() == 2U);
  BOOST_TEST(fresh.order() == "RegionId absent > InstanceId exists > HttpTokens value");
}

BOOST_AUTO_TEST_CASE(looks_of_a_rule_are_told_apart_only_where_that_matters) {
  Precedence order(testing::shipped());
  const Rule nothing{1, Check::exists, 0, Look::blank};
  const Rule instance{1, Check::exists};
  const Rule endpoint{2, Check::value};
  order.learn(nothing, {endpoint}, 1);
  BOOST_TEST(order.order() == "InstanceId exists > HttpEndpoint value");
  // An empty name is found at the door, any other one looked up at the end.
  BOOST_TEST(!order.learn(endpoint, {instance}, 2).contradiction);
  BOOST_TEST(order.order() == "InstanceId exists (empty) > HttpEndpoint value > InstanceId exists");
  BOOST_TEST(order.learn(endpoint, {nothing}, 3).contradiction);
}

RC_BOOST_PROP(the_first_broken_rule_of_a_list_never_contradicts, ()) {
  const auto rules = some_rules(12);
  const auto rank = shuffled(rules.size());
  Precedence order(testing::shipped());
  const auto answers = *rc::gen::inRange(1, 60);
  for (int i = 0; i < answers; ++i) {
    std::vector<std::size_t> broken = shuffled(rules.size());
    broken.resize(static_cast<std::size_t>(*rc::gen::inRange(1, 6)));
    std::vector<Rule> losers;
    for (const std::size_t one : broken) losers.push_back(rules[one]);
    const std::size_t winner =
        *std::min_element(broken.begin(), broken.end(),
                          [&](std::size_t a, std::size_t b) { return rank[a] < rank[b]; });
    RC_ASSERT(!order.learn(rules[winner], losers, static_cast<std::size_t>(i)).contradiction);
  }
  // What is printed is an order, too: whoever won stands in an earlier layer.
  const std::string text = order.order();
  const auto sentences = order.sentences();
  RC_ASSERT(text.empty() == sentences.empty());
  for (const std::string& sentence : sentences) {
    const std::size_t middle = sentence.find(" before ");
    const auto winner = layer_of(text, sentence.substr(0, middle));
    const auto loser = layer_of(text, sentence.substr(middle + 8));
    RC_ASSERT(winner && loser);
    RC_ASSERT(*winner < *loser);
  }
}

// Pairs in any order, each decided by a coin: right up to the pair that closes a circle, and what
// is said then is a shortest chain.
RC_BOOST_PROP(a_tournament_contradicts_as_soon_as_it_has_a_circle, ()) {
  constexpr std::size_t count = 6;
  constexpr std::size_t far = 100;
  const auto rules = some_rules(count);
  Precedence order(testing::shipped());
  std::vector<std::vector<std::size_t>> distance(count, std::vector<std::size_t>(count, far));
  std::map<std::size_t, std::pair<std::size_t, std::size_t>> pairs;
  for (const std::size_t number : shuffled(count * count)) {
    std::size_t winner = number / count;
    std::size_t loser = number % count;
    if (winner >= loser) continue;
    if (*rc::gen::arbitrary<bool>()) std::swap(winner, loser);
    const auto change = order.learn(rules[winner], {rules[loser]}, number);
    RC_ASSERT(change.contradiction == (distance[loser][winner] < far));
    if (change.contradiction) {
      RC_ASSERT(change.chain.size() == distance[loser][winner]);
      RC_ASSERT(change.chain.front().winner == rules[loser]);
      RC_ASSERT(change.chain.back().loser == rules[winner]);
      for (std::size_t i = 0; i < change.chain.size(); ++i) {
        const auto& [from, to] = pairs.at(change.chain[i].evidence);
        RC_ASSERT(change.chain[i].winner == rules[from]);
        RC_ASSERT(change.chain[i].loser == rules[to]);
        if (i > 0) RC_ASSERT(change.chain[i - 1].loser == change.chain[i].winner);
      }
      return;
    }
    pairs[number] = {winner, loser};
    distance[winner][loser] = 1;
    for (std::size_t k = 0; k < count; ++k) {
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < count; ++j) {
          distance[i][j] = std::min(distance[i][j], distance[i][k] + distance[k][j]);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(named_orders_are_ruled_out) {
  const auto& reading = testing::shipped().readings[testing::shipped().order_reading];
  Precedence order(testing::shipped());
  BOOST_TEST(order.alive().size() == reading.alternatives.size());
  // Values before the resource: not the alternatives that look for the resource first.
  order.learn({2, Check::value}, {{1, Check::exists}}, 0);
  for (const std::size_t alive : order.alive()) {
    BOOST_TEST(reading.alternatives[alive].name != "missing-exists-values");
    BOOST_TEST(reading.alternatives[alive].name != "parameter-table");
  }
  // A missing parameter before a value: not the one that starts with values.
  order.learn({0, Check::absent}, {{2, Check::value}}, 0);
  BOOST_REQUIRE(order.alive().size() == 1U);
  BOOST_TEST(reading.alternatives[order.alive()[0]].name == "missing-values-exists");
}

BOOST_AUTO_TEST_CASE(an_order_nobody_named_is_no_contradiction) {
  Precedence order(testing::shipped());
  order.learn({5, Check::value}, {{2, Check::value}}, 0);
  const auto change = order.learn({1, Check::exists}, {{0, Check::absent}}, 0);
  BOOST_TEST(!change.contradiction);
  BOOST_TEST(order.alive().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
