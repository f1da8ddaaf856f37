// Makes what shows a finding as small as it can be: the fewest steps, and in each of them the
// fewest and plainest parameters. Everything is tried on the endpoint.
#pragma once
#include <functional>
#include <vector>

#include "harness/engine/trial.h"

namespace assay::harness {

class Reducer {
 public:
  struct Hooks {
    std::function<bool(const Shown&)> shows;  // does this exchange show the finding?
    std::function<bool()> enough;             // no more tries from now on
  };
  // All must outlive the reducer.
  Reducer(const spec::Operation& operation, Trial& trial, const Resources& resources, Hooks hooks);

  // Does the last step show it? What the steps showed is kept. Once they did from the states that
  // they name, steps that met others show nothing: on another day they would meet the right ones.
  bool shows(const std::vector<Step>& steps, const Instead& instead = {});

  // Do they show it again, three times, with other requests in between? True when there is no time
  // to try.
  bool is_steady(const std::vector<Step>& steps, const Instead& instead = {});

  // Do they show it each time? When an earlier step shows it already, those after it are cut off.
  bool settle(std::vector<Step>& steps);

  // Puts before `last` as few of the latest of `past` as it takes to show it each time. False when
  // all of them do not.
  bool recall(const std::vector<Step>& past, const Step& last, std::vector<Step>& out);

  // Leaves out what can be left out of steps that show it. True when nothing more can: without each
  // step, and without each parameter of each step, it was tried and did not show.
  bool reduce(std::vector<Step>& steps);

  // What can be left out of steps that show it, one at a time, in words: "step 2", "Colour of step
  // 1". Empty after reduce() said true. `tried`: how many things were left out.
  std::vector<std::string> superfluous(const std::vector<Step>& steps, std::size_t& tried);

  const std::vector<Shown>& shown() const { return shown_; }  // by the last steps that showed it

 private:
  static std::vector<Step> without(const std::vector<Step>& steps, std::size_t index,
                                   std::size_t count = 1);
  bool surely_shows(const std::vector<Step>& steps, const Instead& instead = {});
  bool still_shows(const std::vector<Step>& fewer);
  bool drop_steps(std::vector<Step>& steps);
  bool shrink_case(std::vector<Step>& steps, std::size_t index);

  const spec::Operation& operation_;
  Trial& trial_;
  const Resources& resources_;
  Hooks hooks_;
  std::vector<Shown> shown_;
  bool complete_ = true;
  bool exact_ = false;  // it showed from the very states that the steps name
};

}  // namespace assay::harness
