#include "reports/listener.h"

#include <utility>

namespace assay::reports {

void Listeners::add(std::unique_ptr<Listener> listener) {
  if (listener) all_.push_back(std::move(listener));
}

void Listeners::run_started(const RunStart& event) {
  for (const auto& one : all_) one->run_started(event);
}

void Listeners::phase_started(const std::string& name, std::size_t planned) {
  for (const auto& one : all_) one->phase_started(name, planned);
}

void Listeners::progress(const Progress& event) {
  for (const auto& one : all_) one->progress(event);
}

void Listeners::checkpoint(const Checkpoint& event) {
  for (const auto& one : all_) one->checkpoint(event);
}

void Listeners::exchange(const ExchangeNote& event) {
  for (const auto& one : all_) one->exchange(event);
}

void Listeners::finding(const Finding& event) {
  for (const auto& one : all_) one->finding(event);
}

void Listeners::eliminated(const std::string& reading, const Elimination& event) {
  for (const auto& one : all_) one->eliminated(reading, event);
}

void Listeners::run_finished(const Summary& event) {
  for (const auto& one : all_) one->run_finished(event);
}

}  // namespace assay::reports
