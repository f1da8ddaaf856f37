#include "reports/html_marks.h"

#include <algorithm>
#include <set>

#include "reports/escape.h"

namespace assay::reports {
namespace {

constexpr std::size_t most_words = 4000;  // of one text; what comes after them is not compared
constexpr std::string_view space = " \t\r\n";

std::vector<Range> words(std::string_view text) {
  std::vector<Range> out;
  std::size_t at = text.find_first_not_of(space);
  while (at != text.npos && out.size() < most_words) {
    const std::size_t end = std::min(text.find_first_of(space, at), text.size());
    out.push_back({at, end});
    at = text.find_first_not_of(space, end);
  }
  return out;
}

std::string_view word(std::string_view text, Range range) {
  return text.substr(range.from, range.to - range.from);
}

struct Alike {
  std::size_t before = 0, after = 0;  // words
};

Alike alike(std::string_view text, const std::vector<Range>& mine, std::string_view other,
            const std::vector<Range>& theirs) {
  Alike out;
  const std::size_t most = std::min(mine.size(), theirs.size());
  while (out.before < most && word(text, mine[out.before]) == word(other, theirs[out.before]))
    ++out.before;
  while (out.before + out.after < most && word(text, mine[mine.size() - 1 - out.after]) ==
                                              word(other, theirs[theirs.size() - 1 - out.after]))
    ++out.after;
  return out;
}

// A name begins where a query or a form does, or after an ampersand.
bool begins(std::string_view text, std::size_t at) {
  return at == 0 || std::string_view("?&\n").find(text[at - 1]) != std::string_view::npos;
}

}  // namespace

std::string marked(std::string_view bytes, const std::vector<Range>& ranges, std::size_t limit,
                   std::size_t escaped_limit, std::size_t& taken) {
  std::string out;
  taken = 0;
  // False when the limits cut the piece off.
  const auto piece = [&](std::size_t to) {
    std::size_t here = 0;
    const std::size_t wanted = to - taken;
    const std::size_t room = escaped_limit > out.size() ? escaped_limit - out.size() : 0;
    out += html(bytes.substr(taken, wanted), limit - taken, room, here);
    taken += here;
    return here == wanted;
  };
  for (const Range& range : ranges) {
    if (range.from >= std::min(limit, bytes.size()) || !piece(range.from)) break;
    out += "<mark>";
    const bool whole = piece(std::min(range.to, bytes.size()));
    out += "</mark>";
    if (!whole) return out;
  }
  piece(bytes.size());
  return out;
}

std::string marked_brief(std::string_view text, const std::vector<Range>& ranges,
                         std::size_t limit) {
  std::size_t taken = 0;
  std::string out = marked(text, ranges, limit, text.size() * 8 + 64, taken);
  if (taken < text.size()) out += "\u2026";
  return out;
}

std::vector<Range> parameter_ranges(std::string_view request, std::string_view name) {
  std::vector<Range> out;
  if (name.empty()) return out;
  for (std::size_t at = request.find(name); at != request.npos && out.size() < 64;) {
    const std::size_t after = at + name.size();
    const bool ends = after == request.size() ||
                      std::string_view("=.& \r\n").find(request[after]) != std::string_view::npos;
    if (!ends || !begins(request, at)) {
      at = request.find(name, at + 1);
      continue;
    }
    const std::size_t end = std::min(request.find_first_of("& \r\n", after), request.size());
    out.push_back({at, end});
    at = request.find(name, end);
  }
  return out;
}

std::vector<Range> differing_words(std::string_view text, std::string_view other) {
  const auto mine = words(text);
  const auto theirs = words(other);
  const Alike same = alike(text, mine, other, theirs);
  if (same.before + same.after >= mine.size()) return {};
  return {{mine[same.before].from, mine[mine.size() - 1 - same.after].to}};
}

std::size_t common_words(std::string_view text, std::string_view other) {
  const Alike same = alike(text, words(text), other, words(other));
  return same.before + same.after;
}

std::vector<Range> words_not_in(std::string_view text, std::string_view other) {
  std::set<std::string_view> known;
  for (const Range& one : words(other)) known.insert(word(other, one));
  std::vector<Range> out;
  for (const Range& one : words(text))
    if (!known.contains(word(text, one))) out.push_back(one);
  return out;
}

}  // namespace assay::reports
