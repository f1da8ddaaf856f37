// assay.toml for editors, and as a file to begin with; both are made from the options themselves.
#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace assay::harness {

// JSON Schema, draft 7, which is what TOML plug-ins of editors know. `run`: the subcommand.
std::string settings_schema(CLI::App& run);

// A commented assay.toml: every key with what it does and its default, none of them set.
std::string settings_example(CLI::App& run);

}  // namespace assay::harness
