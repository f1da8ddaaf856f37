// Lists: Name.1.Member, Name.2.Member … counted from one without a gap.
#include <charconv>

#include "oracles/model.h"
#include "oracles/outcome.h"
#include "wire/answer.h"

namespace assay::oracles {

namespace {

// The number and the rest of "Name.12.Member" for this list; nothing when it is another name.
std::optional<std::pair<std::size_t, std::string_view>> element_of(std::string_view list,
                                                                   std::string_view name) {
  if (!name.starts_with(list)) return std::nullopt;
  name.remove_prefix(list.size());
  if (name.size() < 2 || name[0] != '.' || name[1] < '1' || name[1] > '9') return std::nullopt;
  name.remove_prefix(1);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{}) return std::nullopt;
  name.remove_prefix(static_cast<std::size_t>(end - name.data()));
  if (name.empty()) return std::pair{number, name};
  if (name[0] != '.' || name.size() == 1) return std::nullopt;
  return std::pair{number, name.substr(1)};
}

std::string member_name(const std::string& list, std::size_t number, const std::string& member) {
  return list + "." + std::to_string(number) + (member.empty() ? "" : "." + member);
}

void append_value(std::string& json, const spec::Parameter& member, const std::string& text) {
  if (member.type != spec::Type::text) {
    json += text;
    return;
  }
  json += '"';
  wire::append_json_text(json, text);
  json += '"';
}

// How many elements there are: up to the first number that no member of the list has.
std::size_t count_elements(const spec::Parameter& list, const RequestView& request,
                           bool with_form) {
  std::vector<bool> seen;
  const auto look = [&](const wire::Params& params) {
    for (const wire::Param& param : params) {
      const auto element = element_of(list.name, param.name);
      if (!element || element->first > 100000) continue;
      for (const spec::Parameter& member : list.members) {
        if (member.name != element->second) continue;
        if (seen.size() <= element->first) seen.resize(element->first + 1);
        seen[element->first] = true;
      }
    }
  };
  look(request.query);
  if (with_form) look(request.form);
  std::size_t count = 0;
  while (count + 1 < seen.size() && seen[count + 1]) ++count;
  return count;
}

}  // namespace

void Model::list(const spec::Parameter& parameter, const RequestView& request, bool with_form,
                 Chooser& choose, Outcome& outcome) {
  const std::size_t count = count_elements(parameter, request, with_form);
  if (count == 0) return absent(parameter, parameter.name, choose, outcome);
  if (!parameter.honoured.get(choose)) return outcome.keep();
  const auto size = static_cast<std::int64_t>(count);
  bool pass = size >= parameter.count.min && size <= parameter.count.max;
  if (!pass) {
    fail(outcome, parameter, parameter.name, parameter.invalid, spec::Check::value, choose);
  }
  std::string json = "[";
  bool exact = true;
  for (std::size_t i = 1; i <= count; ++i) {
    const bool plain = parameter.members.size() == 1 && parameter.members[0].name.empty();
    std::string item;
    for (std::size_t m = 0; m < parameter.members.size(); ++m) {
      const spec::Parameter& member = parameter.members[m];
      Outcome part;
      part.clear();
      const std::string name = member_name(parameter.name, i, member.name);
      std::vector<std::string_view> given;
      request.values(name, with_form, given);
      values(member, name, given, knowledge_.authenticates, choose, part);
      for (PermittedError& error : part.errors) error.member = m + 1;
      pass &= part.may_pass;
      outcome.errors.insert(outcome.errors.end(), part.errors.begin(), part.errors.end());
      exact &= !part.field.any && part.field.texts.size() <= 1;
      if (part.field.texts.size() != 1) continue;
      if (!plain) {
        item += item.empty() ? "\"" : ",\"";
        wire::append_json_text(item, member.name);
        item += "\":";
      }
      append_value(item, member, part.field.texts.front());
    }
    json += (i == 1 ? "" : ",") + (plain ? item : "{" + item + "}");
  }
  outcome.field.asked = true;
  outcome.field.any = !exact;
  if (pass) outcome.store(json + "]");
}

}  // namespace assay::oracles
