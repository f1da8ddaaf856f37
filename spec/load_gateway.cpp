// The gateway's part of a document: its checks, their order, and the topics of its clauses.
#include <algorithm>
#include <memory>
#include <utility>

#include "spec/loader.h"

namespace assay::spec::detail {

namespace {

template <class Enum>
std::optional<Enum> find_name(std::string_view wanted, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (name(static_cast<Enum>(i)) == wanted) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

void Loader::load_gateway(const Node& node) {
  node.only({"assay", "kind", "title", "source", "errors", "rules", "order", "window", "future",
             "default-format", "accept-header", "v3-form", "error-order", "parameter-rules",
             "topics", "readings", "untestable", "$schema"});
  Gateway& gateway = op_.gateway;
  load_gateway_rules(node);
  load_gateway_order(node);
  load_topics(node);
  if (const auto window = node.need("window")) {
    gateway.window = setting<std::int64_t>(*window, 900, [](const Node& v) {
      const auto seconds = v.integer();
      if (seconds && *seconds < 1) v.fault("expected a number of seconds, 1 or more");
      return seconds;
    });
  }
  if (const auto future = node.need("future")) {
    gateway.future = enumeration<Future>(
        *future,
        {{"window", Future::window}, {"accept", Future::accept}, {"refuse", Future::refuse}});
  }
  if (const auto format = node.need("default-format")) {
    gateway.default_format =
        enumeration<Format>(*format, {{"xml", Format::xml}, {"json", Format::json}});
  }
  if (const auto accept = node.need("accept-header")) {
    gateway.accept_header = boolean(*accept, true);
  }
  if (const auto form = node.need("v3-form")) gateway.v3_form = boolean(*form, true);
}

void Loader::load_gateway_rules(const Node& node) {
  const auto rules = node.need("rules");
  if (!rules) return;
  std::array<bool, gateway_rule_count> seen{};
  for (const auto& [key, item] : rules->members()) {
    const auto rule = find_name<GatewayRule>(key, gateway_rule_count);
    if (!rule) {
      item.fault("no rule of a gateway is called \"" + key + "\"");
      continue;
    }
    item.only({"errors", "at", "level", "requires"});
    const auto index = static_cast<std::size_t>(*rule);
    seen[index] = true;
    if (const auto errors = item.need("errors")) op_.gateway.errors[index] = errors_at(*errors);
    op_.gateway.clauses[index] = add_clause(item, "gateway." + key, "", key);
  }
  for (std::size_t i = 0; i < gateway_rule_count; ++i) {
    if (!seen[i]) {
      rules->fault("rule \"" + std::string(name(static_cast<GatewayRule>(i))) + "\" is missing");
    }
  }
}

void Loader::load_gateway_order(const Node& node) {
  const auto order = node.maybe("order");
  if (!order) return;
  for (const Node& pair : order->items()) {
    const auto names = pair.texts();
    if (names.size() != 2) {
      pair.fault("expected two names of rules");
      continue;
    }
    const auto first = find_name<GatewayRule>(names[0], gateway_rule_count);
    const auto second = find_name<GatewayRule>(names[1], gateway_rule_count);
    if (!first || !second) {
      pair.fault("no rule of a gateway is called \"" + (first ? names[1] : names[0]) + "\"");
      continue;
    }
    auto& known = op_.gateway.order;
    const std::pair back(*second, *first);
    if (first == second || std::find(known.begin(), known.end(), back) != known.end()) {
      pair.fault("contradicts another pair, or itself");
    }
    known.emplace_back(*first, *second);
  }
}

void Loader::load_topics(const Node& node) {
  const auto list = node.need("topics");
  if (!list) return;
  std::array<bool, topic_count> seen{};
  for (const auto& [key, item] : list->members()) {
    const auto topic = find_name<Topic>(key, topic_count);
    if (!topic) {
      item.fault("no topic is called \"" + key + "\"");
      continue;
    }
    item.only({"at", "level", "requires"});
    seen[static_cast<std::size_t>(*topic)] = true;
    op_.topics[static_cast<std::size_t>(*topic)] = add_clause(item, "gateway." + key, "", key);
  }
  for (std::size_t i = 0; i < topic_count; ++i) {
    if (!seen[i]) {
      list->fault("topic \"" + std::string(name(static_cast<Topic>(i))) + "\" is missing");
    }
  }
}

// An order is a list of groups of checks: a group is looked at before the next one, and inside a
// group the parameters are looked at in the order of the document.
std::array<int, check_count> Loader::rank_of(const Node& groups, int parameter) {
  std::array<int, check_count> rank{};
  std::array<bool, check_count> seen{};
  const int many = static_cast<int>(op_.parameters.size()) + 1;
  int base = 0;
  for (const Node& group : groups.items()) {
    int within = 0;
    for (const std::string& word : group.texts()) {
      const auto check = find_name<Check>(word, check_count);
      if (!check) {
        if (parameter == 0) group.fault("no check is called \"" + word + "\"");
        continue;
      }
      if (std::exchange(seen[static_cast<std::size_t>(*check)], true)) {
        if (parameter == 0) group.fault("check \"" + word + "\" is in the order twice");
        continue;
      }
      const int kinds = static_cast<int>(check_count);
      rank[static_cast<std::size_t>(*check)] = (base * many + parameter) * kinds + within++;
    }
    if (within > 0) ++base;
  }
  // A check left out would have rank 0 and win over all others.
  for (std::size_t i = 0; i < check_count; ++i) {
    if (!seen[i] && parameter == 0) {
      groups.fault("check \"" + std::string(name(static_cast<Check>(i))) + "\" is in no group");
    }
  }
  return rank;
}

void Loader::load_order(const Node& node) {
  const auto order = node.need("error-order");
  if (!order) return;
  Choice* choice = order->maybe("reading") ? find_choice(*order) : nullptr;
  if (choice == nullptr) {
    order->fault("expected {\"reading\": name}");
    return;
  }
  op_.order_reading = choice->index;
  for (const Node& groups : choice->values) {
    std::vector<std::array<int, check_count>> ranks;
    for (int i = 0; i < static_cast<int>(op_.parameters.size()); ++i) {
      ranks.push_back(rank_of(groups, i));
    }
    op_.ranks.push_back(std::move(ranks));
  }
}

}  // namespace assay::spec::detail
