#include "spec/node.h"

#include <algorithm>
#include <cstdint>

namespace assay::spec::detail {

namespace {

std::string escape_pointer(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string kind_of(const nlohmann::json& value) {
  if (value.is_null()) return "null";
  if (value.is_boolean()) return "a boolean";
  if (value.is_number()) return "a number";
  if (value.is_string()) return "the text \"" + value.get<std::string>() + "\"";
  return value.is_array() ? "an array" : "an object";
}

void Node::fault(std::string reason) const {
  faults_->push_back({file_->name, path_.empty() ? "/" : path_, std::move(reason)});
}

void Node::only(std::initializer_list<std::string_view> known) const {
  if (!value_->is_object()) {
    fault("expected an object, came " + kind_of(*value_));
    return;
  }
  const std::vector<std::string> names(known.begin(), known.end());
  for (const auto& [key, unused] : value_->items()) {
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    const std::string near = nearest(key, names);
    fault("unknown member \"" + key + "\"" +
          (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
  }
}

std::optional<Node> Node::maybe(std::string_view key) const {
  if (!value_->is_object()) return std::nullopt;
  const auto found = value_->find(std::string(key));
  if (found == value_->end()) return std::nullopt;
  return Node(*file_, *found, path_ + "/" + escape_pointer(key), *faults_);
}

std::optional<Node> Node::need(std::string_view key) const {
  auto found = maybe(key);
  if (!found) fault("member \"" + std::string(key) + "\" is missing");
  return found;
}

std::vector<Node> Node::items() const {
  std::vector<Node> out;
  if (!value_->is_array()) {
    fault("expected an array, came " + kind_of(*value_));
    return out;
  }
  for (std::size_t i = 0; i < value_->size(); ++i) {
    out.emplace_back(*file_, (*value_)[i], path_ + "/" + std::to_string(i), *faults_);
  }
  return out;
}

std::vector<std::pair<std::string, Node>> Node::members() const {
  std::vector<std::pair<std::string, Node>> out;
  if (!value_->is_object()) {
    fault("expected an object, came " + kind_of(*value_));
    return out;
  }
  for (const auto& [key, value] : value_->items()) {
    out.emplace_back(key, Node(*file_, value, path_ + "/" + escape_pointer(key), *faults_));
  }
  return out;
}

std::optional<std::string> Node::text() const {
  if (value_->is_string()) return value_->get<std::string>();
  fault("expected a text, came " + kind_of(*value_));
  return std::nullopt;
}

std::optional<std::int64_t> Node::integer() const {
  // Above the largest signed number, get() would wrap around.
  const bool fits =
      !value_->is_number_unsigned() || value_->get<std::uint64_t>() <= std::uint64_t{INT64_MAX};
  if (value_->is_number_integer() && fits) return value_->get<std::int64_t>();
  fault("expected an integer, came " + kind_of(*value_));
  return std::nullopt;
}

std::optional<bool> Node::boolean() const {
  if (value_->is_boolean()) return value_->get<bool>();
  fault("expected true or false, came " + kind_of(*value_));
  return std::nullopt;
}

std::vector<std::string> Node::texts() const {
  std::vector<std::string> out;
  for (const Node& item : items()) {
    if (auto one = item.text()) out.push_back(std::move(*one));
  }
  return out;
}

std::string Node::text_of(std::string_view key, std::string_view otherwise) const {
  const auto found = maybe(key);
  return found ? found->text().value_or(std::string(otherwise)) : std::string(otherwise);
}

std::string Node::need_text(std::string_view key) const {
  const auto found = need(key);
  if (!found) return {};
  auto text = found->text().value_or("");
  if (text.empty()) found->fault("expected a text that is not empty");
  return text;
}

bool Node::flag(std::string_view key, bool otherwise) const {
  const auto found = maybe(key);
  return found ? found->boolean().value_or(otherwise) : otherwise;
}

}  // namespace assay::spec::detail
