// The effects of an operation: a metadata service, its rules, and what closes and guards it.
#include <algorithm>
#include <memory>
#include <set>

#include "spec/loader.h"

namespace assay::spec::detail {

namespace {

// A status, or "none" for no answer at all.
std::optional<int> status_of(const Node& node) {
  if (node.is_string() && node.text() == "none") return unanswered;
  const auto& json = node.json();
  const bool whole = json.is_number_integer();
  if (whole && json >= 200 && json <= 599) return json.get<int>();
  node.fault("expected a status of 200 to 599 or \"none\"");
  return std::nullopt;
}

std::optional<std::vector<int>> statuses_of(const Node& node) {
  std::vector<int> out;
  for (const Node& item : node.items()) {
    if (const auto status = status_of(item)) out.push_back(*status);
  }
  return out;
}

bool is_header_name(const std::string& text) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           others.find(c) != std::string_view::npos;
  });
}

std::string header_at(const Node& node, std::string_view key) {
  std::string out = node.need_text(key);
  if (!is_header_name(out)) node.need(key)->fault("expected a name such as headers have");
  return out;
}

// What is right is answered with success, what is wrong never.
void check_answers(const Node& node, const EffectRuling& rule, bool right) {
  for (const std::vector<int>& some : rule.answers.values) {
    const auto good = static_cast<std::size_t>(
        std::count_if(some.begin(), some.end(), [](int status) { return status / 100 == 2; }));
    if (right && (some.empty() || good != some.size())) node.fault("expected statuses of success");
    if (!right && good > 0) node.fault("expected statuses of refusal");
  }
}

void check_names(const Node& rules) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < effect_rule_count; ++i) {
    known.emplace_back(name(static_cast<EffectRule>(i)));
  }
  for (const auto& [key, item] : rules.members()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string near = nearest(key, known);
    item.fault("no rule of effects is called \"" + key + "\"" +
               (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
  }
}

}  // namespace

void Loader::load_effects(const Node& node, const Node& named) {
  node.only({"assay", "kind", "title", "source", "disabled", "guarded", "settles", "token", "items",
             "unknown-item", "clauses", "rules", "readings", "$schema"});
  if (!op_.observation || op_.resource() == nullptr) {
    named.fault("effects need an observation, and a parameter that names the resource");
    return;
  }
  load_readings(node);
  load_effect_clauses(node);
  Effects effects;
  effects.disabled = switch_at(node, "disabled");
  effects.guarded = switch_at(node, "guarded");
  if (const auto settles = node.maybe("settles")) {
    effects.settles = settles->integer().value_or(0);
    if (effects.settles < 0 || effects.settles > 60) settles->fault("expected 0 to 60 seconds");
  }
  if (const auto token = node.need("token")) load_token(*token, effects);
  load_items(node, effects);
  load_effect_rules(node, effects);
  op_.effects = std::move(effects);
}

void Loader::load_effect_clauses(const Node& node) {
  const auto clauses = node.need("clauses");
  if (!clauses) return;
  for (const Node& item : clauses->items()) {
    item.only({"name", "at", "level", "requires"});
    std::string name = item.need_text("name");
    std::string rule = name.substr(name.rfind('.') + 1);  // all of it where there is no point
    add_clause(item, std::move(name), "", std::move(rule));
  }
}

EffectSwitch Loader::switch_at(const Node& node, std::string_view key) {
  EffectSwitch out;
  const auto found = node.need(key);
  if (!found) return out;
  found->only({"field", "on", "off"});
  const std::string field = found->need_text("field");
  const auto& fields = op_.observation->fields;
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const ObservedField& one) { return one.name == field; });
  if (at == fields.end()) {
    found->fault("no observed field is called \"" + field + "\"");
  } else {
    out.field = static_cast<std::size_t>(at - fields.begin());
  }
  out.on = found->need_text("on");
  out.off = found->need_text("off");
  if (out.on == out.off) found->fault("on and off are the same");
  return out;
}

