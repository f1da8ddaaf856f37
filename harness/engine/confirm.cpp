// After the last case: every finding is sent again alone, made smaller, and what failed in passing
// is weighed.
#include <algorithm>

#include "harness/engine/curl_line.h"
#include "harness/engine/session.h"

namespace assay::harness {

namespace {

constexpr std::size_t most_confirmed = 100;
constexpr std::size_t shrink_budget = 80;  // requests for making one finding smaller

}  // namespace

bool Session::out_of_patience() const {
  return environment_.interrupted() || std::chrono::steady_clock::now() >= confirm_deadline_;
}

void Session::confirm() {
  std::size_t done = 0;
  for (auto& [key, held] : book_.all()) {
    if (++done > most_confirmed || out_of_patience()) {
      not_judged_.push_back("Findings from " + key + " on were not sent again.");
      return;
    }
    confirm_one(held);
  }
}

bool Session::shows(const std::vector<Shown>& shown, const std::string& key) const {
  for (const Shown& one : shown) {
    for (const Problem& problem : one.problems) {
      if (violation_key(context_.operation, problem.violation) == key) return true;
      // A mirrored finding shows itself through the other half of the contradiction.
      for (const spec::ClauseId other : problem.contradicted) {
        if (context_.operation.clauses[other].name + "/contradicted by a later answer" == key) {
          return true;
        }
      }
    }
    if (one.inconclusive && key.ends_with("/every time: " + one.note)) return true;
  }
  return false;
}

void Session::confirm_one(HeldFinding& held) {
  if (!held.finding.reproduced) return;  // known to come and go
  if (held.steps.empty()) return;  // no case leads to it: it was asked again when it was found
  held.finding.reproduced = reproduce(held);
  if (held.finding.reproduced && held.steps.size() == 1) shrink(held);
}

// Alone; twice; after everything that taught something about the readings.
bool Session::reproduce(HeldFinding& held) {
  Trial trial(context_, *client_);
  const auto last = held.steps.back();
  std::vector<std::vector<Step>> tries{held.steps, held.steps, assessor_.informative()};
  tries[1].push_back(last);
  tries[2].push_back(last);
  for (std::vector<Step>& steps : tries) {
    if (out_of_patience()) return false;
    const auto shown = trial.run(steps, held.resource);
    if (!shows(shown, held.key)) continue;
    held.steps = std::move(steps);
    generators::Case one;
    if (trial.make(held.steps.back(), one)) refresh(held, shown, one);
    return true;
  }
  return false;
}

void Session::shrink(HeldFinding& held) {
  Trial trial(context_, *client_);
  generators::Case failing;
  if (!trial.make(held.steps.back(), failing)) return;
  std::vector<Shown> last;
  const auto still_fails = [&](const generators::Case& candidate) {
    if (out_of_patience()) return false;
    auto shown = trial.run(held.steps, held.resource, &candidate);
    if (!shows(shown, held.key)) return false;
    last = std::move(shown);
    return true;
  };
  const generators::Shrunk result =
      generators::shrink(context_.operation, failing, still_fails, shrink_budget);
  if (last.empty()) return;
  auto& path = held.steps.back().path;
  path.insert(path.end(), result.path.begin(), result.path.end());
  refresh(held, last, result.smallest);
}

void Session::refresh(HeldFinding& held, const std::vector<Shown>& shown,
                      const generators::Case& one) {
  reports::Finding& finding = held.finding;
  finding.replay = to_text(token_of(context_, held.steps));
  finding.curl = curl_line(context_, one, held.resource);
  finding.label = one.label;
  if (shown.empty()) return;
  const Shown& last = shown.back();
  finding.request = last.request;
  finding.answer = last.answer;
  for (const Problem& problem : last.problems) {
    if (violation_key(context_.operation, problem.violation) == held.key) {
      describe(context_, problem.violation, finding);
    }
  }
  finding.state_before = state_text(context_.operation, last.before);
  finding.state_after = state_text(context_.operation, last.after);
}

// One failure in passing is the environment; a kind of request that fails every time, or failures
// beyond --max-flaky, are not.
void Session::weigh_failures() {
  for (auto& [note, passing] : passing_) {
    if (note != "throttled") weigh(note, passing);
  }
}

void Session::weigh(const std::string& note, Passing& passing) {
  Trial trial(context_, *client_);
  const bool transport = note == "timeout" || note == "reset" || note == "cut";
  const spec::Topic topic = note == "timeout" ? spec::Topic::in_time
                            : transport       ? spec::Topic::http
                                              : spec::Topic::temporary;
  Problem problem;
  problem.violation.clause = context_.operation.clause(topic);
  problem.violation.oracle = "passing-failures";
  problem.violation.observed = note;
  for (const auto& [step, resource] : passing.samples) {
    if (out_of_patience()) break;
    bool always = true;
    for (int i = 0; i < 2 && always; ++i) {
      const auto shown = trial.run({step}, resource);
      always = !shown.empty() && shown.back().inconclusive && shown.back().note == note;
    }
    if (!always) continue;
    problem.violation.kind = "every time: " + note;
    problem.violation.why =
        "This request fails the same way every time it is sent; other requests do not.";
    add_late(problem, step, resource, passing.count, true);
    return;
  }
  const double allowed = std::max(2.0, context_.settings.max_flaky * static_cast<double>(sent_));
  if (static_cast<double>(passing.count) <= allowed || passing.samples.empty()) return;
  problem.violation.clause = context_.operation.clause(spec::Topic::temporary);
  problem.violation.kind = "too often: " + note;
  problem.violation.why = std::to_string(passing.count) + " of " + std::to_string(sent_) +
                          " requests failed in passing, more than --max-flaky allows.";
  add_late(problem, passing.samples[0].first, passing.samples[0].second, passing.count, false);
}

void Session::add_late(const Problem& problem, const Step& step, const std::string& resource,
                       std::size_t count, bool reproduced) {
  Trial trial(context_, *client_);
  generators::Case one;
  if (!trial.make(step, one)) return;
  const auto shown = trial.run({step}, resource);
  const oracles::Circumstances circumstances;
  Sighting sighting{&one, step, resource, "", 0, &circumstances};
  HeldFinding* held = book_.note(problem, sighting, "");
  if (held == nullptr) return;
  held->finding.count = count;
  held->finding.reproduced = reproduced;
  if (!shown.empty()) {
    held->finding.request = shown.back().request;
    held->finding.answer = shown.back().answer;
  }
  auto& verdicts = by_clause_[problem.violation.clause];
  ++verdicts[static_cast<std::size_t>(oracles::Verdict::violates)];
  ++verdicts_[static_cast<std::size_t>(oracles::Verdict::violates)];
  listeners_.finding(held->finding);
}

}  // namespace assay::harness
