// Sends a few steps alone, from the state they were recorded in, and judges them afresh.
// Confirming, shrinking and replaying are all trials.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
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
  std::size_t ordinal = 0;  // of its request among all that the client sent
  std::vector<std::pair<spec::ClauseId, oracles::Verdict>> verdicts;
  std::vector<Ruled> ruled;
};

// A case to be sent in place of that of a step.
struct Instead {
  std::size_t step = 0;
  const generators::Case* one = nullptr;
};

class Trial {
 public:
  Trial(Context& context, Client& client) : context_(context), client_(client) {}

  // The case that a step stands for. False when the step's path leads nowhere.
  bool make(const Step& step, generators::Case& out) const;

  // What is known of the readings before the first step; without it they are all open. It must
  // outlive the trial.
  void assume(const oracles::Worlds& worlds) { assumed_ = &worlds; }

  // Runs all steps in order; steps that lead nowhere are left out.
  std::vector<Shown> run(const std::vector<Step>& steps, const Resources& resources,
                         const Instead& instead = {});
  // The same without reading any state.
  std::vector<Shown> run_blindly(const std::vector<Step>& steps, const Resources& resources);
  // Sends requests that change nothing, and the last one of several steps, `times` each: what comes
  // only with a certain number of requests goes out of step.
  void disturb(const std::vector<Step>& steps, const Resources& resources, std::size_t times);
  // Did every step that names the state it starts from start from it, the last time?
  bool brought() const { return brought_; }

 private:
  using States = std::array<std::optional<oracles::State>, 2>;  // of own and other

  void bring(const Step& step, const Resources& resources);
  States look(const Resources& resources);
  Shown send(const generators::Case& one, const Step& step, const Resources& resources,
             Assessor& assessor, oracles::RecentIds& recent, States& states);

  Context& context_;
  Client& client_;
  const oracles::Worlds* assumed_ = nullptr;
  bool blind_ = false;
  bool brought_ = true;
};

// Does it show a finding with that key?
bool shows(const spec::Operation& operation, const Shown& shown, const std::string& key);

}  // namespace assay::harness
