// The part of a run that looks at the effects of the operation, and what it makes of what it sees.
#include <algorithm>
#include <set>

#include "harness/engine/effects.h"
#include "harness/engine/known_state.h"
#include "harness/engine/session.h"

namespace assay::harness {

namespace {

constexpr std::chrono::seconds patience{60};  // for all effects together

std::set<spec::ClauseId> clauses_of(const spec::Effects& effects) {
  std::set<spec::ClauseId> out;
  for (const spec::EffectRuling& rule : effects.rules) {
    out.insert(rule.clause);
    if (!rule.text.empty()) out.insert(rule.text_clause);
  }
  return out;
}

}  // namespace

void Session::judge_effects() {
  if (!context_.operation.effects) return;
  if (!environment_.effects)
    return leave_effects("no metadata service is known (--imds names one)");
  if (!context_.observable) {
    return leave_effects("the mode can't be read back: " + context_.not_observable);
  }
  const EffectsAccess& access = *environment_.effects;
  const SteadyTime deadline = std::chrono::steady_clock::now() + patience;
  EffectHooks hooks;
  hooks.take = [this](const EffectSeen& seen) { take_effect(seen); };
  hooks.stop = [this, deadline] {
    interrupted_ = interrupted_ || environment_.interrupted();
    return interrupted_ || std::chrono::steady_clock::now() >= deadline;
  };
  EffectsRun run(context_, *client_, access, assessor_.worlds(), hooks);
  run.run(before_.resources);
  requests_ += run.sent();
  before_.lines.push_back("Effects: " + std::to_string(run.judged()) +
                          " answers of the metadata service at " + access.endpoint.url() +
                          " were judged.");
  const std::vector<std::string>& left = run.not_judged();
  not_judged_.insert(not_judged_.end(), left.begin(), left.end());
  const bool alone = !access.reaches_all() || before_.resources.size() < 2;
  for (const spec::ClauseId clause : clauses_of(*context_.operation.effects)) {
    const bool foreign =
        clause == context_.operation.effects->rule(spec::EffectRule::token_foreign).clause;
    effect_reasons_[clause] = foreign && alone ? "the service of one instance only is reached"
                              : left.empty()   ? "no request of this run came to it"
                                               : left.front();
  }
}

// Said once, and of every clause that is left.
void Session::leave_effects(const std::string& why) {
  not_judged_.push_back("What the operation brings about at the metadata service: " + why + ".");
  for (const spec::ClauseId clause : clauses_of(*context_.operation.effects)) {
    count_beside(clause, oracles::Verdict::not_applicable);
    effect_reasons_[clause] = why;
  }
}

void Session::take_effect(const EffectSeen& seen) {
  const oracles::Judgement& judgement = *seen.judgement;
  ++answered_;
  count_verdicts(judgement);
  for (const oracles::Violation& violation : judgement.violations)
    note_effect({violation, {}}, seen);
  if (!judgement.violations.empty() || judgement.allowed.empty()) return;
  const oracles::Worlds::Change change = assessor_.worlds().learn(judgement.allowed);
  if (change.contradiction) {
    Problem problem;
    problem.violation.clause = judgement.about;
    problem.about = {judgement.about};
    problem.disputed = {judgement.allowed.front().front().first};
    name_dispute(context_.operation, problem);
    problem.violation.why =
        "No combination of readings permits this answer and the earlier ones together.";
    for (const spec::ClauseId clause : std::set{judgement.about, problem.violation.clause}) {
      count_beside(clause, oracles::Verdict::violates);
    }
    return note_effect(problem, seen);
  }
  for (const auto& [reading, alternative] : change.ruled_out) {
    const spec::Reading& one = context_.operation.readings[reading];
    const std::string& value = one.alternatives[alternative].name;
    const std::string by = seen.label + ": " + seen.answer.substr(0, seen.answer.find('\r'));
    effect_evidence_[{reading, alternative}] = by;
    listeners_.eliminated(one.name, {value, by});
    listeners_.exchange({"reading", context_.operation.clauses[one.clause].name, "", seen.label,
                         seen.request, seen.answer, one.name + " is not " + value});
  }
}

// No case leads to such a finding, so it has no token; its curl line shows it.
void Session::note_effect(const Problem& problem, const EffectSeen& seen) {
  const std::string key = violation_key(context_.operation, problem);
  const auto [at, fresh] = book_.all().emplace(key, HeldFinding{});
  HeldFinding& held = at->second;
  ++held.finding.count;
  if (problem.disputed.empty()) ++held.alone;
  if (!fresh) return;
  held.key = key;
  held.disputed = problem.disputed;
  held.resources.own = before_.resources.front();
  describe(context_, problem, held.finding);
  held.finding.found_after = cases_;
  held.finding.reproduced = seen.reproduced;
  held.finding.phase = "effects";
  held.finding.label = seen.label;
  held.finding.curl = seen.curl;
  held.finding.request = seen.request;
  held.finding.answer = seen.answer;
  held.finding.state_before = held.finding.state_after = state_text(context_.operation, seen.state);
  listeners_.finding(held.finding);
  listeners_.exchange({"violates", held.finding.clause, "", seen.label, seen.request, seen.answer,
                       held.finding.why});
}

}  // namespace assay::harness
