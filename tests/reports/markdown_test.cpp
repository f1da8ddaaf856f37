#include "reports/markdown.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include "reports/markdown_text.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::size_t run_at(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find_first_not_of('`', at), text.size());
  return end - at;
}

// What is left of a line for Markdown once its code is taken away, as CommonMark does: a span ends
// at the next run of as many backticks as it began with.
std::string without_code(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] != '`' || (at > 0 && line[at - 1] == '\\')) {
      out += line[at++];
      continue;
    }
    const std::size_t length = run_at(line, at);
    std::size_t end = at + length;
    while (end < line.size() && (line[end] != '`' || run_at(line, end) != length))
      end += line[end] == '`' ? run_at(line, end) : 1;
    if (end >= line.size()) return out + "UNCLOSED";
    at = end + length;
    out += 'C';
  }
  return out;
}

// The head of a finding is HTML, and no Markdown is read in it: tags are all that could do harm.
std::string without_html(std::string line) {
  for (const std::string_view ours :
       {"<details><summary><code>", "</code>: <code>", "</code></summary>"})
    if (const std::size_t at = line.find(ours); at != line.npos) line.erase(at, ours.size());
  return line.find_first_of("<>\"'") == line.npos ? "<details>" : line;
}

// The page without its fenced blocks and code.
std::string outside(const std::string& page) {
  std::string out;
  std::string fence;
  for (const std::string& line : lines_of(page)) {
    const std::size_t length = run_at(line, 0);
    if (fence.empty() && length >= 3)
      fence = line.substr(0, length);
    else if (fence.empty() && line.starts_with("<details>"))
      out += without_html(line) + "\n";
    else if (fence.empty())
      out += without_code(line) + "\n";
    else if (line == fence)
      fence.clear();
  }
  return fence.empty() ? out : out + "UNCLOSED\n";
}

// Whether nothing is left that GitHub would make something of: tags, links, images, mentions,
// references, entities that are not ours.
bool is_inert(const std::string& page) {
  constexpr std::string_view space = "&#8203;";
  const std::string rest = outside(page);
  for (const char* bad : {"UNCLOSED", "://", "www.", "GH-1"})
    if (has(rest, bad)) return false;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const std::string_view now = std::string_view(rest).substr(i);
    const bool starts_line = i == 0 || rest[i - 1] == '\n' || rest[i - 1] == '#';
    if (now.starts_with("\\@") || now.starts_with("\\#")) {
      const std::string_view then = now.substr(2);
      if (!then.starts_with(space) && then.find_first_of("\n *|:") != 0) return false;
    }
    if (now[0] == '\\')
      ++i;
    else if (now.starts_with(space) || now.starts_with("<details>\n"))
      i += space.size() - 1;
    else if (now.starts_with("</details>\n"))
      i += 9;
    else if (now.find_first_of("<[@&") == 0 || (now[0] == '#' && !starts_line))
      return false;
  }
  return true;
}

reports::Summary with(const reports::Finding& finding) {
  reports::Summary summary = tests::sample();
  summary.findings = {finding};
  return summary;
}

const std::string worst =
    "<b>x</b> <img src=x> [a](http://evil.example) ![b](//c) @team #12 GH-12 a/b#3 "
    "www.evil.example "
    "a@b.example | `code` ``` ~~~ *bold* _it_ \n\n# title\n- item\n</details>\n````\n> quote";

}  // namespace

BOOST_AUTO_TEST_SUITE(markdown)

BOOST_AUTO_TEST_CASE(is_what_was_approved) {
  tests::check_approved("summary.md", reports::markdown(tests::sample()));
  tests::check_approved("summary-conforms.md", reports::markdown(tests::conforming_sample()));
}

BOOST_AUTO_TEST_CASE(the_verdict_comes_first) {
  BOOST_TEST(reports::markdown(tests::sample())
                 .starts_with("## assay: 3 violations of 3 clauses\n\n**420 exchanges broke"));
  BOOST_TEST(reports::markdown(tests::conforming_sample()).starts_with("## assay: conforms\n"));
  BOOST_TEST(reports::markdown({}).starts_with("## assay: nothing judged\n"));
}

BOOST_AUTO_TEST_CASE(a_run_without_findings_has_no_table_of_them) {
  const std::string page = reports::markdown(tests::conforming_sample());
  BOOST_TEST(!has(page, "| clause |"));
  BOOST_TEST(!has(page, "<details>"));
}

BOOST_AUTO_TEST_CASE(every_finding_has_a_row_and_its_evidence) {
  const std::string page = reports::markdown(tests::sample());
  BOOST_TEST(has(page,
                 "| `HttpTokens.valid-values` | `accepted` | 412 | each time | `POST / "
                 "HTTP/1.1` |\n"));
  BOOST_TEST(has(page, "| 1 | showed 12 of 240 times when sent again, one request in 20 | "));
  BOOST_TEST(tests::occurrences(page, "<details>") == 3U);
  BOOST_TEST(tests::occurrences(page, "</details>\n") == 3U);
  BOOST_TEST(has(page, "assay replay a1.mimo.2a.b.57\n" + tests::accepted_finding().curl + "\n"));
  BOOST_TEST(has(page,
                 "- **Expected**: `400 InvalidHttpTokens.NotSupported: The specified "
                 "HttpTokens is not supported.` or `200 success` if `value-case=ignored`\n"));
}

BOOST_AUTO_TEST_CASE(readings_and_what_was_not_judged_are_told) {
  const std::string page = reports::markdown(tests::sample());
  BOOST_TEST(has(page, "| Does the letter case of a value count? | `exact` |\n"));
  BOOST_TEST(has(page, "| `absent` or `invalid` |\n"));
  BOOST_TEST(has(page, "| none: its answers contradict each other |\n"));
  BOOST_TEST(!has(page, "Is the range of hops"));  // no answer decided on it
  BOOST_TEST(has(page, "`gateway.nonce-used`: the run signed nothing\n"));
  BOOST_TEST(has(page, "endpoint speaks plain HTTP."));
}

