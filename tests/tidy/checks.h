// What is asked of the files of the repository. Each check is a function of a Tree, and returns
// every place that breaks its rule; none means that the rule is kept.
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/tree.h"

namespace assay::tidy {

struct Problem {
  std::string path;
  std::size_t line = 0;  // from 1; 0 for the whole file
  std::string what;
};
std::ostream& operator<<(std::ostream& out, const Problem& problem);  // "path:line: what"

using Check = std::vector<Problem> (*)(const Tree&);

// include_checks.cpp
std::vector<Problem> check_layering(const Tree& tree);       // the table of docs/architecture.md
std::vector<Problem> check_include_paths(const Tree& tree);  // from the root, to files that exist
std::vector<Problem> check_pragma_once(const Tree& tree);    // in every header
std::vector<Problem> check_own_header_first(
    const Tree& tree);                                       // proves that the header stands alone
std::vector<Problem> check_heavy_headers(const Tree& tree);  // kept out of the rooms' headers

// text_checks.cpp
std::vector<Problem> check_length(const Tree& tree);
std::vector<Problem> check_white_space(const Tree& tree);
std::vector<Problem> check_operation_words(const Tree& tree);  // of spec/ecs, in C++ of the rooms
std::vector<Problem> check_forbidden_calls(const Tree& tree);  // clocks, chance and sleep
std::vector<Problem> check_places(const Tree& tree);           // no machine's paths, no registries

// shape_checks.cpp
std::vector<Problem> check_dead_files(const Tree& tree);  // unbuilt sources, unused headers
std::vector<Problem> check_mirror(const Tree& tree);      // tests/ beside the rooms
std::vector<Problem> check_licence(const Tree& tree);

}  // namespace assay::tidy
