#include "harness/engine/effects_probes.h"

namespace assay::harness {

namespace {

void ask_for_tokens(const spec::Effects& effects, std::vector<Probe>& out) {
  const auto add = [&](std::string label, std::optional<std::string> lifetime) {
    Probe& one = out.emplace_back();
    one.label = "token " + std::move(label);
    one.method = effects.token_method;
    one.path = effects.token_path;
    one.lifetime = std::move(lifetime);
    return &one;
  };
  const std::int64_t min = effects.lifetime.min;
  const std::int64_t max = effects.lifetime.max;
  const std::string longest = std::to_string(max);
  add("with the longest lifetime", longest);
  add("with the shortest lifetime", std::to_string(min));
  add("without a lifetime", std::nullopt);
  add("with a lifetime too short", std::to_string(min - 1));
  add("with a lifetime too long", std::to_string(max + 1));
  add("with a negative lifetime", "-" + std::to_string(min));
  add("with a lifetime that wraps around at 32 bits", std::to_string((1LL << 32) + min));
  add("with a lifetime in words", "forever");
  add("through a proxy", longest)->forwarded = true;
  for (const char* method : {"GET", "POST", "DELETE", "HEAD", "PUT"}) {
    if (effects.token_method != method) {
      add(std::string("with method ") + method, longest)->method = method;
    }
  }
}

void ask_for_items(const spec::Effects& effects, std::vector<Probe>& out) {
  using Show = Probe::Show;
  const auto add = [&](std::string label, const std::string& path, Show show,
                       std::string method = "GET") {
    out.push_back({std::move(label), std::move(method), path, show, std::nullopt, false});
  };
  const std::string& item = effects.items.front().path;
  add("item without a token", item, Show::nothing);
  add("item with a token", item, Show::good);
  add("item with the same token again", item, Show::good);
  add("item with a token that was never issued", item, Show::made_up);
  add("item with a token of another instance", item, Show::foreign);
  add("item with a token whose lifetime is over", item, Show::expired);
  for (const char* method : {"HEAD", "POST", "DELETE"}) {
    add(std::string("item with method ") + method, item, Show::good, method);
  }
  for (std::size_t i = 1; i < effects.items.size(); ++i) {
    add("another item with a token", effects.items[i].path, Show::good);
  }
  add("an item that does not exist", effects.unknown_item, Show::good);
}

}  // namespace

std::vector<Probe> effect_probes(const spec::Effects& effects) {
  std::vector<Probe> out;
  ask_for_tokens(effects, out);
  ask_for_items(effects, out);
  return out;
}

}  // namespace assay::harness
