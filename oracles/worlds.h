// The readings that everything observed so far allows, kept jointly.
//
// One choice of an alternative for every reading is a world. An answer that some readings permit
// and others don't rules worlds out; here only what follows from all answers together is kept.
#pragma once
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "spec/operation.h"

namespace assay::oracles {

// A partial choice: (reading, alternative) pairs, readings ascending; what it leaves out is free.
using Cube = std::vector<std::pair<std::size_t, std::size_t>>;

class Worlds {
 public:
  explicit Worlds(const spec::Operation& operation);

  // The alternatives of a reading that some world still alive has, ascending; never empty.
  const std::vector<std::size_t>& alive(std::size_t reading) const { return alive_[reading]; }
  bool alive(std::size_t reading, std::size_t alternative) const;

  struct Ruled {
    std::size_t reading, alternative;
  };
  struct Change {
    bool contradiction = false;    // no world allows this; nothing was changed
    bool news = false;             // it did not follow from what was known
    std::vector<Ruled> ruled_out;  // alternatives that no world has any more
  };
  // Learns that one of `allowed` holds. An empty list contradicts; a list with an empty cube says
  // nothing.
  Change learn(std::vector<Cube> allowed);

 private:
  using Relation = std::vector<Cube>;
  using Domains = std::vector<std::vector<std::size_t>>;  // by reading
  // Relations that hang together, and the open readings they speak of.
  struct Cluster {
    std::vector<const Relation*> relations;
    std::vector<bool> readings;
  };
  Cluster cluster_of(const Relation& start) const;
  static bool satisfiable(const Cluster& cluster, Domains domains);
  static bool narrow(const Cluster& cluster, Domains& domains);
  void forget_settled();

  Domains alive_;
  std::vector<Relation> relations_;  // each with two readings or more still open
};

// Walks all choices of the alternatives alive that an evaluation asks for, and no others: each
// evaluation asks lazily, and only questions asked branch.
// Example: Chooser c(worlds); do { evaluate(c); use(c.cube()); } while (c.next());
class Chooser {
 public:
  // `everything`: also the alternatives that were ruled out.
  Chooser(const spec::Operation& operation, const Worlds& worlds, bool everything = false)
      : operation_(&operation), worlds_(&worlds), everything_(everything) {}

  // The alternative of `reading` on this walk.
  std::size_t operator()(std::size_t reading);
  bool next();        // prepares the next walk; false when all were walked
  Cube cube() const;  // what this walk has chosen, sorted
  bool branched() const { return !path_.empty(); }

 private:
  struct Step {
    std::size_t reading, position, count;
  };
  std::size_t value(const Step& step) const;

  const spec::Operation* operation_;
  const Worlds* worlds_;
  bool everything_;
  std::vector<Step> path_;
};

}  // namespace assay::oracles
