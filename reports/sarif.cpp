#include "reports/sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "reports/escape.h"
#include "reports/file.h"
#include "reports/text.h"
#include "wire/percent.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;
using Ids = std::map<std::string, std::size_t, std::less<>>;  // of rules, and where they stand
constexpr std::size_t longest = 1024;                         // bytes of one text
constexpr std::size_t longest_curl = 4096;

// Text of any bytes on one line.
std::string plain(std::string_view text) {
  std::string out = terminal(head_of(text, longest));
  return text.size() > longest ? out + "..." : out;
}

// A message (3.11 of the standard): braces are doubled, lest they are placeholders, and "](" is
// broken, without which there is no embedded link.
Json message(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '(' && out.ends_with(']')) out += ' ';
    out += c;
    if (c == '{' || c == '}') out += c;
  }
  return Json{{"text", std::move(out)}};
}

const char* level_of(std::string_view level) {
  if (level == "should") return "warning";
  return level == "documented-example" ? "note" : "error";
}

// A name of a rule or a file, whatever its bytes.
std::string id_of(std::string_view name) { return json_bytes(head_of(name, longest)); }

Json rule(const spec::Clause& clause) {
  const std::string requires_ = plain(clause.requires_.empty() ? clause.name : clause.requires_);
  Json properties{{"at", plain(clause.at)}, {"testable", clause.testable()}};
  if (!clause.testable()) properties["untestable"] = plain(clause.why);
  return Json{{"id", id_of(clause.name)},
              {"shortDescription", message(requires_)},
              {"help", message(plain("Where the document says it: " + clause.at))},
              {"defaultConfiguration", {{"level", level_of(spec::name(clause.level))}}},
              {"properties", std::move(properties)}};
}

// A finding whose clause is not among the clauses of the run must not lose its rule.
Json rule(const Finding& finding) {
  const std::string_view said = finding.requires_.empty() ? finding.clause : finding.requires_;
  return Json{{"id", id_of(finding.clause)},
              {"shortDescription", message(plain(said))},
              {"help", message(plain("Where the document says it: " + finding.at))},
              {"defaultConfiguration", {{"level", level_of(finding.level)}}},
              {"properties", {{"at", plain(finding.at)}, {"testable", true}}}};
}

Json rules(const Summary& summary, std::size_t most, Ids& ids) {
  Json out = Json::array();
  for (const auto& result : summary.clauses)
    if (ids.emplace(id_of(result.clause.name), out.size()).second)
      out.push_back(rule(result.clause));
  for (std::size_t i = 0; i < summary.findings.size() && i < most; ++i)
    if (ids.emplace(id_of(summary.findings[i].clause), out.size()).second)
      out.push_back(rule(summary.findings[i]));
  return out;
}

