// Percent and form coding of names and values (RFC 3986 section 2; WHATWG URL, form part).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay::wire {

// Appends `text` to `out`, every byte outside A-Z a-z 0-9 - _ . ~ written as %XX, upper case.
// This is the encoding of both Alibaba Cloud signatures. Example: "a *" becomes "a%20%2A".
void append_encoded(std::string& out, std::string_view text);
std::string encode(std::string_view text);

// Writes that encoding of `text` at `out`, or the encoding of that encoding ("%2520" for a space),
// and returns where it ends. `out` must have room for encoded_room / twice_encoded_room bytes, of
// which those behind the end may be overwritten.
char* write_encoded(char* out, std::string_view text);
char* write_twice_encoded(char* out, std::string_view text);
constexpr std::size_t encoded_room(std::size_t size) { return 3 * size + 16; }
constexpr std::size_t twice_encoded_room(std::size_t size) { return 5 * size + 16; }

// How '+' is understood: as itself (path, signature) or as a space (form and query).
enum class Plus { literal, space };

// Decodes %XX in any letter case. Returns nothing when an escape is cut or not hexadecimal.
std::optional<std::string> decode(std::string_view text, Plus plus);

// As decode, into `out` (replaced), without allocating once `out` has grown. False when refused.
bool decode_into(std::string& out, std::string_view text, Plus plus);

}  // namespace assay::wire
