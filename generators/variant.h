// One way to fill in one parameter: valid, or broken in one way.
#pragma once
#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "generators/case.h"
#include "generators/stream.h"

namespace assay::generators {

struct Variant {
  std::string label;              // "upper case"; the name of the parameter comes before it
  std::vector<CaseParam> params;  // none: left out; two of one name: sent twice
  bool valid = false;             // in every reading of the document
  bool large = false;             // too long for a query: a form body only
  bool adjoining = false;         // sent twice: both must stay together, in this order
};
using Variants = std::vector<Variant>;

// What a domain owes: every variant worth trying on its own, and random ones, valid and not.
template <class D>
concept Domain = requires(const D& domain, Variants& out, Stream& draw, std::string& value) {
  { domain.enumerate(out) };        // appends; labels are unique within one domain
  { domain.valid(draw, value) };    // replaces value by one that every reading accepts
  { domain.invalid(draw, value) };  // replaces value by one that no reading accepts, as a rule
};

// Appends a variant of one plain value.
void add(Variants& out, const spec::Parameter& parameter, std::string label, std::string value,
         bool valid = false);

// Variants that any text can have: empty, names of nothing, white space around `good`, controls,
// look-alikes, over-long, ill-formed UTF-8 and so on.
void add_text_variants(Variants& out, const spec::Parameter& parameter, const std::string& good);

// `good` and another value sent together, always in ascending order of their bytes: signatures sort
// parameters of one name by value, and so both orders mean the same there.
void add_duplicates(Variants& out, const spec::Parameter& parameter, const std::string& good,
                    const std::string& other_good);

// Bends `value` at random: inserts, deletes, replaces, swaps or repeats bytes.
void bend(Stream& draw, std::string& value);

}  // namespace assay::generators
