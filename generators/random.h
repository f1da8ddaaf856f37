// The random phase: mixes of valid and invalid, without an end.
#pragma once
#include "generators/generator.h"
#include "generators/parameter.h"
#include "generators/phases.h"

namespace assay::generators {

class RandomPhase {
 public:
  RandomPhase(const spec::Operation& operation, const Style& style);

  // Fills in everything but id and dress. `boundaries` lends its templates.
  void make(Stream& draw, const Templates& boundaries, Template& out) const;

  // Appends parameter `index` of the operation with a value that breaks a rule …
  void spoil(std::size_t index, Stream& draw, Template& out) const;
  // … or with one that every reading accepts.
  void append_valid(std::size_t index, Stream& draw, std::vector<CaseParam>& out) const {
    domains_[index].append_valid(draw, out);
  }

 private:
  const spec::Operation& operation_;
  Style style_;
  std::vector<Variants> variants_;  // those that are not valid, by parameter
  std::vector<ParameterDomain> domains_;
};

}  // namespace assay::generators
