// The document in report.html: its sections and rows, each sentence coloured by what the run found.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <tuple>

#include "reports/html.h"
#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using oracles::Verdict;
constexpr std::size_t document_budget = 400U << 10U;

// "Error codes, row A; Headers" has two places: {"Error codes", "row A"} and {"Headers", ""}.
struct PlaceInDocument {
  std::string section, row;
};

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  if (from == text.npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(' ') - from + 1));
}

std::vector<PlaceInDocument> places(std::string_view at) {
  std::vector<PlaceInDocument> out;
  for (;;) {
    const auto end = at.find(';');
    const std::string one = trimmed(at.substr(0, end));
    const auto comma = one.find(',');
    if (!one.empty()) {
      out.push_back({trimmed(one.substr(0, comma)),
                     comma == one.npos ? "" : trimmed(std::string_view(one).substr(comma + 1))});
    }
    if (end == at.npos) return out;
    at.remove_prefix(end + 1);
  }
}

struct Mark {
  std::string_view style, sign, words;
};

Mark mark_of(const ClauseResult& result) {
  if (result.violated()) return {"v", "\u2717", "violated"};
  if (!result.clause.testable()) return {"u", "\u2013", "untestable from outside"};
  if (!result.exercised()) return {"n", "\u25cb", "not judged"};
  switch (result.worst()) {
    case Verdict::reading: return {"r", "\u25c6", "the endpoint chose a reading"};
    case Verdict::conforms: return {"c", "\u2713", "conforms"};
    case Verdict::silent: return {"s", "\u00b7", "the document is silent"};
    case Verdict::inconclusive:
    case Verdict::harness_fault: return {"i", "?", "inconclusive"};
    case Verdict::violates:
    case Verdict::not_applicable: break;
  }
  return {"n", "\u25cb", "not judged"};
}

class Document {
 public:
  explicit Document(const Summary& summary) : summary_(summary), cards_(cards_of(summary)) {
    for (const std::size_t index : as_written(summary)) place(index);
  }

  std::string build() const {
    std::size_t missing = 0;
    const std::string out =
        fill_rows(order_, document_budget, missing,
                  [this](const std::string& name) { return section(name, sections_.at(name)); });
    return out + missing_note(missing);
  }

 private:
  struct Entry {
    std::size_t clause;
    bool first;  // false: it stands at another place, and this one points there
  };
  struct Section {
    std::vector<std::string> rows;  // as they come
    std::map<std::string, std::vector<Entry>> entries;
  };

  // Clauses are kept by what they are about; a document is read from its top to its end.
  static std::vector<std::size_t> as_written(const Summary& summary) {
    std::map<std::string_view, std::size_t> files;
    for (const ClauseResult& result : summary.clauses)
      files.try_emplace(result.clause.file, files.size());
    std::vector<std::size_t> out(summary.clauses.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
    const auto where = [&](std::size_t index) {
      const spec::Clause& clause = summary.clauses[index].clause;
      return std::tuple(files.at(clause.file), clause.line, index);
    };
    std::sort(out.begin(), out.end(),
              [&](std::size_t a, std::size_t b) { return where(a) < where(b); });
    return out;
  }

  void place(std::size_t index) {
    auto all = places(summary_.clauses[index].clause.at);
    if (all.empty()) all.push_back({"The page", ""});
    bool first = true;
    for (const PlaceInDocument& one : all) {
      if (sections_.find(one.section) == sections_.end()) order_.push_back(one.section);
      Section& section = sections_[one.section];
      if (section.entries.find(one.row) == section.entries.end()) section.rows.push_back(one.row);
      section.entries[one.row].push_back({index, first});
      first = false;
    }
  }

  std::string section(const std::string& name, const Section& section) const {
    std::string out = "<section class=\"sheet\"><h3>" + brief(name, 200) + "</h3><dl>";
    for (const std::string& row : section.rows) {
      const bool named = row.starts_with("row ");
      const std::string title = brief(named ? row.substr(4) : row, 200);
      out += "<dt>" + (named ? "<code>" + title + "</code>" : title) + "</dt><dd>";
      for (const Entry& entry : section.entries.at(row)) out += sentence(entry);
      out += "</dd>";
    }
    return out + "</dl></section>\n";
  }

  std::string sentence(const Entry& entry) const {
    const ClauseResult& result = summary_.clauses[entry.clause];
    const Mark mark = mark_of(result);
    if (!entry.first) {
      return fmt::format(
          "<p class=\"also {}\"><span aria-hidden=\"true\">{}</span><a href=\"#{}\">{}</a></p>",
          mark.style, mark.sign, clause_id(entry.clause), brief(result.clause.name, 200));
    }
    std::string out = fmt::format(
        "<p class=\"sentence {}\" id=\"{}\" data-clause-name=\"{}\" data-verdict=\"{}\" "
        "tabindex=\"-1\"><span class=\"sign\" aria-hidden=\"true\">{}</span><span>{} "
        "<span class=\"name\"><code>{}</code> {}{}</span>",
        mark.style, clause_id(entry.clause), brief(result.clause.name, 200), mark.words, mark.sign,
        brief(result.clause.requires_, 600), brief(result.clause.name, 200), mark.words,
        result.clause.level == spec::Level::must ? "" : ", only recommended");
    const auto cards = cards_.find(result.clause.name);
    if (cards != cards_.end()) {
      for (const std::size_t card : cards->second)
        out += fmt::format(" <a class=\"to-finding\" href=\"#f{0}\">finding {0}</a>", card);
    }
    return out + "</span></p>";
  }

  const Summary& summary_;
  std::map<std::string, std::vector<std::size_t>> cards_;
  std::vector<std::string> order_;
  std::map<std::string, Section> sections_;
};

std::string legend() {
  std::string out = "<p class=\"legend signs\">";
  constexpr std::array<Mark, 6> all{{{"v", "\u2717", "violated"},
                                     {"c", "\u2713", "conforms"},
                                     {"r", "\u25c6", "a reading was chosen"},
                                     {"s", "\u00b7", "silent"},
                                     {"n", "\u25cb", "not judged"},
                                     {"u", "\u2013", "untestable from outside"}}};
  for (const Mark& one : all)
    out += fmt::format(
        "<span class=\"{}\"><span class=\"sign\" aria-hidden=\"true\">{}</span>{}"
        "</span>",
        one.style, one.sign, one.words);
  return out + "</p>";
}

}  // namespace

std::string_view verdict_words(const ClauseResult& result) { return mark_of(result).words; }

std::string clause_id(std::size_t index) { return fmt::format("c-{}", index + 1); }

std::map<std::string, std::vector<std::size_t>> cards_of(const Summary& summary) {
  std::map<std::string, std::vector<std::size_t>> out;
  const auto findings = news_first(summary);
  for (std::size_t i = 0; i < std::min(findings.size(), html_findings_shown); ++i)
    if (auto& cards = out[findings[i]->clause]; cards.size() < 12) cards.push_back(i + 1);
  return out;
}

std::string html_document(const Summary& summary) {
  if (summary.clauses.empty()) return {};
  const Coverage seen = coverage(summary);
  return fmt::format(
             "<section class=\"part\" id=\"document\"><h2>The document <span>{} of {} testable "
             "sentences judged</span></h2><p class=\"lead\">What the page and its gateway promise, "
             "in the order of the page, and how this endpoint keeps it.</p>",
             seen.exercised, seen.testable) +
         legend() + Document(summary).build() + "</section>";
}

}  // namespace assay::reports
