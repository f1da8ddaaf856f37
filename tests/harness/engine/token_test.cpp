#include "harness/engine/token.h"

#include <rapidcheck/boost_test.h>

#include <boost/test/unit_test.hpp>

namespace assay::harness {

namespace {

Token sample() {
  Token token;
  token.spec = "9951a2d4";
  token.seed = 0x123456789ABCDEF0U;
  token.style.v3 = false;
  token.style.valid_percent = 25;
  Step step;
  step.id = {token.seed, generators::Phase::boundaries, 4711};
  step.path = {0, 3, 70000};
  step.before = oracles::State{"enabled", "", "64", "\xFF\0x"};
  token.steps.push_back(step);
  step.id.phase = generators::Phase::random;
  step.path.clear();
  step.before.reset();
  token.steps.push_back(step);
  return token;
}

bool same(const Token& a, const Token& b) {
  if (a.spec != b.spec || a.seed != b.seed || a.style != b.style) return false;
  if (a.steps.size() != b.steps.size()) return false;
  for (std::size_t i = 0; i < a.steps.size(); ++i) {
    if (!(a.steps[i].id == b.steps[i].id) || a.steps[i].path != b.steps[i].path ||
        a.steps[i].before != b.steps[i].before) {
      return false;
    }
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(token)

BOOST_AUTO_TEST_CASE(comes_back_as_it_was) {
  std::string why;
  const auto back = parse_token(to_text(sample()), why);
  BOOST_REQUIRE_MESSAGE(back.has_value(), why);
  BOOST_TEST(same(*back, sample()));
}

BOOST_AUTO_TEST_CASE(is_one_word_of_the_shell) {
  const std::string text = to_text(sample());
  BOOST_TEST(text.starts_with("assay1-"));
  BOOST_TEST(
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
      std::string::npos);
}

BOOST_AUTO_TEST_CASE(tells_what_is_wrong) {
  std::string why;
  BOOST_TEST(!parse_token("hello", why));
  BOOST_TEST(why == "a replay token starts with \"assay1-\"");
  BOOST_TEST(!parse_token("assay1-a b", why));
  BOOST_TEST(why == "a replay token has letters, digits, '-' and '_' only");
  BOOST_TEST(!parse_token("assay1-", why));
  BOOST_TEST(why == "the replay token is cut or altered");
}

BOOST_AUTO_TEST_CASE(every_cut_is_refused) {
  const std::string text = to_text(sample());
  for (std::size_t size = 0; size < text.size(); ++size) {
    std::string why;
    BOOST_TEST(!parse_token(text.substr(0, size), why), size);
    BOOST_TEST(!why.empty());
  }
}

RC_BOOST_PROP(any_text_is_refused_or_read, (std::string text)) {
  std::string why;
  const auto token = parse_token("assay1-" + text, why);
  RC_ASSERT(token.has_value() || !why.empty());
}

RC_BOOST_PROP(any_step_comes_back,
              (std::uint64_t seed, std::uint64_t index, std::vector<std::uint32_t> path,
               std::vector<std::string> state, bool known)) {
  RC_PRE(path.size() < 1000U && state.size() < 256U);
  Token token;
  token.seed = seed;
  Step step{{seed, generators::Phase::random, index}, path, std::nullopt, std::nullopt};
  if (known) step.before = state;
  token.steps.push_back(step);
  std::string why;
  const auto back = parse_token(to_text(token), why);
  RC_ASSERT(back.has_value());
  RC_ASSERT(same(*back, token));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
