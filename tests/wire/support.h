// What the tests of wire/ share.
#pragma once
#include <rapidcheck.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "wire/params.h"
#include "wire/sign.h"

namespace assay::wire::test {

// False where a sanitizer does not let operator new be counted.
bool counts_allocations();
// How often operator new was called so far, by anyone in this program.
std::size_t allocation_count();

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::string text(std::filesystem::file_size(path), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in) throw std::runtime_error("cannot read all of " + path);
  return text;
}

// A string with its NUL bytes, from a literal.
template <std::size_t kSize>
std::string bytes_literal(const char (&text)[kSize]) {
  return std::string(text, kSize - 1);
}

inline rc::Gen<char> any_byte() {
  return rc::gen::map(rc::gen::inRange(0, 256), [](int value) {
    return static_cast<char>(static_cast<unsigned char>(value));
  });
}

inline rc::Gen<std::string> any_bytes() { return rc::gen::container<std::string>(any_byte()); }

// Strings of characters from one set.
inline rc::Gen<std::string> text_of(const std::string& set) {
  return rc::gen::container<std::string>(rc::gen::elementOf(set));
}

inline rc::Gen<Params> any_params() {
  return rc::gen::container<Params>(rc::gen::build<Param>(
      rc::gen::set(&Param::name, any_bytes()), rc::gen::set(&Param::value, any_bytes())));
}

// Pieces of `text`, in order and together the whole of it.
inline std::vector<std::string> random_pieces(std::string_view text) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const auto most = static_cast<int>(text.size() < 40 ? text.size() : 40);
    const auto size = static_cast<std::size_t>(*rc::gen::inRange(1, most + 1));
    pieces.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return pieces;
}

// The query that a client sends for `params`: sorted, encoded, Signature last.
inline std::string signed_query(Signer& signer, std::string_view method, Params params) {
  std::sort(params.begin(), params.end(), [](const Param& a, const Param& b) {
    return std::tie(a.name, a.value) < std::tie(b.name, b.value);
  });
  params.push_back({"Signature", std::string(signer.v1(method, params))});
  std::string out;
  append_form(out, params);
  return out;
}

inline std::string with_bit_flipped(std::string text, std::size_t byte, unsigned bit) {
  text[byte] = static_cast<char>(static_cast<unsigned char>(text[byte]) ^ (1U << bit));
  return text;
}

}  // namespace assay::wire::test
