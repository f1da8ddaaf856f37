// States that the harness stores itself.
#include "harness/engine/known_state.h"

#include <boost/test/unit_test.hpp>

#include "harness/engine/compose.h"
#include "spec/load.h"

namespace assay::harness {

namespace {

using generators::Case;
using generators::Signature;

const spec::Operation& operation() {
  static const spec::Operation one = std::get<spec::Operation>(
      spec::load(std::string(ASSAY_ROOT) + "/spec/ecs/ModifyInstanceMetadataOptions.json"));
  return one;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(known_state)

BOOST_AUTO_TEST_CASE(a_state_is_stored_by_a_valid_case) {
  const Case one =
      storing_case(operation(), {"disabled", "required", "7", "enabled"}, Signature::v1);
  wire::Params params = bound_params(one, {"h", "cn-hangzhou", "i-1"});
  BOOST_TEST(*wire::find(params, "RegionId") == "cn-hangzhou");
  BOOST_TEST(*wire::find(params, "InstanceId") == "i-1");
  BOOST_TEST(*wire::find(params, "HttpEndpoint") == "disabled");
  BOOST_TEST(*wire::find(params, "HttpPutResponseHopLimit") == "7");
  const Case unset = storing_case(operation(), {"", "", "0", ""}, Signature::v1);
  params = bound_params(unset, {"h", "cn-hangzhou", "i-1"});
  BOOST_TEST(*wire::find(params, "HttpEndpoint") == "enabled");  // it must be sent
  BOOST_TEST(!wire::find(params, "HttpTokens").has_value());
  BOOST_TEST(!wire::find(params, "HttpPutResponseHopLimit").has_value());
}

BOOST_AUTO_TEST_CASE(what_was_never_configured_cannot_be_stored) {
  BOOST_TEST(can_be_stored(operation(), {"disabled", "required", "7", "enabled"}));
  BOOST_TEST(!can_be_stored(operation(), {"", "required", "7", "enabled"}));
  BOOST_TEST(!can_be_stored(operation(), {"disabled", "required", "0", "enabled"}));
  // A value that no document names can be tried.
  BOOST_TEST(can_be_stored(operation(), {"purple", "required", "99", "enabled"}));
}

BOOST_AUTO_TEST_CASE(another_state_differs_in_every_field_and_is_valid) {
  const oracles::State one{"enabled", "optional", "1", "disabled"};
  const oracles::State other = another_state(operation(), one);
  const oracles::State expected{"disabled", "required", "64", "enabled"};
  BOOST_TEST(other == expected, boost::test_tools::per_element());
  BOOST_TEST(another_state(operation(), other) == one, boost::test_tools::per_element());
  const oracles::State from_seven = another_state(operation(), {"x", "", "7", "enabled"});
  const oracles::State plain{"enabled", "optional", "1", "disabled"};
  BOOST_TEST(from_seven == plain, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
