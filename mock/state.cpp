#include "mock/state.h"

#include <algorithm>

#include "mock/text.h"

namespace assay::mock {

namespace {

std::vector<std::string> initial_fields(const spec::Operation& op) {
  std::vector<std::string> out;
  if (!op.observation) return out;
  for (const spec::ObservedField& field : op.observation->fields) out.push_back(field.initial);
  return out;
}

}  // namespace

State::State(const spec::Operation& op, std::size_t count) : initial_(initial_fields(op)) {
  const std::size_t many = std::clamp<std::size_t>(count, 1, 9999);
  for (std::size_t i = 1; i <= many; ++i) {
    std::string digits = std::to_string(i);
    digits.insert(0, 4 - digits.size(), '0');
    add(op.resource_prefix + digits);
  }
}

State::State(const spec::Operation& op, const std::vector<std::string>& names)
    : initial_(initial_fields(op)) {
  for (const std::string& name : names) {
    if (!exact_.contains(name)) add(name);
  }
}

void State::add(std::string name) {
  const std::size_t index = resources_.size();
  exact_.emplace(name, index);
  folded_.emplace(lower(name), index);
  resources_.push_back({std::move(name), initial_});
}

std::optional<std::size_t> State::find(std::string_view name, bool fold) const {
  key_.assign(name);
  if (fold) lower_in_place(key_);
  const auto& names = fold ? folded_ : exact_;
  const auto found = names.find(key_);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

void State::reset() {
  for (Resource& resource : resources_) resource.fields = initial_;
}

}  // namespace assay::mock
