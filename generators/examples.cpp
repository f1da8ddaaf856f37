#include <algorithm>

#include "generators/domains.h"
#include "generators/parameter.h"
#include "generators/phases.h"

namespace assay::generators {

namespace {

CaseParam plain(const std::string& name, const std::string& value) {
  CaseParam out;
  out.name = name;
  out.value = value;
  return out;
}

// Everything that must be sent, with `own` in place of `parameter`.
Template with(const spec::Operation& operation, const spec::Parameter& parameter, CaseParam own,
              std::string label) {
  Template out;
  Stream draw(operation.parameters.size());
  bool placed = false;
  for (const spec::Parameter& other : operation.parameters) {
    if (&other == &parameter) {
      out.one.params.push_back(own);
      placed = true;
    } else if (must_be_sent(other)) {
      append_valid(other, draw, out.one.params);
    }
  }
  if (!placed) out.one.params.push_back(std::move(own));
  out.one.label = parameter.name + ": " + std::move(label);
  return out;
}

// The example column of the parameter table as one call.
Template shown_call(const spec::Operation& operation, bool reversed) {
  Template out;
  Stream draw(1);
  for (const spec::Parameter& parameter : operation.parameters) {
    const bool usable = !parameter.example.empty() && parameter.example_valid &&
                        parameter.role == spec::Role::plain && parameter.type != spec::Type::list;
    if (usable) {
      out.one.params.push_back(plain(parameter.name, parameter.example));
    } else if (must_be_sent(parameter)) {
      append_valid(parameter, draw, out.one.params);
    }
  }
  if (reversed) std::reverse(out.one.params.begin(), out.one.params.end());
  out.one.label = reversed ? "the document's example, in reverse order" : "the document's example";
  out.every_dress = true;
  return out;
}

Template call(const spec::Operation& operation, unsigned optional_percent, std::string label) {
  Template out;
  Stream draw(optional_percent);
  append_usual(operation, draw, optional_percent, nullptr, out.one.params);
  out.one.label = std::move(label);
  out.every_dress = true;
  return out;
}

}  // namespace

void append_usual(const spec::Operation& operation, Stream& draw, unsigned optional_percent,
                  const spec::Parameter* except, std::vector<CaseParam>& out) {
  for (const spec::Parameter& parameter : operation.parameters) {
    const bool wanted = must_be_sent(parameter) || draw.percent(optional_percent);
    if (wanted && &parameter != except) append_valid(parameter, draw, out);
  }
}

Templates example_templates(const spec::Operation& operation) {
  Templates out;
  out.push_back(call(operation, 0, "only what must be sent"));
  out.push_back(call(operation, 100, "every parameter"));
  out.push_back(shown_call(operation, false));
  out.push_back(shown_call(operation, true));
  for (const spec::Parameter& parameter : operation.parameters) {
    if (parameter.type == spec::Type::list) continue;
    // An unmasked name of a resource might be somebody's.
    const bool somebody = parameter.role == spec::Role::resource && parameter.example_valid;
    if (!parameter.example.empty() && !somebody) {
      out.push_back(with(operation, parameter, plain(parameter.name, parameter.example),
                         "the document's example"));
      const bool plain_value = parameter.role == spec::Role::plain;
      out.back().one.faults = parameter.example_valid && plain_value ? 0 : 1;
    }
    if (parameter.fallback) {
      out.push_back(with(operation, parameter, plain(parameter.name, *parameter.fallback),
                         "the default, written out"));
    }
    for (const spec::Values& values : parameter.values.values) {
      for (const std::string& text : values.texts) {
        out.push_back(with(operation, parameter, plain(parameter.name, text), "value " + text));
      }
    }
  }
  return out;
}

}  // namespace assay::generators
