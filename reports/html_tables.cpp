// The tables and lists of report.html.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "reports/escape.h"
#include "reports/html.h"
#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using oracles::Verdict;
constexpr std::size_t list_budget = 80U << 10U;
constexpr std::size_t readings_budget = 200U << 10U;
constexpr std::size_t matrix_budget = 500U << 10U;

std::string section(std::string_view id, std::string_view title, std::string_view count,
                    std::string_view lead) {
  return fmt::format(
      "<section class=\"part\" id=\"{}\"><h2>{} <span>{}</span></h2><p class=\"lead\">{}</p>", id,
      title, count, lead);
}

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

std::string reading_row(const ReadingResult& reading) {
  std::string out = "<tr><td>" + brief(reading.question) + "<p class=\"soft\"><code>" +
                    brief(reading.name, 100) + "</code></p></td><td>" + chips(reading) +
                    "</td><td>";
  for (std::size_t i = 0; i < reading.eliminated.size() && i < 20; ++i)
    out += "<p><b>" + brief(reading.eliminated[i].value, 100) + "</b> <span class=\"soft\">" +
           brief(reading.eliminated[i].by, 300) + "</span></p>";
  if (reading.eliminated.empty()) out += "<span class=\"soft\">nothing</span>";
  return out + "</td></tr>\n";
}

std::string reading_table(const std::vector<const ReadingResult*>& readings) {
  std::size_t missing = 0;
  const std::string rows =
      fill_rows(readings, readings_budget, missing,
                [](const ReadingResult* reading) { return reading_row(*reading); });
  return "<div class=\"scroll\"><table class=\"chose\"><thead><tr><th>Where the document leaves a "
         "choice</th><th>This endpoint</th><th>Ruled out</th></tr></thead><tbody>" +
         rows + "</tbody></table></div>" + missing_note(missing);
}

struct Shares {
  std::size_t fine = 0, violated = 0, not_exercised = 0, untestable = 0;
};

Shares shares(const Summary& summary) {
  Shares sum;
  for (const auto& result : summary.clauses) {
    if (result.violated())
      ++sum.violated;
    else if (!result.clause.testable())
      ++sum.untestable;
    else
      ++(result.exercised() ? sum.fine : sum.not_exercised);
  }
  return sum;
}

std::string coverage_bar(const Summary& summary) {
  const Shares part = shares(summary);
  struct Piece {
    char mark;
    std::string_view name;
    std::size_t count;
  };
  const std::array<Piece, 4> pieces{{{'g', "exercised, not violated", part.fine},
                                     {'r', "violated", part.violated},
                                     {'a', "not exercised in this run", part.not_exercised},
                                     {'u', "untestable from outside", part.untestable}}};
  std::string bar = fmt::format(
      "<svg class=\"bar\" viewBox=\"0 0 {} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
      std::max<std::size_t>(summary.clauses.size(), 1));
  std::string legend = "<p class=\"legend\">";
  std::size_t at = 0;
  for (const auto& piece : pieces) {
    if (piece.count == 0) continue;
    bar += fmt::format("<rect class=\"{}\" x=\"{}\" width=\"{}\" height=\"1\"/>", piece.mark, at,
                       piece.count);
    legend += fmt::format("<span class=\"{}\"><i></i>{} {}</span>", piece.mark,
                          grouped(piece.count), piece.name);
    at += piece.count;
  }
  return bar + "</svg>" + legend + "</p>";
}

// Columns that would hold only zeros are not drawn, but for the two that every reader looks for.
std::vector<std::size_t> columns_drawn(const Summary& summary) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < oracles::verdicts; ++i) {
    const bool any =
        std::any_of(summary.clauses.begin(), summary.clauses.end(),
                    [i](const ClauseResult& result) { return result.verdicts.at(i) > 0; });
    if (any || i <= static_cast<std::size_t>(Verdict::violates)) out.push_back(i);
  }
  return out;
}

std::string level_name(spec::Level level) {
  switch (level) {
    case spec::Level::must: return "must";
    case spec::Level::should: return "should";
    case spec::Level::example: return "example";
  }
  return "must";
}

class Matrix {
 public:
  explicit Matrix(const Summary& summary) : summary_(summary), columns_(columns_drawn(summary)) {
    const std::size_t shown = std::min(summary.findings.size(), html_findings_shown);
    const auto findings = news_first(summary);
    for (std::size_t i = 0; i < shown; ++i) first_.try_emplace(findings[i]->clause, i + 1);
  }

