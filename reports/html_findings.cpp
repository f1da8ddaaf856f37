// The findings of report.html, a card each.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "reports/escape.h"
#include "reports/html.h"
#include "reports/html_marks.h"
#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr std::size_t raw_budget = 1600U << 10U;  // HTML of all requests, answers and states
constexpr std::size_t most_expected = 8;
constexpr std::size_t open_cards = 10;  // the evidence of later ones opens with a click

std::string raw(std::string_view caption, std::string_view bytes, const std::vector<Range>& marks,
                std::size_t limit, std::string_view shape = "") {
  if (bytes.empty()) return {};
  std::size_t taken = 0;
  const std::string text = marked(bytes, marks, html_bytes_shown, limit, taken);
  std::string out = fmt::format(
      "<figure{}><figcaption>{}<span>{}</span></figcaption><pre tabindex=\"0\">{}</pre>", shape,
      caption, plural(bytes.size(), "byte"), text);
  if (taken < bytes.size())
    out += fmt::format("<p class=\"cut\">Cut after {} of {}; a replay shows the rest.</p>",
                       grouped(taken), plural(bytes.size(), "byte"));
  return out + "</figure>";
}

// The permitted outcome that is most like what came; null where none has a word in common with it:
// then everything differs, and marks would be noise. One that is the same needs a choice that this
// endpoint has not made.
const Expected* nearest(const Finding& finding) {
  const Expected* out = nullptr;
  std::size_t best = 0;
  for (const Expected& one : finding.expected) {
    const std::size_t common = common_words(finding.observed, one.outcome);
    if (one.outcome != finding.observed && common > best) {
      out = &one;
      best = common;
    }
  }
  return out;
}

std::string expected_side(const Finding& finding) {
  const Expected* near = nearest(finding);
  std::string out = "<div class=\"side want\"><h5>Expected</h5><ul>";
  const std::size_t shown = std::min(most_expected, finding.expected.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Expected& one = finding.expected[i];
    const auto marks =
        &one == near ? differing_words(one.outcome, finding.observed) : std::vector<Range>{};
    out += "<li>" + marked_brief(one.outcome, marks, 400);
    if (!one.needs.empty()) out += "<span class=\"needs\">if " + brief(one.needs, 250) + "</span>";
    out += "</li>";
  }
  if (finding.expected.size() > shown)
    out += fmt::format("<li class=\"soft\">and {} more</li>", finding.expected.size() - shown);
  if (shown == 0) out += "<li>nothing of the kind</li>";
  return out + "</ul></div>";
}

std::string observed_side(const Finding& finding) {
  const Expected* near = nearest(finding);
  const auto marks =
      near != nullptr ? differing_words(finding.observed, near->outcome) : std::vector<Range>{};
  return "<div class=\"side came\"><h5>Observed</h5><p>" +
         marked_brief(finding.observed, marks, 800) + "</p></div>";
}

std::string tags(const Finding& finding) {
  std::string out = "<p class=\"tags\">";
  if (!finding.standing.empty()) {
    out += fmt::format("<span class=\"tag {}\">{}</span>", fails(finding) ? "red" : "blue",
                       brief(finding.standing, 20));
  }
  if (!finding.level.empty()) out += "<span class=\"tag\">" + brief(finding.level, 40) + "</span>";
  out += "<span class=\"tag\">" + plural(finding.count, "time") + "</span>";
  if (!finding.reproduced)
    out += "<span class=\"tag amber\">flaky: " + unsteady(finding) + "</span>";
  if (finding.smallest)
    out +=
        "<span class=\"tag\" title=\"Without each parameter and each step it was tried, and did "
        "not "
        "show\">nothing can be left out</span>";
  return out + "</p>";
}

// A line that is cut does not work, so a long one is not shown at all.
std::string run_line(std::string_view name, std::string_view line) {
  constexpr std::size_t longest = 3000;
  if (line.empty()) return {};
  const std::string text = html(line);
  if (text.size() > longest)
    return fmt::format("<p class=\"cut\">The {} line has {} and is in summary.json.</p>", name,
                       plural(line.size(), "byte"));
  return fmt::format(
      "<div class=\"run\" data-run=\"{0}\"><span>{0}</span><code>{1}</code>"
      "<button type=\"button\" data-copy hidden>Copy</button></div>",
      name, text);
}

// Where only one state is known, nothing can be said to differ.
std::vector<Range> moved(std::string_view state, std::string_view other) {
  return other.empty() ? std::vector<Range>{} : words_not_in(state, other);
}

