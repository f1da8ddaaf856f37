// The inside of a comparison. Internal to harness/engine.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/engine/compare.h"
#include "harness/engine/compare_causes.h"
#include "harness/engine/compare_pairs.h"
#include "harness/engine/session.h"

namespace assay::harness {

using reports::Comparison;
using reports::Difference;

// Tells everybody, and keeps what was said last.
class Keeping final : public reports::Listener {
 public:
  explicit Keeping(reports::Listener& next) : next_(next) {}
  void run_started(const reports::RunStart& event) override { next_.run_started(event); }
  void phase_started(const std::string& name, std::size_t planned) override {
    next_.phase_started(name, planned);
  }
  void progress(const reports::Progress& event) override { next_.progress(event); }
  void checkpoint(const reports::Checkpoint& event) override { next_.checkpoint(event); }
  void exchange(const reports::ExchangeNote& event) override { next_.exchange(event); }
  void finding(const reports::Finding& event) override { next_.finding(event); }
  void eliminated(const std::string& reading, const reports::Elimination& event) override {
    next_.eliminated(reading, event);
  }
  void run_finished(const reports::Summary& event) override {
    summary = event;
    next_.run_finished(event);
  }
  reports::Summary summary;

 private:
  reports::Listener& next_;
};

// What a clause is about: the name of a parameter, the code of an error, or its own name.
std::string subject_of(const spec::Operation& operation, const std::string& clause);

// The difference that a finding of one run alone makes.
Difference violation_of(const reports::Finding& finding, bool by_a);

class Comparing {
 public:
  Comparing(const CompareSide& a, const CompareSide& b)
      : operation_(a.context.operation),
        keep_a_(a.listeners),
        keep_b_(b.listeners),
        a_(a.context, a.environment, keep_a_),
        b_(b.context, b.environment, keep_b_),
        pairs_(operation_) {}
  Comparison run();

 private:
  // Pairs of one key: how many, and the one to show. Of a low rank is what hangs on nothing else.
  struct Group {
    std::size_t count = 0, rank = 0;
    const Pair* smallest = nullptr;
    Difference difference;
  };

  void work();
  void look_closer();
  void group_pairs();
  std::set<std::string> subjects_of(const Causes& causes) const;
  bool follows(const Pair& pair, const Attribution::Cause& cause) const;
  void group(const Pair& pair, const Attribution::Cause& cause);
  void explain_errors(Attribution& attribution, const std::vector<const Pair*>& pairs);
  void add_order(const Pair& pair);
  void add(Difference like, const Pair& pair, std::size_t rank);
  Difference about_reading(std::size_t reading) const;
  Difference about_answers(const Pair& pair, const Attribution::Cause& cause) const;
  std::vector<std::string> names_of(std::size_t reading,
                                    const std::vector<std::size_t>& alternatives) const;
  void name_clause(spec::ClauseId clause, Difference& out) const;
  void ask_others();
  void ask_other(Causes& causes, Session& own, Session& other);
  void show_roots(const Causes& causes, bool is_a);
  Comparison put_together();
  void merge_violations(Comparison& out);
  void merge_groups(Comparison& out);
  void drop_consequences(Comparison& out);
  void fold(const Causes& causes, bool is_a, Comparison& out) const;
  void drop_disputed(Comparison& out) const;
  void say_end(Comparison& out) const;
  bool enough() const { return std::chrono::steady_clock::now() >= deadline_; }

  const spec::Operation& operation_;
  Keeping keep_a_, keep_b_;
  Session a_, b_;
  PairBook pairs_;
  Departures departures_;
  std::optional<Causes> causes_a_, causes_b_;
  std::map<std::string, Group> groups_;
  std::set<std::string> folded_;             // readings with pairs that follow from a violation
  std::set<std::string> wrong_a_, wrong_b_;  // what clauses are about that one side alone violates
  std::map<std::string, std::optional<reports::SideSeen>> others_;  // nothing: it shows it, too
  std::vector<Difference> early_;  // violations that were none in the light of what came before
  std::size_t left_out_ = 0;
  SteadyTime deadline_;
};

}  // namespace assay::harness
