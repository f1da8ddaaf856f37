#include "harness/engine/compare_causes.h"

#include <algorithm>

namespace assay::harness {

namespace {

constexpr std::size_t most_keys = 100;
constexpr std::size_t most_late = 8;  // later answers that one wrong answer makes look wrong

bool blamed(const SideAnswer& answer, const std::string& key) {
  return std::any_of(answer.blames.begin(), answer.blames.end(), [&](const Blame& blame) {
    return blame.key == key || std::find(blame.other_keys.begin(), blame.other_keys.end(), key) !=
                                   blame.other_keys.end();
  });
}

using Known = std::optional<oracles::State>;

// Where one is not known, nothing tells them apart.
bool changed_alike(const Known& before, const Known& after, const Known& other_before,
                   const Known& other_after) {
  if (!before || !after || !other_before || !other_after) return true;
  for (std::size_t i = 0; i < after->size() && i < other_after->size(); ++i) {
    const bool changed = (*before)[i] != (*after)[i];
    const bool other_changed = (*other_before)[i] != (*other_after)[i];
    if (changed != other_changed) return false;
    if (changed && (*after)[i] != (*other_after)[i]) return false;
  }
  return true;
}

void narrow(std::size_t reading, const std::vector<std::size_t>& alive, oracles::Worlds& worlds) {
  std::vector<oracles::Cube> cubes;
  for (const std::size_t alternative : alive) cubes.push_back({{reading, alternative}});
  worlds.learn(std::move(cubes));
}

}  // namespace

bool alike(const SideAnswer& one, const SideAnswer& other) {
  if (!same_answer(one, other)) return false;
  const oracles::Circumstances& a = one.record.circumstances;
  const oracles::Circumstances& b = other.record.circumstances;
  return changed_alike(a.before, a.after, b.before, b.after) &&
         changed_alike(a.bystander_before, a.bystander_after, b.bystander_before,
                       b.bystander_after);
}

void Departures::note(Side& side, const SideAnswer& own, const SideAnswer& other,
                      const Kept& pair) {
  const auto take = [&](const std::string& key) {
    if (side.seen.size() >= most_keys && !side.seen.contains(key)) return;
    const std::size_t seen = side.seen[key]++;
    auto& kept = side.kept[key];
    if (kept.size() < most_of_a_key) return kept.push_back(pair);
    // Of all that come each is kept as often as any other.
    const std::size_t place = (own.record.number * 0x9E3779B97F4A7C15U >> 20U) % (seen + 1);
    if (place < most_of_a_key) kept[place] = pair;
  };
  for (const Blame& blame : own.blames) {
    if (blamed(other, blame.key)) continue;
    take(blame.key);
    for (const std::string& also : blame.other_keys) take(also);
  }
}

void Departures::add(SideAnswer& a, SideAnswer& b) {
  if (a.blames.empty() && b.blames.empty()) return;
  const std::size_t size = case_size(a.record.one);
  const auto pair = std::make_shared<const Pair>(Pair{std::move(a), std::move(b), size, 0});
  note(a_, pair->a, pair->b, pair);
  note(b_, pair->b, pair->a, pair);
}

Causes::Causes(Session& own, Session& other, bool own_is_a, const Departures& departures,
               const PairBook& pairs)
    : operation_(own.context().operation),
      own_(own),
      other_(other),
      own_is_a_(own_is_a),
      kept_(departures.of(own_is_a)),
      judge_(operation_, own.context().knowledge, own.context().verifier.get(),
             own.context().settings.strict),
      due_(operation_, own.context().knowledge, own.context().verifier.get()),
      sober_(operation_),
      decided_(operation_) {
  for (std::size_t i = 0; i < operation_.readings.size(); ++i) {
    if (i == operation_.order_reading) continue;
    const std::size_t all = operation_.readings[i].alternatives.size();
    const Session& who = !own.disputed().contains(i) ? own : other;
    const auto alive = who.assessor().alive(i);
    const bool unknown = alive.size() == all || (&who == &other && other.disputed().contains(i));
    if (unknown) {
      open_.push_back(i);
    } else {
      narrow(i, alive, sober_);
    }
    narrow(i, alive, decided_);
    if (!other.disputed().contains(i)) narrow(i, other.assessor().alive(i), decided_);
  }
  // What it answered before it contradicted itself.
  if (!own.disputed().empty()) {
    for (const Pair& pair : pairs.all()) told_by(pair);
  }
  for (const auto& [key, held] : own.book().all()) {
    if (own_finding(key)) weigh(key, held);
  }
  std::erase_if(roots_, [&](const auto& root) { return !own_finding(root.first); });
  for (const auto& [key, shared] : shared_) {
    if (!roots_.contains(key)) attach(shared, key);
  }
  fold_within_answers();
  fold_families();
  fold_odd_methods();
  fold_drift();
  fold_foreign_changes();
  fold_what_was_taken();
  fold_closed_services();
}

bool Causes::own_finding(const std::string& key) const {
  return !other_.book().all().contains(key);
}

// Is anything known of the readings that it is about, but for what the side says itself?
bool Causes::resolved(const Blame& blame) const {
  return std::none_of(blame.disputed.begin(), blame.disputed.end(), [&](std::size_t reading) {
    return std::find(open_.begin(), open_.end(), reading) != open_.end();
  });
}

// What a pair says of the side: what it would violate had it read the document as it says it does,
// or, where it says both, as the other side does.
Causes::Told Causes::told_by(const Pair& pair) {
  Told out;
  const SideAnswer& own = own_of(pair);
  const SideAnswer& other = other_of(pair);
  const bool same = alike(own, other);
  bool hangs = own.blames.empty();
  for (const Blame& blame : own.blames) {
    if (blamed(other, blame.key)) continue;
    if (!blame.alone) {
      hangs = true;
      out.certain = out.certain && resolved(blame);
    } else if (!same || !blame.of_state) {
      tell(blame, pair, out);
    }
  }
  if (same || !hangs) return out;
  judge_anew(pair, out);
  // It answers otherwise, and yet as the other side might.
  const bool drifted = own.record.circumstances.before != other.record.circumstances.before;
  if (out.keys.empty() && !drifted) out.certain = false;
  return out;
}

// Null where nothing can be said.
const oracles::Judgement* Causes::judge(const SideAnswer& own, const oracles::Worlds& worlds) {
  if (own.record.failure != Failure::none) return nullptr;
  oracles::Received received;
  received.response = &own.record.response;
  const oracles::Judgement& judgement =
      judge_.judge(own.record.request, received, own.record.circumstances, worlds, false);
  return judgement.inconclusive ? nullptr : &judgement;
}

// No reading allows it; which clause it is about is said by the readings that the sides decided.
void Causes::tell(const Blame& blame, const Pair& pair, Told& out) {
  std::vector<const oracles::Violation*> instead;
  const oracles::Judgement* judgement = blame.of_rules ? judge(own_of(pair), decided_) : nullptr;
  if (judgement != nullptr) {
    for (const oracles::Violation& one : judgement->violations) {
      if (one.oracle == "outcome" || one.oracle == "state") instead.push_back(&one);
    }
  }
  const bool stays = std::any_of(instead.begin(), instead.end(), [&](const auto* one) {
    return violation_key(operation_, *one) == blame.key;
  });
  if (stays || instead.empty()) {
    const std::string key = due(blame.key, pair);
    out.keys.insert(key);
    return add_root(key, pair, nullptr);
  }
  for (const oracles::Violation* one : instead) {
    const std::string key = due(violation_key(operation_, *one), pair);
    out.keys.insert(key);
    add_root(key, pair, one);
  }
}

// The clause of the rule that the answer's error names.
std::optional<spec::ClauseId> Causes::named_by(oracles::Judge& judge,
                                               const SideAnswer& answer) const {
  oracles::Received received;
  received.response = &answer.record.response;
  judge.judge(answer.record.request, received, answer.record.circumstances, decided_, false);
  return judge.named();
}

// Where several errors were due, the other side's answer says which; the finding is about that one,
// where there is such a finding.
std::string Causes::due(const std::string& key, const Pair& pair) {
  const SideAnswer& other = other_of(pair);
  if (other.code.empty() || other.record.failure != Failure::none) return key;
  const std::string clause = key.substr(0, key.find('/'));
  const std::string kind = key.substr(key.find('/'));
  const auto known = [&](spec::ClauseId due) {
    const std::string out = operation_.clauses[due].name + kind;
    return own_.book().all().contains(out) ? out : key;
  };
  if (kind == "/accepted") {
    const auto named = named_by(due_, other);
    return named ? known(*named) : key;
  }
  const auto& errors = operation_.errors;
  const bool of_code = std::any_of(errors.begin(), errors.end(), [&](const spec::Error& error) {
    return operation_.clauses[error.code_clause].name == clause;
  });
  const auto error = std::find_if(errors.begin(), errors.end(),
                                  [&](const spec::Error& one) { return one.code == other.code; });
  return of_code && error != errors.end() ? known(error->code_clause) : key;
}

void Causes::judge_anew(const Pair& pair, Told& out) {
  const SideAnswer& own = own_of(pair);
  const oracles::Judgement* judged = judge(own, sober_);
  if (judged == nullptr) return;
  const oracles::Judgement& judgement = *judged;
  for (const oracles::Violation& violation : judgement.violations) {
    const std::string key = due(violation_key(operation_, violation), pair);
    if (blamed(other_of(pair), key)) continue;
    out.keys.insert(key);
    add_root(key, pair, &violation);
  }
  const auto order = std::find_if(own.blames.begin(), own.blames.end(),
                                  [](const Blame& blame) { return blame.of_order; });
  if (order == own.blames.end() || !turns_order_round(judgement)) return;
  out.keys.insert(order->key);
  add_root(order->key, pair, nullptr);
}

bool Causes::turns_order_round(const oracles::Judgement& judgement) const {
  if (!judgement.winner || judgement.losers.empty()) return false;
  oracles::Precedence order = other_.assessor().precedence();
  return order.learn(*judgement.winner, judgement.losers, 0).contradiction;
}

void Causes::add_root(const std::string& key, const Pair& pair,
                      const oracles::Violation* violation) {
  Root& root = roots_[key];
  root.count += 1 + pair.alike;
  const bool smaller = root.smallest == nullptr || pair.size < root.smallest->size;
  if (smaller) root.smallest = &pair;
  if (violation == nullptr || own_.book().all().contains(key) || (root.finding && !smaller)) return;
  root.finding.emplace();
  describe(own_.context(), Problem{*violation, {}}, *root.finding);
}

// Of a finding: wrong by itself, or does each exchange that showed it point elsewhere?
void Causes::weigh(const std::string& key, const HeldFinding& held) {
  const auto kept = kept_.find(key);
  bool certain = kept != kept_.end();
  if (certain) {
    auto& shared = shared_[key];
    for (const Departures::Kept& pair : kept->second) {
      const Told told = told_by(*pair);
      certain = certain && told.certain;
      for (const std::string& one : told.keys) ++shared[one];
    }
  }
  if (!certain || roots_.contains(key)) roots_[key].count = held.finding.count;
}

// Under the root that it shares most exchanges with. Else earlier answers make it wrong, most
// likely those of the most frequent root; but not where it is far more frequent than that.
void Causes::attach(const std::map<std::string, std::size_t>& shared, const std::string& key) {
  const std::string* best = nullptr;
  std::size_t most = 0;
  for (const auto& [root, times] : shared) {
    if (!roots_.contains(root) || times <= most) continue;
    most = times;
    best = &root;
  }
  if (best != nullptr) {
    follows_[key] = *best;
    return;
  }
  for (const auto& [root, what] : roots_) {
    if (best != nullptr && what.count <= most) continue;
    most = what.count;
    best = &root;
  }
  if (best == nullptr) return;
  const HeldFinding& held = own_.book().all().at(key);
  const bool needs_others = !held.disputed.empty() || held.finding.oracle == "precedence";
  if (needs_others || held.finding.count <= most * most_late) {
    follows_[key] = *best;
  } else {
    roots_[key].count = held.finding.count;
  }
}

void Causes::fold(const std::string& key, const std::string& under) {
  follows_[key] = under;
  for (auto& [one, root] : follows_) {
    if (root == key) root = under;
  }
  roots_.erase(key);
}

}  // namespace assay::harness
