#include <algorithm>
#include <pugixml.hpp>
#include <unordered_map>
#include <utility>

#include "wire/answer_tree.h"

namespace assay::wire::detail {
namespace {

// parse_doctype makes a DTD visible, so that it can be refused; nothing is ever fetched for it.
constexpr unsigned kParse =
    pugi::parse_escapes | pugi::parse_cdata | pugi::parse_eol | pugi::parse_doctype;

Tree refused(std::string why) {
  Tree tree;
  tree.format = BodyFormat::other;
  tree.problem = "XML: " + std::move(why);
  return tree;
}

bool is_text(const pugi::xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Nesting of elements, counted without recursion: the depth is the sender's choice.
bool too_deep(const pugi::xml_node& root, std::size_t max_depth) {
  std::size_t depth = 1;
  pugi::xml_node node = root;
  while (true) {
    if (node.type() == pugi::node_element && depth > max_depth) return true;
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (node == root) return false;
    node = node.next_sibling();
  }
}

Node convert(const pugi::xml_node& element) {
  Node node;
  for (const pugi::xml_node& child : element) {
    if (child.type() == pugi::node_element) {
      node.names.emplace_back(child.name());
      node.items.push_back(convert(child));
    } else if (is_text(child)) {
      node.text += child.value();
    }
  }
  if (!node.items.empty()) {  // text between elements is layout
    node.kind = Node::Kind::object;
    node.text.clear();
    group_siblings(node);
  }
  return node;
}

Node convert_root(const pugi::xml_node& root) {
  Node top;
  top.kind = Node::Kind::object;
  for (const pugi::xml_node& child : root.children()) {
    if (child.type() != pugi::node_element) continue;
    top.names.emplace_back(child.name());
    top.items.push_back(convert(child));
  }
  return top;
}

}  // namespace

namespace {

// Hashing the names of a small element costs more than comparing them.
bool all_different(const std::vector<std::string>& names) {
  constexpr std::size_t few = 16;
  if (names.size() > few) return false;
  for (std::size_t i = 1; i < names.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (names[i] == names[j]) return false;
    }
  }
  return true;
}

}  // namespace

void group_siblings(Node& object) {
  if (object.kind == Node::Kind::object && all_different(object.names)) return;
  std::unordered_map<std::string, std::size_t> first;
  std::vector<bool> grouped;
  Node result;
  result.kind = Node::Kind::object;
  for (std::size_t i = 0; i < object.items.size(); ++i) {
    const auto [at, added] = first.try_emplace(object.names[i], result.items.size());
    if (added) {
      result.names.push_back(std::move(object.names[i]));
      result.items.push_back(std::move(object.items[i]));
      grouped.push_back(false);
      continue;
    }
    Node& slot = result.items[at->second];
    if (!grouped[at->second]) {
      Node list;
      list.kind = Node::Kind::array;
      list.items.push_back(std::move(slot));
      slot = std::move(list);
      grouped[at->second] = true;
    }
    slot.items.push_back(std::move(object.items[i]));
  }
  object = std::move(result);
}

Tree parse_xml(std::string_view body, std::size_t max_depth) {
  const bool control = std::any_of(body.begin(), body.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
  });
  if (control) return refused("a character that XML does not allow");
  if (!is_utf8(body)) return refused("not UTF-8");
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(body.data(), body.size(), kParse, pugi::encoding_utf8);
  if (!parsed) {
    return refused(std::string(parsed.description()) + " at offset " +
                   std::to_string(parsed.offset));
  }
  std::size_t roots = 0;
  for (const pugi::xml_node& node : document) {
    if (node.type() == pugi::node_doctype) return refused("a document type declaration");
    if (is_text(node)) return refused("text outside the root element");
    if (node.type() == pugi::node_element) ++roots;
  }
  if (roots != 1) return refused("more than one root element");
  const pugi::xml_node root = document.document_element();
  if (too_deep(root, max_depth)) {
    return refused("more than " + std::to_string(max_depth) + " nested levels");
  }
  Tree tree;
  tree.format = BodyFormat::xml;
  tree.root = root.name();
  tree.top = convert_root(root);
  return tree;
}

}  // namespace assay::wire::detail
