#include "harness/cli/mutants.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <tuple>

#include "harness/cli/embedded.h"
#include "harness/cli/endpoint_options.h"
#include "harness/cli/metadata_options.h"
#include "harness/cli/signals.h"
#include "harness/engine/run.h"

namespace assay::harness {

namespace {

// Keeps what the run says at its end.
class LastWord final : public reports::Listener {
 public:
  void run_finished(const reports::Summary& event) override { summary = event; }
  reports::Summary summary;
};

Kill prepare(const spec::Operation& operation, const MutantPlan& plan, mock::Fault fault) {
  const Settings& settings = plan.settings;
  Kill out;
  const auto& all = mock::faults();
  out.fault = *std::find_if(all.begin(), all.end(),
                            [&](const mock::FaultInfo& info) { return info.fault == fault; });
  out.clauses = mock::broken_clauses(operation, fault);
  out.strict = std::none_of(out.clauses.begin(), out.clauses.end(), [&](const std::string& name) {
    return operation.clauses[*operation.find_clause(name)].level == spec::Level::must;
  });
  out.why_not = mock::out_of_reach(fault, {settings.is_signed(), settings.mock_instances,
                                           std::min(settings.lanes, settings.mock_instances),
                                           plan.observable && operation.observation.has_value()});
  if (out.clauses.empty()) out.why_not = "the document has nothing that it could act on";
  if (!out.why_not.empty()) out.fate = Kill::Fate::not_applicable;
  return out;
}

// The first clause of a finding that is one of these, "" where none is. Answers that contradict
// each other are about several: any of them may be the wrong one.
std::string clause_among(const std::vector<std::string>& clauses, const reports::Finding& finding) {
  std::vector<std::string> all{finding.clause};
  all.insert(all.end(), finding.about.begin(), finding.about.end());
  const auto found = std::find_first_of(all.begin(), all.end(), clauses.begin(), clauses.end());
  return found == all.end() ? std::string() : *found;
}

// Only what the run itself reports decides; a finding elsewhere does not count.
void decide(const reports::Summary& summary, Kill& out) {
  // What comes back each time says more than what was seen first.
  const auto order = [](const reports::Finding& finding) {
    return std::tuple(!finding.reproduced, !finding.smallest,
                      finding.found_after == 0 ? SIZE_MAX : finding.found_after);
  };
  const reports::Finding* best = nullptr;
  for (const reports::Finding& finding : summary.findings) {
    if (clause_among(out.clauses, finding).empty()) {
      out.other.push_back(finding.key);
    } else if (best == nullptr || order(finding) < order(*best)) {
      best = &finding;
    }
  }
  out.findings = summary.findings.size();
  out.not_judged = summary.not_judged;
  out.fate = best != nullptr ? Kill::Fate::killed : Kill::Fate::survived;
  if (best == nullptr) return;
  out.finding = *best;
  out.clause = clause_among(out.clauses, *best);
}

// Where nothing lists them, whoever judges has to know their names.
std::vector<std::string> names(const spec::Operation& operation, std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i <= count; ++i) {
    out.push_back(fmt::format("{}{:04}", operation.resource_prefix, i));
  }
  return out;
}

void judge(const spec::Operation& operation, const MutantPlan& plan, Kill& out) {
  const auto begin = std::chrono::steady_clock::now();
  Settings settings = plan.settings;
  settings.strict = out.strict;
  MockSettings faulty;
  faulty.names = names(operation, settings.mock_instances);
  faulty.observable = plan.observable;
  if (!plan.observable) settings.instances = faulty.names;
  faulty.faults = {std::string(out.fault.name)};
  faulty.authenticates = settings.is_signed();
  if (operation.effects) faulty.metadata_port = 0;
  settings.credentials = faulty.credentials;
  EmbeddedMock mock(operation, faulty);
  mock.start();
  Context context(operation, settings, mock.endpoint(), real_clock(), entropy());
  RunEnvironment environment;
  environment.endpoint_name = "embedded mock";
  environment.interrupted = interrupted;
  if (faulty.metadata_port) environment.effects = embedded_metadata(mock, settings);
  environment.transport = [&](std::size_t slots) {
    return make_transport(mock.endpoint(), settings, slots);
  };
  LastWord last;
  const Exit exit = run(context, environment, last);
  if (exit != Exit::interrupted) decide(last.summary, out);
  const auto took = std::chrono::steady_clock::now() - begin;
  out.seconds = std::chrono::duration<double>(took).count();
}

}  // namespace

std::vector<Kill> kill_all(const spec::Operation& operation, const MutantPlan& plan,
                           const std::function<void(const Kill&)>& done) {
  std::vector<Kill> kills;
  for (const mock::Fault fault : plan.faults) kills.push_back(prepare(operation, plan, fault));
  std::vector<char> finished(kills.size(), 0);
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t told = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < kills.size(); i = next++) {
      if (kills[i].fate != Kill::Fate::not_applicable && !interrupted()) {
        judge(operation, plan, kills[i]);
      }
      const std::lock_guard lock(mutex);
      finished[i] = 1;
      for (; told < kills.size() && finished[told] != 0; ++told) done(kills[told]);
    }
  };
  std::vector<std::jthread> workers;
  for (std::size_t i = 1; i < plan.jobs; ++i) workers.emplace_back(work);
  work();
  workers.clear();  // waits for them
  return kills;
}

}  // namespace assay::harness
