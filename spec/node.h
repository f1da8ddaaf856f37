// A place in a JSON file that remembers where it is, so that every fault can say so. Internal.
#pragma once
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/load.h"

namespace assay::spec::detail {

// One file and the faults of the whole load.
struct File {
  std::string name;
  nlohmann::json root;
  std::string bytes;
};

class Node {
 public:
  Node() = default;
  Node(const File& file, const nlohmann::json& value, std::string path, std::vector<Fault>& faults)
      : file_(&file), value_(&value), path_(std::move(path)), faults_(&faults) {}

  void fault(std::string reason) const;
  // Refuses members outside `known`, naming the nearest one.
  void only(std::initializer_list<std::string_view> known) const;

  std::optional<Node> maybe(std::string_view key) const;
  std::optional<Node> need(std::string_view key) const;       // a fault when it is absent
  std::vector<Node> items() const;                            // of an array; a fault otherwise
  std::vector<std::pair<std::string, Node>> members() const;  // of an object; likewise

  // Each reports a fault and gives nothing when the type is another.
  std::optional<std::string> text() const;
  std::optional<std::int64_t> integer() const;
  std::optional<bool> boolean() const;
  std::vector<std::string> texts() const;  // an array of strings

  std::string text_of(std::string_view key, std::string_view otherwise = "") const;
  std::string need_text(std::string_view key) const;
  bool flag(std::string_view key, bool otherwise = false) const;

  bool is_object() const { return value_->is_object(); }
  bool is_array() const { return value_->is_array(); }
  bool is_string() const { return value_->is_string(); }
  const nlohmann::json& json() const { return *value_; }
  const std::string& path() const { return path_; }
  const File& file() const { return *file_; }

 private:
  const File* file_ = nullptr;
  const nlohmann::json* value_ = nullptr;
  std::string path_;
  std::vector<Fault>* faults_ = nullptr;
};

// The word for what a JSON value is: "a number", "an object" …
std::string kind_of(const nlohmann::json& value);

}  // namespace assay::spec::detail
