// From a parameter to its domain.
#pragma once
#include <variant>

#include "generators/domains.h"
#include "generators/list.h"
#include "generators/variant.h"

namespace assay::generators {

// Every variant of a parameter, "left out" the first of them.
Variants variants_of(const spec::Parameter& parameter);
// Those of a parameter that is no list.
Variants single_variants(const spec::Parameter& parameter);

// A random value of a parameter that is no list and not bound.
void valid_value(const spec::Parameter& parameter, Stream& draw, std::string& value);
void invalid_value(const spec::Parameter& parameter, Stream& draw, std::string& value);

// Appends the parameter, filled with a random value that is valid in every reading.
void append_valid(const spec::Parameter& parameter, Stream& draw, std::vector<CaseParam>& out);
// Appends it with a random value that breaks a rule.
void append_invalid(const spec::Parameter& parameter, Stream& draw, std::vector<CaseParam>& out);

// The two functions above for whoever draws often: what the readings have in common is worked out
// once. The parameter must outlive it.
class ParameterDomain {
 public:
  explicit ParameterDomain(const spec::Parameter& parameter);
  void append_valid(Stream& draw, std::vector<CaseParam>& out) const;
  void append_invalid(Stream& draw, std::vector<CaseParam>& out) const;

 private:
  const spec::Parameter* parameter_;
  std::variant<TextDomain, IntegerDomain, BooleanDomain, IdentifierDomain, ListDomain> domain_;
};

// Is there a text that the parameter does not take in some reading?
bool restricts(const spec::Parameter& parameter);

// Must it be sent for a case to be valid?
bool must_be_sent(const spec::Parameter& parameter);

}  // namespace assay::generators
