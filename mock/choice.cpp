#include "mock/choice.h"

#include <cassert>

#include "mock/names.h"

namespace assay::mock {

Choices::Choices(const spec::Operation& op) : op_(&op) {
  for (const spec::Reading& reading : op.readings) chosen_.push_back(reading.usual);
}

void Choices::set(std::size_t reading, std::size_t alternative) {
  assert(reading < chosen_.size());
  assert(alternative < op_->readings[reading].alternatives.size());
  chosen_[reading] = alternative;
}

bool Choices::set(std::string_view setting, std::string& why) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string_view::npos) {
    why = "\"" + std::string(setting) + "\" has no '='; expected reading=alternative";
    return false;
  }
  const std::string_view name = setting.substr(0, equals);
  const std::string_view wanted = setting.substr(equals + 1);
  const auto reading = op_->find_reading(name);
  if (!reading) {
    std::vector<std::string> known;
    for (const spec::Reading& r : op_->readings) known.push_back(r.name);
    why = unknown_name("reading", name, known);
    return false;
  }
  const auto alternative = op_->readings[*reading].find(wanted);
  if (!alternative) {
    std::vector<std::string> known;
    for (const spec::Alternative& a : op_->readings[*reading].alternatives) known.push_back(a.name);
    why = unknown_name("alternative of " + std::string(name), wanted, known);
    return false;
  }
  chosen_[*reading] = *alternative;
  return true;
}

std::vector<std::string> Choices::list() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < chosen_.size(); ++i) {
    const spec::Reading& reading = op_->readings[i];
    out.push_back(reading.name + "=" + reading.alternatives[chosen_[i]].name);
  }
  return out;
}

}  // namespace assay::mock
