#include "oracles/testimony.h"

#include <rapidcheck/boost_test.h>

#include <set>

#include "tests/oracles/support.h"

namespace assay::oracles {

namespace {

using How = Testimony::How;

spec::Operation of_readings(std::size_t count) {
  spec::Operation out;
  for (std::size_t i = 0; i < count; ++i) {
    spec::Reading reading;
    reading.name = static_cast<char>('a' + i);
    reading.alternatives.resize(2);
    out.readings.push_back(reading);
  }
  return out;
}

std::size_t number(int most) { return static_cast<std::size_t>(*rc::gen::inRange(0, most)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(testimony)

BOOST_AUTO_TEST_CASE(the_smallest_subset) {
  const auto holds = [](const Subset& needed) {
    return [needed](const Subset& set) {
      return std::includes(set.begin(), set.end(), needed.begin(), needed.end());
    };
  };
  BOOST_TEST((smallest_subset(5, holds({})) == Subset{}));
  BOOST_TEST((smallest_subset(5, holds({3})) == Subset{3}));
  BOOST_TEST((smallest_subset(5, holds({0, 4})) == Subset{0, 4}));
  BOOST_TEST((smallest_subset(9, holds({1, 2, 8})) == Subset{1, 2, 8}));
  BOOST_TEST(!smallest_subset(5, holds({7})).has_value());
  BOOST_TEST(!smallest_subset(0, holds({0})).has_value());
  // Three in a row are found first; the pair is what counts.
  const auto either = [&](const Subset& set) {
    return holds({0, 1, 2})(set) || holds({1, 9})(set);
  };
  BOOST_TEST((smallest_subset(10, either) == Subset{1, 9}));
}

// Against any family of sets, each of which is enough.
RC_BOOST_PROP(a_smallest_subset_can_spare_nothing, ()) {
  constexpr std::size_t count = 12;
  std::vector<std::set<std::size_t>> enough(1 + number(4));
  for (auto& one : enough) {
    for (std::size_t i = number(4) + 1; i > 0; --i) one.insert(number(count));
  }
  const auto shows = [&](const Subset& set) {
    return std::any_of(enough.begin(), enough.end(), [&](const auto& one) {
      return std::includes(set.begin(), set.end(), one.begin(), one.end());
    });
  };
  const auto found = smallest_subset(count, shows);
  RC_ASSERT(found.has_value());
  RC_ASSERT(shows(*found));
  RC_ASSERT(std::is_sorted(found->begin(), found->end()));
  for (std::size_t i = 0; i < found->size(); ++i) {
    Subset fewer = *found;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    RC_ASSERT(!shows(fewer));
  }
  std::size_t least = count;
  for (const auto& one : enough) least = std::min(least, one.size());
  RC_ASSERT(found->size() == least || (least > 2 && found->size() > 2));
}

RC_BOOST_PROP(merging_changes_no_world, ()) {
  constexpr std::size_t readings = 4;
  const auto operation = of_readings(readings);
  std::vector<Cube> cubes(number(9));
  for (Cube& cube : cubes) {
    for (std::size_t r = 0; r < readings; ++r) {
      if (number(3) != 0) cube.emplace_back(r, number(2));
    }
  }
  const auto less = merged(operation, cubes);
  RC_ASSERT(less.size() <= cubes.size());
  for (std::size_t world = 0; world < 1U << readings; ++world) {
    const auto allows = [&](const std::vector<Cube>& list) {
      return std::any_of(list.begin(), list.end(), [&](const Cube& cube) {
        return std::all_of(cube.begin(), cube.end(), [&](const auto& choice) {
          return (world >> choice.first & 1U) == choice.second;
        });
      });
    };
    RC_ASSERT(allows(less) == allows(cubes));
  }
}

BOOST_AUTO_TEST_CASE(a_reading_that_makes_no_difference_is_left_out) {
  const auto operation = of_readings(3);
  BOOST_TEST(
      (merged(operation, {{{0, 1}, {1, 0}}, {{0, 1}, {1, 1}}}) == std::vector<Cube>{{{0, 1}}}));
  BOOST_TEST(merged(operation, {{{0, 1}, {1, 0}}, {{0, 0}, {1, 1}}}).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_single_earlier_answer_is_found_and_what_it_disagrees_on) {
  const auto operation = of_readings(3);
  Testimony testimony(operation);
  testimony.add({{{1, 0}}});
  testimony.add({{{0, 0}, {2, 0}}, {{0, 1}, {2, 1}}});
  testimony.add({{{2, 1}}});
  const auto set = testimony.against({{{2, 0}}}, How::ruled_out);
  BOOST_REQUIRE(set.has_value());
  BOOST_TEST((*set == Subset{2}));
  BOOST_TEST((testimony.disputed(*set, {{{2, 0}}}) == std::vector<std::size_t>{2}));
  // The near misses: what they allow, and what they say nothing of.
  BOOST_TEST(!testimony.against({{{2, 1}}}, How::ruled_out).has_value());
  BOOST_TEST(!testimony.against({{{2, 1}, {1, 0}}}, How::jointly).has_value());
  // a follows from two answers only.
  BOOST_TEST((testimony.against({{{0, 0}}}, How::ruled_out) == Subset{1, 2}));
}

BOOST_AUTO_TEST_CASE(three_answers_that_only_together_leave_no_world) {
  const auto operation = of_readings(3);
  Testimony testimony(operation);
  testimony.add({{{0, 0}, {1, 0}}, {{0, 1}, {1, 1}}});
  testimony.add({{{1, 0}, {2, 0}}, {{1, 1}, {2, 1}}});
  const std::vector<Cube> now{{{0, 0}, {2, 1}}, {{0, 1}, {2, 0}}};
  BOOST_TEST(!testimony.against(now, How::ruled_out).has_value());
  BOOST_TEST((testimony.against(now, How::jointly) == Subset{0, 1}));
  BOOST_TEST((testimony.disputed({0, 1}, now) == std::vector<std::size_t>{0, 1, 2}));
}

// Whatever is told, a contradiction is found exactly when Worlds finds one, and its set suffices
// and can spare nothing.
RC_BOOST_PROP(the_set_contradicts_and_no_smaller_one_does, ()) {
  constexpr std::size_t readings = 5;
  const auto operation = of_readings(readings);
  const auto some = [&] {
    std::vector<Cube> out(1 + number(3));
    for (Cube& cube : out) {
      for (std::size_t r = 0; r < readings; ++r) {
        if (number(3) == 0) cube.emplace_back(r, number(2));
      }
    }
    return out;
  };
  Worlds worlds(operation);
  Testimony testimony(operation);
  std::vector<std::vector<Cube>> told;
  for (int i = 0; i < 12; ++i) {
    const auto now = some();
    if (!worlds.learn(now).contradiction) {
      RC_ASSERT(!testimony.against(now, How::jointly).has_value());
      testimony.add(now);
      told.push_back(now);
      continue;
    }
    const auto set = testimony.against(now, How::jointly);
    RC_ASSERT(set.has_value());
    const auto contradicts = [&](const Subset& some_told) {
      Worlds fresh(operation);
      for (const std::size_t one : some_told) RC_ASSERT(!fresh.learn(told[one]).contradiction);
      return fresh.learn(now).contradiction;
    };
    RC_ASSERT(contradicts(*set));
    for (std::size_t left = 0; left < set->size(); ++left) {
      Subset fewer = *set;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(left));
      RC_ASSERT(!contradicts(fewer));
    }
    RC_ASSERT(!testimony.disputed(*set, now).empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
