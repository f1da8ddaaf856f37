// assay doctor: what is missing on this machine or wrong with this endpoint, and how to mend it.
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/cli/commands.h"
#include "harness/cli/doctor.h"
#include "harness/cli/parse.h"
#include "harness/exit_codes.h"
#include "reports/escape.h"

namespace assay::harness {

namespace {

const char* word(Health health) {
  if (health == Health::ok) return "ok";
  return health == Health::warning ? "warning" : "problem";
}

void print(const char* title, const Symptoms& symptoms) {
  fmt::print("{}\n", title);
  for (const Symptom& one : symptoms) {
    fmt::print("  {:8} {:14} {}\n", word(one.health), one.name, reports::terminal(one.seen));
    if (!one.mend.empty())
      fmt::print("  {:8} {:14} mend: {}\n", "", "", reports::terminal(one.mend));
  }
}

nlohmann::ordered_json json_of(const Symptoms& symptoms) {
  auto out = nlohmann::ordered_json::array();
  for (const Symptom& one : symptoms) {
    out.push_back({{"name", one.name},
                   {"health", word(one.health)},
                   {"seen", reports::json_bytes(one.seen)},
                   {"mend", reports::json_bytes(one.mend)}});
  }
  return out;
}

bool sick(const Symptoms& symptoms) {
  return std::any_of(symptoms.begin(), symptoms.end(),
                     [](const Symptom& one) { return one.health == Health::problem; });
}

Symptoms endpoint_of(const RunOptions& options) {
  std::string file;
  if (options.endpoint.endpoint.empty()) return {};
  return look_at_endpoint(load_operation(options.endpoint.spec, file), options);
}

int examine(const RunOptions& options, const Settled& settled, bool json) {
  const Symptoms machine = look_at_machine(options, settled);
  const Symptoms endpoint = endpoint_of(options);
  const bool ill = sick(machine) || sick(endpoint);
  if (json) {
    fmt::print("{}\n",
               nlohmann::ordered_json{
                   {"well", !ill}, {"machine", json_of(machine)}, {"endpoint", json_of(endpoint)}}
                   .dump(2));
  } else {
    print("this machine", machine);
    if (!endpoint.empty()) print("the endpoint", endpoint);
    if (endpoint.empty()) fmt::print("no --endpoint: the built-in mock would be judged\n");
    fmt::print("{}\n", ill ? "Mend the problems first." : "Ready.");
  }
  if (sick(machine)) return static_cast<int>(Exit::usage);
  return static_cast<int>(ill ? Exit::unavailable : Exit::conforms);
}

}  // namespace

void add_doctor(CLI::App& app, const Settled& settled, Result& result) {
  auto options = std::make_shared<RunOptions>();
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "doctor",
      "Say what is missing on this machine or wrong with this endpoint, and how to mend it. Takes\n"
      "the flags of assay run. It only reads: nothing is changed at the endpoint.");
  add_run_options(command, options.get());
  command->add_flag("--json", *json, "As JSON (--format is an option of assay run)");
  command->footer(
      "Exit codes: 0 all is well, warnings included; 2 a problem of this machine or of a setting; "
      "3 "
      "a\nproblem of the endpoint only.\n\n"
      "Examples:\n"
      "  assay doctor                                     this machine\n"
      "  assay doctor --endpoint http://127.0.0.1:8080    and an endpoint on it\n"
      "  assay doctor --profile nightly                   would the nightly run find what it "
      "needs?\n"
      "  assay doctor --json                              for programs");
  command->callback(
      [options, json, &settled, &result] { result = examine(*options, settled, *json); });
}

}  // namespace assay::harness
