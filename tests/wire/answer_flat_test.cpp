#include "wire/answer_flat.h"

#include <rapidcheck/boost_test.h>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace assay::wire::detail {

BOOST_AUTO_TEST_SUITE(answer_flat)

BOOST_AUTO_TEST_CASE(a_flat_object_is_read) {
  Answer answer;
  BOOST_REQUIRE(read_flat(" {\"Code\" : \"A\",\n\"Code\":\"it's b\"} ", answer));
  BOOST_REQUIRE(answer.members.size() == 2U);
  BOOST_TEST(answer.members[1].text == "it's b");
  BOOST_TEST((answer.format == BodyFormat::json));
  BOOST_TEST(read_flat("{}", answer));
  BOOST_TEST(answer.members.empty());
}

BOOST_AUTO_TEST_CASE(everything_else_is_left_to_the_parser) {
  Answer answer;
  for (const char* body : {"", "{", "[]", "{\"a\":1}", "{\"a\":\"b\",}", "{\"a\":\"b\"}x", "{,}",
                           "{\"a\":\"\\n\"}", "{\"a\":\"\xC3\xA9\"}", "{\"a\":\"b", "{\"a\"}",
                           "{\"a\":{}}", "<a/>", "{\"a\":\"\n\"}", "{\"a\":\"\x7F\"}"}) {
    BOOST_TEST(!read_flat(body, answer), body);
  }
}

RC_BOOST_PROP(what_it_reads_the_json_library_reads_alike,
              (std::vector<std::pair<std::string, std::string>> members)) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (auto& [name, text] : members) {
    for (std::string* one : {&name, &text}) {
      for (char& c : *one) c = static_cast<char>(c & 0x7F);
    }
    object[name] = text;
  }
  Answer answer;
  if (!read_flat(object.dump(), answer)) return;
  RC_ASSERT(answer.members.size() == object.size());
  std::size_t i = 0;
  for (const auto& [name, text] : object.items()) {
    RC_ASSERT(answer.members[i].name == name);
    RC_ASSERT(answer.members[i++].text == text.get<std::string>());
  }
}

RC_BOOST_PROP(what_it_reads_is_json, (std::string body)) {
  Answer answer;
  const bool read = read_flat("{" + body + "}", answer);
  if (read) RC_ASSERT(nlohmann::json::accept("{" + body + "}"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::wire::detail
