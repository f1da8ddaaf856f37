#include "oracles/worlds.h"

#include <algorithm>
#include <numeric>

namespace assay::oracles {

namespace {

using Domains = std::vector<std::vector<std::size_t>>;

bool contains(const std::vector<std::size_t>& sorted, std::size_t value) {
  return std::find(sorted.begin(), sorted.end(), value) != sorted.end();
}

bool possible(const Cube& cube, const Domains& domains) {
  return std::all_of(cube.begin(), cube.end(), [&](const auto& choice) {
    return contains(domains[choice.first], choice.second);
  });
}

const std::size_t* chosen(const Cube& cube, std::size_t reading) {
  for (const auto& [r, a] : cube) {
    if (r == reading) return &a;
  }
  return nullptr;
}

}  // namespace

Worlds::Worlds(const spec::Operation& operation) {
  for (const spec::Reading& reading : operation.readings) {
    std::vector<std::size_t> all(reading.alternatives.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    alive_.push_back(std::move(all));
  }
}

bool Worlds::alive(std::size_t reading, std::size_t alternative) const {
  return contains(alive_[reading], alternative);
}

// What is learned about one cluster says nothing about any other, so only it is searched.
Worlds::Cluster Worlds::cluster_of(const Relation& start) const {
  Cluster out{{&start}, std::vector<bool>(alive_.size(), false)};
  const auto open = [&](const auto& choice) { return alive_[choice.first].size() > 1; };
  const auto touches = [&](const Relation& relation) {
    return std::any_of(relation.begin(), relation.end(), [&](const Cube& cube) {
      return std::any_of(cube.begin(), cube.end(), [&](const auto& choice) {
        return open(choice) && out.readings[choice.first];
      });
    });
  };
  for (std::size_t next = 0; next < out.relations.size(); ++next) {
    for (const Cube& cube : *out.relations[next]) {
      for (const auto& choice : cube) {
        if (open(choice)) out.readings[choice.first] = true;
      }
    }
    for (const Relation& relation : relations_) {
      const auto& known = out.relations;
      if (std::find(known.begin(), known.end(), &relation) != known.end()) continue;
      if (touches(relation)) out.relations.push_back(&relation);
    }
  }
  return out;
}

// Removes alternatives that no cube of some relation supports, until nothing changes.
bool Worlds::narrow(const Cluster& cluster, Domains& domains) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const Relation* relation : cluster.relations) {
      std::vector<const Cube*> open;
      for (const Cube& cube : *relation) {
        if (possible(cube, domains)) open.push_back(&cube);
      }
      if (open.empty()) return false;
      for (const auto& [reading, unused] : *open.front()) {
        auto& domain = domains[reading];
        const auto unsupported = [&, r = reading](std::size_t alternative) {
          return std::none_of(open.begin(), open.end(), [&](const Cube* cube) {
            const std::size_t* one = chosen(*cube, r);
            return one == nullptr || *one == alternative;
          });
        };
        changed |= std::erase_if(domain, unsupported) != 0;
      }
    }
  }
  return true;
}

bool Worlds::satisfiable(const Cluster& cluster, Domains domains) {
  if (!narrow(cluster, domains)) return false;
  // Branch on a relation that still offers several cubes of open readings.
  for (const Relation* relation : cluster.relations) {
    const auto settled = [&](const Cube& cube) {
      return std::all_of(cube.begin(), cube.end(), [&](const auto& choice) {
        return domains[choice.first].size() == 1 && domains[choice.first][0] == choice.second;
      });
    };
    if (std::any_of(relation->begin(), relation->end(), settled)) continue;
    for (const Cube& cube : *relation) {
      if (!possible(cube, domains)) continue;
      Domains smaller = domains;
      for (const auto& [reading, alternative] : cube) smaller[reading] = {alternative};
      if (satisfiable(cluster, std::move(smaller))) return true;
    }
    return false;
  }
  return true;
}

Worlds::Change Worlds::learn(std::vector<Cube> allowed) {
  Change change;
  if (std::any_of(allowed.begin(), allowed.end(), [](const Cube& c) { return c.empty(); })) {
    return change;
  }
  std::sort(allowed.begin(), allowed.end());
  allowed.erase(std::unique(allowed.begin(), allowed.end()), allowed.end());
  if (std::find(relations_.begin(), relations_.end(), allowed) != relations_.end()) return change;
  relations_.push_back(std::move(allowed));
  const Cluster cluster = cluster_of(relations_.back());
  if (!satisfiable(cluster, alive_)) {
    relations_.pop_back();
    change.contradiction = true;
    return change;
  }
  Domains next = alive_;
  for (std::size_t reading = 0; reading < alive_.size(); ++reading) {
    if (!cluster.readings[reading]) continue;
    std::erase_if(next[reading], [&](std::size_t alternative) {
      Domains one = alive_;
      one[reading] = {alternative};
      if (satisfiable(cluster, std::move(one))) return false;
      change.ruled_out.push_back({reading, alternative});
      return true;
    });
  }
  alive_ = std::move(next);
  forget_settled();
  change.news = true;
  return change;
}

// A relation that every world alive satisfies says nothing more.
void Worlds::forget_settled() {
  std::erase_if(relations_, [&](const Relation& relation) {
    return std::any_of(relation.begin(), relation.end(), [&](const Cube& cube) {
      return std::all_of(cube.begin(), cube.end(), [&](const auto& choice) {
        return alive_[choice.first].size() == 1 && alive_[choice.first][0] == choice.second;
      });
    });
  });
}

std::size_t Chooser::value(const Step& step) const {
  return everything_ ? step.position : worlds_->alive(step.reading)[step.position];
}

std::size_t Chooser::operator()(std::size_t reading) {
  for (const Step& step : path_) {
    if (step.reading == reading) return value(step);
  }
  const std::size_t count = everything_ ? operation_->readings[reading].alternatives.size()
                                        : worlds_->alive(reading).size();
  if (count == 1) return everything_ ? 0 : worlds_->alive(reading)[0];
  path_.push_back({reading, 0, count});
  return value(path_.back());
}

bool Chooser::next() {
  while (!path_.empty()) {
    if (++path_.back().position < path_.back().count) return true;
    path_.pop_back();
  }
  return false;
}

Cube Chooser::cube() const {
  Cube out;
  for (const Step& step : path_) out.emplace_back(step.reading, value(step));
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace assay::oracles
