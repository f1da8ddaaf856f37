// Drives the lanes: one event loop, no threads. Cases are dealt out in turn, in blocks that stay
// together, so that which lane sends what depends on nothing but their number. Records come out in
// the order of the numbers.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/engine/lane.h"

namespace assay::harness {

class Pump {
 public:
  struct Hooks {
    // Writes case `number`; false when there are no more.
    std::function<bool(std::uint64_t number, generators::Case& out)> make;
    // Takes a finished record, in order of the numbers.
    std::function<void(Record&)> take;
    // Asked often: no new cases from now on when true.
    std::function<bool()> stop;
    // Asked about ten times a second.
    std::function<void()> tick;
    // Told of every request that came to an end: when, how long it took, whether it was answered.
    std::function<void(SteadyTime now, SteadyTime::duration took, bool answered)> ended;
  };

  // What is dealt out: numbers from `first` on, `block` at a time to a lane.
  struct Deal {
    std::uint64_t first = 0, block = 1;
  };

  // Lane i uses slot i and resources[i]. All must outlive the pump.
  Pump(Context& context, Transport& transport, const std::vector<Resources>& resources, Deal deal);

  // Looks at the resources first. `hurry()`: give up what is under way as well. When it is called
  // again it goes on where make() said no, with the states as they were left.
  void run(const Hooks& hooks, const std::function<bool()>& hurry);

  std::size_t requests() const { return requests_; }
  std::size_t throttled() const { return throttled_; }

 private:
  void begin();
  void go_on();
  void start(Lane& lane, const Hooks& hooks);
  void spare_others(generators::Case& one, const Target& own) const;
  bool names_another(const std::string& value, const std::string& own) const;
  void submit(Lane& lane, const wire::Request& request, const std::string& bytes);
  void send_case(Lane& lane);
  void send_again(Lane& lane);
  void observe(Lane& lane, Lane::Stage stage);
  void send_observation(Lane& lane, Lane::Stage stage);
  void take_states(const Lane& lane, bool before);
  void completed(Lane& lane, const Completion& completion);
  void case_completed(Lane& lane, const Completion& completion);
  void observation_completed(Lane& lane, const Completion& completion);
  void wait_then(Lane& lane, Lane::Stage then, std::chrono::milliseconds delay);
  void finish(Lane& lane);
  void wake(Lane& lane);
  void hand_out(const Hooks& hooks);
  bool may_send(SteadyTime now);
  std::chrono::milliseconds patience(SteadyTime now) const;
  std::unique_ptr<Record> fresh();
  std::size_t lane_of(std::uint64_t number) const;
  std::uint64_t next(std::uint64_t number) const;

  Context& context_;
  Transport& transport_;
  std::vector<Lane> lanes_;
  std::vector<std::unique_ptr<Record>> spare_;
  std::vector<Completion> completions_;
  Deal deal_;
  std::uint64_t handed_out_ = 0;  // the number of the next record for take()
  bool begun_ = false;
  bool exhausted_ = false;
  SteadyTime next_send_;
  SteadyTime now_;  // read once for all that is done together
  std::size_t requests_ = 0, throttled_ = 0;
};

// How long an answer asks to wait, when it is one of throttling.
std::optional<std::chrono::milliseconds> throttle_delay(const spec::Operation& operation,
                                                        const wire::Response& response, int times);

}  // namespace assay::harness
