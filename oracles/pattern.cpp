#include "oracles/pattern.h"

#include <string>

#include "spec/operation.h"

namespace assay::oracles {

bool fits(std::string_view pattern, std::string_view parameter, std::string_view text, bool open) {
  constexpr std::string_view mark = "{parameter}";
  const std::size_t at = pattern.find(mark);
  if (at == std::string_view::npos) return open ? text.starts_with(pattern) : text == pattern;
  if (!parameter.empty()) {
    const std::string whole = spec::fill(pattern, parameter);
    return open ? text.starts_with(whole) : text == whole;
  }
  const std::string_view head = pattern.substr(0, at);
  const std::string_view tail = pattern.substr(at + mark.size());
  return text.size() > head.size() + tail.size() && text.starts_with(head) &&
         (open || text.ends_with(tail));
}

}  // namespace assay::oracles
