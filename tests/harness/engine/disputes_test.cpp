// Of the readings that explain what answers disagree on, the fewest; and that one such finding has
// one name, whichever answer came last.
#include "harness/engine/disputes.h"

#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "harness/engine/findings.h"
#include "tests/harness/engine/assess_bench.h"

namespace assay::harness {

namespace {

using oracles::testing::bad_tokens;
using oracles::testing::success;
using Bench = testing::AssessBench;
using Readings = std::set<std::size_t>;
using Disputes = std::vector<std::vector<std::size_t>>;

const std::string off = "&HttpEndpoint=enabled&HttpTokens=REQUIRED";
const std::string exact = "&HttpEndpoint=enabled&HttpTokens=OPTIONAL";

std::vector<std::string> keys(const std::vector<Problem>& problems) {
  std::vector<std::string> out;
  for (const Problem& one : problems) {
    out.push_back(violation_key(oracles::testing::shipped(), one));
  }
  return out;
}

std::size_t reading(const std::string& name) {
  const auto& all = oracles::testing::shipped().readings;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  BOOST_REQUIRE(found != all.end());
  return static_cast<std::size_t>(found - all.begin());
}

Problem disputing(std::vector<std::size_t> readings) {
  Problem out;
  out.disputed = std::move(readings);
  name_dispute(oracles::testing::shipped(), out);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(disputes)

BOOST_AUTO_TEST_CASE(what_one_names_alone_explains_the_others) {
  BOOST_TEST((fewest_readings({{2, 7}, {7}, {3, 4}, {4, 5}}) == Readings{4, 7}));
  BOOST_TEST((fewest_readings({{2, 7}, {}}) == Readings{2}));
  BOOST_TEST(fewest_readings({}).empty());
}

RC_BOOST_PROP(each_dispute_is_explained_in_whatever_order_they_came, ()) {
  const auto one =
      rc::gen::container<std::vector<std::size_t>>(3, rc::gen::inRange<std::size_t>(0, 6));
  auto disputes = *rc::gen::container<Disputes>(one);
  const Readings out = fewest_readings(disputes);
  for (const auto& dispute : disputes) {
    RC_ASSERT(std::any_of(dispute.begin(), dispute.end(),
                          [&](std::size_t reading) { return out.contains(reading); }));
  }
  std::reverse(disputes.begin(), disputes.end());
  RC_ASSERT(fewest_readings(disputes) == out);
}

// The seed decides what comes first: it must not decide the name.
BOOST_AUTO_TEST_CASE(the_name_is_the_same_whichever_answer_came_last) {
  Bench one;
  one.call(off, success());
  const auto last_refused = keys(one.call(exact, bad_tokens()).problems);
  Bench other;
  other.call(exact, bad_tokens());
  const auto last_accepted = keys(other.call(off, success()).problems);
  BOOST_TEST_REQUIRE(last_refused.size() == 1U);
  BOOST_TEST(last_refused[0] == "gateway.get-post/answers disagree on value-case");
  BOOST_TEST(last_refused == last_accepted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_problem_is_called_by_each_reading_that_explains_it) {
  const auto& operation = oracles::testing::shipped();
  const std::size_t first = reading("empty-region");
  const std::size_t second = reading("value-case");
  const Problem both = disputing({second, first});
  const std::string by_second = violation_key(operation, disputing({second}));
  BOOST_TEST(violation_key(operation, both) == violation_key(operation, disputing({first})));
  const auto has = [&](const Problem& problem) {
    const auto all = keys_of(operation, problem);
    return std::find(all.begin(), all.end(), by_second) != all.end();
  };
  BOOST_TEST(has(both));
  BOOST_TEST(!has(disputing({first})));  // the canary
}

BOOST_AUTO_TEST_CASE(a_renamed_finding_joins_the_one_of_that_name) {
  FindingBook book(testing::context());
  generators::Case one;
  const oracles::Circumstances circumstances;
  const Sighting sighting{&one, Step(), {}, nullptr, "", 1, &circumstances};
  const std::size_t first = reading("empty-region");
  const std::size_t second = reading("value-case");
  book.note(disputing({first, second}), sighting, "");
  book.note(disputing({second}), sighting, "");
  BOOST_TEST_REQUIRE(book.size() == 2U);
  HeldFinding moved =
      book.all().extract(violation_key(oracles::testing::shipped(), disputing({first}))).mapped();
  moved.disputed = {second};
  book.rename(moved);
  BOOST_TEST_REQUIRE(book.size() == 1U);
  BOOST_TEST(book.all().begin()->second.finding.count == 2U);
  book.all().clear();
  book.rename(moved);
  BOOST_TEST_REQUIRE(book.size() == 1U);
  BOOST_TEST(book.all().begin()->second.finding.kind == "answers disagree on value-case");
  BOOST_TEST(book.all().begin()->second.finding.key.ends_with("/answers disagree on value-case"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
