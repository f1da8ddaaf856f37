// What two summaries say of each other.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "harness/engine/compare.h"
#include "harness/engine/comparing.h"
#include "harness/version.h"
#include "reports/text.h"

namespace assay::harness {

namespace {

using reports::Comparison;
using reports::Difference;
using reports::Finding;
using reports::ReadingResult;
using reports::SideSeen;
using reports::Summary;

constexpr std::string_view token_start = "assay1-";

reports::ComparedSide side_of(const Summary& summary) {
  reports::ComparedSide out;
  out.name = out.endpoint = summary.endpoint;
  out.started = summary.started;
  out.spec_sha256 = summary.spec_sha256;
  out.cases = summary.cases;
  out.requests = summary.requests;
  out.seed = summary.seed;
  out.ended = summary.exit_why;
  return out;
}

void fill(const Finding& finding, SideSeen& out) {
  out.allowed = false;
  out.outcome = finding.observed;
  out.replay = finding.replay;
  out.curl = finding.curl;
  out.request = finding.request;
  out.answer = finding.answer;
  out.state_before = finding.state_before;
  out.state_after = finding.state_after;
}

}  // namespace

Difference violation_of(const Finding& finding, bool by_a) {
  Difference out;
  out.kind = "violation";
  out.key = finding.key;
  out.clause = finding.clause;
  out.at = finding.at;
  out.requires_ = finding.requires_;
  out.what = std::string("Only ") + (by_a ? "A" : "B") + ": " + finding.why;
  out.count = finding.count;
  out.phase = finding.phase;
  out.label = finding.label;
  out.smallest = finding.smallest;
  out.again = finding.reproduced;
  fill(finding, by_a ? out.a : out.b);
  return out;
}

namespace {

const Finding* find(const Summary& summary, const std::string& key) {
  const auto found = std::find_if(summary.findings.begin(), summary.findings.end(),
                                  [&](const Finding& one) { return one.key == key; });
  return found == summary.findings.end() ? nullptr : &*found;
}

void compare_findings(const Summary& a, const Summary& b, Comparison& out) {
  for (const Finding& finding : a.findings) {
    if (find(b, finding.key) != nullptr) {
      out.shared.push_back(finding.key);
    } else {
      out.differences.push_back(violation_of(finding, true));
    }
  }
  for (const Finding& finding : b.findings) {
    if (find(a, finding.key) == nullptr) out.differences.push_back(violation_of(finding, false));
  }
}

bool disjoint(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::none_of(a.begin(), a.end(), [&](const std::string& one) {
    return std::find(b.begin(), b.end(), one) != b.end();
  });
}

// What told it: the exchange that ruled out what the other side allows.
void fill(const ReadingResult& own, const std::vector<std::string>& other, SideSeen& out) {
  out.choice = own.surviving;
  for (const reports::Elimination& one : own.eliminated) {
    if (std::find(other.begin(), other.end(), one.value) == other.end()) continue;
    const std::size_t space = one.by.find(' ');
    const bool token = one.by.starts_with(token_start) && space != std::string::npos;
    out.replay = token ? one.by.substr(0, space) : std::string();
    out.outcome = token ? one.by.substr(space + 1) : one.by;
    return;
  }
}

std::string choice_text(const std::vector<std::string>& choice) {
  std::string out;
  for (const std::string& one : choice) out += (out.empty() ? "" : " or ") + one;
  return out;
}

void compare_readings(const Summary& a, const Summary& b, const spec::Operation* operation,
                      Comparison& out) {
  std::map<std::string, const ReadingResult*> others;
  for (const ReadingResult& one : b.readings) others[one.name] = &one;
  for (const ReadingResult& one : a.readings) {
    const auto other = others.find(one.name);
    if (other == others.end() || !disjoint(one.surviving, other->second->surviving)) continue;
    Difference difference;
    difference.kind = "reading";
    difference.key = a.operation + "/reading/" + one.name;
    difference.reading = one.name;
    difference.what = one.question + " A: " + choice_text(one.surviving) +
                      "; B: " + choice_text(other->second->surviving) + ".";
    fill(one, other->second->surviving, difference.a);
    fill(*other->second, one.surviving, difference.b);
    if (operation != nullptr) {
      for (const spec::Reading& reading : operation->readings) {
        if (reading.name != one.name) continue;
        const spec::Clause& clause = operation->clauses[reading.clause];
        difference.clause = clause.name;
        difference.at = clause.at;
        difference.requires_ = clause.requires_;
      }
    }
    out.differences.push_back(std::move(difference));
  }
}

// "One absent before Another value", where the other side has seen them the other way round.
void compare_order(const Summary& a, const Summary& b, Comparison& out) {
  constexpr std::string_view before = " before ";
  const std::set<std::string> seen(b.precedence.begin(), b.precedence.end());
  for (const std::string& sentence : a.precedence) {
    const std::size_t at = sentence.find(before);
    if (at == std::string::npos) continue;
    const std::string first = sentence.substr(0, at);
    const std::string second = sentence.substr(at + before.size());
    const std::string turned = second + std::string(before) + first;
    if (!seen.contains(turned)) continue;
    Difference difference;
    difference.kind = "order";
    difference.key = a.operation + "/order/" + first + ", " + second;
    difference.what =
        "Which error wins where both rules are broken. A: " + sentence + "; B: " + turned + ".";
    difference.a.outcome = sentence;
    difference.b.outcome = turned;
    out.differences.push_back(std::move(difference));
  }
}

void compare_clauses(const Summary& a, const Summary& b, Comparison& out) {
  std::map<std::string, const reports::ClauseResult*> others;
  for (const reports::ClauseResult& one : b.clauses) others[one.clause.name] = &one;
  for (const reports::ClauseResult& one : a.clauses) {
    const auto other = others.find(one.clause.name);
    if (other == others.end() || one.worst() == other->second->worst()) continue;
    out.clauses.push_back({one.clause.name, std::string(oracles::name(one.worst())),
                           std::string(oracles::name(other->second->worst()))});
  }
}

}  // namespace

void conclude(Comparison& comparison) {
  const auto place = [](const Difference& one) {
    return std::tuple(one.kind != "violation", std::string_view(one.key),
                      std::string_view(one.what));
  };
  std::sort(
      comparison.differences.begin(), comparison.differences.end(),
      [&](const Difference& one, const Difference& other) { return place(one) < place(other); });
  const std::size_t count = comparison.differences.size();
  comparison.exit = static_cast<int>(count == 0 ? Exit::conforms : Exit::violations);
  comparison.exit_why = count == 0 ? "no difference" : reports::plural(count, "difference");
}

Comparison compare_runs(const Summary& a, const Summary& b, const spec::Operation* operation) {
  Comparison out;
  out.live = false;
  out.assay = version;
  out.operation = a.operation;
  out.title = a.title;
  out.a = side_of(a);
  out.b = side_of(b);
  compare_findings(a, b, out);
  compare_readings(a, b, operation, out);
  const bool order_differs =
      operation != nullptr && operation->order_reading != spec::no_reading &&
      std::any_of(out.differences.begin(), out.differences.end(), [&](const Difference& one) {
        return one.reading == operation->readings[operation->order_reading].name;
      });
  if (!order_differs) compare_order(a, b, out);
  compare_clauses(a, b, out);
  if (a.spec_sha256 != b.spec_sha256) {
    out.notes.emplace_back(
        "The runs judged by different versions of the document: what differs may be the document.");
  }
  if (a.seed != b.seed) {
    out.notes.emplace_back("The runs had different seeds: not the same cases were sent.");
  }
  conclude(out);
  return out;
}

}  // namespace assay::harness
