// A lane: one connection and one resource. Inside a lane requests are serial, so that the state
// before and after each of them is known.
#pragma once
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "generators/case.h"
#include "harness/engine/client.h"

namespace assay::harness {

using SteadyTime = std::chrono::steady_clock::time_point;

// One finished case, waiting for its turn to be judged.
struct Record {
  std::uint64_t number = 0;  // in the order of the run
  generators::Case one;
  wire::Request request;
  std::string bytes;
  Failure failure = Failure::none;
  std::string detail, partial;
  wire::Response response;
  oracles::Circumstances circumstances;
  std::size_t requests = 0;
};

struct Lane {
  enum class Stage { idle, sending, first_of_two, observing_between, observing, waiting, done };

  std::size_t slot = 0;
  Target target;                        // its resource, addressed
  std::optional<oracles::State> state;  // as last observed
  Stage stage = Stage::idle;
  Stage after_wait = Stage::idle;  // what to send when the wait is over
  SteadyTime wait_until;
  int throttled = 0;  // times in a row
  int observe_tries = 0;
  int resent = 0;  // times in a row that a request may have arrived twice
  std::optional<StateReader> reader;
  Observing observing;
  std::unique_ptr<Record> current;
  std::deque<std::unique_ptr<Record>> finished;
};

}  // namespace assay::harness
