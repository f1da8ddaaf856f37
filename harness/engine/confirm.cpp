// After the last case: every finding is sent again alone, made smaller, and what failed in passing
// is weighed.
#include <algorithm>
#include <numeric>

#include "harness/engine/curl_line.h"
#include "harness/engine/known_state.h"
#include "harness/engine/session.h"

namespace assay::harness {

namespace {

constexpr std::size_t most_confirmed = 100;
constexpr std::size_t most_probes = 240;           // of what comes and goes
constexpr std::chrono::seconds least_patience{2};  // with one finding

}  // namespace

bool Session::out_of_patience() const {
  const SteadyTime now = std::chrono::steady_clock::now();
  return environment_.interrupted() || now >= confirm_deadline_ || now >= finding_deadline_;
}

void Session::confirm() {
  std::size_t done = 0;
  const std::size_t all = std::min(book_.size(), most_confirmed);
  for (auto& [key, held] : book_.all()) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (done == all || now >= confirm_deadline_ || environment_.interrupted()) {
      not_judged_.push_back("Findings from " + key + " on were not sent again.");
      return;
    }
    // Nobody takes the time of those that come after.
    const SteadyTime::duration share = (confirm_deadline_ - now) / (all - done++);
    finding_deadline_ = now + std::max<SteadyTime::duration>(share, least_patience);
    confirm_one(held);
    listeners_.finding(held.finding);  // nothing is lost, should the run be killed now
  }
}

bool Session::shows(const Shown& shown, const std::string& key) const {
  if (harness::shows(context_.operation, shown, key)) return true;
  return shown.inconclusive && key.ends_with("/every time: " + shown.note);
}

void Session::confirm_one(HeldFinding& held) {
  if (!held.finding.reproduced) return;  // known to come and go
  if (held.steps.empty()) return;  // no case leads to it: it was asked again when it was found
  Trial trial(context_, *client_);
  Reducer::Hooks hooks;
  hooks.shows = [&](const Shown& shown) { return shows(shown, held.key); };
  hooks.enough = [this] { return out_of_patience(); };
  Reducer reducer(context_.operation, trial, held.resources, hooks);
  held.finding.reproduced = reproduce(held, reducer);
  if (held.finding.reproduced) make_smaller(held, reducer);
  if (!held.finding.reproduced) probe(held);
}

// As it was found; twice in a row; after what came before it; after everything that taught
// something about the readings. What comes every second time only would lead a search for smaller
// cases astray.
bool Session::reproduce(HeldFinding& held, Reducer& reducer) const {
  const Step last = held.steps.back();
  std::vector<Step> twice = held.steps;
  twice.push_back(last);
  std::vector<Step> taught = assessor_.informative();
  taught.push_back(last);
  std::vector<Step> steps;
  const auto settles = [&](const std::vector<Step>& some) {
    steps = some;
    return !out_of_patience() && reducer.settle(steps);
  };
  if (settles(held.steps) || settles({last, last}) || settles(twice) ||
      reducer.recall(held.past, last, steps) || settles(taught)) {
    held.steps = std::move(steps);
    return true;
  }
  return false;
}

void Session::make_smaller(HeldFinding& held, Reducer& reducer) {
  const std::vector<Step> all = held.steps;
  held.finding.smallest = reducer.reduce(held.steps);
  // One step was steady before. Several may have met what the tries before them left behind.
  if (held.steps.size() > 1 && !reducer.is_steady(held.steps)) {
    held.steps = all;
    held.finding.smallest = false;
    held.finding.reproduced = reducer.shows(all);
  }
  if (held.finding.reproduced) refresh(held, reducer.shown());
}

namespace {

// The least number that divides all distances between hits, if exactly the requests at such
// distances hit; 0 otherwise.
std::size_t period_of(const std::vector<std::pair<std::size_t, bool>>& tries) {
  std::size_t period = 0;
  std::size_t hits = 0;
  std::size_t first = 0;
  for (const auto& [ordinal, hit] : tries) {
    if (!hit) continue;
    if (hits++ == 0) first = ordinal;
    period = std::gcd(period, ordinal - first);
  }
  if (hits < 3 || period < 2) return 0;
  const bool exact = std::all_of(tries.begin(), tries.end(), [&](const auto& one) {
    const std::size_t distance = one.first > first ? one.first - first : first - one.first;
    return (distance % period == 0) == one.second;
  });
  return exact ? period : 0;
}

bool is_about_state(const reports::Finding& finding) {
  return finding.oracle == "state" || finding.oracle == "independence" ||
         finding.oracle == "observed-values";
}

}  // namespace

// How often does what comes and goes come, and is there a rule to it?
void Session::probe(HeldFinding& held) {
  Trial trial(context_, *client_);
  const bool looks = is_about_state(held.finding);
  std::vector<std::pair<std::size_t, bool>> tries;
  const std::vector<Step> steps{held.steps.back()};
  std::vector<Shown> kept;
  while (tries.size() < most_probes && !out_of_patience()) {
    // A server that counts requests may hit the readings back only: now and then out of step.
    if (looks && tries.size() % 32 == 31) client_->observe(held.resources.own);
    auto shown =
        looks ? trial.run(steps, held.resources) : trial.run_blindly(steps, held.resources);
    if (shown.empty()) return;
    const bool hit = shows(shown.back(), held.key);
    tries.emplace_back(shown.back().ordinal, hit);
    held.finding.shown_again += hit ? 1 : 0;
    if (hit) kept = std::move(shown);
  }
  held.finding.sent_again = tries.size();
  held.finding.period = period_of(tries);
  if (!kept.empty()) {
    held.steps = steps;
    refresh(held, kept);
  }
}

