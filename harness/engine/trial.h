// Sends a few steps alone, from the state they were recorded in, and judges them afresh.
// Confirming, shrinking and replaying are all trials.
#pragma once
#include <string>
#include <vector>

#include "harness/engine/assess.h"
#include "harness/engine/client.h"

namespace assay::harness {

// What one step of a trial showed.
struct Shown {
  std::vector<Problem> problems;
  bool inconclusive = false;
  std::string note;
  std::string request, answer;  // masked
  std::string verdict_text;     // the answer in a line
  std::optional<oracles::State> before, after;
  std::vector<std::pair<spec::ClauseId, oracles::Verdict>> verdicts;
  std::vector<Ruled> ruled;
};

class Trial {
 public:
  Trial(Context& context, Client& client) : context_(context), client_(client) {}

  // The case that a step stands for. False when the step's path leads nowhere.
  bool make(const Step& step, generators::Case& out) const;

  // Runs all steps in order on `resource`, readings all open at the start. `last`, when given, is
  // sent in place of the last step's case.
  std::vector<Shown> run(const std::vector<Step>& steps, const std::string& resource,
                         const generators::Case* last = nullptr);

  // One case with a given assessor, as in a run.
  Shown send(const generators::Case& one, const Step& step, const std::string& resource,
             Assessor& assessor, oracles::RecentIds* recent = nullptr);

 private:
  Context& context_;
  Client& client_;
};

// "clause/kind": what makes two violations the same.
std::string violation_key(const spec::Operation& operation, const oracles::Violation& violation);

}  // namespace assay::harness
