#include "mock/state.h"

#include <boost/test/unit_test.hpp>

#include "tests/mock/support.h"

namespace assay::mock::test {

BOOST_AUTO_TEST_SUITE(mock_state)

BOOST_AUTO_TEST_CASE(resources_have_numbered_names) {
  const State state(document(), 12);
  BOOST_TEST(state.size() == 12U);
  BOOST_TEST(state.id(0) == "i-bp67acfmxaz0001");
  BOOST_TEST(state.id(11) == "i-bp67acfmxaz0012");
}

BOOST_AUTO_TEST_CASE(the_number_of_resources_is_bounded) {
  BOOST_TEST(State(document(), 0).size() == 1U);
  const State many(document(), 100'000);
  BOOST_TEST(many.size() == 9999U);
  BOOST_TEST(many.id(9998) == "i-bp67acfmxaz9999");
}

BOOST_AUTO_TEST_CASE(names_can_be_given) {
  const State state(document(), std::vector<std::string>{"i-a", "i-b", "i-a"});
  BOOST_TEST(state.size() == 2U);
  BOOST_TEST(state.find("i-b").value() == 1U);
  BOOST_TEST(!state.find("i-bp67acfmxaz0001"));
}

BOOST_AUTO_TEST_CASE(a_resource_is_found_by_its_exact_name) {
  const State state(document(), 2);
  BOOST_TEST(state.find("i-bp67acfmxaz0002").value() == 1U);
  for (const char* other : {"", "i-bp67acfmxaz0003", "i-bp67acfmxaz000", "I-BP67ACFMXAZ0002",
                            "i-bp67acfmxaz0002 ", "i-bp67acfmxaz00021"}) {
    BOOST_TEST(!state.find(other), other);
  }
}

BOOST_AUTO_TEST_CASE(letter_case_may_be_ignored) {
  const State state(document(), 2);
  BOOST_TEST(state.find("I-BP67acfmxAZ0002", true).value() == 1U);
  BOOST_TEST(!state.find("I-BP67acfmxAZ0009", true));
}

BOOST_AUTO_TEST_CASE(fields_start_as_the_document_says) {
  const State state(document(), 1);
  const auto& fields = document().observation.value().fields;
  BOOST_TEST(state.field_count() == fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f) {
    BOOST_TEST(state.field(0, f) == fields[f].initial);
    BOOST_TEST(state.initial(f) == fields[f].initial);
  }
}

BOOST_AUTO_TEST_CASE(setting_moves_one_field_of_one_resource) {
  State state(document(), 2);
  state.set(1, 2, "7");
  for (std::size_t r = 0; r < 2; ++r) {
    for (std::size_t f = 0; f < state.field_count(); ++f) {
      BOOST_TEST(state.field(r, f) == (r == 1 && f == 2 ? "7" : state.initial(f)));
    }
  }
  state.reset();
  BOOST_TEST(state.field(1, 2) == state.initial(2));
}

BOOST_AUTO_TEST_CASE(without_an_observation_there_are_no_fields) {
  spec::Operation op = document();
  op.observation.reset();
  BOOST_TEST(State(op, 1).field_count() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
