// The tree behind an Answer, the same for JSON and XML. Private to wire/.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wire/answer.h"

namespace assay::wire::detail {

// A value. An object keeps its members in order and all duplicates: names[i] belongs to items[i].
struct Node {
  enum class Kind { literal, string, object, array };
  Kind kind = Kind::string;
  std::string text;  // string: decoded; literal: true, false, null, or a number as written
  std::vector<std::string> names;
  std::vector<Node> items;

  const Node* member(std::string_view name) const;  // the first of that name
};

// XML: `root` is the name of the root element and `top` an object of its children. In `top` itself
// siblings of one name stay apart; below, they make an array in the place of the first.
struct Tree {
  BodyFormat format = BodyFormat::none;
  std::string root;
  Node top;
  std::string problem;
};

Tree parse_tree(std::string_view body, std::size_t max_depth);
Tree parse_json(std::string_view body, std::size_t max_depth);
Tree parse_xml(std::string_view body, std::size_t max_depth);

// Siblings of one name become an array where the first stood.
void group_siblings(Node& object);

// Compact JSON. Canonical: members sorted by the bytes of their names.
enum class MemberOrder { as_received, canonical };
void append_compact(std::string& out, const Node& node, MemberOrder order);

// A scalar's text, or compact JSON.
std::string text_of(const Node& node, MemberOrder order);

}  // namespace assay::wire::detail
