#include "generators/parameter.h"

#include <algorithm>

#include "generators/domains.h"
#include "generators/list.h"

namespace assay::generators {

namespace {

// Calls `use` with the domain of a parameter that is no list.
template <class Use>
void with_domain(const spec::Parameter& parameter, Use&& use) {
  if (parameter.role != spec::Role::plain) return use(IdentifierDomain(parameter));
  switch (parameter.type) {
    case spec::Type::integer: return use(IntegerDomain(parameter));
    case spec::Type::boolean: return use(BooleanDomain(parameter));
    case spec::Type::text:
    case spec::Type::list: break;
  }
  use(TextDomain(parameter));
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

void append_valid(const spec::Parameter& parameter, Stream& draw, std::vector<CaseParam>& out) {
  if (parameter.type == spec::Type::list) return ListDomain(parameter).valid(draw, out);
  if (parameter.role != spec::Role::plain) {
    out.push_back(IdentifierDomain(parameter).bound());
    return;
  }
  CaseParam& param = out.emplace_back();
  param.name = parameter.name;
  valid_value(parameter, draw, param.value);
}

void append_invalid(const spec::Parameter& parameter, Stream& draw, std::vector<CaseParam>& out) {
  if (parameter.type == spec::Type::list) return ListDomain(parameter).invalid(draw, out);
  CaseParam& param = out.emplace_back();
  param.name = parameter.name;
  invalid_value(parameter, draw, param.value);
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
