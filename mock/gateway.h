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
  // All references must outlive it. Not `observable`: the operation that reads back is unknown.
  GatewayRules(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
               const RuleOptions& options, bool observable);

  // The rule that is broken and enforced, or nothing; then `observes` says which operation it is.
  std::optional<spec::GatewayRule> check(const Incoming& incoming, std::optional<std::int64_t> now,
                                         bool& observes);

  const spec::Errors& errors(spec::GatewayRule rule) const;

 private:
  using Rule = spec::GatewayRule;
  std::optional<Rule> target(const Incoming& incoming, bool& observes) const;
  std::optional<Rule> identity(const Incoming& incoming, bool& known) const;
  std::optional<Rule> method_and_version(const Incoming& incoming) const;
  std::optional<Rule> timestamp(std::string_view text, std::optional<std::int64_t> now);
  bool expired(std::int64_t age) const;
  bool ahead(std::int64_t seconds);
  std::optional<Rule> signature(const Incoming& incoming, bool known, std::string_view nonce);
  bool signed_rightly(const Incoming& incoming, const wire::SignatureCheck& check,
                      std::string_view sent);
  bool remembers_nonce(const Incoming& incoming, std::string_view nonce);
  bool enforced(Rule rule) const { return !errors(rule).empty() && !switched_off(rule); }
  bool switched_off(Rule rule) const;

  const spec::Operation& op_;
  const Choices& choices_;
  const FaultSet& faults_;
  bool auth_, observable_;
  std::string key_id_;
  wire::Verifier verifier_;
  wire::Signer signer_;  // for the fault that compares less than a whole signature
  Nonces nonces_;
  std::uint64_t far_ahead_ = 0;  // timestamps so far that were ahead of every reading of the window
};

// The common parameter that a rule speaks of, for "{parameter}".
std::string_view common_parameter(spec::GatewayRule rule);

// True for the parameters that every operation has (Action, Format, Signature …).
bool is_common_parameter(std::string_view name);

}  // namespace assay::mock
