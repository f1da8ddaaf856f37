#include "harness/engine/known_state.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace assay::harness {

namespace {

bool is_unset(const spec::ObservedField& field, const std::string& text) {
  return std::find(field.unset.begin(), field.unset.end(), text) != field.unset.end();
}

void add(generators::Case& one, std::string name, std::string value) {
  generators::CaseParam param;
  param.name = std::move(name);
  param.value = std::move(value);
  one.params.push_back(std::move(param));
}

void add_list(generators::Case& one, const spec::Parameter& parameter, const std::string& json) {
  const auto list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) return;
  std::size_t number = 0;
  const auto text = [](const nlohmann::json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
  };
  for (const auto& item : list) {
    const std::string stem = parameter.name + "." + std::to_string(++number);
    if (!item.is_object()) {
      add(one, stem, text(item));
      continue;
    }
    for (const auto& [key, value] : item.items()) add(one, stem + "." + key, text(value));
  }
}

// A value that may stand for one never configured, where the parameter must be sent.
std::string stand_in(const spec::Parameter& parameter) {
  if (parameter.fallback) return *parameter.fallback;
  const spec::Values& values = parameter.values.values.front();
  if (!values.texts.empty()) return values.texts.front();
  if (parameter.range) return std::to_string(parameter.range->values.front().min);
  return parameter.example;
}

// A valid one where the document names two, or the same.
std::string another_value(const spec::Parameter& parameter, const std::string& value) {
  for (const std::string& text : parameter.values.values.front().texts) {
    if (text != value) return text;
  }
  if (!parameter.range) return value;
  const spec::Range& range = parameter.range->values.front();
  const std::string least = std::to_string(range.min);
  return value == least ? std::to_string(range.max) : least;
}

}  // namespace

bool can_be_stored(const spec::Operation& operation, const oracles::State& state) {
  const auto& fields = operation.observation->fields;
  for (std::size_t i = 0; i < fields.size() && i < state.size(); ++i) {
    if (is_unset(fields[i], state[i])) return false;
  }
  return true;
}

oracles::State another_state(const spec::Operation& operation, const oracles::State& state) {
  oracles::State out = state;
  const auto& fields = operation.observation->fields;
  for (const spec::Parameter& parameter : operation.parameters) {
    for (std::size_t i = 0; i < fields.size() && i < state.size(); ++i) {
      if (fields[i].name == parameter.stores) out[i] = another_value(parameter, state[i]);
    }
  }
  return out;
}

generators::Case storing_case(const spec::Operation& operation, const oracles::State& state,
                              generators::Signature signature, const spec::Parameter* only) {
  generators::Case one;
  one.signature = signature;
  one.label = "store a known state";
  for (const spec::Parameter& parameter : operation.parameters) {
    if (parameter.role != spec::Role::plain) {
      generators::CaseParam param;
      param.name = parameter.name;
      param.bind = parameter.role == spec::Role::region ? generators::Bind::region
                                                        : generators::Bind::resource;
      one.params.push_back(std::move(param));
      continue;
    }
    const bool may_be_refused =
        std::find(parameter.absent.values.begin(), parameter.absent.values.end(),
                  spec::Absent::refuse) != parameter.absent.values.end();
    if (only != nullptr && only != &parameter && !may_be_refused) continue;
    std::string value;
    if (operation.observation) {
      const auto& fields = operation.observation->fields;
      for (std::size_t i = 0; i < fields.size() && i < state.size(); ++i) {
        if (fields[i].name == parameter.stores && !is_unset(fields[i], state[i])) value = state[i];
      }
    }
    if (parameter.type == spec::Type::list) {
      add_list(one, parameter, value);
    } else if (!value.empty() || may_be_refused) {
      add(one, parameter.name, value.empty() ? stand_in(parameter) : value);
    }
  }
  return one;
}

std::string state_text(const spec::Operation& operation, const oracles::State& state) {
  std::string out;
  for (std::size_t i = 0; i < state.size(); ++i) {
    out += (i == 0 ? "" : ", ") + operation.observation->fields[i].name + "=" +
           (state[i].empty() ? "(empty)" : state[i]);
  }
  return out;
}

std::string state_text(const spec::Operation& operation,
                       const std::optional<oracles::State>& state) {
  return state ? state_text(operation, *state) : std::string();
}

}  // namespace assay::harness
