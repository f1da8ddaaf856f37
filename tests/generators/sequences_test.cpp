#include "generators/sequences.h"

#include <algorithm>
#include <map>
#include <set>

#include "tests/generators/sample.h"

using namespace assay;
using namespace assay::generators;

namespace {

constexpr std::uint64_t length = sequence_length;

// Sequence `number` of a document, every step of it.
std::vector<Case> sequence(const Generator& generator, std::uint64_t number,
                           std::uint64_t seed = 1) {
  std::vector<Case> out(length);
  for (std::uint64_t i = 0; i < length; ++i) {
    generator.make({seed, Phase::sequences, number * length + i}, out[i]);
  }
  return out;
}

bool is(const std::vector<Case>& steps, std::string_view theme) {
  return steps[0].label.find("(" + std::string(theme) + ")") != std::string::npos;
}

auto dress(const Case& one) { return std::tuple(one.signature, one.method, one.place, one.ask); }

std::vector<std::string> sorted(const Case& one) {
  std::vector<std::string> out;
  for (const CaseParam& param : one.params) out.push_back(param.name + "=" + bytes_of(param));
  std::sort(out.begin(), out.end());
  return out;
}

bool names_other(const Case& one) {
  return std::any_of(one.params.begin(), one.params.end(),
                     [](const CaseParam& param) { return param.bind == Bind::other; });
}

// Calls `look` with every sequence of a theme among the first `count`; says how many there were.
template <class Look>
std::size_t each(std::string_view theme, std::uint64_t count, const Look& look) {
  std::size_t out = 0;
  for (const spec::Operation* operation : {&shipped(), &lab()}) {
    const Generator generator(*operation, {});
    for (std::uint64_t number = 0; number < count; ++number) {
      const auto steps = sequence(generator, number);
      if (!is(steps, theme)) continue;
      look(steps);
      ++out;
    }
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sequences)

BOOST_AUTO_TEST_CASE(a_step_is_a_function_of_its_index_alone) {
  const Generator forth(shipped(), {});
  const Generator back(shipped(), {});
  constexpr std::uint64_t count = 60 * length;
  std::vector<Case> first(count);
  for (std::uint64_t i = 0; i < count; ++i) forth.make({5, Phase::sequences, i}, first[i]);
  Case again;
  for (std::uint64_t i = count; i-- > 0;) {
    back.make({5, Phase::sequences, i}, again);
    BOOST_REQUIRE((again.params == first[i].params));
    BOOST_REQUIRE((dress(again) == dress(first[i])));
    BOOST_REQUIRE(again.label == first[i].label);
    BOOST_REQUIRE((again.id == first[i].id));
  }
}

BOOST_AUTO_TEST_CASE(another_seed_makes_other_sequences) {
  const Generator generator(shipped(), {});
  std::size_t differ = 0;
  for (std::uint64_t number = 0; number < 40; ++number) {
    const bool same =
        sequence(generator, number, 1)[3].params == sequence(generator, number, 2)[3].params;
    differ += same ? 0U : 1U;
  }
  BOOST_TEST(differ > 20U);
}

BOOST_AUTO_TEST_CASE(the_same_again_is_the_same) {
  const std::size_t seen = each("the same again", 40, [](const std::vector<Case>& steps) {
    for (const Case& one : steps) {
      BOOST_TEST((one.params == steps[0].params));
      BOOST_TEST((dress(one) == dress(steps[0])));
    }
  });
  BOOST_TEST(seen == 8U);
}

BOOST_AUTO_TEST_CASE(the_same_comes_more_than_a_hundred_times) {
  const Generator generator(shipped(), {});
  std::map<std::vector<std::string>, std::size_t> times;
  for (std::uint64_t number = 0; number < 140; ++number) {
    const auto steps = sequence(generator, number);
    if (is(steps, "the same again")) times[sorted(steps[0])] += steps.size();
  }
  BOOST_TEST(times.size() == 2U);
  for (const auto& [params, count] : times) BOOST_TEST(count > 100U);
}

BOOST_AUTO_TEST_CASE(orders_and_dresses_change_nothing_else) {
  std::size_t other_order = 0;
  each("orders", 100, [&](const std::vector<Case>& steps) {
    for (const Case& one : steps) {
      BOOST_TEST(sorted(one) == sorted(steps[0]));
      other_order += one.params != steps[0].params ? 1U : 0U;
    }
  });
  BOOST_TEST(other_order > 50U);
  std::set<decltype(dress(Case{}))> worn;
  each("every dress", 100, [&](const std::vector<Case>& steps) {
    for (const Case& one : steps) {
      BOOST_TEST((one.params == steps[0].params));
      worn.insert(dress(one));
    }
  });
  BOOST_TEST(worn.size() >= 28U);  // 4 methods and places × (3 + 4 ways to ask)
}

BOOST_AUTO_TEST_CASE(two_in_turn_names_the_other_every_second_time) {
  std::size_t refused = 0;
  const std::size_t seen = each("two in turn", 40, [&](const std::vector<Case>& steps) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      refused += steps[i].faults;
      // A broken rule may have taken the name away, never put it into another step.
      if (i % 2 == 0) BOOST_TEST(!names_other(steps[i]));
      if (i % 2 == 1 && steps[i].faults == 0) BOOST_TEST(names_other(steps[i]));
    }
  });
  BOOST_TEST(seen == 8U);
  BOOST_TEST(refused > 0U);
}

