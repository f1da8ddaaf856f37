#include "oracles/pattern.h"

#include <boost/test/unit_test.hpp>

namespace assay::oracles {

BOOST_AUTO_TEST_SUITE(pattern)

BOOST_AUTO_TEST_CASE(a_name_is_put_in_or_any_will_do) {
  BOOST_TEST(fits("Missing{parameter}", "Region", "MissingRegion", false));
  BOOST_TEST(!fits("Missing{parameter}", "Region", "MissingZone", false));
  BOOST_TEST(fits("Missing{parameter}", "", "MissingZone", false));
  BOOST_TEST(!fits("Missing{parameter}", "", "Missing", false));
  BOOST_TEST(fits("the \"{parameter}\" is bad.", "", "the \"x\" is bad.", false));
  BOOST_TEST(!fits("the \"{parameter}\" is bad.", "", "the \"x\" is good.", false));
}

BOOST_AUTO_TEST_CASE(only_an_open_end_may_go_on) {
  BOOST_TEST(fits("no match.", "x", "no match.", false));
  BOOST_TEST(!fits("no match.", "x", "no match. server string …", false));
  BOOST_TEST(fits("no match.", "x", "no match. server string …", true));
  BOOST_TEST(!fits("no match.", "x", "no matc", true));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
