#include "harness/engine/run.h"

#include <algorithm>
#include <set>

#include "harness/engine/session.h"

namespace assay::harness {

namespace {

const std::string reading_back = "reading back: ";
constexpr std::size_t longest_silence = 64;  // cases in a row without an answer: nobody is there

// The least number of cases, `least` or more, that leaves no sequence unfinished.
std::uint64_t whole_sequences(std::uint64_t least) {
  return (least + generators::sequence_length - 1) / generators::sequence_length *
         generators::sequence_length;
}

// Two resources a lane, so that one can be seen to stay as it is while the other is changed.
std::vector<Resources> pairs(const std::vector<std::string>& all) {
  std::vector<Resources> out;
  for (std::size_t i = 0; i + 1 < all.size(); i += 2) out.push_back({all[i], all[i + 1]});
  if (out.empty() && !all.empty()) out.push_back({all[0], ""});
  return out;
}

std::vector<Resources> singles(const std::vector<std::string>& all) {
  std::vector<Resources> out;
  for (const std::string& one : all) out.push_back({one, ""});
  return out;
}

double since(SteadyTime begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

Exit run(Context& context, const RunEnvironment& environment, reports::Listener& listeners) {
  return Session(context, environment, listeners).execute();
}

Session::Session(Context& context, const RunEnvironment& environment, reports::Listener& listeners)
    : context_(context),
      environment_(environment),
      listeners_(listeners),
      assessor_(context),
      book_(context),
      by_clause_(context.operation.clauses.size()),
      by_phase_(context.operation.clauses.size()),
      started_(wire::format_time(context.clock())),
      begin_(std::chrono::steady_clock::now()) {}

Exit Session::execute() {
  if (open()) {
    start();
    while (work_on(planned_)) continue;
    settle();
    put_back();
  }
  return conclude();
}

bool Session::open() {
  transport_ = environment_.transport(std::max<std::size_t>(1, context_.settings.lanes));
  client_ = std::make_unique<Client>(context_, *transport_);
  before_ = preflight(context_, *client_);
  listeners_.run_started({summary(Exit::interrupted, "the run has not ended")});
  if (before_.refusal.empty()) return true;
  unavailable_ = true;
  unavailable_why_ = before_.refusal;
  return false;
}

void Session::use_lanes(std::size_t most) {
  before_.resources.resize(std::min(most, before_.resources.size()));
  before_.states.resize(before_.resources.size());
}

void Session::settle() {
  finish_work();
  if (!ended_early()) {
    judge_effects();
    confirm_deadline_ = finding_deadline_ =
        std::chrono::steady_clock::now() + std::chrono::seconds(30);
    weigh_failures();
    merge_disputes();
    confirm();
  }
}

void Session::put_back() {
  for (std::string& line : restore(context_, *client_, before_)) {
    before_.lines.push_back(std::move(line));
  }
  requests_ += client_->sent();
}

void Session::plan() {
  std::uint64_t left = context_.settings.cases;
  const auto& wanted = context_.settings.phases;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const generators::Phase phase = wanted[i];
    std::uint64_t count = std::min(left, context_.generator.size(phase));
    if (phase == generators::Phase::sequences && i + 1 < wanted.size()) {
      count = std::min(count, whole_sequences(left / 4));
    }
    if (count == 0) continue;
    phases_.push_back({phase, planned_, count});
    planned_ += count;
    left -= count;
  }
  judged_.resize(phases_.size());
  for (auto& clause : by_phase_) clause.resize(phases_.size());
}

// Neighbouring phases that are dealt out alike.
std::vector<Session::Leg> Session::legs() const {
  std::vector<Leg> out;
  for (const PlannedPhase& phase : phases_) {
    const bool sequences = phase.phase == generators::Phase::sequences;
    if (out.empty() || out.back().sequences != sequences) {
      out.emplace_back();
      out.back().first = phase.first;
      out.back().sequences = sequences;
      out.back().resources = sequences ? pairs(before_.resources) : singles(before_.resources);
    }
    out.back().phases.push_back(phase);
    out.back().end = phase.first + phase.count;
  }
  return out;
}

void Session::start() {
  plan();
  work_begin_ = std::chrono::steady_clock::now();
  deadline_ = work_begin_ + context_.settings.max_time;
  legs_ = legs();
  if (phases_.empty()) return;
  listeners_.phase_started(std::string(generators::name(phases_[0].phase)), phases_[0].count);
}

bool Session::work_on(std::uint64_t most) {
  if (next_leg_ == legs_.size() || stop()) return false;
  const Leg& leg = legs_[next_leg_];
  if (next_case_ == leg.first) begin_leg(leg);
  const std::uint64_t end = std::min(leg.end - next_case_, whole_sequences(most)) + next_case_;
  work(leg, end);
  next_case_ = end;
  if (end == leg.end) ++next_leg_;
  return true;
}

void Session::finish_work() {
  seconds_ = since(work_begin_);
  if (cases_ < planned_ && !ended_early()) {
    not_judged_.push_back("The time was up after " + std::to_string(cases_) + " of " +
                          std::to_string(planned_) + " cases.");
  }
  if (throttled_ > 0) {
    not_judged_.push_back("The endpoint asked to slow down " + std::to_string(throttled_) +
                          " times; the run waited.");
  }
  progress();
  worked_until_ = since(begin_);
  checkpoint(worked_until_);
}

void Session::begin_leg(const Leg& leg) {
  leg_ = &leg;
  pump_.emplace(context_, *transport_, leg.resources,
                Pump::Deal{leg.first, leg.sequences ? generators::sequence_length : 1});
  histories_.assign(leg.resources.size(), {});
  if (leg.sequences && leg.resources[0].other.empty()) {
    not_judged_.emplace_back(
        "That a change of one instance leaves others alone: only one instance is worked on.");
  }
}

// Which lane a case comes to hangs on nothing but its number and where the leg begins.
void Session::work(const Leg& leg, std::uint64_t end) {
  Pump& pump = *pump_;
  const std::size_t requests = pump.requests();
  const std::size_t throttled = pump.throttled();
  Pump::Hooks hooks;
  hooks.make = [&](std::uint64_t number, generators::Case& out) {
    return number < end && make(leg, number, out);
  };
  hooks.take = [this](Record& record) { take(record); };
  hooks.stop = [this] { return stop(); };
  hooks.tick = [this] { tick(); };
  hooks.ended = [this](SteadyTime now, SteadyTime::duration took, bool answered) {
    const double moment = std::chrono::duration<double>(now - begin_).count();
    if (answered) {
      timeline_.answered(moment, std::chrono::duration<double>(took).count());
    } else {
      timeline_.failed(moment);
    }
  };
  pump.run(hooks, [this] { return ended_early(); });
  requests_ += pump.requests() - requests;
  throttled_ += pump.throttled() - throttled;
}

bool Session::make(const Leg& leg, std::uint64_t number, generators::Case& out) {
  for (const PlannedPhase& phase : leg.phases) {
    if (number < phase.first || number - phase.first >= phase.count) continue;
    context_.generator.make({context_.settings.seed, phase.phase, number - phase.first}, out);
    return true;
  }
  return false;
}

bool Session::stop() const {
  return interrupted_ || unavailable_ || std::chrono::steady_clock::now() >= deadline_;
}

void Session::tick() {
  interrupted_ = interrupted_ || environment_.interrupted();
  progress();
  const double now = since(begin_);
  if (now >= next_checkpoint_) checkpoint(now);
}

// Rarer and rarer, so that the journal of a long run stays small.
void Session::checkpoint(double now) {
  next_checkpoint_ = now + std::max(1.0, now / 10);
  reports::Checkpoint out;
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    out.phases.push_back({std::string(generators::name(phases_[i].phase)), judged_[i]});
  }
  out.cases = cases_;
  out.requests = sent_;
  out.seconds = now;
  out.verdicts = verdicts_;
  out.clauses = by_clause_;
  out.by_phase = by_phase_;
  out.timeline = timeline_.stretches(now);
  listeners_.checkpoint(out);
}

void Session::progress() {
  if (phases_.empty()) return;
  reports::Progress out;
  out.phase = generators::name(phases_[current_phase_].phase);
  out.cases = cases_;
  out.planned = planned_;
  out.findings = book_.size();
  out.seconds = since(begin_);
  if (out.seconds > 0) out.requests_per_second = static_cast<double>(sent_) / out.seconds;
  if (cases_ > 0) {
    const double by_cases =
        out.seconds * static_cast<double>(planned_ - cases_) / static_cast<double>(cases_);
    const double by_clock =
        std::chrono::duration<double>(deadline_ - std::chrono::steady_clock::now()).count();
    out.seconds_left = std::max(0.0, std::min(by_cases, by_clock));
  }
  listeners_.progress(out);
}

void Session::take(Record& record) {
  while (record.number >= phases_[current_phase_].first + phases_[current_phase_].count) {
    checkpoint(since(begin_));
    const PlannedPhase& next = phases_[++current_phase_];
    listeners_.phase_started(std::string(generators::name(next.phase)), next.count);
  }
  ++cases_;
  ++judged_[current_phase_];
  sent_ += record.requests;
  silent_streak_ = record.failure == Failure::none ? 0 : silent_streak_ + 1;
  oracles::Received received;
  received.recent = &recent_;
  if (record.failure == Failure::none) {
    received.response = &record.response;
    ++answered_;
  } else {
    received.failure = name(record.failure);
  }
  const StepView step = record.step();
  const auto& result = assessor_.assess(record.request, received, record.circumstances, step);
  count_verdicts(*result.judgement);
  for (const Problem& problem : result.problems) note_problem(problem, *result.judgement, record);
  histories_[record.lane].add(step);
  // A method that is only recommended to be refused may be refused in any way.
  const bool odd_method = record.one.breaks(spec::GatewayRule::method_unsupported);
  if (result.judgement->inconclusive && !odd_method) note_passing(result.judgement->note, record);
  for (std::size_t i = 0; i < record.times_unobserved; ++i) {
    note_passing(reading_back + std::string(record.unobserved), record);
  }
  if (!result.ruled.empty()) note_ruled(result, record);
  if (silent_streak_ >= longest_silence && book_.size() == 0) {
    unavailable_ = true;
    unavailable_why_ = "the endpoint stopped answering: " + std::string(name(record.failure)) +
                       (record.detail.empty() ? "" : " (" + record.detail + ")");
  }
  if (tap_) tap_(record, result);
}

void Session::count(spec::ClauseId clause, oracles::Verdict verdict) {
  count_beside(clause, verdict);
  ++by_phase_[clause][current_phase_][static_cast<std::size_t>(verdict)];
}

void Session::count_beside(spec::ClauseId clause, oracles::Verdict verdict) {
  const auto index = static_cast<std::size_t>(verdict);
  ++by_clause_[clause][index];
  ++verdicts_[index];
}

void Session::count_verdicts(const oracles::Judgement& judgement) {
  for (const auto& [clause, verdict] : judgement.verdicts) {
    count(clause, verdict);
  }
  if (!judgement.inconclusive) return;
  ++verdicts_[static_cast<std::size_t>(oracles::Verdict::inconclusive)];
}

namespace {

std::string answer_text(const Record& record) {
  return answer_text(record.failure, record.detail, record.partial, record.response);
}

}  // namespace

void Session::note_problem(const Problem& problem, const oracles::Judgement& judgement,
                           const Record& record) {
  const Sighting sighting{
      &record.one,  record.step(),         leg_->resources[record.lane], &histories_[record.lane],
      record.bytes, case_size(record.one), &record.circumstances};
  disputed_.insert(problem.disputed.begin(), problem.disputed.end());
  // Of answers that can't all be right any may be the wrong one.
  std::set<spec::ClauseId> clauses(problem.about.begin(), problem.about.end());
  clauses.insert(problem.violation.clause);
  for (const auto& [clause, verdict] : judgement.verdicts) {
    if (verdict == oracles::Verdict::violates) clauses.erase(clause);  // counted before
  }
  for (const spec::ClauseId clause : clauses) count(clause, oracles::Verdict::violates);
  const std::string answer =
      book_.wants(problem, sighting.size) ? answer_text(record) : std::string();
  HeldFinding* held = book_.note(problem, sighting, answer);
  if (held == nullptr || held->finding.count > 1) return;
  held->finding.found_after = cases_;
  timeline_.finding(since(begin_));
  listeners_.finding(held->finding);
  listeners_.exchange({"violates", held->finding.clause, held->finding.replay, record.one.label,
                       held->finding.request, held->finding.answer, held->finding.why});
}

void Session::note_passing(const std::string& note, const Record& record) {
  Passing& passing = passing_[note];
  ++passing.count;
  if (passing.samples.size() >= 8) return;
  const Step step = record.step();
  passing.samples.emplace_back(step, leg_->resources[record.lane]);
  if (passing.samples.size() > 1) return;
  listeners_.exchange({"inconclusive", "", to_text(token_of(context_, {step})), record.one.label,
                       context_.mask(record.bytes), context_.mask(answer_text(record)), note});
}

void Session::note_ruled(const Assessor::Result& result, const Record& record) {
  const Step step = record.step();
  const std::string token = to_text(token_of(context_, {step}));
  for (const Ruled& ruled : result.ruled) {
    const spec::Reading& reading = context_.operation.readings[ruled.reading];
    listeners_.eliminated(reading.name, {reading.alternatives[ruled.alternative].name, token});
    listeners_.exchange({"reading", context_.operation.clauses[reading.clause].name, token,
                         record.one.label, context_.mask(record.bytes),
                         context_.mask(answer_text(record)),
                         reading.name + " is not " + reading.alternatives[ruled.alternative].name});
  }
}

}  // namespace assay::harness
