#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/escape.h"
#include "reports/history_views.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;

Json run_json(const PastRun& run) {
  const auto number = [](double value) { return std::isfinite(value) ? value : 0; };
  return Json{
      {"id", run.id},
      {"started", json_text(run.started)},
      {"spec_sha256", json_text(run.spec_sha256)},
      {"assay", json_text(run.assay)},
      {"seed", run.seed},
      {"settings", json_text(run.settings)},
      {"cases", run.cases},
      {"requests", run.requests},
      {"seconds", number(run.seconds)},
      {"requests_per_second", number(run.rate)},
      {"exit", run.exit},
      {"exit_why", json_bytes(run.exit_why)},
      {"finished", run.finished},
      {"clauses",
       {{"testable", run.testable}, {"exercised", run.exercised}, {"violated", run.violated}}},
      {"findings", run.findings},
      {"new", run.fresh},
      {"back", run.back},
      {"gone", run.gone},
      {"readings_changed", run.changed}};
}

const char* mark_name(Mark mark) {
  switch (mark) {
    case Mark::unknown: return "unknown";
    case Mark::absent: return "absent";
    case Mark::seen: return "seen";
    case Mark::flaky: return "flaky";
    case Mark::unjudged: return "unjudged";
  }
  return "unknown";
}

Json finding_json(const Track::Line& line) {
  Json strip = Json::array();
  for (const Mark mark : line.strip) strip.push_back(mark_name(mark));
  const PastFinding& finding = line.finding;
  return Json{{"key", json_text(finding.key)},
              {"clause", json_text(finding.clause)},
              {"oracle", json_text(finding.oracle)},
              {"kind", json_text(finding.kind)},
              {"first_run", finding.first_run},
              {"first_started", json_text(finding.first_started)},
              {"last_run", finding.last_run},
              {"last_started", json_text(finding.last_started)},
              {"times", finding.times},
              {"present", finding.present},
              {"replay", json_text(finding.replay)},
              {"runs", std::move(strip)}};
}

Json change_json(const ChangedReading& change) {
  const auto list = [](const std::vector<std::string>& all) {
    Json out = Json::array();
    for (const std::string& one : all) out.push_back(json_text(one));
    return out;
  };
  return Json{{"run", change.run},
              {"started", json_text(change.started)},
              {"reading", json_text(change.name)},
              {"before", list(change.before)},
              {"now", list(change.now)}};
}

template <class All, class Make>
Json list(const All& all, Make make) {
  Json out = Json::array();
  for (const auto& one : all) out.push_back(make(one));
  return out;
}

}  // namespace

std::string history_json(const std::vector<Track>& tracks) {
  const Json out = list(tracks, [](const Track& track) {
    return Json{{"operation", json_text(track.operation)},
                {"endpoint", json_text(track.endpoint)},
                {"runs", list(track.runs, run_json)},
                {"findings", list(track.findings, finding_json)},
                {"readings_changed", list(track.changes, change_json)}};
  });
  return out.dump(2) + "\n";
}

}  // namespace assay::reports
