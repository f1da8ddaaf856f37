#include "mock/lists.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "mock/text.h"
#include "wire/answer.h"

namespace assay::mock {

std::optional<ListName> list_name(const spec::Parameter& list, std::string_view name) {
  if (!name.starts_with(list.name)) return std::nullopt;
  name.remove_prefix(list.name.size());
  if (!name.starts_with('.')) return std::nullopt;
  name.remove_prefix(1);
  const std::size_t dot = std::min(name.find('.'), name.size());
  const std::string_view digits = name.substr(0, dot);
  if (digits.empty() || digits.size() > 7 || digits.front() == '0') return std::nullopt;
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  ListName out;
  std::from_chars(digits.data(), digits.data() + digits.size(), out.element);
  const bool bare = dot == name.size();
  const std::string_view member = bare ? std::string_view() : name.substr(dot + 1);
  for (; out.member < list.members.size(); ++out.member) {
    const std::string& known = list.members[out.member].name;
    if (bare ? known.empty() : !known.empty() && known == member) return out;
  }
  return std::nullopt;
}

namespace {

using Element = std::map<std::size_t, std::vector<std::string_view>>;  // values by member

std::map<std::size_t, Element> elements_of(const spec::Parameter& list,
                                           const std::vector<const wire::Param*>& params) {
  std::map<std::size_t, Element> out;
  for (const wire::Param* param : params) {
    if (const auto place = list_name(list, param->name)) {
      out[place->element][place->member].push_back(param->value);
    }
  }
  return out;
}

void append_value(std::string& json, const spec::Parameter& member, const std::string& value) {
  const bool quoted = member.type == spec::Type::text;
  if (quoted) json += '"';
  if (quoted) {
    wire::append_json_text(json, value);
  } else {
    json += value;
  }
  if (quoted) json += '"';
}

class ListCheck {
 public:
  ListCheck(const spec::Parameter& list, const ValueRules& rules, bool is_signed,
            const std::array<int, spec::check_count>& rank)
      : list_(list), rules_(rules), signed_(is_signed), rank_(rank) {
    out_.name = list.name;
    out_.checked.means = Checked::Means::value;
    out_.checked.value = "[";
  }

  void element(std::size_t number, const Element& element) {
    std::map<std::string, std::string> members;  // by name, as canonical JSON has them
    std::string bare;
    for (std::size_t m = 0; m < list_.members.size(); ++m) {
      const spec::Parameter& member = list_.members[m];
      const auto found = element.find(m);
      static const std::vector<std::string_view> none;
      rules_.check(member, found == element.end() ? none : found->second, signed_, scratch_);
      if (scratch_.means == Checked::Means::reset && member.fallback) {
        scratch_.value = *member.fallback;
        scratch_.means = Checked::Means::value;
      }
      if (scratch_.means == Checked::Means::broken) take_broken(number, member);
      if (scratch_.means != Checked::Means::value) continue;
      append_value(member.name.empty() ? bare : members[member.name], member, scratch_.value);
    }
    append_element(members, bare);
  }

  void count(std::size_t elements) {
    out_.checked.value += ']';
    const auto many = static_cast<std::int64_t>(elements);
    if (many >= list_.count.min && many <= list_.count.max) return;
    scratch_.clear();
    scratch_.check = spec::Check::value;
    scratch_.errors = &rules_.invalid_errors(list_);
    if (!scratch_.errors->empty()) take_broken(0, list_);
  }

  ListChecked take() { return std::move(out_); }

 private:
  void take_broken(std::size_t number, const spec::Parameter& member) {
    const auto rank = [&](spec::Check check) { return rank_[static_cast<std::size_t>(check)]; };
    const bool first = out_.checked.means != Checked::Means::broken;
    if (!first && rank(out_.checked.check) <= rank(scratch_.check)) return;
    out_.checked.means = Checked::Means::broken;
    out_.checked.check = scratch_.check;
    out_.checked.errors = scratch_.errors;
    out_.name = list_.name;
    if (number != 0) out_.name += '.' + std::to_string(number);
    if (number != 0 && !member.name.empty()) out_.name += '.' + member.name;
  }

  void append_element(const std::map<std::string, std::string>& members, const std::string& bare) {
    std::string& json = out_.checked.value;
    if (json.size() > 1) json += ',';
    if (members.empty() && !bare.empty()) {
      json += bare;
      return;
    }
    json += '{';
    for (const auto& [name, value] : members) {
      if (json.back() != '{') json += ',';
      json += '"';
      wire::append_json_text(json, name);
      json += "\":" + value;
    }
    json += '}';
  }

  const spec::Parameter& list_;
  const ValueRules& rules_;
  bool signed_;
  const std::array<int, spec::check_count>& rank_;
  Checked scratch_;
  ListChecked out_;
};

}  // namespace

ListChecked check_list(const spec::Parameter& list, const std::vector<const wire::Param*>& params,
                       const ValueRules& rules, bool is_signed,
                       const std::array<int, spec::check_count>& rank) {
  const auto elements = elements_of(list, params);
  if (!rules.honoured(list) || !elements.contains(1)) {
    ListChecked out;
    out.name = list.name;
    rules.absent(list, out.checked);
    return out;
  }
  ListCheck check(list, rules, is_signed, rank);
  std::size_t number = 1;
  for (auto at = elements.begin(); at != elements.end() && at->first == number; ++at, ++number) {
    check.element(number, at->second);
  }
  check.count(number - 1);
  return check.take();
}

}  // namespace assay::mock
