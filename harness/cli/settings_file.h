// assay.toml: settings that are kept in a file, for all profiles or for one.
//
//   endpoint = "http://127.0.0.1:8080"     # the keys are the long options of assay run
//   instance-id = ["i-1", "i-2"]
//   [profile.nightly]
//   max-time = "2h"
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/cli/option_shape.h"

namespace assay::harness {

// The long options of one command by name, which are what may be set, and what each takes.
class Keys {
 public:
  explicit Keys(CLI::App& command);
  CLI::Option* find(const std::string& key) const;                  // null: no such key
  const std::vector<std::string>& names() const { return names_; }  // in the order of --help

 private:
  std::vector<std::string> names_;
  std::map<std::string, CLI::Option*> options_;
};

// Options that no file and no environment may set, and why; "" for all others. `key` may be any
// word: one that looks like a secret is told where secrets belong.
std::string why_not(std::string_view key);

struct Setting {
  std::string key;
  std::vector<std::string> values;  // as on the command line; none: as if never set
  std::size_t line = 0;
};
using SettingList = std::vector<Setting>;

struct SettingsFile {
  std::string name;  // as messages call it
  SettingList common;
  std::map<std::string, SettingList> profiles;
};

// UsageError, with file and line, for what is no TOML, a key that is not known (the nearest is
// named) or not allowed, and a value that the option would refuse, in profiles that are not asked
// for, too. Relative paths count from `folder`.
SettingsFile read_settings(std::string_view text, const std::string& name,
                           const std::filesystem::path& folder, const Keys& keys);
SettingsFile load_settings(const std::filesystem::path& file, const Keys& keys);

// The nearest assay.toml in `from` or above it: up to the first folder that holds .git, or `home`,
// or the root, each included. Empty when there is none.
std::filesystem::path find_settings(const std::filesystem::path& from,
                                    const std::filesystem::path& home);

// The profiles that come with assay; a file may change single keys of them.
struct BuiltInProfile {
  std::string name, what;
  SettingList settings;
};
const std::vector<BuiltInProfile>& built_in_profiles();

}  // namespace assay::harness
