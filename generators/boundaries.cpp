#include <algorithm>

#include "generators/parameter.h"
#include "generators/phases.h"

namespace assay::generators {

namespace {

// The usual call with one parameter filled in as the variant says.
Template with_variant(const spec::Operation& operation, const spec::Parameter& parameter,
                      const Variant& variant, std::uint64_t seed, unsigned optional_percent) {
  Template out;
  Stream draw(seed);
  bool placed = false;
  for (const spec::Parameter& other : operation.parameters) {
    if (&other == &parameter) {
      out.one.params.insert(out.one.params.end(), variant.params.begin(), variant.params.end());
      placed = true;
    } else if (must_be_sent(other) || draw.percent(optional_percent)) {
      append_valid(other, draw, out.one.params);
    }
  }
  if (!placed) {
    out.one.params.insert(out.one.params.end(), variant.params.begin(), variant.params.end());
  }
  const bool harmless = variant.valid || !restricts(parameter) ||
                        (variant.params.empty() && !must_be_sent(parameter));
  out.one.faults = harmless ? 0 : 1;
  out.one.label = parameter.name + ": " + variant.label;
  out.large = variant.large;
  out.adjoining = variant.adjoining;
  return out;
}

// A value of one parameter in another, where it is none.
void add_foreign_values(const spec::Operation& operation, Templates& out) {
  std::uint64_t seed = 5;
  for (const spec::Parameter& parameter : operation.parameters) {
    for (const spec::Parameter& other : operation.parameters) {
      const spec::Values& values = other.values.values.front();
      const spec::Values& own = parameter.values.values.front();
      if (&parameter == &other || parameter.type == spec::Type::list || values.texts.empty())
        continue;
      for (const std::string& value : values.texts) {
        if (std::find(own.texts.begin(), own.texts.end(), value) != own.texts.end()) continue;
        Variants one;
        add(one, parameter, "a value of " + other.name + ", " + value, value);
        out.push_back(with_variant(operation, parameter, one.front(), seed++, 50));
      }
    }
  }
}

void add_unknown(const spec::Operation& operation, Templates& out) {
  const std::vector<std::pair<std::string, std::string>> unknown{
      {"Nobody", "x"},          {"DryRun", "true"},
      {"Nobody.1.Key", "x"},    {"", "x"},
      {"nobody", ""},           {"Nobody", std::string(1000, 'u')},
      {"X-Nobody", "\xC3\xA9"}, {"OwnerId", "1"},
      {"\xE4\xB8\xAD", "x"},    {"Nobody[]", "x"},
      {"Nobody", "\n"},         {"Callback", "f"}};
  std::uint64_t seed = 7;
  for (const auto& [name, value] : unknown) {
    if (operation.find_parameter(name) || name.empty()) continue;
    Template one;
    Stream draw(seed++);
    append_usual(operation, draw, 50, nullptr, one.one.params);
    CaseParam param;
    param.name = name;
    param.value = value;
    one.one.params.insert(
        one.one.params.begin() + static_cast<std::ptrdiff_t>(draw.below(one.one.params.size() + 1)),
        std::move(param));
    one.one.label = "a parameter that no document names: " + name.substr(0, 20);
    out.push_back(std::move(one));
  }
  // The name of an optional parameter in another letter case is another name.
  for (const spec::Parameter& parameter : operation.parameters) {
    if (must_be_sent(parameter) || parameter.type == spec::Type::list) continue;
    Template one;
    Stream draw(seed++);
    append_usual(operation, draw, 50, &parameter, one.one.params);
    CaseParam param;
    param.name = parameter.name;
    for (char& c : param.name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (param.name == parameter.name) continue;
    param.value = "assay";
    one.one.params.push_back(std::move(param));
    one.one.label = parameter.name + ": its name in lower case";
    out.push_back(std::move(one));
  }
}

}  // namespace

Templates boundary_templates(const spec::Operation& operation) {
  Templates out;
  std::uint64_t seed = 3;
  for (const spec::Parameter& parameter : operation.parameters) {
    for (const Variant& variant : variants_of(parameter)) {
      // Twice: with little else, and with most of the rest.
      for (const unsigned rest : {20U, 80U}) {
        out.push_back(with_variant(operation, parameter, variant, seed++, rest));
      }
    }
  }
  add_foreign_values(operation, out);
  add_unknown(operation, out);
  add_gateway_templates(operation, out);
  add_pairs(operation, out);
  add_gateway_pairs(operation, out);
  add_triples(operation, out);
  return out;
}

}  // namespace assay::generators
