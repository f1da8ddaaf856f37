// Several parameters broken together.
#include <algorithm>

#include "generators/ways.h"

namespace assay::generators {

namespace {

constexpr std::size_t most_triples = 300;

std::vector<std::vector<Way>> all_ways(const spec::Operation& operation) {
  std::vector<std::vector<Way>> out;
  for (const spec::Parameter& parameter : operation.parameters) out.push_back(ways_of(parameter));
  return out;
}

// Sending a parameter twice or in bytes that are no text is rare: in triples once is enough.
bool is_common(const Way& way) {
  return way.first && way.check != spec::Check::duplicate && way.check != spec::Check::encoding;
}

}  // namespace

void add_pairs(const spec::Operation& operation, Templates& out) {
  const auto ways = all_ways(operation);
  std::uint64_t seed = 11;
  Chosen chosen(ways.size());
  for (std::size_t a = 0; a < ways.size(); ++a) {
    for (std::size_t b = a + 1; b < ways.size(); ++b) {
      for (const Way& first : ways[a]) {
        for (const Way& second : ways[b]) {
          chosen.assign(ways.size(), nullptr);
          chosen[a] = &first;
          chosen[b] = &second;
          Stream draw(seed++);
          out.push_back(broken_call(operation, chosen, draw, false));
          const bool both_sent = !first.variant.params.empty() && !second.variant.params.empty();
          if (!first.first || !second.first || !both_sent) continue;
          out.push_back(broken_call(operation, chosen, draw, true));
        }
      }
    }
  }
}

void add_triples(const spec::Operation& operation, Templates& out) {
  const auto ways = all_ways(operation);
  std::vector<Chosen> all;
  Chosen chosen(ways.size());
  const auto each = [&](std::size_t parameter, const auto& use) {
    for (const Way& way : ways[parameter]) {
      if (!is_common(way)) continue;
      chosen[parameter] = &way;
      use();
    }
    chosen[parameter] = nullptr;
  };
  for (std::size_t a = 0; a < ways.size(); ++a) {
    for (std::size_t b = a + 1; b < ways.size(); ++b) {
      for (std::size_t c = b + 1; c < ways.size(); ++c) {
        each(a, [&] { each(b, [&] { each(c, [&] { all.push_back(chosen); }); }); });
      }
    }
  }
  const std::size_t step = (all.size() + most_triples - 1) / most_triples;
  std::uint64_t seed = 13;
  for (std::size_t i = 0; i < all.size(); i += step) {
    Stream draw(seed++);
    out.push_back(broken_call(operation, all[i], draw, (i / step) % 2 == 1));
  }
}

}  // namespace assay::generators
