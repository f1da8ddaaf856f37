// Text made safe for GitHub flavoured Markdown, for each place where it ends up. Not for other
// rooms. Whatever the bytes, none of these throws; "..." or a note says where something was cut.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace assay::reports {

// On one line without control characters, not yet safe for any place.
std::string md_line(std::string_view text, std::size_t limit);

// On one line, as code: no markup, mention, reference or link in it works. `|` becomes \x7C, so
// that it may stand in a table. "" for "". Example: md_code("a`b") is "``a`b``".
std::string md_code(std::string_view text, std::size_t limit);

// On one line, as prose: markup is escaped, and what GitHub would take for a mention, a reference
// or a link is broken by an invisible space. Not for the start of a line.
std::string md_prose(std::string_view text, std::size_t limit);

// A block of code with its fence, on lines of its own.
std::string md_block(std::string_view language, std::string_view bytes, std::size_t limit);

}  // namespace assay::reports