std::string Loader::path_at(const Node& node, std::string_view key) {
  std::string out = node.need_text(key);
  const bool plain = std::all_of(out.begin(), out.end(), [](char c) { return c > ' ' && c < 127; });
  if (!plain || !out.starts_with('/') || out.find_first_of("?#") != std::string::npos) {
    if (const auto place = node.maybe(key)) place->fault("expected a path such as \"/a/b\"");
  }
  return out;
}

void Loader::load_token(const Node& node, Effects& effects) {
  node.only({"path", "method", "header", "lifetime-header", "lifetime", "forwarded-header"});
  effects.token_path = path_at(node, "path");
  effects.token_method = header_at(node, "method");  // both are tokens of HTTP
  effects.token_header = header_at(node, "header");
  effects.lifetime_header = header_at(node, "lifetime-header");
  effects.forwarded_header = header_at(node, "forwarded-header");
  if (const auto lifetime = node.need("lifetime")) {
    effects.lifetime = range_of(*lifetime).value_or(Range{1, 1});
    constexpr std::int64_t day = 86400;
    if (effects.lifetime.min < 1 || effects.lifetime.max > day) {
      lifetime->fault("a lifetime is 1 second or more, and a day at most");
    }
    // A token must outlive what is asked with it.
    if (effects.lifetime.max < 300) lifetime->fault("the longest lifetime is 5 minutes or more");
  }
}

void Loader::load_items(const Node& node, Effects& effects) {
  effects.unknown_item = path_at(node, "unknown-item");
  const auto items = node.need("items");
  if (!items) return;
  for (const Node& item : items->items()) {
    item.only({"path", "text"});
    EffectItem one{path_at(item, "path"), item.need_text("text")};
    const bool taken = std::any_of(effects.items.begin(), effects.items.end(),
                                   [&](const EffectItem& other) { return other.path == one.path; });
    if (taken || one.path == effects.token_path || one.path == effects.unknown_item) {
      item.fault("the path is that of something else, too");
    }
    effects.items.push_back(std::move(one));
  }
  if (effects.items.empty()) items->fault("expected one item or more");
}

std::optional<ClauseId> Loader::clause_at(const Node& node, std::string_view key) {
  const std::string wanted = node.need_text(key);
  const auto found = op_.find_clause(wanted);
  if (!found) node.fault("no clause is called \"" + wanted + "\"");
  return found;
}

void Loader::load_effect_rules(const Node& node, Effects& effects) {
  const auto rules = node.need("rules");
  if (!rules) return;
  std::set<ClauseId> used;
  for (std::size_t i = 0; i < effect_rule_count; ++i) {
    const auto which = static_cast<EffectRule>(i);
    const auto item = rules->need(name(which));
    if (!item) continue;
    const bool right = which == EffectRule::issued || which == EffectRule::served;
    if (right) {
      item->only({"clause", "answers"});
    } else {
      item->only({"clause", "answers", "text", "text-clause"});
    }
    EffectRuling& rule = effects.rules[i];
    rule.clause = clause_at(*item, "clause").value_or(0);
    used.insert(rule.clause);
    if (const auto answers = item->need("answers")) {
      rule.answers = setting<std::vector<int>>(*answers, {}, statuses_of);
      check_answers(*answers, rule, right);
    }
    rule.text = right ? "" : item->text_of("text");
    if (right) continue;
    if (rule.text.empty() == item->maybe("text-clause").has_value()) {
      item->fault("\"text\" and \"text-clause\" go together");
    } else if (!rule.text.empty()) {
      rule.text_clause = clause_at(*item, "text-clause").value_or(0);
      used.insert(rule.text_clause);
    }
  }
  check_names(*rules);
  const auto clauses = node.maybe("clauses");
  if (!clauses || !clauses->is_array()) return;
  for (const Node& clause : clauses->items()) {
    const auto id = op_.find_clause(clause.text_of("name"));
    if (id && !used.contains(*id)) clause.fault("no rule leads to this clause");
  }
}

}  // namespace assay::spec::detail
