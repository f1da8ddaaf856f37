// Parameters that are lists.
#include "mock/lists.h"

#include <boost/test/unit_test.hpp>

#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

spec::ErrorId error_of(const spec::Operation& op, std::string_view code) {
  for (spec::ErrorId i = 0; i < op.errors.size(); ++i) {
    if (op.errors[i].code == code) return i;
  }
  throw std::runtime_error("no such error");
}

// The document with a list of 1 to 3 elements, each with a key of one or two letters that must be
// there and a weight; it is stored in the last field.
spec::Operation with_list() {
  spec::Operation op = document();
  const spec::Errors invalid{error_of(op, "InvalidParameter")};
  const spec::Errors missing{error_of(op, "MissingParameter")};
  spec::Parameter list;
  list.name = "Tag";
  list.type = spec::Type::list;
  list.stores = "InstanceMetadataTags";
  list.count = {1, 3};
  list.invalid = list.missing = list.malformed = spec::Setting<spec::Errors>(invalid);
  list.unknown = list.repeated = spec::Setting<spec::Errors>(invalid);
  spec::Parameter key = list;
  key.type = spec::Type::text;
  key.name = "Key";
  key.stores.clear();
  key.length = spec::Setting<spec::Range>(spec::Range{1, 2});
  key.absent = spec::Setting<spec::Absent>(spec::Absent::refuse);
  key.missing = spec::Setting<spec::Errors>(missing);
  spec::Parameter weight = key;
  weight.name = "Weight";
  weight.type = spec::Type::integer;
  weight.length.reset();
  weight.absent = spec::Setting<spec::Absent>(spec::Absent::keep);
  list.members = {weight, key};
  op.parameters.back() = list;
  op.observation->fields.back().type = spec::Type::list;
  return op;
}

struct Row {
  wire::Params params;
  const char* code;
  const char* named;  // in the message; "" when it is a success
  const char* stored;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_lists)

BOOST_AUTO_TEST_CASE(names_of_elements) {
  const spec::Operation op = with_list();
  const spec::Parameter& list = op.parameters.back();
  const auto first = list_name(list, "Tag.1.Key");
  BOOST_REQUIRE(first.has_value());
  BOOST_TEST(first->element == 1U);
  BOOST_TEST(first->member == 1U);
  BOOST_TEST(list_name(list, "Tag.12.Weight").value().element == 12U);
  for (const char* other :
       {"Tag", "Tag.", "Tag.1", "Tag.1.", "Tag.0.Key", "Tag.01.Key", "Tag.-1.Key", "Tag.1.key",
        "Tag.1.Key.", "Tag.1.Other", "tag.1.Key", "Tag1.Key", "Tag.x.Key", "Tag..Key",
        "Tag.99999999999999999999.Key", "XTag.1.Key"}) {
    BOOST_TEST(!list_name(list, other).has_value(), other);
  }
}

BOOST_AUTO_TEST_CASE(elements_and_members) {
  const spec::Operation op = with_list();
  const std::vector<Row> rows{
      {{}, "", "", ""},
      {{{"Tag.1.Key", "a"}}, "", "", "[{\"Key\":\"a\"}]"},
      {{{"Tag.2.Key", "b"}, {"Tag.1.Weight", "5"}, {"Tag.1.Key", "a"}},
       "",
       "",
       "[{\"Key\":\"a\",\"Weight\":5},{\"Key\":\"b\"}]"},
      {{{"Tag.1.Key", "a"}, {"Tag.3.Key", "ccc"}}, "", "", "[{\"Key\":\"a\"}]"},
      {{{"Tag.2.Key", "b"}}, "", "", ""},
      {{{"Tag.0.Key", "b"}, {"Tag.01.Key", "c"}}, "", "", ""},
      {{{"Tag.1.Key", "abc"}}, "InvalidParameter", "\"Tag.1.Key\"", ""},
      {{{"Tag.1.Weight", "5"}}, "MissingParameter", "\"Tag.1.Key\"", ""},
      {{{"Tag.1.Key", "a"}, {"Tag.2.Key", "b"}, {"Tag.2.Weight", "x"}},
       "InvalidParameter",
       "\"Tag.2.Weight\"",
       ""},
      {{{"Tag.1.Key", "a"}, {"Tag.2.Key", "a"}, {"Tag.3.Key", "a"}, {"Tag.4.Key", "a"}},
       "InvalidParameter",
       "\"Tag\"",
       ""},
      {{{"Tag.1.Key", "a\"b"}}, "InvalidParameter", "\"Tag.1.Key\"", ""},
      {{{"Tag.1.Key", "\""}}, "", "", "[{\"Key\":\"\\\"\"}]"},
      {{{"Tag.1.Key", "abc"}, {"Tag.2.Weight", "1"}}, "MissingParameter", "\"Tag.2.Key\"", ""}};
  for (const Row& row : rows) {
    Bench bench({}, {}, false, op);
    Ask ask = modify();
    for (const wire::Param& param : row.params) ask.with(param.name, param.value);
    const Got got = bench.ask(ask);
    BOOST_TEST_CONTEXT("row " << &row - rows.data() << " " << got.bytes) {
      BOOST_TEST(got.code == row.code);
      BOOST_TEST(got.message.find(row.named) != std::string::npos);
      BOOST_TEST(bench.stored("InstanceMetadataTags") == row.stored);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_element_can_be_a_plain_value) {
  spec::Operation op = with_list();
  spec::Parameter& list = op.parameters.back();
  list.members.erase(list.members.begin());
  list.members.front().name.clear();
  Bench bench({}, {}, false, op);
  Ask ask = modify();
  BOOST_TEST(bench.ask(ask.with("Tag.1", "a").with("Tag.2", "b").with("Tag.3.Key", "c")).status ==
             200);
  BOOST_TEST(bench.stored("InstanceMetadataTags") == "[\"a\",\"b\"]");
  const Got got = bench.ask(ask.with("Tag.3", "long"));
  BOOST_TEST(got.message.find("\"Tag.3\"") != std::string::npos, got.bytes);
}

BOOST_AUTO_TEST_CASE(a_list_is_shown_as_an_array) {
  const spec::Operation op = with_list();
  Bench bench({}, {}, false, op);
  Ask ask = modify();
  BOOST_TEST(bench.ask(ask.with("Tag.1.Key", "a")).status == 200);
  const auto fields = wire::select(bench.ask(observe()).response.body, {"Instances", "Instance"},
                                   "InstanceId", "i-bp67acfmxaz0001", {"MetadataOptions"});
  BOOST_REQUIRE(fields.has_value());
  BOOST_TEST(fields->back().text == "[{\"Key\":\"a\"}]");
}

BOOST_AUTO_TEST_CASE(an_ignored_list_is_not_looked_at) {
  spec::Operation op = with_list();
  op.parameters.back().honoured = spec::Setting<bool>(false);
  Bench bench({}, {}, false, op);
  Ask ask = modify();
  BOOST_TEST(bench.ask(ask.with("Tag.1.Key", "abc")).status == 200);
  BOOST_TEST(bench.stored("InstanceMetadataTags") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
