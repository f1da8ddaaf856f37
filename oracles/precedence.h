// Which error wins when several rules of the operation are broken at once. The documents don't say:
// what an endpoint does is learned pair by pair, and must stay the same.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "spec/operation.h"

namespace assay::oracles {

// A rule of a parameter.
struct Rule {
  std::size_t parameter = 0;
  spec::Check check = spec::Check::absent;
  auto operator<=>(const Rule&) const = default;
};

class Precedence {
 public:
  explicit Precedence(const spec::Operation& operation);

  struct Change {
    bool news = false;                   // some pair was not known before
    bool contradiction = false;          // one of `losers` has won over `winner` before
    Rule against;                        // that one
    std::string evidence;                // what was given as evidence when it won
    std::vector<std::size_t> ruled_out;  // alternatives of the order reading
  };
  // `evidence` names the exchange, for whoever reads the report. Nothing is learned when it
  // contradicts.
  Change learn(const Rule& winner, const std::vector<Rule>& losers, const std::string& evidence);

  // Alternatives of the order reading that agree with everything learned; may be empty.
  const std::vector<std::size_t>& alive() const { return alive_; }
  // "Shelf exists before Colour value", sorted.
  std::vector<std::string> sentences() const;

 private:
  bool agrees(std::size_t alternative, const Rule& first, const Rule& second) const;
  std::string describe(const Rule& rule) const;

  const spec::Operation& operation_;
  std::vector<std::size_t> alive_;
  std::map<std::pair<Rule, Rule>, std::string> won_;  // (winner, loser) -> evidence
};

}  // namespace assay::oracles
