// A judge with a memory: what answers said about the readings, and about the order of errors, is
// learned, and what contradicts it is a violation with the fewest earlier exchanges as evidence.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/engine/context.h"
#include "harness/engine/token.h"
#include "oracles/precedence.h"
#include "oracles/testimony.h"
#include "oracles/worlds.h"

namespace assay::harness {

// A violation, and the steps without which it is none.
//
// Answers of which each is right by some reading, but not all by the same, are one violation,
// whichever of them came last: nobody can say which one is wrong. So such a one is named by the
// reading, and the clauses of all these answers stand beside it.
struct Problem {
  oracles::Violation violation;
  std::vector<Step> evidence;
  std::vector<std::size_t> disputed = {};  // readings that the evidence and this disagree on
  std::vector<spec::ClauseId> about = {};  // then: the clauses of all these answers, ascending
};

// Says that answers disagree on the first of `problem.disputed`; there must be one. What a reading
// of the page is about is cited; one of the gateway is about many sentences, so that of the last
// answer stays.
void name_dispute(const spec::Operation& operation, Problem& problem);

// "clause/kind": what makes two violations the same. The clause is that of the reading where
// answers disagree on one.
std::string violation_key(const spec::Operation& operation, const Problem& problem);
std::string violation_key(const spec::Operation& operation, const oracles::Violation& violation);

// The key, and those that it would have, had another of its disputed readings come first.
std::vector<std::string> keys_of(const spec::Operation& operation, const Problem& problem);
bool is_called(const spec::Operation& operation, const Problem& problem, const std::string& key);

// An alternative that an answer ruled out.
struct Ruled {
  std::size_t reading = 0, alternative = 0;
};

class Assessor {
 public:
  explicit Assessor(Context& context);

  struct Result {
    const oracles::Judgement* judgement = nullptr;
    std::vector<Problem> problems;
    std::vector<Ruled> ruled;
  };
  // Judges and learns. `step` names the exchange. Valid until the next call.
  const Result& assess(const wire::Request& request, const oracles::Received& received,
                       const oracles::Circumstances& circumstances, const StepView& step);

  const oracles::Worlds& worlds() const { return worlds_; }
  oracles::Worlds& worlds() { return worlds_; }  // for who learns from other answers, too
  const oracles::Precedence& precedence() const { return precedence_; }
  const std::vector<Step>& informative() const { return informative_; }
  // Alternatives of a reading still alive, the order of errors included.
  std::vector<std::size_t> alive(std::size_t reading) const;
  // The exchange that ruled an alternative out: its step and what it answered.
  struct Evidence {
    Step step;
    std::string answer;
    spec::ClauseId about = 0;
  };
  const Evidence* evidence(std::size_t reading, std::size_t alternative) const;

 private:
  // The exchange at hand.
  struct Exchange {
    const wire::Request& request;
    const oracles::Received& received;
    const oracles::Circumstances& circumstances;
    const StepView& step;
  };
  // An answer that was news about the readings: number i of testimony_.
  struct Told {
    Step step;
    std::string answer;
    spec::ClauseId about = 0;
  };
  void learn_readings(const oracles::Judgement& judgement, const Exchange& exchange);
  void contradict(const oracles::Judgement& judgement, const Exchange& exchange);
  void add_evidence(Problem& problem, const oracles::Subset& told) const;
  void keep(const oracles::Judgement& judgement, const Exchange& exchange);
  bool shows_again(const oracles::Violation& violation, const Exchange& exchange,
                   const oracles::Worlds& worlds);
  void note_informative(const StepView& step);
  std::string choices_of(const oracles::Cube& cube, const std::vector<std::size_t>& readings) const;
  std::string names_of(const std::vector<std::size_t>& readings) const;
  std::string answers_of(const oracles::Subset& told) const;
  void learn_order(const oracles::Judgement& judgement, const StepView& step);
  spec::ClauseId order_clause() const;
  std::string why_no_order(const oracles::Rule& winner,
                           const std::vector<oracles::Precedence::Beat>& chain) const;
  void remember(std::size_t reading, std::size_t alternative, const StepView& step,
                spec::ClauseId about);
  void explain(Problem& problem);
  void add_premises(Problem& problem, const Exchange& exchange);

  Context& context_;
  oracles::Worlds worlds_;
  oracles::Precedence precedence_;
  Result result_;
  std::map<std::pair<std::size_t, std::size_t>, Evidence> evidence_;
  std::vector<Step> order_steps_;  // by the evidence given to precedence_
  std::vector<Step> informative_;
  oracles::Testimony testimony_;
  std::vector<Told> told_;
  std::map<std::pair<spec::ClauseId, std::string>, oracles::Subset> premises_;  // by kind
  std::size_t searches_ = 0;                                                    // for premises
  std::optional<oracles::Judge> again_;  // for judging once more, with fewer readings ruled out
};

}  // namespace assay::harness
