// The resources that the mock has, and what is stored of each.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/operation.h"

namespace assay::mock {

// Resources are called prefix + four digits from 0001 on: "i-bp67acfmxaz0001". A field is a text in
// canonical form: integers in decimal, booleans "true" or "false", lists as compact JSON; it starts
// as ObservedField::initial. Fields are numbered as in Observation::fields.
class State {
 public:
  // `count` resources, 1 to 9999 (others are held at the bound).
  State(const spec::Operation& op, std::size_t count);
  // Resources of these names instead; a name that comes twice is one resource.
  State(const spec::Operation& op, const std::vector<std::string>& names);

  std::size_t size() const { return resources_.size(); }
  const std::string& id(std::size_t resource) const { return resources_[resource].id; }
  const std::string& field(std::size_t resource, std::size_t field) const {
    return resources_[resource].fields[field];
  }
  const std::string& initial(std::size_t field) const { return initial_[field]; }
  std::size_t field_count() const { return initial_.size(); }
  void set(std::size_t resource, std::size_t field, std::string_view text) {
    resources_[resource].fields[field].assign(text);
  }

  // The resource of that name; with `fold`, letter case (ASCII) does not matter.
  std::optional<std::size_t> find(std::string_view name, bool fold = false) const;

  void reset();  // every field of every resource as it was at first

 private:
  struct Resource {
    std::string id;
    std::vector<std::string> fields;
  };
  void add(std::string name);

  std::vector<std::string> initial_;
  std::vector<Resource> resources_;
  std::unordered_map<std::string, std::size_t> exact_, folded_;
  mutable std::string key_;  // of a look-up, kept for its capacity
};

}  // namespace assay::mock
