#include "reports/html.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <limits>

#include "reports/html_script.h"
#include "reports/html_style.h"
#include "tests/reports/markup.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"
#include "wire/answer.h"

using namespace assay;
using tests::unbalanced;

namespace {

// No element, attribute or address that the page's own text does not have.
void check_inert(const std::string& page) {
  BOOST_TEST(unbalanced(page) == "");
  BOOST_TEST(tests::occurrences(page, "<script") == 1U);
  BOOST_TEST(tests::occurrences(page, "<style") == 1U);
  BOOST_TEST(tests::occurrences(page, "<input") == tests::occurrences(page, "id=\"search\""));
  BOOST_TEST(tests::occurrences(page, "<input") <= 1U);
  for (const char* element : {"<img", "<iframe", "<link", "<object", "<form", "<base", "<textarea"})
    BOOST_TEST(page.find(element) == page.npos);
  for (const char* attribute : {" src=", "url(", "@import"})
    BOOST_TEST((page.find(attribute) == page.npos || page.find(attribute) > page.find("</style>")));
  BOOST_TEST(wire::is_utf8(page));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(html)

BOOST_AUTO_TEST_CASE(is_what_was_approved) {
  tests::check_approved("report.html", reports::html_page(tests::sample()));
  tests::check_approved("report-conforms.html", reports::html_page(tests::conforming_sample()));
}

BOOST_AUTO_TEST_CASE(the_scanner_sees_what_is_out_of_order) {
  BOOST_TEST(unbalanced("<a><b x=\"1>2\"></b></a><meta><i/>") == "");
  BOOST_TEST(unbalanced("<a><b></a></b>") != "");
  BOOST_TEST(unbalanced("<a>") != "");
  BOOST_TEST(unbalanced("</a>") != "");
  BOOST_TEST(unbalanced("<a b=\">") != "");
}

BOOST_AUTO_TEST_CASE(parts_come_in_their_order) {
  const std::string page = reports::html_page(tests::sample());
  std::size_t at = 0;
  for (const char* part :
       {"id=\"verdict\"", "id=\"figures\"", "id=\"findings\"", "id=\"f1\"", "id=\"f3\"",
        "id=\"document\"", "id=\"readings\"", "id=\"precedence\"", "id=\"clauses\"",
        "id=\"timeline\"", "id=\"not-judged\"", "id=\"preflight\""}) {
    const std::size_t found = page.find(part, at);
    BOOST_REQUIRE_MESSAGE(found != page.npos, part);
    at = found;
  }
  check_inert(page);
}

BOOST_AUTO_TEST_CASE(a_card_says_everything_about_its_finding) {
  const std::string page = reports::html_page(tests::sample());
  const std::size_t start = page.find("class=\"group\"");
  const std::string card = page.substr(start, page.find("id=\"f2\"") - start);
  for (const char* text : {"HttpTokens.valid-values",
                           "Request parameters, row HttpTokens",
                           "any other value is refused",
                           "<code>400</code>",
                           "<code>InvalidHttpTokens.NotSupported</code>",
                           ">value-case=ignored</a>",
                           "<code>200</code>",
                           "<dd>success</dd>",
                           "412 times",
                           "accepted",
                           "must",
                           "assay replay a1.mimo.2a.b.57",
                           "POST / HTTP/1.1",
                           "HttpTokens=Optional",
                           "State before",
                           "State after",
                           "curl -sS -X POST",
                           "data-copy",
                           "href=\"#c-4\"",
                           "data-clause=\"HttpTokens.valid-values\"",
                           "data-kind=\"accepted\"",
                           "data-run=\"replay\"",
                           "data-run=\"curl\""})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(card.find(text) != card.npos);
  BOOST_TEST(card.find("flaky") == card.npos);
  BOOST_TEST(page.find("flaky", page.find("id=\"f3\"")) != page.npos);
}

BOOST_AUTO_TEST_CASE(parts_with_nothing_to_say_are_not_there) {
  const std::string page = reports::html_page(reports::Summary{});
  for (const char* id : {"findings", "document", "readings", "precedence", "clauses", "timeline",
                         "tools", "not-judged", "preflight"})
    BOOST_TEST(page.find("id=\"" + std::string(id) + "\"") == page.npos);
  check_inert(page);
}

BOOST_AUTO_TEST_CASE(the_policy_allows_its_own_script_and_no_other) {
  const std::string page = reports::html_page(tests::sample());
  BOOST_TEST(page.find("default-src 'none'; style-src 'sha256-") != page.npos);
  BOOST_TEST(page.find("script-src 'sha256-") != page.npos);
  BOOST_TEST(page.find("unsafe-inline") == page.npos);
  BOOST_TEST(page.find(" style=\"") == page.npos);  // such a policy forbids it
  BOOST_TEST(page.find(reports::html_script) != page.npos);
}

BOOST_AUTO_TEST_CASE(nothing_is_fetched) {
  // Addresses stand in text only: of the endpoint, and in curl lines.
  const std::string page = reports::html_page(tests::sample());
  for (const char* start : {"href=\"http", "href=\"//", "src=\"", "url(", "fetch(", "import "})
    BOOST_TEST(page.find(start) == page.npos);
}

BOOST_AUTO_TEST_CASE(a_flood_stays_below_the_limit_and_says_what_is_missing) {
  for (const std::size_t count : {1U, 50U, 200U, 10000U}) {
    const std::size_t bytes = count == 10000 ? 2048 : 65536;
    const std::string page = reports::html_page(tests::flooded_sample(count, bytes));
    BOOST_TEST(page.size() < reports::html_limit);
    BOOST_TEST(tests::occurrences(page, "<article") == std::min<std::size_t>(count, 200));
    BOOST_TEST((page.find("9,800 more are not shown here") != page.npos) == (count == 10000));
    BOOST_TEST(page.find("Cut after") != page.npos);
    check_inert(page);
  }
}

BOOST_AUTO_TEST_CASE(no_part_is_without_a_bound) {
  reports::Summary summary = tests::sample();
  const std::string text(3000, '&');
  summary.precedence.assign(20000, text);
  summary.preflight = summary.not_judged = summary.precedence;
  summary.clauses.assign(20000, tests::clause(text, text, text, {1, 1}));
  summary.readings.assign(20000, {text, text, {text}, {{text, text}}});
  summary.phases.assign(20000, {text, 1});
  summary.operation = summary.endpoint = std::string(1U << 20U, '<');
  summary.settings = summary.title = summary.endpoint;
  const std::string page = reports::html_page(summary);
  BOOST_TEST(page.size() < reports::html_limit);
  BOOST_TEST(page.find("more are not shown here") != page.npos);
  check_inert(page);
}

BOOST_AUTO_TEST_CASE(a_text_is_cut_only_past_its_bound) {
  reports::Summary summary = tests::sample();
  summary.findings.resize(1);
  summary.findings[0].answer = std::string(reports::html_bytes_shown, 'a');
  BOOST_TEST(reports::html_page(summary).find("Cut after") == std::string::npos);
  summary.findings[0].answer += 'b';
  const std::string page = reports::html_page(summary);
  BOOST_TEST(page.find("Cut after 16,384 of 16,385 bytes") != page.npos);
  BOOST_TEST(page.find("aab") == page.npos);
}

BOOST_AUTO_TEST_CASE(a_curl_line_is_shown_whole_or_not_at_all) {
  reports::Summary summary = tests::sample();
  summary.findings[0].curl = "curl " + std::string(5000, 'c');
  const std::string page = reports::html_page(summary);
  BOOST_TEST(page.find("The curl line has 5,005 bytes and is in summary.json.") != page.npos);
  BOOST_TEST(page.find("cccc") == page.npos);
}

BOOST_AUTO_TEST_CASE(a_sentence_shows_its_verdict_and_leads_to_its_card) {
  const std::string page = reports::html_page(tests::sample());
  const auto sentence = [&](const std::string& id) {
    const std::size_t from = page.find("id=\"" + id + "\"");
    return from == page.npos ? std::string() : page.substr(from, page.find("</p>", from) - from);
  };
  BOOST_TEST(sentence("c-1").find("data-verdict=\"conforms\"") != std::string::npos);
  BOOST_TEST(sentence("c-4").find("data-verdict=\"violated\"") != std::string::npos);
  BOOST_TEST(sentence("c-4").find("href=\"#f1\"") != std::string::npos);
  BOOST_TEST(sentence("c-1").find("href=") == std::string::npos);
  BOOST_TEST(sentence("c-6").find("untestable from outside") != std::string::npos);
  BOOST_TEST(sentence("c-11").find("not judged") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_clause_of_two_places_stands_once_and_is_pointed_to) {
  reports::Summary summary = tests::sample();
  summary.clauses[0].clause.at = "Request parameters, row RegionId; Error codes; Error codes, x";
  const std::string page = reports::html_page(summary);
  BOOST_TEST(tests::occurrences(page, "id=\"c-1\"") == 1U);
  BOOST_TEST(tests::occurrences(page, "class=\"also c\"") == 2U);
}

BOOST_AUTO_TEST_CASE(the_document_is_in_the_order_of_its_file) {
  reports::Summary summary = tests::sample();
  for (std::size_t i = 0; i < summary.clauses.size(); ++i) {
    summary.clauses[i].clause.file = i < 4 ? "a.json" : "b.json";
    summary.clauses[i].clause.line = 100 - i;
  }
  const std::string page = reports::html_page(summary);
  std::size_t at = page.find("id=\"document\"");
  for (const char* id : {"c-3", "c-2", "c-1"}) {
    // Of one row each; those of the row RegionId stand together, from the lower line on.
    at = page.find("id=\"" + std::string(id) + "\"", at);
    BOOST_REQUIRE_MESSAGE(at != page.npos, id);
  }
  BOOST_TEST(page.find("id=\"c-4\"") < page.find("id=\"c-3\""));
  BOOST_TEST(page.find("id=\"c-1\"") < page.find("id=\"c-11\""));
}

BOOST_AUTO_TEST_CASE(what_differs_is_marked) {
  const std::string page = reports::html_page(tests::sample());
  const std::size_t first = page.find("id=\"f1\"");
  const std::size_t want = page.find("class=\"side want\"", first);
  const std::size_t came = page.find("class=\"side came\"", first);
  BOOST_TEST(page.find("<mark><code>400</code></mark>", want) < came);
  BOOST_TEST(page.find("<mark><code>InvalidHttpTokens.NotSupported</code></mark>", want) < came);
  BOOST_TEST(page.find("<mark><code>200</code></mark>", came) < page.find("id=\"f2\""));
  BOOST_TEST(page.find("<mark>HttpTokens=Optional</mark>") != page.npos);  // the state after
  BOOST_TEST(page.find("<mark>HttpTokens=required</mark>") != page.npos);  // and before
  reports::Summary summary = tests::sample();
  summary.clauses[3].clause.parameter = "HttpTokens";
  summary.findings[0].observed = "400 Other: The specified HttpTokens is not good.";
  summary.findings[0].answer = "HTTP/1.1 400 Bad\r\n\r\n{\"Code\":\"Other\"}";
  const std::string near = reports::html_page(summary);
  BOOST_TEST(near.find("<dd><code>400</code></dd>") != near.npos);  // the same on both sides
  BOOST_TEST(near.find("<mark><code>Other</code></mark>") != near.npos);
  BOOST_TEST(near.find("is not <mark>supported.</mark>") != near.npos);
  BOOST_TEST(near.find("is not <mark>good.</mark>") != near.npos);
  BOOST_TEST(near.find("&quot;Code&quot;:&quot;<mark>Other</mark>&quot;") != near.npos);
  summary.findings[0].state_before.clear();
  BOOST_TEST(reports::html_page(summary).find("<mark>HttpTokens=Optional</mark></pre>") ==
             std::string::npos);
  BOOST_TEST(reports::html_page(summary).find("HttpEndpoint=enabled&amp;<mark>HttpTokens=Optional"
                                              "</mark>&amp;Signature=***") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_expectation_says_the_choice_that_it_needs_and_leads_to_it) {
  const std::string page = reports::html_page(tests::sample());
  BOOST_TEST(page.find("the same, but only if <a href=\"#q-1\">value-case=ignored</a>") !=
             page.npos);
  BOOST_TEST(page.find("<tr id=\"q-1\"") != page.npos);
  reports::Summary summary = tests::sample();
  summary.findings[0].expected[1] = {"400 Empty: no", "empty-value=absent, unheard=of"};
  const std::string other = reports::html_page(summary);
  BOOST_TEST(other.find("\">if <a href=\"#q-2\">empty-value=absent</a>, unheard=of</p>") !=
             other.npos);
}

BOOST_AUTO_TEST_CASE(every_link_leads_somewhere) {
  for (const auto& summary : {tests::sample(), tests::conforming_sample(), reports::Summary{}}) {
    const std::string page = reports::html_page(summary);
    const std::string start = "href=\"#";
    std::size_t count = 0;
    for (std::size_t at = page.find(start); at != page.npos; at = page.find(start, at + 1)) {
      const std::size_t from = at + start.size();
      const std::string id = page.substr(from, page.find('"', from) - from);
      BOOST_TEST_CONTEXT(id) BOOST_TEST(tests::occurrences(page, " id=\"" + id + "\"") == 1U);
      ++count;
    }
    BOOST_TEST(count > 0U);
  }
}

BOOST_AUTO_TEST_CASE(a_row_shows_its_worst_sentence_and_leads_to_its_finding_and_back) {
  const std::string page = reports::html_page(tests::sample());
  const std::size_t document = page.find("id=\"document\"");
  const std::size_t row = page.find("<dt id=\"", document);
  const auto title = [&](const std::string& name) {
    const std::size_t at = page.find("<code>" + name + "</code>", row);
    const std::size_t from = page.rfind("<dt ", at);
    return page.substr(from, page.find("</dt>", from) - from);
  };
  BOOST_TEST(title("HttpTokens").find("class=\"v\"") != std::string::npos);
  BOOST_TEST(title("HttpTokens").find("(violated)") != std::string::npos);
  BOOST_TEST(title("RegionId").find("class=\"r\"") != std::string::npos);
  const std::string id = title("HttpTokens").substr(8, title("HttpTokens").find('"', 8) - 8);
  const std::size_t law = page.find("class=\"to-row\" href=\"#" + id + "\"");
  BOOST_TEST(law < page.find("id=\"f1\""));
  BOOST_TEST(page.find("href=\"#f1\"", page.find("id=\"" + id + "\"")) <
             page.find("</dd>", page.find("id=\"" + id + "\"")));
}

BOOST_AUTO_TEST_CASE(cards_of_one_clause_stand_under_one_heading) {
  reports::Summary summary = tests::sample();
  reports::Finding other = tests::accepted_finding();
  other.key += "-too";
  other.kind = "refused";
  summary.findings.insert(summary.findings.begin() + 1, other);
  const std::string page = reports::html_page(summary);
  BOOST_TEST(tests::occurrences(page, "<article") == 4U);
  BOOST_TEST(tests::occurrences(page, "class=\"group\"") == 3U);
}

BOOST_AUTO_TEST_CASE(the_matrix_counts_by_phase) {
  const std::string page = reports::html_page(tests::sample());
  const std::size_t from = page.find("class=\"matrix\"");
  const std::string matrix = page.substr(from, page.find("</table>", from) - from);
  for (const char* text :
       {">examples</th>", ">boundaries</th>", ">random</th>", ">all</th>",
        "title=\"1,802 conforms, 412 violates, 31 reading\"",
        "title=\"180 conforms, 41 violates, 3 reading\"", "41 ", "of 224", "<td class=\"n v\"",
        "<td class=\"n c\"", "<td class=\"n r\"", "<td class=\"n s\"",
        "<td class=\"n zero\">0</td>", "<span class=\"unseen\"> (violated)</span>"})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(matrix.find(text) != matrix.npos);
  // What is inconclusive is graver than what conforms.
  reports::Summary unsure = tests::sample();
  unsure.clauses[0].by_phase[0] = {30, 0, 2, 0, 0, 1};
  BOOST_TEST(tests::occurrences(reports::html_page(unsure), "<td class=\"n i\"") ==
             tests::occurrences(page, "<td class=\"n i\"") + 1);
  // Without phases the sums remain.
  reports::Summary old = tests::sample();
  for (reports::ClauseResult& result : old.clauses) result.by_phase.clear();
  const std::string without = reports::html_page(old);
  BOOST_TEST(without.find(">examples</th>") == without.npos);
  BOOST_TEST(without.find("title=\"1,802 conforms, 412 violates, 31 reading\"") != without.npos);
}

BOOST_AUTO_TEST_CASE(a_time_line_is_drawn_from_what_is_no_number_too) {
  reports::Summary summary = tests::sample();
  const double none = std::numeric_limits<double>::quiet_NaN();
  summary.timeline = {{none, 1, 1, none, none, 0}, {1, 5, 5, none, 1e300, 3}, {0.5, 1, 1, 1, 1, 1}};
  const std::string page = reports::html_page(summary);
  check_inert(page);
  BOOST_TEST(page.find("id=\"timeline\"") != page.npos);
  summary.timeline.assign(100000, {1, 1, 1, 1, 1, 1});
  for (std::size_t i = 0; i < summary.timeline.size(); ++i)
    summary.timeline[i].until = static_cast<double>(i);
  BOOST_TEST(reports::html_page(summary).size() < 1U << 20U);
}

BOOST_AUTO_TEST_CASE(answer_times_are_drawn_by_powers_of_ten_and_told_in_words) {
  reports::Summary summary = tests::sample();
  summary.timeline = {{1, 1000, 1000, 0.5, 40, 0}, {3, 500, 500, 4, 4000, 2}};
  const std::string page = reports::html_page(summary);
  const std::string part = page.substr(page.find("id=\"timeline\""));
  for (const char* text : {">0.1 ms</text>", ">1 ms</text>", ">10 ms</text>", ">100 ms</text>",
                           ">1 s</text>", ">10 s</text>", ">1,000/s</text>", ">3.0 s</text>",
                           "1,500 requests within 3.0 s: 500 requests a second on average",
                           "1,000 at most. 2 findings first seen", "no longer than 0.5 ms to 4 ms",
                           "the slowest took 4 s, 3.0 s after"})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(part.find(text) != part.npos);
  BOOST_TEST(tests::occurrences(part, "role=\"img\"") == 2U);
  summary.timeline = {{1, 0, 0, 0, 0, 0}};
  BOOST_TEST(reports::html_page(summary).find("Nothing was answered.") != std::string::npos);
}

RC_BOOST_PROP(any_bytes_stay_text, ()) {
  reports::Summary summary = tests::sample();
  summary.findings = {*tests::any_finding(), *tests::any_finding()};
  const std::string text = *tests::any_bytes();
  summary.operation = summary.title = summary.endpoint = summary.settings = text;
  summary.precedence = summary.preflight = summary.not_judged = {text};
  summary.readings = {{text, text, {text}, {{text, text}}}};
  summary.clauses[0].clause.name = summary.clauses[0].clause.requires_ = text;
  summary.clauses[1].clause.at = summary.clauses[1].clause.parameter = text;
  summary.findings[0].clause = text;
  const std::string page = reports::html_page(summary);
  RC_ASSERT(unbalanced(page).empty());
  RC_ASSERT(tests::occurrences(page, "<script") == 1U);
  RC_ASSERT(tests::occurrences(page, "<img") == 0U);
  RC_ASSERT(tests::occurrences(page, "<article") == 2U);
  RC_ASSERT(wire::is_utf8(page));
}

BOOST_AUTO_TEST_SUITE_END()
