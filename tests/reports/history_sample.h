// Runs as a history meets them, night after night.
#pragma once
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "reports/summary.h"

namespace assay::tests {

inline constexpr const char* night_operation = "lab.Tag";
inline constexpr const char* night_endpoint = "http://127.0.0.1:8080";

inline std::string night_started(int number) {
  const std::string day = (number < 10 ? "0" : "") + std::to_string(number);
  return "2026-11-" + day + "T02:00:00Z";
}

// A finding of the clause of that name; its key is "lab.Tag/<clause>/<kind>".
inline reports::Finding night_finding(const std::string& clause, bool reproduced = true,
                                      const std::string& kind = "accepted") {
  reports::Finding finding;
  finding.key = std::string(night_operation) + "/" + clause + "/" + kind;
  finding.clause = clause;
  finding.oracle = "outcome";
  finding.kind = kind;
  finding.count = 3;
  finding.reproduced = reproduced;
  finding.replay = "assay1-" + clause;
  return finding;
}

// Each letter of `seen` is a finding of the clause of that name, A to E; a small one is flaky. The
// clauses in `skipped` are not exercised. `chosen` is what survives of the reading "case".
inline reports::Summary night(int number, const std::string& seen, const std::string& skipped = "",
                              std::vector<std::string> chosen = {"exact"}, int exit = -1) {
  reports::Summary summary;
  summary.assay = "0.1.0";
  summary.operation = night_operation;
  summary.endpoint = night_endpoint;
  summary.spec_sha256 = "5ec0";
  summary.started = night_started(number);
  summary.seed = 18446744073709551615U;
  summary.settings = "unsigned, GET";
  summary.cases = 1000 + static_cast<std::size_t>(number);
  summary.requests = 2000;
  summary.seconds = 0.5;
  summary.requests_per_second = 4000;
  for (const char letter : std::string("ABCDE")) {
    reports::ClauseResult clause;
    clause.clause.name = std::string(1, letter);
    if (skipped.find(letter) == std::string::npos) clause.verdicts[0] = 10;
    summary.clauses.push_back(std::move(clause));
  }
  for (const char letter : seen) {
    const bool flaky = letter >= 'a';
    const char name = static_cast<char>(flaky ? letter - 'a' + 'A' : letter);
    summary.findings.push_back(night_finding(std::string(1, name), !flaky));
    summary.clauses[static_cast<std::size_t>(name - 'A')].verdicts[1] = 3;
  }
  reports::ReadingResult reading;
  reading.name = "case";
  for (const char* one : {"exact", "ignored", "lower"}) {
    if (std::find(chosen.begin(), chosen.end(), one) == chosen.end())
      reading.eliminated.push_back({one, "assay1-x"});
  }
  reading.surviving = std::move(chosen);
  summary.readings.push_back(std::move(reading));
  summary.exit = exit >= 0 ? exit : seen.empty() ? 0 : 1;
  summary.exit_why = "said so";
  return summary;
}

}  // namespace assay::tests
