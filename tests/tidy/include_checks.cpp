#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <set>

#include "tests/tidy/checks.h"

namespace assay::tidy {
namespace {

using Table = std::map<std::string_view, std::set<std::string_view>>;

// Which rooms a room may include, beside itself.
const Table& table() {
  static const Table rows = {
      {"spec", {}},
      {"wire", {}},
      {"generators", {"spec", "wire"}},
      {"oracles", {"spec", "wire"}},
      {"mock", {"spec", "wire"}},
      {"reports", {"spec", "wire", "oracles"}},
      {"harness", {"spec", "wire", "generators", "oracles", "mock", "reports"}},
  };
  return rows;
}

constexpr std::array<std::string_view, 3> heavy = {"nlohmann/json.hpp", "boost/beast",
                                                   "boost/asio.hpp"};

}  // namespace

std::ostream& operator<<(std::ostream& out, const Problem& problem) {
  out << problem.path;
  if (problem.line != 0) out << ':' << problem.line;
  return out << ": " << problem.what;
}

std::vector<Problem> check_layering(const Tree& tree) {
  std::vector<Problem> problems;
  for (const auto& [path, text] : tree) {
    const std::string_view room = room_of(path);
    if (room.empty() || !is_cxx(path)) continue;
    for (const Include& include : includes_of(text)) {
      const std::string_view target = room_of(include.path);
      const bool allowed = target.empty() || target == room || table().at(room).contains(target);
      if (allowed && !is_test(include.path)) continue;
      problems.push_back(
          {path, include.line, std::string(room) + "/ may not include " + include.path});
    }
  }
  return problems;
}

std::vector<Problem> check_include_paths(const Tree& tree) {
  std::vector<Problem> problems;
  for (const auto& [path, text] : tree) {
    if (!is_cxx(path)) continue;
    for (const Include& include : includes_of(text)) {
      if (!include.quoted || tree.contains(include.path)) continue;
      problems.push_back({path, include.line,
                          "\"" + include.path +
                              "\" is no file of ours: write the path from the "
                              "root, and <> around what others own"});
    }
  }
  return problems;
}

std::vector<Problem> check_pragma_once(const Tree& tree) {
  std::vector<Problem> problems;
  for (const auto& [path, text] : tree) {
    if (!is_header(path)) continue;
    if (std::ranges::count(lines_of(text), std::string_view("#pragma once")) == 1) continue;
    problems.push_back({path, 0, "wants one line #pragma once"});
  }
  return problems;
}

// A source that includes its own header before anything else compiles only when that header stands
// alone. CMake compiles the headers that have no source of their name (cmake/AssayHeaders.cmake).
std::vector<Problem> check_own_header_first(const Tree& tree) {
  std::vector<Problem> problems;
  for (const auto& [path, text] : tree) {
    if (!is_source(path)) continue;
    const std::string header = path.substr(0, path.size() - 4) + ".h";
    if (!tree.contains(header)) continue;
    const std::vector<Include> includes = includes_of(text);
    if (!includes.empty() && includes.front().path == header) continue;
    problems.push_back({path, 0, "must include \"" + header + "\" before anything else"});
  }
  return problems;
}

std::vector<Problem> check_heavy_headers(const Tree& tree) {
  std::vector<Problem> problems;
  for (const auto& [path, text] : tree) {
    if (room_of(path).empty() || !is_header(path)) continue;
    // What only one room's sources share may cost what it must.
    if (has_word(std::string_view(text).substr(0, text.find("#pragma once")), "Internal")) continue;
    for (const Include& include : includes_of(text)) {
      const bool found = std::ranges::any_of(
          heavy, [&](std::string_view name) { return include.path.starts_with(name); });
      if (!found) continue;
      problems.push_back({path, include.line,
                          "<" + include.path +
                              "> costs every user of this header seconds: keep it "
                              "in the source, or say Internal in the header's first comment"});
    }
  }
  return problems;
}

}  // namespace assay::tidy
