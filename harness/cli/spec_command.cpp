// assay spec: what the document says, and whether its files are in order.
#include <fmt/core.h>

#include "harness/cli/commands.h"
#include "harness/cli/parse.h"
#include "spec/load.h"

namespace assay::harness {

namespace {

std::string_view word(spec::Level level) {
  if (level == spec::Level::must) return "must";
  return level == spec::Level::should ? "should" : "example";
}

void show(const spec::Operation& operation, const std::string& file) {
  fmt::print("{} {} ({})\n{}\n", operation.product, operation.name, operation.version,
             operation.title);
  fmt::print("source   {}\nfile     {}\nsha256   {}\n", operation.source, file, operation.sha256);
  std::size_t testable = 0;
  for (const spec::Clause& clause : operation.clauses) {
    if (clause.testable()) ++testable;
  }
  fmt::print("clauses  {}, {} of them testable\nreadings {}\nerrors   {} of its own, {} common\n\n",
             operation.clauses.size(), testable, operation.readings.size(), operation.own_errors,
             operation.errors.size() - operation.own_errors);
  for (const spec::Parameter& parameter : operation.parameters) {
    fmt::print("  {:26}{}\n", parameter.name,
               parameter.fallback ? " default " + *parameter.fallback : std::string());
    for (const spec::ClauseId id : parameter.clauses) {
      fmt::print("    {:14} {}\n", operation.clauses[id].rule, operation.clauses[id].requires_);
    }
  }
}

void clauses(const spec::Operation& operation) {
  for (const spec::Clause& clause : operation.clauses) {
    fmt::print("{} [{}] {}\n    {}\n", clause.name, word(clause.level), clause.at,
               clause.requires_);
    if (!clause.testable()) fmt::print("    not testable: {}\n", clause.why);
  }
}

void readings(const spec::Operation& operation) {
  for (const spec::Reading& reading : operation.readings) {
    fmt::print("{}: {}\n    leaves open {}\n", reading.name, reading.question,
               operation.clauses[reading.clause].name);
    for (const spec::Alternative& alternative : reading.alternatives) {
      fmt::print("    {:24} {} ({})\n", alternative.name, alternative.means, alternative.source);
    }
  }
}

}  // namespace

void add_spec(CLI::App& app, Result& result) {
  CLI::App* command =
      app.add_subcommand("spec", "Show a document as assay understands it, or check its files.");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n"
      "  assay spec show                        the operation in short\n"
      "  assay spec clauses                     every sentence that is judged\n"
      "  assay spec check spec/mine/New.json    is my own document right?");
  const auto add = [&](const char* name, const char* what, auto print) {
    auto wanted = std::make_shared<std::string>();
    CLI::App* one = command->add_subcommand(name, what);
    auto* option = one->add_option("document", *wanted,
                                   "A file, or the name of an operation that comes along");
    if (std::string_view(name) == "check") option->required();
    one->callback([wanted, print, &result] {
      std::string file;
      const spec::Operation operation = load_operation(*wanted, file);
      print(operation, file);
      result = 0;
    });
  };
  add("show", "The operation in short: parameters, rules and counts", show);
  add("clauses", "Every clause, with where the document says it",
      [](const spec::Operation& operation, const std::string&) { clauses(operation); });
  add("readings", "Every point where the document leaves a choice",
      [](const spec::Operation& operation, const std::string&) { readings(operation); });
  add("check", "Name every fault of a file; exit 2 when there is one",
      [](const spec::Operation& operation, const std::string& file) {
        fmt::print("{}: in order, {} clauses, {} readings\n", file, operation.clauses.size(),
                   operation.readings.size());
      });
}

}  // namespace assay::harness
