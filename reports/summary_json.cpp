#include "reports/summary_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "reports/escape.h"
#include "reports/file.h"
#include "reports/finding_json.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;

Json texts(const std::vector<std::string>& all) {
  Json out = Json::array();
  for (const auto& one : all) out.push_back(json_bytes(one));
  return out;
}

Json phases_json(const Summary& summary) {
  Json out = Json::object();
  for (const auto& phase : summary.phases)
    out[json_text(phase.name)] = Json{{"cases", phase.cases}};
  return out;
}

Json verdicts_json(const oracles::VerdictCounts& verdicts, bool zeros) {
  Json out = Json::object();
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const auto name = oracles::name(static_cast<oracles::Verdict>(i));
    if (zeros || verdicts.at(i) > 0) out[std::string(name)] = verdicts.at(i);
  }
  return out;
}

// Every phase has its name there, also without a verdict: an empty object means "not known".
Json by_phase_json(const ClauseResult& result, const std::vector<PhaseResult>& phases) {
  Json out = Json::object();
  for (std::size_t i = 0; i < std::min(result.by_phase.size(), phases.size()); ++i)
    out[json_text(phases[i].name)] = verdicts_json(result.by_phase[i], false);
  return out;
}

Json clause_json(const ClauseResult& result, const std::vector<PhaseResult>& phases) {
  const spec::Clause& clause = result.clause;
  return Json{{"clause", json_text(clause.name)},
              {"level", std::string(spec::name(clause.level))},
              {"at", json_text(clause.at)},
              {"requires", json_text(clause.requires_)},
              {"parameter", json_text(clause.parameter)},
              {"rule", json_text(clause.rule)},
              {"file", json_text(clause.file)},
              {"line", clause.line},
              {"untestable", json_text(clause.why)},
              {"not_judged", json_text(result.not_judged)},
              {"verdicts", verdicts_json(result.verdicts, false)},
              {"by_phase", by_phase_json(result, phases)}};
}

Json readings_json(const Summary& summary) {
  Json out = Json::object();
  for (const auto& reading : summary.readings) {
    Json eliminated = Json::array();
    for (const auto& one : reading.eliminated)
      eliminated.push_back(Json{{"value", json_text(one.value)}, {"by", json_bytes(one.by)}});
    out[json_text(reading.name)] = Json{{"question", json_text(reading.question)},
                                        {"surviving", texts(reading.surviving)},
                                        {"eliminated", std::move(eliminated)}};
  }
  return out;
}

Json clauses_json(const Summary& summary) {
  Json untestable = Json::array();
  Json not_exercised = Json::array();
  Json each = Json::array();
  for (const auto& result : summary.clauses) {
    each.push_back(clause_json(result, summary.phases));
    const std::string why = skipped_because(result);
    if (why.empty()) continue;
    Json& list = result.clause.testable() ? not_exercised : untestable;
    list.push_back(Json{{"clause", json_text(result.clause.name)}, {"why", json_text(why)}});
  }
  const Coverage seen = coverage(summary);
  return Json{{"total", seen.total},
              {"testable", seen.testable},
              {"exercised", seen.exercised},
              {"violated", seen.violated},
              {"untestable", std::move(untestable)},
              {"not_exercised", std::move(not_exercised)},
              {"each", std::move(each)}};
}

Json absent_json(const Summary& summary) {
  Json out = Json::array();
  for (const Absent& one : summary.absent)
    out.push_back(Json{{"key", json_text(one.key)},
                       {"reason", json_text(one.reason)},
                       {"standing", json_text(one.standing)},
                       {"why", json_text(one.why)}});
  return out;
}

// JSON has no word for what isn't finite.
double number(double value) { return std::isfinite(value) ? value : 0; }

Json findings_json(const Summary& summary) {
  Json out = Json::array();
  for (const auto& finding : summary.findings) out.push_back(finding_json(finding));
  return out;
}

}  // namespace

Json json_of(const std::vector<Stretch>& timeline) {
  Json out = Json::array();
  for (const Stretch& one : timeline)
    out.push_back(Json{{"until", number(one.until)},
                       {"requests", one.requests},
                       {"answers", one.answers},
                       {"median_ms", number(one.median_ms)},
                       {"slowest_ms", number(one.slowest_ms)},
                       {"findings", one.findings}});
  return out;
}

Json json_of(const Summary& summary) {
  return Json{{"assay", json_text(summary.assay)},
              {"operation", json_text(summary.operation)},
              {"title", json_text(summary.title)},
              {"spec_sha256", json_text(summary.spec_sha256)},
              {"endpoint", json_text(summary.endpoint)},
              {"started", json_text(summary.started)},
              {"seed", summary.seed},
              {"shard", json_text(summary.shard)},
              {"settings", json_text(summary.settings)},
              {"phases", phases_json(summary)},
              {"cases", summary.cases},
              {"requests", summary.requests},
              {"verdicts", verdicts_json(summary.verdicts, true)},
              {"findings", findings_json(summary)},
              {"baseline", json_text(summary.baseline)},
              {"absent", absent_json(summary)},
              {"readings", readings_json(summary)},
              {"precedence", texts(summary.precedence)},
              {"clauses", clauses_json(summary)},
              {"preflight", texts(summary.preflight)},
              {"not_judged", texts(summary.not_judged)},
              {"rate",
               {{"seconds", number(summary.seconds)},
                {"requests_per_second", number(summary.requests_per_second)},
                {"peak_rss_bytes", summary.peak_rss_bytes}}},
              {"timeline", json_of(summary.timeline)},
              {"exit", summary.exit},
              {"exit_why", json_text(summary.exit_why)}};
}

std::string summary_json(const Summary& summary) { return json_of(summary).dump(2) + "\n"; }

SummaryWriter::SummaryWriter(std::filesystem::path path) : path_(std::move(path)) {
  prepare(path_);
}

void SummaryWriter::run_finished(const Summary& summary) {
  write_atomically(path_, summary_json(summary));
}

}  // namespace assay::reports
