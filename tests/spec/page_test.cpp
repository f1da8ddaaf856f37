// The shipped document against the page that it follows: every row and sentence has its clause, and
// the wording of the errors is the page's. Without the page these tests say so and pass.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/spec/support.h"

namespace assay::spec::testing {
namespace {

namespace fs = std::filesystem;

// One row of the parameter table: its head, and the lines up to the next row.
struct Row {
  std::string name, type, required;
  std::vector<std::string> lines;
};

class Page {
 public:
  explicit Page(const std::string& text) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
      const std::size_t start = line.find_first_not_of(" \r");
      if (start == std::string::npos) continue;
      lines.push_back(line.substr(start, line.find_last_not_of(" \r") - start + 1));
    }
  }

  // The lines after one that equals `from`, up to one that equals `to`.
  std::vector<std::string> between(const std::string& from, const std::string& to) const {
    auto first = std::find(lines.begin(), lines.end(), from);
    BOOST_REQUIRE_MESSAGE((first != lines.end()), "the page has no line \"" << from << "\"");
    ++first;
    return {first, std::find(first, lines.end(), to)};
  }

  std::vector<Row> rows() const {
    static const std::regex head("([A-Za-z]+?)(string|integer|boolean)(Yes|No)");
    std::vector<Row> out;
    for (const std::string& line : between("Request parameters", "Response parameters")) {
      std::smatch match;
      if (std::regex_match(line, match, head)) {
        out.push_back({match[1], match[2], match[3], {}});
      } else if (!out.empty()) {
        out.back().lines.push_back(line);
      }
    }
    return out;
  }

  std::vector<std::string> error_rows() const {
    std::vector<std::string> out;
    for (const std::string& line : between("Error codes", "Change history")) {
      if (line.size() > 3 && std::all_of(line.begin(), line.begin() + 3,
                                         [](char c) { return c >= '0' && c <= '9'; })) {
        out.push_back(line);
      }
    }
    return out;
  }

  std::vector<std::string> lines;
};

// Where the page lies beside the repository, and nothing when it does not.
const Page* page() {
  static const fs::path file =
      fs::path(ASSAY_ROOT) / ".." / "shared" / "data" / "ModifyInstanceMetadataOptions.page.txt";
  static const bool there = fs::is_regular_file(file);
  if (!there) {
    std::cerr << "*** SKIPPED: " << boost::unit_test::framework::current_test_case().full_name()
              << ": the page of the document is not there ***\n";
    return nullptr;
  }
  static const Page read(read_file(file));
  return &read;
}

const Operation& operation() {
  static const Operation loaded = must_load(shipped(Part::operation));
  return loaded;
}

const Parameter& parameter(const std::string& name) {
  const auto at = operation().find_parameter(name);
  BOOST_REQUIRE_MESSAGE(at.has_value(), "the document lacks parameter " << name);
  return operation().parameters[*at];
}

