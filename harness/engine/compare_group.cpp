// Which pairs of answers belong to one difference.
#include <algorithm>

#include "harness/engine/comparing.h"

namespace assay::harness {

namespace {

constexpr std::size_t most_answers = 50;  // differences that no reading is responsible for

}  // namespace

// The parameter that a clause is about, by its name: "Colour" of "Colour.valid-values"; the code
// of an error; else the clause itself.
std::string subject_of(const spec::Operation& operation, const std::string& clause) {
  for (const spec::Error& error : operation.errors) {
    for (const spec::ClauseId id : {error.code_clause, error.status_clause, error.message_clause}) {
      if (operation.clauses[id].name == clause) return error.code;
    }
  }
  const std::string stem = clause.substr(0, clause.find('.'));
  const bool parameter = std::any_of(operation.parameters.begin(), operation.parameters.end(),
                                     [&](const spec::Parameter& one) { return one.name == stem; });
  return parameter ? stem : clause;
}

std::set<std::string> Comparing::subjects_of(const Causes& causes) const {
  std::set<std::string> out;
  for (const auto& [key, root] : causes.roots()) {
    out.insert(subject_of(operation_, key.substr(0, key.find('/'))));
  }
  return out;
}

// One of them names a rule or an error that a side has a violation of its own in.
bool Comparing::follows(const Pair& pair, const Attribution::Cause& cause) const {
  const auto wrong = [&](const std::string& subject) {
    return wrong_a_.contains(subject) || wrong_b_.contains(subject);
  };
  const auto named = [&](const std::optional<spec::ClauseId>& clause) {
    return clause && wrong(subject_of(operation_, operation_.clauses[*clause].name));
  };
  return named(cause.a) || named(cause.b) || wrong(pair.a.code) || wrong(pair.b.code);
}

void Comparing::group_pairs() {
  causes_a_.emplace(a_, b_, true, departures_, pairs_);
  causes_b_.emplace(b_, a_, false, departures_, pairs_);
  wrong_a_ = subjects_of(*causes_a_);
  wrong_b_ = subjects_of(*causes_b_);
  Attribution attribution(a_, b_);
  std::vector<const Pair*> unexplained;
  for (const Pair& pair : pairs_.all()) {
    const Attribution::Cause cause = attribution.of(pair);
    if (cause.same_order) {
      unexplained.push_back(&pair);
    } else {
      group(pair, cause);
    }
  }
  explain_errors(attribution, unexplained);
}

// Who checks in the same order and yet names another error reads something differently.
void Comparing::explain_errors(Attribution& attribution, const std::vector<const Pair*>& pairs) {
  const auto known = [&] {
    return !wrong_a_.empty() || !wrong_b_.empty() ||
           std::any_of(groups_.begin(), groups_.end(),
                       [](const auto& group) { return group.second.difference.kind == "reading"; });
  };
  if (known()) return;
  for (const Pair* pair : pairs) group(*pair, attribution.loosely(*pair));
  if (known()) return;
  for (const Pair* pair : pairs) add_order(*pair);
}

void Comparing::group(const Pair& pair, const Attribution::Cause& cause) {
  const bool follows_it = follows(pair, cause);
  const bool wrong = !wrong_a_.empty() || !wrong_b_.empty();
  for (const auto& [reading, choice] : cause.readings) {
    if (follows_it || (wrong && !cause.decided)) {
      folded_.insert(operation_.readings[reading].name);
      continue;
    }
    Difference difference = about_reading(reading);
    difference.a.choice = names_of(reading, choice.a);
    difference.b.choice = names_of(reading, choice.b);
    add(std::move(difference), pair, cause.readings.size());
  }
  if (!cause.readings.empty() || !cause.same_world || follows_it) return;
  const bool errors = cause.a && cause.b && *cause.a != *cause.b;
  if (errors && operation_.order_reading != spec::no_reading) return add_order(pair);
  // A method that is only recommended to be refused may be refused in any way.
  const bool odd_method = pair.a.record.one.breaks(spec::GatewayRule::method_unsupported);
  if (odd_method && wrong) return;
  // Who stores wrongly at times has something else stored later on, too.
  const std::string stored =
      subject_of(operation_, operation_.clauses[operation_.clause(spec::Topic::stored)].name);
  if (same_answer(pair.a, pair.b) && (wrong_a_.contains(stored) || wrong_b_.contains(stored)))
    return;
  add(about_answers(pair, cause), pair, 1);
}

void Comparing::add_order(const Pair& pair) {
  Difference difference = about_reading(operation_.order_reading);
  difference.kind = "order";
  add(std::move(difference), pair, 1);
}

void Comparing::add(Difference like, const Pair& pair, std::size_t rank) {
  const auto found = groups_.find(like.key);
  if (found == groups_.end() && groups_.size() >= most_answers + operation_.readings.size()) {
    ++left_out_;
    return;
  }
  Group& group = found == groups_.end() ? groups_[like.key] : found->second;
  group.count += 1 + pair.alike;
  const bool better = group.smallest == nullptr || rank < group.rank ||
                      (rank == group.rank && pair.size < group.smallest->size);
  if (!better) return;
  group.rank = rank;
  group.smallest = &pair;
  group.difference = std::move(like);
}

void Comparing::name_clause(spec::ClauseId id, Difference& out) const {
  const spec::Clause& clause = operation_.clauses[id];
  out.clause = clause.name;
  out.at = clause.at;
  out.requires_ = clause.requires_;
}

std::vector<std::string> Comparing::names_of(std::size_t reading,
                                             const std::vector<std::size_t>& alternatives) const {
  std::vector<std::string> out;
  for (const std::size_t one : alternatives) {
    out.push_back(operation_.readings[reading].alternatives[one].name);
  }
  return out;
}

Difference Comparing::about_reading(std::size_t reading) const {
  const spec::Reading& one = operation_.readings[reading];
  Difference out;
  out.kind = "reading";
  out.key = a_.context().operation_name() + "/reading/" + one.name;
  out.reading = one.name;
  out.what = one.question;
  name_clause(one.clause, out);
  out.a.choice = names_of(reading, a_.assessor().alive(reading));
  out.b.choice = names_of(reading, b_.assessor().alive(reading));
  return out;
}

// One reading allows both answers: another wording, or a rule that perhaps applies.
Difference Comparing::about_answers(const Pair& pair, const Attribution::Cause& cause) const {
  const auto head = [](const std::string& outcome) { return outcome.substr(0, outcome.find(':')); };
  Difference out;
  out.kind = "answer";
  const std::string a = head(pair.a.outcome);
  const std::string b = head(pair.b.outcome);
  const bool stored = same_answer(pair.a, pair.b);
  const spec::ClauseId clause = cause.a   ? *cause.a
                                : cause.b ? *cause.b
                                : stored  ? operation_.clause(spec::Topic::stored)
                                          : operation_.clause(spec::Topic::format);
  name_clause(clause, out);
  out.key =
      a_.context().operation_name() + "/answer/" + out.clause + "/" + a + (a == b ? "" : " | " + b);
  out.what = stored   ? "Both answer alike, but what is stored afterwards differs."
             : a == b ? "Both answer with the same status and code, in other words or another form."
                      : "The same case is answered in two ways, and one reading allows both.";
  return out;
}

}  // namespace assay::harness
