// assay config: which settings hold, and where each comes from.
#include <fmt/core.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "harness/cli/commands.h"
#include "harness/cli/config_schema.h"
#include "harness/cli/option_shape.h"
#include "harness/cli/parse.h"
#include "reports/escape.h"
#include "reports/file.h"

namespace assay::harness {

namespace {

struct Line {
  std::string key, source;
  std::vector<std::string> values;
};

std::string source_of(const std::string& key, const CLI::Option& option, const Settled& settled) {
  const auto found = settled.sources.find(key);
  if (found != settled.sources.end()) return found->second;
  return option.count() > 0 ? "flag --" + key : "default";
}

// The first line is where the file and the profile come from; then every key of assay run.
std::vector<Line> lines_of(CLI::App& command, const Keys& keys, const Settled& settled) {
  std::vector<Line> out;
  for (const std::string& key : keys.names()) {
    CLI::Option* option = command.get_option("--" + key);
    Line line{key, source_of(key, *option, settled), option->results()};
    if (line.values.empty() && !option->get_default_str().empty())
      line.values = {option->get_default_str()};
    const bool flag = shape_of(*option).kind == OptionShape::Kind::flag;
    if (flag) line.values = {!line.values.empty() && option->as<bool>() ? "true" : "false"};
    out.push_back(std::move(line));
  }
  return out;
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

void print_text(const std::vector<Line>& lines, const Settled& settled) {
  fmt::print("file     {}\n", settled.file.empty() ? "none" : reports::terminal(settled.file));
  fmt::print("profile  {}\n\n", settled.profile.empty()
                                    ? "none"
                                    : settled.profile + " (" + settled.profile_from + ")");
  for (const Line& line : lines) {
    fmt::print("{:16} {:36} {}\n", line.key, reports::terminal(joined(line.values)),
               reports::terminal(line.source));
  }
}

void print_json(CLI::App& command, const std::vector<Line>& lines, const Settled& settled) {
  nlohmann::ordered_json out;
  out["file"] = settled.file;
  out["profile"] = settled.profile;
  out["settings"] = nlohmann::ordered_json::object();
  for (const Line& line : lines) {
    auto& one = out["settings"][line.key];
    const OptionShape shape = shape_of(*command.get_option("--" + line.key));
    if (shape.repeatable) {
      one["value"] = line.values;
    } else {
      one["value"] = joined(line.values);
    }
    one["from"] = line.source;
  }
  fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

int init(CLI::App& run, const std::string& file) {
  std::error_code error;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, error))) {
    throw UsageError("FILE: \"" + file + "\" is there already; it is not written over");
  }
  try {
    reports::write_atomically(file, settings_example(run));
  } catch (const std::exception& problem) {
    throw UsageError(std::string("FILE: ") + problem.what());
  }
  fmt::print("{}: written; nothing in it is set yet\n", reports::terminal(file));
  return 0;
}

}  // namespace

void add_config(CLI::App& app, const Settled& settled, Result& result) {
  CLI::App* command = app.add_subcommand(
      "config",
      "Tell which settings hold for \"assay run\" with these flags, and where each comes from. A\n"
      "flag goes before the environment, that before the profile, that before the top of "
      "assay.toml.");
  auto options = std::make_shared<RunOptions>();
  auto json = std::make_shared<bool>(false);
  auto file = std::make_shared<std::string>("assay.toml");
  add_run_options(command, options.get());
  command->add_flag("--json", *json, "As JSON (--format is an option of assay run)");
  command->require_subcommand(0, 1);
  CLI::App* begin = command->add_subcommand("init", "Write a commented assay.toml to begin with");
  begin->add_option("file", *file, "FILE: where to")->capture_default_str();
  begin->footer(
      "Exit codes: 0, or 2 when the file is there already or can't be written.\n\n"
      "Examples:\n"
      "  assay config init                       assay.toml in this folder\n"
      "  assay config init nightly/assay.toml    in another one");
  CLI::App* schema = command->add_subcommand("schema", "Print the JSON Schema of assay.toml");
  schema->footer(
      "Examples:\n"
      "  assay config schema > assay.schema.json    then \"#:schema ./assay.schema.json\" in "
      "assay.toml");
  command->footer(
      "Environment: ASSAY_ and the key in upper case, such as ASSAY_MAX_TIME=5m; several values "
      "are\n"
      "separated by commas. Exit codes: 0, or 2 for a setting that can't be.\n\n"
      "Examples:\n"
      "  assay config                               what holds here\n"
      "  assay config --profile nightly             what a nightly run would go by\n"
      "  assay config --profile quick --cases 10    with a flag on top\n"
      "  assay config --config none --json          without any file, for programs\n"
      "  assay config init                          a file to begin with");
  // init and schema need no settings, and this runs for them, too: CLI11 calls both.
  command->callback([command, options, json, &app, &settled, &result] {
    if (!command->get_subcommands().empty()) return;
    const std::vector<Line> lines = lines_of(*command, Keys(*app.get_subcommand("run")), settled);
    if (*json) {
      print_json(*command, lines, settled);
    } else {
      print_text(lines, settled);
    }
    result = 0;
  });
  begin->callback([file, &app, &result] { result = init(*app.get_subcommand("run"), *file); });
  schema->callback([&app, &result] {
    fmt::print("{}", settings_schema(*app.get_subcommand("run")));
    result = 0;
  });
}

}  // namespace assay::harness
