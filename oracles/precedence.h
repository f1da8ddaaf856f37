// Which error wins when several rules of the operation are broken at once. The documents don't say:
// what an endpoint does is learned pair by pair, must stay the same, and must be an order: where A
// wins over B and B over C, C can't win over A.
//
// Example: Precedence order(operation);
//   if (order.learn(winner, losers, 7).contradiction) …
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oracles/rule.h"
#include "spec/operation.h"

namespace assay::oracles {

class Precedence {
 public:
  explicit Precedence(const spec::Operation& operation);

  // One of the pairs learned: an answer named `winner` although `loser` was broken, too.
  struct Beat {
    Rule winner, loser;
    std::size_t evidence = 0;  // as it was given
  };
  struct Change {
    bool news = false;  // some pair was not known before
    // No order of checks explains this answer and the earlier ones of `chain`.
    bool contradiction = false;
    // The fewest pairs that lead from one of the losers to the winner, each starting where the one
    // before ends. A single one: the same two rules, and the other of them won.
    std::vector<Beat> chain;
    std::vector<std::size_t> ruled_out;  // alternatives of the order reading
  };
  // `evidence` is a number for the exchange. The winner among the losers is passed over. Nothing is
  // learned when it contradicts.
  Change learn(const Rule& winner, const std::vector<Rule>& losers, std::size_t evidence);

  // Alternatives of the order reading that agree with everything learned; may be empty.
  const std::vector<std::size_t>& alive() const { return alive_; }
  // "Shelf exists before Colour value", sorted by rule. Looks are named only where rules that
  // differ in nothing else have different places.
  std::vector<std::string> sentences() const;
  // The order as far as it is known, in layers: "Shelf absent, Room absent > Shelf exists > Colour
  // value". A rule stands behind all those that won over it, and as far to the front as that
  // allows. Empty when nothing was learned.
  std::string order() const;

 private:
  bool agrees(std::size_t alternative, const Rule& first, const Rule& second) const;
  std::vector<Beat> chain(const std::vector<Rule>& from, const Rule& to) const;
  std::optional<std::string> layers(bool with_look) const;

  const spec::Operation& operation_;
  std::vector<std::size_t> alive_;
  std::map<Rule, std::map<Rule, std::size_t>> won_;  // winner -> losers -> evidence
};

}  // namespace assay::oracles
