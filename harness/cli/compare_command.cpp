// assay compare: two endpoints, or two finished runs, side by side.
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>

#include "harness/cli/commands.h"
#include "harness/cli/endpoint_options.h"
#include "harness/cli/parse.h"
#include "harness/cli/run_setup.h"
#include "harness/cli/signals.h"
#include "harness/engine/compare.h"
#include "reports/file.h"
#include "reports/writers.h"

namespace assay::harness {

namespace {

struct CompareOptions : CaseOptions {
  CompareOptions() { cases = 10000; }
  EndpointOptions a;
  EndpointOptions other;  // what differs for B
  std::vector<std::string> folders;
  std::string report, out = "assay-compare", fail_on = "any";
};

// B is as A, but for what is said of it.
EndpointOptions options_of_b(const CompareOptions& options) {
  EndpointOptions out = options.a;
  out.endpoint = options.other.endpoint;
  out.readings = options.other.readings;
  out.faults = options.other.faults;
  if (!options.other.instances.empty() || !out.endpoint.empty()) {
    out.instances = options.other.instances;
  }
  if (!options.other.credentials.empty()) out.credentials = options.other.credentials;
  if (!options.other.region.empty()) out.region = options.other.region;
  return out;
}

Settings settings_of(const CompareOptions& options, const std::string& program,
                     const std::string& out) {
  Settings settings;
  settings.program = program;
  apply(options, settings);
  settings.out = out;
  if (!options.report.empty()) settings.reports = parse_reports(options.report);
  return settings;
}

// What is said of one side by another flag than run's is told by that flag.
template <class Work>
auto for_b(Work work) {
  try {
    return work();
  } catch (const UsageError& error) {
    std::string why = error.what();
    const auto rename = [&](std::string_view from, std::string_view to) {
      if (why.starts_with(from)) why.replace(0, from.size(), to);
    };
    rename("--endpoint", "--other");
    rename("--reading", "--other-reading");
    rename("--fault", "--other-fault");
    rename("--credentials", "--other-credentials");
    rename("--mock-reading and --mock-fault", "--other-reading and --other-fault");
    throw UsageError("B: " + why);
  }
}

// One side, ready to be compared.
struct Side {
  Settings settings;
  ReadyEndpoint ready;
  std::unique_ptr<Context> context;
  RunEnvironment environment;
  reports::Listeners listeners;
};

void prepare(const spec::Operation& operation, const EndpointOptions& options, Side& side) {
  side.ready = prepare_endpoint(operation, options, side.settings);
  add_writers(side.listeners, side.settings);
  side.context = std::make_unique<Context>(operation, side.settings, side.ready.endpoint,
                                           real_clock(), entropy());
  side.environment = environment_of(side.ready, side.settings);
}

// What brings a replay to this side.
std::string replay_options(const EndpointOptions& options) {
  std::string out;
  const auto add = [&](const std::string& flag, const std::string& value) {
    if (!value.empty()) out += (out.empty() ? "" : " ") + flag + " " + value;
  };
  add("--spec", options.spec);
  add("--endpoint", options.endpoint);
  for (const std::string& one : options.instances) add("--instance-id", one);
  for (const std::string& one : options.readings) add("--mock-reading", one);
  for (const std::string& one : options.faults) add("--mock-fault", one);
  if (options.live) out += (out.empty() ? "" : " ") + std::string("--live");
  return out;
}

std::string name_of(const EndpointOptions& options, const std::string& name) {
  std::string out;
  for (const auto* list : {&options.readings, &options.faults}) {
    for (const std::string& one : *list) out += (out.empty() ? "" : ", ") + one;
  }
  return out.empty() ? name : name + " with " + out;
}

int finish(reports::Comparison& result, const CompareOptions& options) {
  if (options.fail_on == "violation" && result.exit == static_cast<int>(Exit::violations) &&
      std::none_of(result.differences.begin(), result.differences.end(),
                   [](const reports::Difference& one) { return one.kind == "violation"; })) {
    result.exit = static_cast<int>(Exit::conforms);
    result.exit_why += ", all of them allowed by the document";
  }
  const std::filesystem::path out = options.out;
  try {
    for (const auto& [name, text] :
         {std::pair("compare.json", reports::comparison_json(result)),
          std::pair("compare.html", reports::comparison_html(result)),
          std::pair("compare.md", reports::comparison_markdown(result))}) {
      reports::prepare(out / name);
      reports::write_atomically(out / name, text);
    }
  } catch (const std::exception& error) {
    throw UsageError(std::string("--out: ") + error.what());
  }
  fmt::print("{}\n  {}\n", reports::comparison_text(result), (out / "compare.html").string());
  return result.exit;
}

int compare_live(const CompareOptions& options, const std::string& program) {
  std::string file;
  const spec::Operation operation = load_operation(options.a.spec, file);
  const EndpointOptions b_options = options_of_b(options);
  Side a;
  Side b;
  a.settings = settings_of(options, program, options.out + "/a");
  b.settings = settings_of(options, program, options.out + "/b");
  a.settings.spec_file = b.settings.spec_file = file;
  catch_interrupts();
  prepare(operation, options.a, a);
  for_b([&] { prepare(operation, b_options, b); });
  reports::Comparison result =
      compare({*a.context, a.environment, a.listeners}, {*b.context, b.environment, b.listeners});
  result.a.name = name_of(options.a, a.ready.name);
  result.b.name = name_of(b_options, b.ready.name);
  result.a.options = replay_options(options.a);
  result.b.options = replay_options(b_options);
  return finish(result, options);
}

int compare_folders(const CompareOptions& options) {
  const reports::Summary a = load_run(options.folders[0]);
  const reports::Summary b = load_run(options.folders[1]);
  if (a.operation != b.operation) {
    throw UsageError("DIR: the runs are of two operations: " + options.folders[0] + " of " +
                     a.operation + ", " + options.folders[1] + " of " + b.operation);
  }
  // The clause of a reading is in the document alone.
  std::optional<spec::Operation> operation;
  std::string file;
  try {
    operation = load_operation(options.a.spec, file);
  } catch (const UsageError&) {
    if (!options.a.spec.empty()) throw;
  }
  const bool fits = operation && operation->product + "." + operation->name == a.operation;
  reports::Comparison result = compare_runs(a, b, fits ? &*operation : nullptr);
  result.a.name = options.folders[0];
  result.b.name = options.folders[1];
  const auto url = [](const std::string& endpoint) {
    return endpoint.starts_with("http") ? "--endpoint " + endpoint : std::string();
  };
  result.a.options = url(a.endpoint);
  result.b.options = url(b.endpoint);
  return finish(result, options);
}

int compare_command(const CompareOptions& options, const std::string& program) {
  parse_word("--fail-on", options.fail_on, {"any", "violation"});
  if (options.folders.size() == 1) {
    throw UsageError("DIR: one came, expected two finished runs, or none and --other");
  }
  if (options.folders.size() == 2) {
    if (!options.a.endpoint.empty() || !options.other.endpoint.empty()) {
      throw UsageError("--endpoint and --other: not together with the folders of finished runs");
    }
    return compare_folders(options);
  }
  return compare_live(options, program);
}

void add_other_options(CLI::App& command, EndpointOptions& other) {
  command.add_option("--other", other.endpoint,
                     "URL of the other endpoint, B; without it, the mock that is built in");
  command.add_option("--other-instance-id", other.instances, "Instance of B (repeatable)");
  command.add_option("--other-credentials", other.credentials,
                     "File of NAME=value lines for B; without it, those of A");
  command.add_option("--other-region", other.region, "Region of B; without it, that of A");
  command.add_option("--other-reading", other.readings,
                     "The built-in mock follows this reading where it is B (repeatable)");
  command.add_option("--other-fault", other.faults,
                     "The built-in mock has this fault where it is B (repeatable)");
}

void add_report_options(CLI::App& command, CompareOptions& options) {
  command.add_option("--out", options.out, "Folder for compare.html, compare.json and compare.md")
      ->capture_default_str();
  command.add_option("--report", options.report,
                     "Also reports of either run, into the folders a and b in there: journal, "
                     "summary, junit, html, sarif, har, markdown");
  command
      .add_option("--fail-on", options.fail_on,
                  "any difference, or only a violation by one side alone")
      ->capture_default_str();
}

}  // namespace

void add_compare(CLI::App& app, const std::string& program, Result& result) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App* command = app.add_subcommand(
      "compare",
      "Send the same cases to two endpoints, A and B, in step, and say what differs: which clause\n"
      "or reading it is about, and whether the document allows both. Or lay two finished runs "
      "side\n"
      "by side.");
  command
      ->add_option("dirs", options->folders,
                   "DIR DIR: the folders that --out of two runs named, in place of endpoints")
      ->expected(0, 2);
  add_endpoint_options(*command, options->a);
  options->a.effects = true;
  add_other_options(*command, options->other);
  add_case_options(*command, *options);
  add_report_options(*command, *options);
  command->footer(
      "Exit codes: 0 no difference, 1 differences, 2 usage or spec error, 3 an endpoint is\n"
      "unavailable, 4 nothing was compared, 5 interrupted (report written), 70 assay's own "
      "fault.\n\n"
      "Examples:\n"
      "  assay compare --endpoint http://127.0.0.1:8080            an endpoint against the mock\n"
      "  assay compare --endpoint http://127.0.0.1:8080 --other http://127.0.0.1:8081\n"
      "                                                            the last release, and this one\n"
      "  assay compare --other-reading value-case=ignored          see what a difference looks "
      "like\n"
      "  assay compare last-night tonight                          two finished runs");
  command->callback([options, program, &result] { result = compare_command(*options, program); });
}

}  // namespace assay::harness
