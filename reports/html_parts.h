// Pieces of report.html. Every function returns HTML whose size is bounded. Not for other rooms.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "reports/summary.h"

namespace assay::reports {

// Text as HTML of at most about `limit` bytes, an ellipsis where it was cut.
std::string brief(std::string_view text, std::size_t limit = 600);

// What names a style or a script in the policy of a page.
std::string policy_digest(std::string_view text);

std::string html_hero(const Summary& summary);
std::string html_figures(const Summary& summary);
std::string html_findings(const Summary& summary);  // "" when there is none
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
