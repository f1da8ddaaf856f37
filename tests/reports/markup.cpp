#include "tests/reports/markup.h"

#include <vector>

namespace assay::tests {
namespace {

// Where a tag ends: the first > outside a quoted value.
std::size_t tag_end(std::string_view page, std::size_t at) {
  char quote = '\0';
  for (; at < page.size(); ++at) {
    if (quote == '\0' && page[at] == '>') return at;
    if (quote == '\0' && page[at] == '"')
      quote = '"';
    else if (page[at] == quote)
      quote = '\0';
  }
  return page.npos;
}

}  // namespace

std::string unbalanced(std::string_view page) {
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != page.npos; at = page.find('<', at)) {
    const std::size_t end = tag_end(page, at);
    if (end == page.npos) return "a tag without an end";
    const std::string_view tag = page.substr(at + 1, end - at - 1);
    const std::string name(tag.substr(0, tag.find_first_of(" \n/", 1)));
    at = end + 1;
    if (tag.starts_with('!') || tag.ends_with('/') || name == "meta") continue;
    if (!tag.starts_with('/')) {
      open.push_back(name);
      if (name == "script" || name == "style") at = page.find("</" + name, at);
    } else if (open.empty() || "/" + open.back() != tag) {
      return "<" + std::string(tag) + "> closes " + (open.empty() ? "nothing" : open.back());
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back() + " is left open";
}

}  // namespace assay::tests
