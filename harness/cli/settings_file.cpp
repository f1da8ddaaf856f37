#include "harness/cli/settings_file.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "harness/cli/parse.h"
#include "reports/summary_reader.h"
#include "reports/toml_places.h"

namespace assay::harness {

namespace {

namespace fs = std::filesystem;
using Kind = OptionShape::Kind;

std::string type_of(const toml::node& node) {
  std::ostringstream out;
  out << node.type();
  return out.str();
}

std::string text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  std::ostringstream out;
  if (const auto* whole = node.as_integer()) out << whole->get();
  if (const auto* number = node.as_floating_point()) out << number->get();
  if (const auto* flag = node.as_boolean()) out << (flag->get() ? "true" : "false");
  return out.str();
}

bool fits(const toml::node& node, Kind kind) {
  switch (kind) {
    case Kind::flag: return node.is_boolean();
    case Kind::whole: return node.is_integer() && node.as_integer()->get() >= 0;
    case Kind::number: return node.is_number();
    case Kind::amount: return node.is_string() || node.is_number();
    case Kind::text:
    case Kind::word:
    case Kind::list: return node.is_string();
  }
  return false;
}

class Reader {
 public:
  Reader(std::string name, fs::path folder, const Keys& keys)
      : name_(std::move(name)), folder_(std::move(folder)), keys_(keys) {}

  SettingsFile read(const toml::table& table) const {
    SettingsFile out;
    out.name = name_;
    for (const auto& [key, node] : table) {
      if (key.str() != "profile") {
        out.common.push_back(setting(std::string(key.str()), node));
        continue;
      }
      if (!node.is_table())
        complain(node, "\"profile\": expected tables such as [profile.nightly]");
      for (const auto& [name, profile] : *node.as_table())
        out.profiles.emplace(name.str(), read_profile(std::string(name.str()), profile));
    }
    return out;
  }

 private:
  SettingList read_profile(const std::string& name, const toml::node& node) const {
    if (!node.is_table())
      complain(node, "\"" + name + "\": expected a table, [profile." + name + "]");
    SettingList out;
    for (const auto& [key, value] : *node.as_table())
      out.push_back(setting(std::string(key.str()), value));
    return out;
  }

  Setting setting(const std::string& key, const toml::node& node) const {
    const std::string refusal = why_not(key);
    if (!refusal.empty()) complain(node, "\"" + key + "\": " + refusal);
    CLI::Option* option = keys_.find(key);
    if (option == nullptr) reports::unknown_key(name_, key, keys_.names(), node.source());
    const OptionShape shape = shape_of(*option);
    Setting out{key, values(key, node, shape), node.source().begin.line};
    for (std::string& value : out.values) {
      const std::string said = complaint(*option, value);
      if (!said.empty()) complain(node, "\"" + key + "\": " + said);
      value = placed(value, shape);
    }
    return out;
  }

  std::vector<std::string> values(const std::string& key, const toml::node& node,
                                  const OptionShape& shape) const {
    const bool several = shape.repeatable || shape.kind == Kind::list;
    std::vector<std::string> out;
    const auto take = [&](const toml::node& one) {
      if (!fits(one, shape.kind)) wrong_type(key, one, shape);
      out.push_back(text_of(one));
    };
    if (several && node.is_array()) {
      for (const toml::node& one : *node.as_array()) take(one);
    } else {
      take(node);
    }
    if (shape.kind == Kind::list && out.size() > 1) {
      std::string all;
      for (const std::string& one : out) all += (all.empty() ? "" : ",") + one;
      out = {all};
    }
    if (out.size() == 1 && out[0].empty()) out.clear();
    return out;
  }

  [[noreturn]] void wrong_type(const std::string& key, const toml::node& node,
                               const OptionShape& shape) const {
    const std::string text = text_of(node);
    const std::string came =
        text.empty() ? "" : " " + (node.is_string() ? "\"" + text + "\"" : text);
    complain(node,
             "\"" + key + "\": came " + type_of(node) + came + ", expected " + shape.expected());
  }

