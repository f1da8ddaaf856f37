#include "wire/params.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include "tests/wire/support.h"

using assay::wire::append;
using assay::wire::append_form;
using assay::wire::find;
using assay::wire::Param;
using assay::wire::Params;
using assay::wire::parse_form;
using assay::wire::retire;
using assay::wire::test::any_bytes;
using assay::wire::test::any_params;

namespace {

std::string form(const Params& params) {
  std::string out;
  append_form(out, params);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_params)

BOOST_AUTO_TEST_CASE(splitting_by_example) {
  BOOST_TEST(parse_form("").value().empty());
  BOOST_TEST((parse_form("a=1").value() == Params{{"a", "1"}}));
  BOOST_TEST((parse_form("a=1&b=&c").value() == Params{{"a", "1"}, {"b", ""}, {"c", ""}}));
  BOOST_TEST((parse_form("a=1=2").value() == Params{{"a", "1=2"}}));
  BOOST_TEST((parse_form("=v").value() == Params{{"", "v"}}));
  BOOST_TEST((parse_form("=").value() == Params{{"", ""}}));
  BOOST_TEST((parse_form("a=b%26c%3Dd").value() == Params{{"a", "b&c=d"}}));
  BOOST_TEST((parse_form("%41+b=c+%2B").value() == Params{{"A b", "c +"}}));
  BOOST_TEST((parse_form("a=1;b=2").value() == Params{{"a", "1;b=2"}}));
}

BOOST_AUTO_TEST_CASE(empty_pieces_are_skipped) {
  BOOST_TEST((parse_form("&&a=1&&b=2&").value() == Params{{"a", "1"}, {"b", "2"}}));
  BOOST_TEST(parse_form("&").value().empty());
  BOOST_TEST(parse_form("&&&").value().empty());
}

BOOST_AUTO_TEST_CASE(duplicates_and_order_are_kept) {
  BOOST_TEST((parse_form("b=2&a=1&b=1&b=2").value() ==
              Params{{"b", "2"}, {"a", "1"}, {"b", "1"}, {"b", "2"}}));
}

BOOST_AUTO_TEST_CASE(a_malformed_escape_anywhere_refuses_all) {
  for (const char* text : {"a=%", "%=a", "a=1&b=%4", "a=1&%zz", "a=%GG&b=1"}) {
    BOOST_TEST(!parse_form(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(writing_by_example) {
  BOOST_TEST(form({}) == "");
  BOOST_TEST(form({{"a", "1"}}) == "a=1");
  BOOST_TEST(form({{"b", " *"}, {"a", ""}, {"", "x"}, {"", ""}}) == "b=%20%2A&a=&=x&=");
  BOOST_TEST(form({{"n&=", "v&="}}) == "n%26%3D=v%26%3D");
  std::string out = "/?";
  append_form(out, {{"a", "1"}, {"a", "1"}});
  BOOST_TEST(out == "/?a=1&a=1");
}

BOOST_AUTO_TEST_CASE(find_takes_the_first_of_that_exact_name) {
  const Params params{{"a", "1"}, {"A", "2"}, {"a", "3"}, {"", "4"}, {"e", ""}};
  BOOST_TEST(find(params, "a").value() == "1");
  BOOST_TEST(find(params, "A").value() == "2");
  BOOST_TEST(find(params, "").value() == "4");
  BOOST_TEST(find(params, "e").value() == "");
  BOOST_TEST(!find(params, "b").has_value());
  BOOST_TEST(!find({}, "a").has_value());
}

RC_BOOST_PROP(parsing_undoes_writing, ()) {
  const Params params = *any_params();
  RC_ASSERT(parse_form(form(params)) == params);
}

RC_BOOST_PROP(writing_what_was_parsed_means_the_same, ()) {
  const auto params = parse_form(*assay::wire::test::text_of("ab=&%+4~"));
  RC_PRE(params.has_value());
  RC_ASSERT(parse_form(form(*params)) == params);
}

RC_BOOST_PROP(any_bytes_parse_or_are_refused, ()) {
  const std::string text = *any_bytes();
  const auto params = parse_form(text);
  if (params) RC_ASSERT(params->size() <= text.size());
}

BOOST_AUTO_TEST_CASE(memory_of_earlier_parameters_is_used_again) {
  Params params;
  Params spare;
  const std::string first = "a=" + std::string(100, 'x') + "&b=2&c=" + std::string(200, 'y');
  BOOST_TEST(parse_form(first, params, spare));
  BOOST_TEST(params.size() == 3U);
  BOOST_TEST(parse_form("d=4", params, spare));
  BOOST_TEST((params == Params{{"d", "4"}}));
  BOOST_TEST(spare.size() == 2U);
  BOOST_TEST((append(params, spare) == Param{}));
  BOOST_TEST(params.front().value.capacity() >= 200U);  // of the last one retired
  BOOST_TEST(spare.size() == 1U);
  retire(params, spare);
  BOOST_TEST(params.empty());
  BOOST_TEST(spare.size() == 3U);
}

BOOST_AUTO_TEST_CASE(spare_parameters_are_few) {
  Params params(1000);
  Params spare;
  retire(params, spare);
  BOOST_TEST(params.empty());
  BOOST_TEST(spare.size() == 64U);
}

RC_BOOST_PROP(what_was_parsed_before_leaves_no_trace, ()) {
  Params params;
  Params spare;
  for (const std::string& text :
       *rc::gen::container<std::vector<std::string>>(assay::wire::test::text_of("ab=&%+4~"))) {
    const bool good = parse_form(text, params, spare);
    const auto fresh = parse_form(text);
    RC_ASSERT(good == fresh.has_value());
    if (good) RC_ASSERT(params == *fresh);
  }
}

BOOST_AUTO_TEST_SUITE_END()
