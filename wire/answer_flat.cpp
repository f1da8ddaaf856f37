#include "wire/answer_flat.h"

#include <string>

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

}  // namespace assay::wire::detail
