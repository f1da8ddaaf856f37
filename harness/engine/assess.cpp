#include "harness/engine/assess.h"

#include <algorithm>
#include <set>

namespace assay::harness {

namespace {

constexpr std::size_t most_informative = 200;
constexpr std::size_t most_premises = 100;  // sets that are looked for
constexpr std::size_t most_cubes = 1000;    // of one answer that is kept

constexpr oracles::Kind disagree{"readings", "answers disagree on "};

void name(oracles::Violation& violation, oracles::Kind kind) {
  violation.oracle = kind.oracle();
  violation.kind = kind.stem();
}

}  // namespace

void name_dispute(const spec::Operation& operation, Problem& problem) {
  std::sort(problem.disputed.begin(), problem.disputed.end());
  const spec::Reading& reading = operation.readings[problem.disputed.front()];
  name(problem.violation, disagree);
  problem.violation.kind += reading.name;
  const auto& topics = operation.topics;
  if (std::find(topics.begin(), topics.end(), reading.clause) == topics.end()) {
    problem.violation.clause = reading.clause;
  }
}

std::string violation_key(const spec::Operation& operation, const Problem& problem) {
  return keys_of(operation, problem).front();
}

std::string violation_key(const spec::Operation& operation, const oracles::Violation& violation) {
  return operation.clauses[violation.clause].name + "/" + violation.kind;
}

std::vector<std::string> keys_of(const spec::Operation& operation, const Problem& problem) {
  if (problem.disputed.empty()) return {violation_key(operation, problem.violation)};
  std::vector<std::string> out;
  for (const std::size_t one : problem.disputed) {
    const spec::Reading& reading = operation.readings[one];
    out.push_back(operation.clauses[reading.clause].name + "/" + std::string(disagree.stem()) +
                  reading.name);
  }
  return out;
}

bool is_called(const spec::Operation& operation, const Problem& problem, const std::string& key) {
  const auto keys = keys_of(operation, problem);
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

Assessor::Assessor(Context& context)
    : context_(context),
      worlds_(context.operation),
      precedence_(context.operation),
      testimony_(context.operation) {}

const Assessor::Result& Assessor::assess(const wire::Request& request,
                                         const oracles::Received& received,
                                         const oracles::Circumstances& circumstances,
                                         const StepView& step) {
  const oracles::Judgement& judgement =
      context_.judge.judge(request, received, circumstances, worlds_);
  result_.judgement = &judgement;
  result_.problems.clear();
  result_.ruled.clear();
  const Exchange exchange{request, received, circumstances, step};
  for (const oracles::Violation& violation : judgement.violations) {
    result_.problems.push_back({violation, {}});
    if (!violation.otherwise.empty()) {
      explain(result_.problems.back());
    } else if (!violation.expected.empty()) {
      add_premises(result_.problems.back(), exchange);
    }
  }
  if (judgement.violations.empty() && !judgement.inconclusive) {
    if (!judgement.allowed.empty()) learn_readings(judgement, exchange);
    if (judgement.winner && !judgement.losers.empty()) learn_order(judgement, step);
  }
  return result_;
}

// Would the answer be the same violation for somebody who knows no more than these worlds?
bool Assessor::shows_again(const oracles::Violation& violation, const Exchange& exchange,
                           const oracles::Worlds& worlds) {
  if (!again_) {
    again_.emplace(context_.operation, context_.knowledge, context_.verifier.get(),
                   context_.settings.strict);
  }
  oracles::Received received = exchange.received;
  received.recent = nullptr;
  const auto& judgement =
      again_->judge(exchange.request, received, exchange.circumstances, worlds, false);
  return std::any_of(judgement.violations.begin(), judgement.violations.end(),
                     [&](const oracles::Violation& one) {
                       return one.clause == violation.clause && one.kind == violation.kind;
                     });
}

// No reading allows it, but which clause it is about may hang on what earlier answers said.
void Assessor::add_premises(Problem& problem, const Exchange& exchange) {
  const oracles::Violation& violation = problem.violation;
  const auto shows = [&](const oracles::Subset& set) {
    return shows_again(violation, exchange, testimony_.worlds_of(set));
  };
  if (shows({})) return;  // the usual case
  // What one of a kind presumes, the next presumes as a rule.
  const auto key = std::pair(violation.clause, violation.kind);
  const auto known = premises_.find(key);
  oracles::Subset set = known == premises_.end() ? oracles::Subset() : known->second;
  if (set.empty() || !shows(set)) {
    if (searches_ == most_premises) return;
    ++searches_;
    set = oracles::smallest_subset(testimony_.size(), shows).value_or(oracles::Subset());
    premises_[key] = set;
  }
  for (const std::size_t one : set) problem.evidence.push_back(told_[one].step);
}

// Which earlier answers, as few as possible, make a violation of it.
void Assessor::explain(Problem& problem) {
  oracles::Violation& violation = problem.violation;
  const auto set = testimony_.against(violation.otherwise, oracles::Testimony::How::ruled_out);
  if (!set) {  // some answer was not kept
    problem.evidence = informative_;
    return;
  }
  problem.disputed = testimony_.disputed(*set, violation.otherwise);
  const std::string needs = choices_of(violation.otherwise.front(), problem.disputed);
  violation.why += " It would be right with " + needs + ", which " +
                   (set->size() == 1 ? "an earlier answer" : "earlier answers together") +
                   " ruled out (" + answers_of(*set) + ").";
  add_evidence(problem, *set);
  if (!problem.disputed.empty()) name_dispute(context_.operation, problem);
}

void Assessor::add_evidence(Problem& problem, const oracles::Subset& told) const {
  std::set<spec::ClauseId> about{problem.violation.clause};
  for (const std::size_t one : told) {
    problem.evidence.push_back(told_[one].step);
    about.insert(told_[one].about);
  }
  problem.about.assign(about.begin(), about.end());
}

// "colour=red, size=big": what the cube says of these readings; their names where it says nothing.
std::string Assessor::choices_of(const oracles::Cube& cube,
                                 const std::vector<std::size_t>& readings) const {
  std::string out;
  for (const auto& [reading, alternative] : cube) {
    if (std::find(readings.begin(), readings.end(), reading) == readings.end()) continue;
    const spec::Reading& one = context_.operation.readings[reading];
    out += (out.empty() ? "" : ", ") + one.name + "=" + one.alternatives[alternative].name;
  }
  return out.empty() ? "another " + names_of(readings) : out;
}

std::string Assessor::names_of(const std::vector<std::size_t>& readings) const {
  std::string out;
  for (const std::size_t reading : readings) {
    out += (out.empty() ? "" : ", ") + context_.operation.readings[reading].name;
  }
  return out;
}

std::string Assessor::answers_of(const oracles::Subset& told) const {
  std::string out;
  for (const std::size_t one : told) out += (out.empty() ? "" : "; ") + told_[one].answer;
  return out;
}

// An answer may be news about readings and order at once.
void Assessor::note_informative(const StepView& step) {
  const Step one = step;
  if (!informative_.empty() && informative_.back().id == one.id) return;
  if (informative_.size() < most_informative) informative_.push_back(one);
}

void Assessor::remember(std::size_t reading, std::size_t alternative, const StepView& step,
                        spec::ClauseId about) {
  evidence_[{reading, alternative}] = {step, context_.judge.reply().text(), about};
  result_.ruled.push_back({reading, alternative});
}

void Assessor::learn_readings(const oracles::Judgement& judgement, const Exchange& exchange) {
  const oracles::Worlds::Change change = worlds_.learn(judgement.allowed);
  if (change.contradiction) return contradict(judgement, exchange);
  for (const auto& [reading, alternative] : change.ruled_out) {
    remember(reading, alternative, exchange.step, judgement.about);
  }
  if (change.news) keep(judgement, exchange);
}

// What the answer says whatever was known before, so that any few of them can be laid together.
void Assessor::keep(const oracles::Judgement& judgement, const Exchange& exchange) {
  note_informative(exchange.step);
  if (told_.size() >= most_informative) return;
  auto cubes = context_.judge.allowing(exchange.circumstances, worlds_);
  if (cubes.empty() || cubes.size() > most_cubes) return;
  testimony_.add(std::move(cubes));
  told_.push_back({exchange.step, context_.judge.reply().text(), judgement.about});
}

void Assessor::contradict(const oracles::Judgement& judgement, const Exchange& exchange) {
  Problem problem;
  oracles::Violation& violation = problem.violation;
  violation.clause = judgement.about;
  violation.observed = context_.judge.reply().text();
  violation.otherwise = context_.judge.allowing(exchange.circumstances, worlds_);
  violation.why =
      "Each answer alone is permitted by some reading, but no combination of readings permits this "
      "one ";
  const auto set = testimony_.against(violation.otherwise, oracles::Testimony::How::jointly);
  if (set) {
    problem.disputed = testimony_.disputed(*set, violation.otherwise);
    violation.why += "(" + violation.observed + ") and " +
                     (set->size() == 1 ? "an earlier one (" : "earlier ones (") + answers_of(*set) +
                     ") together. They disagree on " + names_of(problem.disputed) + ".";
    add_evidence(problem, *set);
  } else {  // some answer was not kept
    violation.why += "and the earlier ones together.";
    problem.evidence = informative_;
    problem.about = {violation.clause};
  }
  if (problem.disputed.empty()) problem.disputed = {judgement.allowed.front().front().first};
  name_dispute(context_.operation, problem);
  result_.problems.push_back(std::move(problem));
}

void Assessor::learn_order(const oracles::Judgement& judgement, const StepView& step) {
  const auto change = precedence_.learn(*judgement.winner, judgement.losers, order_steps_.size());
  if (change.contradiction) {
    Problem problem;
    problem.violation.clause = order_clause();
    name(problem.violation, {"precedence", "no order of errors explains this"});
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
  note_informative(step);
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
