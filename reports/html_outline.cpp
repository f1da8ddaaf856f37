#include "reports/html_outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "reports/html.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

// The sections of a page of this publisher, from its top to its end.
constexpr std::array<std::string_view, 9> page_sections{"first sentence of the page",
                                                        "Description",
                                                        "Debugging",
                                                        "Authorization information",
                                                        "Request parameters",
                                                        "Response parameters",
                                                        "Examples",
                                                        "Error codes",
                                                        "Change history"};

constexpr std::string_view row_word = "row ";
constexpr std::size_t most_cards = 12;

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  if (from == text.npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(' ') - from + 1));
}

// The text before the first separator, which goes with it.
std::string cut(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  std::string out = trimmed(text.substr(0, end));
  text = end == text.npos ? std::string_view{} : text.substr(end + 1);
  return out;
}

struct Place {
  std::string section;
  OutlineRow row;
  std::string part;  // of the row: "note"
};

std::size_t number_of(const std::string& text) {
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() ? out : 0;
}

// "Request parameters, row A, note", maybe after the name of the operation whose page it is.
Place place_of(std::string_view at, std::string_view operation) {
  Place out;
  out.section = cut(at, ',');
  if (out.section == operation && !at.empty()) out.section = cut(at, ',');
  std::string rest = trimmed(at);
  if (!rest.starts_with(row_word)) {
    out.row.name = std::move(rest);
    return out;
  }
  std::string_view row = std::string_view(rest).substr(row_word.size());
  out.row.name = cut(row, ',');
  out.row.note = out.part = trimmed(row);
  out.row.number = number_of(out.row.name);
  out.row.code = true;
  return out;
}

// "Error codes, row A; Headers" is two places.
std::vector<Place> places_of(const spec::Clause& clause, std::string_view operation) {
  std::vector<Place> out;
  std::string_view at = clause.at;
  while (!at.empty()) {
    const std::string one = cut(at, ';');
    if (!one.empty()) out.push_back(place_of(one, operation));
  }
  if (out.empty()) out.push_back({"The page", {}, {}});
  return out;
}

// Clauses are kept by what they are about; a document is read from its top to its end.
std::vector<std::size_t> as_written(const Summary& summary) {
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

class Outline {
 public:
  explicit Outline(const Summary& summary) : summary_(summary) {
    const std::string_view name = summary.operation;
    operation_ = name.substr(name.rfind('.') + 1);
    for (const ClauseResult& result : summary.clauses) name_rows(result.clause);
    for (const std::size_t index : as_written(summary)) place(index);
  }

  std::vector<OutlineSection> build() {
    for (OutlineSection& section : sections_) sort_rows(section.rows);
    std::vector<std::size_t> order(sections_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(rank(sections_[a].name), a) < std::pair(rank(sections_[b].name), b);
    });
    std::vector<OutlineSection> out;
    for (const std::size_t index : order) out.push_back(std::move(sections_[index]));
    return out;
  }

 private:
  static std::size_t rank(const std::string& name) {
    const auto* const found = std::find(page_sections.begin(), page_sections.end(), name);
    return static_cast<std::size_t>(found - page_sections.begin());
  }

  // Which error a counted row of a table is about.
  void name_rows(const spec::Clause& clause) {
    const std::string_view code = error_code_of(clause);
    if (code.empty()) return;
    for (const Place& one : places_of(clause, operation_))
      if (one.row.number > 0) codes_.try_emplace({one.section, one.row.number}, code);
  }

  void place(std::size_t index) {
    const spec::Clause& clause = summary_.clauses[index].clause;
    bool first = true;
    for (Place& one : places_of(clause, operation_)) {
      name(one, error_code_of(clause));
      OutlineSection& section = section_of(one.section);
      OutlineRow& row = row_of(section, one);
      // Two places of a clause may be one row: by its number, and by its code.
      if (row.entries.empty() || row.entries.back().clause != index)
        row.entries.push_back({index, first});
      first = false;
    }
  }

  // An error has a row of its own, by its code, whatever the locator calls that.
  void name(Place& place, std::string_view code) const {
    OutlineRow& row = place.row;
    if (row.number > 0) {
      const auto known = codes_.find({place.section, row.number});
      if (known != codes_.end()) row.name = known->second;
    } else if (!code.empty()) {
      if (row.name != code && !row.code) row.note = row.name;
      row.name = code;
      row.code = true;
    }
  }

  OutlineSection& section_of(const std::string& name) {
    const auto [at, added] = by_name_.try_emplace(name, sections_.size());
    if (added) sections_.push_back({name, rank(name) < page_sections.size(), {}});
    return sections_[at->second];
  }

  OutlineRow& row_of(OutlineSection& section, const Place& place) {
    const OutlineRow& wanted = place.row;
    const auto [at, added] =
        rows_.try_emplace({place.section, wanted.name, place.part}, section.rows.size());
    if (added) section.rows.push_back(wanted);
    OutlineRow& row = section.rows[at->second];
    if (row.number == 0) row.number = wanted.number;
    if (row.note.empty()) row.note = wanted.note;
    row.code |= wanted.code;
    return row;
  }

  // What is said before a table, its rows by number, what has none as it is written, and what is
  // said after it.
  static void sort_rows(std::vector<OutlineRow>& rows) {
    using Key = std::tuple<int, std::size_t, std::size_t>;
    std::vector<std::pair<Key, OutlineRow>> keyed;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const OutlineRow& row = rows[i];
      const int group = row.name.empty() || row.name.starts_with("first ") ? 0
                        : row.number > 0                                   ? 1
                        : row.name.starts_with("last ")                    ? 3
                                                                           : 2;
      keyed.emplace_back(Key{group, row.number, i}, std::move(rows[i]));
    }
    std::sort(keyed.begin(), keyed.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = std::move(keyed[i].second);
  }

  const Summary& summary_;
  std::string_view operation_;
  std::vector<OutlineSection> sections_;
  std::map<std::string, std::size_t> by_name_;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> rows_;
  std::map<std::pair<std::string, std::size_t>, std::string> codes_;
};

