// The whole command line of assay as an object: what main() runs and what tests walk through.
#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "harness/cli/commands.h"
#include "harness/cli/settings_layers.h"

namespace assay::harness {

class Program {
 public:
  explicit Program(const std::string& name);  // as it was called, for the lines to copy
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Parses, settles the settings, runs; the exit code. Never throws for what the user did wrong.
  int run(int argc, const char* const* argv);

  CLI::App& app() { return app_; }

 private:
  void settle_reached();
  int refuse(const CLI::ParseError& error);

  CLI::App app_;
  Settled settled_;
  Result result_ = 0;
};

}  // namespace assay::harness
