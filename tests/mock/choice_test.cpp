#include "mock/choice.h"

#include <boost/test/unit_test.hpp>

#include "tests/mock/support.h"

namespace assay::mock::test {

BOOST_AUTO_TEST_SUITE(mock_choices)

BOOST_AUTO_TEST_CASE(the_usual_alternatives_hold_at_first) {
  const Choices choices(document());
  for (std::size_t i = 0; i < document().readings.size(); ++i) {
    BOOST_TEST(choices(i) == document().readings[i].usual);
  }
}

BOOST_AUTO_TEST_CASE(every_alternative_can_be_chosen) {
  for (const std::string& setting : all_alternatives()) {
    const auto list = choose({setting}).list();
    BOOST_TEST((std::find(list.begin(), list.end(), setting) != list.end()), setting);
    BOOST_TEST(list.size() == document().readings.size());
  }
}

BOOST_AUTO_TEST_CASE(one_choice_moves_no_other) {
  const auto before = Choices(document()).list();
  const auto after = choose({"value-case=ignored"}).list();
  std::size_t moved = 0;
  for (std::size_t i = 0; i < before.size(); ++i) moved += before[i] == after[i] ? 0U : 1U;
  BOOST_TEST(moved == 1U);
}

BOOST_AUTO_TEST_CASE(the_last_choice_counts) {
  const auto list = choose({"value-case=ignored", "value-case=exact"}).list();
  BOOST_TEST((std::find(list.begin(), list.end(), "value-case=exact") != list.end()));
}

BOOST_AUTO_TEST_CASE(a_slip_is_answered_with_the_nearest_name) {
  Choices choices(document());
  std::string why;
  BOOST_TEST(!choices.set("value-cas=ignored", why));
  BOOST_TEST(why == "no reading is called \"value-cas\"; did you mean \"value-case\"?");
  BOOST_TEST(!choices.set("value-case=ignord", why));
  BOOST_TEST(why == "no alternative of value-case is called \"ignord\"; did you mean \"ignored\"?");
}

BOOST_AUTO_TEST_CASE(a_strange_name_is_answered_with_all_names) {
  Choices choices(document());
  std::string why;
  BOOST_TEST(!choices.set("value-case=qqqqqqqqqqqqqqq", why));
  BOOST_TEST(why.find("known are: exact ignored") != std::string::npos, why);
  BOOST_TEST(!choices.set("qqqqqqqqqqqqqqqqqqq=exact", why));
  BOOST_TEST(why.find("known are: ") != std::string::npos, why);
}

BOOST_AUTO_TEST_CASE(a_setting_without_equals_is_refused) {
  Choices choices(document());
  std::string why;
  BOOST_TEST(!choices.set("value-case", why));
  BOOST_TEST(why.find("reading=alternative") != std::string::npos, why);
  BOOST_TEST(!choices.set("", why));
  BOOST_TEST(choices.list() == Choices(document()).list(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
