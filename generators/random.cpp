#include "generators/random.h"

#include <algorithm>

namespace assay::generators {

RandomPhase::RandomPhase(const spec::Operation& operation, const Style& style)
    : operation_(operation), style_(style) {
  for (const spec::Parameter& parameter : operation.parameters) {
    Variants variants = variants_of(parameter);
    std::erase_if(variants, [&](const Variant& one) {
      return one.valid || (one.large && !may_be_large(style));
    });
    variants_.push_back(std::move(variants));
    domains_.emplace_back(parameter);
  }
}

void RandomPhase::spoil(std::size_t index, Stream& draw, Template& out) const {
  std::vector<CaseParam>& params = out.one.params;
  if (draw.percent(55)) {
    const Variant& variant = draw.of(variants_[index]);
    if (!variant.adjoining || !out.adjoining) {
      params.insert(params.end(), variant.params.begin(), variant.params.end());
      out.large |= variant.large;
      out.adjoining |= variant.adjoining;
      return;
    }
  }
  domains_[index].append_invalid(draw, params);
}

void RandomPhase::make(Stream& draw, const Templates& boundaries, Template& out) const {
  out.one.params.clear();
  out.one.broken = 0;
  out.one.clock_offset = 0;
  out.large = out.adjoining = out.v1_only = out.v3_only = out.every_dress = false;
  const bool meant_valid = draw.percent(style_.valid_percent);
  if (!meant_valid &&
      draw.percent(4)) {  // a rule of the gateway, as it stands among the boundaries
    for (int tries = 0; tries < 40; ++tries) {
      const Template& one = draw.of(boundaries);
      if (one.one.broken == 0) continue;
      out = one;
      return;
    }
  }
  std::size_t faults = 0;
  if (!meant_valid) {
    const std::size_t kind = draw.below(10);
    faults = kind < 7 ? 1 : kind < 9 ? 2 : 3 + draw.below(2);
  }
  const std::size_t count = operation_.parameters.size();
  std::uint64_t spoiled = 0;
  for (std::size_t i = 0; i < faults; ++i)
    spoiled |= std::uint64_t{1} << draw.below(std::min<std::size_t>(count, 64));
  out.one.faults = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const spec::Parameter& parameter = operation_.parameters[i];
    if (i < 64 && (spoiled >> i & 1U) != 0) {
      spoil(i, draw, out);
      ++out.one.faults;
    } else if (must_be_sent(parameter) || draw.percent(55)) {
      domains_[i].append_valid(draw, out.one.params);
    }
  }
  if (draw.percent(5)) {
    CaseParam& extra = out.one.params.emplace_back();
    extra.name = "Nobody" + std::to_string(draw.below(100));
    extra.value = "x";
  }
  // Another order, unless values of one name must stay as they are.
  if (!out.adjoining && out.one.params.size() > 1 && draw.percent(70)) {
    for (std::size_t i = out.one.params.size() - 1; i > 0; --i) {
      std::swap(out.one.params[i], out.one.params[draw.below(i + 1)]);
    }
  }
  out.one.label = out.one.faults == 0   ? "random, meant to be valid"
                  : out.one.faults == 1 ? "random, one rule broken"
                                        : "random, several rules broken";
}

}  // namespace assay::generators
