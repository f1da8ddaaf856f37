// assay history: what a file of past runs tells.
#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "harness/cli/commands.h"
#include "harness/cli/parse.h"
#include "reports/console.h"
#include "reports/escape.h"
#include "reports/history_views.h"
#include "reports/text.h"

namespace assay::harness {

namespace {

constexpr std::size_t width_of_a_file = 200;

struct HistoryOptions {
  std::string file, format = "text";
  reports::HistoryFilter filter;
  std::size_t keep = reports::history_runs_kept;
};

reports::HistoryLook look_of_output() {
  const auto get = [](const char* name) { return std::getenv(name); };  // NOLINT(*-mt-unsafe)
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  reports::HistoryLook look;
  look.blocks = terminal && reports::speaks_utf8(get("LC_ALL"), get("LC_CTYPE"), get("LANG"));
  look.width = terminal ? reports::console_settings(STDOUT_FILENO).width : width_of_a_file;
  return look;
}

std::vector<reports::Track> read(const HistoryOptions& options) {
  try {
    const reports::History history(options.file, reports::History::Open::to_read);
    std::vector<reports::Track> tracks = history.tracks(options.filter);
    const bool filtered = !options.filter.operation.empty() || !options.filter.endpoint.empty();
    if (!tracks.empty() || !filtered) return tracks;
    std::string known;
    for (const reports::Track& track : history.tracks({"", "", 1}))
      known += "\n  --operation " + track.operation + " --endpoint \"" + track.endpoint + "\"";
    throw UsageError("FILE: no run in " + options.file + " is of this operation and endpoint" +
                     (known.empty() ? "; it holds no runs" : "; it holds" + known));
  } catch (const UsageError&) {
    throw;
  } catch (const std::exception& error) {
    throw UsageError(std::string("FILE: ") + error.what());
  }
}

int show(const HistoryOptions& options) {
  const std::size_t form = parse_word("--format", options.format, {"text", "json", "html"});
  const std::vector<reports::Track> tracks = read(options);
  if (form == 0) fmt::print("{}", reports::history_text(tracks, look_of_output()));
  if (form == 1) fmt::print("{}", reports::history_json(tracks));
  if (form == 2) fmt::print("{}", reports::history_html(tracks));
  return 0;
}

int prune(const HistoryOptions& options) {
  std::error_code error;
  if (!std::filesystem::exists(options.file, error))
    throw UsageError("FILE: " + options.file + ": there is no such file");
  try {
    const std::uintmax_t before = std::filesystem::file_size(options.file);
    reports::History history(options.file, reports::History::Open::to_add, {options.keep, ""});
    const reports::Pruned pruned = history.prune();
    const auto kib = [](std::uintmax_t bytes) {
      return reports::grouped(static_cast<std::size_t>((bytes + 1023) / 1024)) + " KiB";
    };
    fmt::print("{}: {} dropped, {} kept; {}, before {}\n", reports::terminal(options.file),
               reports::plural(pruned.runs_dropped, "run"), pruned.runs_kept,
               kib(std::filesystem::file_size(options.file)), kib(before));
    if (pruned.findings_dropped > 0)
      fmt::print("{} forgotten, the longest unseen\n",
                 reports::plural(pruned.findings_dropped, "finding"));
  } catch (const std::exception& error_of_file) {
    throw UsageError(std::string("FILE: ") + error_of_file.what());
  }
  return 0;
}

void add_prune(CLI::App& history, const std::shared_ptr<HistoryOptions>& options, Result& result) {
  CLI::App* command = history.add_subcommand(
      "prune",
      "Drop the oldest runs of each operation and endpoint, and make FILE small. What is known of\n"
      "findings stays: when each was first and last seen, and how often.");
  command->add_option("file", options->file, "FILE: the history")->required();
  add_history_keep(*command, options->keep);
  add_settings_options(*command);
  command->callback([options, &result] { result = prune(*options); });
}

}  // namespace

void add_history_keep(CLI::App& command, std::size_t& keep) {
  command
      .add_option("--history-keep", keep,
                  "How many runs of each operation and endpoint the history keeps")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
}

void add_history(CLI::App& app, Result& result) {
  auto options = std::make_shared<HistoryOptions>();
  CLI::App* command = app.add_subcommand(
      "history",
      "Show the runs that \"assay run --history FILE\" kept: what was new, what is gone, how\n"
      "figures went, and which readings changed.");
  command->add_option("file", options->file, "FILE: the history");
  command->add_option("--endpoint", options->filter.endpoint,
                      "Only this endpoint, exactly as the runs name it");
  command->add_option("--operation", options->filter.operation, "Only this operation");
  command->add_option("--last", options->filter.last, "How many runs of each at most")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  command->add_option("--format", options->format, "text, json or html (one page, works offline)")
      ->capture_default_str();
  command->footer(
      "Exit codes: 0, or 2 for a usage error or a file that can't be read.\n\n"
      "Examples:\n"
      "  assay run --history nights.sqlite              keep a run, and say what is new\n"
      "  assay history nights.sqlite\n"
      "  assay history nights.sqlite --last 7 --endpoint \"embedded mock\"\n"
      "  assay history nights.sqlite --format html > nights.html\n"
      "  assay history prune nights.sqlite --history-keep 90   keep a quarter of a year");
  add_prune(*command, options, result);
  command->callback([command, options, &result] {
    if (command->got_subcommand("prune")) return;
    if (options->file.empty()) throw UsageError("FILE: name the file of a history");
    result = show(*options);
  });
}

}  // namespace assay::harness
