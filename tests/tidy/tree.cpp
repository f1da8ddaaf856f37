#include "tests/tidy/tree.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace assay::tidy {
namespace {

constexpr std::array<std::string_view, 7> rooms = {"spec", "wire",    "generators", "oracles",
                                                   "mock", "reports", "harness"};
// Top-level folders that are looked into; all others are somebody's build or run.
constexpr std::array<std::string_view, 5> others = {"tests", "cmake", "scripts", ".ci", "docs"};

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw std::filesystem::filesystem_error("cannot be read", file,
                                            std::make_error_code(std::errc::io_error));
  }
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

void load_folder(const std::filesystem::path& root, std::string_view folder, Tree& tree) {
  const std::filesystem::path top = root / folder;
  if (!std::filesystem::is_directory(top)) return;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(top)) {
    if (!entry.is_regular_file()) continue;
    std::string path = entry.path().lexically_relative(root).generic_string();
    if (path.starts_with("tests/data/") || path.find("__pycache__") != std::string::npos) continue;
    tree.emplace(std::move(path), read(entry.path()));
  }
}

bool is_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

Tree load_tree(const std::filesystem::path& root) {
  Tree tree;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.is_regular_file()) {
      tree.emplace(entry.path().filename().string(), read(entry.path()));
    }
  }
  for (std::string_view folder : rooms) load_folder(root, folder, tree);
  for (std::string_view folder : others) load_folder(root, folder, tree);
  return tree;
}

bool is_header(std::string_view path) { return path.ends_with(".h"); }
bool is_source(std::string_view path) { return path.ends_with(".cpp"); }
bool is_cxx(std::string_view path) { return is_header(path) || is_source(path); }
bool is_test(std::string_view path) { return path.starts_with("tests/"); }

std::string_view room_of(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return "";
  const std::string_view first = path.substr(0, slash);
  return std::ranges::find(rooms, first) == rooms.end() ? "" : first;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> found;
  const std::vector<std::string_view> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    constexpr std::string_view directive = "#include ";
    if (!lines[i].starts_with(directive)) continue;
    const std::string_view rest = lines[i].substr(directive.size());
    if (rest.empty() || (rest[0] != '"' && rest[0] != '<')) continue;
    const bool quoted = rest[0] == '"';
    const std::size_t end = rest.find(quoted ? '"' : '>', 1);
    if (end == std::string_view::npos) continue;
    found.push_back({i + 1, std::string(rest.substr(1, end - 1)), quoted});
  }
  return found;
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t after = at + word.size();
    const bool starts = at == 0 || !is_identifier(text[at - 1]);
    const bool ends = after >= text.size() || !is_identifier(text[after]);
    if (starts && ends) return true;
  }
  return false;
}

}  // namespace assay::tidy
