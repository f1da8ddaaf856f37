#include "wire/answer_flat.h"

#include <string>
#include <utility>

namespace assay::wire::detail {
namespace {

class Scan {
 public:
  explicit Scan(std::string_view body) : rest_(body) {}

  void space() {
    while (!rest_.empty() &&
           (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\r' || rest_[0] == '\n')) {
      rest_.remove_prefix(1);
    }
  }
  bool take(char wanted) {
    space();
    if (rest_.empty() || rest_[0] != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool text(std::string& out) {
    if (!take('"')) return false;
    std::size_t size = 0;
    while (size < rest_.size() && rest_[size] != '"') {
      const char c = rest_[size++];
      if (c < ' ' || c == '\\' || c == '\x7F') return false;  // signed: bytes from 80 up, too
    }
    if (size == rest_.size()) return false;
    out.assign(rest_.substr(0, size));
    rest_.remove_prefix(size + 1);
    return true;
  }
  bool at_end() {
    space();
    return rest_.empty();
  }

 private:
  std::string_view rest_;
};

}  // namespace

bool read_flat(std::string_view body, Answer& answer) {
  Scan scan(body);
  answer.members.clear();
  if (!scan.take('{')) return false;
  if (scan.take('}')) {
    if (!scan.at_end()) return false;
  } else {
    do {
      Member& member = answer.members.emplace_back();
      if (!scan.text(member.name) || !scan.take(':') || !scan.text(member.text)) return false;
    } while (scan.take(','));
    if (!scan.take('}') || !scan.at_end()) return false;
  }
  answer.format = BodyFormat::json;
  answer.root.clear();
  answer.problem.clear();
  return true;
}

namespace {

class XmlScan {
 public:
  explicit XmlScan(std::string_view body) : rest_(body) {}

  void space() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\n')) {
      rest_.remove_prefix(1);
    }
  }
  bool take(std::string_view wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }
  // "<Name>" with a name of letters and digits.
  bool open(std::string_view& name) {
    if (!take("<")) return false;
    std::size_t size = 0;
    while (size < rest_.size() && is_alphanumeric(rest_[size])) ++size;
    name = rest_.substr(0, size);
    if (size == 0 || is_digit(name[0])) return false;
    rest_.remove_prefix(size);
    return take(">");
  }
  bool close(std::string_view name) { return take("</") && take(name) && take(">"); }
  // Up to the next '<'; false when it is blank or needs a parser.
  bool text(std::string& out) {
    out.clear();
    bool blank = true;
    while (!rest_.empty() && rest_[0] != '<') {
      const char c = rest_[0];
      if (c == '&') {
        if (!entity(out)) return false;
        blank = false;
        continue;
      }
      if (c < ' ' || c == '\x7F' || c == '>') return false;  // signed: bytes from 80 up, too
      blank = blank && c == ' ';
      out.push_back(c);
      rest_.remove_prefix(1);
    }
    return !blank;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_alphanumeric(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  bool entity(std::string& out) {
    constexpr std::pair<std::string_view, char> known[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (const auto& [name, c] : known) {
      if (!take(name)) continue;
      out.push_back(c);
      return true;
    }
    return false;
  }

  std::string_view rest_;
};

}  // namespace

bool read_flat_xml(std::string_view body, Answer& answer) {
  XmlScan scan(body);
  answer.members.clear();
  if (scan.take("<?xml version='1.0' encoding='UTF-8'?>") ||
      scan.take("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")) {
    scan.space();
  }
  std::string_view root;
  if (!scan.open(root)) return false;
  scan.space();
  do {
    std::string_view name;
    if (!scan.open(name) || answer.find(name) != nullptr) return false;
    Member& member = answer.members.emplace_back();
    member.name = name;
    if (!scan.text(member.text) || !scan.close(name)) return false;
    scan.space();
  } while (!scan.close(root));
  if (!scan.at_end()) return false;
  answer.format = BodyFormat::xml;
  answer.root = root;
  answer.problem.clear();
  return true;
}

}  // namespace assay::wire::detail
