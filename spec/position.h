// Where a value stands in the text of a JSON file. Internal.
#pragma once
#include <cstddef>
#include <string_view>

namespace assay::spec::detail {

// The line, from 1 on, at which the value at an RFC 6901 pointer begins; 0 when `json` has no such
// value. `json` must be what a JSON parser took. Example: line_of("{\n\"a\": [1,\n2]}", "/a/1")
// is 3.
std::size_t line_of(std::string_view json, std::string_view pointer);

}  // namespace assay::spec::detail
