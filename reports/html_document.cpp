// The document in report.html: its sections and rows, each sentence coloured by what the run found.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/html_outline.h"
#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using oracles::Verdict;
constexpr std::size_t document_budget = 500U << 10U;

constexpr std::string_view violated_words = "violated";

// The heavier of two, so that a row shows its worst sentence.
std::size_t weight(std::string_view style) {
  return std::string_view("unscriv").find(style.empty() ? 'u' : style.front());
}

class Document {
 public:
  Document(const Summary& summary, const Links& links) : summary_(summary), links_(links) {}

  std::string build() const {
    std::size_t missing = 0;
    std::size_t index = 0;
    const auto piece = [&](const OutlineSection& one) {
      const std::size_t at = index++;
      const bool begins = at == 0 || links_.sections[at - 1].page != one.page;
      return (begins ? chapter(one.page) : "") + section(at);
    };
    const std::string out = fill_rows(links_.sections, document_budget, missing, piece);
    return out + missing_note(missing);
  }

 private:
  std::string chapter(bool page) const {
    if (page)
      return "<h3 class=\"chapter\">The page of " + brief(summary_.operation, 200) + "</h3>";
    return "<h3 class=\"chapter\">What it rests on: the gateway, other pages, and the live "
           "service</h3>";
  }

  std::string section(std::size_t index) const {
    const OutlineSection& all = links_.sections[index];
    std::string out = "<section class=\"sheet\"><h4>" + brief(all.name, 200) + "</h4><dl>";
    for (std::size_t i = 0; i < all.rows.size(); ++i) out += row(all.rows[i], row_id(index, i));
    return out + "</dl></section>\n";
  }

  std::string row(const OutlineRow& row, const std::string& id) const {
    VerdictSign worst{"u", "", ""};
    std::string sentences;
    for (const OutlineEntry& entry : row.entries) {
      const VerdictSign one = sign_of(summary_.clauses[entry.clause]);
      if (worst.sign.empty() || weight(one.style) > weight(worst.style)) worst = one;
      sentences += sentence(entry, one);
    }
    const std::string name = brief(row.name, 200);
    std::string out = fmt::format(
        "<dt id=\"{}\" class=\"{}\" tabindex=\"-1\"><span class=\"sign\" aria-hidden=\"true\">{}"
        "</span><span>{}",
        id, worst.style, worst.sign,
        row.name.empty() ? "In general"
        : row.code       ? "<code>" + name + "</code>"
                         : name);
    if (row.number > 0 && row.name != std::to_string(row.number))
      out += fmt::format("<small>row {}</small>", row.number);
    if (!row.note.empty()) out += "<small>" + brief(row.note, 120) + "</small>";
    return out + unseen(worst.words) + "</span></dt><dd>" + sentences + "</dd>";
  }

  std::string sentence(const OutlineEntry& entry, const VerdictSign& mark) const {
    const ClauseResult& result = summary_.clauses[entry.clause];
    const std::string name = brief(result.clause.name, 200);
    if (!entry.first) {
      return fmt::format(
          "<p class=\"also {}\"><span class=\"sign\" aria-hidden=\"true\">{}</span><span>"
          "<a href=\"#{}\">{}</a>{}{}</span></p>",
          mark.style, mark.sign, clause_id(entry.clause), name, unseen(mark.words),
          to_findings(result));
    }
    return fmt::format(
               "<p class=\"sentence {}\" id=\"{}\" data-clause-name=\"{}\" data-verdict=\"{}\" "
               "tabindex=\"-1\"><span class=\"sign\" aria-hidden=\"true\">{}</span><span>{} "
               "<span class=\"name\"><code>{}</code> {}{}",
               mark.style, clause_id(entry.clause), name, mark.words, mark.sign,
               brief(result.clause.requires_, 600), name, mark.words,
               result.clause.level == spec::Level::must ? "" : ", only recommended") +
           to_findings(result) + "</span></span></p>";
  }

  std::string to_findings(const ClauseResult& result) const {
    std::string out;
    for (const std::size_t card : links_.cards_of(result.clause.name))
      out += fmt::format(" <a class=\"to-finding\" href=\"#f{0}\">finding {0}</a>", card);
    return out;
  }

  const Summary& summary_;
  const Links& links_;
};

std::string legend() {
  std::string out = "<p class=\"legend signs\">";
  constexpr std::array<VerdictSign, 6> all{{{"v", "\u2717", violated_words},
                                            {"c", "\u2713", "conforms"},
                                            {"r", "\u25c6", "a reading was chosen"},
                                            {"s", "\u00b7", "silent"},
                                            {"n", "\u25cb", "not judged"},
                                            {"u", "\u2013", "untestable from outside"}}};
  for (const VerdictSign& one : all)
    out += fmt::format(
        "<span class=\"{}\"><span class=\"sign\" aria-hidden=\"true\">{}</span>{}</span>",
        one.style, one.sign, one.words);
  return out + "</p>";
}

}  // namespace

VerdictSign sign_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::violates: return {"v", "\u2717", violated_words};
    case Verdict::reading: return {"r", "\u25c6", "the endpoint chose a reading"};
    case Verdict::conforms: return {"c", "\u2713", "conforms"};
    case Verdict::silent: return {"s", "\u00b7", "the document is silent"};
    case Verdict::inconclusive:
    case Verdict::harness_fault: return {"i", "?", "inconclusive"};
    case Verdict::not_applicable: break;
  }
  return {"n", "\u25cb", "not judged"};
}

VerdictSign sign_of(const ClauseResult& result) {
  if (result.violated()) return sign_of(Verdict::violates);
  if (!result.clause.testable()) return {"u", "\u2013", "untestable from outside"};
  return sign_of(result.exercised() ? result.worst() : Verdict::not_applicable);
}

std::string_view verdict_words(const ClauseResult& result) { return sign_of(result).words; }

std::string unseen(std::string_view words) {
  return fmt::format("<span class=\"unseen\"> ({})</span>", words);
}

std::string html_document(const Summary& summary, const Links& links) {
  if (summary.clauses.empty()) return {};
  const Coverage seen = coverage(summary);
  return html_section(
             "document", "The document",
             fmt::format("{} of {} testable sentences judged", seen.exercised, seen.testable),
             "What the page and its gateway promise, in the order of the page, and how "
             "this endpoint keeps it.") +
         legend() + Document(summary, links).build() + "</section>";
}

}  // namespace assay::reports
