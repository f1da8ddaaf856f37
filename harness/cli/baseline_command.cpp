// assay baseline: the file of known findings, kept up to date and looked over.
#include <fmt/core.h>

#include <filesystem>

#include "harness/cli/commands.h"
#include "harness/cli/option_shape.h"
#include "harness/cli/parse.h"
#include "harness/exit_codes.h"
#include "reports/baseline.h"
#include "reports/escape.h"
#include "reports/file.h"
#include "reports/text.h"

namespace assay::harness {

namespace {

struct BaselineOptions {
  std::string file, folder, today;
  reports::KnownFinding like;
  bool prune = false;
};

reports::Baseline load(const std::string& file, bool may_be_missing) {
  if (may_be_missing && !std::filesystem::exists(file)) return {file, {}};
  return load_baseline("FILE", file);
}

int update(const BaselineOptions& options) {
  const reports::Baseline before = load(options.file, true);
  const reports::Summary summary = load_run(options.folder);
  reports::Baseline after =
      updated(before, summary, today(options.today), options.like, options.prune);
  const std::string text = baseline_text(after);
  // What was given on the command line must be readable again.
  try {
    reports::read_baseline(text, options.file);
  } catch (const reports::ReadError& error) {
    throw UsageError(error.what());
  }
  try {
    reports::write_atomically(options.file, text);
  } catch (const std::exception& error) {
    throw UsageError(std::string("FILE: ") + error.what());
  }
  const auto has = [](const reports::Baseline& baseline, const std::string& key) {
    return std::any_of(baseline.findings.begin(), baseline.findings.end(),
                       [&](const reports::KnownFinding& one) { return one.key == key; });
  };
  for (const auto& one : after.findings)
    if (!has(before, one.key)) fmt::print("added    {}\n", reports::terminal(one.key));
  for (const auto& one : before.findings)
    if (!has(after, one.key)) fmt::print("removed  {}\n", reports::terminal(one.key));
  fmt::print("{}: {} known\n", options.file, reports::plural(after.findings.size(), "finding"));
  return static_cast<int>(Exit::conforms);
}

// A line for each known finding that needs somebody.
std::size_t complain(const reports::Baseline& baseline, const std::string& day) {
  std::size_t count = 0;
  for (const reports::KnownFinding& one : baseline.findings) {
    const bool expired = has_expired(one, day);
    if (expired) fmt::print("expired  {} (on {})\n", reports::terminal(one.key), one.expires);
    if (one.reason.empty()) fmt::print("no reason {}\n", reports::terminal(one.key));
    if (expired || one.reason.empty()) ++count;
  }
  return count;
}

int check(const BaselineOptions& options) {
  const reports::Baseline baseline = load(options.file, false);
  if (options.folder.empty()) {
    const std::size_t wrong = complain(baseline, today(options.today));
    fmt::print("{}: {} known, {} to look at\n", options.file,
               reports::plural(baseline.findings.size(), "finding"), wrong);
    return static_cast<int>(wrong > 0 ? Exit::violations : Exit::conforms);
  }
  reports::Summary summary = load_run(options.folder);
  reports::sort_findings(summary, baseline, today(options.today));
  for (const reports::Finding& finding : summary.findings)
    fmt::print("{:10} {}\n", finding.standing, reports::terminal(finding.key));
  for (const reports::Absent& one : summary.absent)
    fmt::print("{:10} {}{}\n", one.standing, reports::terminal(one.key),
               one.why.empty() ? "" : " (" + reports::terminal(one.why) + ")");
  return static_cast<int>(reports::failing(summary) > 0 ? Exit::violations : Exit::conforms);
}

}  // namespace

void add_today(CLI::App& command, std::string& day, const std::string& what) {
  command.add_option("--today", day, what)->check(a_day())->type_name("DAY");
}

void add_baseline(CLI::App& app, Result& result) {
  auto options = std::make_shared<BaselineOptions>();
  CLI::App* command = app.add_subcommand(
      "baseline",
      "Known findings: assay run --baseline FILE sorts what it finds into new, known, flaky and\n"
      "expired, and what it no longer finds into fixed and not judged; new and expired fail.");
  command->require_subcommand(1);
  CLI::App* add = command->add_subcommand(
      "update", "Add the findings of a finished run to FILE; what stands there stays as it is");
  CLI::App* look = command->add_subcommand(
      "check",
      "Without DIR: is FILE right, and is anything in it expired or without a reason?\n"
      "With DIR: sort the findings of that run");
  for (CLI::App* sub : {add, look})
    sub->add_option("file", options->file, "FILE: the baseline, TOML")->required();
  add->add_option("dir", options->folder, "DIR: the folder that --out of the run named")
      ->required();
  look->add_option("dir", options->folder, "DIR: likewise");
  add->add_option("--reason", options->like.reason, "Why the new ones are borne");
  add->add_option("--link", options->like.link, "Where they are dealt with");
  add->add_option("--expires", options->like.expires, "Day from which on they fail again")
      ->check(a_day());
  add->add_flag("--prune", options->prune, "Take out what the run shows to be fixed");
  add_today(*add, options->today, "Day that the new ones are known since (today, by UTC)");
  add_today(*look, options->today, "Day to go by for what has expired (today, by UTC)");
  command->footer(
      "Exit codes of check: 0 nothing to do, 1 something is new, expired or without a reason.\n\n"
      "Examples:\n"
      "  assay run --out first                        a first night: everything is new\n"
      "  assay baseline update known.toml first --reason \"told the team\" --expires 2027-02-01\n"
      "  assay run --baseline known.toml              from now on only news fails\n"
      "  assay baseline check known.toml              what has expired, what has no reason\n"
      "  assay baseline check known.toml --today 2027-02-01   and what will have on that day");
  add->callback([options, &result] { result = update(*options); });
  look->callback([options, &result] { result = check(*options); });
}

}  // namespace assay::harness
