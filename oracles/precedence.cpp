#include "oracles/precedence.h"

#include <algorithm>
#include <deque>
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

// Breadth first, so that no shorter chain is passed over.
std::vector<Precedence::Beat> Precedence::chain(const std::vector<Rule>& from,
                                                const Rule& to) const {
  std::map<Rule, std::optional<Beat>> reached;  // by which pair
  std::deque<Rule> open;
  for (const Rule& rule : from) {
    if (rule != to && reached.emplace(rule, std::nullopt).second) open.push_back(rule);
  }
  for (; !open.empty() && !reached.contains(to); open.pop_front()) {
    const auto found = won_.find(open.front());
    if (found == won_.end()) continue;
    for (const auto& [loser, evidence] : found->second) {
      const Beat beat{found->first, loser, evidence};
      if (reached.emplace(loser, beat).second) open.push_back(loser);
    }
  }
  std::vector<Beat> out;
  for (auto at = reached.find(to); at != reached.end() && at->second;
       at = reached.find(out.back().winner)) {
    out.push_back(*at->second);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

Precedence::Change Precedence::learn(const Rule& winner, const std::vector<Rule>& losers,
                                     std::size_t evidence) {
  Change change;
  const auto beaten = won_.find(winner);
  const bool known = std::all_of(losers.begin(), losers.end(), [&](const Rule& loser) {
    return loser == winner || (beaten != won_.end() && beaten->second.contains(loser));
  });
  if (known) return change;
  change.chain = chain(losers, winner);
  if (!change.chain.empty()) {
    change.contradiction = true;
    return change;
  }
  for (const Rule& loser : losers) {
    if (loser == winner || !won_[winner].emplace(loser, evidence).second) continue;
    change.news = true;
    std::erase_if(alive_, [&](std::size_t alternative) {
      if (agrees(alternative, winner, loser)) return false;
      change.ruled_out.push_back(alternative);
      return true;
    });
  }
  return change;
}

std::vector<std::string> Precedence::sentences() const {
  const bool with_look = !layers(false);
  std::vector<std::string> out;
  for (const auto& [winner, losers] : won_) {
    for (const auto& [loser, unused] : losers) {
      std::string one = describe(operation_, winner, with_look) + " before " +
                        describe(operation_, loser, with_look);
      if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
    }
  }
  return out;
}

// Nothing when rules that differ only in their looks have no common place.
std::optional<std::string> Precedence::layers(bool with_look) const {
  const auto place = [&](Rule rule) {
    if (!with_look) rule.look = Look::plain;
    return rule;
  };
  std::map<Rule, std::size_t> layer;
  for (const auto& [winner, losers] : won_) {
    layer[place(winner)] = 0;
    for (const auto& [loser, unused] : losers) layer[place(loser)] = 0;
  }
  for (bool moved = true; moved;) {
    moved = false;
    for (const auto& [winner, losers] : won_) {
      for (const auto& [loser, unused] : losers) {
        const std::size_t least = layer[place(winner)] + 1;
        if (layer[place(loser)] >= least) continue;
        if (least >= layer.size()) return std::nullopt;  // it goes round in a circle
        layer[place(loser)] = least;
        moved = true;
      }
    }
  }
  std::string out;
  for (std::size_t i = 0; i < layer.size(); ++i) {
    bool first = true;
    for (const auto& [rule, at] : layer) {
      if (at != i) continue;
      out += !first ? ", " : i == 0 ? "" : " > ";
      out += describe(operation_, rule, with_look);
      first = false;
    }
  }
  return out;
}

std::string Precedence::order() const {
  if (const auto plain = layers(false)) return *plain;
  return layers(true).value_or("");
}

}  // namespace assay::oracles
