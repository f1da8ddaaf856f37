// A history as people and programs read it.
#pragma once
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "reports/history.h"
#include "reports/listener.h"

namespace assay::reports {

// "New since the last run: …", "Back: …", "Gone: …", "The endpoint now reads X as Y, before Z":
// lines without line ends, safe for a terminal, each with at most a handful of names.
std::vector<std::string> news_lines(const News& news);

struct HistoryLook {
  bool blocks = false;  // Unicode blocks; otherwise ASCII alone
  std::size_t width = 80;
};
// Does a terminal of this locale show blocks? The arguments are environment variables, null where
// unset; the first that says anything counts.
bool speaks_utf8(const char* lc_all, const char* lc_ctype, const char* lang);
std::string history_text(const std::vector<Track>& tracks, const HistoryLook& look);
std::string history_json(const std::vector<Track>& tracks);  // reports/schema/history.schema.json
// One page that needs nothing else, without scripts. What had to be left out is said.
std::string history_html(const std::vector<Track>& tracks);

// The values as a row of blocks, from the least to the greatest; all alike gives a flat row.
// Example: sparkline({0, 4, 8}, false) is "_+#".
std::string sparkline(const std::vector<double>& values, bool blocks);

// "exact or ignored"; "nothing that is allowed" for none. Not escaped.
std::string alternatives_shown(const std::vector<std::string>& all);

// Adds a run to a history when it ends, and says what is new.
class HistoryWriter final : public Listener {
 public:
  // Opens the file at once, so that what is wrong with it shows before the run.
  HistoryWriter(const std::filesystem::path& path, std::ostream& out, HistoryKeeping keeping = {});
  void run_finished(const Summary& summary) override;

 private:
  History history_;
  std::ostream& out_;
};

}  // namespace assay::reports
