#include "generators/parameter.h"

#include <algorithm>
#include <type_traits>
#include <utility>
namespace assay::generators {

namespace {

// Calls `use` with the domain of a parameter that is no list.
template <class Use>
auto with_domain(const spec::Parameter& parameter, Use&& use) {
  if (parameter.role != spec::Role::plain) return use(IdentifierDomain(parameter));
  switch (parameter.type) {
    case spec::Type::integer: return use(IntegerDomain(parameter));
    case spec::Type::boolean: return use(BooleanDomain(parameter));
    case spec::Type::text:
    case spec::Type::list: break;
  }
  return use(TextDomain(parameter));
}

}  // namespace

Variants single_variants(const spec::Parameter& parameter) {
  Variants out;
  out.push_back({"left out", {}, false, false, false});
  with_domain(parameter, [&](const auto& domain) { domain.enumerate(out); });
  return out;
}

Variants variants_of(const spec::Parameter& parameter) {
  if (parameter.type != spec::Type::list) return single_variants(parameter);
  Variants out;
  out.push_back({"left out", {}, false, false, false});
  ListDomain(parameter).enumerate(out);
  return out;
}

void valid_value(const spec::Parameter& parameter, Stream& draw, std::string& value) {
  with_domain(parameter, [&](const auto& domain) { domain.valid(draw, value); });
}

void invalid_value(const spec::Parameter& parameter, Stream& draw, std::string& value) {
  with_domain(parameter, [&](const auto& domain) { domain.invalid(draw, value); });
}

namespace {

using AnyDomain =
    std::variant<TextDomain, IntegerDomain, BooleanDomain, IdentifierDomain, ListDomain>;

AnyDomain domain_of(const spec::Parameter& parameter) {
  if (parameter.type == spec::Type::list) return ListDomain(parameter);
  return with_domain(parameter,
                     [](auto domain) -> AnyDomain { return AnyDomain(std::move(domain)); });
}

CaseParam& append_named(const spec::Parameter& parameter, std::vector<CaseParam>& out) {
  CaseParam& param = out.emplace_back();
  param.name = parameter.name;
  return param;
}

}  // namespace

ParameterDomain::ParameterDomain(const spec::Parameter& parameter)
    : parameter_(&parameter), domain_(domain_of(parameter)) {}

void ParameterDomain::append_valid(Stream& draw, std::vector<CaseParam>& out) const {
  if (const auto* list = std::get_if<ListDomain>(&domain_)) return list->valid(draw, out);
  if (const auto* identifier = std::get_if<IdentifierDomain>(&domain_)) {
    out.push_back(identifier->bound());
    return;
  }
  std::string& value = append_named(*parameter_, out).value;
  std::visit(
      [&](const auto& domain) {
        if constexpr (Domain<std::remove_cvref_t<decltype(domain)>>) domain.valid(draw, value);
      },
      domain_);
}

void ParameterDomain::append_invalid(Stream& draw, std::vector<CaseParam>& out) const {
  if (const auto* list = std::get_if<ListDomain>(&domain_)) return list->invalid(draw, out);
  std::string& value = append_named(*parameter_, out).value;
  std::visit(
      [&](const auto& domain) {
        if constexpr (Domain<std::remove_cvref_t<decltype(domain)>>) domain.invalid(draw, value);
      },
      domain_);
}

void append_valid(const spec::Parameter& parameter, Stream& draw, std::vector<CaseParam>& out) {
  ParameterDomain(parameter).append_valid(draw, out);
}

void append_invalid(const spec::Parameter& parameter, Stream& draw, std::vector<CaseParam>& out) {
  ParameterDomain(parameter).append_invalid(draw, out);
}

bool restricts(const spec::Parameter& parameter) {
  const auto& values = parameter.values.values;
  return parameter.type != spec::Type::text || parameter.role != spec::Role::plain ||
         parameter.length ||
         std::any_of(values.begin(), values.end(), [](const auto& one) { return !one.any; });
}

bool must_be_sent(const spec::Parameter& parameter) {
  const auto& ways = parameter.absent.values;
  return std::any_of(ways.begin(), ways.end(), [](spec::Absent way) {
    return way == spec::Absent::refuse || way == spec::Absent::not_found ||
           way == spec::Absent::nothing;
  });
}

}  // namespace assay::generators
