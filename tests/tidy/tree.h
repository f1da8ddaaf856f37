// The repository's own files as a value, so that a check can be fed a planted fault.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay::tidy {

// Path relative to the repository, with '/', to content.
using Tree = std::map<std::string, std::string>;

// Everything under `root` but what is built or left by a run, and bytes kept exactly as captured
// (corpus/, tests/data/). Throws std::filesystem::filesystem_error when a file can't be read.
Tree load_tree(const std::filesystem::path& root);

bool is_header(std::string_view path);  // *.h
bool is_source(std::string_view path);  // *.cpp
bool is_cxx(std::string_view path);     // either
bool is_test(std::string_view path);    // under tests/

// The room ("wire") that a path such as "wire/sign.h" is in; "" for none.
std::string_view room_of(std::string_view path);

// Lines without their ends.
std::vector<std::string_view> lines_of(std::string_view text);

struct Include {
  std::size_t line = 0;  // counted from 1
  std::string path;      // between the quotes or the angle brackets
  bool quoted = false;
};
std::vector<Include> includes_of(std::string_view text);

// Is `word` in `text` with nothing of an identifier before or after it?
bool has_word(std::string_view text, std::string_view word);

}  // namespace assay::tidy
