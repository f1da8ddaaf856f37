#include "harness/engine/findings.h"

#include <algorithm>
#include <set>

#include "harness/engine/curl_line.h"
#include "harness/engine/known_state.h"
#include "harness/engine/trial.h"

namespace assay::harness {

namespace {

constexpr std::size_t most_findings = 500;

}  // namespace

Token token_of(const Context& context, const std::vector<Step>& steps) {
  Token token;
  token.spec = context.operation.sha256.substr(0, 8);
  token.seed = context.settings.seed;
  token.style = context.settings.style;
  token.steps = steps;
  return token;
}

namespace {

// Earlier answers may have said which clause it is about, but not that it is wrong.
bool stands_alone(const Problem& problem) {
  const oracles::Violation& violation = problem.violation;
  return problem.evidence.empty() || (violation.otherwise.empty() && !violation.expected.empty());
}

// What makes it this finding: its name, and the clause that it cites.
void entitle(const Context& context, const Problem& problem, reports::Finding& finding) {
  const spec::Clause& clause = context.operation.clauses[problem.violation.clause];
  finding.key = context.operation_name() + "/" + violation_key(context.operation, problem);
  finding.clause = clause.name;
  finding.oracle = problem.violation.oracle;
  finding.kind = problem.violation.kind;
  finding.level = spec::name(clause.level);
  finding.at = clause.at;
  finding.requires_ = clause.requires_;
  std::set<spec::ClauseId> about(problem.about.begin(), problem.about.end());
  for (const std::size_t one : problem.disputed) {
    about.insert(context.operation.readings[one].clause);
  }
  about.erase(problem.violation.clause);
  finding.about.clear();
  for (const spec::ClauseId one : about) {
    finding.about.push_back(context.operation.clauses[one].name);
  }
}

}  // namespace

void describe(const Context& context, const Problem& problem, reports::Finding& finding) {
  entitle(context, problem, finding);
  finding.observed = context.mask(problem.violation.observed);
  finding.why = context.mask(problem.violation.why);
  finding.expected.clear();
  for (const oracles::ExpectedText& text : problem.violation.expected) {
    finding.expected.push_back({text.outcome, text.needs});
  }
}

void History::add(const StepView& step) {
  if (ring_.size() < most) {
    ring_.push_back(step);
    return;
  }
  step.write(ring_[next_]);
  next_ = (next_ + 1) % most;
}

std::vector<Step> History::steps() const {
  std::vector<Step> out(ring_.begin() + static_cast<std::ptrdiff_t>(next_), ring_.end());
  out.insert(out.end(), ring_.begin(), ring_.begin() + static_cast<std::ptrdiff_t>(next_));
  return out;
}

bool FindingBook::wants(const Problem& problem, std::size_t size) const {
  const auto found = all_.find(violation_key(context_.operation, problem));
  return found == all_.end() || size < found->second.size;
}

std::size_t case_size(const generators::Case& one) {
  std::size_t out = 8 * one.params.size();
  for (const generators::CaseParam& param : one.params) {
    out += param.name.size() + param.value.size() + param.before.size();
    out += param.bind == generators::Bind::none ? 0 : 16;
  }
  return out + (one.method == generators::Method::get ? 0 : 4);
}

HeldFinding* FindingBook::note(const Problem& problem, const Sighting& sighting,
                               const std::string& answer) {
  const std::string key = violation_key(context_.operation, problem);
  auto found = all_.find(key);
  if (found == all_.end()) {
    if (all_.size() >= most_findings) {
      ++left_out_;
      return nullptr;
    }
    found = all_.emplace(key, HeldFinding{}).first;
    found->second.key = key;
  }
  HeldFinding& held = found->second;
  const bool first = held.finding.count++ == 0;
  if (stands_alone(problem)) ++held.alone;
  if (first) {
    held.disputed = problem.disputed;
  } else {
    std::erase_if(held.disputed, [&](std::size_t one) {
      return std::find(problem.disputed.begin(), problem.disputed.end(), one) ==
             problem.disputed.end();
    });
  }
  if (!first && sighting.size >= held.size) return nullptr;
  fill(held, problem, sighting, answer);
  return &held;
}

void FindingBook::rename(HeldFinding held) {
  Problem named;
  named.disputed = held.disputed;
  named.about = held.about;
  named.violation.clause = held.about.empty() ? spec::ClauseId{0} : held.about.front();
  name_dispute(context_.operation, named);
  held.key = violation_key(context_.operation, named);
  entitle(context_, named, held.finding);
  const auto [at, fresh] = all_.try_emplace(held.key, held);
  if (fresh) return;
  reports::Finding& known = at->second.finding;
  known.count += held.finding.count;
  known.found_after = std::min(known.found_after, held.finding.found_after);
}

void FindingBook::fill(HeldFinding& held, const Problem& problem, const Sighting& sighting,
                       const std::string& answer) {
  held.size = sighting.size;
  held.resources = sighting.resources;
  held.past = sighting.history == nullptr ? std::vector<Step>() : sighting.history->steps();
  held.about = problem.about;
  held.steps = problem.evidence;
  held.steps.push_back(sighting.step);
  reports::Finding& finding = held.finding;
  describe(context_, problem, finding);
  finding.phase = generators::name(sighting.step.id.phase);
  finding.label = sighting.one->label;
  finding.replay = to_text(token_of(context_, held.steps));
  finding.curl = curl_line(context_, *sighting.one, sighting.resources);
  finding.request = context_.mask(sighting.request);
  finding.answer = context_.mask(answer);
  finding.state_before = state_text(context_.operation, sighting.circumstances->before);
  finding.state_after = state_text(context_.operation, sighting.circumstances->after);
}

}  // namespace assay::harness
