#include "reports/finding_json.h"

#include <nlohmann/json.hpp>

#include "reports/escape.h"

namespace assay::reports {

nlohmann::ordered_json finding_json(const Finding& finding, bool bytes) {
  using Json = nlohmann::ordered_json;
  Json expected = Json::array();
  for (const auto& one : finding.expected)
    expected.push_back(Json{{"outcome", json_bytes(one.outcome)}, {"needs", json_text(one.needs)}});
  Json earlier = Json::array();
  for (const std::string& line : finding.earlier) earlier.push_back(json_bytes(line));
  Json about = Json::array();
  for (const std::string& clause : finding.about) about.push_back(json_text(clause));
  const auto raw = [bytes](const std::string& text) { return bytes ? json_bytes(text) : ""; };
  return Json{{"key", json_text(finding.key)},
              {"clause", json_text(finding.clause)},
              {"oracle", json_text(finding.oracle)},
              {"kind", json_text(finding.kind)},
              {"level", json_text(finding.level)},
              {"at", json_text(finding.at)},
              {"requires", json_text(finding.requires_)},
              {"about", std::move(about)},
              {"expected", std::move(expected)},
              {"observed", json_bytes(finding.observed)},
              {"why", json_bytes(finding.why)},
              {"count", finding.count},
              {"found_after", finding.found_after},
              {"reproduced", finding.reproduced},
              {"earlier", std::move(earlier)},
              {"smallest", finding.smallest},
              {"sent_again", finding.sent_again},
              {"shown_again", finding.shown_again},
              {"period", finding.period},
              {"phase", json_text(finding.phase)},
              {"label", json_bytes(finding.label)},
              {"replay", json_text(finding.replay)},
              {"curl", json_text(finding.curl)},
              {"request", raw(finding.request)},
              {"answer", raw(finding.answer)},
              {"state_before", raw(finding.state_before)},
              {"state_after", raw(finding.state_after)},
              {"standing", json_text(finding.standing)},
              {"known_because", json_text(finding.known_because)},
              {"known_link", json_text(finding.known_link)},
              {"known_since", json_text(finding.known_since)}};
}

}  // namespace assay::reports
