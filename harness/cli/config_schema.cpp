#include "harness/cli/config_schema.h"

#include <nlohmann/json.hpp>

#include "harness/cli/option_shape.h"
#include "harness/cli/settings_file.h"
#include "reports/toml_places.h"

namespace assay::harness {

namespace {

using Json = nlohmann::ordered_json;
using Kind = OptionShape::Kind;

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

void add_bounds(const OptionShape& shape, Json& out) {
  if (shape.kind == Kind::whole) {
    out["minimum"] = static_cast<std::int64_t>(shape.least.value_or(0));
    if (shape.most) out["maximum"] = static_cast<std::int64_t>(*shape.most);
  } else {
    if (shape.least) out["minimum"] = *shape.least;
    if (shape.most) out["maximum"] = *shape.most;
  }
}

Json list_of_words(const std::vector<std::string>& words) {
  std::string any;
  for (const std::string& word : words) any += (any.empty() ? "" : "|") + word;
  const std::string one = "(" + any + ")";
  return Json{
      {"oneOf", Json::array({Json{{"type", "string"}, {"pattern", "^" + one + "?(," + one + ")*$"}},
                             Json{{"type", "array"}, {"items", Json{{"enum", words}}}}})}};
}

Json type_of(const OptionShape& shape) {
  Json out;
  switch (shape.kind) {
    case Kind::flag: out["type"] = "boolean"; break;
    case Kind::whole: out["type"] = "integer"; break;
    case Kind::number: out["type"] = "number"; break;
    case Kind::amount: out["type"] = Json::array({"string", "number"}); break;
    case Kind::word: out["enum"] = shape.words; break;
    case Kind::list: return list_of_words(shape.words);
    case Kind::text: out["type"] = "string"; break;
  }
  add_bounds(shape, out);
  if (!shape.repeatable) return out;
  return Json{{"oneOf", Json::array({out, Json{{"type", "array"}, {"items", out}}})}};
}

Json property_of(CLI::Option& option) {
  Json out;
  out["description"] = one_line(option.get_description());
  out.update(type_of(shape_of(option)));
  return out;
}

}  // namespace

std::string settings_schema(CLI::App& run) {
  const Keys keys(run);
  Json out;
  out["$schema"] = "http://json-schema.org/draft-07/schema#";
  out["title"] = "Settings of assay (assay.toml)";
  out["description"] =
      "The keys are the long options of assay run; [profile.NAME] changes them for one profile.";
  out["type"] = "object";
  out["additionalProperties"] = false;
  Json references;
  for (const std::string& key : keys.names()) {
    out["definitions"][key] = property_of(*keys.find(key));
    references[key]["$ref"] = "#/definitions/" + key;
  }
  out["properties"] = references;
  Json profile{{"type", "object"}, {"additionalProperties", false}, {"properties", references}};
  Json& profiles = out["properties"]["profile"];
  profiles["description"] = "Settings of one profile, chosen by --profile or ASSAY_PROFILE.";
  profiles["type"] = "object";
  for (const BuiltInProfile& one : built_in_profiles()) {
    profiles["properties"][one.name]["$ref"] = "#/definitions/settings of a profile";
    profiles["properties"][one.name]["description"] = one.what;
  }
  profiles["additionalProperties"]["$ref"] = "#/definitions/settings of a profile";
  out["definitions"]["settings of a profile"] = profile;
  return out.dump(2) + "\n";
}

namespace {

// The value that holds unasked, as TOML; one of the right type where there is none.
std::string unasked(CLI::Option& option) {
  const OptionShape shape = shape_of(option);
  const std::string text = option.get_default_str();
  if (shape.kind == Kind::flag) return "false";
  if (shape.repeatable) return "[]";
  if (shape.kind == Kind::whole || shape.kind == Kind::number) return text.empty() ? "0" : text;
  return reports::toml_string(text);
}

}  // namespace

std::string settings_example(CLI::App& run) {
  const Keys keys(run);
  std::string out =
      "# Settings of assay. A flag goes before the environment (ASSAY_MAX_TIME for max-time), "
      "that\n"
      "# before the profile, and that before what stands here at the top. `assay config` tells "
      "what\n"
      "# holds and where it comes from. Paths count from the folder of this file. Keys and "
      "secrets\n"
      "# do not belong here, and neither does --live.\n";
  for (const std::string& key : keys.names()) {
    CLI::Option& option = *keys.find(key);
    out +=
        "\n# " + one_line(option.get_description()) + "\n# " + key + " = " + unasked(option) + "\n";
  }
  for (const BuiltInProfile& profile : built_in_profiles()) {
    out += "\n# assay run --profile " + profile.name + ": " + profile.what + "\n[profile." +
           profile.name + "]\n";
    for (const Setting& one : profile.settings) {
      const Kind kind = shape_of(*keys.find(one.key)).kind;
      const bool bare = kind == Kind::whole || kind == Kind::number || kind == Kind::flag;
      out += "# " + one.key + " = " +
             (bare ? one.values.front() : reports::toml_string(one.values.front())) + "\n";
    }
  }
  return out;
}

}  // namespace assay::harness