// The finding as its steps show it now.
void Session::refresh(HeldFinding& held, const std::vector<Shown>& shown) {
  const Trial trial(context_, *client_);
  generators::Case one;
  if (shown.empty() || shown.size() != held.steps.size() || !trial.make(held.steps.back(), one)) {
    return;
  }
  reports::Finding& finding = held.finding;
  finding.replay = to_text(token_of(context_, held.steps));
  finding.curl = curl_line(context_, one, held.resources);
  finding.label = one.label;
  const Shown& last = shown.back();
  finding.request = last.request;
  finding.answer = last.answer;
  for (const Problem& problem : last.problems) {
    if (!is_called(context_.operation, problem, held.key)) continue;
    Problem named = problem;
    if (!held.disputed.empty()) {
      named.disputed = held.disputed;
      name_dispute(context_.operation, named);
    }
    describe(context_, named, finding);
  }
  finding.state_before = state_text(context_.operation, last.before);
  finding.state_after = state_text(context_.operation, last.after);
  finding.earlier.clear();
  for (std::size_t i = 0; i + 1 < shown.size(); ++i) {
    if (!trial.make(held.steps[i], one)) continue;
    finding.earlier.push_back(
        context_.mask(summary_line(context_, one, held.resources) + " → " + shown[i].verdict_text));
  }
}

// One failure in passing is the environment; a kind of request that fails every time, or failures
// beyond --max-flaky, are not.
void Session::weigh_failures() {
  for (auto& [note, passing] : passing_) {
    if (note != "throttled") weigh(note, passing);
  }
}

void Session::weigh(const std::string& note, Passing& passing) {
  if (note.starts_with("reading back: ")) return weigh_unobserved(note, passing);
  Trial trial(context_, *client_);
  const bool transport = note == "timeout" || note == "reset" || note == "cut";
  const spec::Topic topic = note == "timeout" ? spec::Topic::in_time
                            : transport       ? spec::Topic::http
                                              : spec::Topic::temporary;
  Problem problem;
  problem.violation.clause = context_.operation.clause(topic);
  problem.violation.oracle = "passing-failures";
  problem.violation.observed = note;
  for (const auto& [step, resources] : passing.samples) {
    if (out_of_patience()) break;
    bool always = true;
    for (int i = 0; i < 2 && always; ++i) {
      const auto shown = trial.run({step}, resources);
      always = !shown.empty() && shown.back().inconclusive && shown.back().note == note;
    }
    if (!always) continue;
    problem.violation.kind = "every time: " + note;
    problem.violation.why =
        "This request fails the same way every time it is sent; other requests do not.";
    add_late(problem, step, resources, passing.count, true);
    return;
  }
  if (!too_often(passing)) return;
  problem.violation.clause = context_.operation.clause(spec::Topic::temporary);
  problem.violation.kind = "too often: " + note;
  problem.violation.why = std::to_string(passing.count) + " of " + std::to_string(sent_) +
                          " requests failed in passing, more than --max-flaky allows.";
  add_late(problem, passing.samples[0].first, passing.samples[0].second, passing.count, false);
}

bool Session::too_often(const Passing& passing) const {
  const double allowed = std::max(2.0, context_.settings.max_flaky * static_cast<double>(sent_));
  return static_cast<double>(passing.count) > allowed && !passing.samples.empty();
}

// An endpoint that often can't say what is stored leaves much unjudged: that is no conformance.
void Session::weigh_unobserved(const std::string& note, Passing& passing) {
  if (!too_often(passing)) return;
  const bool shows_nothing = note.ends_with("an answer that shows no state");
  Problem problem;
  problem.violation.oracle = "passing-failures";
  problem.violation.observed = note;
  problem.violation.clause = context_.operation.clause(shows_nothing ? spec::Topic::observed_values
                                                                     : spec::Topic::temporary);
  problem.violation.kind = "too often: " + note;
  problem.violation.why = std::to_string(passing.count) + " of " + std::to_string(sent_) +
                          " requests that read the state back failed in passing, more than "
                          "--max-flaky allows.";
  add_late(problem, passing.samples[0].first, passing.samples[0].second, passing.count, false);
}

void Session::add_late(const Problem& problem, const Step& step, const Resources& resources,
                       std::size_t count, bool reproduced) {
  Trial trial(context_, *client_);
  generators::Case one;
  if (!trial.make(step, one)) return;
  const auto shown = trial.run({step}, resources);
  const oracles::Circumstances circumstances;
  const Sighting sighting{&one, step, resources, nullptr, "", 0, &circumstances};
  HeldFinding* held = book_.note(problem, sighting, "");
  if (held == nullptr) return;
  held->finding.count = count;
  held->finding.reproduced = reproduced;
  if (!shown.empty()) {
    held->finding.request = shown.back().request;
    held->finding.answer = shown.back().answer;
  }
  count_beside(problem.violation.clause, oracles::Verdict::violates);
  listeners_.finding(held->finding);
}

}  // namespace assay::harness
