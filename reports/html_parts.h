// Pieces of report.html. Every function returns HTML whose size is bounded. Not for other rooms.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "reports/html_outline.h"
#include "reports/summary.h"

namespace assay::reports {

// Text as HTML of at most about `limit` bytes, an ellipsis where it was cut.
std::string brief(std::string_view text, std::size_t limit = 600);

// What names a style or a script in the policy of a page.
std::string policy_digest(std::string_view text);

// The start of a page up to its body. `title` is HTML already; without a script none may run.
std::string html_head(std::string_view title, std::string_view style, std::string_view script = {});

// The start of a part with its heading; the caller adds what follows and "</section>".
std::string html_section(std::string_view id, std::string_view title, std::string_view count,
                         std::string_view lead);

// A table that may be wider than the page: keys can scroll it, so it has a name.
std::string scrolled(std::string_view name, const std::string& table);

// What the run says of a clause: "violated", "conforms", "not judged" …
std::string_view verdict_words(const ClauseResult& result);

// How a verdict is shown wherever it is: by a colour, and by a sign and words for who sees none.
struct VerdictSign {
  std::string_view style, sign, words;
};
VerdictSign sign_of(const ClauseResult& result);
VerdictSign sign_of(oracles::Verdict verdict);
std::string unseen(std::string_view words);  // words for a reader's voice alone

std::string html_hero(const Summary& summary);
std::string html_figures(const Summary& summary);
std::string html_findings(const Summary& summary, const Links& links);  // "" for none
std::string html_tools(const Summary& summary);  // search and filters, hidden without scripts
std::string html_document(const Summary& summary, const Links& links);
std::string html_timeline(const Summary& summary);  // "" when nothing is known of it
std::string html_readings(const Summary& summary);
std::string html_precedence(const Summary& summary);
std::string html_matrix(const Summary& summary, const Links& links);
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