BOOST_AUTO_TEST_CASE(there_and_back_alternates) {
  each("there and back", 40, [](const std::vector<Case>& steps) {
    for (std::size_t i = 2; i < steps.size(); ++i) {
      BOOST_TEST((steps[i].params == steps[i - 2].params));
    }
  });
}

BOOST_AUTO_TEST_CASE(defaults_are_left_out_and_sent) {
  std::size_t left_out = 0;
  std::size_t sent = 0;
  each("defaults", 100, [&](const std::vector<Case>& steps) {
    for (const Case& one : steps) {
      BOOST_TEST(one.faults == 0);
      left_out += one.label.find("leave out") != std::string::npos ? 1U : 0U;
      sent += one.label.find("send the default") != std::string::npos ? 1U : 0U;
    }
  });
  BOOST_TEST(left_out > 20U);
  BOOST_TEST(sent > 20U);
}

BOOST_AUTO_TEST_CASE(refusals_break_one_rule_to_three) {
  std::set<unsigned> counts;
  each("refusals between", 200, [&](const std::vector<Case>& steps) {
    BOOST_TEST(steps[0].faults == 0);
    for (const Case& one : steps) counts.insert(one.faults);
  });
  BOOST_TEST((counts == std::set<unsigned>{0, 1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_style_is_kept) {
  const Style plain{true, false, true, false, true, false, 40};
  const Generator generator(shipped(), plain);
  for (std::uint64_t number = 0; number < 100; ++number) {
    for (const Case& one : sequence(generator, number)) {
      BOOST_TEST((dress(one) == std::tuple(Signature::v1, Method::get, Place::query, Ask::json)));
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_large_goes_into_a_query) {
  for (const spec::Operation* operation : {&shipped(), &lab()}) {
    const Generator generator(*operation, {});
    for (std::uint64_t number = 0; number < 300; ++number) {
      for (const Case& one : sequence(generator, number)) {
        std::size_t bytes = 0;
        for (const CaseParam& param : one.params) bytes += param.value.size();
        if (bytes > 6000) BOOST_TEST((one.place == Place::form));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(some_steps_are_not_read_back_but_never_the_last) {
  const Generator generator(shipped(), {});
  std::size_t unread = 0;
  for (std::uint64_t number = 0; number < 100; ++number) {
    const auto steps = sequence(generator, number);
    for (const Case& one : steps) unread += one.unread ? 1U : 0U;
    BOOST_TEST(!steps.back().unread);
  }
  BOOST_TEST(unread > 100U);
  BOOST_TEST(unread < 300U);
}

BOOST_AUTO_TEST_SUITE_END()