  std::string build() const {
    std::string head = "<th>Clause</th><th>Level</th>";
    for (const std::size_t i : columns_)
      head += fmt::format("<th class=\"n\">{}</th>", oracles::name(static_cast<Verdict>(i)));
    std::size_t missing = 0;
    const std::string rows = fill_rows(summary_.clauses, matrix_budget, missing,
                                       [this](const ClauseResult& result) { return row(result); });
    return "<div class=\"scroll\"><table class=\"matrix\"><thead><tr>" + head +
           "</tr></thead><tbody>" + rows + "</tbody></table></div>" + missing_note(missing);
  }

 private:
  std::string row(const ClauseResult& result) const {
    std::string name = "<code>" + brief(result.clause.name, 200) + "</code>";
    if (const auto found = first_.find(result.clause.name); found != first_.end())
      name = fmt::format("<a href=\"#f{}\">{}</a>", found->second, name);
    if (!result.clause.testable())
      name += "<span class=\"tag\">untestable</span>";
    else if (!result.exercised())
      name += "<span class=\"tag amber\">not exercised</span>";
    std::string out =
        fmt::format("<tr{}><th scope=\"row\">{}<p class=\"req\">{}</p></th><td class=\"w\">{}</td>",
                    result.violated() ? " class=\"red\"" : "", name,
                    brief(result.clause.requires_, 400), level_name(result.clause.level));
    for (const std::size_t i : columns_) out += cell(result.verdicts.at(i), i);
    return out + "</tr>\n";
  }

  static std::string cell(std::size_t count, std::size_t verdict) {
    const bool hit = verdict == static_cast<std::size_t>(Verdict::violates);
    return fmt::format("<td class=\"n{}\">{}</td>",
                       count == 0 ? " zero"
                       : hit      ? " hit"
                                  : "",
                       grouped(count));
  }

  const Summary& summary_;
  std::vector<std::size_t> columns_;
  std::map<std::string_view, std::size_t> first_;  // card of a clause
};

}  // namespace

std::string missing_note(std::size_t missing) {
  if (missing == 0) return {};
  return "<p class=\"note\">" + grouped(missing) +
         " more are not shown here; summary.json has them all.</p>";
}

std::string html_readings(const Summary& summary) {
  std::vector<const ReadingResult*> chosen;
  std::vector<const ReadingResult*> open;
  for (const auto& reading : summary.readings)
    (reading.eliminated.empty() ? open : chosen).push_back(&reading);
  if (summary.readings.empty()) return {};
  std::string out = section(
      "chose", "What this endpoint chose",
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
  return section("precedence", "Which error comes first", grouped(summary.precedence.size()),
                 "Where two rules are broken at once the document does not say which error wins. "
                 "This is what the answers showed.") +
         list(summary.precedence) + "</section>";
}

std::string html_matrix(const Summary& summary) {
  if (summary.clauses.empty()) return {};
  const Coverage seen = coverage(summary);
  return section("clauses", "Clause by clause",
                 fmt::format("{} of {} testable exercised", seen.exercised, seen.testable),
                 "In the order of the document; the numbers count exchanges judged.") +
         coverage_bar(summary) + Matrix(summary).build() + "</section>";
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
  std::string out = section("baseline", "Against the baseline", standings_text(summary),
                            "Known findings that this run did not show. Those that it showed are "
                            "marked above.");
  if (rows.empty()) return out + "<p class=\"note\">All that is known showed.</p></section>";
  return out + "<div class=\"scroll\"><table><tbody>" + rows + "</tbody></table></div>" +
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
           plural(skipped.size(), "clause") +
           " without a verdict</summary><div class=\"scroll\"><table><tbody>" + rows +
           "</tbody></table></div>" + missing_note(missing) + "</details>";
  }
  if (out.empty()) return {};
  return section("not-judged", "What was not judged", "", "And why not.") + out + "</section>";
}

std::string html_preflight(const Summary& summary) {
  if (summary.preflight.empty()) return {};
  return section("preflight", "Before the first case", "", "What a few probing calls found.") +
         list(summary.preflight) + "</section>";
}

}  // namespace assay::reports
