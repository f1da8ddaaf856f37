// A lane: one connection and one resource, or two for cases that name another one. Inside a lane
// requests are serial, so that the state before and after each of them is known.
#pragma once
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "generators/case.h"
#include "harness/engine/client.h"
#include "harness/engine/token.h"

namespace assay::harness {

using SteadyTime = std::chrono::steady_clock::time_point;

// One finished case, waiting for its turn to be judged.
struct Record {
  std::uint64_t number = 0;  // in the order of the run
  std::size_t lane = 0;
  generators::Case one;
  wire::Request request;
  std::string bytes;
  Failure failure = Failure::none;
  std::string detail, partial;
  wire::Response response;
  oracles::Circumstances circumstances;
  bool names_other = false;  // of the lane's resources, the second one
  // What Resources::own and Resources::other showed before.
  const std::optional<oracles::State>& own_before() const {
    return names_other ? circumstances.bystander_before : circumstances.before;
  }
  const std::optional<oracles::State>& other_before() const {
    return names_other ? circumstances.before : circumstances.bystander_before;
  }
  StepView step() const { return {one.id, own_before(), other_before()}; }
  std::size_t requests = 0;
  std::string_view unobserved;  // how reading the state back failed in passing, the last time
  std::size_t times_unobserved = 0;
};

// A resource of a lane, and what it last showed.
struct Watched {
  Target target;
  std::optional<oracles::State> state;
  StateReader reader;
  Observing observing;
};

struct Lane {
  // looking: at the resources, before the first case.
  enum class Stage {
    looking,
    idle,
    sending,
    first_of_two,
    observing_between,
    observing,
    waiting,
    done
  };

  std::size_t slot = 0;
  std::vector<Watched> watched;  // one or two
  std::size_t looking_at = 0;    // which of them an observation is about
  Stage stage = Stage::idle;
  Stage after_wait = Stage::idle;  // what to send when the wait is over
  SteadyTime sent_at;              // the request that is under way
  SteadyTime wait_until;
  int throttled = 0;  // times in a row
  int observe_tries = 0;
  int resent = 0;  // times in a row that a request may have arrived twice
  std::unique_ptr<Record> current;
  std::deque<std::unique_ptr<Record>> finished;
};

}  // namespace assay::harness
