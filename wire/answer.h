// The body of an answer, JSON or XML, reduced to what clauses speak of.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/message.h"

namespace assay::wire {

enum class BodyFormat { none, json, xml, other };  // none: empty body; other: neither parses

struct Member {
  std::string name;
  std::string text;       // strings decoded; numbers as written; objects and arrays as compact JSON
  bool is_string = true;  // XML members always are
};

struct Answer {
  BodyFormat format = BodyFormat::none;
  std::string root;             // XML: name of the root element; JSON: ""
  std::vector<Member> members;  // of the top level, in order, duplicates kept
  std::string problem;          // why format is `other`, with the offset where known

  const Member* find(std::string_view name) const;
  std::string_view text(std::string_view name) const;  // "" when absent
};

// Never throws, whatever the bytes: at most `max_depth` nested levels are followed, deeper ones
// make the answer `other`, and 512 is the most that is allowed at all. XML: no DTD, no external
// entities, nothing is fetched. An element with child elements is an object; siblings of one name
// are an array.
Answer parse_answer(std::string_view body, std::size_t max_depth = 64);
// As above into `out`, whose memory serves again.
void parse_answer(std::string_view body, Answer& out, std::size_t max_depth = 64);

// One scan for the usual small answer {"RequestId":"…"} in JSON: the id, or nothing when the body
// is anything else (then use parse_answer). Allocates nothing.
std::optional<std::string_view> plain_request_id(std::string_view body);

// The text found by walking `path` through a body: object members or elements by name; the first
// array element or sibling whose member `key` equals `want` is taken where an array is met.
// Example: select(body, {"Items","Item"}, "Id", "i-1", {"Options"}).
struct Field {
  std::string name;
  std::string text;  // scalars as in Member; structures as canonical compact JSON
};
// All members of the object so reached; nothing when it is not there or the body does not parse.
std::optional<std::vector<Field>> select(std::string_view body,
                                         const std::vector<std::string>& path, std::string_view key,
                                         std::string_view want,
                                         const std::vector<std::string>& inner);

// Every value of member `key` in the list reached by `path`, in order; of the list itself when
// `key` is empty.
std::vector<std::string> list(std::string_view body, const std::vector<std::string>& path,
                              std::string_view key);

// Text made safe as the content of an XML element (characters XML cannot hold become U+FFFD) or as
// the inside of a JSON string (invalid UTF-8 becomes U+FFFD).
void append_xml_text(std::string& out, std::string_view text);
void append_json_text(std::string& out, std::string_view text);

// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
bool is_utf8(std::string_view text);

}  // namespace assay::wire
