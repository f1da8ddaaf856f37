// The subcommands of assay, one file each. Each adds itself to the parser and runs when chosen.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace assay::harness {

// `result` becomes the exit code of the command that ran. `program` is the name it was called by.
using Result = int;
void add_run(CLI::App& app, const std::string& program, Result& result);
void add_baseline(CLI::App& app, Result& result);
void add_compare(CLI::App& app, const std::string& program, Result& result);
void add_history(CLI::App& app, Result& result);
void add_mock(CLI::App& app, Result& result);
void add_mutants(CLI::App& app, Result& result);
void add_replay(CLI::App& app, const std::string& program, Result& result);
void add_report(CLI::App& app, Result& result);
void add_sign(CLI::App& app, Result& result);
void add_spec(CLI::App& app, Result& result);

}  // namespace assay::harness
