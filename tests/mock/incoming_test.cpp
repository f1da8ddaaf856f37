// Requests taken apart.
#include "mock/incoming.h"

#include <boost/test/unit_test.hpp>

#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

wire::Request request(const std::string& target, const std::string& body = "",
                      const std::string& type = "application/x-www-form-urlencoded") {
  wire::Request out;
  out.method = "POST";
  out.target = target;
  out.body = body;
  if (!type.empty()) out.headers.push_back({"content-type", type});
  return out;
}

wire::Params all(const Incoming& incoming) {
  wire::Params out;
  for (const wire::Param* param : incoming.params()) out.push_back(*param);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_incoming)

BOOST_AUTO_TEST_CASE(query_then_form_in_order_with_duplicates) {
  Incoming incoming;
  const wire::Request got = request("/?b=1&a=2&b=3", "a=4&c");
  incoming.read(got);
  const wire::Params expected{{"b", "1"}, {"a", "2"}, {"b", "3"}, {"a", "4"}, {"c", ""}};
  BOOST_TEST((all(incoming) == expected));
  BOOST_TEST(incoming.find("b") == "1");
  BOOST_TEST(incoming.find_last("b") == "3");
  BOOST_TEST(incoming.find_last("a") == "4");
  BOOST_TEST(incoming.find("absent") == "");
  BOOST_TEST(incoming.find_last("absent") == "");
}

BOOST_AUTO_TEST_CASE(texts_are_decoded) {
  Incoming incoming;
  const wire::Request got = request("/?a=%41+b%2B&%62=%e4%BD%a0&&=x");
  incoming.read(got);
  const wire::Params expected{{"a", "A b+"}, {"b", "\xE4\xBD\xA0"}, {"", "x"}};
  BOOST_TEST((all(incoming) == expected));
}

BOOST_AUTO_TEST_CASE(bad_escapes_stand_for_themselves) {
  Incoming incoming;
  const wire::Request got = request("/?a=%&b=%4&c=%4g&d=%g4&e=%%41&f=%41%4");
  incoming.read(got);
  const wire::Params expected{{"a", "%"},   {"b", "%4"}, {"c", "%4g"},
                              {"d", "%g4"}, {"e", "%A"}, {"f", "A%4"}};
  BOOST_TEST((all(incoming) == expected));
}

BOOST_AUTO_TEST_CASE(only_forms_are_read_from_the_body) {
  for (const char* type : {"application/x-www-form-urlencoded", "Application/X-Www-Form-Urlencoded",
                           "application/x-www-form-urlencoded;charset=utf-8",
                           " application/x-www-form-urlencoded ; x"}) {
    Incoming incoming;
    const wire::Request got = request("/", "a=1", type);
    incoming.read(got);
    BOOST_TEST(incoming.form().size() == 1U, type);
  }
  for (const char* type : {"", "application/json", "application/x-www-form-urlencodedx"}) {
    Incoming incoming;
    const wire::Request got = request("/", "a=1", type);
    incoming.read(got);
    BOOST_TEST(incoming.form().empty(), type);
  }
}

BOOST_AUTO_TEST_CASE(the_form_can_be_left_out_in_whole_or_in_part) {
  Incoming incoming;
  const wire::Request got = request("/?a=1", "a=2&b=3");
  incoming.read(got);
  incoming.select(false);
  BOOST_TEST((all(incoming) == wire::Params{{"a", "1"}}));
  incoming.select(true, "a");
  BOOST_TEST((all(incoming) == wire::Params{{"a", "1"}, {"b", "3"}}));
  incoming.select(true);
  BOOST_TEST(incoming.params().size() == 3U);
}

BOOST_AUTO_TEST_CASE(nothing_stays_from_one_request_to_the_next) {
  Incoming incoming;
  const wire::Request large = request("/?a=" + std::string(1000, 'x') + "&b=2", "c=3");
  const wire::Request small = request("/?a=");
  incoming.read(large);
  incoming.read(small);
  BOOST_TEST((all(incoming) == wire::Params{{"a", ""}}));
  BOOST_TEST(incoming.form().empty());
  incoming.read(large);
  BOOST_TEST(incoming.find("a").size() == 1000U);
}

BOOST_AUTO_TEST_CASE(the_kind_of_signature_is_told) {
  Incoming incoming;
  for (const auto& [sign, kind] : std::vector<std::pair<Ask::Sign, wire::SignatureKind>>{
           {Ask::Sign::none, wire::SignatureKind::none},
           {Ask::Sign::v1, wire::SignatureKind::v1},
           {Ask::Sign::v3, wire::SignatureKind::v3}}) {
    const wire::Request got = modify(sign).request();
    incoming.read(got);
    BOOST_TEST((incoming.kind() == kind));
  }
}

RC_BOOST_PROP(well_formed_queries_are_read_as_wire_reads_them, ()) {
  wire::Params params;
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) {
    params.push_back({*rc::gen::arbitrary<std::string>(), *rc::gen::arbitrary<std::string>()});
  }
  std::string text;
  wire::append_form(text, params);
  const wire::Request got = request("/?" + text, text);
  Incoming incoming;
  incoming.read(got);
  const auto expected = wire::parse_form(text);
  RC_ASSERT(expected.has_value());
  RC_ASSERT(incoming.query() == *expected);
  RC_ASSERT(incoming.form() == *expected);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
