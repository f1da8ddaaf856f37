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

// The same for loops: fills `out`, false when an escape is malformed. Strings that `out` held go to
// `spare` and come back from there, so that nothing is allocated once both have grown.
bool parse_form(std::string_view text, Params& out, Params& spare);

// Empties `params` into `spare`, which keeps 64 at most.
void retire(Params& params, Params& spare);
// A new last parameter, name and value empty; its memory comes from `spare` while that has any.
Param& append(Params& params, Params& spare);

// Appends "name=value&…" in the order given, encoded as in percent.h. No leading '&' or '?'.
void append_form(std::string& out, const Params& params);

// The first value under that exact name, or nothing.
std::optional<std::string_view> find(const Params& params, std::string_view name);

}  // namespace assay::wire
