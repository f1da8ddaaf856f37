// Seeded faults, each judged by an ordinary run that knows nothing of it: which are found, by what.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "harness/engine/settings.h"
#include "mock/faults.h"
#include "reports/summary.h"
#include "spec/operation.h"

namespace assay::harness {

// What became of one fault.
struct Kill {
  enum class Fate {
    killed,          // a finding on a clause that the fault breaks
    survived,        // no such finding
    not_applicable,  // nobody could see it: `why_not`
    not_run          // interrupted before its turn
  };

  mock::FaultInfo fault;
  std::vector<std::string> clauses;  // that it breaks
  bool strict = false;  // the document only recommends what it breaks: judged with --strict
  Fate fate = Fate::not_run;
  std::string why_not;             // not applicable: why nobody could see it
  reports::Finding finding;        // killed: the earliest on such a clause
  std::string clause;              // then: that clause
  std::vector<std::string> other;  // survived: the keys of what was found elsewhere
  std::vector<std::string> not_judged;
  std::size_t findings = 0;
  double seconds = 0;
};

struct MutantPlan {
  Settings settings;  // of each run; mock_instances and is_signed() hold for the mock, too
  std::vector<mock::Fault> faults;
  std::size_t jobs = 1;    // runs at a time, each with a mock of its own
  bool observable = true;  // false: the mocks don't know the operation that reads state back
};

// Judges a faithful mock but for one fault after the other. `done` is told of each in the order of
// the plan, never by two threads at once.
std::vector<Kill> kill_all(const spec::Operation& operation, const MutantPlan& plan,
                           const std::function<void(const Kill&)>& done);

}  // namespace assay::harness
