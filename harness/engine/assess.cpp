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
  const auto change = precedence_.learn(*judgement.winner, judgement.losers, order_steps_.size());
  if (change.contradiction) {
    Problem problem;
    problem.violation.clause = order_clause();
    problem.violation.oracle = "precedence";
    problem.violation.kind =
        change.chain.size() == 1 ? "order of errors changes" : "no order of errors explains this";
    problem.violation.observed = context_.judge.reply().text();
    problem.violation.why = why_no_order(*judgement.winner, change.chain);
    for (const oracles::Precedence::Beat& beat : change.chain) {
      const Step& earlier = order_steps_[beat.evidence];
      const bool there = std::any_of(problem.evidence.begin(), problem.evidence.end(),
                                     [&](const Step& one) { return one.id == earlier.id; });
      if (!there) problem.evidence.push_back(earlier);
    }
    result_.problems.push_back(std::move(problem));
    return;
  }
  if (!change.news) return;
  order_steps_.push_back(step);
  if (informative_.size() < most_informative) informative_.push_back(step);
  for (const std::size_t alternative : change.ruled_out) {
    remember(context_.operation.order_reading, alternative, step, order_clause());
  }
}

spec::ClauseId Assessor::order_clause() const {
  return context_.operation.readings[context_.operation.order_reading].clause;
}

// Who won over whom: here, and before.
std::string Assessor::why_no_order(const oracles::Rule& winner,
                                   const std::vector<oracles::Precedence::Beat>& chain) const {
  const auto rule = [&](const oracles::Rule& one) {
    return oracles::describe(context_.operation, one);
  };
  const oracles::Rule& loser = chain.front().winner;
  if (chain.size() == 1) {
    return "Both rules are broken (" + rule(winner) + ", " + rule(loser) +
           "); an earlier answer to the same pair named the other one.";
  }
  std::string out = rule(winner) + " wins over " + rule(loser) + " here. Before, ";
  for (const oracles::Precedence::Beat& beat : chain) {
    if (&beat != &chain.front()) out += &beat == &chain.back() ? " and " : ", ";
    out += rule(beat.winner) + " won over " + rule(beat.loser);
  }
  return out + ". Whatever is checked first, one of these answers is wrong.";
}

std::vector<std::size_t> Assessor::alive(std::size_t reading) const {
  return reading == context_.operation.order_reading ? precedence_.alive() : worlds_.alive(reading);
}

const Assessor::Evidence* Assessor::evidence(std::size_t reading, std::size_t alternative) const {
  const auto found = evidence_.find({reading, alternative});
  return found == evidence_.end() ? nullptr : &found->second;
}

}  // namespace assay::harness
