#include "reports/comparison.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "reports/escape.h"
#include "reports/markdown.h"
#include "tests/reports/markup.h"
#include "tests/reports/support.h"

using namespace assay;
using nlohmann::json;
using reports::Comparison;
using reports::Difference;

namespace {

Comparison quiet() {
  Comparison out;
  out.assay = "0.1.0";
  out.operation = "ecs.Operation";
  out.title = "An operation";
  out.a.name = out.a.endpoint = "http://127.0.0.1:1";
  out.b.name = out.b.endpoint = "embedded mock";
  out.a.options = "--endpoint http://127.0.0.1:1";
  out.a.cases = out.b.cases = 1234;
  out.pairs = 1200;
  out.exit_why = "no difference";
  return out;
}

Difference reading() {
  Difference out;
  out.kind = "reading";
  out.key = "ecs.Operation/reading/value-case";
  out.clause = "gateway.get-post";
  out.at = "Common parameters";
  out.requires_ = "They mean the same.";
  out.reading = "value-case";
  out.what = "Does the letter case of a value matter? A: exact; B: ignored.";
  out.count = 92;
  out.label = "Colour in upper case";
  out.smallest = out.again = true;
  out.a.choice = {"exact"};
  out.b.choice = {"ignored"};
  out.a.outcome = "400 InvalidColour: no";
  out.b.outcome = "200 success";
  out.a.replay = out.b.replay = "assay1-AAAA";
  out.a.curl = "assay sign http://127.0.0.1:1 'Colour=RED' | curl -K -";
  out.a.answer = "HTTP/1.1 400 Bad Request\r\n\r\n{}";
  out.b.state_after = "Colour=red";
  return out;
}

Difference violation() {
  Difference out;
  out.kind = "violation";
  out.key = "ecs.Operation/Colour.valid-values/accepted";
  out.clause = "Colour.valid-values";
  out.what = "Only B: accepted.";
  out.count = 3;
  out.b.allowed = false;
  out.consequences = {{"ecs.Operation/Size.range/accepted", 7, "It follows."}};
  out.a.outcome = "400 InvalidColour: no";
  out.b.outcome = "200 success";
  return out;
}

Comparison noisy() {
  Comparison out = quiet();
  out.differences = {violation(), reading()};
  out.unlike = 95;
  out.shared = {"ecs.Operation/gateway.request-id/missing"};
  out.clauses = {{"Colour.valid-values", "conforms", "violates"}};
  out.notes = {"Different seeds."};
  out.exit = 1;
  out.exit_why = "2 differences";
  return out;
}

// Every text of it is `text`.
Comparison hostile(const std::string& text) {
  Comparison out = noisy();
  out.operation = out.exit_why = out.title = text;
  for (reports::ComparedSide* side : {&out.a, &out.b}) {
    side->name = side->endpoint = side->options = side->ended = side->started = text;
  }
  for (Difference& one : out.differences) {
    one.clause = one.at = one.requires_ = one.what = one.label = one.key = text;
    one.consequences = {{text, 1, text}};
    for (reports::SideSeen* seen : {&one.a, &one.b}) {
      seen->choice = {text};
      seen->outcome = seen->curl = seen->request = seen->answer = text;
      seen->state_before = seen->state_after = text;
    }
  }
  out.shared = out.notes = {text};
  out.clauses = {{text, "conforms", "violates"}};
  return out;
}

bool is_plain_line_text(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\n' || (byte >= 0x20 && byte != 0x7F);
  });
}

}  // namespace

BOOST_AUTO_TEST_CASE(says_who_is_allowed_what) {
  Difference one;
  BOOST_TEST(allowed_text(one) == "the document allows both");
  one.a.allowed = false;
  BOOST_TEST(allowed_text(one) == "only B is allowed");
  one.b.allowed = false;
  BOOST_TEST(allowed_text(one) == "neither is allowed");
  one.a.allowed = true;
  BOOST_TEST(allowed_text(one) == "only A is allowed");
}

BOOST_AUTO_TEST_CASE(a_choice_is_named_or_said_to_be_open) {
  BOOST_TEST(reports::choice_text({}) == "not decided");
  BOOST_TEST(reports::choice_text({"exact"}) == "exact");
  BOOST_TEST(reports::choice_text({"exact", "ignored"}) == "exact or ignored");
}

