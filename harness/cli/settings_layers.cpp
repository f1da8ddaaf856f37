#include "harness/cli/settings_layers.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "harness/cli/parse.h"
#include "spec/load.h"

namespace assay::harness {

namespace {

constexpr std::string_view prefix = "ASSAY_";
// Names of our own that are no settings: the folder of the documents, and what tests go by.
constexpr std::array<std::string_view, 8> others{
    "ASSAY_SPEC_DIR", "ASSAY_BINARY",    "ASSAY_ROOT",    "ASSAY_PICTURES",
    "ASSAY_MATRIX_",  "ASSAY_SANITIZED", "ASSAY_APPROVE", "ASSAY_RC_CASES"};

// One value on its way to an option.
struct Layered {
  std::vector<std::string> values;
  std::string source;
};
using Layers = std::map<std::string, Layered>;

std::string words_of_flag(const std::string& name, const std::string& value) {
  constexpr std::array<std::string_view, 4> yes{"true", "1", "yes", "on"};
  constexpr std::array<std::string_view, 4> no{"false", "0", "no", "off"};
  if (std::find(yes.begin(), yes.end(), value) != yes.end()) return "true";
  if (std::find(no.begin(), no.end(), value) != no.end()) return "false";
  throw UsageError("environment " + name + ": came \"" + value + "\", expected true or false");
}

void take_variable(const std::string& name, const std::string& value, const std::string& key,
                   CLI::Option& option, Layers& out) {
  const OptionShape shape = shape_of(option);
  Layered layered{{value}, "environment " + name};
  if (shape.repeatable) layered.values = split_list(value);
  if (shape.kind == OptionShape::Kind::flag) layered.values = {words_of_flag(name, value)};
  for (const std::string& one : layered.values) {
    const std::string said = complaint(option, one);
    if (!said.empty()) throw UsageError("environment " + name + ": " + said);
  }
  out[key] = std::move(layered);
}

void take_environment(const Surroundings& around, const Keys& keys, Settled& settled, Layers& out) {
  std::map<std::string, std::string> known;  // by variable
  std::vector<std::string> names{"ASSAY_CONFIG", "ASSAY_PROFILE"};
  for (const std::string& key : keys.names()) {
    known[variable_of(key)] = key;
    names.push_back(variable_of(key));
  }
  for (const auto& [name, value] : around.environment) {
    const auto found = known.find(name);
    if (found != known.end()) {
      if (!value.empty()) take_variable(name, value, found->second, *keys.find(found->second), out);
      continue;
    }
    for (const char* key : {"live", "today"}) {
      if (name == variable_of(key) && !value.empty())
        throw UsageError("environment " + name + ": " + why_not(key));
    }
    const bool ours = name == names[0] || name == names[1] ||
                      std::any_of(others.begin(), others.end(),
                                  [&](std::string_view one) { return name.starts_with(one); });
    if (ours) continue;
    const std::string near = spec::nearest(name, names);
    settled.warnings.push_back("environment " + name + " is no setting" +
                               (near.empty() ? "" : "; did you mean " + near + "?"));
  }
}

// A flag, or else a variable; "" when neither says anything.
std::string choice(CLI::App& command, const Surroundings& around, const std::string& key,
                   std::string& source) {
  const CLI::Option* option = command.get_option("--" + key);
  if (option->count() > 0) {
    source = "--" + key;
    return option->as<std::string>();
  }
  const auto found = around.environment.find(variable_of(key));
  if (found == around.environment.end() || found->second.empty()) return "";
  source = "environment " + found->first;
  return found->second;
}

SettingsFile read_file(CLI::App& command, const Surroundings& around, const Keys& keys,
                       Settled& settled) {
  std::string source;
  const std::string asked = choice(command, around, "config", source);
  if (asked == "none") return {};
  std::filesystem::path path = asked;
  if (asked.empty()) path = find_settings(around.folder, around.home);
  if (path.empty()) return {};
  SettingsFile out = load_settings(path, keys);
  settled.file = out.name;
  return out;
}

void take_file(const SettingsFile& file, const SettingList& list, const std::string& table,
               Layers& out) {
  for (const Setting& one : list) {
    out[one.key] = {one.values, file.name + ":" + std::to_string(one.line) + table};
  }
}

// From the weakest to the strongest; each replaces what stands there.
Layers layers_of(CLI::App& command, const Surroundings& around, const Keys& keys,
                 Settled& settled) {
  const SettingsFile file = read_file(command, around, keys, settled);
  Layers out;
  settled.profile = choice(command, around, "profile", settled.profile_from);
  if (!settled.profile.empty()) {
    try {
      parse_word(settled.profile_from, settled.profile, profile_names(file));
    } catch (const UsageError& error) {
      throw UsageError(std::string(error.what()) +
                       (settled.file.empty() ? "" : " (" + settled.file + ")"));
    }
  }
  for (const BuiltInProfile& profile : built_in_profiles()) {
    if (profile.name != settled.profile) continue;
    for (const Setting& one : profile.settings)
      out[one.key] = {one.values, "profile " + profile.name + " (built in)"};
  }
  take_file(file, file.common, "", out);
  const auto own = file.profiles.find(settled.profile);
  if (own != file.profiles.end())
    take_file(file, own->second, " [profile." + settled.profile + "]", out);
  take_environment(around, keys, settled, out);
  return out;
}

void apply(CLI::Option& option, const std::string& key, const Layered& layered, Settled& settled) {
  settled.sources[key] = layered.source;
  if (layered.values.empty()) return;  // set back to the default
  try {
    for (const std::string& value : layered.values) option.add_result(value);
    option.run_callback();
  } catch (const CLI::ParseError& error) {
    throw UsageError(layered.source + ", \"" + key + "\": came \"" + layered.values.front() +
                     "\", expected " + shape_of(option).expected());
  }
}

}  // namespace

Surroundings real_surroundings() {
  Surroundings out;
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) {
    const std::string text = *one;
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || !text.starts_with(prefix)) continue;
    out.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  std::error_code error;
  out.folder = std::filesystem::current_path(error);
  if (const char* home = std::getenv("HOME")) out.home = home;  // NOLINT(*-mt-unsafe)
  return out;
}

