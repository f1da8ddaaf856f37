// Decides what a request gets, under one choice of readings. No bytes of an answer here.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/incoming.h"
#include "mock/state.h"
#include "spec/operation.h"
#include "wire/sign.h"

namespace assay::mock {

struct Change {
  std::size_t field = 0;
  std::string text;
};

// What is answered and what is stored. Changes may come with an error only by a seeded fault.
struct Decision {
  enum class Kind { modified, listed, refused };
  Kind kind = Kind::refused;

  // refused: the error, the name for "{parameter}", and the rule that is broken (of the gateway, or
  // parameter and check; neither for an error that comes from a fault).
  spec::ErrorId error = 0;
  std::string parameter;
  std::optional<spec::GatewayRule> rule;
  std::optional<spec::Check> check;
  const spec::Parameter* broken = nullptr;

  std::optional<std::size_t> resource;  // that is modified
  std::vector<Change> changes;          // the first `change_count` count; the rest is spare
  std::size_t change_count = 0;
  std::vector<std::size_t> listed;  // resources that are shown, in this order

  void clear();
  void add_change(std::size_t field, std::string_view text);
};

struct RuleOptions {
  bool auth = true;
  wire::Credentials credentials{"testAccessKeyId", "testAccessKeySecret", ""};
  std::string region;  // the endpoint's own; empty: the first of the document
  std::size_t nonces = std::size_t{1} << 20;  // remembered at most
};

// Checks of the gateway, in this order: method, Action, Version, access key, signature method and
// version, timestamp, nonce left out, payload, signature, nonce used. Then those of the operation
// by the chosen order of errors.
class Rules {
 public:
  // All references must outlive it. Not `observable`: the operation that reads back is unknown.
  Rules(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
        const State& state, const RuleOptions& options, bool observable = true);
  ~Rules();

  // Reads `state` only; remembers the nonce of an accepted signature. `now`: seconds since 1970;
  // nothing means that the request's own date counts as now.
  void decide(Incoming& incoming, std::optional<std::int64_t> now, Decision& out);

  const std::string& region() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::mock
