// A second operation, with the types that the shipped one lacks, is described by files alone.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/spec/support.h"

namespace assay::spec::testing {
namespace {

const Operation& shelf() {
  static const Operation operation = must_load(shipped(Part::shelf));
  return operation;
}

const Parameter& parameter(const char* name) {
  const auto at = shelf().find_parameter(name);
  BOOST_REQUIRE_MESSAGE(at.has_value(), name);
  return shelf().parameters[*at];
}

std::string code(const Setting<Errors>& errors) {
  BOOST_REQUIRE(!errors.values.empty() && errors.values[0].size() == 1);
  return shelf().errors[errors.values[0][0]].code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_lab)

BOOST_AUTO_TEST_CASE(loads_and_keeps_its_promises) {
  BOOST_TEST(broken_promise(shelf()) == "");
  BOOST_TEST(shelf().name == "TagShelf");
  BOOST_TEST(shelf().product == "lab");
  BOOST_TEST(shelf().regions.size() == 2U);
  BOOST_TEST(shelf().resource()->name == "ShelfId");
  BOOST_TEST(shelf().own_errors == 7U);
}

BOOST_AUTO_TEST_CASE(text_has_a_length) {
  const Parameter& label = parameter("Label");
  BOOST_TEST((label.type == Type::text));
  BOOST_REQUIRE(label.length && label.length->fixed());
  BOOST_TEST(label.length->values[0].min == 2);
  BOOST_TEST(label.length->values[0].max == 16);
  BOOST_TEST(code(label.invalid) == "InvalidLabel.Length");
}

BOOST_AUTO_TEST_CASE(boolean_has_a_default_and_an_error_of_its_own) {
  const Parameter& sealed = parameter("Sealed");
  BOOST_TEST((sealed.type == Type::boolean));
  BOOST_TEST(sealed.fallback.value() == "false");
  BOOST_TEST(code(sealed.invalid) == "InvalidSealed.Malformed");
  BOOST_TEST(code(sealed.malformed) == "InvalidSealed.Malformed");
  BOOST_TEST(shelf().readings[sealed.absent.reading].name == "sealed-missing");
  BOOST_TEST(shelf().readings[sealed.absent.reading].usual == 1U);
}

BOOST_AUTO_TEST_CASE(integer_has_a_range) {
  const Parameter& rows = parameter("Rows");
  BOOST_REQUIRE(rows.range && rows.range->fixed());
  BOOST_TEST((rows.range->values[0].min == 1 && rows.range->values[0].max == 12));
  BOOST_TEST(code(rows.invalid) == "InvalidRows.OutOfRange");
}

BOOST_AUTO_TEST_CASE(list_has_members_with_rules_of_their_own) {
  const Parameter& tag = parameter("Tag");
  BOOST_TEST((tag.type == Type::list));
  BOOST_TEST((tag.count.min == 1 && tag.count.max == 5));
  BOOST_TEST(code(tag.invalid) == "InvalidTag.Count");
  BOOST_REQUIRE(tag.members.size() == 2U);
  const Parameter& key = tag.members[0];
  const Parameter& value = tag.members[1];
  BOOST_TEST(key.name == "Key");
  BOOST_TEST((key.absent.values == std::vector<Absent>{Absent::refuse}));
  BOOST_TEST((value.absent.values == std::vector<Absent>{Absent::keep}));
  BOOST_TEST((value.empty.fixed() && value.empty.values[0] == Empty::invalid));
  BOOST_TEST((value.length->values[0].min == 0 && value.length->values[0].max == 8));
  BOOST_TEST(code(key.invalid) == "InvalidTag.Key");
  BOOST_TEST(code(value.invalid) == "InvalidTag.Value");
  BOOST_TEST(shelf().find_clause("Tag.N.Key.length").has_value());
  BOOST_TEST(shelf().find_clause("Tag.count").has_value());
}

BOOST_AUTO_TEST_CASE(messages_may_name_the_element) {
  const Error& error = shelf().errors[parameter("Tag").members[0].invalid.values[0][0]];
  BOOST_TEST(fill(error.message.values[0], "Tag.3.Key") ==
             "The key Tag.3.Key is empty or too long.");
}

BOOST_AUTO_TEST_CASE(observation_shows_every_stored_field) {
  BOOST_REQUIRE(shelf().observation.has_value());
  const Observation& seen = *shelf().observation;
  BOOST_TEST(seen.fields.size() == 4U);
  for (const Parameter& one : shelf().parameters) {
    if (one.stores.empty()) continue;
    const auto field = std::find_if(seen.fields.begin(), seen.fields.end(),
                                    [&](const ObservedField& f) { return f.name == one.stores; });
    BOOST_REQUIRE((field != seen.fields.end()));
    BOOST_TEST((field->type == one.type));
  }
  BOOST_TEST((seen.path == std::vector<std::string>{"Shelves", "Shelf"}));
  BOOST_TEST((seen.inner == std::vector<std::string>{"Settings"}));
  BOOST_TEST(seen.one.size() == 2U);
  BOOST_TEST(seen.one[1].value == "[\"{resource}\"]");
  BOOST_TEST(seen.extras.size() == 3U);
}

BOOST_AUTO_TEST_CASE(the_gateway_is_the_shipped_one) {
  const Operation shipped_one = must_load(shipped(Part::operation));
  BOOST_TEST(shelf().errors.size() - shelf().own_errors ==
             shipped_one.errors.size() - shipped_one.own_errors);
  for (const Reading& reading : shelf().readings) {
    if (reading.name == "sealed-missing") continue;
    BOOST_TEST(shipped_one.find_reading(reading.name).has_value());
  }
  BOOST_TEST(shelf().sha256 != shipped_one.sha256);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::spec::testing
