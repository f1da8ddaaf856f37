// TOML that people write: what is wrong with it is told by file and line.
#pragma once
#include <toml++/toml.h>
#include <string>
#include <string_view>
#include <vector>

namespace assay::reports {

// ReadError, as all here: "known.toml, line 3: …". `name` is the file as messages call it.
toml::table parse_toml(std::string_view text, const std::string& name);
[[noreturn]] void complain(const std::string& name, const toml::source_region& where,
                           const std::string& what);
// A key that is none of `known`; the nearest of them is named.
[[noreturn]] void unknown_key(const std::string& name, std::string_view key,
                              const std::vector<std::string>& known,
                              const toml::source_region& where);

// A TOML basic string, quotes included.
std::string toml_string(std::string_view text);

}  // namespace assay::reports
