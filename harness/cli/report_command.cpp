// assay report: the reports of a run again, from its journal alone.
#include <fmt/core.h>

#include <filesystem>

#include "harness/cli/commands.h"
#include "harness/cli/parse.h"
#include "reports/escape.h"
#include "reports/history_views.h"
#include "reports/text.h"
#include "reports/writers.h"

namespace assay::harness {

namespace {

struct ReportOptions {
  std::string folder, out, report, history;
  reports::HistoryKeeping keeping;
};

// A run that was killed never got there by itself.
void add_to_history(const ReportOptions& options, const reports::Summary& summary) {
  if (options.history.empty()) return;
  try {
    reports::History history(options.history, reports::History::Open::to_add, options.keeping);
    const auto news = history.add_missing(summary);
    if (!news) {
      fmt::print(stderr, "{} holds this run already\n", reports::terminal(options.history));
      return;
    }
    for (const std::string& line : reports::news_lines(*news)) fmt::print(stderr, "{}\n", line);
  } catch (const std::exception& error) {
    throw UsageError(std::string("--history: ") + error.what());
  }
}

int report(const ReportOptions& options) {
  const reports::Summary summary = load_run(options.folder);
  const std::filesystem::path out = options.out.empty() ? options.folder : options.out;
  for (const std::string& name : parse_reports(options.report)) {
    if (name == "journal") continue;  // it is what the others are made of
    try {
      reports::make_writer(name, out)->run_finished(summary);
    } catch (const std::exception& error) {
      throw UsageError(std::string("--out: ") + error.what());
    }
    fmt::print("{}\n", (out / std::string(reports::file_of(name))).string());
  }
  add_to_history(options, summary);
  const reports::Headline line = reports::headline(summary);
  fmt::print(stderr, "{}: {}\n", reports::terminal(line.verdict),
             reports::terminal(summary.exit_why));
  return summary.exit;
}

}  // namespace

void add_report(CLI::App& app, Result& result) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = app.add_subcommand(
      "report",
      "Make the reports of a run again from its journal alone, also when the run was killed or\n"
      "when the journal came from another machine.");
  command->add_option("dir", options->folder, "DIR: the folder that --out of the run named")
      ->required();
  command->add_option("--out", options->out, "Folder for the reports (DIR itself)");
  command->add_option("--report", options->report, "Which reports (all of them)");
  command
      ->add_option("--history", options->history,
                   "Also add the run to this SQLite file, unless it is there: one that was killed\n"
                   "never came to it")
      ->type_name("FILE");
  add_history_keep(*command, options->keeping.runs);
  add_today(*command, options->keeping.day, "The date of the run in --history (when it began)");
  command->footer(
      "Exit codes: that of the run; 5 for one that was killed, 2 when there is no journal.\n\n"
      "Examples:\n"
      "  assay report assay-report                    the page again, after a crash\n"
      "  assay report last-night --report junit       one report that nobody asked for then\n"
      "  assay report last-night --history nights.sqlite    a killed night, kept after all");
  command->callback([options, &result] { result = report(*options); });
}

}  // namespace assay::harness