BOOST_AUTO_TEST_CASE(the_verdict_comes_first) {
  BOOST_TEST(comparison_text(quiet()).starts_with("ecs.Operation: no difference\n"));
  BOOST_TEST(comparison_text(noisy()).starts_with("ecs.Operation: 2 differences\n"));
  BOOST_TEST(comparison_markdown(noisy()).starts_with("## assay compare: 2 differences\n"));
}

BOOST_AUTO_TEST_CASE(no_difference_has_no_blocks) {
  const std::string text = comparison_text(quiet());
  BOOST_TEST(tests::occurrences(text, "READING") == 0U);
  BOOST_TEST(tests::occurrences(text, "VIOLATION") == 0U);
  BOOST_TEST(tests::occurrences(comparison_markdown(quiet()), "| kind |") == 0U);
}

BOOST_AUTO_TEST_CASE(each_difference_has_one_block_with_both_sides) {
  const std::string text = comparison_text(noisy());
  BOOST_TEST(tests::occurrences(text, "\n  READING value-case\n") == 1U);
  BOOST_TEST(tests::occurrences(text, "\n  VIOLATION Colour.valid-values by B\n") == 1U);
  BOOST_TEST(text.find("400 InvalidColour: no [exact]") != std::string::npos);
  BOOST_TEST(text.find("200 success [ignored]") != std::string::npos);
  BOOST_TEST(text.find("the document allows both") != std::string::npos);
  BOOST_TEST(text.find("only A is allowed") != std::string::npos);
  BOOST_TEST(text.find("nothing can be left out") != std::string::npos);
  BOOST_TEST(text.find("Colour.valid-values: conforms, violates") != std::string::npos);
  BOOST_TEST(text.find("Note: Different seeds.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_follows_is_told_in_a_line) {
  BOOST_TEST(comparison_text(noisy()).find("1 finding more that would be none without it: "
                                           "Size.range/accepted (7 times)\n") != std::string::npos);
  BOOST_TEST(comparison_markdown(noisy()).find("Size.range/accepted") != std::string::npos);
  const json read = json::parse(comparison_json(noisy()));
  BOOST_TEST(read["differences"][0]["consequences"][0]["count"] == 7);
  BOOST_TEST(read["differences"][1]["consequences"].empty());
}

// The line as it has to be typed, for each side by itself.
BOOST_AUTO_TEST_CASE(replay_lines_go_to_their_own_side) {
  const std::string text = comparison_text(noisy());
  BOOST_TEST(text.find("assay replay assay1-AAAA --endpoint http://127.0.0.1:1\n") !=
             std::string::npos);
  BOOST_TEST(text.find("assay replay assay1-AAAA\n") != std::string::npos);
  const std::string markdown = comparison_markdown(noisy());
  BOOST_TEST(markdown.find("assay replay assay1-AAAA --endpoint http://127.0.0.1:1\n") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_did_not_come_back_is_said) {
  Comparison one = noisy();
  one.differences = {reading()};
  one.differences[0].again = one.differences[0].smallest = false;
  BOOST_TEST(comparison_text(one).find("did not show when sent again alone") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_holds_all_and_fits_the_schema) {
  const tests::TempDir folder;
  for (const Comparison& one : {quiet(), noisy()}) {
    tests::write_file(folder / "compare.json", comparison_json(one));
    BOOST_TEST(tests::schema_errors("compare.schema.json", "json", folder / "compare.json") == "");
  }
  const json read = json::parse(comparison_json(noisy()));
  BOOST_TEST(read["exit"] == 1);
  BOOST_TEST(read["differences"].size() == 2U);
  BOOST_TEST(read["differences"][1]["a"]["choice"][0] == "exact");
  BOOST_TEST(read["differences"][1]["allowed"] == "the document allows both");
  BOOST_TEST(read["differences"][0]["b"]["allowed"] == false);
  BOOST_TEST(read["shared"].size() == 1U);
  BOOST_TEST(read["pairs"] == 1200);
}

// The schema is no rubber stamp.
BOOST_AUTO_TEST_CASE(the_schema_refuses_what_is_no_comparison) {
  const tests::TempDir folder;
  for (const char* member : {"exit", "differences", "a"}) {
    json wrong = json::parse(comparison_json(noisy()));
    wrong.erase(member);
    tests::write_file(folder / "compare.json", wrong.dump());
    BOOST_TEST(tests::schema_errors("compare.schema.json", "json", folder / "compare.json") != "");
  }
  json wrong = json::parse(comparison_json(noisy()));
  wrong["differences"][0]["kind"] = "else";
  tests::write_file(folder / "compare.json", wrong.dump());
  BOOST_TEST(tests::schema_errors("compare.schema.json", "json", folder / "compare.json") != "");
}

RC_BOOST_PROP(hostile_text_does_no_harm, ()) {
  const std::string text = *tests::any_bytes();
  const Comparison one = hostile(text);
  RC_ASSERT(is_plain_line_text(comparison_text(one)));
  const json read = json::parse(comparison_json(one));
  RC_ASSERT(reports::bytes_of_json(read["differences"][0]["a"]["answer"].get<std::string>()) ==
            text);
  RC_ASSERT(comparison_markdown(one).size() <= reports::markdown_limit);
}

BOOST_AUTO_TEST_CASE(the_page_shows_both_answers_side_by_side) {
  const std::string page = comparison_html(noisy());
  BOOST_TEST(tests::unbalanced(page) == "");
  BOOST_TEST(tests::occurrences(page, "<article class=\"card\">") == 2U);
  BOOST_TEST(tests::occurrences(page, "<h5>A is allowed</h5>") == 2U);
  BOOST_TEST(tests::occurrences(page, "<h5>B is not allowed</h5>") == 1U);
  BOOST_TEST(page.find("1 finding more that would be none without it") != std::string::npos);
  BOOST_TEST(page.find("assay replay assay1-AAAA --endpoint http://127.0.0.1:1<") !=
             std::string::npos);
  BOOST_TEST(tests::unbalanced(comparison_html(quiet())) == "");
  BOOST_TEST(tests::occurrences(comparison_html(quiet()), "<article") == 0U);
}

// It loads nothing and runs nothing.
BOOST_AUTO_TEST_CASE(the_page_stands_alone) {
  const std::string page = comparison_html(hostile("<script src=\"http://a/\">x</script>"));
  for (const char* word : {"<script", "<img", "<link", "src=\"", "@import", "url("}) {
    BOOST_TEST(tests::occurrences(page, word) == 0U, word);
  }
  BOOST_TEST(page.find("default-src 'none'; style-src 'sha256-") != std::string::npos);
}

RC_BOOST_PROP(the_page_keeps_any_bytes_text, ()) {
  RC_ASSERT(tests::unbalanced(comparison_html(hostile(*tests::any_bytes()))).empty());
}

BOOST_AUTO_TEST_CASE(a_page_of_many_differences_has_a_bound) {
  Comparison many = noisy();
  for (int i = 0; i < 2000; ++i) {
    Difference one = reading();
    one.a.answer = one.b.request = std::string(30000, '<');
    many.differences.push_back(std::move(one));
  }
  many.shared.assign(100000, std::string(1000, 'x'));
  const std::string page = comparison_html(many);
  BOOST_TEST(page.size() < 5U << 20U);
  BOOST_TEST(page.find("more are not shown here; compare.json has them all.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(markup_of_an_endpoint_stays_text) {
  const std::string markdown = comparison_markdown(hostile("<script>alert(1)</script> @all | x"));
  // In fences and code it does no harm; nowhere else may it stand as it came.
  BOOST_TEST(tests::occurrences(markdown, "<code><script>") == 0U);
  BOOST_TEST(tests::occurrences(markdown, "**: <script>") == 0U);
  BOOST_TEST(tests::occurrences(markdown, "- <script>") == 0U);
  BOOST_TEST(tests::occurrences(markdown, "&#8203;<script>") == 0U);
  BOOST_TEST(tests::occurrences(markdown, "## assay compare: <script>") == 0U);
}

BOOST_AUTO_TEST_CASE(markdown_of_many_differences_keeps_to_its_limit) {
  Comparison many = noisy();
  for (int i = 0; i < 400; ++i) {
    Difference one = reading();
    one.a.answer = std::string(3000, 'x');
    many.differences.push_back(std::move(one));
  }
  const std::string markdown = comparison_markdown(many);
  BOOST_TEST(markdown.size() <= reports::markdown_limit);
  BOOST_TEST(markdown.find("compare.json has all") != std::string::npos);
}
