// Writers by name, for a command line.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/listener.h"

namespace assay::reports {

// "journal", "summary", "junit", "html", "sarif", "har", "markdown".
std::vector<std::string> known_writers();

// What a writer leaves in the folder: "journal.ndjson", "summary.json", "junit.xml", "report.html",
// "results.sarif", "findings.har", "summary.md"; "" for a name that is not known.
std::string_view file_of(std::string_view name);

// Makes `out_dir` where it is missing and removes what an earlier run left under the writer's name,
// so that a killed run never shows another's result. Nothing outside `out_dir` is touched. Throws
// std::runtime_error: the name is not known, or the path can't be written (it is named).
// Example: listeners.add(make_writer("junit", "out"));  leaves out/junit.xml
std::unique_ptr<Listener> make_writer(std::string_view name, const std::filesystem::path& out_dir);

}  // namespace assay::reports
