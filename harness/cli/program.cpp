#include "harness/cli/program.h"

#include <fmt/core.h>

#include "harness/cli/option_shape.h"
#include "harness/cli/parse.h"
#include "harness/exit_codes.h"
#include "harness/version.h"
#include "spec/load.h"

namespace assay::harness {

namespace {

constexpr const char* tour =
    "The first minute:\n"
    "  assay run                                    judge the built-in mock: a clean run in "
    "seconds\n"
    "  assay run --mock-fault value-accepted        see what a finding looks like\n"
    "  assay doctor                                 is anything missing on this machine?\n"
    "  assay doctor --endpoint http://127.0.0.1:8080   and is your endpoint ready to be judged?\n"
    "  assay run --endpoint http://127.0.0.1:8080   judge it; open assay-report/report.html\n"
    "  assay config init                            keep the flags in assay.toml\n\n"
    "\"assay COMMAND --help\" teaches each command by examples; \"assay man | man -l -\" is all of "
    "it.\n"
    "Docs: README.md, docs/settings.md, docs/verdicts.md, docs/faults.md, docs/spec-format.md.";

struct Grouped {
  const char* group;
  std::vector<const char*> commands;
};

// For --help. A command that stands nowhere here is listed last.
void group_commands(CLI::App& app) {
  const std::vector<Grouped> groups{{"Judge", {"run", "replay", "compare"}},
                                    {"Afterwards", {"report", "baseline", "history"}},
                                    {"Set up", {"config", "doctor", "completion", "man"}},
                                    {"Look behind", {"mock", "mutants", "spec", "sign"}}};
  for (CLI::App* command : commands_of(app)) {
    command->group("More");
    for (const Grouped& group : groups) {
      for (const char* name : group.commands)
        if (command->get_name() == name) command->group(group.group);
    }
  }
}

// Every long flag and subcommand of the parser that was reached.
std::vector<std::string> known_words(CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::Option* option : options_of(app)) {
    for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  }
  for (const CLI::App* sub : commands_of(app)) out.push_back(sub->get_name());
  return out;
}

}  // namespace

Program::Program(const std::string& name)
    : app_("assay judges an HTTP endpoint against the document that describes it.", "assay") {
  app_.set_version_flag("--version", std::string("assay ") + version);
  app_.require_subcommand(1);
  app_.footer(tour);
  add_run(app_, name, result_);
  add_replay(app_, name, result_);
  add_mock(app_, result_);
  add_mutants(app_, result_);
  add_compare(app_, name, result_);
  add_report(app_, result_);
  add_baseline(app_, result_);
  add_history(app_, result_);
  add_spec(app_, result_);
  add_sign(app_, result_);
  add_config(app_, settled_, result_);
  add_doctor(app_, settled_, result_);
  add_completion(app_, result_);
  add_man(app_, result_);
  group_commands(app_);
  // After the command line was read and before any command runs.
  app_.parse_complete_callback([this] { settle_reached(); });
}

void Program::settle_reached() {
  CLI::App& command = *reached(app_);
  if (!takes_settings(command)) return;
  try {
    settled_ = settle(command, *app_.get_subcommand("run"), real_surroundings());
  } catch (const UsageError& error) {
    if (command.get_name() != "doctor") throw;
    settled_.refusal = error.what();  // which is one of the things that it tells
  }
  for (const std::string& warning : settled_.warnings) fmt::print(stderr, "assay: {}\n", warning);
}

int Program::refuse(const CLI::ParseError& error) {
  CLI::App* command = reached(app_);
  std::string hint;
  for (std::string word : command->remaining(true)) {
    word = word.substr(0, word.find('='));
    const std::string near = spec::nearest(word, known_words(*command));
    if (!near.empty()) hint += "; did you mean " + near + "?";
  }
  std::string path;
  for (const CLI::App* one = command; one != nullptr; one = one->get_parent())
    path = one->get_name() + (path.empty() ? "" : " " + path);
  fmt::print(stderr, "assay: {}{}\n", error.what(), hint);
  fmt::print(stderr, "assay: \"{} --help\" tells what there is\n", path);
  return static_cast<int>(Exit::usage);
}

int Program::run(int argc, const char* const* argv) {
  try {
    app_.parse(argc, argv);
    return result_;
  } catch (const CLI::Success& done) {
    return app_.exit(done);
  } catch (const CLI::ParseError& error) {
    return refuse(error);
  } catch (const UsageError& error) {
    fmt::print(stderr, "assay: {}\n", settled_.explain(error.what()));
    return static_cast<int>(Exit::usage);
  }
}

}  // namespace assay::harness
