#include <nlohmann/json.hpp>

#include "reports/comparison.h"
#include "reports/escape.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;

Json texts(const std::vector<std::string>& list) {
  Json out = Json::array();
  for (const std::string& one : list) out.push_back(json_bytes(one));
  return out;
}

Json json_of(const SideSeen& seen) {
  return Json{{"allowed", seen.allowed},
              {"choice", texts(seen.choice)},
              {"outcome", json_bytes(seen.outcome)},
              {"replay", json_text(seen.replay)},
              {"curl", json_text(seen.curl)},
              {"request", json_bytes(seen.request)},
              {"answer", json_bytes(seen.answer)},
              {"state_before", json_bytes(seen.state_before)},
              {"state_after", json_bytes(seen.state_after)}};
}

Json json_of(const Difference& one) {
  Json consequences = Json::array();
  for (const Consequence& follows : one.consequences) {
    consequences.push_back(Json{{"key", json_bytes(follows.key)},
                                {"count", follows.count},
                                {"why", json_bytes(follows.why)}});
  }
  return Json{{"kind", one.kind},
              {"key", json_bytes(one.key)},
              {"clause", json_text(one.clause)},
              {"at", json_text(one.at)},
              {"requires", json_text(one.requires_)},
              {"reading", json_text(one.reading)},
              {"what", json_bytes(one.what)},
              {"allowed", allowed_text(one)},
              {"count", one.count},
              {"phase", json_text(one.phase)},
              {"label", json_bytes(one.label)},
              {"smallest", one.smallest},
              {"again", one.again},
              {"a", json_of(one.a)},
              {"b", json_of(one.b)},
              {"consequences", std::move(consequences)}};
}

Json json_of(const ComparedSide& side) {
  return Json{{"name", json_bytes(side.name)},       {"endpoint", json_bytes(side.endpoint)},
              {"started", json_text(side.started)},  {"spec_sha256", json_text(side.spec_sha256)},
              {"options", json_bytes(side.options)}, {"cases", side.cases},
              {"requests", side.requests},           {"seed", side.seed},
              {"ended", json_bytes(side.ended)}};
}

}  // namespace

std::string comparison_json(const Comparison& comparison) {
  Json differences = Json::array();
  for (const Difference& one : comparison.differences) differences.push_back(json_of(one));
  Json clauses = Json::array();
  for (const ClauseDiffers& one : comparison.clauses) {
    clauses.push_back(Json{{"clause", json_text(one.clause)}, {"a", one.a}, {"b", one.b}});
  }
  const Json out{{"assay", json_text(comparison.assay)},
                 {"operation", json_text(comparison.operation)},
                 {"title", json_text(comparison.title)},
                 {"live", comparison.live},
                 {"exit", comparison.exit},
                 {"exit_why", json_bytes(comparison.exit_why)},
                 {"a", json_of(comparison.a)},
                 {"b", json_of(comparison.b)},
                 {"pairs", comparison.pairs},
                 {"unlike", comparison.unlike},
                 {"differences", std::move(differences)},
                 {"shared", texts(comparison.shared)},
                 {"clauses", std::move(clauses)},
                 {"notes", texts(comparison.notes)}};
  return out.dump(2) + "\n";
}

}  // namespace assay::reports
