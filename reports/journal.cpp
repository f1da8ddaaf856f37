#include "reports/journal.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "reports/escape.h"
#include "reports/finding_json.h"
#include "reports/summary_json.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;

std::string line(const Json& json) { return json.dump() + "\n"; }

}  // namespace

Journal::Journal(std::filesystem::path path, JournalLimits limits)
    : file_(std::move(path)), limits_(limits) {}

// What does not change in a run is here, so that a journal without an end still makes a report.
void Journal::run_started(const RunStart& event) {
  file_.append(line(Json{{"event", "run-started"}, {"summary", json_of(event.summary)}}));
}

void Journal::phase_started(const std::string& name, std::size_t planned) {
  file_.append(
      line(Json{{"event", "phase-started"}, {"phase", json_text(name)}, {"planned", planned}}));
}

void Journal::checkpoint(const Checkpoint& event) {
  Json phases = Json::object();
  for (const PhaseResult& phase : event.phases) phases[json_text(phase.name)] = phase.cases;
  Json clauses = Json::array();
  for (const auto& verdicts : event.clauses) clauses.push_back(verdicts);
  Json by_phase = Json::array();
  for (const auto& clause : event.by_phase) by_phase.push_back(clause);
  file_.append(line(Json{{"event", "checkpoint"},
                         {"phases", std::move(phases)},
                         {"cases", event.cases},
                         {"requests", event.requests},
                         {"seconds", std::isfinite(event.seconds) ? event.seconds : 0},
                         {"verdicts", event.verdicts},
                         {"clauses", std::move(clauses)},
                         {"by_phase", std::move(by_phase)},
                         {"timeline", json_of(event.timeline)}}));
}

void Journal::exchange(const ExchangeNote& event) {
  if (exchanges_ >= limits_.exchanges) {
    ++left_out_;
    return;
  }
  const std::string text = line(Json{{"event", "exchange"},
                                     {"verdict", json_text(event.verdict)},
                                     {"clause", json_text(event.clause)},
                                     {"replay", json_text(event.replay)},
                                     {"label", json_bytes(event.label)},
                                     {"request", json_bytes(event.request)},
                                     {"answer", json_bytes(event.answer)},
                                     {"note", json_bytes(event.note)}});
  if (text.size() > limits_.exchange_bytes - exchange_bytes_) {
    ++left_out_;
    return;
  }
  file_.append(text);
  ++exchanges_;
  exchange_bytes_ += text.size();
}

void Journal::finding(const Finding& event) {
  Json json = finding_json(event, finding_bytes_ < limits_.finding_bytes);
  Json out{{"event", "finding"}};
  out.update(json);
  const std::string text = line(out);
  finding_bytes_ += text.size();
  file_.append(text);
}

void Journal::eliminated(const std::string& reading, const Elimination& event) {
  file_.append(line(Json{{"event", "eliminated"},
                         {"reading", json_text(reading)},
                         {"value", json_text(event.value)},
                         {"by", json_bytes(event.by)}}));
}

void Journal::run_finished(const Summary& event) {
  if (left_out_ > 0)
    file_.append(line(Json{{"event", "exchanges-left-out"}, {"count", left_out_}}));
  file_.append(line(Json{{"event", "run-finished"}, {"summary", json_of(event)}}));
}

}  // namespace assay::reports
