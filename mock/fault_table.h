// What faults break, as a table. Internal to mock/.
#pragma once
#include <string_view>
#include <vector>

#include "mock/faults.h"
#include "spec/operation.h"

namespace assay::mock {

// A clause of what a fault acts on: a rule of the parameter ("range"), or "code", "status" or
// "message" of the first error that answers a wrong value of it (of a resource: one that does not
// exist). "" asks only that there is such a parameter.
struct TargetClause {
  const spec::Parameter* Targets::* target = nullptr;
  std::string_view rule;
};

struct BrokenClauses {
  Fault fault{};
  std::vector<TargetClause> targets{};  // a document that lacks one of them has no such fault
  std::vector<spec::Topic> topics{};
  std::vector<spec::GatewayRule> rules{};
  bool state = false;                       // presumes that something is stored and read back
  std::vector<spec::EffectRule> effects{};  // likewise a metadata service
};

// Nothing for faults that fault_clauses.cpp knows by itself.
const BrokenClauses* find_broken(Fault fault);

}  // namespace assay::mock
