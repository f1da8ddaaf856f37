// What every part of a run shares: the document, what is known of the endpoint, and the clock.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "generators/generator.h"
#include "harness/engine/compose.h"
#include "harness/engine/mask.h"
#include "harness/engine/settings.h"
#include "oracles/judge.h"
#include "oracles/knowledge.h"
#include "spec/operation.h"

namespace assay::harness {

using Clock = std::function<wire::UnixSeconds()>;

struct Context {
  // `operation` and `settings` must outlive the context. `entropy` differs between runs.
  Context(const spec::Operation& operation, const Settings& settings, const Endpoint& endpoint,
          Clock clock, std::uint64_t entropy);

  const spec::Operation& operation;
  const Settings& settings;
  Endpoint endpoint;
  Clock clock;
  std::unique_ptr<wire::Signer> signer;  // null: nothing is signed
  std::unique_ptr<wire::Verifier> verifier;
  oracles::Knowledge knowledge;
  bool observable = false;     // state can be read back
  std::string not_observable;  // why not
  Composer composer;
  generators::Generator generator;
  oracles::Judge judge;
  Mask mask;

  Target target(const Resources& resources) const;
  generators::Signature plain_signature() const;  // for requests that observe
  std::string operation_name() const;             // "product.Operation"
};

}  // namespace assay::harness
