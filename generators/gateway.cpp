// Rules of the gateway broken on purpose, one at a time.
#include <array>

#include "generators/phases.h"

namespace assay::generators {

namespace {

using spec::GatewayRule;

Template broken(const spec::Operation& operation, std::uint32_t bits, std::string label) {
  Template out;
  Stream draw(bits);
  append_usual(operation, draw, 50, nullptr, out.one.params);
  out.one.broken = bits;
  out.one.label = std::move(label);
  return out;
}

constexpr std::uint32_t bit(GatewayRule rule) { return 1U << static_cast<unsigned>(rule); }

constexpr std::array with_any_signature{GatewayRule::method_unsupported,
                                        GatewayRule::action_missing, GatewayRule::action_unknown,
                                        GatewayRule::version_missing, GatewayRule::version_unknown};
constexpr std::array with_both{GatewayRule::key_unknown, GatewayRule::signature_wrong,
                               GatewayRule::timestamp_missing, GatewayRule::nonce_missing,
                               GatewayRule::nonce_used};
constexpr std::array with_v1{GatewayRule::key_missing, GatewayRule::signature_missing,
                             GatewayRule::signature_method_unknown,
                             GatewayRule::signature_version_unknown};

struct Offset {
  std::int64_t seconds;
  const char* label;
};
constexpr std::array offsets{Offset{-600, "10 minutes old"},      Offset{-840, "14 minutes old"},
                             Offset{-960, "16 minutes old"},      Offset{-1800, "30 minutes old"},
                             Offset{-1920, "32 minutes old"},     Offset{-86400, "a day old"},
                             Offset{-315360000, "ten years old"}, Offset{30, "30 seconds ahead"},
                             Offset{840, "14 minutes ahead"},     Offset{960, "16 minutes ahead"},
                             Offset{1920, "32 minutes ahead"},    Offset{86400, "a day ahead"}};

}  // namespace

void add_gateway_templates(const spec::Operation& operation, Templates& out) {
  // Unsigned calls have rules, too.
  for (const GatewayRule rule : with_any_signature) {
    out.push_back(broken(operation, bit(rule), "gateway: " + std::string(spec::name(rule))));
  }
  // Several of each, since each may come in another dress.
  for (int round = 0; round < 6; ++round) {
    for (const bool v1 : {true, false}) {
      const auto push = [&](Template one) {
        one.v1_only = v1;
        one.v3_only = !v1;
        out.push_back(std::move(one));
      };
      for (const GatewayRule rule : with_any_signature) {
        push(broken(operation, bit(rule), "gateway: " + std::string(spec::name(rule))));
      }
      for (const GatewayRule rule : with_both) {
        push(broken(operation, bit(rule), "gateway: " + std::string(spec::name(rule))));
      }
      for (int way = 0; way < 2; ++way) {  // the index chooses which malformed timestamp
        push(broken(operation, bit(GatewayRule::timestamp_malformed),
                    "gateway: timestamp.malformed"));
      }
      for (const auto& [first, second] : operation.gateway.order) {
        push(broken(operation, bit(first) | bit(second),
                    "gateway: " + std::string(spec::name(first)) + " and " +
                        std::string(spec::name(second))));
      }
      for (const Offset& offset : offsets) {
        Template one = broken(operation, 0, std::string("timestamp ") + offset.label);
        one.one.clock_offset = offset.seconds;
        push(std::move(one));
      }
    }
    for (const GatewayRule rule : with_v1) {
      out.push_back(broken(operation, bit(rule), "gateway: " + std::string(spec::name(rule))));
      out.back().v1_only = true;
    }
    out.push_back(broken(operation, bit(GatewayRule::payload_changed), "gateway: payload.changed"));
    out.back().v3_only = true;
  }
}

}  // namespace assay::generators
