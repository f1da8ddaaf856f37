// assay history: what a file of past runs tells.
#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>

#include "harness/cli/commands.h"
#include "harness/cli/parse.h"
#include "reports/console.h"
#include "reports/history_views.h"

namespace assay::harness {

namespace {

constexpr std::size_t width_of_a_file = 200;

struct HistoryOptions {
  std::string file, format = "text";
  reports::HistoryFilter filter;
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

}  // namespace

void add_history(CLI::App& app, Result& result) {
  auto options = std::make_shared<HistoryOptions>();
  CLI::App* command = app.add_subcommand(
      "history",
      "Show the runs that \"assay run --history FILE\" kept: what was new, what is gone, how\n"
      "figures went, and which readings changed.");
  command->add_option("file", options->file, "File of the history")->required();
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
      "  assay history nights.sqlite --format html > nights.html");
  command->callback([options, &result] { result = show(*options); });
}

}  // namespace assay::harness
