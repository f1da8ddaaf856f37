// assay: a fuzz-and-conformance harness for HTTP APIs that are described by documents.
#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "harness/cli/commands.h"
#include "harness/cli/parse.h"
#include "harness/exit_codes.h"
#include "harness/version.h"
#include "spec/load.h"

namespace {

using assay::harness::Exit;

// Every long flag and subcommand of the parser that was reached.
std::vector<std::string> known_words(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) out.push_back("--" + name);
  }
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    out.push_back(sub->get_name());
  }
  return out;
}

int refuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* reached = &app;
  while (!reached->get_subcommands().empty()) reached = reached->get_subcommands().back();
  std::string hint;
  for (std::string word : reached->remaining(true)) {
    word = word.substr(0, word.find('='));
    const std::string near = assay::spec::nearest(word, known_words(*reached));
    if (!near.empty()) hint += "; did you mean " + near + "?";
  }
  fmt::print(stderr, "assay: {}{}\n", error.what(), hint);
  fmt::print(stderr, "assay: \"{} --help\" tells what there is\n",
             reached == &app ? "assay" : "assay " + reached->get_name());
  return static_cast<int>(Exit::usage);
}

int parse_and_run(CLI::App& app, int argc, char** argv, const int& result) {
  try {
    app.parse(argc, argv);
    return result;
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    return refuse(app, error);
  } catch (const assay::harness::UsageError& error) {
    fmt::print(stderr, "assay: {}\n", error.what());
    return static_cast<int>(Exit::usage);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    CLI::App app("assay judges an HTTP endpoint against the document that describes it.", "assay");
    app.set_version_flag("--version", std::string("assay ") + assay::harness::version);
    app.require_subcommand(1);
    const std::string program = argc > 0 ? argv[0] : "assay";
    int result = 0;
    assay::harness::add_run(app, program, result);
    assay::harness::add_replay(app, program, result);
    assay::harness::add_mock(app, result);
    assay::harness::add_mutants(app, result);
    assay::harness::add_compare(app, program, result);
    assay::harness::add_report(app, result);
    assay::harness::add_baseline(app, result);
    assay::harness::add_history(app, result);
    assay::harness::add_spec(app, result);
    assay::harness::add_sign(app, result);
    return parse_and_run(app, argc, argv, result);
  } catch (const std::exception& error) {
    fmt::print(stderr, "assay: own fault, please report it: {}\n", error.what());
    return static_cast<int>(Exit::own_fault);
  }
}
