// Rules of the gateway broken on purpose: one at a time, and in pairs.
#include <algorithm>
#include <array>

#include "generators/ways.h"

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

namespace {

// Everything that can be broken besides other rules. A nonce that was used is not here: what the
// call before it came to would matter.
std::vector<GatewayRule> combinable(bool v1) {
  std::vector<GatewayRule> out(with_any_signature.begin(), with_any_signature.end());
  for (const GatewayRule rule : with_both) {
    if (rule != GatewayRule::nonce_used) out.push_back(rule);
  }
  out.push_back(GatewayRule::timestamp_malformed);
  if (v1) out.insert(out.end(), with_v1.begin(), with_v1.end());
  if (!v1) out.push_back(GatewayRule::payload_changed);
  std::sort(out.begin(), out.end());
  return out;
}

// One thing can't be left out and be wrong at once. "key.missing" is about the "key".
bool exclude_each_other(GatewayRule a, GatewayRule b) {
  const auto subject = [](GatewayRule rule) {
    const std::string_view whole = spec::name(rule);
    return whole.substr(0, whole.find('.'));
  };
  return subject(a) == subject(b);
}

// Every way to break a parameter that needs no reading to be one, in turns.
std::vector<Chosen> common_faults(const std::vector<std::vector<Way>>& ways) {
  std::vector<Chosen> out;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    for (const Way& way : ways[i]) {
      const bool sure =
          way.check != spec::Check::duplicate && way.check != spec::Check::encoding && way.first;
      if (!sure) continue;
      out.emplace_back(ways.size(), nullptr);
      out.back()[i] = &way;
    }
  }
  return out;
}

std::string pair_label(GatewayRule first, GatewayRule second) {
  return "gateway: " + std::string(spec::name(first)) + " and " + std::string(spec::name(second));
}

}  // namespace

void add_gateway_pairs(const spec::Operation& operation, Templates& out) {
  std::vector<std::vector<Way>> ways;
  for (const spec::Parameter& parameter : operation.parameters) ways.push_back(ways_of(parameter));
  const std::vector<Chosen> faults = common_faults(ways);
  std::size_t turn = 0;
  for (const bool v1 : {true, false}) {
    const auto push = [&](Template one) {
      one.v1_only = v1;
      one.v3_only = !v1;
      out.push_back(std::move(one));
    };
    const auto rules = combinable(v1);
    for (std::size_t a = 0; a < rules.size(); ++a) {
      for (std::size_t b = a + 1; b < rules.size(); ++b) {
        if (exclude_each_other(rules[a], rules[b])) continue;
        push(broken(operation, bit(rules[a]) | bit(rules[b]), pair_label(rules[a], rules[b])));
      }
      if (!exclude_each_other(rules[a], GatewayRule::timestamp_expired)) {
        push(broken(operation, bit(rules[a]),
                    "gateway: " + std::string(spec::name(rules[a])) + "; a day old"));
        out.back().one.clock_offset = -86400;
      }
      for (int i = 0; i < 2 && !faults.empty(); ++i) {
        Stream draw(turn);
        Template one = broken_call(operation, faults[turn++ % faults.size()], draw, false);
        one.one.broken = bit(rules[a]);
        one.one.label = "gateway: " + std::string(spec::name(rules[a])) + "; " + one.one.label;
        push(std::move(one));
      }
    }
    // Where the document says which comes first, each may come in another dress.
    for (const auto& [first, second] : operation.gateway.order) {
      for (int round = 0; round < 5; ++round) {
        push(broken(operation, bit(first) | bit(second), pair_label(first, second)));
      }
    }
  }
}

}  // namespace assay::generators
