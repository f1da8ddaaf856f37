#include "harness/engine/disputes.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "harness/engine/session.h"

namespace assay::harness {

std::set<std::size_t> fewest_readings(const std::vector<std::vector<std::size_t>>& disputes) {
  std::set<std::size_t> out;
  for (const auto& one : disputes) {
    if (one.size() == 1) out.insert(one.front());
  }
  std::vector<std::vector<std::size_t>> left = disputes;
  const auto explained = [&](const std::vector<std::size_t>& one) {
    return one.empty() || std::any_of(one.begin(), one.end(),
                                      [&](std::size_t reading) { return out.contains(reading); });
  };
  for (std::erase_if(left, explained); !left.empty(); std::erase_if(left, explained)) {
    std::map<std::size_t, std::size_t> times;
    for (const auto& one : left) {
      for (const std::size_t reading : one) ++times[reading];
    }
    const auto most =
        std::max_element(times.begin(), times.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    out.insert(most->first);
  }
  return out;
}

// What may be about one reading or another is about the one that explains the others as well.
void Session::merge_disputes() {
  auto& all = book_.all();
  std::vector<std::vector<std::size_t>> disputes;
  for (const auto& [key, held] : all) disputes.push_back(held.disputed);
  const std::set<std::size_t> chosen = fewest_readings(disputes);
  std::vector<HeldFinding> moved;
  for (auto at = all.begin(); at != all.end();) {
    auto& disputed = at->second.disputed;
    const auto reading = std::find_if(disputed.begin(), disputed.end(),
                                      [&](std::size_t one) { return chosen.contains(one); });
    const bool stays = disputed.empty() || reading == disputed.begin();
    if (!disputed.empty()) disputed = {*reading};
    if (!stays) moved.push_back(std::move(at->second));
    at = stays ? std::next(at) : all.erase(at);
  }
  for (HeldFinding& held : moved) book_.rename(std::move(held));
}

}  // namespace assay::harness
