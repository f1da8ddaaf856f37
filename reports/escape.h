// Text from an endpoint made safe and visible, for each place where it ends up. Whatever the bytes,
// none of these throws. A byte that can't stand as it is becomes `\xNN`, two upper-case hex digits.
// Example: terminal("a\x1b[2Jb") is `a\x1B[2Jb`.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace assay::reports {

// For a JSON string (not quoted: the JSON library does that). Always valid UTF-8, and reversible: a
// byte of ill-formed UTF-8 becomes \xNN, and a backslash that stands before an x becomes \x5C.
std::string json_bytes(std::string_view bytes);
// The bytes that json_bytes was given. A `\x` not followed by two hex digits stays as it is.
std::string bytes_of_json(std::string_view text);
// For a JSON string that holds text of ours, such as a curl line: only ill-formed UTF-8 is changed.
std::string json_text(std::string_view text);

// For the content of XML 1.0 (not quoted: the XML library does that): well-formed UTF-8 without
// control characters, noncharacters and marks that turn the direction of writing. CR LF becomes LF;
// LF and tab stay.
std::string xml_text(std::string_view text);

// For HTML content and double-quoted attributes: as xml_text, and & < > " ' as entities.
std::string html(std::string_view text);
// As html, but at most `limit` bytes of text and `escaped_limit` bytes of HTML, never cut inside a
// character or an entity; `taken` says how many bytes of text are shown.
std::string html(std::string_view text, std::size_t limit, std::size_t escaped_limit,
                 std::size_t& taken);

// For a terminal: one line, nothing that moves the cursor, colours or hides.
std::string terminal(std::string_view text);
// Columns that a terminal needs for text that came out of terminal().
std::size_t columns(std::string_view text);
// Cut to so many columns, "..." at the end where something was cut.
std::string clip(std::string_view text, std::size_t width);

}  // namespace assay::reports