BOOST_AUTO_TEST_CASE(code_is_closed_by_a_longer_fence) {
  using reports::md_code;
  BOOST_TEST(md_code("a`b", 99) == "``a`b``");
  BOOST_TEST(md_code("`", 99) == "`` ` ``");
  BOOST_TEST(md_code("``x", 99) == "``` ``x ```");
  BOOST_TEST(md_code(" a ", 99) == "`  a  `");
  BOOST_TEST(md_code("a|b\nc", 99) == "`a\\x7Cb\\x0Ac`");
  BOOST_TEST(md_code("abcdef", 3) == "`abc...`");
  BOOST_TEST(md_code("\xe2\x82\xac", 2) == "`...`");
  BOOST_TEST(md_code("", 9) == "");
  BOOST_TEST(reports::md_block("http", "a\n````\nb", 99) == "`````http\na\n````\nb\n`````\n");
  BOOST_TEST(reports::md_block("", "abcdef", 3) == "```\nabc\n```\nCut after 3 of 6 bytes.\n");
}

BOOST_AUTO_TEST_CASE(prose_links_nothing_and_calls_nobody) {
  using reports::md_prose;
  BOOST_TEST(md_prose("plain text, as it is.", 99) == "plain text, as it is.");
  BOOST_TEST(md_prose("@a #1 GH-1", 99) == "\\@&#8203;a \\#&#8203;1 GH-&#8203;1");
  BOOST_TEST(md_prose("http://a www.b", 99) == "http\\:&#8203;//a www&#8203;.b");
  BOOST_TEST(md_prose("[x](y) <b> *c* | `d`", 99) == "\\[x\\](y) \\<b\\> \\*c\\* \\| \\`d\\`");
  BOOST_TEST(md_prose("a\nb", 99) == "a\\\\x0Ab");
}

BOOST_AUTO_TEST_CASE(hostile_text_stays_text) {
  reports::Finding finding = tests::hostile_finding();
  finding.observed = finding.why = finding.label = finding.at = finding.requires_ = worst;
  finding.request = finding.answer = finding.kind = finding.clause = worst;
  finding.expected = {{worst, worst}};
  finding.earlier = {worst};
  reports::Summary summary = with(finding);
  summary.not_judged = {worst};
  summary.exit_why = summary.endpoint = summary.operation = worst;
  summary.readings[0].question = summary.readings[0].surviving[0] = worst;
  const std::string page = reports::markdown(summary);
  BOOST_TEST(is_inert(page));
  for (const std::string& line : lines_of(page))
    if (line.starts_with("| ") && has(line, "evil"))
      BOOST_TEST(tests::occurrences(line, "|") - tests::occurrences(line, "\\|") ==
                 (has(line, "each time") || has(line, "times") ? 6U : 3U));
}

// The check can fail.
BOOST_AUTO_TEST_CASE(the_check_sees_what_is_not_inert) {
  const std::string page = reports::markdown(tests::sample());
  BOOST_TEST(is_inert(page));
  for (const char* bad :
       {"<b>", "[a](b)", "@team", "\\@team", "see #1", "GH-1", "&lt;", "http://x", "www.x", "`open",
        "```\nopen", "<details><summary><code><i></code></summary>"})
    BOOST_TEST(!is_inert(page + "\n" + bad + "\n"));
}

BOOST_AUTO_TEST_CASE(a_flood_keeps_the_limit_and_says_what_is_missing) {
  for (const std::size_t count : {1U, 20U, 500U}) {
    const std::string page = reports::markdown(tests::flooded_sample(count));
    BOOST_TEST(page.size() <= reports::markdown_limit);
    BOOST_TEST(is_inert(page));
    if (count > 20) BOOST_TEST(tests::occurrences(page, "no room here; summary.json has") == 2U);
    if (count == 1) BOOST_TEST(has(page, "<details>"));
  }
  reports::Summary many = tests::sample();
  many.findings.assign(500, tests::accepted_finding());
  const std::string page = reports::markdown(many);
  BOOST_TEST(page.size() <= reports::markdown_limit);
  BOOST_TEST(tests::occurrences(page, "<details>") >= 10U);
}

BOOST_AUTO_TEST_CASE(a_curl_line_is_whole_or_not_there) {
  reports::Finding finding = tests::accepted_finding();
  finding.curl = "curl '" + std::string(3000, 'x') + "'";
  const std::string page = reports::markdown(with(finding));
  BOOST_TEST(!has(page, "curl 'x"));
  BOOST_TEST(has(page, "assay replay " + finding.replay));
  finding.replay.clear();
  BOOST_TEST(has(reports::markdown(with(finding)), "How to send it again is in summary.json.\n"));
}

RC_BOOST_PROP(any_bytes_are_inert_and_bounded, ()) {
  reports::Summary summary = with(*tests::any_finding());
  summary.findings.push_back(*tests::any_finding());
  summary.not_judged = {*tests::any_bytes()};
  summary.exit_why = *tests::any_bytes();
  summary.endpoint = *tests::any_bytes();
  summary.readings[0].question = *tests::any_bytes();
  summary.readings[1].surviving = {*tests::any_bytes(), *tests::any_bytes()};
  const std::string page = reports::markdown(summary);
  RC_ASSERT(page.size() <= reports::markdown_limit);
  RC_ASSERT(is_inert(page));
  RC_ASSERT(tests::occurrences(outside(page), "<details>") == 2U);
  RC_ASSERT(tests::occurrences(outside(page), "\n</details>\n") == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
