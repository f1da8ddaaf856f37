// The answers of two sides to the same case, and which reading a pair of them hangs on.
// Internal to harness/engine.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/engine/compare.h"
#include "harness/engine/session.h"

namespace assay::harness {

// One violation as it was met, and whether it needs what earlier answers said.
struct Blame {
  std::string key;                      // "clause/kind"
  std::vector<std::string> other_keys;  // what it is called as well, see keys_of()
  std::vector<std::size_t> disputed;    // readings
  bool alone = false;                   // no reading allows it, whatever came before
  bool of_state = false;                // about what is stored
  bool of_rules = false;                // which clause it is about may hang on readings
  bool of_order = false;                // which error wins, other than before
  std::optional<std::size_t> shows;     // field of the state that is wrong to show as it is
};

// One side's answer to a case. What differs between any two endpoints is taken out of the text: the
// names of the resources that the case was sent to.
struct SideAnswer {
  Record record;
  Resources resources;
  std::string outcome;
  std::string code;
  wire::BodyFormat format = wire::BodyFormat::none;
  bool judged = false;  // an answer that violates nothing, and is no passing failure
  std::vector<Blame> blames;
};

// Do both say the same, in the same format? What is stored is another matter.
inline bool same_answer(const SideAnswer& one, const SideAnswer& other) {
  return one.outcome == other.outcome && one.format == other.format;
}

// Both of them, where they differ.
struct Pair {
  SideAnswer a, b;
  std::size_t size = 0;   // of the case
  std::size_t alike = 0;  // further pairs that look the same
};

// `text` with the names of the resources replaced by what they are to the case, in any case of
// letters.
std::string without_names(std::string text, const Resources& resources);

SideAnswer answer_of(Session& session, Record& record, const Assessor::Result& result);

// Collects what differs. Memory is bounded.
class PairBook {
 public:
  explicit PairBook(const spec::Operation& operation) : operation_(operation) {}
  void add(SideAnswer& a, SideAnswer& b);
  bool differ(const SideAnswer& a, const SideAnswer& b) const;
  const std::vector<Pair>& all() const { return all_; }
  std::size_t compared() const { return compared_; }
  std::size_t unlike() const { return unlike_; }

 private:
  const spec::Operation& operation_;
  std::vector<Pair> all_;
  std::map<std::string, std::vector<std::size_t>> by_look_;  // numbers of all_
  std::size_t compared_ = 0, unlike_ = 0;
};

// Says of pairs which readings they hang on: had one side the other's alternatives of such a
// reading, the document would forbid what it answered.
class Attribution {
 public:
  Attribution(Session& a, Session& b);

  // Alternatives of a reading under which each side may answer as it did.
  struct Choice {
    std::vector<std::size_t> a, b;
  };
  struct Cause {
    std::map<std::size_t, Choice> readings;  // that it hangs on, each alone
    std::optional<spec::ClauseId> a, b;      // the rules that the errors name
    bool decided = true;                     // the sides chose each of `readings` differently
    bool same_world = false;                 // one reading allows both answers
    bool same_order = false;                 // and both check in the same order, as far as is known
  };
  Cause of(const Pair& pair);
  // Of a pair that is one of the same order, and yet names two errors: the readings still open in
  // which one side has to choose where the other need not. Only where nothing else differs.
  Cause loosely(const Pair& pair);

 private:
  using Alive = std::vector<std::vector<std::size_t>>;  // by reading
  struct Side {
    explicit Side(const Session& session);
    const Session* session;
    oracles::Judge judge;  // strict: what the document only recommends tells readings apart, too
    Alive alive;
    std::map<std::vector<std::size_t>, oracles::Worlds> swapped;  // readings taken from the other
  };
  oracles::Worlds worlds_of(const Side& own, const Side& other,
                            const std::vector<std::size_t>& taken) const;
  bool forbidden(Side& own, const Side& other, const SideAnswer& answer,
                 const std::vector<std::size_t>& readings);
  static bool forbidden(Side& own, const SideAnswer& answer, const oracles::Worlds& worlds);
  static bool out_of_order(const Side& own, const oracles::Judgement& judgement);
  std::vector<std::size_t> possible(Side& own, const SideAnswer& answer, std::size_t reading);
  std::map<std::size_t, Choice> hanging(const Pair& pair);
  std::map<std::size_t, Choice> explaining(const Pair& pair, bool loosely);

  const spec::Operation& operation_;
  Side a_, b_;
  std::vector<std::size_t> chosen_;  // no alternative is left that both sides allow
  std::vector<std::size_t> open_;    // not decided on one side or both
};

}  // namespace assay::harness
