#include "oracles/rule.h"

#include <algorithm>
#include <array>

#include "wire/answer.h"

namespace assay::oracles {

namespace {

constexpr std::size_t large = 64;  // bytes of a longest name that anybody gives

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; }

bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

std::string_view name(Look look) {
  constexpr std::array<std::string_view, 6> names{"",         "empty",       "not UTF-8",
                                                  "controls", "odd letters", "long"};
  return names[static_cast<std::size_t>(look)];
}

}  // namespace

Look look_of(std::string_view value) {
  if (std::all_of(value.begin(), value.end(), is_space)) return Look::blank;
  if (!wire::is_utf8(value)) return Look::bytes;
  if (std::any_of(value.begin(), value.end(), is_control)) return Look::controls;
  if (value.size() > large) return Look::large;
  return std::all_of(value.begin(), value.end(), is_of_word) ? Look::plain : Look::odd;
}

std::string describe(const spec::Operation& operation, const Rule& rule, bool with_look) {
  const spec::Parameter& parameter = operation.parameters[rule.parameter];
  std::string out = parameter.name;
  if (rule.member != 0 && !parameter.members[rule.member - 1].name.empty()) {
    out += "." + parameter.members[rule.member - 1].name;
  }
  out.append(" ").append(spec::name(rule.check));
  if (with_look && rule.look != Look::plain) out.append(" (").append(name(rule.look)).append(")");
  return out;
}

}  // namespace assay::oracles
