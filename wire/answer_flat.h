// The usual answer, one flat object of plain texts, read in one scan. Private to wire/.
#pragma once
#include <string_view>

#include "wire/answer.h"

namespace assay::wire::detail {

// For JSON: fills `answer` when `body` is a JSON object whose values are all strings of printable
// ASCII without an escape. False, with nothing said of it, for everything else: then the whole
// parser has to look.
bool read_flat(std::string_view body, Answer& answer);

// The same for XML: one root whose children are elements of different names, without attributes,
// with printable ASCII and predefined entities inside, not blank; before the root at most a
// declaration of version 1.0 in UTF-8.
bool read_flat_xml(std::string_view body, Answer& answer);

}  // namespace assay::wire::detail
