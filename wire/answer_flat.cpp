#include "wire/answer_flat.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace assay::wire::detail {
namespace {

// Members of an answer that is filled anew, in the memory of those it had.
class Refill {
 public:
  explicit Refill(std::vector<Member>& members) : members_(members) {}
  Member& next() {
    if (count_ == members_.size()) members_.emplace_back();
    Member& member = members_[count_++];
    member.is_string = true;
    return member;
  }
  bool has(std::string_view name) const {
    return std::any_of(members_.begin(), members_.begin() + static_cast<std::ptrdiff_t>(count_),
                       [&](const Member& member) { return member.name == name; });
  }
  void done() { members_.resize(count_); }

 private:
  std::vector<Member>& members_;
  std::size_t count_ = 0;
};

// True for what stands for itself in a text: no control character, none of `special`, and no byte
// from 80 up, which a parser has to look at.
constexpr std::array<bool, 256> plain_but(std::string_view special) {
  std::array<bool, 256> table{};
  for (std::size_t byte = ' '; byte < 0x7F; ++byte) {
    table[byte] = special.find(static_cast<char>(byte)) == std::string_view::npos;
  }
  return table;
}

std::size_t run_of(const std::array<bool, 256>& plain, std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && plain[static_cast<unsigned char>(text[size])]) ++size;
  return size;
}

constexpr auto kJsonPlain = plain_but("\"\\");
constexpr auto kXmlPlain = plain_but("<>&");

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
    const std::size_t size = run_of(kJsonPlain, rest_);
    if (size == rest_.size() || rest_[size] != '"') return false;
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
  Refill members(answer.members);
  if (!scan.take('{')) return false;
  if (scan.take('}')) {
    if (!scan.at_end()) return false;
  } else {
    do {
      Member& member = members.next();
      if (!scan.text(member.name) || !scan.take(':') || !scan.text(member.text)) return false;
    } while (scan.take(','));
    if (!scan.take('}') || !scan.at_end()) return false;
  }
  members.done();
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
      const std::string_view run = rest_.substr(0, run_of(kXmlPlain, rest_));
      out.append(run);
      blank = blank && run.find_first_not_of(' ') == std::string_view::npos;
      rest_.remove_prefix(run.size());
      if (rest_.empty() || rest_[0] == '<') break;
      if (!entity(out)) return false;
      blank = false;
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
  Refill members(answer.members);
  if (scan.take("<?xml version='1.0' encoding='UTF-8'?>") ||
      scan.take("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")) {
    scan.space();
  }
  std::string_view root;
  if (!scan.open(root)) return false;
  scan.space();
  do {
    std::string_view name;
    if (!scan.open(name) || members.has(name)) return false;
    Member& member = members.next();
    member.name = name;
    if (!scan.text(member.text) || !scan.close(name)) return false;
    scan.space();
  } while (!scan.close(root));
  if (!scan.at_end()) return false;
  members.done();
  answer.format = BodyFormat::xml;
  answer.root = root;
  answer.problem.clear();
  return true;
}

}  // namespace assay::wire::detail
