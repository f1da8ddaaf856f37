#include "harness/engine/reduce.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::harness {

namespace {

constexpr std::size_t most_tries = 2000;  // of smaller cases for one step

}  // namespace

Reducer::Reducer(const spec::Operation& operation, Trial& trial, const Resources& resources,
                 Hooks hooks)
    : operation_(operation), trial_(trial), resources_(resources), hooks_(std::move(hooks)) {}

bool Reducer::shows(const std::vector<Step>& steps, const Instead& instead) {
  auto shown = trial_.run(steps, resources_, instead);
  if (shown.empty() || !hooks_.shows(shown.back()) || (exact_ && !trial_.brought())) return false;
  exact_ = trial_.brought();
  shown_ = std::move(shown);
  return true;
}

bool Reducer::is_steady(const std::vector<Step>& steps, const Instead& instead) {
  for (std::size_t i = 1; i <= 3 && !hooks_.enough(); ++i) {
    trial_.disturb(steps, resources_, i);
    if (!shows(steps, instead)) return false;
  }
  return true;
}

// One step shows it or does not. Several may have met what the tries before them left behind.
bool Reducer::surely_shows(const std::vector<Step>& steps, const Instead& instead) {
  if (steps.size() < 2) return shows(steps, instead);
  return (shows(steps, instead) || shows(steps, instead)) && is_steady(steps, instead);
}

// After a step was left out: the one that is left may have met what several left behind.
bool Reducer::still_shows(const std::vector<Step>& fewer) {
  return surely_shows(fewer) && (fewer.size() > 1 || is_steady(fewer));
}

bool Reducer::settle(std::vector<Step>& steps) {
  if (steps.size() == 1) return shows(steps) && is_steady(steps);
  const auto shown = trial_.run(steps, resources_);
  const auto first = std::find_if(shown.begin(), shown.end(), hooks_.shows);
  if (first == shown.end() || shown.size() != steps.size()) return false;
  steps.resize(static_cast<std::size_t>(first - shown.begin()) + 1);
  return shows(steps) && is_steady(steps);
}

bool Reducer::recall(const std::vector<Step>& past, const Step& last, std::vector<Step>& out) {
  for (const std::size_t wanted : {1U, 2U, 3U, 4U, 6U, 8U, 12U, 16U, 24U, 32U}) {
    if (hooks_.enough() || past.empty()) return false;
    const std::size_t count = std::min<std::size_t>(wanted, past.size());
    std::vector<Step> steps(past.end() - static_cast<std::ptrdiff_t>(count), past.end());
    steps.push_back(last);
    // One state at the start; from there on every step finds what the one before it left.
    for (std::size_t i = 1; i < steps.size(); ++i) {
      steps[i].before.reset();
      steps[i].other_before.reset();
    }
    if (settle(steps)) {
      out = std::move(steps);
      return true;
    }
    if (count == past.size()) return false;
  }
  return false;
}

bool Reducer::reduce(std::vector<Step>& steps) {
  complete_ = true;
  for (bool smaller = true; smaller;) {
    smaller = drop_steps(steps);
    for (std::size_t i = steps.size(); i-- > 0;) smaller |= shrink_case(steps, i);
  }
  return complete_;
}

// The next step takes over the state to start from.
std::vector<Step> Reducer::without(const std::vector<Step>& steps, std::size_t index,
                                   std::size_t count) {
  std::vector<Step> out = steps;
  const auto first = out.begin() + static_cast<std::ptrdiff_t>(index);
  out.erase(first, first + static_cast<std::ptrdiff_t>(count));
  if (index < out.size()) {
    if (!out[index].before) out[index].before = steps[index].before;
    if (!out[index].other_before) out[index].other_before = steps[index].other_before;
  }
  return out;
}

// Many at a time first: of a long past little is needed.
bool Reducer::drop_steps(std::vector<Step>& steps) {
  const std::size_t all = steps.size();
  for (std::size_t chunk = std::max<std::size_t>(1, all / 2); chunk > 0; chunk /= 2) {
    for (std::size_t i = 0; i < steps.size() && steps.size() > 1;) {
      if (hooks_.enough()) {
        complete_ = false;
        return steps.size() < all;
      }
      const std::size_t count = std::min({chunk, steps.size() - i, steps.size() - 1});
      std::vector<Step> fewer = without(steps, i, count);
      if (still_shows(fewer)) {
        steps = std::move(fewer);
      } else {
        i += count;
      }
    }
  }
  return steps.size() < all;
}

std::vector<std::string> Reducer::superfluous(const std::vector<Step>& steps, std::size_t& tried) {
  std::vector<std::string> out;
  tried = 0;
  for (std::size_t i = 0; i < steps.size() && !hooks_.enough(); ++i) {
    const std::string name = "step " + std::to_string(i + 1);
    if (steps.size() > 1) {
      ++tried;
      if (still_shows(without(steps, i))) out.push_back(name);
    }
    generators::Case one;
    if (!trial_.make(steps[i], one)) continue;
    for (std::size_t p = 0; p < one.params.size(); ++p) {
      generators::Case fewer = one;
      fewer.params.erase(fewer.params.begin() + static_cast<std::ptrdiff_t>(p));
      ++tried;
      if (surely_shows(steps, {i, &fewer})) {
        out.push_back(one.params[p].name + " of " + name);
      }
    }
  }
  return out;
}

bool Reducer::shrink_case(std::vector<Step>& steps, std::size_t index) {
  generators::Case failing;
  if (!trial_.make(steps[index], failing)) return false;
  const auto still_fails = [&](const generators::Case& candidate) {
    if (hooks_.enough()) {
      complete_ = false;
      return false;
    }
    return surely_shows(steps, {index, &candidate});
  };
  const generators::Shrunk result =
      generators::shrink(operation_, failing, still_fails, most_tries);
  complete_ &= result.tried < most_tries;
  auto& path = steps[index].path;
  path.insert(path.end(), result.path.begin(), result.path.end());
  return !result.path.empty();
}

}  // namespace assay::harness
