// Parameters and their rules, and the observation that reads them back.
#include <algorithm>
#include <memory>

#include "spec/loader.h"

namespace assay::spec::detail {

std::optional<Errors> Loader::errors_of(const Node& node) {
  Errors out;
  for (const std::string& code : node.texts()) {
    const auto found = error_ids_.find(code);
    if (found != error_ids_.end()) {
      out.push_back(found->second);
      continue;
    }
    std::vector<std::string> known;
    for (const auto& [name, unused] : error_ids_) known.push_back(name);
    const std::string near = nearest(code, known);
    node.fault("no error has the code \"" + code + "\"" +
               (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
  }
  return out;
}

Setting<Errors> Loader::errors_at(const Node& node) {
  return setting<Errors>(node, {}, [this](const Node& value) { return errors_of(value); });
}

std::optional<Values> Loader::values_of(const Node& node) {
  if (node.is_string() && node.text() == "any") return Values{};
  Values values;
  values.any = false;
  values.texts = node.texts();
  if (values.texts.empty()) node.fault("expected \"any\" or an array of one value or more");
  return values;
}

std::optional<Range> Loader::range_of(const Node& node) {
  const auto items = node.items();
  if (items.size() != 2) {
    node.fault("expected [smallest, largest]");
    return std::nullopt;
  }
  const auto min = items[0].integer();
  const auto max = items[1].integer();
  if (!min || !max) return std::nullopt;
  if (*min > *max) node.fault("the smallest is larger than the largest");
  return Range{*min, *max};
}

// A rule of this parameter, or the gateway's for every parameter.
std::optional<Node> Loader::rule(const Node& node, std::string_view key) const {
  if (auto own = node.maybe(key)) return own;
  return defaults_ ? defaults_->maybe(key) : std::nullopt;
}

void Loader::load_parameters(const Node& node) {
  const auto list = node.need("parameters");
  if (!list) return;
  for (const Node& item : list->items()) {
    Parameter parameter = load_parameter(item, "");
    if (op_.find_parameter(parameter.name)) item.fault("two parameters have that name");
    op_.parameters.push_back(std::move(parameter));
  }
}

Parameter Loader::load_parameter(const Node& node, const std::string& prefix) {
  node.only({"name",     "type",          "role",    "example", "example-valid", "default",
             "reset-to", "stores",        "absent",  "empty",   "duplicate",     "utf8",
             "honoured", "case",          "space",   "values",  "range",         "length",
             "sign",     "leading-zeros", "width",   "missing", "repeated",      "malformed",
             "invalid",  "unknown",       "members", "count",   "clauses"});
  Parameter parameter;
  // A member of a list may be called "": the element itself.
  parameter.name = prefix.empty() ? node.need_text("name") : node.text_of("name");
  if (!prefix.empty()) node.need("name");
  if (const auto type = node.need("type")) {
    parameter.type = word<Type>(*type, {{"text", Type::text},
                                        {"integer", Type::integer},
                                        {"boolean", Type::boolean},
                                        {"list", Type::list}});
  }
  if (const auto role = node.maybe("role")) {
    parameter.role = word<Role>(
        *role, {{"plain", Role::plain}, {"region", Role::region}, {"resource", Role::resource}});
  }
  parameter.example = node.text_of("example");
  parameter.example_valid = node.flag("example-valid", true);
  if (node.maybe("default")) parameter.fallback = node.text_of("default");
  if (const auto reset = node.maybe("reset-to")) parameter.reset_to = reset->texts();
  parameter.stores = node.text_of("stores");
  load_rules(node, parameter);
  load_error_rules(node, parameter);
  load_clauses(
      node, parameter,
      parameter.name.empty() ? prefix.substr(0, prefix.size() - 1) : prefix + parameter.name);
  if (parameter.type == Type::list) {
    load_list(node, parameter);
  } else if (const auto stray =
                 node.maybe("members") ? node.maybe("members") : node.maybe("count")) {
    stray->fault("only a list has members and a count");
  }
  return parameter;
}

void Loader::load_rules(const Node& node, Parameter& parameter) {
  if (const auto found = node.maybe("absent")) {
    parameter.absent = enumeration<Absent>(*found, {{"keep", Absent::keep},
                                                    {"refuse", Absent::refuse},
                                                    {"reset", Absent::reset},
                                                    {"not_found", Absent::not_found},
                                                    {"nothing", Absent::nothing}});
  }
  if (const auto found = rule(node, "empty")) {
    parameter.empty =
        enumeration<Empty>(*found, {{"absent", Empty::absent}, {"invalid", Empty::invalid}});
  }
  if (const auto found = rule(node, "duplicate")) {
    parameter.duplicate = enumeration<Duplicate>(*found, {{"first", Duplicate::first},
                                                          {"last", Duplicate::last},
                                                          {"refuse", Duplicate::refuse},
                                                          {"mismatch", Duplicate::mismatch}});
  }
  if (const auto found = rule(node, "utf8")) {
    parameter.utf8 = enumeration<Utf8>(
        *found, {{"value", Utf8::value}, {"replace", Utf8::replace}, {"refuse", Utf8::refuse}});
  }
  if (const auto found = rule(node, "honoured")) parameter.honoured = boolean(*found, true);
  if (const auto found = rule(node, "case")) parameter.fold = boolean(*found, false);
  if (const auto found = rule(node, "space")) parameter.trim = boolean(*found, false);
  if (const auto found = node.maybe("values")) {
    parameter.values =
        setting<Values>(*found, Values{}, [this](const Node& v) { return values_of(v); });
  }
  const auto range = [this](const Node& v) { return range_of(v); };
  if (const auto found = node.maybe("range")) {
    parameter.range = setting<Range>(*found, {}, range);
    if (parameter.type != Type::integer) found->fault("only an integer has a range");
  }
  if (const auto found = node.maybe("length")) {
    parameter.length = setting<Range>(*found, {}, range);
    if (parameter.type != Type::text) found->fault("only a text has a length");
  }
  if (parameter.type != Type::integer) {
    for (const char* key : {"sign", "leading-zeros", "width"}) {
      if (const auto stray = node.maybe(key)) stray->fault("only an integer has this rule");
    }
    return;
  }
  if (const auto found = rule(node, "sign")) parameter.sign = boolean(*found, false);
  if (const auto found = rule(node, "leading-zeros")) parameter.zeros = boolean(*found, false);
  if (const auto found = rule(node, "width")) {
    parameter.width = setting<int>(*found, 64, [](const Node& v) -> std::optional<int> {
      const auto bits = v.integer();
      if (bits && (*bits == 0 || *bits == 32 || *bits == 64)) return static_cast<int>(*bits);
      v.fault("expected 32, 64 or 0 for any size");
      return std::nullopt;
    });
  }
}

void Loader::load_error_rules(const Node& node, Parameter& parameter) {
  const auto at = [&](std::string_view key) {
    const auto found = rule(node, key);
    return found ? errors_at(*found) : Setting<Errors>(Errors{});
  };
  parameter.missing = at("missing");
  parameter.repeated = at("repeated");
  parameter.invalid = at("invalid");
  parameter.unknown = at("unknown");
  const auto malformed = rule(node, "malformed");
  if (!malformed) {
    parameter.malformed = parameter.invalid;
    return;
  }
  // "own": the parameter's own error, as for any other wrong value.
  parameter.malformed =
      setting<Errors>(*malformed, {}, [&](const Node& value) -> std::optional<Errors> {
        if (!value.is_string()) return errors_of(value);
        if (value.text() != "own") value.fault("expected \"own\" or an array of codes");
        const bool plain = parameter.role == Role::plain;
        return (plain ? parameter.invalid : parameter.unknown).values.front();
      });
}

void Loader::load_list(const Node& node, Parameter& parameter) {
  if (const auto count = node.need("count")) {
    parameter.count = range_of(*count).value_or(Range{1, 1});
    if (parameter.count.min < 1) count->fault("a list that is sent has one element or more");
    if (parameter.count.max > 1000) count->fault("at most 1000 elements are supported");
  }
  if (const auto members = node.need("members")) {
    for (const Node& item : members->items()) {
      Parameter member = load_parameter(item, parameter.name + ".N.");
      if (member.type == Type::list) item.fault("a list inside a list is not supported");
      for (const Parameter& other : parameter.members) {
        if (other.name == member.name) item.fault("two members have that name");
      }
      check_invalid(item, member);
      parameter.members.push_back(std::move(member));
    }
    if (parameter.members.empty()) members->fault("a list needs one member or more");
  }
}

void Loader::load_clauses(const Node& node, Parameter& parameter, const std::string& full_name) {
  const auto clauses = node.need("clauses");
  if (!clauses) return;
  for (const Node& item : clauses->items()) {
    item.only({"rule", "at", "level", "requires", "why"});
    const std::string word = item.need_text("rule");
    parameter.clauses.push_back(add_clause(item, full_name + "." + word, parameter.name, word));
  }
  if (parameter.clauses.empty()) clauses->fault("a parameter needs one clause or more");
}

void Loader::check_invalid(const Node& node, const Parameter& parameter) {
  const bool restricted = !parameter.values.fixed() || !parameter.values.values[0].any ||
                          parameter.length || parameter.type != Type::text;
  if (restricted && parameter.invalid.values.front().empty()) {
    node.fault("a parameter with values, a range, a length or a type needs \"invalid\"");
  }
}

// Faults that show only when everything is read.
void Loader::check_parameters(const Node& node) {
  const auto parameters = node.maybe("parameters");
  if (!parameters) return;
  std::size_t resources = 0;
  for (std::size_t i = 0; i < op_.parameters.size(); ++i) {
    const Parameter& parameter = op_.parameters[i];
    const Node place = parameters->items()[i];
    resources += parameter.role == Role::resource ? 1 : 0;
    check_invalid(place, parameter);
    if (parameter.stores.empty() || !op_.observation) continue;
    const auto& fields = op_.observation->fields;
    const bool known = std::any_of(fields.begin(), fields.end(), [&](const ObservedField& field) {
      return field.name == parameter.stores;
    });
    if (!known) place.fault("no observed field is called \"" + parameter.stores + "\"");
  }
  if (resources > 1) parameters->fault("more than one parameter names the resource");
}

void Loader::load_observation(const Node& node) {
  node.only({"assay", "kind", "operation", "version", "title", "source", "root", "one", "all",
             "region", "filter", "path", "id", "inner", "fields", "extras", "$schema"});
  Observation observation;
  observation.operation = node.need_text("operation");
  observation.version = node.need_text("version");
  observation.root = node.need_text("root");
  observation.region = node.text_of("region");
  observation.filter = node.text_of("filter");
  observation.id = node.need_text("id");
  const auto query = [&](std::string_view key, std::vector<QueryTemplate>& out) {
    const auto list = node.need(key);
    if (!list) return;
    for (const Node& pair : list->items()) {
      auto texts = pair.texts();
      if (texts.size() != 2) {
        pair.fault("expected [name, value]");
      } else {
        out.push_back({std::move(texts[0]), std::move(texts[1])});
      }
    }
  };
  query("one", observation.one);
  query("all", observation.all);
  if (const auto path = node.need("path")) observation.path = path->texts();
  if (const auto inner = node.maybe("inner")) observation.inner = inner->texts();
  if (const auto fields = node.need("fields")) {
    for (const Node& item : fields->items()) load_field(item, observation);
  }
  if (const auto extras = node.maybe("extras")) {
    for (const auto& [key, value] : extras->members()) {
      const bool count = value.is_string() && value.json().get<std::string>() == "{count}";
      observation.extras.emplace_back(key, count ? "{count}" : value.json().dump());
    }
  }
  op_.observation = std::move(observation);
}

void Loader::load_field(const Node& node, Observation& observation) {
  node.only({"name", "type", "unset", "initial"});
  ObservedField field;
  field.name = node.need_text("name");
  for (const ObservedField& other : observation.fields) {
    if (other.name == field.name) node.fault("two fields have that name");
  }
  if (const auto type = node.need("type")) {
    field.type = word<Type>(*type, {{"text", Type::text},
                                    {"integer", Type::integer},
                                    {"boolean", Type::boolean},
                                    {"list", Type::list}});
  }
  if (const auto unset = node.maybe("unset")) field.unset = unset->texts();
  field.initial = node.text_of("initial");
  observation.fields.push_back(std::move(field));
}

}  // namespace assay::spec::detail
