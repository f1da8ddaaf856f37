#include "harness/engine/compare.h"

#include <algorithm>
#include <chrono>

#include "harness/engine/compare_pairs.h"
#include "harness/engine/compare_smallest.h"
#include "harness/engine/session.h"
#include "reports/text.h"

namespace assay::harness {

namespace {

using reports::Comparison;
using reports::Difference;

constexpr std::uint64_t block = 128;          // cases that one side gets before the other gets them
constexpr std::chrono::seconds patience{30};  // for making cases smaller
constexpr std::size_t rare = 20;              // times as often as what follows from it
constexpr std::size_t most_answers = 50;      // differences that no reading is responsible for

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
  std::set<std::string> own_violations(const Session& own, const Session& other) const;
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
  void ask_other(Session& own, Session& other);
  Comparison put_together();
  void merge_violations(Comparison& out);
  void merge_groups(Comparison& out);
  void drop_consequences(Comparison& out);
  void drop_derived(const Session& own, const std::set<std::string>& wrong, Comparison& out) const;
  void drop_disputed(Comparison& out) const;
  void say_end(Comparison& out) const;
  bool enough() const { return std::chrono::steady_clock::now() >= deadline_; }

  const spec::Operation& operation_;
  Keeping keep_a_, keep_b_;
  Session a_, b_;
  PairBook pairs_;
  std::map<std::string, Group> groups_;
  std::set<std::string> folded_;             // readings with pairs that follow from a violation
  std::set<std::string> wrong_a_, wrong_b_;  // what clauses are about that one side alone violates
  std::map<std::string, std::optional<reports::SideSeen>> others_;  // nothing: it shows it, too
  std::size_t left_out_ = 0;
  SteadyTime deadline_;
};

// A block to one side, then the same to the other.
void Comparing::work() {
  std::vector<SideAnswer> first;
  std::vector<SideAnswer> second;
  a_.listen([&](Record& record, const Assessor::Result& result) {
    first.push_back(answer_of(a_, record, result));
  });
  b_.listen([&](Record& record, const Assessor::Result& result) {
    second.push_back(answer_of(b_, record, result));
  });
  for (bool more = true; more;) {
    first.clear();
    second.clear();
    more = a_.work_on(block);
    more = !a_.ended_early() && b_.work_on(block) && more && !b_.ended_early();
    for (std::size_t i = 0; i < first.size() && i < second.size(); ++i) {
      pairs_.add(first[i], second[i]);
    }
  }
}

Comparison Comparing::run() {
  const bool open = a_.open() && b_.open();
  if (open) {
    const std::size_t lanes = std::min(a_.resources().size(), b_.resources().size());
    a_.use_lanes(lanes);
    b_.use_lanes(lanes);
    a_.start();
    b_.start();
    work();
    a_.settle();
    b_.settle();
    if (!a_.ended_early() && !b_.ended_early()) look_closer();
    a_.put_back();
    b_.put_back();
  }
  a_.conclude();
  b_.conclude();
  return put_together();
}

void Comparing::look_closer() {
  deadline_ = std::chrono::steady_clock::now() + patience;
  group_pairs();
  for (auto& [key, group] : groups_) {
    group.difference.count = group.count;
    show_smallest(a_, b_, *group.smallest, [this] { return enough(); }, group.difference);
  }
  ask_others();
}

namespace {

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

}  // namespace

std::set<std::string> Comparing::own_violations(const Session& own, const Session& other) const {
  std::set<std::string> out;
  for (const auto& [key, held] : own.book().all()) {
    if (held.alone > 0 && !other.book().all().contains(key)) {
      out.insert(subject_of(operation_, held.finding.clause));
    }
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
  wrong_a_ = own_violations(a_, b_);
  wrong_b_ = own_violations(b_, a_);
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
  const bool stored = pair.a.outcome == pair.b.outcome && pair.a.format == pair.b.format;
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

void Comparing::ask_others() {
  ask_other(a_, b_);
  ask_other(b_, a_);
}

// Does the other side show it, too, once it is asked the very same?
void Comparing::ask_other(Session& own, Session& other) {
  for (const auto& [key, held] : own.book().all()) {
    if (other.book().all().contains(key) || enough()) continue;
    reports::SideSeen seen;
    const bool differs = show_other(held, own, other, seen);
    others_[held.finding.key] =
        differs ? std::optional<reports::SideSeen>(std::move(seen)) : std::nullopt;
  }
}

Comparison Comparing::put_together() {
  Comparison out = compare_runs(keep_a_.summary, keep_b_.summary, &operation_);
  out.live = true;
  out.clauses.clear();
  out.pairs = pairs_.compared();
  out.unlike = pairs_.unlike();
  if (a_.unavailable() || b_.unavailable()) out.differences.clear();
  merge_violations(out);
  merge_groups(out);
  drop_consequences(out);
  drop_disputed(out);
  if (left_out_ > 0) {
    out.notes.push_back(reports::plural(left_out_, "pair") +
                        " of answers of other kinds: more than a report holds.");
  }
  conclude(out);
  say_end(out);
  return out;
}

void Comparing::merge_violations(Comparison& out) {
  std::erase_if(out.differences, [&](Difference& one) {
    const auto found = others_.find(one.key);
    if (one.kind != "violation" || found == others_.end()) return false;
    if (!found->second) {
      out.shared.push_back(one.key);
      return true;
    }
    (one.a.allowed ? one.a : one.b) = *found->second;
    return false;
  });
}

void Comparing::merge_groups(Comparison& out) {
  const auto order = std::find_if(groups_.begin(), groups_.end(), [](const auto& group) {
    return group.second.difference.kind == "order";
  });
  if (order != groups_.end()) {
    std::erase_if(out.differences, [](const Difference& one) { return one.kind == "order"; });
  }
  for (auto& [key, group] : groups_) {
    const auto found = std::find_if(out.differences.begin(), out.differences.end(),
                                    [&key = key](const Difference& one) { return one.key == key; });
    if (found == out.differences.end()) {
      out.differences.push_back(std::move(group.difference));
      continue;
    }
    group.difference.what = found->what;
    group.difference.kind = found->kind;
    *found = std::move(group.difference);
  }
}

// Where a side violates by itself, what is wrong only in the light of its earlier answers mostly
// follows from that, and so do the readings and the order of errors that its clauses are about.
void Comparing::drop_consequences(Comparison& out) {
  if (wrong_a_.empty() && wrong_b_.empty()) return;
  drop_derived(a_, wrong_a_, out);
  drop_derived(b_, wrong_b_, out);
  std::erase_if(out.differences, [&](const Difference& one) {
    if (one.reading.empty()) return false;
    const std::string subject = subject_of(operation_, one.clause);
    const bool folded = folded_.contains(one.reading) && !groups_.contains(one.key);
    if (!folded && !wrong_a_.contains(subject) && !wrong_b_.contains(subject)) return false;
    out.notes.push_back("The reading " + one.reading +
                        " is not compared: what tells of it is violated.");
    return true;
  });
  if (operation_.order_reading == spec::no_reading) return;
  const std::string key = about_reading(operation_.order_reading).key;
  if (groups_.contains(key)) return;
  std::erase_if(out.differences,
                [&](const Difference& one) { return one.key == key || one.kind == "order"; });
}

// What follows: contradictions, what the other side answers alike, and what is rare beside the
// rest.
void Comparing::drop_derived(const Session& own, const std::set<std::string>& wrong,
                             Comparison& out) const {
  if (wrong.empty()) return;
  const bool is_a = &own == &a_;
  std::map<std::string, const HeldFinding*> held;
  std::size_t most = 0;
  for (const auto& [key, one] : own.book().all()) {
    held[one.finding.key] = &one;
    if (one.alone > 0) most = std::max(most, one.finding.count);
  }
  const std::size_t count = std::erase_if(out.differences, [&](const Difference& one) {
    const auto found = held.find(one.key);
    if (one.kind != "violation" || found == held.end() || (is_a ? one.a : one.b).allowed) {
      return false;
    }
    if (found->second->alone > 0) return false;
    const std::string& oracle = found->second->finding.oracle;
    const bool alike = one.a.outcome == one.b.outcome && one.a.state_after == one.b.state_after;
    return oracle == "readings" || oracle == "precedence" || alike || one.count * rare < most;
  });
  if (count == 0) return;
  out.notes.push_back(std::string("What ") + (is_a ? "A" : "B") +
                      " violates makes it contradict itself: " + reports::plural(count, "finding") +
                      " left out that would be none without it.");
}

// Who contradicts itself in a reading chose nothing in it: the violation says so.
void Comparing::drop_disputed(Comparison& out) const {
  for (const Session* side : {&a_, &b_}) {
    std::set<std::size_t> disputed = side->disputed();
    const auto& book = side->book().all();
    if (operation_.order_reading != spec::no_reading &&
        std::any_of(book.begin(), book.end(),
                    [](const auto& held) { return held.second.finding.oracle == "precedence"; })) {
      disputed.insert(operation_.order_reading);
    }
    for (const std::size_t reading : disputed) {
      const std::string& name = operation_.readings[reading].name;
      if (std::erase_if(out.differences,
                        [&](const Difference& one) { return one.reading == name; }) == 0) {
        continue;
      }
      out.notes.push_back("The reading " + name + " is not compared: " + (side == &a_ ? "A" : "B") +
                          " contradicts itself in it.");
    }
  }
}

void Comparing::say_end(Comparison& out) const {
  const auto end = [&](Exit exit, std::string why) {
    out.exit = static_cast<int>(exit);
    out.exit_why = std::move(why);
  };
  if (a_.interrupted() || b_.interrupted()) {
    end(Exit::interrupted, "interrupted; what was found so far is in the report");
  } else if (a_.unavailable()) {
    end(Exit::unavailable, "A: " + keep_a_.summary.exit_why);
  } else if (b_.unavailable()) {
    end(Exit::unavailable, "B: " + keep_b_.summary.exit_why);
  } else if (out.pairs == 0 && out.differences.empty() && out.shared.empty()) {
    end(Exit::nothing, "nothing was compared");
  }
}

}  // namespace

Comparison compare(const CompareSide& a, const CompareSide& b) { return Comparing(a, b).run(); }

}  // namespace assay::harness
