#include "spec/position.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace assay::spec::detail {

namespace {

// Moves over a text that is known to be JSON.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) { blanks(); }

  std::size_t position() const { return at_; }
  bool on(char c) const { return at_ < text_.size() && text_[at_] == c; }

  // From the value here into the member or element of that name. False when there is none.
  bool enter(const std::string& name) {
    if (on('{')) return enter_member(name);
    return on('[') && enter_element(name);
  }

 private:
  bool enter_member(const std::string& name) {
    step();
    while (on('"')) {
      const std::string_view key = string();
      step();  // the colon
      if (nlohmann::json::parse(key).get<std::string>() == name) return true;
      skip();
      if (on(',')) step();
    }
    return false;
  }

  bool enter_element(const std::string& name) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (error != std::errc() || end != name.data() + name.size()) return false;
    step();
    for (; !on(']') && at_ < text_.size(); --index) {
      if (index == 0) return true;
      skip();
      if (on(',')) step();
    }
    return false;
  }

  void blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  void step() {
    ++at_;
    blanks();
  }

  std::string_view string() {
    const std::size_t from = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2U : 1U;
    at_ = std::min(at_ + 1, text_.size());
    const std::string_view out = text_.substr(from, at_ - from);
    blanks();
    return out;
  }

  // Over one whole value.
  void skip() {
    std::size_t depth = 0;
    do {
      if (on('"')) {
        string();
        continue;
      }
      if (on('{') || on('[')) ++depth;
      if (on('}') || on(']')) --depth;
      if (on('{') || on('[') || on('}') || on(']') || on(',') || on(':')) {
        step();
        continue;
      }
      at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
      blanks();
    } while (depth > 0 && at_ < text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string unescaped(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size();
    if (!escape) {
      out += token[i];
    } else {
      out += token[++i] == '1' ? '/' : '~';
    }
  }
  return out;
}

}  // namespace

std::size_t line_of(std::string_view json, std::string_view pointer) {
  Scanner scanner(json);
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    if (!scanner.enter(unescaped(pointer.substr(0, end)))) return 0;
    pointer.remove_prefix(end);
  }
  const std::string_view before = json.substr(0, scanner.position());
  return static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

}  // namespace assay::spec::detail
