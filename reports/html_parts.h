// Pieces of report.html. Every function returns HTML whose size is bounded. Not for other rooms.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reports/summary.h"

namespace assay::reports {

// Text as HTML of at most about `limit` bytes, an ellipsis where it was cut.
std::string brief(std::string_view text, std::size_t limit = 600);

// What names a style or a script in the policy of a page.
std::string policy_digest(std::string_view text);

// The start of a part with its heading; the caller adds what follows and "</section>".
std::string html_section(std::string_view id, std::string_view title, std::string_view count,
                         std::string_view lead);

// The id of a sentence in the rendered document, by its place in Summary::clauses: "c-1".
std::string clause_id(std::size_t index);
// The numbers of the cards (from 1 on) that findings of a clause have; a dozen each at most.
std::map<std::string, std::vector<std::size_t>> cards_of(const Summary& summary);
// What the run says of a clause: "violated", "conforms", "not judged" …
std::string_view verdict_words(const ClauseResult& result);

std::string html_hero(const Summary& summary);
std::string html_figures(const Summary& summary);
std::string html_findings(const Summary& summary);  // "" when there is none
std::string html_tools(const Summary& summary);     // search and filters, hidden without scripts
std::string html_document(const Summary& summary);
std::string html_timeline(const Summary& summary);  // "" when nothing is known of it
std::string html_readings(const Summary& summary);
std::string html_precedence(const Summary& summary);
std::string html_matrix(const Summary& summary);
std::string html_baseline(const Summary& summary);  // "" without one
std::string html_not_judged(const Summary& summary);
std::string html_preflight(const Summary& summary);

// Rows made by `make(row)` until they fill `budget` bytes; `missing` says how many are left out.
template <class Rows, class Make>
std::string fill_rows(const Rows& rows, std::size_t budget, std::size_t& missing, Make make) {
  std::string out;
  missing = 0;
  for (const auto& row : rows) {
    std::string piece = missing > 0 ? std::string{} : make(row);
    if (missing > 0 || out.size() + piece.size() > budget)
      ++missing;
    else
      out += piece;
  }
  return out;
}
std::string missing_note(std::size_t missing);  // "" for none

}  // namespace assay::reports
