// Lists: Name.1.Member, Name.2.Member …, each member with the domain of its own type.
#pragma once
#include "generators/variant.h"

namespace assay::generators {

class ListDomain {
 public:
  explicit ListDomain(const spec::Parameter& parameter) : parameter_(parameter) {}

  // Valid lists of every edge of the count, lists beyond it, and each variant of each member in the
  // first and in the last element.
  void enumerate(Variants& out) const;
  // A valid list of random length.
  void valid(Stream& draw, std::vector<CaseParam>& out) const;
  // One that breaks one rule.
  void invalid(Stream& draw, std::vector<CaseParam>& out) const;

 private:
  void element(Stream& draw, std::size_t number, std::vector<CaseParam>& out) const;
  std::vector<CaseParam> good(std::size_t count) const;
  void member_variants(Variants& out, std::size_t member, std::size_t number,
                       std::size_t count) const;

  const spec::Parameter& parameter_;
};

// "Name.3.Member", or "Name.3" for a member without a name.
std::string element_name(const spec::Parameter& list, std::size_t number,
                         const spec::Parameter& member);

}  // namespace assay::generators
