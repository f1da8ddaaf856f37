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

// What a permitted success is answered with: any of them.
constexpr std::string_view any_success = "2xx";

bool same_status(std::string_view one, std::string_view other) {
  if (one == other) return true;
  return (one == any_success && other.starts_with('2')) ||
         (other == any_success && one.starts_with('2'));
}

bool digit(char c) { return c >= '0' && c <= '9'; }

bool of_a_code(char c) {
  return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("._-{}").find(c) != std::string_view::npos;
}

// The value of a member of JSON or XML: what comes after its name, quotes and signs.
Range value_of(std::string_view body, std::string_view name, std::string_view value) {
  for (std::size_t at = body.find(name); at != body.npos; at = body.find(name, at + 1)) {
    const std::size_t from = body.find_first_not_of("\": >\t\r\n", at + name.size());
    if (from != body.npos && from > at + name.size() && body.substr(from).starts_with(value))
      return {from, from + value.size()};
  }
  return {};
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

Outcome outcome_of(std::string_view text) {
  if (text == "success") return {any_success, {}, text};
  if (text.size() < 3 || !std::all_of(text.begin(), text.begin() + 3, digit) ||
      (text.size() > 3 && of_a_code(text[3])))
    return {{}, {}, text};
  Outcome out{text.substr(0, 3), {}, text.substr(std::min<std::size_t>(text.size(), 3))};
  out.message.remove_prefix(std::min(out.message.find_first_not_of(" ,:"), out.message.size()));
  const auto* const end = std::find_if_not(out.message.begin(), out.message.end(), of_a_code);
  const auto length = static_cast<std::size_t>(end - out.message.begin());
  // "403: text" has a message alone, whatever its first word is followed by.
  const bool named = text.size() > 3 && text[3] == ' ' && length > 0 &&
                     length < out.message.size() && out.message[length] == ':';
  if (!named) return out;
  out.code = out.message.substr(0, length);
  out.message.remove_prefix(length + 1);
  out.message.remove_prefix(std::min(out.message.find_first_not_of(' '), out.message.size()));
  return out;
}

Unlike unlike(const Outcome& one, const Outcome& other) {
  // Where one is no answer at all, they are not of a kind, and only their words can be compared.
  const bool answers = !one.status.empty() && !other.status.empty();
  Unlike out{
      answers && !same_status(one.status, other.status), answers && one.code != other.code, {}};
  if (one.message == other.message || one.message.empty()) return out;
  // Of messages of one code that have nothing in common all is unlike; otherwise that says nothing.
  if (common_words(one.message, other.message) > 0)
    out.message = differing_words(one.message, other.message);
  else if (!one.code.empty() && one.code == other.code)
    out.message = {{0, one.message.size()}};
  return out;
}

std::size_t likeness(const Outcome& one, const Outcome& other) {
  constexpr std::size_t of_a_status = 1000, of_a_code_alike = 2000;
  std::size_t out = std::min<std::size_t>(common_words(one.message, other.message), 999);
  if (!one.status.empty() && same_status(one.status, other.status)) out += of_a_status;
  if (!one.code.empty() && one.code == other.code) out += of_a_code_alike;
  return out;
}

std::vector<Range> answer_ranges(std::string_view answer, const Outcome& observed,
                                 const Unlike& parts) {
  std::vector<Range> out;
  const std::size_t space_at = answer.substr(0, 16).find(' ');
  if (parts.status && answer.starts_with("HTTP/") && space_at != answer.npos &&
      !observed.status.empty() && answer.substr(space_at + 1).starts_with(observed.status))
    out.push_back({space_at + 1, space_at + 1 + observed.status.size()});
  const std::size_t head = std::min(answer.find("\r\n\r\n"), answer.size());
  const auto add = [&](std::string_view name, std::string_view value, const Range& part) {
    const Range found = value_of(answer.substr(head), name, value);
    if (found.to > found.from)
      out.push_back({head + found.from + part.from, head + found.from + part.to});
  };
  if (parts.code && !observed.code.empty()) add("Code", observed.code, {0, observed.code.size()});
  for (const Range& part : parts.message) add("Message", observed.message, part);
  std::sort(out.begin(), out.end(), [](const Range& a, const Range& b) { return a.from < b.from; });
  // A text that is code and message in one would be marked twice.
  for (std::size_t i = 1; i < out.size();) {
    if (out[i].from < out[i - 1].to)
      out.erase(out.begin() + static_cast<std::ptrdiff_t>(i));
    else
      ++i;
  }
  return out;
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
