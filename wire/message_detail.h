// What the request and the response parser share. Private to wire/.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "wire/message.h"

namespace assay::wire::detail {

struct HeaderView {
  std::string_view name;
  std::string_view value;  // without the white space around it
};

// One field line without its CRLF. Nothing when it is no "name: value", and `why` says so.
std::optional<HeaderView> header_line(std::string_view line, const char*& why);

// How the headers delimit the body.
struct Framing {
  bool chunked = false;
  std::optional<std::size_t> length;
  const char* problem = nullptr;  // why they contradict each other or make no sense
};
Framing framing(const Headers& headers);

// The size on a chunk-size line, extensions passed over. Nothing when it is malformed.
std::optional<std::size_t> chunk_size(std::string_view line);

bool equal_letters(std::string_view a, std::string_view b);  // of one size, ASCII case ignored
// ASCII letters only. Most names differ in size, which needs no call.
inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && equal_letters(a, b);
}
// The order of bytes, ASCII letters in lower case.
bool before_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // spaces and tabs of both ends
bool is_token(std::string_view text);
bool is_field_text(std::string_view text);  // no control characters but the tab

// True when the comma-separated list in any header of that name holds `item`, case ignored.
bool lists(const Headers& headers, std::string_view name, std::string_view item);

}  // namespace assay::wire::detail
