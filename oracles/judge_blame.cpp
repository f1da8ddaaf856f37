// The part of the judge that says which clause an unexpected answer is about.
#include <algorithm>
#include <array>

#include "oracles/judge.h"
#include "oracles/outcome.h"
#include "oracles/pattern.h"

namespace assay::oracles {

// The rule that has the code for its own, surely or in some reading.
std::optional<spec::ClauseId> Judge::owner(bool surely) const {
  const auto owns = [&](const spec::Setting<spec::Errors>& errors, std::string_view name) {
    if (errors.fixed() != surely) return false;
    for (const spec::Errors& codes : errors.values) {
      for (const spec::ErrorId id : codes) {
        const spec::Error& error = operation_.errors[id];
        if (!fits(error.code, name, reply_.code, false)) continue;
        // One code for many parameters: the message tells which.
        const bool shared = error.message.values.front().find("{parameter}") != std::string::npos;
        if (!shared || reply_.message.find(name) != std::string::npos) return true;
      }
    }
    return false;
  };
  for (const spec::Parameter& parameter : operation_.parameters) {
    using spec::Check;
    const auto clause = [&](Check check) {
      return operation_.clause_of(parameter, rule_of(parameter, check));
    };
    if (owns(parameter.invalid, parameter.name)) return clause(Check::value);
    if (owns(parameter.unknown, parameter.name)) return clause(Check::exists);
    if (owns(parameter.missing, parameter.name)) return clause(Check::absent);
    if (owns(parameter.malformed, parameter.name)) return clause(Check::format);
    for (const spec::Parameter& member : parameter.members) {
      if (owns(member.invalid, member.name) || owns(member.missing, member.name)) {
        return operation_.clause_of(member, rule_of(member, Check::value));
      }
    }
  }
  for (std::size_t i = 0; i < spec::gateway_rule_count; ++i) {
    if (owns(operation_.gateway.errors[i], "")) return operation_.gateway.clauses[i];
  }
  return std::nullopt;
}

// The clause that a refusal of a permitted request breaks: that of the rule which owns the code.
spec::ClauseId Judge::blame_refusal() const {
  if (const auto sure = owner(true)) return *sure;
  return owner(false).value_or(operation_.clause(spec::Topic::catalogue));
}

// Is that a name which neither the operation nor the gateway knows?
bool Judge::is_unknown(std::string_view name) const {
  using namespace std::string_view_literals;
  constexpr std::array common{"Action"sv,           "Version"sv,        "Format"sv,
                              "AccessKeyId"sv,      "Signature"sv,      "SignatureMethod"sv,
                              "SignatureVersion"sv, "SignatureNonce"sv, "Timestamp"sv,
                              "SecurityToken"sv};
  if (std::find(common.begin(), common.end(), name) != common.end()) return false;
  const std::string_view stem = name.substr(0, name.find('.'));
  return std::none_of(operation_.parameters.begin(), operation_.parameters.end(),
                      [&](const spec::Parameter& parameter) {
                        return parameter.name == name ||
                               (parameter.type == spec::Type::list && parameter.name == stem);
                      });
}

// Does the error speak of a parameter that no document names?
bool Judge::names_unknown_parameter() const {
  const auto named = [&](const wire::Param& param) {
    return is_unknown(param.name) &&
           reply_.message.find("\"" + param.name + "\"") != std::string::npos;
  };
  return !reply_.success && (std::any_of(view_.query.begin(), view_.query.end(), named) ||
                             std::any_of(view_.form.begin(), view_.form.end(), named));
}

}  // namespace assay::oracles
