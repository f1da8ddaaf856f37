#include <map>
#include <set>

#include "generators/shrink.h"
#include "tests/generators/sample.h"

using namespace assay;
using namespace assay::generators;

BOOST_AUTO_TEST_SUITE(shrinking)

namespace {

bool has(const Case& one, const std::string& name, const std::string& value) {
  for (const CaseParam& param : one.params) {
    if (param.name == name && param.bind == Bind::none && param.value == value) return true;
  }
  return false;
}

std::size_t bytes(const Case& one) {
  std::size_t out = 0;
  for (const CaseParam& param : one.params)
    out += param.name.size() + param.value.size() + param.before.size();
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_known_minimum_is_found) {
  const Generator generator(shipped(), {});
  std::size_t found = 0;
  for (const Case& from : cases(generator, Phase::random, 400)) {
    for (const CaseParam& wanted : from.params) {
      if (wanted.bind != Bind::none || from.signature == Signature::none) continue;
      const auto fails = [&](const Case& one) { return has(one, wanted.name, wanted.value); };
      const Shrunk result = shrink(shipped(), from, fails, 100000);
      BOOST_REQUIRE_EQUAL(result.smallest.params.size(), 1U);
      BOOST_REQUIRE(has(result.smallest, wanted.name, wanted.value));
      BOOST_REQUIRE(result.smallest.signature == Signature::v1);
      BOOST_REQUIRE(result.smallest.method == Method::get);
      BOOST_REQUIRE(result.smallest.place == Place::query);
      BOOST_REQUIRE(result.smallest.ask == Ask::json);
      BOOST_REQUIRE_EQUAL(result.smallest.broken, 0U);
      BOOST_REQUIRE_EQUAL(result.smallest.clock_offset, 0);
      ++found;
    }
  }
  BOOST_TEST(found > 400U);
}

BOOST_AUTO_TEST_CASE(everything_goes_when_everything_fails) {
  for (const Case& from : all(Generator(shipped(), {}), Phase::boundaries)) {
    const Shrunk result = shrink(shipped(), from, [](const Case&) { return true; }, 100000);
    BOOST_REQUIRE(result.smallest.params.empty());
    BOOST_REQUIRE_EQUAL(result.smallest.broken, 0U);
  }
}

BOOST_AUTO_TEST_CASE(the_path_leads_to_the_same_case) {
  const Generator generator(lab(), {});
  for (const Case& from : cases(generator, Phase::random, 300)) {
    int calls = 0;
    const auto fails = [&](const Case& one) { return (++calls % 3) != 0 && !one.params.empty(); };
    const Shrunk result = shrink(lab(), from, fails, 500);
    Case walked = from;
    BOOST_REQUIRE(follow(lab(), walked, result.path));
    BOOST_REQUIRE(same(walked, result.smallest));
  }
  Case from;
  generator.make({1, Phase::random, 1}, from);
  BOOST_TEST(!follow(lab(), from, {4000000}));
}

BOOST_AUTO_TEST_CASE(the_budget_holds_and_nothing_grows) {
  const Generator generator(shipped(), {});
  for (const Case& from : cases(generator, Phase::random, 300)) {
    std::size_t asked = 0;
    const Shrunk result = shrink(
        shipped(), from,
        [&](const Case& one) {
          ++asked;
          BOOST_REQUIRE(bytes(one) <= bytes(from));
          BOOST_REQUIRE(!(one.params == from.params && one.signature == from.signature &&
                          one.method == from.method && one.place == from.place &&
                          one.ask == from.ask && one.broken == from.broken &&
                          one.clock_offset == from.clock_offset));
          return false;
        },
        25);
    BOOST_REQUIRE(asked <= 25U && asked == result.tried && result.path.empty());
  }
}

BOOST_AUTO_TEST_CASE(values_of_one_name_still_ascend) {
  std::set<std::string> wrong;
  for (const Case& from : all(Generator(shipped(), {}), Phase::boundaries)) {
    std::map<std::string, int> count;
    for (const CaseParam& param : from.params) ++count[param.name];
    if (count.size() == from.params.size()) continue;
    (void)shrink(
        shipped(), from,
        [&](const Case& one) {
          std::map<std::string, std::string> last;
          for (const CaseParam& param : one.params) {
            const auto [at, fresh] = last.emplace(param.name, bytes_of(param));
            if (!fresh && bytes_of(param) < at->second) wrong.insert(from.label);
          }
          return false;
        },
        1000);
  }
  for (const std::string& label : wrong) BOOST_ERROR("descending after a step: " + label);
}

BOOST_AUTO_TEST_SUITE_END()
