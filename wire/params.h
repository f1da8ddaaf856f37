// An ordered list of parameters as bytes: duplicates and order matter.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::wire {

struct Param {
  std::string name;
  std::string value;
  bool operator==(const Param&) const = default;
};
using Params = std::vector<Param>;

// Splits "a=1&b=&c" at '&' and the first '=', then decodes with '+' as a space. An empty piece
// between two '&' is skipped; a piece without '=' is a name with an empty value.
// Returns nothing when an escape is malformed.
std::optional<Params> parse_form(std::string_view text);

// Appends "name=value&…" in the order given, encoded as in percent.h. No leading '&' or '?'.
void append_form(std::string& out, const Params& params);

// The first value under that exact name, or nothing.
std::optional<std::string_view> find(const Params& params, std::string_view name);

}  // namespace assay::wire
