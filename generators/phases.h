// The fixed phases: lists of templates, made once from a document. A template lacks id and dress.
#pragma once
#include <vector>

#include "generators/case.h"
#include "generators/generator.h"
#include "generators/variant.h"

namespace assay::generators {

struct Template {
  Case one;
  bool large = false;      // a form body only
  bool adjoining = false;  // parameters stay in one place
  bool v1_only = false;    // the broken rule exists with V1 only
  bool v3_only = false;
  bool every_dress = false;  // one case for each dress of the style
};
using Templates = std::vector<Template>;

// What the document shows: examples, defaults, listed values, the shortest and the longest call.
Templates example_templates(const spec::Operation& operation);
// Every variant of every parameter, one at a time; then rules of the gateway; then pairs of rules
// broken together; then triples. Cases that break one rule come before those that break two, and
// those before the ones that break three.
Templates boundary_templates(const spec::Operation& operation);
// Values too long for a query go into a form, which V3 need not read.
bool may_be_large(const Style& style);
// Rules of the gateway, one at a time, and clocks that are off.
void add_gateway_templates(const spec::Operation& operation, Templates& out);
// Two parameters broken together: every rule of one with every rule of the other, in either order
// of sending.
void add_pairs(const spec::Operation& operation, Templates& out);
// Two rules of the gateway, and one of the gateway with one of the operation.
void add_gateway_pairs(const spec::Operation& operation, Templates& out);
// Three parameters broken together; of a document that has many, a fixed selection.
void add_triples(const spec::Operation& operation, Templates& out);

// The usual valid call: everything that must be sent, and of the rest what `draw` takes.
void append_usual(const spec::Operation& operation, Stream& draw, unsigned optional_percent,
                  const spec::Parameter* except, std::vector<CaseParam>& out);

}  // namespace assay::generators
