// The document as report.html renders it: sections and rows in the order of the published page, and
// where each sentence stands. Plain text: who writes it escapes it. Not for other rooms.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reports/summary.h"

namespace assay::reports {

struct OutlineEntry {
  std::size_t clause = 0;  // of Summary::clauses
  bool first = true;       // false: it stands at another place, and this one points there
};

// "Error codes, row 2" is the row {"InvalidName", "", 2, true} where the clauses of the error
// InvalidName stand there; "Request parameters, row A, note" is {"A", "note", 0, true}.
struct OutlineRow {
  std::string name;        // "" for what the section says outside its rows
  std::string note;        // what the locator says besides
  std::size_t number = 0;  // of a table whose rows are counted; 0: none
  bool code = false;       // the name is a parameter or an error code
  std::vector<OutlineEntry> entries;
};

struct OutlineSection {
  std::string name;
  bool page = false;  // of the operation's own page; otherwise of its gateway and other pages
  std::vector<OutlineRow> rows;
};

// The operation's own page comes first, its sections as every page of this kind has them; then
// whatever else is referred to. Rows come as they are written, rows with a number by that.
std::vector<OutlineSection> outline(const Summary& summary);

// The code of the error that a clause of the catalogue belongs to: "InvalidName" of
// "error.InvalidName.status"; "" for any other clause.
std::string_view error_code_of(const spec::Clause& clause);

// What the parts of one page point to in each other, found once.
struct Links {
  explicit Links(const Summary& summary);

  struct Row {
    std::string id;     // "r-2-1"
    std::string words;  // "Error codes, row 2: InvalidName"
  };

  std::vector<OutlineSection> sections;
  std::vector<std::vector<Row>> rows;                     // of each clause
  std::map<std::string_view, std::size_t> clauses;        // by name; views of the summary
  std::map<std::string, std::vector<std::size_t>> cards;  // by clause, from 1 on; a dozen at most
  std::map<std::string_view, std::size_t> readings;       // by name
  const std::vector<std::size_t>& cards_of(const std::string& clause) const;
};

// Ids, by places in Links::sections, Summary::clauses and Summary::readings.
std::string row_id(std::size_t section, std::size_t row);
std::string clause_id(std::size_t index);
std::string reading_id(std::size_t index);

}  // namespace assay::reports
