// journal.ndjson: what happened, a JSON object a line, each in the file as soon as it is told. Its
// first member, "event", says what it is; reports/schema/journal.schema.json describes them all.
// journal_reader.h makes the summary of the run from it, also when the run was killed.
#pragma once
#include <filesystem>

#include "reports/file.h"
#include "reports/listener.h"

namespace assay::reports {

struct JournalLimits {
  std::size_t exchanges = 1000;             // exchange lines, at most
  std::size_t exchange_bytes = 16U << 20U;  // all exchange lines together, at most
  // Findings told after so many bytes of them go without request, answer and states.
  std::size_t finding_bytes = 64U << 20U;
};

// Exchanges past a limit are counted, and one line near the end says how many were left out.
// Everything else is always written. A write that fails is a std::runtime_error naming the path.
class Journal final : public Listener {
 public:
  explicit Journal(std::filesystem::path path, JournalLimits limits = {});
  void run_started(const RunStart& event) override;
  void phase_started(const std::string& name, std::size_t planned) override;
  void checkpoint(const Checkpoint& event) override;
  void exchange(const ExchangeNote& event) override;
  void finding(const Finding& event) override;
  void eliminated(const std::string& reading, const Elimination& event) override;
  void run_finished(const Summary& event) override;

 private:
  GrowingFile file_;
  JournalLimits limits_;
  std::size_t exchanges_ = 0, exchange_bytes_ = 0, finding_bytes_ = 0, left_out_ = 0;
};

}  // namespace assay::reports
