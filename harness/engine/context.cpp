#include "harness/engine/context.h"

namespace assay::harness {

namespace {

std::unique_ptr<wire::Signer> signer_for(const Settings& settings) {
  if (!settings.credentials || !settings.is_signed()) return nullptr;
  return std::make_unique<wire::Signer>(*settings.credentials);
}

std::unique_ptr<wire::Verifier> verifier_for(const Settings& settings) {
  if (!settings.credentials || !settings.is_signed()) return nullptr;
  return std::make_unique<wire::Verifier>(*settings.credentials);
}

oracles::Knowledge knowledge_for(const spec::Operation& operation, const Settings& settings) {
  oracles::Knowledge out;
  out.region = settings.region.empty() ? operation.regions.front() : settings.region;
  out.authenticates = settings.is_signed() && settings.credentials;
  if (settings.credentials) out.key_id = settings.credentials->id;
  return out;
}

}  // namespace

Context::Context(const spec::Operation& op, const Settings& asked, const Endpoint& where, Clock now,
                 std::uint64_t entropy)
    : operation(op),
      settings(asked),
      endpoint(where),
      clock(std::move(now)),
      signer(signer_for(asked)),
      verifier(verifier_for(asked)),
      knowledge(knowledge_for(op, asked)),
      composer(op, signer.get(), entropy),
      generator(op, asked.style),
      judge(op, knowledge, verifier.get(), asked.strict),
      mask(asked.credentials ? &*asked.credentials : nullptr) {}

Target Context::target(const Resources& resources) const {
  return {endpoint.authority(), knowledge.region, resources.own, resources.other};
}

generators::Signature Context::plain_signature() const {
  if (!signer) return generators::Signature::none;
  return settings.style.v1 ? generators::Signature::v1 : generators::Signature::v3;
}

std::string Context::operation_name() const { return operation.product + "." + operation.name; }

}  // namespace assay::harness