std::string evidence(const Finding& finding, std::string_view parameter, std::size_t index,
                     std::size_t limit) {
  std::string where = brief(finding.phase, 60);
  if (!finding.label.empty()) where += (where.empty() ? "" : ": ") + brief(finding.label, 200);
  const char* const wide = " class=\"wide\"";
  const std::string request =
      raw("Request", finding.request, parameter_ranges(finding.request, parameter), limit * 4 / 10,
          finding.answer.empty() ? wide : "");
  const std::string answer =
      raw("Answer", finding.answer, {}, limit * 4 / 10, finding.request.empty() ? wide : "");
  const std::string before =
      raw("State before", finding.state_before, moved(finding.state_before, finding.state_after),
          limit / 10, finding.state_after.empty() ? wide : "");
  const std::string after =
      raw("State after", finding.state_after, moved(finding.state_after, finding.state_before),
          limit / 10, finding.state_before.empty() ? wide : "");
  return fmt::format(
      "<details{}><summary>The smallest case{}{}</summary><div class=\"pair\">{}{}{}{}</div>"
      "</details>",
      index < open_cards ? " open" : "", where.empty() ? "" : ", ", where, request, answer, before,
      after);
}

std::string earlier_steps(const Finding& finding) {
  if (finding.earlier.empty()) return {};
  constexpr std::size_t most = 32;
  std::string out = "<div class=\"side before\"><h5>Sent before it</h5><ol>";
  for (std::size_t i = 0; i < std::min(most, finding.earlier.size()); ++i)
    out += "<li><code>" + brief(finding.earlier[i], 600) + "</code></li>";
  return out + "</ol></div>";
}

// What the baseline says of it. A link stays text: nothing leads out of the page.
std::string known(const Finding& finding) {
  std::string out = "Known";
  if (!finding.known_since.empty()) out += " since " + brief(finding.known_since, 20);
  if (!finding.known_because.empty()) out += ": " + brief(finding.known_because, 400);
  if (!finding.known_link.empty()) out += " <code>" + brief(finding.known_link, 300) + "</code>";
  return out;
}

std::string card(const Finding& finding, std::string_view parameter, std::size_t index,
                 std::size_t limit) {
  std::string out = fmt::format(
      "<article class=\"card finding\" id=\"f{0}\" data-clause=\"{1}\" data-kind=\"{2}\" "
      "data-standing=\"{3}\" data-verdict=\"violated\" tabindex=\"-1\"><header><h4>"
      "<span class=\"num\">{0}</span>{2}</h4>{4}</header>",
      index + 1, brief(finding.clause, 200), brief(finding.kind, 80), brief(finding.standing, 20),
      tags(finding));
  if (!finding.why.empty()) out += "<p class=\"why\">" + brief(finding.why, 1000) + "</p>";
  if (!fails(finding)) out += "<p class=\"note\">" + known(finding) + "</p>";
  out += "<div class=\"pair\">" + expected_side(finding) + observed_side(finding) + "</div>";
  out += earlier_steps(finding);
  out += evidence(finding, parameter, index, limit);
  out += "<div class=\"runs\">";
  if (!finding.replay.empty()) out += run_line("replay", "assay replay " + finding.replay);
  return out + run_line("curl", finding.curl) + "</div></article>\n";
}

// What the cards of one clause have in common is said once.
std::string group_head(const Finding& finding, const std::string& sentence) {
  std::string out = "<div class=\"group\"><h3><code>" + brief(finding.clause, 200) + "</code>";
  if (!sentence.empty())
    out += "<a class=\"to-clause\" href=\"#" + sentence + "\">in the document</a>";
  out += "</h3>";
  if (!finding.requires_.empty() || !finding.at.empty())
    out += "<blockquote class=\"law\"><p>" + brief(finding.requires_, 800) + "</p><cite>" +
           brief(finding.at, 300) + "</cite></blockquote>";
  return out;
}

// Where each clause stands in the summary.
std::map<std::string_view, std::size_t> clauses_by_name(const Summary& summary) {
  std::map<std::string_view, std::size_t> out;
  for (std::size_t i = 0; i < summary.clauses.size(); ++i)
    out.try_emplace(summary.clauses[i].clause.name, i);
  return out;
}

}  // namespace

std::string html_findings(const Summary& summary) {
  const std::size_t total = summary.findings.size();
  if (total == 0) return {};
  const std::size_t shown = std::min(total, html_findings_shown);
  std::string out = fmt::format(
      "<section class=\"part\" id=\"findings\"><h2>What broke <span>{}</span></h2>"
      "<p class=\"lead\">Violations that look alike are one card, with the smallest case that "
      "shows it; the cards of one sentence stand together.</p>",
      grouped(total));
  const auto findings = news_first(summary);
  const auto clauses = clauses_by_name(summary);
  for (std::size_t i = 0; i < shown; ++i) {
    const Finding& finding = *findings[i];
    const auto clause = clauses.find(finding.clause);
    const bool found = clause != clauses.end();
    if (i == 0 || findings[i - 1]->clause != finding.clause) {
      out += i > 0 ? "</div>" : "";
      out += group_head(finding, found ? clause_id(clause->second) : "");
    }
    const std::string_view parameter =
        found ? std::string_view(summary.clauses[clause->second].clause.parameter) : "";
    out += card(finding, parameter, i, raw_budget / shown);
  }
  out += "</div>";
  if (total > shown)
    out += fmt::format(
        "<p class=\"note\" id=\"more\">{} more are not shown here; summary.json has them all.</p>",
        grouped(total - shown));
  return out + "</section>";
}

}  // namespace assay::reports
