#include "tests/mock/fault_probe.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

namespace assay::mock::test {

Ask with_value(std::string_view name, std::string value) {
  Ask ask = modify();
  ask.without(name).with(std::string(name), std::move(value));
  return ask;
}

std::string send_value(std::string_view name, std::string value) {
  return with_value(name, std::move(value)).bytes();
}

Ask of_second() { return with_value("InstanceId", "i-bp67acfmxaz0002"); }

std::string trace(const std::vector<std::string>& choices, const std::vector<std::string>& faults,
                  const std::vector<std::string>& requests, bool auth) {
  Bench bench(choices, faults, auth);
  std::string out;
  for (const std::string& request : requests) {
    const Got got = bench.raw(request);
    out += got.bytes + "/" + std::to_string(static_cast<int>(got.action)) + "\n";
    const State& state = bench.service().state();
    for (std::size_t r = 0; r < state.size(); ++r) {
      for (std::size_t f = 0; f < state.field_count(); ++f) out += state.field(r, f) + "|";
    }
  }
  return out;
}

namespace {

bool presumes(const char* name) {
  const auto found = std::find_if(faults().begin(), faults().end(),
                                  [&](const FaultInfo& info) { return info.name == name; });
  return found != faults().end() && found->what.find("presumes") != std::string_view::npos;
}

void check(const Probe& probe, const std::vector<std::string>& choices, bool auth) {
  const std::string where = probe.fault + (choices.empty() ? "" : " under " + choices.front());
  BOOST_TEST(
      (trace(choices, {}, probe.shows, auth) != trace(choices, {probe.fault}, probe.shows, auth)),
      where << " does not show");
  BOOST_TEST(
      (trace(choices, {}, probe.same, auth) == trace(choices, {probe.fault}, probe.same, auth)),
      where << " shows in the near miss");
}

}  // namespace

void check_probes(const std::vector<Probe>& probes, bool auth) {
  const auto alternatives = all_alternatives();
  for (const Probe& probe : probes) {
    for (const std::string& choice : alternatives) {
      if (presumes(probe.fault) && choice == "preview-parameters=ignored") continue;
      check(probe, {choice}, auth);
    }
  }
}

void check_usual(const std::vector<Probe>& probes) {
  for (const Probe& probe : probes) check(probe, {}, false);
}

}  // namespace assay::mock::test
