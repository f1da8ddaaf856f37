// The gateway's checks. Internal to mock/.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/incoming.h"
#include "mock/nonces.h"
#include "mock/rules.h"
#include "spec/operation.h"
#include "wire/sign.h"

namespace assay::mock {

// The action of a request: the header in V3, else the parameter; on an endpoint without
// authentication the header stands in for a parameter that is left out.
std::string_view action_of(const Incoming& incoming, bool auth);
std::string_view version_of(const Incoming& incoming, bool auth);

class GatewayRules {
 public:
  GatewayRules(const spec::Operation& op, const Choices& choices, const FaultSet& faults, bool auth,
               const wire::Credentials& credentials, std::size_t nonces);

  // The rule that is broken and enforced, or nothing; then `observes` says which operation it is.
  std::optional<spec::GatewayRule> check(const Incoming& incoming, std::optional<std::int64_t> now,
                                         bool& observes);

  const spec::Errors& errors(spec::GatewayRule rule) const;

 private:
  using Rule = spec::GatewayRule;
  std::optional<Rule> target(const Incoming& incoming, bool& observes) const;
  std::optional<Rule> identity(const Incoming& incoming, bool& known) const;
  std::optional<Rule> method_and_version(const Incoming& incoming) const;
  std::optional<Rule> timestamp(std::string_view text, std::optional<std::int64_t> now) const;
  std::optional<Rule> signature(const Incoming& incoming, bool known, std::string_view nonce);
  bool enforced(Rule rule) const { return !errors(rule).empty(); }

  const spec::Operation& op_;
  const Choices& choices_;
  const FaultSet& faults_;
  bool auth_;
  std::string key_id_;
  wire::Verifier verifier_;
  Nonces nonces_;
};

// The common parameter that a rule speaks of, for "{parameter}".
std::string_view common_parameter(spec::GatewayRule rule);

// True for the parameters that every operation has (Action, Format, Signature …).
bool is_common_parameter(std::string_view name);

}  // namespace assay::mock
