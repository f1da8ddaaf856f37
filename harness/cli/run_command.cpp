// assay run: the main job.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "harness/cli/commands.h"
#include "harness/cli/endpoint_options.h"
#include "harness/cli/option_shape.h"
#include "harness/cli/parse.h"
#include "harness/cli/signals.h"
#include "harness/engine/run.h"
#include "reports/console.h"
#include "reports/history_views.h"
#include "reports/writers.h"

namespace assay::harness {

namespace {

Settings settings_of(const RunOptions& options, const std::string& program) {
  Settings settings;
  settings.program = program;
  apply(options, settings);
  settings.style.valid_percent = options.valid;
  settings.out = options.out;
  settings.reports = parse_reports(options.report);
  settings.max_flaky = options.max_flaky;
  return settings;
}

void make_folder(const std::string& out) {
  std::error_code error;
  std::filesystem::create_directories(out, error);
  if (error || access(out.c_str(), W_OK) != 0) {
    throw UsageError("--out: \"" + out + "\" can't be written" +
                     (error ? ": " + error.message() : std::string()));
  }
}

// What to open in the morning: the page, or else the folder.
std::string report_place(const Settings& settings) {
  const auto& names = settings.reports;
  if (std::find(names.begin(), names.end(), "html") == names.end()) return settings.out;
  return settings.out + "/" + std::string(reports::file_of("html"));
}

// After the console, whose closing summary comes first.
void add_history_writer(reports::Listeners& listeners, const RunOptions& options) {
  if (options.history.empty()) return;
  try {
    listeners.add(std::make_unique<reports::HistoryWriter>(
        options.history, std::cerr, reports::HistoryKeeping{options.history_keep, options.today}));
  } catch (const std::exception& error) {
    throw UsageError(std::string("--history: ") + error.what());
  }
}

int run_command(const RunOptions& options, const std::string& program) {
  std::string file;
  const spec::Operation operation = load_operation(options.endpoint.spec, file);
  Settings settings = settings_of(options, program);
  settings.spec_file = file;
  std::optional<reports::Baseline> baseline;
  if (!options.baseline.empty()) baseline = load_baseline("--baseline", options.baseline);
  make_folder(settings.out);
  catch_interrupts();
  ReadyEndpoint ready = prepare_endpoint(operation, options.endpoint, settings);

  reports::Listeners listeners;
  add_writers(listeners, settings);
  reports::ConsoleSettings console = reports::console_settings(STDERR_FILENO);
  console.report = report_place(settings);
  listeners.add(std::make_unique<reports::Console>(std::cerr, console));
  add_history_writer(listeners, options);

  Context context(operation, settings, ready.endpoint, real_clock(), entropy());
  RunEnvironment environment = environment_of(ready, settings);
  environment.baseline = std::move(baseline);
  environment.today = today(options.today);
  return static_cast<int>(run(context, environment, listeners));
}

}  // namespace

void add_run_options(CLI::App* command, RunOptions* options) {
  add_endpoint_options(*command, options->endpoint);
  command->add_option(
      "--imds", options->endpoint.imds,
      "URL of the instance metadata service, to judge what the operation brings\n"
      "about there; {instance} in it stands for the instance, without it the service\n"
      "is that of the first --instance-id");
  add_case_options(*command, *options);
  command->add_option("--valid", options->valid, "Percent of the random cases meant to be valid")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command
      ->add_option("--max-flaky", options->max_flaky,
                   "Share of the requests that may fail in passing")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--out", options->out, "Folder for the reports")
      ->type_name("DIR")
      ->capture_default_str();
  command
      ->add_option("--report", options->report,
                   "Which reports: journal, summary, junit, html, sarif, har, markdown (all of "
                   "them)")
      ->check(list_of(reports::known_writers()));
  command
      ->add_option("--baseline", options->baseline,
                   "File of known findings (assay baseline): only others fail the run")
      ->type_name("FILE");
  command
      ->add_option("--history", options->history,
                   "Also keep the run in this SQLite file, and say what is new since the run\n"
                   "before of the same operation at the same endpoint (assay history shows it)")
      ->type_name("FILE");
  add_history_keep(*command, options->history_keep);
  add_today(
      *command, options->today,
      "Day to go by, such as 2026-11-24: what has expired in --baseline, and the date of the\n"
      "run in --history (today, by UTC)");
  add_settings_options(*command);
}

void add_run(CLI::App& app, const std::string& program, Result& result) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand(
      "run",
      "Judge an endpoint against the document: generate calls, send them signed, and hold every\n"
      "answer against the clauses. Without --endpoint the built-in mock is judged.");
  options->endpoint.effects = true;
  add_run_options(command, options.get());
  command->footer(
      "Credentials come from ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and\n"
      "ALIBABA_CLOUD_SECURITY_TOKEN, or from --credentials FILE.\n\n"
      "Exit codes: 0 conforms, 1 violations, 2 usage or spec error, 3 endpoint unavailable or run\n"
      "void, 4 nothing was judged, 5 interrupted (report written), 70 assay's own fault.\n\n"
      "Examples:\n"
      "  assay run                                        the built-in mock, in seconds\n"
      "  assay run --endpoint http://127.0.0.1:8080       your own endpoint on this machine\n"
      "  assay run --endpoint http://127.0.0.1:8080 --imds http://127.0.0.1:8081/{instance}\n"
      "                                                   and its metadata service\n"
      "  assay run --mock-fault value-accepted            see what a finding looks like\n"
      "  assay run --history nights.sqlite                nightly: what is new, back and gone");
  command->callback([options, program, &result] { result = run_command(*options, program); });
}

}  // namespace assay::harness
