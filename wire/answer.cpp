#include "wire/answer.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "wire/answer_flat.h"
#include "wire/answer_tree.h"

namespace assay::wire {
namespace detail {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kDeepest = 512;  // trees are walked by recursion, whatever the caller allows

}  // namespace

const Node* Node::member(std::string_view name) const {
  if (kind != Kind::object) return nullptr;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return &items[i];
  }
  return nullptr;
}

Tree parse_tree(std::string_view body, std::size_t max_depth) {
  Tree tree;
  if (body.empty()) return tree;
  max_depth = std::min(max_depth, kDeepest);
  const bool marked = body.starts_with(kByteOrderMark);
  const std::size_t start = body.find_first_not_of(kSpace, marked ? kByteOrderMark.size() : 0);
  if (start == std::string_view::npos) {
    tree.format = BodyFormat::other;
    tree.problem = "white space only";
    return tree;
  }
  if (body[start] == '<') return parse_xml(body, max_depth);
  if (marked) {  // RFC 8259 forbids sending it, and no SDK reads a body that has it
    tree.format = BodyFormat::other;
    tree.problem = "JSON: a byte order mark at offset 0";
    return tree;
  }
  return parse_json(body, max_depth);
}

void append_compact(std::string& out, const Node& node, MemberOrder order) {
  if (node.kind == Node::Kind::literal) {
    out.append(node.text);
    return;
  }
  if (node.kind == Node::Kind::string) {
    out.push_back('"');
    append_json_text(out, node.text);
    out.push_back('"');
    return;
  }
  const bool object = node.kind == Node::Kind::object;
  std::vector<std::size_t> sequence(node.items.size());
  std::iota(sequence.begin(), sequence.end(), std::size_t{0});
  if (object && order == MemberOrder::canonical) {
    std::sort(sequence.begin(), sequence.end(), [&](std::size_t a, std::size_t b) {
      const int names = node.names[a].compare(node.names[b]);
      return names != 0 ? names < 0 : a < b;
    });
  }
  out.push_back(object ? '{' : '[');
  bool first = true;
  for (const std::size_t i : sequence) {
    if (!first) out.push_back(',');
    first = false;
    if (object) {
      out.push_back('"');
      append_json_text(out, node.names[i]);
      out.append("\":");
    }
    append_compact(out, node.items[i], order);
  }
  out.push_back(object ? '}' : ']');
}

std::string text_of(const Node& node, MemberOrder order) {
  if (node.kind == Node::Kind::string || node.kind == Node::Kind::literal) return node.text;
  std::string out;
  append_compact(out, node, order);
  return out;
}

}  // namespace detail

namespace {

using detail::MemberOrder;
using detail::Node;
using detail::Tree;

constexpr std::size_t kSelectDepth = 64;

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() &&
         (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) {
    ++at;
  }
  return at;
}

Tree tree_to_walk(std::string_view body) {
  Tree tree = detail::parse_tree(body, kSelectDepth);
  if (tree.format == BodyFormat::xml) detail::group_siblings(tree.top);
  return tree;
}

bool holds(const Node& node, std::string_view key, std::string_view want) {
  const Node* const member = node.member(key);
  return member != nullptr && detail::text_of(*member, MemberOrder::canonical) == want;
}

// The element of an array that is meant; what is no array stands for itself.
const Node* pick(const Node* node, std::string_view key, std::string_view want) {
  if (node == nullptr || node->kind != Node::Kind::array) return node;
  for (const Node& item : node->items) {
    if (key.empty() || holds(item, key, want)) return &item;
  }
  return nullptr;
}

const Node* walk(const Node* node, const std::vector<std::string>& path, std::string_view key,
                 std::string_view want) {
  for (const std::string& name : path) {
    node = pick(node, key, want);
    if (node == nullptr) return nullptr;
    node = node->member(name);
  }
  return node;
}

void collect(const Node& node, const std::vector<std::string>& path, std::size_t depth,
             std::string_view key, std::vector<std::string>& out) {
  if (node.kind == Node::Kind::array) {
    for (const Node& item : node.items) collect(item, path, depth, key, out);
    return;
  }
  if (depth < path.size()) {
    const Node* const next = node.member(path[depth]);
    if (next != nullptr) collect(*next, path, depth + 1, key, out);
    return;
  }
  const Node* const found = key.empty() ? &node : node.member(key);
  if (found != nullptr) out.push_back(detail::text_of(*found, MemberOrder::canonical));
}

}  // namespace

