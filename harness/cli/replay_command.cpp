// assay replay: one case again, from its token.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "harness/cli/commands.h"
#include "harness/cli/endpoint_options.h"
#include "harness/cli/parse.h"
#include "harness/cli/signals.h"
#include "harness/engine/curl_line.h"
#include "harness/engine/findings.h"
#include "harness/engine/known_state.h"
#include "harness/engine/preflight.h"
#include "harness/engine/reduce.h"
#include "harness/engine/trial.h"
#include "harness/exit_codes.h"
#include "reports/escape.h"

namespace assay::harness {

namespace {

struct ReplayOptions {
  EndpointOptions endpoint;
  std::string token;
  bool try_smaller = false;
};

// A message line by line, each made safe for a terminal.
std::string readable(std::string_view message) {
  std::string out;
  while (!message.empty()) {
    const std::size_t end = message.find('\n');
    std::string_view line = message.substr(0, end);
    if (end != std::string_view::npos && line.ends_with('\r')) line.remove_suffix(1);
    out += reports::terminal(line) + "\n";
    if (end == std::string_view::npos) break;
    message.remove_prefix(end + 1);
  }
  return out;
}

void show_step(const Context& context, const Shown& shown, const generators::Case& one,
               const Resources& resources) {
  fmt::print("case      {}\n", reports::terminal(one.label));
  fmt::print("curl      {}\n", curl_line(context, one, resources));
  if (shown.before) fmt::print("before    {}\n", state_text(context.operation, *shown.before));
  fmt::print("\n-- request --\n{}\n", readable(shown.request));
  fmt::print("\n-- answer --\n{}\n\n", readable(shown.answer));
  if (shown.after) fmt::print("after     {}\n", state_text(context.operation, *shown.after));
  if (shown.inconclusive) fmt::print("inconclusive: {}\n", shown.note);
  for (const Problem& problem : shown.problems) {
    reports::Finding finding;
    describe(context, problem, finding);
    fmt::print("VIOLATES  {} ({})\n", finding.clause, finding.kind);
    fmt::print("  says    {}: {}\n", finding.at, finding.requires_);
    fmt::print("  why     {}\n", reports::terminal(finding.why));
    for (const std::string& clause : finding.about) fmt::print("  about   {}\n", clause);
    fmt::print("  came    {}\n", reports::terminal(finding.observed));
    for (const reports::Expected& expected : finding.expected) {
      fmt::print("  allowed {}{}\n", reports::terminal(expected.outcome),
                 expected.needs.empty() ? "" : "  [needs " + expected.needs + "]");
    }
  }
}

Token checked_token(const spec::Operation& operation, const std::string& text) {
  std::string why;
  auto token = parse_token(text, why);
  if (!token) throw UsageError("TOKEN: " + why);
  if (token->spec != operation.sha256.substr(0, 8)) {
    fmt::print(stderr,
               "assay: the token was made with another version of the document ({} not {}); its "
               "case may be another one\n",
               token->spec, operation.sha256.substr(0, 8));
  }
  return *token;
}

int conclude(const std::vector<Shown>& shown) {
  bool violated = false;
  bool inconclusive = true;
  for (const Shown& one : shown) {
    violated |= !one.problems.empty();
    inconclusive &= one.inconclusive;
  }
  if (violated) {
    fmt::print("\nThe violation is still there.\n");
    return static_cast<int>(Exit::violations);
  }
  if (inconclusive) {
    fmt::print("\nNothing could be judged.\n");
    return static_cast<int>(Exit::nothing);
  }
  fmt::print("\n*** THE VIOLATION IS GONE: every answer is what the document permits. ***\n");
  return static_cast<int>(Exit::conforms);
}

// Says of every violation that showed whether a parameter or a step could have been left out.
void try_smaller(const Context& context, Trial& trial, const Token& token,
                 const Resources& resources, const std::vector<Shown>& shown) {
  std::set<std::string> keys;
  for (const Problem& problem : shown.back().problems) {
    for (std::string& key : keys_of(context.operation, problem)) keys.insert(std::move(key));
  }
  fmt::print("\n");
  for (const std::string& key : keys) {
    Reducer::Hooks hooks;
    hooks.enough = interrupted;
    hooks.shows = [&](const Shown& one) { return shows(context.operation, one, key); };
    Reducer reducer(context.operation, trial, resources, hooks);
    if (!reducer.shows(token.steps)) {
      fmt::print("{}: does not show a second time\n", reports::terminal(key));
      continue;
    }
    std::size_t tried = 0;
    const auto spare = reducer.superfluous(token.steps, tried);
    std::string list;
    for (const std::string& name : spare) list += (list.empty() ? "" : ", ") + name;
    fmt::print("{}: {} of {} can be left out{}\n", reports::terminal(key),
               spare.empty() ? "nothing" : std::to_string(spare.size()), tried,
               list.empty() ? "" : ": " + reports::terminal(list));
  }
}

int replay(const ReplayOptions& options, const std::string& program) {
  std::string file;
  const spec::Operation operation = load_operation(options.endpoint.spec, file);
  const Token token = checked_token(operation, options.token);
  Settings settings;
  settings.program = program;
  settings.seed = token.seed;
  settings.style = token.style;
  settings.lanes = 2;  // some cases name two
  ReadyEndpoint ready = prepare_endpoint(operation, options.endpoint, settings);
  Context context(operation, settings, ready.endpoint, real_clock(), entropy());
  const auto transport = make_transport(ready.endpoint, settings, 1);
  Client client(context, *transport);
  const Preflight before = preflight(context, client);
  if (!before.refusal.empty()) {
    fmt::print(stderr, "assay: {}\n", before.refusal);
    return static_cast<int>(Exit::unavailable);
  }
  Trial trial(context, client);
  const Resources resources{before.resources[0],
                            before.resources.size() > 1 ? before.resources[1] : ""};
  fmt::print("replaying {} on {}, {} step{}\n\n", context.operation_name(), ready.name,
             token.steps.size(), token.steps.size() == 1 ? "" : "s");
  const auto shown = trial.run(token.steps, resources);
  if (shown.size() != token.steps.size())
    throw UsageError("TOKEN: it names no case of this document");
  for (std::size_t i = 0; i < shown.size(); ++i) {
    generators::Case one;
    trial.make(token.steps[i], one);
    if (shown.size() > 1) fmt::print("=== step {} of {} ===\n", i + 1, shown.size());
    show_step(context, shown[i], one, resources);
  }
  if (options.try_smaller) try_smaller(context, trial, token, resources, shown);
  restore(context, client, before);
  return conclude(shown);
}

}  // namespace

void add_replay(CLI::App& app, const std::string& program, Result& result) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* command = app.add_subcommand(
      "replay",
      "Send one case again, from the token that a report gives, and judge it afresh. The instance\n"
      "is first brought to the state that the case met.");
  command->add_option("token", options->token, "The token: assay1-…")->required();
  command->add_flag(
      "--try-smaller", options->try_smaller,
      "Also send it without each parameter and each step, and say what was not needed");
  add_endpoint_options(*command, options->endpoint);
  add_settings_options(*command);
  command->footer(
      "Exit codes: 1 the violation is still there, 0 it is gone, 4 nothing could be judged.\n\n"
      "Examples:\n"
      "  assay replay assay1-TOKEN                                         on the built-in mock\n"
      "  assay replay assay1-TOKEN --endpoint http://127.0.0.1:8080        on your endpoint\n"
      "  assay replay assay1-TOKEN --mock-fault value-accepted --try-smaller   what is not "
      "needed?");
  command->callback([options, program, &result] { result = replay(*options, program); });
}

}  // namespace assay::harness
