// A run as a writer may meet it: violations (one flaky, one hostile), choices, gaps.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "reports/listener.h"
#include "reports/summary.h"

namespace assay::tests {

// Text as an endpoint may send it to harm whoever reads the report.
inline const std::string hostile =
    "<script>document.title='owned'</script>\"'><img src=x onerror=\"document.title='owned'\">"
    " ]]> &amp; \x1b[2J\x1b]0;owned\x07 \xff\xfe \xe2\x80\xae\xed\xa0\x80 \\x41 \x01";

inline reports::ClauseResult clause(std::string name, std::string at, std::string requires_,
                                    oracles::VerdictCounts verdicts, std::string untestable = "",
                                    spec::Level level = spec::Level::must) {
  reports::ClauseResult result;
  result.clause.name = std::move(name);
  result.clause.at = std::move(at);
  result.clause.requires_ = std::move(requires_);
  result.clause.why = std::move(untestable);
  result.clause.level = level;
  result.verdicts = verdicts;
  return result;
}

inline reports::Finding accepted_finding() {
  reports::Finding finding;
  finding.key = "ecs.ModifyInstanceMetadataOptions/HttpTokens.valid-values/accepted";
  finding.clause = "HttpTokens.valid-values";
  finding.oracle = "outcome";
  finding.kind = "accepted";
  finding.level = "must";
  finding.at = "Request parameters, row HttpTokens";
  finding.requires_ = "HttpTokens is optional or required; any other value is refused.";
  finding.expected = {{"400 InvalidHttpTokens.NotSupported: The specified HttpTokens is not "
                       "supported.",
                       ""},
                      {"200 success", "value-case=ignored"}};
  finding.observed = "200 success";
  finding.why =
      "\"Optional\" was accepted and stored, though the same endpoint refused \"Required\".";
  finding.count = 412;
  finding.found_after = 31;
  finding.smallest = true;
  finding.phase = "boundaries";
  finding.label = "HttpTokens: title case";
  finding.replay = "a1.mimo.2a.b.57";
  finding.curl =
      "curl -sS -X POST 'http://127.0.0.1:8080/' -H 'Content-Type: "
      "application/x-www-form-urlencoded' --data-binary "
      "'Action=ModifyInstanceMetadataOptions&HttpTokens=Optional'";
  finding.request =
      "POST / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: "
      "application/x-www-form-urlencoded\r\nContent-Length: 143\r\n\r\n"
      "Action=ModifyInstanceMetadataOptions&Version=2014-05-26&RegionId=cn-hangzhou&"
      "InstanceId=i-bp67acfmxaz0000&HttpEndpoint=enabled&HttpTokens=Optional&Signature=***";
  finding.answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 52\r\n\r\n"
      "{\"RequestId\":\"0C5A7B1E-93F2-5D3C-8C0B-2F1F4E6A9D11\"}";
  finding.state_before = "HttpEndpoint=enabled HttpTokens=required";
  finding.state_after = "HttpEndpoint=enabled HttpTokens=Optional";
  return finding;
}

inline reports::Finding flaky_finding() {
  reports::Finding finding;
  finding.key = "ecs.ModifyInstanceMetadataOptions/state.refused-unchanged/state-moved";
  finding.clause = "state.refused-unchanged";
  finding.oracle = "state";
  finding.kind = "state-moved";
  finding.level = "must";
  finding.at = "Error codes, first paragraph";
  finding.requires_ = "A request that is refused changes nothing.";
  finding.expected = {{"400 InvalidHttpEndpoint.NotSupported, state unchanged", ""}};
  finding.observed = "400 InvalidHttpEndpoint.NotSupported, HttpTokens changed to optional";
  finding.why = "The request was refused, and HttpTokens changed all the same.";
  finding.count = 1;
  finding.found_after = 5120;
  finding.reproduced = false;
  finding.sent_again = 240;
  finding.shown_again = 12;
  finding.period = 20;
  finding.phase = "random";
  finding.label = "2 faults";
  finding.replay = "a1.mimo.2a.r.9f31";
  finding.curl = "curl -sS 'http://127.0.0.1:8080/?Action=ModifyInstanceMetadataOptions'";
  finding.request =
      "GET /?Action=ModifyInstanceMetadataOptions HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  finding.answer =
      "HTTP/1.1 400 Bad Request\r\n\r\n{\"Code\":\"InvalidHttpEndpoint.NotSupported\"}";
  finding.state_before = "HttpTokens=required";
  finding.state_after = "HttpTokens=optional";
  return finding;
}

inline reports::Finding hostile_finding() {
  reports::Finding finding;
  finding.key = "ecs.ModifyInstanceMetadataOptions/response.error-shape/unknown-code";
  finding.clause = "response.error-shape";
  finding.oracle = "outcome";
  finding.kind = "unknown-code";
  finding.level = "should";
  finding.at = "Error codes";
  finding.requires_ = "An error has RequestId, HostId, Code and Message.";
  finding.about = {"RegionId.exists", "HttpTokens.valid-values"};
  finding.expected = {{"400 InvalidRegionId.NotFound", "region-unknown=not-found"}};
  finding.observed = "500 " + hostile;
  finding.why = "The answer is no error of the catalogue.";
  finding.count = 7;
  finding.found_after = 0;
  finding.earlier = {"GET Name=" + hostile + " → 200 success"};
  finding.phase = "random";
  finding.label = "RegionId: " + hostile;
  finding.replay = "a1.mimo.2a.r.44";
  finding.curl = "curl -sS 'http://127.0.0.1:8080/?RegionId=%FF'";
  finding.request = "GET /?RegionId=%FF HTTP/1.1\r\n\r\n";
  finding.answer = "HTTP/1.1 500 Oops\r\n\r\n" + hostile;
  return finding;
}

inline std::vector<reports::ClauseResult> sample_clauses() {
  const std::string rows = "Request parameters, row ";
  std::vector<reports::ClauseResult> all{
      clause("RegionId.required", rows + "RegionId", "RegionId is mandatory.", {310}),
      clause("RegionId.exists", rows + "RegionId", "RegionId is the region of the instance.",
             {180, 0, 24}, "", spec::Level::should),
      clause("HttpEndpoint.valid-values", rows + "HttpEndpoint",
             "HttpEndpoint is enabled or disabled; any other value is refused.", {2104}),
      clause("HttpTokens.valid-values", rows + "HttpTokens",
             "HttpTokens is optional or required; any other value is refused.", {1802, 412, 31}),
      clause("HttpPutResponseHopLimit.range", "Error codes",
             "HttpPutResponseHopLimit lies in its range; a number outside is refused.",
             {933, 0, 77, 0, 0, 2}),
      clause("HttpPutResponseHopLimit.preview", rows + "HttpPutResponseHopLimit, note",
             "It is in invitational preview.", {}, "who is invited can't be seen from outside"),
      clause("InstanceMetadataTags.example", rows + "InstanceMetadataTags",
             "The page shows null as an example.", {0, 0, 0, 12}, "", spec::Level::example),
      clause("state.stored", "Description", "An accepted change is stored.", {4011}),
      clause("state.refused-unchanged", "Error codes, first paragraph",
             "A request that is refused changes nothing.", {2750, 1}),
      clause("response.error-shape", "Error codes",
             "An error has RequestId, HostId, Code and Message.", {2744, 7}, "",
             spec::Level::should),
      clause("gateway.nonce-used", "Common parameters", "A nonce is used once.", {})};
  all.back().not_judged = "the run signed nothing";
  return all;
}

inline std::vector<reports::ReadingResult> sample_readings() {
  return {{"value-case",
           "Does the letter case of a value count?",
           {"exact"},
           {{"ignored", "a1.mimo.2a.b.58: \"REQUIRED\" was refused"}}},
          {"empty-value",
           "What does a parameter mean that is present and empty?",
           {"absent", "invalid"},
           {{"default", "a1.mimo.2a.b.12: the default was not stored"}}},
          {"hop-limit-range", "Is the range of hops 1 to 64, or 0 to 64?", {"1-64", "0-64"}, {}},
          {"region-unknown",
           "Which error does an unknown region draw?",
           {},
           {{"not-found", "a1.mimo.2a.r.44: 500"}, {"no-permission", "a1.mimo.2a.r.44: 500"}}}};
}

// The counts of every clause, dealt out to phases: a tenth to the first, the rest to the last.
inline void deal_out(reports::Summary& summary) {
  for (reports::ClauseResult& result : summary.clauses) {
    result.by_phase.assign(summary.phases.size(), {});
    for (std::size_t i = 0; i < result.verdicts.size(); ++i) {
      result.by_phase.front().at(i) = result.verdicts.at(i) / 10;
      result.by_phase.back().at(i) = result.verdicts.at(i) - result.verdicts.at(i) / 10;
    }
  }
}

inline std::vector<reports::Stretch> sample_timeline() {
  return {{1, 7000, 7000, 0.412, 3.1, 1},
          {2, 9100, 9098, 0.354, 12.75, 1},
          {3, 0, 0, 0, 0, 0},
          {3.0718, 8851, 8851, 0.371, 2.004, 1}};
}

inline reports::Summary sample() {
  reports::Summary summary;
  summary.assay = "0.1.0";
  summary.operation = "ecs.ModifyInstanceMetadataOptions";
  summary.title = "Modifies the metadata of an Elastic Compute Service (ECS) instance";
  summary.spec_sha256 = "9f2c4b1d7e60a85533c1e0f94a7d2b6688aa01c3d5e7f9120b3d4f5a6c7e8091";
  summary.endpoint = "http://127.0.0.1:8080";
  summary.started = "2026-11-24T12:00:00Z";
  summary.seed = 42;
  summary.settings = "signature v1+v3, method get+post, format json+xml, transport http, 4 lanes";
  summary.phases = {{"examples", 120}, {"boundaries", 2310}, {"random", 10000}};
  summary.cases = 12430;
  summary.requests = 24951;
  summary.verdicts = {14834, 420, 132, 12, 301, 2, 0};
  summary.findings = {accepted_finding(), hostile_finding(), flaky_finding()};
  summary.readings = sample_readings();
  summary.precedence = {"RegionId absent before HttpTokens value",
                        "HttpEndpoint value before HttpTokens value"};
  summary.clauses = sample_clauses();
  deal_out(summary);
  summary.timeline = sample_timeline();
  summary.preflight = {"The endpoint answers DescribeInstances, so state is observed.",
                       "Signatures are checked: a wrong one was refused."};
  summary.not_judged = {"TLS: the endpoint speaks plain HTTP."};
  summary.seconds = 3.0718;
  summary.requests_per_second = 8122.6;
  summary.peak_rss_bytes = 41234432;
  summary.exit = 1;
  summary.exit_why = "3 violations";
  return summary;
}

// The same endpoint without its faults.
inline reports::Summary conforming_sample() {
  reports::Summary summary = sample();
  summary.findings.clear();
  for (auto& result : summary.clauses) result.verdicts[1] = 0;
  deal_out(summary);
  for (auto& one : summary.timeline) one.findings = 0;
  summary.verdicts[1] = 0;
  summary.readings.pop_back();
  summary.exit = 0;
  summary.exit_why = "conforms";
  return summary;
}

// A run that found `count` things, each with long texts.
inline reports::Summary flooded_sample(std::size_t count, std::size_t bytes = 65536) {
  reports::Summary summary = sample();
  reports::Finding finding = hostile_finding();
  while (finding.answer.size() < bytes) finding.answer += hostile;
  finding.request = finding.answer;
  finding.state_before = finding.state_after = finding.answer;
  finding.why = finding.observed = finding.at = finding.requires_ = finding.label = finding.answer;
  finding.curl = "curl '" + std::string(bytes / 16, '&') + "'";
  finding.expected.assign(50, {finding.answer.substr(0, 4000), "a=b"});
  summary.findings.assign(count, finding);
  for (std::size_t i = 0; i < count; ++i) summary.findings[i].key += std::to_string(i);
  return summary;
}

// The sample before its first case.
inline reports::RunStart sample_start() {
  reports::Summary summary = sample();
  summary.phases.clear();
  summary.cases = summary.requests = 0;
  summary.verdicts = {};
  summary.findings.clear();
  summary.precedence.clear();
  summary.timeline.clear();
  summary.seconds = summary.requests_per_second = 0;
  for (reports::ReadingResult& reading : summary.readings) {
    for (const auto& one : reading.eliminated) reading.surviving.push_back(one.value);
    reading.eliminated.clear();
  }
  for (reports::ClauseResult& result : summary.clauses) {
    result.verdicts = {};
    result.by_phase.clear();
    if (result.clause.testable()) result.not_judged = "no case of this run came to it";
  }
  summary.exit = 5;
  summary.exit_why = "the run has not ended";
  return {summary};
}

inline reports::Checkpoint sample_checkpoint() {
  const reports::Summary summary = sample();
  reports::Checkpoint out;
  out.phases = {{"examples", 12}, {"boundaries", 1200}};
  out.cases = 1212;
  out.requests = 2500;
  out.seconds = 0.4;
  for (const auto& result : summary.clauses) {
    out.clauses.push_back(result.verdicts);
    out.by_phase.emplace_back(out.phases.size(), result.verdicts);
  }
  out.timeline = {sample_timeline().front()};
  out.verdicts = summary.verdicts;
  return out;
}

// Every event once, as an engine would tell them.
inline void tell(reports::Listener& listener, const reports::Summary& summary) {
  listener.run_started(sample_start());
  listener.phase_started("boundaries", 2310);
  listener.progress({"boundaries", 1200, 2310, 1, 8100.5, 0.4, 1.2});
  listener.checkpoint(sample_checkpoint());
  listener.exchange({"violates", "HttpTokens.valid-values", "a1.mimo.2a.b.57",
                     "HttpTokens: title case", accepted_finding().request,
                     accepted_finding().answer, hostile});
  for (const auto& finding : summary.findings) listener.finding(finding);
  for (const auto& reading : summary.readings)
    for (const auto& one : reading.eliminated) listener.eliminated(reading.name, one);
  listener.run_finished(summary);
}

}  // namespace assay::tests
