#include "generators/list.h"

#include <algorithm>

#include "generators/parameter.h"

namespace assay::generators {

std::string element_name(const spec::Parameter& list, std::size_t number,
                         const spec::Parameter& member) {
  return list.name + "." + std::to_string(number) + (member.name.empty() ? "" : "." + member.name);
}

void ListDomain::element(Stream& draw, std::size_t number, std::vector<CaseParam>& out) const {
  for (const spec::Parameter& member : parameter_.members) {
    CaseParam param;
    param.name = element_name(parameter_, number, member);
    valid_value(member, draw, param.value);
    out.push_back(std::move(param));
  }
}

// The same values every time, different from element to element where the type allows.
std::vector<CaseParam> ListDomain::good(std::size_t count) const {
  std::vector<CaseParam> out;
  Stream draw(count);
  for (std::size_t i = 1; i <= count; ++i) element(draw, i, out);
  return out;
}

void ListDomain::member_variants(Variants& out, std::size_t member, std::size_t number,
                                 std::size_t count) const {
  const spec::Parameter& one = parameter_.members[member];
  const std::string name = element_name(parameter_, number, one);
  for (Variant& variant : single_variants(one)) {
    Variant whole;
    whole.label = name.substr(parameter_.name.size() + 1) + ": " + variant.label;
    whole.large = variant.large;
    whole.valid = variant.valid;
    whole.adjoining = variant.adjoining;
    for (CaseParam& param : good(count)) {
      if (param.name != name) {
        whole.params.push_back(std::move(param));
        continue;
      }
      for (CaseParam& own : variant.params) {
        own.name = name;
        whole.params.push_back(std::move(own));
      }
    }
    out.push_back(std::move(whole));
  }
}

void ListDomain::enumerate(Variants& out) const {
  const auto lists = [&](std::int64_t count, bool valid) {
    Variant variant;
    variant.label = std::to_string(count) + (count == 1 ? " element" : " elements");
    variant.valid = valid;
    variant.params = good(static_cast<std::size_t>(count));
    out.push_back(std::move(variant));
  };
  const spec::Range& count = parameter_.count;
  for (const std::int64_t n : {count.min, count.min + 1, count.max - 1, count.max}) {
    const auto same = [&](const Variant& one) {
      return one.params.size() == static_cast<std::size_t>(n) * parameter_.members.size();
    };
    if (n >= count.min && n <= count.max && std::none_of(out.begin(), out.end(), same)) {
      lists(n, true);
    }
  }
  if (count.min > 1) lists(count.min - 1, false);
  lists(count.max + 1, false);
  if (count.max < 200) lists(count.max + 10, false);
  if (count.max >= count.min + 2) {  // a gap: what stands behind it means nothing
    Variant gap;
    gap.label = "valid, then a gap";
    gap.params = good(static_cast<std::size_t>(count.min));
    for (const spec::Parameter& member : parameter_.members) {
      CaseParam param = gap.params.front();
      param.name = element_name(parameter_, static_cast<std::size_t>(count.min) + 2, member);
      gap.params.push_back(std::move(param));
    }
    out.push_back(std::move(gap));
  }
  // Names that are no elements: they mean nothing, next to a list that is valid.
  for (const char* odd : {"0", "01", "-1", "N", "", "1000000", "99999999999999999999"}) {
    Variant variant;
    variant.label = "valid, and an element numbered \"" + std::string(odd) + "\"";
    variant.params = good(static_cast<std::size_t>(count.min));
    CaseParam extra = variant.params.front();
    extra.name = parameter_.name + "." + odd +
                 (parameter_.members[0].name.empty() ? "" : "." + parameter_.members[0].name);
    variant.params.push_back(std::move(extra));
    out.push_back(std::move(variant));
  }
  for (std::size_t member = 0; member < parameter_.members.size(); ++member) {
    member_variants(out, member, 1, static_cast<std::size_t>(count.min));
    if (count.max > count.min) {
      const auto most = static_cast<std::size_t>(std::min<std::int64_t>(count.max, count.min + 4));
      member_variants(out, member, most, most);
    }
  }
}

void ListDomain::valid(Stream& draw, std::vector<CaseParam>& out) const {
  const spec::Range& range = parameter_.count;
  const std::int64_t most = std::min<std::int64_t>(range.max, range.min + 5);
  const std::size_t count = static_cast<std::size_t>(range.min) +
                            draw.below(static_cast<std::size_t>(most - range.min + 1));
  for (std::size_t i = 1; i <= count; ++i) element(draw, i, out);
}

void ListDomain::invalid(Stream& draw, std::vector<CaseParam>& out) const {
  if (draw.percent(20)) {
    for (std::size_t i = 1; i <= static_cast<std::size_t>(parameter_.count.max) + 1; ++i) {
      element(draw, i, out);
    }
    return;
  }
  const std::size_t from = out.size();
  valid(draw, out);
  CaseParam& param = out[from + draw.below(out.size() - from)];
  for (const spec::Parameter& member : parameter_.members) {
    if (param.name.ends_with("." + member.name) || member.name.empty()) {
      invalid_value(member, draw, param.value);
      return;
    }
  }
}

}  // namespace assay::generators
