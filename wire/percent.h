// Percent and form coding of names and values (RFC 3986 section 2; WHATWG URL, form part).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace assay::wire {

// Appends `text` to `out`, every byte outside A-Z a-z 0-9 - _ . ~ written as %XX, upper case.
// This is the encoding of both Alibaba Cloud signatures. Example: "a *" becomes "a%20%2A".
void append_encoded(std::string& out, std::string_view text);
std::string encode(std::string_view text);

// How '+' is understood: as itself (path, signature) or as a space (form and query).
enum class Plus { literal, space };

// Decodes %XX in any letter case. Returns nothing when an escape is cut or not hexadecimal.
std::optional<std::string> decode(std::string_view text, Plus plus);

// As decode, into `out` (replaced), without allocating once `out` has grown. False when refused.
bool decode_into(std::string& out, std::string_view text, Plus plus);

}  // namespace assay::wire
