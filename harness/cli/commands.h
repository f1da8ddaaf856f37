// The subcommands of assay, one file each. Each adds itself to the parser and runs when chosen.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "harness/cli/run_options.h"
#include "harness/cli/settings_layers.h"

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
// `settled`: what was applied to the command that was reached, filled in before it runs.
void add_config(CLI::App& app, const Settled& settled, Result& result);
void add_doctor(CLI::App& app, const Settled& settled, Result& result);
void add_completion(CLI::App& app, Result& result);
void add_man(CLI::App& app, Result& result);

// --history-keep and --today, for each command that goes by them.
void add_history_keep(CLI::App& command, std::size_t& keep);
void add_today(CLI::App& command, std::string& day, const std::string& what);

// The options of assay run, --config and --profile among them, for commands that look at them.
void add_run_options(CLI::App* command, RunOptions* options);

}  // namespace assay::harness
