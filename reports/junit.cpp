#include "reports/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <pugixml.hpp>
#include <sstream>
#include <utility>
#include <vector>

#include "reports/escape.h"
#include "reports/file.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using Findings = std::vector<const Finding*>;
constexpr std::size_t longest = 8192;

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(xml_text(value).c_str());
}

void property(pugi::xml_node properties, const char* name, std::string_view value) {
  const auto node = properties.append_child("property");
  set(node, "name", name);
  set(node, "value", value);
}

std::string seconds_text(double seconds) {
  return fmt::format("{:.3f}", std::isfinite(seconds) && seconds > 0 ? seconds : 0.0);
}

void add_properties(pugi::xml_node suite, const Summary& summary) {
  const auto properties = suite.append_child("properties");
  property(properties, "assay", summary.assay);
  property(properties, "endpoint", summary.endpoint);
  property(properties, "spec_sha256", summary.spec_sha256);
  property(properties, "seed", fmt::format("{}", summary.seed));
  property(properties, "shard", summary.shard);
  property(properties, "settings", summary.settings);
  property(properties, "cases", fmt::format("{}", summary.cases));
  property(properties, "requests", fmt::format("{}", summary.requests));
  property(properties, "exit", fmt::format("{} ({})", summary.exit, summary.exit_why));
}

std::string cut(std::string text) {
  if (text.size() <= longest) return text;
  text.resize(longest);
  return text + "\n(cut; summary.json has all of it)";
}

std::string tell(const Finding& finding) {
  return cut(fmt::format(
      "{}\nwhere:    {}\nrequires: {}\nexpected: {}\nobserved: {}\nseen:     {}{}\n{}curl:     "
      "{}\n",
      finding.why, finding.at, finding.requires_, expected_text(finding, 16), finding.observed,
      plural(finding.count, "time"), finding.reproduced ? "" : "; " + unsteady(finding),
      finding.replay.empty() ? "" : "replay:   assay replay " + finding.replay + "\n",
      finding.curl));
}

// Why a violation that a baseline knows does not fail the run.
std::string known_text(const Finding& finding) {
  std::string out = "known violation";
  if (!finding.known_since.empty()) out += " since " + finding.known_since;
  if (!finding.known_because.empty()) out += ": " + finding.known_because;
  if (!finding.known_link.empty()) out += " (" + finding.known_link + ")";
  return out;
}

// One element for all findings of the clause: most readers show the first only.
void add_failure(pugi::xml_node test, const Findings& findings, const ClauseResult* result,
                 std::size_t most) {
  const auto node = test.append_child("failure");
  if (findings.empty()) {
    const auto index = static_cast<std::size_t>(oracles::Verdict::violates);
    set(node, "message", "violated by " + plural(result->verdicts.at(index), "exchange"));
    set(node, "type", "violates");
    return;
  }
  const Finding& first = *findings.front();
  std::string message =
      fmt::format("expected {}; observed {}", expected_text(first), first.observed);
  if (findings.size() > 1) message += fmt::format(" (and {} more)", findings.size() - 1);
  set(node, "message", cut(std::move(message)));
  set(node, "type", first.kind.empty() ? "violates" : first.kind);
  std::string text;
  for (std::size_t i = 0; i < findings.size() && i < most; ++i) text += "\n" + tell(*findings[i]);
  if (findings.size() > most)
    text += fmt::format("\nand {} more; summary.json has them all\n", findings.size() - most);
  node.text().set(xml_text(text).c_str());
}

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
};

void add_test(pugi::xml_node suite, const Summary& summary, std::string_view name,
              const ClauseResult* result, const Findings& findings, std::size_t most,
              Counts& counts) {
  auto test = suite.append_child("testcase");
  set(test, "classname", summary.operation);
  set(test, "name", name);
  set(test, "time", "0.000");
  ++counts.tests;
  const bool borne =
      !findings.empty() && std::none_of(findings.begin(), findings.end(),
                                        [](const Finding* one) { return fails(*one); });
  if (borne) {
    ++counts.skipped;
    set(test.append_child("skipped"), "message", known_text(*findings.front()));
  } else if (!findings.empty() || (result != nullptr && result->violated())) {
    ++counts.failures;
    add_failure(test, findings, result, most);
  } else if (result->worst() == oracles::Verdict::harness_fault && !result->exercised()) {
    ++counts.errors;
    const auto node = test.append_child("error");
    set(node, "message", skipped_because(*result));
    set(node, "type", "harness-fault");
  } else if (const std::string why = skipped_because(*result); !why.empty()) {
    ++counts.skipped;
    set(test.append_child("skipped"), "message", why);
  }
}

void set_counts(pugi::xml_node node, const Counts& counts, double seconds) {
  node.append_attribute("tests").set_value(std::to_string(counts.tests).c_str());
  node.append_attribute("failures").set_value(std::to_string(counts.failures).c_str());
  node.append_attribute("errors").set_value(std::to_string(counts.errors).c_str());
  node.append_attribute("skipped").set_value(std::to_string(counts.skipped).c_str());
  set(node, "time", seconds_text(seconds));
}

// A finding whose clause is not among the clauses of the run must not be lost.
Counts add_tests(pugi::xml_node suite, const Summary& summary, std::size_t most) {
  std::map<std::string_view, Findings> by_clause;
  for (const Finding* finding : news_first(summary)) by_clause[finding->clause].push_back(finding);
  Counts counts;
  for (const auto& result : summary.clauses) {
    const auto found = by_clause.extract(result.clause.name);
    const Findings findings = found.empty() ? Findings{} : found.mapped();
    add_test(suite, summary, result.clause.name, &result, findings, most, counts);
  }
  for (const auto& [name, findings] : by_clause)
    add_test(suite, summary, name, nullptr, findings, most, counts);
  return counts;
}

}  // namespace

std::string junit_xml(const Summary& summary, std::size_t most) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  auto suites = document.append_child("testsuites");
  set(suites, "name", "assay");
  auto suite = suites.append_child("testsuite");
  set(suite, "name", summary.operation);
  if (!summary.started.empty()) set(suite, "timestamp", summary.started);
  add_properties(suite, summary);
  const Counts counts = add_tests(suite, summary, most);
  set_counts(suites, counts, summary.seconds);
  set_counts(suite, counts, summary.seconds);
  const Headline line = headline(summary);
  const std::string closing = line.verdict + ": " + line.sentence;
  suite.append_child("system-out").text().set(xml_text(closing).c_str());
  std::ostringstream out;
  document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

JunitWriter::JunitWriter(std::filesystem::path path) : path_(std::move(path)) { prepare(path_); }

void JunitWriter::run_finished(const Summary& summary) {
  write_atomically(path_, junit_xml(summary));
}

}  // namespace assay::reports
