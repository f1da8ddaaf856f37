#include "generators/ways.h"

#include <algorithm>
#include <array>
#include <optional>

#include "generators/parameter.h"

namespace assay::generators {

namespace {

using spec::Check;

// What a value breaks that is none of the parameter's.
Check check_of_values(const spec::Parameter& parameter) {
  if (parameter.role == spec::Role::region) return Check::region;
  if (parameter.role == spec::Role::resource) return Check::exists;
  const bool any_text = parameter.type == spec::Type::text || parameter.type == spec::Type::list;
  return any_text ? Check::value : Check::format;
}

// The rule that a variant breaks, if it is one of those worth combining. Of a list the same
// variants of a member count.
std::optional<Check> broken_by(const spec::Parameter& parameter, const Variant& variant) {
  using namespace std::string_view_literals;
  constexpr std::array others{"another word"sv, "word"sv,      "well formed, of nothing"sv,
                              "yes"sv,          "malformed"sv, "300 letters"sv};
  std::string_view label = variant.label;
  if (label == "left out") {
    return must_be_sent(parameter) ? std::optional(Check::absent) : std::nullopt;
  }
  if (parameter.type == spec::Type::list) {
    if (label.ends_with("elements")) return Check::value;
    if (const auto colon = label.find(": "); colon != std::string_view::npos) {
      label.remove_prefix(colon + 2);
    }
  }
  if (label == "empty") return Check::absent;
  if (label == "sent twice, the same") return Check::duplicate;
  if (label == "byte FF after") return Check::encoding;
  if (label == "number 0") return Check::value;
  if (std::find(others.begin(), others.end(), label) == others.end()) return std::nullopt;
  return check_of_values(parameter);
}

}  // namespace

std::vector<Way> ways_of(const spec::Parameter& parameter) {
  std::vector<Way> out;
  for (const Variant& variant : variants_of(parameter)) {
    if (variant.valid || variant.large) continue;
    const auto check = broken_by(parameter, variant);
    if (!check) continue;
    const auto count =
        std::count_if(out.begin(), out.end(), [&](const Way& way) { return way.check == *check; });
    if (count < 3) out.push_back({variant, *check, count == 0});
  }
  return out;
}

Template broken_call(const spec::Operation& operation, const Chosen& chosen, Stream& draw,
                     bool reversed) {
  Template out;
  std::vector<std::vector<CaseParam>> parts;
  for (std::size_t i = 0; i < operation.parameters.size(); ++i) {
    const spec::Parameter& parameter = operation.parameters[i];
    std::vector<CaseParam>& part = parts.emplace_back();
    if (chosen[i] != nullptr) {
      const Variant& variant = chosen[i]->variant;
      part = variant.params;
      out.adjoining |= variant.adjoining;
      out.one.label += (out.one.faults == 0 ? "" : "; ") + parameter.name + ": " + variant.label;
      ++out.one.faults;
    } else if (must_be_sent(parameter) || draw.percent(30)) {
      append_valid(parameter, draw, part);
    }
  }
  if (reversed) std::reverse(parts.begin(), parts.end());
  if (reversed) out.one.label += "; sent last to first";
  for (const std::vector<CaseParam>& part : parts) {
    out.one.params.insert(out.one.params.end(), part.begin(), part.end());
  }
  return out;
}

}  // namespace assay::generators
