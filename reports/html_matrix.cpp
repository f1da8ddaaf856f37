// Clause by clause, and phase by phase: what was judged, and how often.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "reports/html.h"
#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using oracles::Verdict;
using oracles::VerdictCounts;
constexpr std::size_t matrix_budget = 600U << 10U;
constexpr std::size_t most_phases = 12;

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

std::size_t judged(const VerdictCounts& counts) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (i != static_cast<std::size_t>(Verdict::not_applicable)) out += counts.at(i);
  return out;
}

// The gravest verdict there is among some, as a run is read: a violation before what is open.
Verdict gravest(const VerdictCounts& counts) {
  constexpr std::array order{Verdict::violates, Verdict::harness_fault, Verdict::inconclusive,
                             Verdict::reading,  Verdict::conforms,      Verdict::silent};
  for (const Verdict one : order)
    if (counts.at(static_cast<std::size_t>(one)) > 0) return one;
  return Verdict::not_applicable;
}

// "2 violates, 300 conforms"
std::string words(const VerdictCounts& counts) {
  std::string out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts.at(i) == 0) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", grouped(counts.at(i)),
                       oracles::name(static_cast<Verdict>(i)));
  }
  return out;
}

// A column for each phase, where that is known; one for what belongs to none; and the sum.
class Matrix {
 public:
  Matrix(const Summary& summary, const Links& links) : summary_(summary), links_(links) {
    for (const ClauseResult& result : summary.clauses) {
      phases_ = std::max(phases_, std::min(result.by_phase.size(), summary.phases.size()));
      outside_ |= judged(outside(result)) > 0 && !result.by_phase.empty();
    }
    phases_ = std::min(phases_, most_phases);
  }

  std::string build() const {
    std::string head = "<th scope=\"col\">Clause</th><th scope=\"col\">Level</th>";
    for (std::size_t i = 0; i < phases_; ++i) head += column(brief(summary_.phases[i].name, 60));
    if (outside_) head += column("elsewhere");
    head += column("all");
    std::size_t missing = 0;
    const std::string rows = fill_rows(in_order(), matrix_budget, missing, [&](std::size_t index) {
      return row(summary_.clauses[index], index);
    });
    return scrolled("Verdicts by clause and phase", "<table class=\"matrix\"><thead><tr>" + head +
                                                        "</tr></thead><tbody>" + rows +
                                                        "</tbody></table>") +
           missing_note(missing);
  }

 private:
  static std::string column(const std::string& name) {
    return "<th scope=\"col\" class=\"n\">" + name + "</th>";
  }

  // As in the rendered document.
  std::vector<std::size_t> in_order() const {
    std::vector<std::size_t> out;
    for (const OutlineSection& section : links_.sections)
      for (const OutlineRow& one : section.rows)
        for (const OutlineEntry& entry : one.entries)
          if (entry.first) out.push_back(entry.clause);
    return out;
  }

  // What is in the sum and in no phase.
  static VerdictCounts outside(const ClauseResult& result) {
    VerdictCounts out = result.verdicts;
    for (const VerdictCounts& phase : result.by_phase)
      for (std::size_t i = 0; i < out.size(); ++i) out.at(i) -= std::min(out.at(i), phase.at(i));
    return out;
  }

  std::string row(const ClauseResult& result, std::size_t index) const {
    std::string name = fmt::format("<a href=\"#{}\"><code>{}</code></a>", clause_id(index),
                                   brief(result.clause.name, 200));
    const auto& cards = links_.cards_of(result.clause.name);
    if (!cards.empty())
      name += fmt::format(" <a class=\"to-finding\" href=\"#f{0}\">finding {0}</a>", cards.front());
    if (!result.clause.testable())
      name += " <span class=\"tag\">untestable</span>";
    else if (!result.exercised())
      name += " <span class=\"tag amber\">not exercised</span>";
    std::string out =
        fmt::format("<tr{} data-verdict=\"{}\"><th scope=\"row\">{}</th><td class=\"w\">{}</td>",
                    result.violated() ? " class=\"red\"" : "", verdict_words(result), name,
                    spec::name(result.clause.level));
    for (std::size_t i = 0; i < phases_; ++i)
      out += cell(i < result.by_phase.size() ? result.by_phase[i] : VerdictCounts{});
    if (outside_) out += cell(outside(result));
    return out + cell(result.verdicts) + "</tr>\n";
  }

  static std::string cell(const VerdictCounts& counts) {
    const std::size_t sum = judged(counts);
    if (sum == 0) return "<td class=\"n zero\">0</td>";
    const VerdictSign sign = sign_of(gravest(counts));
    const std::size_t hits = counts.at(static_cast<std::size_t>(Verdict::violates));
    const std::string figure =
        hits == 0 ? grouped(sum)
                  : fmt::format("{} <span class=\"of\">of {}</span>", grouped(hits), grouped(sum));
    return fmt::format(
        "<td class=\"n {}\" title=\"{}\"><span class=\"sign\" aria-hidden=\"true\">{}</span>{}{}"
        "</td>",
        sign.style, words(counts), sign.sign, figure, unseen(sign.words));
  }

  const Summary& summary_;
  const Links& links_;
  std::size_t phases_ = 0;
  bool outside_ = false;
};

}  // namespace

std::string html_matrix(const Summary& summary, const Links& links) {
  if (summary.clauses.empty()) return {};
  const Coverage seen = coverage(summary);
  return html_section(
             "clauses", "Clause by phase",
             fmt::format("{} of {} testable exercised", seen.exercised, seen.testable),
             "How many exchanges were judged against each sentence, phase by phase. A cell has "
             "the colour and the sign of its gravest verdict; where that is a violation, it "
             "says how many of all.") +
         coverage_bar(summary) + Matrix(summary, links).build() + "</section>";
}

}  // namespace assay::reports