// "ecs/a b.json" as a relative reference: "ecs/a%20b.json".
std::string uri_of(std::string_view file) {
  std::string out;
  for (std::size_t at = 0; at <= file.size();) {
    const std::size_t end = std::min(file.find('/', at), file.size());
    if (at > 0) out += '/';
    wire::append_encoded(out, file.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

Json location(const Summary& summary, const Finding& finding, const spec::Clause* clause) {
  Json out = Json::object();
  if (clause != nullptr && !clause->file.empty()) {
    Json physical{{"artifactLocation", {{"uri", uri_of(clause->file)}, {"uriBaseId", "SPEC"}}}};
    if (clause->line > 0) physical["region"] = Json{{"startLine", clause->line}};
    out["physicalLocation"] = std::move(physical);
  }
  const std::string name = id_of(summary.operation) + "/" + id_of(finding.clause);
  out["logicalLocations"] = Json::array({Json{{"fullyQualifiedName", name}}});
  return out;
}

Json properties(const Finding& finding) {
  Json out{{"kind", plain(finding.kind)},        {"oracle", plain(finding.oracle)},
           {"phase", plain(finding.phase)},      {"label", plain(finding.label)},
           {"found_after", finding.found_after}, {"reproduced", finding.reproduced}};
  if (!finding.reproduced) out["flaky"] = unsteady(finding);
  if (!finding.replay.empty()) out["replay"] = json_text(head_of(finding.replay, longest_curl));
  // A curl line that is cut does not work.
  if (finding.curl.size() <= longest_curl) out["curl"] = json_text(finding.curl);
  return out;
}

// What a baseline knows is suppressed, with its reason, and not left out.
void add_standing(Json& result, const Finding& finding) {
  if (finding.standing.empty()) return;
  result["baselineState"] = finding.standing == "new" ? "new" : "unchanged";
  if (fails(finding)) return;
  result["suppressions"] = Json::array({Json{{"kind", "external"},
                                             {"status", "accepted"},
                                             {"justification", plain(finding.known_because)}}});
}

Json result(const Summary& summary, const Finding& finding, std::size_t index,
            const spec::Clause* clause) {
  const std::string text = fmt::format("{}\nobserved: {}\nexpected: {}{}", plain(finding.why),
                                       plain(finding.observed), plain(expected_text(finding)),
                                       finding.reproduced ? "" : "\nflaky: " + unsteady(finding));
  Json out{{"ruleId", id_of(finding.clause)},
           {"ruleIndex", index},
           {"level", level_of(finding.level)},
           {"message", message(text)},
           {"locations", Json::array({location(summary, finding, clause)})},
           {"partialFingerprints", {{"assayKey/v1", id_of(finding.key)}}}};
  if (finding.count > 0) out["occurrenceCount"] = finding.count;
  add_standing(out, finding);
  out["properties"] = properties(finding);
  return out;
}

Json results(const Summary& summary, std::size_t most, const Ids& ids) {
  std::map<std::string_view, const spec::Clause*> clauses;
  for (const auto& one : summary.clauses) clauses.emplace(one.clause.name, &one.clause);
  Json out = Json::array();
  for (std::size_t i = 0; i < summary.findings.size() && i < most; ++i) {
    const Finding& finding = summary.findings[i];
    const auto clause = clauses.find(finding.clause);
    out.push_back(result(summary, finding, ids.find(id_of(finding.clause))->second,
                         clause == clauses.end() ? nullptr : clause->second));
  }
  return out;
}

Json invocation(const Summary& summary, std::size_t most) {
  Json out{{"executionSuccessful", summary.exit == 0 || summary.exit == 1},
           {"exitCode", summary.exit},
           {"exitCodeDescription", plain(summary.exit_why)}};
  if (is_moment(summary.started)) out["startTimeUtc"] = summary.started;
  if (summary.findings.size() > most) {
    const std::string text =
        plural(summary.findings.size() - most, "more finding") + " in summary.json";
    out["toolExecutionNotifications"] =
        Json::array({Json{{"level", "note"}, {"message", message(text)}}});
  }
  out["properties"] = Json{{"seed", summary.seed}, {"endpoint", plain(summary.endpoint)}};
  return out;
}

}  // namespace

std::string sarif_json(const Summary& summary, std::size_t most) {
  Ids ids;
  Json driver{
      {"name", "assay"}, {"version", plain(summary.assay)}, {"rules", rules(summary, most, ids)}};
  Json run{{"tool", {{"driver", std::move(driver)}}},
           {"invocations", Json::array({invocation(summary, most)})},
           {"automationDetails", {{"id", "assay/" + id_of(summary.operation) + "/"}}},
           {"results", results(summary, most, ids)}};
  const Json out{{"$schema",
                  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                  "sarif-schema-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({std::move(run)})}};
  return out.dump(1) + "\n";
}

SarifWriter::SarifWriter(std::filesystem::path path) : path_(std::move(path)) { prepare(path_); }

void SarifWriter::run_finished(const Summary& summary) {
  write_atomically(path_, sarif_json(summary));
}

}  // namespace assay::reports
