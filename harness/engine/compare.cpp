#include "harness/engine/compare.h"

#include <algorithm>
#include <chrono>

#include "harness/engine/compare_smallest.h"
#include "harness/engine/comparing.h"
#include "reports/text.h"

namespace assay::harness {

namespace {

constexpr std::uint64_t block = 128;          // cases that one side gets before the other gets them
constexpr std::chrono::seconds patience{30};  // for making cases smaller
constexpr std::size_t rare = 20;              // times as often as what follows from it

}  // namespace

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
  for (auto& entry : groups_) {
    auto& group = entry.second;
    const auto found =
        std::find_if(out.differences.begin(), out.differences.end(),
                     [&entry](const Difference& one) { return one.key == entry.first; });
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

Comparison compare(const CompareSide& a, const CompareSide& b) { return Comparing(a, b).run(); }

}  // namespace assay::harness
