#include "harness/engine/trial.h"

#include <algorithm>

namespace assay::harness {

bool shows(const spec::Operation& operation, const Shown& shown, const std::string& key) {
  return std::any_of(shown.problems.begin(), shown.problems.end(),
                     [&](const Problem& problem) { return is_called(operation, problem, key); });
}

bool Trial::make(const Step& step, generators::Case& out) const {
  if (step.id.index >= context_.generator.size(step.id.phase)) return false;
  context_.generator.make(step.id, out);
  return generators::follow(context_.operation, out, step.path);
}

std::vector<Shown> Trial::run(const std::vector<Step>& steps, const Resources& resources,
                              const Instead& instead) {
  std::vector<Shown> out;
  Assessor assessor(context_);
  if (assumed_ != nullptr) assessor.worlds() = *assumed_;
  oracles::RecentIds recent(4096);
  generators::Case one;
  States states;
  bool looked = false;
  brought_ = true;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (instead.one != nullptr && instead.step == i) {
      one = *instead.one;
    } else if (!make(step, one)) {
      continue;
    }
    const bool brings = !blind_ && (step.before || step.other_before);
    if (brings) bring(step, resources);
    if (brings || !looked) states = look(resources);  // none after a step that is not read back
    looked = true;
    out.push_back(send(one, step, resources, assessor, recent, states));
  }
  return out;
}

std::vector<Shown> Trial::run_blindly(const std::vector<Step>& steps, const Resources& resources) {
  blind_ = true;
  auto out = run(steps, resources);
  blind_ = false;
  return out;
}

// Always with the same requests, so that all trials of a step meet the same endpoint. The one that
// a step does not name is touched last, and only if it must be: that may change the first.
void Trial::bring(const Step& step, const Resources& resources) {
  if (step.before) brought_ &= client_.bring_anew(resources.own, *step.before);
  if (step.other_before && !resources.other.empty()) {
    brought_ &= client_.bring(resources.other, *step.other_before);
  }
}

void Trial::disturb(const std::vector<Step>& steps, const Resources& resources, std::size_t times) {
  generators::Case one;
  const bool several = steps.size() > 1 && make(steps.back(), one);
  for (std::size_t i = 0; several && i < times; ++i) client_.send(one, resources);
  const auto state = client_.observe(resources.own);
  for (std::size_t i = 0; state && i < times; ++i) client_.store(resources.own, *state);
}

Trial::States Trial::look(const Resources& resources) {
  States out;
  if (blind_) return out;
  out[0] = client_.observe(resources.own);
  if (!resources.other.empty()) out[1] = client_.observe(resources.other);
  return out;
}

// As in a run: what was seen after one step is what is known before the next.
Shown Trial::send(const generators::Case& one, const Step& step, const Resources& resources,
                  Assessor& assessor, oracles::RecentIds& recent, States& states) {
  Shown shown;
  oracles::Circumstances circumstances;
  const std::size_t named = addresses_other(one, context_.target(resources)) ? 1 : 0;
  const Answered* answer = &client_.send(one, resources);
  circumstances.sent_at = context_.clock();
  const wire::Request request = client_.request();
  const std::string bytes = client_.bytes();
  if (one.breaks(spec::GatewayRule::nonce_used)) {
    states = look(resources);
    circumstances.nonce_used_before = true;
    answer = &client_.exchange(request, bytes);
  }
  shown.ordinal = client_.sent();
  const Answered kept = *answer;
  circumstances.before = states[named];
  circumstances.bystander_before = states[1 - named];
  states = one.unread ? States() : look(resources);
  if (kept.ok()) {
    circumstances.after = states[named];
    circumstances.bystander_after = states[1 - named];
  }
  oracles::Received received = kept.received();
  received.recent = &recent;
  const auto& result = assessor.assess(request, received, circumstances, step);
  shown.problems = result.problems;
  shown.ruled = result.ruled;
  shown.inconclusive = result.judgement->inconclusive;
  shown.note = result.judgement->note;
  shown.verdicts = result.judgement->verdicts;
  shown.request = context_.mask(bytes);
  shown.answer = context_.mask(kept.text());
  shown.verdict_text = kept.ok() ? context_.judge.reply().text() : std::string(name(kept.failure));
  shown.before = circumstances.before;
  shown.after = circumstances.after;
  return shown;
}

}  // namespace assay::harness