std::string requirement(const std::string& clause) {
  const auto at = operation().find_clause(clause);
  BOOST_REQUIRE_MESSAGE(at.has_value(), "the document lacks clause " << clause);
  return operation().clauses[*at].requires_;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The words after bullets: "• optional: does not…" is optional.
std::vector<std::string> bullets(const Row& row) {
  const std::string dot = "\xe2\x80\xa2 ";
  std::vector<std::string> out;
  for (const std::string& line : row.lines) {
    if (line.rfind(dot, 0) == 0)
      out.push_back(line.substr(dot.size(), line.find(':') - dot.size()));
  }
  return out;
}

// What is written in prose, and the clause that states it.
struct Sentence {
  const char* part;
  const char* clause;
};
constexpr Sentence sentences[] = {
    {"Modifies the metadata of an Elastic Compute Service", "gateway.stored"},
    {"OpenAPI Explorer automatically calculates the signature", "document.debugging"},
    {"There is currently no authorization information", "gateway.authorization"},
    {"The region ID of the instance.", "RegionId.exists"},
    {"query the most recent region list", "RegionId.list"},
    {"The ID of the instance.", "InstanceId.exists"},
    {"Specifies whether to enable the access channel", "HttpEndpoint.effect"},
    {"Specifies whether to forcefully use the security-enhanced", "HttpTokens.valid-values"},
    {"After you set this parameter to required", "HttpTokens.effect"},
    {"This parameter is in invitational preview", "HttpPutResponseHopLimit.preview"},
    {"This parameter is in invitational preview", "InstanceMetadataTags.preview"},
    {"RequestIdstring", "gateway.request-id"},
    {"The request ID.", "gateway.request-id"},
    {"\"RequestId\": \"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E\"", "gateway.success-shape"},
    {"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E", "gateway.request-id-form"},
    {"visit the Service error codes", "document.service-errors"},
    {"The Error code has changed", "document.change-history"},
    {"delete Error Codes: 400", "document.change-history"},
    {"delete Error Codes: 404", "document.change-history"},
};

// Titles of the page and of its tables, and links to elsewhere: nothing is promised there.
const std::set<std::string> headings{
    "All Products",
    "Search",
    "Document Center",
    "Elastic Compute Service:ModifyInstanceMetadataOptions",
    "Last Updated:Mar 19, 2024",
    "Debugging",
    "Authorization information",
    "Request parameters",
    "ParameterTypeRequiredDescriptionExample",
    "Response parameters",
    "ParameterTypeDescriptionExample",
    "object",
    "Examples",
    "Sample success responses",
    "JSONformat",
    "{",
    "}",
    "Error codes",
    "HTTP status codeError codeError messageDescription",
    "Change history",
    "Change timeSummary of changesOperation",
    "Change itemChange content",
    "Note For more information about instance metadata, see Overview of ECS instance metadata.",
    "Note For more information about the modes of accessing instance metadata, see Access mode of "
    "instance metadata."};

std::string row_of(const Error& error, std::size_t wording) {
  return std::to_string(error.status.values.front()) + error.code + error.message.values[wording];
}

bool is_row_of(const std::string& line, const Error& error) {
  for (std::size_t i = 0; i < error.message.values.size(); ++i) {
    if (line.rfind(row_of(error, i), 0) == 0) return true;
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_page)

BOOST_AUTO_TEST_CASE(parameters_are_those_of_the_table_in_its_order) {
  if (page() == nullptr) return;
  const auto rows = page()->rows();
  BOOST_REQUIRE(rows.size() == operation().parameters.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    BOOST_TEST(rows[i].name == operation().parameters[i].name);
    const bool integer = operation().parameters[i].type == Type::integer;
    BOOST_TEST(rows[i].type == (integer ? "integer" : "string"));
  }
}

BOOST_AUTO_TEST_CASE(column_required_has_clauses) {
  if (page() == nullptr) return;
  for (const Row& row : page()->rows()) {
    const std::string said = requirement(row.name + ".required");
    BOOST_TEST(has(said, row.required == "Yes" ? "mandatory" : "may be left out"),
               row.name << " is required: " << row.required << ", and the clause says: " << said);
  }
}

BOOST_AUTO_TEST_CASE(column_type_integer_has_a_clause) {
  if (page() == nullptr) return;
  for (const Row& row : page()->rows()) {
    if (row.type == "integer") BOOST_TEST(has(requirement(row.name + ".type"), "integer"));
  }
}

BOOST_AUTO_TEST_CASE(column_example_is_shown) {
  if (page() == nullptr) return;
  for (const Row& row : page()->rows()) {
    BOOST_REQUIRE(!row.lines.empty());
    BOOST_TEST(row.lines.back() == parameter(row.name).example);
  }
}

BOOST_AUTO_TEST_CASE(valid_values_are_those_of_the_page) {
  if (page() == nullptr) return;
  std::size_t listed = 0;
  for (const Row& row : page()->rows()) {
    const auto values = bullets(row);
    if (values.empty()) continue;
    ++listed;
    const Parameter& one = parameter(row.name);
    BOOST_REQUIRE(one.values.fixed());
    BOOST_TEST(one.values.values[0].texts == values, boost::test_tools::per_element());
    for (const std::string& value : values) {
      BOOST_TEST(has(requirement(row.name + ".valid-values"), value));
    }
  }
  BOOST_TEST(listed == 2U);
}

BOOST_AUTO_TEST_CASE(defaults_are_those_of_the_page) {
  if (page() == nullptr) return;
  const std::string words = "Default value: ";
  for (const Row& row : page()->rows()) {
    const auto said =
        std::find_if(row.lines.begin(), row.lines.end(),
                     [&](const std::string& line) { return line.rfind(words, 0) == 0; });
    const Parameter& one = parameter(row.name);
    BOOST_TEST(one.fallback.has_value() == (said != row.lines.end()));
    if (said == row.lines.end() || !one.fallback) continue;
    BOOST_TEST(words + *one.fallback + "." == *said);
    BOOST_TEST(has(requirement(row.name + ".default"), *one.fallback));
  }
}

BOOST_AUTO_TEST_CASE(previews_depend_on_a_reading) {
  if (page() == nullptr) return;
  for (const Row& row : page()->rows()) {
    const bool preview = std::any_of(row.lines.begin(), row.lines.end(), [](const std::string& l) {
      return has(l, "invitational preview");
    });
    BOOST_TEST(parameter(row.name).honoured.fixed() == !preview);
    if (preview) BOOST_TEST(has(requirement(row.name + ".preview"), "preview"));
  }
}

BOOST_AUTO_TEST_CASE(errors_are_the_rows_of_the_table_word_for_word) {
  if (page() == nullptr) return;
  const auto rows = page()->error_rows();
  BOOST_REQUIRE(rows.size() == operation().own_errors);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Error& error = operation().errors[i];
    BOOST_TEST(is_row_of(rows[i], error), "the page says: " << rows[i]);
    BOOST_TEST(error.status.fixed());
    BOOST_TEST(has(operation().clauses[error.code_clause].requires_, error.code));
    const std::string status = std::to_string(error.status.values[0]);
    BOOST_TEST(has(operation().clauses[error.status_clause].requires_, status));
    BOOST_TEST(has(operation().clauses[error.message_clause].requires_, error.message.values[0]));
  }
}

BOOST_AUTO_TEST_CASE(an_error_of_another_wording_is_not_taken_for_the_row) {
  Error error;
  error.code = "A";
  error.status = 400;
  error.message = std::string("Bad.");
  BOOST_TEST(is_row_of("400ABad.More", error));
  BOOST_TEST(!is_row_of("404ABad.More", error));
  BOOST_TEST(!is_row_of("400ABad, more", error));
}

BOOST_AUTO_TEST_CASE(both_ranges_of_the_error_table_are_readings) {
  if (page() == nullptr) return;
  const auto rows = page()->error_rows();
  BOOST_REQUIRE(rows.size() > 2U);
  BOOST_TEST(has(rows[2], "more than 1 and less than 64"));
  BOOST_TEST(has(rows[2], "1 to 64"));
  const Parameter& hops = parameter("HttpPutResponseHopLimit");
  BOOST_REQUIRE((hops.range && hops.range->values.size() == 2));
  BOOST_TEST((hops.range->values[0].min == 1 && hops.range->values[0].max == 64));
  BOOST_TEST((hops.range->values[1].min == 2 && hops.range->values[1].max == 63));
}

BOOST_AUTO_TEST_CASE(sentences_have_their_clauses) {
  if (page() == nullptr) return;
  for (const Sentence& sentence : sentences) {
    BOOST_TEST(!requirement(sentence.clause).empty());
    const bool there =
        std::any_of(page()->lines.begin(), page()->lines.end(),
                    [&](const std::string& line) { return has(line, sentence.part); });
    BOOST_TEST(there, "the page does not say: " << sentence.part);
  }
}

BOOST_AUTO_TEST_CASE(no_line_of_the_page_is_left_over) {
  if (page() == nullptr) return;
  std::set<std::string> known = headings;
  for (const Row& row : page()->rows()) {
    known.insert(row.name + row.type + row.required);
    known.insert(row.lines.back());
    for (const std::string& line : row.lines) {
      const bool list = line.rfind("Default value", 0) == 0 || line.rfind("\xe2\x80\xa2", 0) == 0;
      if (list) known.insert(line);
    }
  }
  for (const std::string& line : page()->error_rows()) known.insert(line);
  for (const std::string& line : page()->lines) {
    const bool stated =
        known.count(line) > 0 ||
        std::any_of(std::begin(sentences), std::end(sentences),
                    [&](const Sentence& sentence) { return has(line, sentence.part); });
    BOOST_TEST(stated, "no clause is known for the line: " << line);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::spec::testing
