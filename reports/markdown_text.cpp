#include "reports/markdown_text.h"

#include <algorithm>

#include "reports/escape.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr std::string_view nothing_wide = "&#8203;";  // a space of no width

std::size_t longest_run(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether what GitHub takes for a link could go over text[i]: a name after @, a number after # or
// "GH-", the slashes of "http://", the dot of "www.". The space stands before them: as the first
// character of a host it would be part of it.
bool breaks(std::string_view text, std::size_t i) {
  const std::string_view before = text.substr(0, i);
  return before.ends_with('@') || before.ends_with('#') ||
         (text[i] == '/' && before.ends_with(':')) || (text[i] == '.' && before.ends_with("www")) ||
         (is_digit(text[i]) && before.ends_with('-'));
}

}  // namespace

std::string md_line(std::string_view text, std::size_t limit) {
  std::string out = terminal(head_of(text, limit));
  return text.size() > limit ? out + "..." : out;
}

std::string md_code(std::string_view text, std::size_t limit) {
  std::string inside;
  for (const char c : md_line(text, limit)) {
    if (c == '|')
      inside += "\\x7C";
    else
      inside += c;
  }
  if (inside.empty()) return {};
  const std::string fence(longest_run(inside) + 1, '`');
  const bool at_edge = inside.front() == '`' || inside.back() == '`' ||
                       (inside.front() == ' ' && inside.back() == ' ');
  const std::string pad = at_edge ? " " : "";
  return fence + pad + inside + pad + fence;
}

std::string md_prose(std::string_view text, std::size_t limit) {
  constexpr std::string_view markup = "\\`*_[]<>~|&$#@!:";
  const std::string line = md_line(text, limit);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (breaks(line, i)) out += nothing_wide;
    if (markup.find(line[i]) != markup.npos) out += '\\';
    out += line[i];
  }
  return out;
}

std::string md_block(std::string_view language, std::string_view bytes, std::size_t limit) {
  const std::string_view shown = head_of(bytes, limit);
  std::string text = xml_text(shown);
  if (!text.ends_with('\n')) text += '\n';
  const std::string fence(std::max<std::size_t>(longest_run(text) + 1, 3), '`');
  std::string out = fence + std::string(language) + "\n" + text + fence + "\n";
  if (shown.size() < bytes.size())
    out += "Cut after " + grouped(shown.size()) + " of " + plural(bytes.size(), "byte") + ".\n";
  return out;
}

}  // namespace assay::reports
