#include "oracles/testimony.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace assay::oracles {

namespace {

constexpr std::size_t most_pairs = 3000;  // tried when more than two seem to be needed

Cube without(const Cube& cube, std::size_t reading) {
  Cube out = cube;
  std::erase_if(out, [&](const auto& choice) { return choice.first == reading; });
  return out;
}

std::optional<Subset> smallest_pair(std::size_t count,
                                    const std::function<bool(const Subset&)>& shows) {
  if (count < 2 || count * (count - 1) / 2 > most_pairs) return std::nullopt;
  for (std::size_t b = 1; b < count; ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      if (shows({a, b})) return Subset{a, b};
    }
  }
  return std::nullopt;
}

// The last number that cannot be spared is found by halving, then the last before it, and so on.
Subset irreducible(std::size_t count, const std::function<bool(const Subset&)>& shows) {
  Subset needed;
  const auto with_first = [&](std::size_t size) {
    Subset out(size);
    std::iota(out.begin(), out.end(), std::size_t{0});
    out.insert(out.end(), needed.begin(), needed.end());
    return out;
  };
  while (count > 0 && !shows(needed)) {
    std::size_t low = 0;  // too few
    std::size_t high = count;
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      (shows(with_first(middle)) ? high : low) = middle;
    }
    count = high - 1;
    needed.insert(needed.begin(), count);
  }
  return needed;
}

}  // namespace

std::optional<Subset> smallest_subset(std::size_t count,
                                      const std::function<bool(const Subset&)>& shows) {
  if (shows({})) return Subset{};
  for (std::size_t i = 0; i < count; ++i) {
    if (shows({i})) return Subset{i};
  }
  Subset all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (count < 2 || !shows(all)) return std::nullopt;
  Subset out = irreducible(count, shows);
  if (out.size() > 2) {
    if (auto pair = smallest_pair(count, shows)) return pair;
  }
  return out;
}

std::vector<Cube> merged(const spec::Operation& operation, std::vector<Cube> cubes) {
  std::set<std::size_t> readings;
  for (const Cube& cube : cubes) {
    for (const auto& [reading, unused] : cube) readings.insert(reading);
  }
  for (const std::size_t reading : readings) {
    std::map<Cube, std::set<std::size_t>> by_rest;
    std::vector<Cube> next;
    for (const Cube& cube : cubes) {
      Cube rest = without(cube, reading);
      if (rest.size() == cube.size()) {
        next.push_back(cube);
        continue;
      }
      for (const auto& [r, alternative] : cube) {
        if (r == reading) by_rest[rest].insert(alternative);
      }
    }
    for (const auto& [rest, alternatives] : by_rest) {
      if (alternatives.size() == operation.readings[reading].alternatives.size()) {
        next.push_back(rest);
        continue;
      }
      for (const std::size_t alternative : alternatives) {
        next.push_back(rest);
        next.back().emplace_back(reading, alternative);
        std::sort(next.back().begin(), next.back().end());
      }
    }
    cubes = std::move(next);
  }
  std::sort(cubes.begin(), cubes.end());
  cubes.erase(std::unique(cubes.begin(), cubes.end()), cubes.end());
  return cubes;
}

Worlds Testimony::worlds_of(const Subset& set) const {
  Worlds out(*operation_);
  for (const std::size_t one : set) out.learn(told_[one]);
  return out;
}

bool Testimony::speaks_against(const Subset& set, const std::vector<Cube>& now, How how) const {
  const Worlds worlds = worlds_of(set);
  if (how == How::jointly) return Worlds(worlds).learn(now).contradiction;
  return std::none_of(now.begin(), now.end(), [&](const Cube& cube) {
    return std::all_of(cube.begin(), cube.end(), [&](const auto& choice) {
      return worlds.alive(choice.first, choice.second);
    });
  });
}

std::optional<Subset> Testimony::against(const std::vector<Cube>& now, How how) {
  const auto shows = [&](const Subset& set) { return speaks_against(set, now, how); };
  // An endpoint that contradicts itself does so again and again, in the same point.
  for (auto one = alone_.rbegin(); one != alone_.rend(); ++one) {
    if (shows({*one})) return Subset{*one};
  }
  const auto out = smallest_subset(told_.size(), shows);
  if (out && out->size() == 1) alone_.push_back(out->front());
  return out;
}

std::vector<std::size_t> Testimony::disputed(const Subset& set,
                                             const std::vector<Cube>& now) const {
  std::vector<const std::vector<Cube>*> all{&now};
  for (const std::size_t one : set) all.push_back(&told_[one]);
  std::map<std::size_t, std::size_t> speakers;
  for (const auto* cubes : all) {
    std::set<std::size_t> spoken_of;
    for (const Cube& cube : *cubes) {
      for (const auto& [reading, unused] : cube) spoken_of.insert(reading);
    }
    for (const std::size_t reading : spoken_of) ++speakers[reading];
  }
  std::erase_if(speakers, [](const auto& one) { return one.second < 2; });
  std::vector<std::size_t> out;
  for (const auto& [reading, unused] : speakers) {
    Worlds worlds(*operation_);
    const bool still = std::any_of(all.begin(), all.end(), [&, r = reading](const auto* cubes) {
      std::vector<Cube> free;
      for (const Cube& cube : *cubes) free.push_back(without(cube, r));
      return worlds.learn(std::move(free)).contradiction;
    });
    if (!still) out.push_back(reading);
  }
  if (!out.empty()) return out;
  for (const auto& [reading, unused] : speakers) out.push_back(reading);
  return out;
}

}  // namespace assay::oracles
