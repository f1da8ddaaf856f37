// Which violations of a side are wrong by themselves, and which only follow from those: the other
// side, asked the same, shows what is due. Internal to harness/engine.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/engine/compare_pairs.h"

namespace assay::harness {

// Pairs of answers of which one violates at least, by the key of what it shows. Bounded.
class Departures {
 public:
  static constexpr std::size_t most_of_a_key = 16;
  using Kept = std::shared_ptr<const Pair>;
  using ByKey = std::map<std::string, std::vector<Kept>>;

  // Takes them when it is one of those.
  void add(SideAnswer& a, SideAnswer& b);
  const ByKey& of(bool a) const { return a ? a_.kept : b_.kept; }

 private:
  struct Side {
    ByKey kept;
    std::map<std::string, std::size_t> seen;
  };
  static void note(Side& side, const SideAnswer& own, const SideAnswer& other, const Kept& pair);
  Side a_, b_;
};

// Do both answer alike, and do the states change alike?
bool alike(const SideAnswer& one, const SideAnswer& other);

// What one side does wrong, by cause.
class Causes {
 public:
  // Wrong by itself. `finding` is filled where the side has no finding of that key: what it did was
  // right in the light of what it had answered before.
  struct Root {
    std::size_t count = 0;
    const Pair* smallest = nullptr;
    std::optional<reports::Finding> finding;
  };

  Causes(Session& own, Session& other, bool own_is_a, const Departures& departures,
         const PairBook& pairs);

  const std::map<std::string, Root>& roots() const { return roots_; }
  // Findings that follow, each with the root that it follows from.
  const std::map<std::string, std::string>& follows() const { return follows_; }

  // Asks the side: does a finding only show where the trigger of another one is in the request?
  void ask(const std::function<bool()>& enough);

 private:
  // What an exchange says of the side.
  struct Told {
    std::set<std::string> keys;  // wrong by itself
    bool certain = true;         // false: nobody can tell
  };
  const SideAnswer& own_of(const Pair& pair) const { return own_is_a_ ? pair.a : pair.b; }
  const SideAnswer& other_of(const Pair& pair) const { return own_is_a_ ? pair.b : pair.a; }
  bool own_finding(const std::string& key) const;
  bool resolved(const Blame& blame) const;
  Told told_by(const Pair& pair);
  const oracles::Judgement* judge(const SideAnswer& own, const oracles::Worlds& worlds);
  void judge_anew(const Pair& pair, Told& out);
  void tell(const Blame& blame, const Pair& pair, Told& out);
  std::optional<spec::ClauseId> named_by(oracles::Judge& judge, const SideAnswer& answer) const;
  std::string due(const std::string& key, const Pair& pair);
  bool turns_order_round(const oracles::Judgement& judgement) const;
  void add_root(const std::string& key, const Pair& pair, const oracles::Violation* violation);
  void weigh(const std::string& key, const HeldFinding& held);
  void attach(const std::map<std::string, std::size_t>& shared, const std::string& key);
  void fold(const std::string& key, const std::string& under);
  using Follows = std::function<bool(const HeldFinding& one, const HeldFinding& cause)>;
  void fold_where(const Follows& follows);
  void fold_within_answers();
  void fold_families();
  void fold_odd_methods();
  void fold_drift();
  void fold_foreign_changes();
  void fold_what_was_taken();
  void fold_closed_services();
  bool no_id_at_all(const std::string& key) const;
  bool within(const std::string& key, const std::string& cause) const;
  bool can_be_sent(const std::string& cause) const;
  std::vector<const Pair*> pairs_of(const std::string& key) const;
  bool about_order_of(const std::string& key, const std::vector<const Pair*>& pairs,
                      const std::string& cause);
  bool names(oracles::Judge& judge, const SideAnswer& answer, const std::string& subject) const;
  bool only_with(const std::vector<const Pair*>& pairs, const std::string& cause);
  bool shows_alone(const generators::Case& one, const Step& step, const Resources& resources,
                   const std::string& cause);

  const spec::Operation& operation_;
  Session& own_;
  Session& other_;
  bool own_is_a_;
  const Departures::ByKey& kept_;
  oracles::Judge judge_;
  oracles::Judge due_;             // of the other side's answers
  oracles::Worlds sober_;          // what the side would allow, had it never contradicted itself
  oracles::Worlds decided_;        // and, where it decided nothing, as the other side reads it
  std::vector<std::size_t> open_;  // readings that nothing sober is known of
  std::map<std::string, Root> roots_;
  std::map<std::string, std::string> follows_;
  std::map<std::string, std::map<std::string, std::size_t>> shared_;  // finding, then root
};

}  // namespace assay::harness
