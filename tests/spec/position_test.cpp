// Lines of values in the text of JSON files.
#include "spec/position.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "spec/load.h"

namespace assay::spec::detail {

namespace {

std::string text_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::string line(const std::string& text, std::size_t number) {
  std::istringstream in(text);
  std::string out;
  for (std::size_t i = 0; i < number; ++i) std::getline(in, out);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(position)

BOOST_AUTO_TEST_CASE(members_and_elements) {
  const std::string json =
      "\n{\"a\": [1, {\"x\": \"]},\\\"\"},\n  [ ],\n{}, -2.5e3\n,true],\n\"b/~\":\nnull, "
      "\"\\u0063\": "
      "\n\"d\"}\n";
  BOOST_TEST(line_of(json, "") == 2U);
  BOOST_TEST(line_of(json, "/a") == 2U);
  BOOST_TEST(line_of(json, "/a/0") == 2U);
  BOOST_TEST(line_of(json, "/a/1/x") == 2U);
  BOOST_TEST(line_of(json, "/a/2") == 3U);
  BOOST_TEST(line_of(json, "/a/3") == 4U);
  BOOST_TEST(line_of(json, "/a/4") == 4U);
  BOOST_TEST(line_of(json, "/a/5") == 5U);
  BOOST_TEST(line_of(json, "/b~1~0") == 7U);
  BOOST_TEST(line_of(json, "/c") == 8U);
}

BOOST_AUTO_TEST_CASE(what_is_not_there_has_no_line) {
  const std::string json = "{\"a\": [1, 2], \"b\": {}}";
  for (const char* pointer : {"/c", "/a/2", "/a/x", "/a/-1", "/a/0/0", "/b/c", "/b/0"}) {
    BOOST_TEST(line_of(json, pointer) == 0U, pointer);
  }
  for (const char* odd : {"", " ", "[", "{", "{\"a\"", "{\"a\":", "[1,", "\"", "[\"\\"}) {
    BOOST_TEST(line_of(odd, "/a/0") == 0U, odd);
  }
}

BOOST_AUTO_TEST_CASE(every_clause_of_the_shipped_documents_knows_its_line) {
  const std::string folder = std::string(ASSAY_ROOT) + "/spec/";
  const auto loaded = load(folder + "ecs/ModifyInstanceMetadataOptions.json");
  for (const Clause& clause : std::get<Operation>(loaded).clauses) {
    BOOST_TEST_CONTEXT(clause.name) {
      BOOST_REQUIRE(clause.line > 0U);
      const std::string text = text_of(folder + clause.file);
      // The object begins there; what it says of the place is in it.
      const std::string at = nlohmann::json(clause.at).dump();
      std::size_t from = 0;
      for (std::size_t i = 1; i < clause.line; ++i) from = text.find('\n', from) + 1;
      const std::size_t found = text.find(at, from);
      BOOST_TEST(found != std::string::npos);
      const std::string between = text.substr(from, found - from);
      BOOST_TEST(std::count(between.begin(), between.end(), '\n') <= 12, line(text, clause.line));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::spec::detail
