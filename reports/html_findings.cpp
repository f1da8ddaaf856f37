// The findings of report.html, a card each.
#include <fmt/format.h>

#include <algorithm>
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

std::string raw(std::string_view caption, std::size_t card, std::string_view bytes,
                const std::vector<Range>& marks, std::size_t limit, std::string_view shape = "") {
  if (bytes.empty()) return {};
  std::size_t taken = 0;
  const std::string text = marked(bytes, marks, html_bytes_shown, limit, taken);
  std::string out = fmt::format(
      "<figure{0}><figcaption>{1}<span>{2}</span></figcaption><pre tabindex=\"0\" role=\"region\" "
      "aria-label=\"{1} of finding {3}\">{4}</pre>",
      shape, caption, plural(bytes.size(), "byte"), card, text);
  if (taken < bytes.size())
    out += fmt::format("<p class=\"cut\">Cut after {} of {}; a replay shows the rest.</p>",
                       grouped(taken), plural(bytes.size(), "byte"));
  return out + "</figure>";
}

// The permitted outcome that is most like what came; null where there is none but the same. One
// that is the same needs a choice that this endpoint has not made.
const Expected* nearest(const Finding& finding) {
  const Outcome came = outcome_of(finding.observed);
  const Expected* out = nullptr;
  std::size_t best = 0;
  for (const Expected& one : finding.expected) {
    if (one.outcome == finding.observed) continue;
    const std::size_t like = likeness(came, outcome_of(one.outcome));
    if (out == nullptr || like > best) {
      out = &one;
      best = like;
    }
  }
  return out;
}

// In what the observed outcome is unlike the nearest that is permitted. Where one of the two has no
// status they are not of a kind, and only their words can be compared.
Unlike observed_unlike(const Finding& finding) {
  const Expected* const near = nearest(finding);
  if (near == nullptr) return {};
  return unlike(outcome_of(finding.observed), outcome_of(near->outcome));
}

std::string part(std::string_view name, const std::string& value, bool differs) {
  return fmt::format("<div{}><dt>{}{}</dt><dd>{}</dd></div>", differs ? " class=\"ne\"" : "", name,
                     differs ? "<span class=\"unseen\"> differs</span>" : "", value);
}

std::string code_or_mark(std::string_view text, bool differs) {
  const std::string inside = "<code>" + brief(text, 200) + "</code>";
  return differs ? "<mark>" + inside + "</mark>" : inside;
}

// Status, code and message each for itself, so that one sees which of them is wrong.
std::string outcome_parts(std::string_view text, const Unlike& marks, std::size_t limit) {
  const Outcome outcome = outcome_of(text);
  const std::string said = marked_brief(outcome.message, marks.message, limit);
  if (outcome.status.empty()) return "<p>" + said + "</p>";
  std::string out = "<dl class=\"outcome\">" +
                    part("Status", code_or_mark(outcome.status, marks.status), marks.status);
  if (!outcome.code.empty())
    out += part("Code", code_or_mark(outcome.code, marks.code), marks.code);
  if (!outcome.message.empty())
    out += part(outcome.code.empty() ? "Result" : "Message", said, !marks.message.empty());
  return out + "</dl>";
}

// What a member of the permitted set depends on: "a=b, c=d", each choice a link to its reading.
std::string choices(std::string_view needs, const Links& links) {
  constexpr std::size_t most = 6;
  std::string out;
  for (std::size_t i = 0; i < most && !needs.empty(); ++i) {
    const std::size_t end = std::min(needs.find(", "), needs.size());
    const std::string_view one = needs.substr(0, end);
    const auto reading = links.readings.find(one.substr(0, one.find('=')));
    const std::string text = brief(one, 120);
    out += out.empty() ? "" : ", ";
    out += reading == links.readings.end()
               ? text
               : "<a href=\"#" + reading_id(reading->second) + "\">" + text + "</a>";
    needs.remove_prefix(std::min(end + 2, needs.size()));
  }
  return needs.empty() ? out : out + ", \u2026";
}

std::string expected_side(const Finding& finding, const Links& links) {
  const Outcome came = outcome_of(finding.observed);
  std::string out = "<div class=\"side want\"><h5>Expected</h5><ul>";
  const std::size_t shown = std::min(most_expected, finding.expected.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Expected& one = finding.expected[i];
    out += "<li>" + outcome_parts(one.outcome, unlike(outcome_of(one.outcome), came), 400);
    if (!one.needs.empty())
      out += fmt::format("<p class=\"needs\">{}if {}</p>",
                         one.outcome == finding.observed ? "the same, but only " : "",
                         choices(one.needs, links));
    out += "</li>";
  }
  if (finding.expected.size() > shown)
    out += fmt::format("<li class=\"soft\">and {} more</li>", finding.expected.size() - shown);
  if (shown == 0) out += "<li>nothing of the kind</li>";
  return out + "</ul></div>";
}

