// assay mutants: proves that assay finds what it is for.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "harness/cli/commands.h"
#include "harness/cli/kill_table.h"
#include "harness/cli/parse.h"
#include "harness/cli/signals.h"
#include "harness/exit_codes.h"
#include "reports/file.h"

namespace assay::harness {

namespace {

namespace fs = std::filesystem;

struct MutantOptions {
  std::string spec, signature = "both", max_time = "10s", timeout = "1s", format = "text", table;
  std::vector<std::string> faults;
  std::uint64_t cases = 30000, seed = 1;
  std::size_t lanes = 8, instances = 16, jobs = 0;
  bool without_observation = false;
};

std::vector<mock::Fault> chosen(const std::vector<std::string>& names) {
  std::vector<mock::Fault> out;
  for (const std::string& name : names) {
    std::string why;
    if (!mock::find_fault(name, out.emplace_back(), why)) throw UsageError("--fault: " + why);
  }
  if (!out.empty()) return out;
  for (const mock::FaultInfo& info : mock::faults()) out.push_back(info.fault);
  return out;
}

MutantPlan plan_of(const MutantOptions& options) {
  MutantPlan plan;
  plan.settings.style = parse_style(options.signature, "both", "both");
  plan.settings.style.valid_percent = 40;
  plan.settings.cases = options.cases;
  plan.settings.max_time = parse_duration("--max-time", options.max_time);
  plan.settings.timeout = parse_duration("--timeout", options.timeout);
  plan.settings.seed = options.seed;
  plan.settings.lanes = options.lanes;
  plan.settings.mock_instances = options.instances;
  plan.faults = chosen(options.faults);
  plan.observable = !options.without_observation;
  // A run and its mock keep two cores busy.
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  plan.jobs = options.jobs > 0 ? options.jobs : std::max<std::size_t>(1, cores / 2);
  return plan;
}

// As it has to be typed to get the same table.
std::string command_of(const MutantOptions& options) {
  const MutantOptions usual;
  std::string out = "assay mutants";
  const auto add = [&](const char* flag, const auto& value, const auto& unasked) {
    if (value != unasked) out += fmt::format(" {} {}", flag, value);
  };
  add("--spec", options.spec, usual.spec);
  add("--signature", options.signature, usual.signature);
  add("--cases", options.cases, usual.cases);
  add("--max-time", options.max_time, usual.max_time);
  add("--timeout", options.timeout, usual.timeout);
  add("--seed", options.seed, usual.seed);
  add("--lanes", options.lanes, usual.lanes);
  add("--mock-instances", options.instances, usual.instances);
  if (options.without_observation) out += " --without-observation";
  for (const std::string& fault : options.faults) out += " --fault " + fault;
  return out + " --format markdown";
}

// What is done with the file of --table, where there is one. A run that is stopped early leaves the
// table of the last one in it.
template <typename Do>
void on_table(const MutantOptions& options, const Do& act) {
  if (options.table.empty()) return;
  try {
    act(fs::path(options.table));
  } catch (const std::exception& error) {
    throw UsageError(std::string("--table: ") + error.what());
  }
}

int mutants(const MutantOptions& options) {
  const std::size_t form = parse_word("--format", options.format, {"text", "markdown", "json"});
  std::string file;
  const spec::Operation operation = load_operation(options.spec, file);
  const MutantPlan plan = plan_of(options);
  on_table(options, [](const fs::path& path) { reports::require_writable(path); });
  catch_interrupts();
  const bool text = form == 0;
  if (text) fmt::print("{}", text_header());
  const auto kills = kill_all(operation, plan, [&](const Kill& kill) {
    if (!text) return;
    fmt::print("{}", text_line(kill));
    std::fflush(stdout);
  });
  if (text) fmt::print("{}", text_footer(kills));
  if (form == 1) fmt::print("{}", markdown(operation, kills, command_of(options)));
  if (form == 2) fmt::print("{}", json(kills));
  if (interrupted()) return static_cast<int>(Exit::interrupted);
  on_table(options, [&](const fs::path& path) {
    reports::write_atomically(path, markdown(operation, kills, command_of(options)));
  });
  const bool all = std::none_of(kills.begin(), kills.end(),
                                [](const Kill& kill) { return kill.fate == Kill::Fate::survived; });
  return static_cast<int>(all ? Exit::conforms : Exit::violations);
}

}  // namespace

void add_mutants(CLI::App& app, Result& result) {
  auto options = std::make_shared<MutantOptions>();
  CLI::App* command = app.add_subcommand(
      "mutants",
      "Prove the teeth: judge the built-in mock with each of its seeded faults in turn, by runs\n"
      "that know nothing of it, and print which were found, by which oracle, after how many "
      "cases.");
  command->add_option("--fault", options->faults, "Only this fault (repeatable)");
  command->add_option("--spec", options->spec, "Document: a file or the name of an operation");
  command->add_option("--signature", options->signature, "v1, v3, both or none")
      ->capture_default_str();
  command->add_option("--cases", options->cases, "How many cases at most for each fault")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 40U))
      ->capture_default_str();
  command->add_option("--max-time", options->max_time, "How long new cases are sent for each fault")
      ->capture_default_str();
  command->add_option("--timeout", options->timeout, "Time limit of one answer")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Seed of every run")->capture_default_str();
  command->add_option("--lanes", options->lanes, "Connections, each with an instance of its own")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_option("--mock-instances", options->instances, "How many instances each mock has")
      ->check(CLI::Range(1, 9999))
      ->capture_default_str();
  command->add_option("--jobs", options->jobs, "Faults at a time; 0: half the cores")
      ->capture_default_str();
  command->add_option("--format", options->format, "text, markdown or json")->capture_default_str();
  command->add_option("--table", options->table, "Also write the table as Markdown to this file");
  command->add_flag("--without-observation", options->without_observation,
                    "The mocks can't read state back: what is still found then");
  command->footer(
      "Exit codes: 0 every fault that the document knows was found, 1 some survived, 2 usage or\n"
      "spec error, 5 interrupted.\n\n"
      "Examples:\n"
      "  assay mutants                              all of them\n"
      "  assay mutants --fault prefix-match --fault nul-cut\n"
      "  assay mutants --signature none --lanes 1   what is still found then");
  command->callback([options, &result] { result = mutants(*options); });
}

}  // namespace assay::harness
