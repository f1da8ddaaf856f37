// The engine tells, reports listen. A writer is one small class in one file.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/summary.h"

namespace assay::reports {

// What the summary of the run would be if it ended before its first case.
struct RunStart {
  Summary summary;
};

// Told about ten times a second, or once every few seconds where nobody watches.
struct Progress {
  std::string phase;
  std::size_t cases = 0, planned = 0, findings = 0;
  double requests_per_second = 0, seconds = 0;
  double seconds_left = -1;  // negative: unknown
};

// What was counted until now. Told at the end of each phase, and in between the less often the
// longer the run lasts: after each tenth of its time.
struct Checkpoint {
  std::vector<PhaseResult> phases;
  std::size_t cases = 0, requests = 0;
  double seconds = 0;
  oracles::VerdictCounts verdicts{};
  std::vector<oracles::VerdictCounts> clauses;                // as in Summary::clauses
  std::vector<std::vector<oracles::VerdictCounts>> by_phase;  // of each clause; may be empty
  std::vector<Stretch> timeline;
};

// An exchange worth keeping: the first that chose a reading, violated, or was inconclusive.
struct ExchangeNote {
  std::string verdict, clause, replay, label;
  std::string request, answer;  // masked, may hold any byte
  std::string note;
};

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void run_started(const RunStart&) {}
  virtual void phase_started(const std::string& /*name*/, std::size_t /*planned*/) {}
  virtual void progress(const Progress&) {}
  virtual void checkpoint(const Checkpoint&) {}
  virtual void exchange(const ExchangeNote&) {}
  virtual void finding(const Finding&) {}  // a new one, or a known one made smaller
  virtual void eliminated(const std::string& /*reading*/, const Elimination&) {}
  virtual void run_finished(const Summary&) {}
};

// Hands every event to each listener in turn.
class Listeners final : public Listener {
 public:
  void add(std::unique_ptr<Listener> listener);
  void run_started(const RunStart& event) override;
  void phase_started(const std::string& name, std::size_t planned) override;
  void progress(const Progress& event) override;
  void checkpoint(const Checkpoint& event) override;
  void exchange(const ExchangeNote& event) override;
  void finding(const Finding& event) override;
  void eliminated(const std::string& reading, const Elimination& event) override;
  void run_finished(const Summary& event) override;

 private:
  std::vector<std::unique_ptr<Listener>> all_;
};

}  // namespace assay::reports
