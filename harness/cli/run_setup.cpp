#include "harness/cli/run_setup.h"

#include "harness/cli/option_shape.h"
#include "harness/cli/parse.h"
#include "harness/cli/signals.h"
#include "reports/writers.h"

namespace assay::harness {

void add_case_options(CLI::App& command, CaseOptions& options) {
  command.add_option("--signature", options.signature, "v1, v3, both or none")
      ->check(one_of({"v1", "v3", "both", "none"}))
      ->capture_default_str();
  command.add_option("--method", options.method, "get, post or both")
      ->check(one_of({"get", "post", "both"}))
      ->capture_default_str();
  command.add_option("--format", options.format, "json, xml or both")
      ->check(one_of({"json", "xml", "both"}))
      ->capture_default_str();
  command.add_option("--phases", options.phases, "Which phases, in this order")
      ->check(list_of(phase_names()))
      ->capture_default_str();
  command.add_option("--cases", options.cases, "How many cases at most, over all phases")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40U))
      ->capture_default_str();
  command.add_option("--max-time", options.max_time, "How long new cases are sent")
      ->check(a_time())
      ->capture_default_str();
  command.add_option("--seed", options.seed, "Seed: the same seed sends the same bytes")
      ->capture_default_str();
  command.add_option("--lanes", options.lanes, "Connections, each with an instance of its own")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command.add_option("--rate", options.rate, "Requests a second at most, such as 50/s")
      ->check(a_rate());
}

void apply(const CaseOptions& options, Settings& settings) {
  settings.style = parse_style(options.signature, options.method, options.format);
  settings.phases = parse_phases(options.phases);
  settings.cases = options.cases;
  settings.max_time = parse_duration("--max-time", options.max_time);
  settings.seed = options.seed;
  settings.lanes = options.lanes;
  settings.rate = options.rate.empty() ? 0 : parse_rate("--rate", options.rate);
}

void add_writers(reports::Listeners& listeners, const Settings& settings) {
  for (const std::string& name : settings.reports) {
    try {
      listeners.add(reports::make_writer(name, settings.out));
    } catch (const std::exception& error) {
      throw UsageError(std::string("--out: ") + error.what());
    }
  }
}

RunEnvironment environment_of(const ReadyEndpoint& ready, const Settings& settings) {
  RunEnvironment out;
  out.endpoint_name = ready.name;
  out.interrupted = interrupted;
  out.effects = ready.effects;
  out.today = today();
  out.transport = [&ready, &settings](std::size_t slots) {
    return make_transport(ready.endpoint, settings, slots);
  };
  return out;
}

}  // namespace assay::harness