std::string Settled::explain(const std::string& refusal_text) const {
  for (const auto& [key, source] : sources) {
    if (refusal_text.starts_with("--" + key + ":"))
      return refusal_text + " (it comes from " + source + ")";
  }
  return refusal_text;
}

void add_settings_options(CLI::App& command) {
  command
      .add_option("--config",
                  "Settings file, or none; without it, the nearest assay.toml in this "
                  "folder or above")
      ->type_name("FILE");
  command
      .add_option("--profile",
                  "Settings to go by: quick, nightly, release or one of the settings file")
      ->type_name("NAME");
}

bool takes_settings(CLI::App& command) {
  return command.get_option_no_throw("--profile") != nullptr &&
         command.get_option_no_throw("--config") != nullptr;
}

std::string variable_of(std::string key) {
  for (char& c : key) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    if (c == '-') c = '_';
  }
  return std::string(prefix) + key;
}

Settled settle(CLI::App& command, CLI::App& run, const Surroundings& around) {
  Settled out;
  const Keys keys(run);
  const Layers layers = layers_of(command, around, keys, out);
  for (const auto& [key, layered] : layers) {
    CLI::Option* option = command.get_option_no_throw("--" + key);
    if (option != nullptr && option->count() == 0) apply(*option, key, layered, out);
  }
  return out;
}

std::vector<std::string> profile_names(const SettingsFile& file) {
  std::set<std::string> out;
  for (const BuiltInProfile& profile : built_in_profiles()) out.insert(profile.name);
  for (const auto& [name, settings] : file.profiles) out.insert(name);
  return {out.begin(), out.end()};
}

}  // namespace assay::harness
