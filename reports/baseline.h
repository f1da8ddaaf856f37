// Known findings, in a file that people review: what a nightly run sorts its findings by.
//
//   [[finding]]
//   key = "ecs.Operation/Colour.valid-values/accepted"
//   reason = "the team has been told"     # may be left out, as all that follows
//   link = "https://tracker.example/17"
//   since = "2026-11-24"
//   expires = "2027-02-01"                # from this day on it is news again
//   flaky = true                          # it is no news when it does not show
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "reports/summary.h"
#include "reports/summary_reader.h"

namespace assay::reports {

struct KnownFinding {
  std::string key;
  std::string reason, link;
  std::string since, expires;  // days, such as "2026-11-24"; "": not said
  bool flaky = false;
};

struct Baseline {
  std::string file;  // as reports name it
  std::vector<KnownFinding> findings;
};

// Reads TOML. A key given twice, a member that is not known (the nearest is named), a text where a
// day is expected: ReadError with the line. The order in the file does not matter.
Baseline read_baseline(std::string_view text, const std::string& name);
Baseline load_baseline(const std::filesystem::path& path);  // ReadError: it can't be read, too

// The file for it, sorted by key, so that two people's changes meet in few lines.
std::string baseline_text(const Baseline& baseline);

// Whether it fails again on that day, such as "2026-11-24".
bool has_expired(const KnownFinding& known, std::string_view today);

// Whether it is a day of the calendar as people write it here: "2026-11-24", and not "2026-02-30".
bool is_day(std::string_view text);

// Says of every finding of the summary how it stands, and of every known one that did not show why:
// see Finding::standing and Summary::baseline. `today`, such as "2026-11-24", decides what has
// expired. Known findings of other operations are left alone. Findings must have their keys.
void sort_findings(Summary& summary, const Baseline& baseline, std::string_view today);

// Findings that fail a run: all, or with a baseline those that are new or have expired.
std::size_t failing(const Summary& summary);

// The baseline after a run: with its findings that are new, `since` today. What has expired stays,
// and so does what did not show, unless `prune`.
Baseline updated(const Baseline& baseline, const Summary& summary, std::string_view today,
                 const KnownFinding& like, bool prune);

}  // namespace assay::reports
