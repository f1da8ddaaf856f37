#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "wire/answer_tree.h"

namespace assay::wire::detail {
namespace {

// Receives the events of the parser and grows a Node; false stops the parse.
class TreeBuilder {
 public:
  TreeBuilder(Node& top, std::size_t max_depth) : top_(top), max_depth_(max_depth) {}

  bool null() { return literal("null"); }
  bool boolean(bool value) { return literal(value ? "true" : "false"); }
  bool number_unsigned(std::uint64_t value) { return literal(std::to_string(value)); }
  bool number_float(double, const std::string& written) { return literal(written); }
  bool number_integer(std::int64_t value) {
    // Signed events come for numbers with a minus only, so zero here was written "-0".
    return literal(value == 0 ? std::string("-0") : std::to_string(value));
  }
  bool string(std::string& value) {
    place(Node::Kind::string).text = std::move(value);
    return true;
  }
  bool binary(std::string&) { return false; }  // no such thing in JSON text
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Node::Kind::object); }
  bool start_array(std::size_t) { return open(Node::Kind::array); }
  bool key(std::string& name) {
    open_.back()->names.push_back(std::move(name));
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t offset, const std::string&, const nlohmann::json::exception& error) {
    // 406: a number beyond the range of a double, the one refusal that is not of the grammar.
    problem = error.id == 406 ? "JSON: a number out of range" : "JSON: not well-formed";
    problem += " at offset " + std::to_string(offset);
    return false;
  }

  std::string problem;

 private:
  Node& place(Node::Kind kind) {
    Node* node = &top_;
    if (!open_.empty()) {
      open_.back()->items.emplace_back();
      node = &open_.back()->items.back();
    }
    node->kind = kind;
    return *node;
  }

  bool literal(std::string text) {
    place(Node::Kind::literal).text = std::move(text);
    return true;
  }

  bool open(Node::Kind kind) {
    if (open_.size() == max_depth_) {
      problem = "JSON: more than " + std::to_string(max_depth_) + " nested levels";
      return false;
    }
    open_.push_back(&place(kind));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  Node& top_;
  std::size_t max_depth_;
  // A parent gets its next item only once the one before is closed, so these stay valid.
  std::vector<Node*> open_;
};

}  // namespace

Tree parse_json(std::string_view body, std::size_t max_depth) {
  Tree tree;
  // The parser would take a NUL for the end of its input, and what follows for nothing.
  if (const std::size_t nul = body.find('\0'); nul != std::string_view::npos) {
    tree.format = BodyFormat::other;
    tree.problem = "JSON: not well-formed at offset " + std::to_string(nul + 1);
    return tree;
  }
  TreeBuilder builder(tree.top, max_depth);
  if (nlohmann::json::sax_parse(body.begin(), body.end(), &builder)) {
    tree.format = BodyFormat::json;
  } else {
    tree = Tree{};
    tree.format = BodyFormat::other;
    tree.problem = std::move(builder.problem);
  }
  return tree;
}

}  // namespace assay::wire::detail