const Member* Answer::find(std::string_view name) const {
  for (const Member& member : members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

std::string_view Answer::text(std::string_view name) const {
  const Member* const member = find(name);
  return member == nullptr ? std::string_view() : std::string_view(member->text);
}

Answer parse_answer(std::string_view body, std::size_t max_depth) {
  Answer answer;
  parse_answer(body, answer, max_depth);
  return answer;
}

void parse_answer(std::string_view body, Answer& out, std::size_t max_depth) {
  if (max_depth > 0 && detail::read_flat(body, out)) return;
  if (max_depth > 1 && detail::read_flat_xml(body, out)) return;
  Tree tree = detail::parse_tree(body, max_depth);
  out.format = tree.format;
  out.root = std::move(tree.root);
  out.members.clear();
  out.problem = std::move(tree.problem);
  if (tree.top.kind != Node::Kind::object) return;
  for (std::size_t i = 0; i < tree.top.items.size(); ++i) {
    const Node& item = tree.top.items[i];
    out.members.push_back({std::move(tree.top.names[i]),
                           detail::text_of(item, MemberOrder::as_received),
                           tree.format == BodyFormat::xml || item.kind == Node::Kind::string});
  }
}

std::optional<std::string_view> plain_request_id(std::string_view body) {
  constexpr std::string_view kName = "\"RequestId\"";
  std::size_t at = skip_space(body, 0);
  if (at == body.size() || body[at] != '{') return std::nullopt;
  at = skip_space(body, at + 1);
  if (body.compare(at, kName.size(), kName) != 0) return std::nullopt;
  at = skip_space(body, at + kName.size());
  if (at == body.size() || body[at] != ':') return std::nullopt;
  at = skip_space(body, at + 1);
  if (at == body.size() || body[at] != '"') return std::nullopt;
  const std::size_t start = ++at;
  // An escape or a byte beyond ASCII needs the real parser.
  while (at < body.size() && body[at] >= ' ' && body[at] < 0x7F && body[at] != '"' &&
         body[at] != '\\') {
    ++at;
  }
  if (at == body.size() || body[at] != '"') return std::nullopt;
  const std::string_view id = body.substr(start, at - start);
  at = skip_space(body, at + 1);
  if (at == body.size() || body[at] != '}' || skip_space(body, at + 1) != body.size()) {
    return std::nullopt;
  }
  return id;
}

std::optional<std::vector<Field>> select(std::string_view body,
                                         const std::vector<std::string>& path, std::string_view key,
                                         std::string_view want,
                                         const std::vector<std::string>& inner) {
  const Tree tree = tree_to_walk(body);
  if (tree.format != BodyFormat::json && tree.format != BodyFormat::xml) return std::nullopt;
  const Node* node = pick(walk(&tree.top, path, key, want), key, want);
  // A list of one in XML looks like no list, so the key is looked at here too.
  if (node == nullptr ||
      (!key.empty() && node->member(key) != nullptr && !holds(*node, key, want))) {
    return std::nullopt;
  }
  node = pick(walk(node, inner, key, want), key, want);
  if (node == nullptr) return std::nullopt;
  std::vector<Field> fields;
  if (node->kind != Node::Kind::object) {
    // An element without children may be an empty object; a JSON string never is.
    const bool empty = tree.format == BodyFormat::xml && node->kind == Node::Kind::string &&
                       skip_space(node->text, 0) == node->text.size();
    return empty ? std::optional(fields) : std::nullopt;
  }
  for (std::size_t i = 0; i < node->items.size(); ++i) {
    fields.push_back({node->names[i], detail::text_of(node->items[i], MemberOrder::canonical)});
  }
  return fields;
}

std::vector<std::string> list(std::string_view body, const std::vector<std::string>& path,
                              std::string_view key) {
  std::vector<std::string> out;
  const Tree tree = tree_to_walk(body);
  if (tree.format == BodyFormat::json || tree.format == BodyFormat::xml) {
    collect(tree.top, path, 0, key, out);
  }
  return out;
}

}  // namespace assay::wire
