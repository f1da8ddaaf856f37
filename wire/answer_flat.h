// The usual answer, one flat object of plain texts, read in one scan. Private to wire/.
#pragma once
#include <string_view>

#include "wire/answer.h"

namespace assay::wire::detail {

// Fills `answer` when `body` is a JSON object whose values are all strings of printable ASCII
// without an escape. False, with nothing said of it, for everything else: then the whole parser has
// to look.
bool read_flat(std::string_view body, Answer& answer);

}  // namespace assay::wire::detail
