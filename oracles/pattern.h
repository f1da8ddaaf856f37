// Texts of the error catalogue in which {parameter} stands for a name.
#pragma once
#include <string_view>

namespace assay::oracles {

// Is `text` the pattern with `parameter` put in, or with any name when `parameter` is empty?
// `open`: text may follow. Example: fits("Missing{parameter}", "", "MissingAction", false).
bool fits(std::string_view pattern, std::string_view parameter, std::string_view text, bool open);

}  // namespace assay::oracles
