// summary.md: what a run found, in GitHub flavoured Markdown, for a pull request or a job summary.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

#include "reports/listener.h"

namespace assay::reports {

// The bytes that GitHub takes as one comment are 65,536; summary.md stays below, with room for a
// line of the sender's.
inline constexpr std::size_t markdown_limit = 60'000;

// The whole file, at most markdown_limit bytes: the verdict, a table of findings, the evidence of
// each, what the endpoint chose, what was not judged. What has no room is counted, and summary.json
// holds it. Text from the endpoint stands in code only, where GitHub makes nothing of it.
// Example: a run without findings starts "## assay: conforms\n".
std::string markdown(const Summary& summary);

// Writes the file at the end of the run, whole or not at all.
class MarkdownWriter final : public Listener {
 public:
  explicit MarkdownWriter(std::filesystem::path path);  // std::runtime_error: can't be written
  void run_finished(const Summary& summary) override;

 private:
  std::filesystem::path path_;
};

}  // namespace assay::reports
