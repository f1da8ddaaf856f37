// The inside of a run. Internal to harness/engine.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <set>

#include "harness/engine/effects.h"
#include "harness/engine/findings.h"
#include "harness/engine/pump.h"
#include "harness/engine/reduce.h"
#include "harness/engine/run.h"
#include "harness/engine/timeline.h"
#include "harness/engine/trial.h"
#include "oracles/answer_checks.h"

namespace assay::harness {

class Session {
 public:
  Session(Context& context, const RunEnvironment& environment, reports::Listener& listeners);
  Exit execute();

  // The same in steps, for who drives two of them at once: open(), start(), work_on() until it
  // says no, settle(), put_back(), conclude().
  bool open();                       // looks at the endpoint; false: it can't be used
  void use_lanes(std::size_t most);  // after open(): no more lanes than that
  void start();                      // plans
  bool work_on(std::uint64_t most);  // about so many cases more; false: no more
  void settle();                     // effects, confirming
  void put_back();                   // the resources, as they were
  Exit conclude();
  using Tap = std::function<void(Record&, const Assessor::Result&)>;
  void listen(Tap tap) { tap_ = std::move(tap); }  // told of every judged record, which it may take
  bool ended_early() const { return interrupted_ || unavailable_; }

  const std::vector<std::string>& resources() const { return before_.resources; }
  // What the lane of a record works on.
  const Resources& resources_of(const Record& record) const { return leg_->resources[record.lane]; }
  const Assessor& assessor() const { return assessor_; }
  const FindingBook& book() const { return book_; }
  const oracles::VerdictCounts& verdicts(spec::ClauseId clause) const { return by_clause_[clause]; }
  Context& context() const { return context_; }
  Client& client() { return *client_; }
  bool unavailable() const { return unavailable_; }
  bool interrupted() const { return interrupted_; }
  const std::set<std::size_t>& disputed() const { return disputed_; }  // see Problem::disputed

 private:
  struct PlannedPhase {
    generators::Phase phase;
    std::uint64_t first = 0, count = 0;  // numbers first … first + count - 1
  };
  // Passing failures of one name: how many, and steps that drew one.
  struct Passing {
    std::size_t count = 0;
    std::vector<std::pair<Step, Resources>> samples;
  };
  // Phases that one pump deals out.
  struct Leg {
    std::vector<PlannedPhase> phases;
    std::vector<Resources> resources;  // of each lane
    std::uint64_t first = 0, end = 0;  // numbers first … end - 1
    bool sequences = false;
  };

  void plan();
  std::vector<Leg> legs() const;
  void finish_work();
  void begin_leg(const Leg& leg);
  void work(const Leg& leg, std::uint64_t end);
  bool make(const Leg& leg, std::uint64_t number, generators::Case& out);
  void take(Record& record);
  void count_verdicts(const oracles::Judgement& judgement);
  void count(spec::ClauseId clause, oracles::Verdict verdict);         // in the phase at work
  void count_beside(spec::ClauseId clause, oracles::Verdict verdict);  // in none
  void note_problem(const Problem& problem, const oracles::Judgement& judgement,
                    const Record& record);
  void note_passing(const std::string& note, const Record& record);
  void note_ruled(const Assessor::Result& result, const Record& record);
  bool stop() const;
  void tick();
  void progress();
  void checkpoint(double now);  // seconds since the run began

  void judge_effects();
  void leave_effects(const std::string& why);
  void take_effect(const EffectSeen& seen);
  void note_effect(const Problem& problem, const EffectSeen& seen);

  void confirm();
  void confirm_one(HeldFinding& held);
  bool shows(const Shown& shown, const std::string& key) const;
  bool reproduce(HeldFinding& held, Reducer& reducer) const;
  void make_smaller(HeldFinding& held, Reducer& reducer);
  void probe(HeldFinding& held);
  void refresh(HeldFinding& held, const std::vector<Shown>& shown);
  void merge_disputes();
  void weigh_failures();
  void weigh(const std::string& note, Passing& passing);
  void weigh_unobserved(const std::string& note, Passing& passing);
  bool too_often(const Passing& passing) const;
  void add_late(const Problem& problem, const Step& step, const Resources& resources,
                std::size_t count, bool reproduced);
  bool out_of_patience() const;

  reports::Summary summary(Exit exit, const std::string& why) const;
  void add_clauses(reports::Summary& out) const;
  void add_readings(reports::Summary& out) const;
  std::string settings_line() const;

  Context& context_;
  const RunEnvironment& environment_;
  reports::Listener& listeners_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<Client> client_;
  Preflight before_;
  Assessor assessor_;
  FindingBook book_;
  oracles::RecentIds recent_;
  std::vector<PlannedPhase> phases_;
  std::vector<Leg> legs_;
  std::size_t next_leg_ = 0;
  std::uint64_t next_case_ = 0;  // number of the first case not yet dealt out
  const Leg* leg_ = nullptr;     // the one at work
  std::optional<Pump> pump_;     // of it
  std::size_t throttled_ = 0;    // times that the endpoint asked to slow down
  Tap tap_;
  std::set<std::size_t> disputed_;  // readings
  SteadyTime work_begin_;
  std::vector<History> histories_;   // of its lanes
  std::vector<std::size_t> judged_;  // cases by phase of the plan
  std::vector<oracles::VerdictCounts> by_clause_;
  std::vector<std::vector<oracles::VerdictCounts>> by_phase_;  // by clause, then phase of the plan
  Timeline timeline_;
  oracles::VerdictCounts verdicts_{};
  std::map<std::string, Passing> passing_;
  std::vector<std::string> not_judged_;
  std::map<spec::ClauseId, std::string> effect_reasons_;  // why a clause of the effects was left
  std::map<std::pair<std::size_t, std::size_t>, std::string> effect_evidence_;  // by alternative
  std::size_t current_phase_ = 0;
  std::uint64_t planned_ = 0, cases_ = 0, sent_ = 0, requests_ = 0, answered_ = 0;
  std::size_t silent_streak_ = 0;  // cases without an answer, in a row
  bool interrupted_ = false, unavailable_ = false;
  std::string unavailable_why_, started_;
  SteadyTime begin_, deadline_, confirm_deadline_;
  SteadyTime finding_deadline_;  // of the finding that is looked at
  double seconds_ = 0, next_checkpoint_ = 1;
  double worked_until_ = 0;  // seconds since the run began, where seconds_ leaves out the preflight
};

}  // namespace assay::harness
