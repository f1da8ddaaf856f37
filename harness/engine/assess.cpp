#include "harness/engine/assess.h"

#include <algorithm>

namespace assay::harness {

namespace {

constexpr std::size_t most_informative = 200;

}  // namespace

Assessor::Assessor(Context& context)
    : context_(context), worlds_(context.operation), precedence_(context.operation) {}

const Assessor::Result& Assessor::assess(const wire::Request& request,
                                         const oracles::Received& received,
                                         const oracles::Circumstances& circumstances,
                                         const StepView& step) {
  const oracles::Judgement& judgement =
      context_.judge.judge(request, received, circumstances, worlds_);
  result_.judgement = &judgement;
  result_.problems.clear();
  result_.ruled.clear();
  for (const oracles::Violation& violation : judgement.violations) {
    result_.problems.push_back({violation, {}, {}});
    explain(result_.problems.back());
  }
  if (judgement.violations.empty() && !judgement.inconclusive) {
    if (!judgement.allowed.empty()) learn_readings(judgement, step);
    if (judgement.winner && !judgement.losers.empty()) learn_order(judgement, step);
  }
  return result_;
}

void Assessor::explain(Problem& problem) const {
  for (const auto& [reading, alternative] : problem.violation.contradicts) {
    const Evidence* earlier = evidence(reading, alternative);
    if (earlier == nullptr) continue;
    const spec::Reading& one = context_.operation.readings[reading];
    problem.violation.why += " It would be right with " + one.name + "=" +
                             one.alternatives[alternative].name +
                             ", which an earlier answer ruled out (" + earlier->answer + ").";
    problem.evidence.push_back(earlier->step);
    problem.contradicted.push_back(earlier->about);
  }
}

void Assessor::remember(std::size_t reading, std::size_t alternative, const StepView& step,
                        spec::ClauseId about) {
  evidence_[{reading, alternative}] = {step, context_.judge.reply().text(), about};
  result_.ruled.push_back({reading, alternative});
}

void Assessor::learn_readings(const oracles::Judgement& judgement, const StepView& step) {
  const oracles::Worlds::Change change = worlds_.learn(judgement.allowed);
  if (change.contradiction) {
    Problem problem;
    const std::size_t reading = judgement.allowed.front().front().first;
    problem.violation.clause = context_.operation.readings[reading].clause;
    problem.violation.oracle = "readings";
    problem.violation.kind = "contradicts earlier answers";
    problem.violation.observed = context_.judge.reply().text();
    problem.violation.why =
        "Each answer alone is permitted by some reading, but no combination of readings permits "
        "this one and the earlier ones together.";
    problem.evidence = informative_;
    result_.problems.push_back(std::move(problem));
    return;
  }
  for (const auto& [reading, alternative] : change.ruled_out) {
    remember(reading, alternative, step, judgement.about);
  }
  if (informative_.size() < most_informative) informative_.push_back(step);
}

void Assessor::learn_order(const oracles::Judgement& judgement, const StepView& step) {
  const std::string key = std::to_string(order_steps_.size());
  const auto change = precedence_.learn(*judgement.winner, judgement.losers, key);
  if (change.contradiction) {
    Problem problem;
    const auto rule = [&](const oracles::Rule& one) {
      return context_.operation.parameters[one.parameter].name + " " +
             std::string(spec::name(one.check));
    };
    problem.violation.clause = context_.operation.readings[context_.operation.order_reading].clause;
    problem.violation.oracle = "precedence";
    problem.violation.kind = "order of errors changes";
    problem.violation.observed = context_.judge.reply().text();
    problem.violation.why = "Both rules are broken (" + rule(*judgement.winner) + ", " +
                            rule(change.against) +
                            "); an earlier answer to the same pair named the other one.";
    problem.evidence.push_back(order_steps_.at(change.evidence));
    result_.problems.push_back(std::move(problem));
    return;
  }
  if (change.news) order_steps_.emplace(key, step);
  for (const std::size_t alternative : change.ruled_out) {
    remember(context_.operation.order_reading, alternative, step,
             context_.operation.readings[context_.operation.order_reading].clause);
  }
}

std::vector<std::size_t> Assessor::alive(std::size_t reading) const {
  return reading == context_.operation.order_reading ? precedence_.alive() : worlds_.alive(reading);
}

const Assessor::Evidence* Assessor::evidence(std::size_t reading, std::size_t alternative) const {
  const auto found = evidence_.find({reading, alternative});
  return found == evidence_.end() ? nullptr : &found->second;
}

}  // namespace assay::harness