std::string observed_side(const Finding& finding) {
  return "<div class=\"side came\"><h5>Observed</h5>" +
         outcome_parts(finding.observed, observed_unlike(finding), 800) + "</div>";
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
      raw("Request", index + 1, finding.request, parameter_ranges(finding.request, parameter),
          limit * 4 / 10, finding.answer.empty() ? wide : "");
  const std::string answer =
      raw("Answer", index + 1, finding.answer,
          answer_ranges(finding.answer, outcome_of(finding.observed), observed_unlike(finding)),
          limit * 4 / 10, finding.request.empty() ? wide : "");
  const std::string before = raw("State before", index + 1, finding.state_before,
                                 moved(finding.state_before, finding.state_after), limit / 10,
                                 finding.state_after.empty() ? wide : "");
  const std::string after = raw("State after", index + 1, finding.state_after,
                                moved(finding.state_after, finding.state_before), limit / 10,
                                finding.state_before.empty() ? wide : "");
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

// Other clauses that answers which contradict each other are about, each a link where there is one.
std::string also_about(const Finding& finding, const Links& links) {
  constexpr std::size_t most = 12;
  if (finding.about.empty()) return {};
  std::string out = "<p class=\"note\">Also about ";
  for (std::size_t i = 0; i < std::min(most, finding.about.size()); ++i) {
    const auto clause = links.clauses.find(finding.about[i]);
    const std::string name = "<code>" + brief(finding.about[i], 200) + "</code>";
    out += i > 0 ? ", " : "";
    out += clause == links.clauses.end()
               ? name
               : "<a href=\"#" + clause_id(clause->second) + "\">" + name + "</a>";
  }
  if (finding.about.size() > most) out += fmt::format(" and {} more", finding.about.size() - most);
  return out + "</p>";
}

std::string card(const Finding& finding, const Links& links, std::string_view parameter,
                 std::size_t index, std::size_t limit) {
  std::string out = fmt::format(
      "<article class=\"card finding\" id=\"f{0}\" data-clause=\"{1}\" data-kind=\"{2}\" "
      "data-standing=\"{3}\" data-verdict=\"violated\" tabindex=\"-1\"><header><h4>"
      "<span class=\"num\">{0}</span>{2}</h4>{4}</header>",
      index + 1, brief(finding.clause, 200), brief(finding.kind, 80), brief(finding.standing, 20),
      tags(finding));
  if (!finding.why.empty()) out += "<p class=\"why\">" + brief(finding.why, 1000) + "</p>";
  out += also_about(finding, links);
  if (!fails(finding)) out += "<p class=\"note\">" + known(finding) + "</p>";
  out += "<div class=\"pair\">" + expected_side(finding, links) + observed_side(finding) + "</div>";
  out += earlier_steps(finding);
  out += evidence(finding, parameter, index, limit);
  out += "<div class=\"runs\">";
  if (!finding.replay.empty()) out += run_line("replay", "assay replay " + finding.replay);
  return out + run_line("curl", finding.curl) + "</div></article>\n";
}

// Where the document says it: a link to each row, or the words alone where it is not rendered.
std::string places(const Finding& finding, const std::vector<Links::Row>& rows) {
  std::string out;
  for (const Links::Row& row : rows)
    out += fmt::format("{}<a class=\"to-row\" href=\"#{}\">{}</a>", out.empty() ? "" : "; ", row.id,
                       brief(row.words, 200));
  return out.empty() ? brief(finding.at, 300) : out;
}

// What the cards of one clause have in common is said once.
std::string group_head(const Finding& finding, const Links& links) {
  const auto clause = links.clauses.find(finding.clause);
  const bool known = clause != links.clauses.end();
  std::string out = "<div class=\"group\"><h3><code>" + brief(finding.clause, 200) + "</code>";
  if (known)
    out += "<a class=\"to-clause\" href=\"#" + clause_id(clause->second) + "\">in the document</a>";
  out += "</h3>";
  const std::string where =
      places(finding, known ? links.rows[clause->second] : std::vector<Links::Row>{});
  if (!finding.requires_.empty() || !where.empty())
    out += "<blockquote class=\"law\"><p>" + brief(finding.requires_, 800) + "</p><cite>" + where +
           "</cite></blockquote>";
  return out;
}

}  // namespace

std::string html_findings(const Summary& summary, const Links& links) {
  const std::size_t total = summary.findings.size();
  if (total == 0) return {};
  const std::size_t shown = std::min(total, html_findings_shown);
  std::string out = html_section(
      "findings", "What broke", grouped(total),
      "Violations that look alike are one card, with the smallest case that shows it; the cards of "
      "one sentence stand together.");
  const auto findings = news_first(summary);
  for (std::size_t i = 0; i < shown; ++i) {
    const Finding& finding = *findings[i];
    if (i == 0 || findings[i - 1]->clause != finding.clause)
      out += (i > 0 ? "</div>" : "") + group_head(finding, links);
    const auto clause = links.clauses.find(finding.clause);
    const std::string_view parameter =
        clause != links.clauses.end()
            ? std::string_view(summary.clauses[clause->second].clause.parameter)
            : "";
    out += card(finding, links, parameter, i, raw_budget / shown);
  }
  out += "</div>";
  if (total > shown)
    out += fmt::format(
        "<p class=\"note\" id=\"more\">{} more are not shown here; summary.json has them all.</p>",
        grouped(total - shown));
  return out + "</section>";
}

}  // namespace assay::reports