  // A path counts from the folder of the file. A document may also be named.
  std::string placed(const std::string& value, const OptionShape& shape) const {
    if ((!shape.file && !shape.folder) || value.empty() || fs::path(value).is_absolute())
      return value;
    const fs::path path = (folder_ / value).lexically_normal();
    std::error_code error;
    const bool name = value.find('/') == std::string::npos && value.find('.') == std::string::npos;
    return shape.file && name && !fs::exists(path, error) && shape.named ? value : path.string();
  }

  [[noreturn]] void complain(const toml::node& node, const std::string& what) const {
    reports::complain(name_, node.source(), what);
  }

  std::string name_;
  fs::path folder_;
  const Keys& keys_;
};

}  // namespace

Keys::Keys(CLI::App& command) {
  for (CLI::Option* option : options_of(command)) {
    const std::string key = key_of(*option);
    if (key.empty() || !why_not(key).empty()) continue;
    names_.push_back(key);
    options_.emplace(key, option);
  }
}

CLI::Option* Keys::find(const std::string& key) const {
  const auto found = options_.find(key);
  return found == options_.end() ? nullptr : found->second;
}

std::string why_not(std::string_view key) {
  if (key == "live") {
    return "consent to change what is not on this machine is given on the command line, each time: "
           "--live";
  }
  if (key == "today") return "a day that stands anywhere is soon another one: say --today";
  if (key == "help") return "asks for help on the command line";
  if (key == "config") return "which file is read is said by --config or ASSAY_CONFIG alone";
  if (key == "profile") return "which profile holds is said by --profile or ASSAY_PROFILE alone";
  std::string word(key);
  std::replace(word.begin(), word.end(), '_', '-');
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
  });
  constexpr std::array<std::string_view, 4> marks{"secret", "access-key", "token", "password"};
  if (std::any_of(marks.begin(), marks.end(),
                  [&](std::string_view mark) { return word.find(mark) != std::string::npos; })) {
    return "keys and secrets do not belong here; set ALIBABA_CLOUD_ACCESS_KEY_ID and "
           "ALIBABA_CLOUD_ACCESS_KEY_SECRET, or name a file of them with \"credentials\"";
  }
  return "";
}

SettingsFile read_settings(std::string_view text, const std::string& name, const fs::path& folder,
                           const Keys& keys) {
  try {
    return Reader(name, folder, keys).read(reports::parse_toml(text, name));
  } catch (const reports::ReadError& error) {
    throw UsageError(error.what());
  }
}

SettingsFile load_settings(const fs::path& file, const Keys& keys) {
  std::ifstream in(file, std::ios::binary);
  std::error_code error;
  if (!in || fs::is_directory(file, error))
    throw UsageError("--config: \"" + file.string() + "\" can't be read");
  std::ostringstream text;
  text << in.rdbuf();
  const fs::path full = fs::absolute(file).lexically_normal();
  const bool here = full.parent_path() == fs::current_path();
  return read_settings(text.str(), here ? full.filename().string() : full.string(),
                       here ? fs::path() : full.parent_path(), keys);
}

fs::path find_settings(const fs::path& from, const fs::path& home) {
  std::error_code error;
  for (fs::path folder = from;; folder = folder.parent_path()) {
    if (fs::exists(folder / "assay.toml", error)) return folder / "assay.toml";
    if (fs::exists(folder / ".git", error) || folder == home || folder == folder.parent_path())
      return {};
  }
}

namespace {

std::string all_phases() {
  std::string out;
  for (const std::string& name : phase_names()) out += (out.empty() ? "" : ",") + name;
  return out;
}

}  // namespace

const std::vector<BuiltInProfile>& built_in_profiles() {
  static const std::vector<BuiltInProfile> profiles{
      {"quick", "a look in seconds, before a commit", {{"cases", {"2000"}}, {"max-time", {"10s"}}}},
      {"nightly",
       "every phase, long",
       {{"phases", {all_phases()}}, {"cases", {"1000000"}}, {"max-time", {"30m"}}}},
      {"release",
       "many cases, recommendations and examples judged, too, and little patience with failures",
       {{"cases", {"300000"}},
        {"max-time", {"15m"}},
        {"strict", {"true"}},
        {"max-flaky", {"0.0001"}}}}};
  return profiles;
}

}  // namespace assay::harness
