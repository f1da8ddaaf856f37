// Random messages, and what they are compared by.
#pragma once
#include <rapidcheck.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "tests/wire/support.h"
#include "wire/message.h"

namespace assay::wire::test {

inline const std::string kTokenBytes = "!#$%&'*+-.^_`|~09azAZ";
inline const std::string kValueBytes = "ab \t:,;\"%\x80\xFF";

inline bool same(const Headers& a, const Headers& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Header& x, const Header& y) {
    return x.name == y.name && x.value == y.value;
  });
}

inline std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Header names prefixed so that none of them means anything to the framing.
inline rc::Gen<Headers> any_headers() {
  return rc::gen::container<Headers>(rc::gen::build<Header>(
      rc::gen::set(
          &Header::name,
          rc::gen::map(text_of(kTokenBytes), [](const std::string& name) { return "x-" + name; })),
      rc::gen::set(&Header::value, rc::gen::map(text_of(kValueBytes), trimmed))));
}

inline std::string hexadecimal(std::size_t value) {
  char text[20];
  std::snprintf(text, sizeof text, "%zx", value);
  return text;
}

// The body in chunks of random sizes.
inline std::string chunked(const std::string& body) {
  std::string out;
  for (const std::string& piece : random_pieces(body)) {
    out += hexadecimal(piece.size()) + "\r\n" + piece + "\r\n";
  }
  return out + "0\r\n\r\n";
}

}  // namespace assay::wire::test