std::string words_of(const OutlineSection& section, const OutlineRow& row) {
  std::string out = section.name;
  if (row.number > 0)
    out += fmt::format(", row {}{}", row.number,
                       row.name == std::to_string(row.number) ? "" : ": " + row.name);
  else if (!row.name.empty())
    out += (row.code ? ", row " : ", ") + row.name;
  return row.note.empty() ? out : out + ", " + row.note;
}

}  // namespace

std::vector<OutlineSection> outline(const Summary& summary) { return Outline(summary).build(); }

std::string_view error_code_of(const spec::Clause& clause) {
  constexpr std::string_view stem = "error.";
  const std::string_view name = clause.name;
  const std::size_t end = name.rfind('.');
  if (!name.starts_with(stem) || end <= stem.size()) return {};
  const std::string_view rule = name.substr(end + 1);
  if (rule != "status" && rule != "code" && rule != "message") return {};
  return name.substr(stem.size(), end - stem.size());
}

std::string row_id(std::size_t section, std::size_t row) {
  return fmt::format("r-{}-{}", section + 1, row + 1);
}

std::string clause_id(std::size_t index) { return fmt::format("c-{}", index + 1); }

std::string reading_id(std::size_t index) { return fmt::format("q-{}", index + 1); }

Links::Links(const Summary& summary) : sections(outline(summary)), rows(summary.clauses.size()) {
  for (std::size_t i = 0; i < sections.size(); ++i) {
    for (std::size_t j = 0; j < sections[i].rows.size(); ++j) {
      const Row row{row_id(i, j), words_of(sections[i], sections[i].rows[j])};
      for (const OutlineEntry& entry : sections[i].rows[j].entries) {
        auto& all = rows[entry.clause];
        all.insert(entry.first ? all.begin() : all.end(), row);
      }
    }
  }
  for (std::size_t i = 0; i < summary.clauses.size(); ++i)
    clauses.try_emplace(summary.clauses[i].clause.name, i);
  for (std::size_t i = 0; i < summary.readings.size(); ++i)
    readings.try_emplace(summary.readings[i].name, i);
  const auto findings = news_first(summary);
  for (std::size_t i = 0; i < std::min(findings.size(), html_findings_shown); ++i) {
    const auto lead = [&](const std::string& clause) {
      if (auto& some = cards[clause]; some.size() < most_cards) some.push_back(i + 1);
    };
    lead(findings[i]->clause);
    for (const std::string& clause : findings[i]->about) lead(clause);
  }
}

const std::vector<std::size_t>& Links::cards_of(const std::string& clause) const {
  static const std::vector<std::size_t> none;
  const auto found = cards.find(clause);
  return found == cards.end() ? none : found->second;
}

}  // namespace assay::reports
