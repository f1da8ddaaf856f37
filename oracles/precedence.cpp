#include "oracles/precedence.h"

#include <numeric>

namespace assay::oracles {

Precedence::Precedence(const spec::Operation& operation)
    : operation_(operation), alive_(operation.ranks.size()) {
  std::iota(alive_.begin(), alive_.end(), std::size_t{0});
}

bool Precedence::agrees(std::size_t alternative, const Rule& first, const Rule& second) const {
  const auto rank = [&](const Rule& rule) {
    return operation_.ranks[alternative][rule.parameter][static_cast<std::size_t>(rule.check)];
  };
  return rank(first) <= rank(second);
}

Precedence::Change Precedence::learn(const Rule& winner, const std::vector<Rule>& losers,
                                     const std::string& evidence) {
  Change change;
  for (const Rule& loser : losers) {
    if (loser == winner) continue;
    const auto opposite = won_.find({loser, winner});
    if (opposite == won_.end()) continue;
    change.contradiction = true;
    change.against = loser;
    change.evidence = opposite->second;
    return change;
  }
  for (const Rule& loser : losers) {
    if (loser == winner || !won_.emplace(std::pair{winner, loser}, evidence).second) continue;
    change.news = true;
    std::erase_if(alive_, [&](std::size_t alternative) {
      if (agrees(alternative, winner, loser)) return false;
      change.ruled_out.push_back(alternative);
      return true;
    });
  }
  return change;
}

std::string Precedence::describe(const Rule& rule) const {
  return operation_.parameters[rule.parameter].name + " " + std::string(spec::name(rule.check));
}

std::vector<std::string> Precedence::sentences() const {
  std::vector<std::string> out;
  for (const auto& [pair, unused] : won_) {
    out.push_back(describe(pair.first) + " before " + describe(pair.second));
  }
  return out;
}

}  // namespace assay::oracles
