// summary.json: what a run found, for programs. reports/schema/summary.schema.json describes it.
#pragma once
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "reports/listener.h"

namespace assay::reports {

// The whole file. Text that came from the endpoint is written by json_bytes (reports/escape.h), so
// the bytes can be had back; curl lines and names are written as they are.
std::string summary_json(const Summary& summary);

// The same as a value, for the journal.
nlohmann::ordered_json json_of(const Summary& summary);
nlohmann::ordered_json json_of(const std::vector<Stretch>& timeline);

// Writes the file at the end of the run, whole or not at all.
class SummaryWriter final : public Listener {
 public:
  explicit SummaryWriter(std::filesystem::path path);  // std::runtime_error: can't be written
  void run_finished(const Summary& summary) override;

 private:
  std::filesystem::path path_;
};

}  // namespace assay::reports
