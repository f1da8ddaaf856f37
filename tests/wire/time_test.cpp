#include "wire/time.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <utility>

#include "tests/wire/support.h"

using assay::wire::format_time;
using assay::wire::parse_time;
using assay::wire::UnixSeconds;

namespace {

constexpr UnixSeconds kFirst = -62167219200;
constexpr UnixSeconds kLast = 253402300799;

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_time)

BOOST_AUTO_TEST_CASE(known_moments_both_ways) {
  const std::pair<UnixSeconds, const char*> cases[] = {
      {0, "1970-01-01T00:00:00Z"},          {1, "1970-01-01T00:00:01Z"},
      {-1, "1969-12-31T23:59:59Z"},         {951782400, "2000-02-29T00:00:00Z"},
      {951868800, "2000-03-01T00:00:00Z"},  {1710835200, "2024-03-19T08:00:00Z"},
      {1709251199, "2024-02-29T23:59:59Z"}, {2147483648, "2038-01-19T03:14:08Z"},
      {4107542400, "2100-03-01T00:00:00Z"}, {-2203891200, "1900-03-01T00:00:00Z"},
      {kFirst, "0000-01-01T00:00:00Z"},     {kLast, "9999-12-31T23:59:59Z"}};
  for (const auto& [seconds, text] : cases) {
    BOOST_TEST(format_time(seconds) == text);
    BOOST_TEST(parse_time(text).value() == seconds, text);
  }
}

BOOST_AUTO_TEST_CASE(beyond_four_digits_the_year_is_held_at_the_bound) {
  BOOST_TEST(format_time(kLast + 1) == "9999-12-31T23:59:59Z");
  BOOST_TEST(format_time(kFirst - 1) == "0000-01-01T00:00:00Z");
  BOOST_TEST(format_time(std::numeric_limits<UnixSeconds>::max()) == "9999-12-31T23:59:59Z");
  BOOST_TEST(format_time(std::numeric_limits<UnixSeconds>::min()) == "0000-01-01T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(fields_out_of_range_are_refused) {
  for (const char* text : {"2024-00-01T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-00T00:00:00Z",
                           "2024-01-32T00:00:00Z", "2024-04-31T00:00:00Z", "2023-02-29T00:00:00Z",
                           "2100-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "2024-01-01T24:00:00Z",
                           "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2016-12-31T23:59:60Z",
                           "2024-99-99T99:99:99Z"}) {
    BOOST_TEST(!parse_time(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(other_spellings_are_refused) {
  for (const char* text : {"", "2024-03-19T08:00:00", "2024-03-19T08:00:00z",
                           "2024-03-19 08:00:00Z", "2024-03-19t08:00:00Z", "2024-3-19T08:00:00ZZ",
                           "2024-03-19T08:00:00+0", " 024-03-19T08:00:00Z", "2024-03-19T08:00:00Z ",
                           " 2024-03-19T08:00:00Z", "+024-03-19T08:00:00Z", "-024-03-19T08:00:00Z",
                           "2024-03-19T08:00:0aZ", "2024/03/19T08:00:00Z", "2024-03-19T08.00.00Z",
                           "20240319T080000Z", "2024-03-19T08:00:00.0Z",
                           "\xD9\xA2"
                           "24-03-19T08:00:00Z",
                           "Tue, 19 Mar 2024 08:"}) {
    BOOST_TEST(!parse_time(text).has_value(), text);
  }
  BOOST_TEST(!parse_time(assay::wire::test::bytes_literal("2024-03-19T08:00:00\0")).has_value());
}

RC_BOOST_PROP(parsing_undoes_formatting, ()) {
  const auto seconds = *rc::gen::inRange<UnixSeconds>(kFirst, kLast + 1);
  const std::string text = format_time(seconds);
  RC_ASSERT(text.size() == 20U);
  RC_ASSERT(parse_time(text) == seconds);
}

RC_BOOST_PROP(later_moments_sort_later_as_text, ()) {
  const auto a = *rc::gen::inRange<UnixSeconds>(kFirst, kLast + 1);
  const auto b = *rc::gen::inRange<UnixSeconds>(kFirst, kLast + 1);
  RC_ASSERT((a < b) == (format_time(a) < format_time(b)));
}

RC_BOOST_PROP(what_is_accepted_is_written_the_same_way, ()) {
  std::string text = format_time(*rc::gen::inRange<UnixSeconds>(kFirst, kLast + 1));
  const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, 20));
  text[at] = *rc::gen::oneOf(assay::wire::test::any_byte(),
                             rc::gen::elementOf(std::string("0123456789-:TZ")));
  const auto seconds = parse_time(text);
  if (seconds) RC_ASSERT(format_time(*seconds) == text);
}

BOOST_AUTO_TEST_SUITE_END()
