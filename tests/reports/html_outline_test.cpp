// The order of the rendered document, and what leads where.
#include "reports/html_outline.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;

namespace {

using Texts = std::vector<std::string>;

// "Section: row, row", with a row's number and note, so that a whole outline is compared at once.
Texts told(const reports::Summary& summary) {
  Texts out;
  for (const auto& section : reports::outline(summary)) {
    std::string line = section.name + (section.page ? ":" : "*:");
    for (const auto& row : section.rows) {
      line += " [" + std::string(row.code ? "code " : "") + row.name;
      if (row.number > 0) line += " #" + std::to_string(row.number);
      if (!row.note.empty()) line += " (" + row.note + ")";
      for (const auto& entry : row.entries)
        line += (entry.first ? " " : " +") + std::to_string(entry.clause);
      line += "]";
    }
    out.push_back(line);
  }
  return out;
}

struct Where {
  std::string name, at;
};

// Clauses as they stand in one file.
reports::Summary written(const std::vector<Where>& clauses) {
  reports::Summary summary;
  summary.operation = "shop.PaintDoor";
  for (const Where& one : clauses) {
    summary.clauses.push_back(tests::clause(one.name, one.at, "", {1}));
    summary.clauses.back().clause.line = summary.clauses.size();
  }
  return summary;
}

void check(const reports::Summary& summary, const Texts& expected) {
  const Texts got = told(summary);
  BOOST_TEST(got == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(html_outline)

BOOST_AUTO_TEST_CASE(sections_come_as_the_page_has_them_and_others_after) {
  check(written({{"a", "Error codes"},
                 {"b", "answers of the service"},
                 {"c", "Change history, 2023"},
                 {"d", "Request parameters, row Colour"},
                 {"e", "first sentence of the page"},
                 {"f", "Debugging"},
                 {"g", ""}}),
        {"first sentence of the page: [ 4]", "Debugging: [ 5]",
         "Request parameters: [code Colour 3]", "Error codes: [ 0]", "Change history: [2023 2]",
         "answers of the service*: [ 1]", "The page*: [ 6]"});
}

BOOST_AUTO_TEST_CASE(a_row_of_errors_has_the_code_for_its_name_and_its_number_for_its_place) {
  check(written({{"Colour.valid-values", "Error codes, row InvalidColour"},
                 {"error.InvalidSize.code", "Error codes, row 1"},
                 {"error.InvalidSize.status", "Error codes, row 1"},
                 {"error.InvalidColour.message", "Error codes, row 2"},
                 {"document.more", "Error codes, last sentence"},
                 {"state.kept", "Error codes"},
                 {"other", "Error codes, row 9"}}),
        {"Error codes: [ 5] [code InvalidSize #1 1 2] [code InvalidColour #2 0 3] [code 9 #9 6] "
         "[last sentence 4]"});
}

BOOST_AUTO_TEST_CASE(an_error_that_stands_in_no_counted_row_has_a_row_of_its_own) {
  check(
      written({{"error.Throttling.code", "Response results, common errors"},
               {"method.unsupported", "Response results, BadMethod"},
               {"error.BadMethod.code", "Response results, common errors; answers of the service"},
               {"error.Throttling.status", "Response results, common errors"}}),
      {"Response results*: [code Throttling (common errors) 0 3] [code BadMethod (common errors) "
       "1 2]",
       "answers of the service*: [code BadMethod +2]"});
}

BOOST_AUTO_TEST_CASE(a_note_is_a_row_beside_its_parameter) {
  check(written({{"a", "Request parameters, row Colour"},
                 {"b", "Request parameters, row Colour, note"},
                 {"c", "PaintDoor, Request parameters, row Colour"},
                 {"d", "Request parameters, row Size"}}),
        {"Request parameters: [code Colour 0 2] [code Colour (note) 1] [code Size 3]"});
}

BOOST_AUTO_TEST_CASE(the_code_is_read_from_clauses_of_the_catalogue_alone) {
  const auto code = [](const std::string& name) {
    spec::Clause clause;
    clause.name = name;
    return std::string(reports::error_code_of(clause));
  };
  BOOST_TEST(code("error.Invalid.Sub.status") == "Invalid.Sub");
  BOOST_TEST(code("error.A.code") == "A");
  BOOST_TEST(code("error.A.message") == "A");
  for (const char* other :
       {"error.A.at", "error.status", "errors.A.status", "A.status", "error.", ""})
    BOOST_TEST(code(other) == "");
}

BOOST_AUTO_TEST_CASE(the_first_place_of_a_clause_leads_the_list_of_its_rows) {
  const reports::Links links(
      written({{"error.Lost.code", "Response results; Error codes, row 5"}}));
  BOOST_REQUIRE(links.rows.at(0).size() == 2U);
  BOOST_TEST(links.rows[0][0].words == "Response results, row Lost");
  BOOST_TEST(links.rows[0][1].words == "Error codes, row 5: Lost");
  BOOST_TEST(links.rows[0][0].id == "r-2-1");  // which comes second: the page comes first
  BOOST_TEST(links.rows[0][1].id == "r-1-1");
}

BOOST_AUTO_TEST_CASE(cards_are_numbered_as_they_are_shown) {
  reports::Summary summary = tests::sample();
  const reports::Links links(summary);
  // The second is also about it.
  BOOST_TEST(links.cards_of("HttpTokens.valid-values") == (std::vector<std::size_t>{1, 2}),
             boost::test_tools::per_element());
  BOOST_TEST(links.cards_of("RegionId.required").empty());
  summary.findings.assign(300, tests::accepted_finding());
  BOOST_TEST(reports::Links(summary).cards_of("HttpTokens.valid-values").size() == 12U);
}

RC_BOOST_PROP(every_clause_stands_first_at_one_place, ()) {
  reports::Summary summary;
  const auto count = *rc::gen::inRange(1, 20);
  for (int i = 0; i < count; ++i) {
    const auto at = *rc::gen::elementOf(std::vector<std::string>{
        "Error codes, row 1", "Error codes, row A; Error codes, row 1", "Error codes; Error codes",
        " ; ,", "row A", "A, row , note", ";;", "Error codes, row A, note", *tests::any_bytes()});
    const auto name =
        *rc::gen::elementOf(std::vector<std::string>{"error.A.code", "error.B.status", "c"});
    summary.clauses.push_back(tests::clause(name, at, "", {1}));
  }
  const reports::Links links(summary);
  std::vector<std::size_t> firsts(summary.clauses.size());
  for (const auto& section : links.sections)
    for (const auto& row : section.rows)
      for (const auto& entry : row.entries) firsts.at(entry.clause) += entry.first ? 1 : 0;
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    RC_ASSERT(firsts[i] == 1U);
    RC_ASSERT(!links.rows[i].empty());
  }
}

// Answers that contradict each other: every clause that they are about leads to their finding.
BOOST_AUTO_TEST_CASE(a_clause_leads_to_the_findings_that_are_also_about_it) {
  auto summary = written({{"a", "Error codes"}, {"b", "Error codes"}, {"c", "Error codes"}});
  reports::Finding finding = tests::hostile_finding();
  finding.clause = "a";
  finding.about = {"c", "gone"};
  summary.findings = {finding};
  const reports::Links links(summary);
  using Cards = std::vector<std::size_t>;
  BOOST_TEST((links.cards_of("a") == Cards{1}));
  BOOST_TEST(links.cards_of("b").empty());
  BOOST_TEST((links.cards_of("c") == Cards{1}));
}

BOOST_AUTO_TEST_SUITE_END()
