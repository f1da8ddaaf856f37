#include <algorithm>
#include <set>

#include "tests/tidy/checks.h"

namespace assay::tidy {
namespace {

// Is `name` in `text` as one whole word of CMake?
bool has_argument(std::string_view text, std::string_view name) {
  constexpr std::string_view breaks = " \n\"()";
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t after = at + name.size();
    const bool starts = at == 0 || breaks.find(text[at - 1]) != std::string_view::npos;
    const bool ends = after >= text.size() || breaks.find(text[after]) != std::string_view::npos;
    if (starts && ends) return true;
  }
  return false;
}

// Named by a CMakeLists.txt of its own folder or of one above, relative to that folder; or by its
// stem where that file builds names with "}.cpp".
bool is_built(const Tree& tree, const std::string& path) {
  for (std::size_t slash = path.rfind('/'); slash != std::string::npos;
       slash = slash == 0 ? std::string::npos : path.rfind('/', slash - 1)) {
    const auto list = tree.find(path.substr(0, slash + 1) + "CMakeLists.txt");
    if (list == tree.end()) continue;
    const std::string name = path.substr(slash + 1);
    if (has_argument(list->second, name)) return true;
    if (list->second.find("}.cpp") != std::string::npos &&
        has_argument(list->second, std::string_view(name).substr(0, name.size() - 4))) {
      return true;
    }
  }
  return false;
}

// Every file of ours that `from` includes, itself or through others.
void reach(const Tree& tree, const std::string& from, std::set<std::string>& reached) {
  if (!reached.insert(from).second) return;
  const auto file = tree.find(from);
  if (file == tree.end()) return;
  for (const Include& include : includes_of(file->second)) {
    if (include.quoted) reach(tree, include.path, reached);
  }
}

}  // namespace

std::vector<Problem> check_dead_files(const Tree& tree) {
  std::vector<Problem> problems;
  std::set<std::string> included;
  for (const auto& [path, text] : tree) {
    if (!is_cxx(path)) continue;
    for (const Include& include : includes_of(text)) included.insert(include.path);
  }
  for (const auto& [path, text] : tree) {
    // tests/main.cpp is named by cmake/AssayTest.cmake, with a full path.
    if (is_source(path) && path != "tests/main.cpp" && !is_built(tree, path)) {
      problems.push_back({path, 0, "no CMakeLists.txt names it"});
    }
    if (is_header(path) && !included.contains(path)) {
      problems.push_back({path, 0, "nobody includes it"});
    }
  }
  return problems;
}

std::vector<Problem> check_mirror(const Tree& tree) {
  std::vector<Problem> problems;
  std::set<std::string> with_sources;
  std::set<std::string> tested;
  for (const auto& [path, text] : tree) {
    if (is_source(path) && !room_of(path).empty()) with_sources.emplace(room_of(path));
    if (!path.starts_with("tests/") || !path.ends_with("_test.cpp")) continue;
    const std::string room(room_of(std::string_view(path).substr(6)));
    if (room.empty()) continue;
    tested.insert(room);
    std::set<std::string> reached;
    reach(tree, path, reached);
    if (std::ranges::none_of(reached, [&](const auto& file) { return room_of(file) == room; })) {
      problems.push_back({path, 0, "includes nothing of " + room + "/, which it should test"});
    }
  }
  for (const std::string& room : with_sources) {
    if (!tested.contains(room)) {
      problems.push_back({room, 0, "has no tests/" + room + "/..._test.cpp"});
    }
  }
  return problems;
}

std::vector<Problem> check_licence(const Tree& tree) {
  const auto licence = tree.find("LICENSE");
  if (licence == tree.end()) return {{"LICENSE", 0, "is missing"}};
  std::vector<Problem> problems;
  for (std::string_view part : {"Apache License", "Version 2.0, January 2004",
                                "TERMS AND CONDITIONS FOR USE", "END OF TERMS AND CONDITIONS"}) {
    if (licence->second.find(part) == std::string::npos) {
      problems.push_back({"LICENSE", 0, "lacks \"" + std::string(part) + "\""});
    }
  }
  return problems;
}

}  // namespace assay::tidy
