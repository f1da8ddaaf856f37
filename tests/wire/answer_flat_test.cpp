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

// Whatever the answer held before, and whichever of the three ways reads it.
BOOST_AUTO_TEST_CASE(nothing_of_an_earlier_answer_shows) {
  const std::vector<std::string> bodies{
      "{\"Code\":\"A\",\"Message\":\"m\",\"RequestId\":\"r\"}",
      "<Error><RequestId>r</RequestId><Code>A &amp; B</Code></Error>",
      "{\"n\":1,\"list\":[1,2]}",
      "{\"RequestId\":\"r\"}",
      "<R><A>1</A><A>2</A></R>",
      "{\"a\":\"b\",",
      "<E><A>x</A><B>",
      "not an answer",
      "",
      "{}"};
  Answer used;
  for (const std::string& before : bodies) {
    for (const std::string& body : bodies) {
      parse_answer(before, used);
      parse_answer(body, used);
      const Answer fresh = parse_answer(body);
      BOOST_TEST((used.format == fresh.format), body);
      BOOST_TEST(used.root == fresh.root);
      BOOST_TEST(used.problem == fresh.problem);
      BOOST_REQUIRE(used.members.size() == fresh.members.size());
      for (std::size_t i = 0; i < fresh.members.size(); ++i) {
        BOOST_TEST(used.members[i].name == fresh.members[i].name);
        BOOST_TEST(used.members[i].text == fresh.members[i].text);
        BOOST_TEST(used.members[i].is_string == fresh.members[i].is_string);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::wire::detail
