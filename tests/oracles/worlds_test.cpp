#include "oracles/worlds.h"

#include <rapidcheck/boost_test.h>

#include "tests/oracles/support.h"

namespace assay::oracles {

namespace {

spec::Operation of_readings(std::size_t count) {
  spec::Operation out;
  for (std::size_t i = 0; i < count; ++i) {
    spec::Reading reading;
    reading.name = static_cast<char>('a' + i);
    reading.alternatives.resize(3);
    out.readings.push_back(reading);
  }
  return out;
}

spec::Operation three_readings() { return of_readings(3); }

}  // namespace

BOOST_AUTO_TEST_SUITE(worlds)

BOOST_AUTO_TEST_CASE(everything_is_alive_at_first) {
  const auto operation = three_readings();
  const Worlds worlds(operation);
  BOOST_TEST(worlds.alive(1).size() == 3U);
  BOOST_TEST(worlds.alive(2, 2));
}

BOOST_AUTO_TEST_CASE(one_reading_is_narrowed) {
  const auto operation = three_readings();
  Worlds worlds(operation);
  const auto change = worlds.learn({{{0, 1}}, {{0, 2}}});
  BOOST_TEST(!change.contradiction);
  BOOST_REQUIRE(change.ruled_out.size() == 1U);
  BOOST_TEST(change.ruled_out[0].alternative == 0U);
  BOOST_TEST(!worlds.alive(0, 0));
}

BOOST_AUTO_TEST_CASE(an_empty_cube_says_nothing) {
  const auto operation = three_readings();
  Worlds worlds(operation);
  BOOST_TEST(worlds.learn({{}, {{0, 1}}}).ruled_out.empty());
  BOOST_TEST(worlds.alive(0).size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_joint_answer_is_used_when_its_other_half_is_known) {
  const auto operation = three_readings();
  Worlds worlds(operation);
  // Either a=0 and b=0, or a=1 and b=1.
  BOOST_TEST(worlds.learn({{{0, 0}, {1, 0}}, {{0, 1}, {1, 1}}}).ruled_out.size() == 2U);
  worlds.learn({{{1, 1}}});
  BOOST_TEST(worlds.alive(0).size() == 1U);
  BOOST_TEST(worlds.alive(0).front() == 1U);
}

BOOST_AUTO_TEST_CASE(answers_that_no_single_world_allows_contradict) {
  const auto operation = three_readings();
  Worlds worlds(operation);
  // Pairwise each is fine; together they are not.
  BOOST_TEST(!worlds.learn({{{0, 0}, {1, 0}}, {{0, 1}, {1, 1}}}).contradiction);
  BOOST_TEST(!worlds.learn({{{1, 0}, {2, 0}}, {{1, 1}, {2, 1}}}).contradiction);
  BOOST_TEST(worlds.learn({{{0, 0}, {2, 1}}, {{0, 1}, {2, 0}}}).contradiction);
  // And a contradiction changes nothing.
  BOOST_TEST(worlds.alive(0).size() == 2U);
  BOOST_TEST(!worlds.learn({{{0, 0}, {2, 0}}}).contradiction);
}

RC_BOOST_PROP(learning_agrees_with_trying_every_world, ()) {
  constexpr std::size_t readings = 5;  // enough to hang together in two clusters
  const auto operation = of_readings(readings);
  Worlds worlds(operation);
  using World = std::array<std::size_t, readings>;
  std::vector<World> left;
  for (std::size_t i = 0; i < 243; ++i) {
    left.push_back({i / 81, i / 27 % 3, i / 9 % 3, i / 3 % 3, i % 3});
  }
  const auto steps = *rc::gen::inRange(1, 9);
  for (int step = 0; step < steps; ++step) {
    std::vector<Cube> allowed;
    const auto cubes = *rc::gen::inRange(1, 4);
    for (int c = 0; c < cubes; ++c) {
      Cube cube;
      for (std::size_t r = 0; r < readings; ++r) {
        if (*rc::gen::inRange(0, 5) < 3) continue;
        cube.emplace_back(r, static_cast<std::size_t>(*rc::gen::inRange(0, 3)));
      }
      allowed.push_back(cube);
    }
    const auto fits = [&](const World& world) {
      return std::any_of(allowed.begin(), allowed.end(), [&](const Cube& cube) {
        return std::all_of(cube.begin(), cube.end(), [&](const auto& choice) {
          return world[choice.first] == choice.second;
        });
      });
    };
    std::vector<World> next;
    std::copy_if(left.begin(), left.end(), std::back_inserter(next), fits);
    RC_ASSERT(worlds.learn(allowed).contradiction == next.empty());
    if (!next.empty()) left = next;
    for (std::size_t r = 0; r < readings; ++r) {
      for (std::size_t a = 0; a < 3; ++a) {
        const bool possible = std::any_of(left.begin(), left.end(),
                                          [&](const World& world) { return world[r] == a; });
        RC_ASSERT(worlds.alive(r, a) == possible);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_chooser_walks_every_choice_once) {
  const auto operation = three_readings();
  const Worlds worlds(operation);
  Chooser choose(operation, worlds);
  std::vector<Cube> seen;
  do {
    const std::size_t a = choose(0);
    if (a == 1) choose(2);  // asked only sometimes
    BOOST_TEST(choose(0) == a);
    seen.push_back(choose.cube());
  } while (choose.next());
  BOOST_TEST(seen.size() == 5U);
  std::sort(seen.begin(), seen.end());
  BOOST_TEST((std::unique(seen.begin(), seen.end()) == seen.end()));
}

BOOST_AUTO_TEST_CASE(a_chooser_does_not_branch_on_what_is_settled) {
  const auto operation = three_readings();
  Worlds worlds(operation);
  worlds.learn({{{0, 2}}});
  Chooser choose(operation, worlds);
  BOOST_TEST(choose(0) == 2U);
  BOOST_TEST(!choose.branched());
  BOOST_TEST(!choose.next());
  Chooser everything(operation, worlds, true);
  int walks = 0;
  do {
    everything(0);
    ++walks;
  } while (everything.next());
  BOOST_TEST(walks == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
