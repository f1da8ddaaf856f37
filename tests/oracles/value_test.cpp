#include "oracles/value.h"

#include <rapidcheck/boost_test.h>

#include <boost/test/unit_test.hpp>

namespace assay::oracles {

BOOST_AUTO_TEST_SUITE(value)

BOOST_AUTO_TEST_CASE(numbers_are_digits_with_a_sign) {
  BOOST_TEST(read_number("64").digits);
  BOOST_TEST(read_number("64").value == 64);
  BOOST_TEST(read_number("-1").value == -1);
  BOOST_TEST(read_number("-1").minus);
  BOOST_TEST(read_number("+5").plus);
  BOOST_TEST(read_number("+5").value == 5);
  BOOST_TEST(read_number("007").leading_zeros);
  BOOST_TEST(!read_number("0").leading_zeros);
  BOOST_TEST(read_number("-0").value == 0);
  for (const char* text : {"", "+", "-", "5.0", "5e0", "0x5", " 5", "5 ", "5\n", "\xD9\xA5", "1_0",
                           "--5", "+-5", "NaN"}) {
    BOOST_TEST(!read_number(text).digits, text);
  }
}

BOOST_AUTO_TEST_CASE(numbers_know_their_width) {
  BOOST_TEST(read_number("2147483647").in_32_bits);
  BOOST_TEST(!read_number("2147483648").in_32_bits);
  BOOST_TEST(read_number("-2147483648").in_32_bits);
  BOOST_TEST(!read_number("-2147483649").in_32_bits);
  BOOST_TEST(read_number("9223372036854775807").in_64_bits);
  BOOST_TEST(!read_number("9223372036854775808").in_64_bits);
  BOOST_TEST(read_number("18446744073709551621").digits);
  BOOST_TEST(!read_number("18446744073709551621").in_64_bits);
}

BOOST_AUTO_TEST_CASE(space_goes_other_white_space_may) {
  BOOST_TEST(trimmed("enabled").size() == 1U);
  BOOST_TEST(trimmed(" enabled ").size() == 1U);
  BOOST_TEST(trimmed(" enabled ").front() == "enabled");
  const auto newline = trimmed("enabled\n");
  BOOST_TEST(newline.size() == 2U);
  BOOST_TEST(newline[0] == "enabled\n");
  BOOST_TEST(newline[1] == "enabled");
  BOOST_TEST(trimmed("\xC2\xA0"
                     "enabled")
                 .size() == 2U);
  BOOST_TEST(trimmed("   ").front().empty());
}

RC_BOOST_PROP(plain_ends_leave_nothing_to_trim, (std::string text)) {
  if (plain_ends(text)) RC_ASSERT(trimmed(text) == std::vector<std::string_view>{text});
}

RC_BOOST_PROP(trimming_never_adds_and_keeps_the_middle, (std::string text)) {
  for (const std::string_view way : trimmed(text)) {
    RC_ASSERT(way.size() <= text.size());
    RC_ASSERT(way.empty() || text.find(way) != std::string::npos);
  }
}

RC_BOOST_PROP(every_64_bit_number_reads_back, (std::int64_t number)) {
  const Number read = read_number(std::to_string(number));
  RC_ASSERT(read.digits && read.in_64_bits && read.value == number);
  RC_ASSERT(!read.leading_zeros);
}

BOOST_AUTO_TEST_CASE(folding_is_ascii_only) {
  BOOST_TEST(equal_folded("Enabled", "eNABLED"));
  BOOST_TEST(!equal_folded("enabled", "enable"));
  BOOST_TEST(!equal_folded("\xC3\x89", "\xC3\xA9"));
}

BOOST_AUTO_TEST_CASE(length_counts_code_points) {
  BOOST_TEST(length_of("abc") == 3U);
  BOOST_TEST(length_of("\xC3\xA9\xF0\x9F\x98\x80") == 2U);
  BOOST_TEST(length_of("\xFF\xFE") == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
