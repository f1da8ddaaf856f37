// Texts as numbers and characters.
#include "mock/values.h"

#include <boost/test/unit_test.hpp>

#include "tests/mock/support.h"
#include "wire/answer.h"

namespace assay::mock::test {

namespace {

using Form = Number::Form;

struct Row {
  const char* text;
  bool plus, zeros;
  int width;
  Form form;
  const char* digits;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_values)

BOOST_AUTO_TEST_CASE(numbers) {
  const std::vector<Row> rows{
      {"0", false, false, 64, Form::number, "0"},
      {"7", false, false, 64, Form::number, "7"},
      {"-7", false, false, 64, Form::number, "-7"},
      {"-0", false, false, 64, Form::number, "0"},
      {"+7", false, false, 64, Form::malformed, ""},
      {"+7", true, false, 64, Form::number, "7"},
      {"+0", true, false, 64, Form::number, "0"},
      {"07", false, false, 64, Form::malformed, ""},
      {"00", false, false, 64, Form::malformed, ""},
      {"07", false, true, 64, Form::number, "7"},
      {"000", false, true, 64, Form::number, "0"},
      {"-007", false, true, 64, Form::number, "-7"},
      {"+007", true, true, 64, Form::number, "7"},
      {"+007", true, false, 64, Form::malformed, ""},
      {"", true, true, 0, Form::malformed, ""},
      {"-", true, true, 0, Form::malformed, ""},
      {"+", true, true, 0, Form::malformed, ""},
      {"+-1", true, true, 0, Form::malformed, ""},
      {"--1", true, true, 0, Form::malformed, ""},
      {" 1", true, true, 0, Form::malformed, ""},
      {"1 ", true, true, 0, Form::malformed, ""},
      {"1.0", true, true, 0, Form::malformed, ""},
      {"1e1", true, true, 0, Form::malformed, ""},
      {"0x1", true, true, 0, Form::malformed, ""},
      {"\xD9\xA1", true, true, 0, Form::malformed, ""},
      {"2147483647", false, false, 32, Form::number, "2147483647"},
      {"2147483648", false, false, 32, Form::overflow, "2147483648"},
      {"-2147483648", false, false, 32, Form::number, "-2147483648"},
      {"-2147483649", false, false, 32, Form::overflow, "-2147483649"},
      {"2147483648", false, false, 64, Form::number, "2147483648"},
      {"9223372036854775807", false, false, 64, Form::number, "9223372036854775807"},
      {"9223372036854775808", false, false, 64, Form::overflow, "9223372036854775808"},
      {"-9223372036854775808", false, false, 64, Form::number, "-9223372036854775808"},
      {"-9223372036854775809", false, false, 64, Form::overflow, "-9223372036854775809"},
      {"0000000000000000000001", false, true, 32, Form::number, "1"},
      {"99999999999999999999", false, false, 0, Form::overflow, "99999999999999999999"}};
  for (const Row& row : rows) {
    BOOST_TEST_CONTEXT(row.text << " plus " << row.plus << " zeros " << row.zeros) {
      const Number got = read_number(row.text, row.plus, row.zeros, row.width);
      BOOST_TEST((got.form == row.form));
      BOOST_TEST(got.digits == row.digits);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_nul_is_no_digit) {
  BOOST_TEST((read_number(std::string_view("1\0", 2), true, true, 0).form == Form::malformed));
}

BOOST_AUTO_TEST_CASE(ill_formed_bytes_are_replaced_one_by_one) {
  const std::string mark = "\xEF\xBF\xBD";
  BOOST_TEST(replace_ill_formed("") == "");
  BOOST_TEST(replace_ill_formed("abc") == "abc");
  BOOST_TEST(replace_ill_formed("a\xFF") == "a" + mark);
  BOOST_TEST(replace_ill_formed("\xC3\xA9\xC3") == "\xC3\xA9" + mark);
  BOOST_TEST(replace_ill_formed("\xE2\x82") == mark + mark);
  BOOST_TEST(replace_ill_formed("\xF0\x9F\x98\x80x\xF0") == "\xF0\x9F\x98\x80x" + mark);
}

BOOST_AUTO_TEST_CASE(length_is_in_code_points_or_else_in_bytes) {
  BOOST_TEST(text_length("") == 0U);
  BOOST_TEST(text_length("abc") == 3U);
  BOOST_TEST(text_length("\xC3\xA9") == 1U);
  BOOST_TEST(text_length("\xF0\x9F\x98\x80") == 1U);
  BOOST_TEST(text_length("\xC3\xA9\xFF") == 3U);
}

RC_BOOST_PROP(replacing_gives_utf8_and_leaves_utf8_alone, (const std::string& text)) {
  const std::string out = replace_ill_formed(text);
  RC_ASSERT(wire::is_utf8(out));
  RC_ASSERT(replace_ill_formed(out) == out);
  if (wire::is_utf8(text)) RC_ASSERT(out == text);
}

RC_BOOST_PROP(every_number_is_read_back, (std::int64_t number)) {
  const std::string text = std::to_string(number);
  const Number got = read_number(text, false, false, 64);
  RC_ASSERT(got.form == Form::number);
  RC_ASSERT(got.digits == text);
}

RC_BOOST_PROP(zeros_and_sign_change_no_number, (std::uint32_t number, std::uint8_t zeros)) {
  const std::string text = "+" + std::string(zeros, '0') + std::to_string(number);
  const Number got = read_number(text, true, true, 64);
  RC_ASSERT(got.form == Form::number);
  RC_ASSERT(got.digits == std::to_string(number));
}

BOOST_AUTO_TEST_CASE(texts_have_a_length) {
  spec::Operation op = document();
  spec::Parameter& tags = op.parameters[op.find_parameter("InstanceMetadataTags").value()];
  tags.values = spec::Setting<spec::Values>(spec::Values{});
  tags.length = spec::Setting<spec::Range>(spec::Range{2, 3});
  for (const auto& [text, right] :
       std::vector<std::pair<std::string, bool>>{{"a", false},
                                                 {"ab", true},
                                                 {"abc", true},
                                                 {"abcd", false},
                                                 {"\xC3\xA9\xC3\xA9", true}}) {
    Bench bench({}, {}, false, op);
    Ask ask = modify();
    BOOST_TEST((bench.ask(ask.with("InstanceMetadataTags", text)).status == 200) == right, text);
  }
}

BOOST_AUTO_TEST_CASE(booleans) {
  spec::Operation op = document();
  spec::Parameter& tags = op.parameters[op.find_parameter("InstanceMetadataTags").value()];
  tags.type = spec::Type::boolean;
  tags.fold = spec::Setting<bool>(true);
  tags.values = spec::Setting<spec::Values>(spec::Values{});
  for (const auto& [text, stored] : std::vector<std::pair<std::string, std::string>>{
           {"true", "true"}, {"FALSE", "false"}, {"1", ""}, {"yes", ""}, {" true", ""}}) {
    Bench bench({}, {}, false, op);
    Ask ask = modify();
    BOOST_TEST((bench.ask(ask.with("InstanceMetadataTags", text)).status == 200) ==
               !stored.empty());
    BOOST_TEST(bench.stored("InstanceMetadataTags") == stored, text);
  }
}

BOOST_AUTO_TEST_CASE(integers_without_a_range_are_stored_in_canonical_form) {
  spec::Operation op = document();
  spec::Parameter& hop = op.parameters[op.find_parameter("HttpPutResponseHopLimit").value()];
  hop.range.reset();
  hop.sign = hop.zeros = spec::Setting<bool>(true);
  hop.width = spec::Setting<int>(0);
  for (const auto& [text, stored] : std::vector<std::pair<std::string, std::string>>{
           {"+007", "7"},
           {"-0", "0"},
           {"-012", "-12"},
           {"0123456789012345678901234567890", "123456789012345678901234567890"}}) {
    Bench bench({}, {}, false, op);
    Ask ask = modify();
    BOOST_TEST(bench.ask(ask.with("HttpPutResponseHopLimit", text)).status == 200, text);
    BOOST_TEST(bench.stored("HttpPutResponseHopLimit") == stored, text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
