// The tables and lists of report.html.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/escape.h"
#include "reports/html.h"
#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr std::size_t list_budget = 80U << 10U;
constexpr std::size_t readings_budget = 200U << 10U;

std::string list(const std::vector<std::string>& all) {
  std::size_t missing = 0;
  const std::string rows = fill_rows(all, list_budget, missing, [](const std::string& one) {
    return "<li>" + brief(one) + "</li>";
  });
  return "<ul class=\"list\">" + rows + "</ul>" + missing_note(missing);
}

std::string chips(const ReadingResult& reading) {
  if (reading.surviving.empty())
    return "<span class=\"tag red\">none: its answers contradict each other</span>";
  std::string out = "<p class=\"tags\">";
  const char* const colour = reading.surviving.size() == 1 ? "green" : "blue";
  for (std::size_t i = 0; i < reading.surviving.size() && i < 20; ++i)
    out +=
        fmt::format("<span class=\"tag {}\">{}</span>", colour, brief(reading.surviving[i], 100));
  return out + "</p>";
}

struct NumberedReading {
  std::size_t index;
  const ReadingResult* result;
};

std::string reading_row(const NumberedReading& numbered) {
  const ReadingResult& reading = *numbered.result;
  std::string out = "<tr id=\"" + reading_id(numbered.index) + "\" tabindex=\"-1\"><td>" +
                    brief(reading.question) + "<p class=\"soft\"><code>" +
                    brief(reading.name, 100) + "</code></p></td><td>" + chips(reading) +
                    "</td><td>";
  for (std::size_t i = 0; i < reading.eliminated.size() && i < 20; ++i)
    out += "<p><b>" + brief(reading.eliminated[i].value, 100) + "</b> <span class=\"soft\">" +
           brief(reading.eliminated[i].by, 300) + "</span></p>";
  if (reading.eliminated.empty()) out += "<span class=\"soft\">nothing</span>";
  return out + "</td></tr>\n";
}

std::string reading_table(const std::vector<NumberedReading>& readings) {
  std::size_t missing = 0;
  const std::string rows = fill_rows(readings, readings_budget, missing, reading_row);
  return scrolled("Readings",
                  "<table class=\"chose\"><thead><tr><th scope=\"col\">Where the document leaves "
                  "a choice</th><th scope=\"col\">This endpoint</th><th scope=\"col\">Ruled "
                  "out</th></tr></thead><tbody>" +
                      rows + "</tbody></table>") +
         missing_note(missing);
}

}  // namespace

std::string html_section(std::string_view id, std::string_view title, std::string_view count,
                         std::string_view lead) {
  return fmt::format(
      "<section class=\"part\" id=\"{0}\" aria-labelledby=\"{0}-h\" tabindex=\"-1\">"
      "<h2 id=\"{0}-h\">{1} <span>{2}</span></h2><p class=\"lead\">{3}</p>",
      id, title, count, lead);
}

std::string scrolled(std::string_view name, const std::string& table) {
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">{}</div>", name,
      table);
}

std::string missing_note(std::size_t missing) {
  if (missing == 0) return {};
  return "<p class=\"note\">" + grouped(missing) +
         " more are not shown here; summary.json has them all.</p>";
}

std::string html_readings(const Summary& summary) {
  std::vector<NumberedReading> chosen;
  std::vector<NumberedReading> open;
  for (std::size_t i = 0; i < summary.readings.size(); ++i)
    (summary.readings[i].eliminated.empty() ? open : chosen).push_back({i, &summary.readings[i]});
  if (summary.readings.empty()) return {};
  std::string out = html_section(
      "readings", "What this endpoint chose",
      fmt::format("{} of {}", chosen.size(), summary.readings.size()),
      "The document contradicts itself or is silent here. Nothing is presumed: what the answers "
      "allow is what remains, and none of it is a violation.");
  if (!chosen.empty()) out += reading_table(chosen);
  if (!open.empty())
    out += fmt::format("<details{}><summary>{} not decided by any answer</summary>{}</details>",
                       chosen.empty() ? " open" : "", plural(open.size(), "choice"),
                       reading_table(open));
  return out + "</section>";
}

std::string html_precedence(const Summary& summary) {
  if (summary.precedence.empty()) return {};
  return html_section(
             "precedence", "Which error comes first", grouped(summary.precedence.size()),
             "Where two rules are broken at once the document does not say which error wins. "
             "This is what the answers showed.") +
         list(summary.precedence) + "</section>";
}

std::string html_baseline(const Summary& summary) {
  if (summary.baseline.empty()) return {};
  std::size_t missing = 0;
  const std::string rows = fill_rows(summary.absent, list_budget, missing, [](const Absent& one) {
    return fmt::format(
        "<tr><th scope=\"row\"><code>{}</code></th><td class=\"w\"><span class=\"tag {}\">{}"
        "</span></td><td>{}</td></tr>\n",
        brief(one.key, 300), one.standing == "fixed" ? "green" : "amber", brief(one.standing, 20),
        brief(one.why.empty() ? one.reason : one.why));
  });
  std::string out =
      html_section("baseline", "Against the baseline", standings_text(summary),
                   "Known findings that this run did not show. Those that it showed are "
                   "marked above.");
  if (rows.empty()) return out + "<p class=\"note\">All that is known showed.</p></section>";
  return out + scrolled("Known findings", "<table><tbody>" + rows + "</tbody></table>") +
         missing_note(missing) + "</section>";
}

std::string html_not_judged(const Summary& summary) {
  std::string out;
  if (!summary.not_judged.empty()) out += list(summary.not_judged);
  std::vector<const ClauseResult*> skipped;
  for (const auto& result : summary.clauses)
    if (!skipped_because(result).empty()) skipped.push_back(&result);
  if (!skipped.empty()) {
    std::size_t missing = 0;
    const std::string rows = fill_rows(skipped, list_budget, missing, [](const auto* result) {
      const bool testable = result->clause.testable();
      return fmt::format(
          "<tr><th scope=\"row\"><code>{}</code></th><td class=\"w\">{}</td>"
          "<td>{}</td></tr>\n",
          brief(result->clause.name, 200), testable ? "not exercised" : "untestable",
          brief(skipped_because(*result)));
    });
    out += "<details" + std::string(skipped.size() <= 12 ? " open" : "") + "><summary>" +
           plural(skipped.size(), "clause") + " without a verdict</summary>" +
           scrolled("Clauses without a verdict", "<table><tbody>" + rows + "</tbody></table>") +
           missing_note(missing) + "</details>";
  }
  if (out.empty()) return {};
  return html_section("not-judged", "What was not judged", "", "And why not.") + out + "</section>";
}

std::string html_preflight(const Summary& summary) {
  if (summary.preflight.empty()) return {};
  return html_section("preflight", "Before the first case", "", "What a few probing calls found.") +
         list(summary.preflight) + "</section>";
}

}  // namespace assay::reports
