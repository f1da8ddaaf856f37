#include "harness/engine/state_reader.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include "spec/load.h"

using assay::harness::parse_state;
using assay::harness::StateReader;
using assay::oracles::State;

namespace {

const assay::spec::Operation& operation() {
  static const assay::spec::Operation one = std::get<assay::spec::Operation>(
      assay::spec::load(std::string(ASSAY_ROOT) + "/spec/ecs/ModifyInstanceMetadataOptions.json"));
  return one;
}

std::string body(const std::string& id, const std::string& tokens, const std::string& hops,
                 const std::string& tags = R"("")") {
  return R"({"RequestId":")" + id +
         R"(","Instances":{"Instance":[{"InstanceId":"i-1","MetadataOptions":{"HttpEndpoint":"enabled",)"
         R"("HttpTokens":)" +
         tokens + R"(,"HttpPutResponseHopLimit":)" + hops + R"(,"InstanceMetadataTags":)" + tags +
         "}}]}}";
}

// Reads one after the other; each must come out as the parser has it.
std::size_t parses(const std::vector<std::string>& bodies) {
  StateReader reader(operation(), "i-1");
  for (const std::string& one : bodies) {
    BOOST_TEST((reader.read(one) == parse_state(operation(), one, "i-1")), one);
  }
  return reader.parsed();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_state_reader)

BOOST_AUTO_TEST_CASE(values_are_read_without_the_parser) {
  BOOST_TEST(parses({body("A", R"("optional")", "1"), body("B", R"("optional")", "1"),
                     body("CC", R"("required")", "64"), body("D", R"("")", "0")}) == 1U);
}

BOOST_AUTO_TEST_CASE(the_state_is_that_of_the_last_answer) {
  StateReader reader(operation(), "i-1");
  BOOST_TEST(!reader.read("").has_value());
  BOOST_TEST(reader.read(body("A", R"("optional")", "1")).value()[1] == "optional");
  BOOST_TEST(reader.read(body("B", R"("required")", "12")).value()[1] == "required");
  BOOST_TEST(reader.read(body("C", R"("required")", "12")).value()[2] == "12");
  BOOST_TEST(!reader.read("{}").has_value());
  BOOST_TEST(reader.read(body("D", R"("x")", "3")).value()[2] == "3");
  BOOST_TEST(reader.parsed() == 4U);
}

BOOST_AUTO_TEST_CASE(whatever_is_not_plain_is_parsed) {
  const std::string first = body("A", R"("optional")", "1");
  for (const std::string& next :
       {body("A", R"("opti\u006fnal")", "1"), body("A", R"("\"")", "1"), body("A", "null", "1"),
        body("A", "true", "1"), body("A", "\"\xC3\xA9\"", "1"), body("A", "\"\xFF\"", "1"),
        body("A", "\"a\nb\"", "1"), body("A", R"("optional")", "-1"), body("A", R"("x")", "1.5"),
        body("A", R"("x")", "1e3"), body("A", R"("x")", "01"), body("A", R"("x")", ""),
        body("A", R"("x")", R"("1")"), body("A", R"({"a":"b"})", "1"), first + " ", first + "x",
        first.substr(0, first.size() - 1), std::string("<a/>"), std::string("{}")}) {
    BOOST_TEST(parses({first, next}) == 2U, next);
    BOOST_TEST(parses({next, first}) == 2U, next);
  }
}

// A value that the parser did not take must not be read in place of one that it did.
BOOST_AUTO_TEST_CASE(another_member_of_that_name_is_not_mistaken) {
  const auto with_other = [](const std::string& other) {
    return R"({"Instances":{"Instance":[{"InstanceId":"i-0","MetadataOptions":{"HttpTokens":")" +
           other + R"("}},{"InstanceId":"i-1","MetadataOptions":{"HttpTokens":"optional"}}]}})";
  };
  parses({with_other("optional"), with_other("required"), with_other("optional")});
  const auto outside = [](const std::string& other) {
    return R"({"HttpEndpoint":")" + other +
           R"(","Instances":{"Instance":[{"InstanceId":"i-1","MetadataOptions":{"HttpTokens":"a"}}]}})";
  };
  parses({outside(""), outside("enabled"), outside("")});
  const auto in_text = [](const std::string& other) {
    return R"({"HttpEndpoint":")" + other +
           R"(","Instances":{"Instance":[{"InstanceId":"i-1","MetadataOptions":{"HttpEndpoint":"a"}}]}})";
  };
  parses({in_text("a"), in_text("b")});
  const auto xml = [](const std::string& attribute) {
    return "<R x='\"HttpTokens\":\"" + attribute +
           "\"'><Instances><Instance><InstanceId>i-1</InstanceId><MetadataOptions><HttpTokens>a</"
           "HttpTokens></MetadataOptions></Instance></Instances></R>";
  };
  BOOST_TEST(parses({xml("a"), xml("b")}) == 2U);
}

BOOST_AUTO_TEST_CASE(layout_between_name_and_value_is_allowed) {
  const auto spaced = [](const std::string& value) {
    return "\n{ \"Instances\" : {\"Instance\" : [ { \"InstanceId\" : \"i-1\" , \"MetadataOptions\" "
           ": "
           "{ \"HttpTokens\" :\t\"" +
           value + "\" , \"HttpPutResponseHopLimit\" : 4 } } ] } } ";
  };
  BOOST_TEST(parses({spaced("a"), spaced("bc"), spaced("")}) == 1U);
}

RC_BOOST_PROP(any_sequence_reads_as_the_parser_has_it, ()) {
  StateReader reader(operation(), "i-1");
  std::string one = body("A", R"("optional")", "1");
  for (int i = 0; i < 12; ++i) {
    if (*rc::gen::weightedElement<bool>({{3, true}, {1, false}})) {
      one = body(*rc::gen::elementOf(std::vector<std::string>{"A", "B", "CC"}),
                 *rc::gen::elementOf(std::vector<std::string>{R"("a")", R"("bb")", R"("")", "7"}),
                 *rc::gen::elementOf(std::vector<std::string>{"1", "64", R"("1")", "[]"}),
                 *rc::gen::elementOf(std::vector<std::string>{R"("disabled")", R"("HttpTokens")"}));
    } else {  // anything may happen to any byte
      const auto at = *rc::gen::inRange<std::size_t>(0, one.size());
      one[at] = *rc::gen::elementOf(std::string("\"{}[]:,\\ 01aA\n<"));
    }
    RC_ASSERT(reader.read(one) == parse_state(operation(), one, "i-1"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
