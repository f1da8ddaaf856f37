// What a run comes to: the exit code and the summary.
#include <sys/resource.h>

#include <algorithm>

#include "harness/engine/session.h"
#include "harness/version.h"

namespace assay::harness {

namespace {

std::size_t peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

std::string plural(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

// What the findings come to where a baseline knows some of them.
Exit only_news(reports::Summary& summary) {
  const std::size_t failing = reports::failing(summary);
  const std::size_t known = summary.findings.size() - failing;
  const Exit exit = failing > 0 ? Exit::violations : Exit::conforms;
  summary.exit = static_cast<int>(exit);
  summary.exit_why = failing > 0 ? plural(failing, "finding") + " that the baseline does not excuse"
                                 : "no new violation";
  if (known > 0) summary.exit_why += "; " + plural(known, "finding") + " known before";
  return exit;
}

}  // namespace

Exit Session::conclude() {
  std::size_t violations = 0;
  for (const auto& [key, held] : book_.all()) violations += held.finding.count;
  Exit exit = Exit::conforms;
  std::string why = "no violation was found";
  if (interrupted_) {
    exit = Exit::interrupted;
    why = "interrupted; what was found so far is in the report";
  } else if (unavailable_) {
    exit = Exit::unavailable;
    why = unavailable_why_;
  } else if (violations > 0) {
    exit = Exit::violations;
    why = plural(violations, "violation") + " in " + plural(book_.size(), "finding");
  } else if (answered_ == 0) {
    exit = Exit::nothing;
    why = "nothing was judged";
  }
  reports::Summary out = summary(exit, why);
  if (environment_.baseline) {
    reports::sort_findings(out, *environment_.baseline, environment_.today);
    if (exit == Exit::violations) exit = only_news(out);
  }
  listeners_.run_finished(out);
  return exit;
}

reports::Summary Session::summary(Exit exit, const std::string& why) const {
  reports::Summary out;
  out.assay = version;
  out.operation = context_.operation_name();
  out.title = context_.operation.title;
  out.spec_sha256 = context_.operation.sha256;
  out.endpoint = environment_.endpoint_name;
  out.started = started_;
  out.seed = context_.settings.seed;
  out.settings = settings_line();
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    out.phases.push_back({std::string(generators::name(phases_[i].phase)), judged_[i]});
  }
  out.cases = cases_;
  out.requests = requests_;
  out.verdicts = verdicts_;
  for (const auto& [key, held] : book_.all()) out.findings.push_back(held.finding);
  add_readings(out);
  out.precedence = assessor_.precedence().sentences();
  if (!out.precedence.empty()) {
    out.precedence.insert(out.precedence.begin(), assessor_.precedence().order());
  }
  add_clauses(out);
  out.timeline = timeline_.stretches(worked_until_);
  out.preflight = before_.lines;
  out.not_judged = before_.not_judged;
  out.not_judged.insert(out.not_judged.end(), not_judged_.begin(), not_judged_.end());
  if (book_.left_out() > 0) {
    out.not_judged.push_back(plural(book_.left_out(), "further violation") +
                             " of other kinds: more than a report holds.");
  }
  out.seconds = seconds_;
  out.requests_per_second = seconds_ > 0 ? static_cast<double>(sent_) / seconds_ : 0;
  out.peak_rss_bytes = peak_rss_bytes();
  out.exit = static_cast<int>(exit);
  out.exit_why = context_.mask(why);
  return out;
}

void Session::add_readings(reports::Summary& out) const {
  for (std::size_t i = 0; i < context_.operation.readings.size(); ++i) {
    const spec::Reading& reading = context_.operation.readings[i];
    reports::ReadingResult result;
    result.name = reading.name;
    result.question = reading.question;
    const auto alive = assessor_.alive(i);
    for (std::size_t a = 0; a < reading.alternatives.size(); ++a) {
      if (std::find(alive.begin(), alive.end(), a) != alive.end()) {
        result.surviving.push_back(reading.alternatives[a].name);
        continue;
      }
      const Assessor::Evidence* evidence = assessor_.evidence(i, a);
      const auto effect = effect_evidence_.find({i, a});
      const std::string by = effect != effect_evidence_.end() ? effect->second
                             : evidence == nullptr ? std::string("other answers together")
                                                   : to_text(token_of(context_, {evidence->step})) +
                                                         " " + evidence->answer;
      result.eliminated.push_back({reading.alternatives[a].name, context_.mask(by)});
    }
    // The order of errors may be one that nobody thought of.
    if (result.surviving.empty()) result.surviving.emplace_back("other");
    out.readings.push_back(std::move(result));
  }
}

void Session::add_clauses(reports::Summary& out) const {
  for (spec::ClauseId i = 0; i < context_.operation.clauses.size(); ++i) {
    reports::ClauseResult result;
    result.clause = context_.operation.clauses[i];
    result.verdicts = by_clause_[i];
    result.by_phase = by_phase_[i];
    if (result.clause.testable() && !result.exercised()) {
      const bool state = i == context_.operation.clause(spec::Topic::stored) ||
                         i == context_.operation.clause(spec::Topic::others_kept) ||
                         i == context_.operation.clause(spec::Topic::observed_values) ||
                         i == context_.operation.clause(spec::Topic::refused_unchanged);
      const auto left = effect_reasons_.find(i);
      result.not_judged = left != effect_reasons_.end()   ? left->second
                          : state && !context_.observable ? context_.not_observable
                                                          : "no case of this run came to it";
    }
    out.clauses.push_back(std::move(result));
  }
}

std::string Session::settings_line() const {
  const Settings& settings = context_.settings;
  const generators::Style& style = settings.style;
  const auto both = [](bool a, bool b, const char* first, const char* second) {
    return std::string(a && b ? std::string(first) + " and " + second : a ? first : second);
  };
  std::string out = context_.signer ? "signatures " + both(style.v1, style.v3, "V1", "V3")
                                    : std::string("unsigned");
  out += ", " + both(style.get, style.post, "GET", "POST");
  out += ", " + both(style.json, style.xml, "JSON", "XML");
  out += ", transport ";
  out += settings.curl ? "curl" : "raw";
  out +=
      ", " + plural(before_.resources.empty() ? settings.lanes : before_.resources.size(), "lane");
  if (settings.strict) out += ", strict";
  return out;
}

}  // namespace assay::harness
