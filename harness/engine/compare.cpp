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
      departures_.add(first[i], second[i]);
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
  const auto asked = [this] { return enough(); };
  causes_a_->ask(asked);
  causes_b_->ask(asked);
  ask_other(*causes_a_, a_, b_);
  ask_other(*causes_b_, b_, a_);
  show_roots(*causes_a_, true);
  show_roots(*causes_b_, false);
}

// Does the other side show it, too, once it is asked the very same?
void Comparing::ask_other(Causes& causes, Session& own, Session& other) {
  for (const auto& [key, held] : own.book().all()) {
    if (other.book().all().contains(key) || causes.follows().contains(key) || enough()) continue;
    reports::SideSeen seen;
    const bool differs = show_other(held, own, other, seen);
    others_[held.finding.key] =
        differs ? std::optional<reports::SideSeen>(std::move(seen)) : std::nullopt;
  }
}

// What the side's run could not tell, but the other side's answers do.
void Comparing::show_roots(const Causes& causes, bool is_a) {
  const Session& own = is_a ? a_ : b_;
  for (const auto& [key, root] : causes.roots()) {
    if (!root.finding || own.book().all().contains(key) || root.smallest == nullptr) continue;
    Difference out = violation_of(*root.finding, is_a);
    out.count = root.count;
    show_smallest(a_, b_, *root.smallest, [this] { return enough(); }, out);
    early_.push_back(std::move(out));
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
  out.differences.insert(out.differences.end(), early_.begin(), early_.end());
  if (causes_a_) fold(*causes_a_, true, out);
  if (causes_b_) fold(*causes_b_, false, out);
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

// Where a side violates by itself, the readings and the order of errors that its clauses are about
// mostly follow from that.
void Comparing::drop_consequences(Comparison& out) {
  if (wrong_a_.empty() && wrong_b_.empty()) return;
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

// Each under what it follows from; nothing is hidden.
void Comparing::fold(const Causes& causes, bool is_a, Comparison& out) const {
  const auto& findings = (is_a ? keep_a_ : keep_b_).summary.findings;
  for (const auto& [key, root] : causes.follows()) {
    const std::string from = a_.context().operation_name() + "/";
    const auto cause = std::find_if(out.differences.begin(), out.differences.end(),
                                    [&](const Difference& one) { return one.key == from + root; });
    const auto finding = std::find_if(findings.begin(), findings.end(),
                                      [&](const auto& one) { return one.key == from + key; });
    if (cause == out.differences.end() || finding == findings.end()) continue;
    cause->consequences.push_back({finding->key, finding->count, finding->why});
  }
  std::erase_if(out.differences, [&](const Difference& one) {
    return one.kind == "violation" && (is_a ? one.b : one.a).allowed &&
           std::any_of(
               out.differences.begin(), out.differences.end(), [&](const Difference& cause) {
                 return std::any_of(cause.consequences.begin(), cause.consequences.end(),
                                    [&](const auto& follows) { return follows.key == one.key; });
               });
  });
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
