// The summary of a run from its journal alone.
#pragma once
#include <filesystem>

#include "reports/summary_reader.h"

namespace assay::reports {

// Of a run that ended: its summary, as every other writer had it. Of one that was killed: what the
// lines until then say, each finding as it was told last, counts as of the last checkpoint, exit 5,
// and in `not_judged` that the run did not end. A last line that is not whole is passed over. A
// file that can't be read, that is no journal, or whose other lines are not JSON is a ReadError
// that names the path and the line. Example: html_page(read_journal("out/journal.ndjson"))
Summary read_journal(const std::filesystem::path& path);

}  // namespace assay::reports
