// report.html: what a run found, for people. One file that needs nothing else and reaches nothing:
// its policy forbids every script but its own, every load and every form.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

#include "reports/listener.h"

namespace assay::reports {

// Whatever the run, a page stays below this; what had to be left out is said where it is missing.
inline constexpr std::size_t html_limit = 5U << 20U;
inline constexpr std::size_t html_findings_shown = 200;
inline constexpr std::size_t html_bytes_shown = 16U << 10U;  // of each request, answer and state

std::string html_page(const Summary& summary);

// Writes the file at the end of the run, whole or not at all.
class HtmlWriter final : public Listener {
 public:
  explicit HtmlWriter(std::filesystem::path path);  // std::runtime_error: can't be written
  void run_finished(const Summary& summary) override;

 private:
  std::filesystem::path path_;
};

}  // namespace assay::reports
