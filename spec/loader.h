// The state of one load: what is read so far, and how settings become values. Internal.
#pragma once
#include <map>

#include "spec/node.h"

namespace assay::spec::detail {

class Loader {
 public:
  std::variant<Operation, std::vector<Fault>> run(const std::filesystem::path& path);

 private:
  // A reading, the values of its alternatives, and whether anything depends on it.
  struct Choice {
    std::size_t index = 0;
    std::vector<Node> values;
    bool used = false;
    Node node;
  };

  const File* open(const std::filesystem::path& path);
  Node root(const File& file) { return Node(file, file.root, "", faults_); }
  bool expect_kind(const Node& node, std::string_view kind);

  void load_head(const Node& node);
  void load_readings(const Node& node);
  void load_errors(const Node& node);
  void load_error(const Node& node);
  void load_untestable(const Node& node);
  void load_response(const Node& node);
  void resolve_readings();
  void hash();

  void load_gateway(const Node& node);
  void load_gateway_rules(const Node& node);
  void load_gateway_order(const Node& node);
  void load_topics(const Node& node);
  void load_order(const Node& node);
  std::array<int, check_count> rank_of(const Node& groups, int parameter);

  void load_parameters(const Node& node);
  void check_parameters(const Node& node);
  void check_invalid(const Node& node, const Parameter& parameter);
  Parameter load_parameter(const Node& node, const std::string& prefix);
  void load_rules(const Node& node, Parameter& parameter);
  void load_error_rules(const Node& node, Parameter& parameter);
  void load_list(const Node& node, Parameter& parameter);
  void load_clauses(const Node& node, Parameter& parameter, const std::string& full_name);
  std::optional<Node> rule(const Node& node, std::string_view key) const;

  void load_observation(const Node& node);
  void load_field(const Node& node, Observation& observation);

  void load_effects(const Node& node, const Node& named);
  void load_effect_clauses(const Node& node);
  void load_effect_rules(const Node& node, Effects& effects);
  void load_token(const Node& node, Effects& effects);
  void load_items(const Node& node, Effects& effects);
  EffectSwitch switch_at(const Node& node, std::string_view key);
  std::optional<ClauseId> clause_at(const Node& node, std::string_view key);
  std::string path_at(const Node& node, std::string_view key);

  // Adds a clause; a fault when the name is taken. Reads at, level and requires from `node`.
  ClauseId add_clause(const Node& node, std::string name, std::string parameter, std::string rule);
  ClauseId add_clause(Clause clause, const Node& node);

  Setting<Errors> errors_at(const Node& node);
  std::optional<Errors> errors_of(const Node& node);
  std::optional<Values> values_of(const Node& node);
  std::optional<Range> range_of(const Node& node);

  // `convert(Node)` gives optional<T>. A plain value holds for all; {"reading": R, "pick": K} takes
  // the value (or its member K) of each alternative of R.
  template <class T, class Convert>
  Setting<T> setting(const Node& node, const T& otherwise, Convert convert) {
    Setting<T> out{otherwise};
    if (!node.is_object() || !node.maybe("reading")) {
      if (auto value = convert(node)) out.values[0] = std::move(*value);
      return out;
    }
    node.only({"reading", "pick"});
    Choice* choice = find_choice(node);
    if (choice == nullptr) return out;
    out.reading = choice->index;
    out.values.clear();
    const std::string pick = node.text_of("pick");
    for (const Node& value : choice->values) {
      const auto part = pick.empty() ? std::optional<Node>(value) : value.need(pick);
      auto converted = part ? convert(*part) : std::nullopt;
      out.values.push_back(converted ? std::move(*converted) : otherwise);
    }
    // A reading without alternatives is a fault already; no setting is ever without a value.
    if (out.values.empty()) out = Setting<T>{otherwise};
    return out;
  }
  Choice* find_choice(const Node& node);

  template <class T>
  using Words = std::initializer_list<std::pair<const char*, T>>;

  // The meaning of a word that must be written out; the first one after a fault.
  template <class T>
  T word(const Node& node, Words<T> names) {
    return find_word(node, names).value_or(names.begin()->second);
  }
  template <class T>
  std::optional<T> find_word(const Node& value, Words<T> names) {
    const auto text = value.text();
    if (!text) return std::nullopt;
    std::string list;
    for (const auto& [known, meaning] : names) {
      if (*text == known) return meaning;
      list += (list.empty() ? "" : ", ") + std::string(known);
    }
    value.fault("\"" + *text + "\" is none of: " + list);
    return std::nullopt;
  }
  // Likewise, where a reading may decide.
  template <class T>
  Setting<T> enumeration(const Node& node, Words<T> names) {
    return setting<T>(node, names.begin()->second,
                      [&](const Node& value) { return find_word(value, names); });
  }
  Setting<bool> boolean(const Node& node, bool otherwise);

  Operation op_;
  std::vector<Fault> faults_;
  std::vector<std::unique_ptr<File>> files_;
  std::filesystem::path base_;    // the folder of all specs
  const File* common_ = nullptr;  // the gateway's
  std::map<std::string, Choice> choices_;
  std::map<std::string, ErrorId> error_ids_;
  std::optional<Node> defaults_;  // the gateway's rules for every parameter
};

}  // namespace assay::spec::detail
