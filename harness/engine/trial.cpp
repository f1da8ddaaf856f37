#include "harness/engine/trial.h"

namespace assay::harness {

std::string violation_key(const spec::Operation& operation, const oracles::Violation& violation) {
  return operation.clauses[violation.clause].name + "/" + violation.kind;
}

bool Trial::make(const Step& step, generators::Case& out) const {
  if (step.id.index >= context_.generator.size(step.id.phase)) return false;
  context_.generator.make(step.id, out);
  return generators::follow(context_.operation, out, step.path);
}

std::vector<Shown> Trial::run(const std::vector<Step>& steps, const std::string& resource,
                              const generators::Case* last) {
  std::vector<Shown> out;
  Assessor assessor(context_);
  oracles::RecentIds recent(4096);
  generators::Case one;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].before) client_.bring(resource, *steps[i].before);
    if (last != nullptr && i + 1 == steps.size()) {
      one = *last;
    } else if (!make(steps[i], one)) {
      continue;
    }
    out.push_back(send(one, steps[i], resource, assessor, &recent));
  }
  return out;
}

Shown Trial::send(const generators::Case& one, const Step& step, const std::string& resource,
                  Assessor& assessor, oracles::RecentIds* recent) {
  Shown shown;
  oracles::Circumstances circumstances;
  circumstances.before = client_.observe(resource);
  const Answered* answer = &client_.send(one, resource);
  circumstances.sent_at = context_.clock();
  wire::Request request = client_.request();
  std::string bytes = client_.bytes();
  if (one.breaks(spec::GatewayRule::nonce_used)) {
    circumstances.before = client_.observe(resource);
    circumstances.nonce_used_before = true;
    answer = &client_.exchange(request, bytes);
  }
  const Answered kept = *answer;
  if (kept.ok() && circumstances.before) circumstances.after = client_.observe(resource);
  oracles::Received received = kept.received();
  received.recent = recent;
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
