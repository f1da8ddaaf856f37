#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/tidy/checks.h"

namespace assay::tidy {
namespace {

constexpr std::size_t longest = 400;
constexpr std::size_t longest_test = 600;  // cases in a row read easily
// Files that may be longer, each with its reason. Empty is best.
constexpr std::array<std::string_view, 0> longer = {};

bool is_white_space_checked(std::string_view path) {
  constexpr std::array<std::string_view, 6> ends = {".h",  ".cpp", ".cmake", "CMakeLists.txt",
                                                    ".py", ".json"};
  return path.starts_with("scripts/") || path.starts_with(".ci/") ||
         std::ranges::any_of(ends, [&](std::string_view end) { return path.ends_with(end); });
}

// Names that only a document may hold: the operations of spec/ecs and their parameters.
std::set<std::string> operation_words(const Tree& tree) {
  std::set<std::string> words;
  for (const auto& [path, text] : tree) {
    if (!path.starts_with("spec/ecs/") || !path.ends_with(".json")) continue;
    const auto document = nlohmann::json::parse(text, nullptr, false);
    if (!document.is_object()) continue;
    if (document.value("operation", nlohmann::json()).is_string()) {
      words.insert(document["operation"].get<std::string>());
    }
    if (!document.contains("parameters")) continue;
    for (const auto& parameter : document["parameters"]) {
      if (parameter.contains("name")) words.insert(parameter["name"].get<std::string>());
    }
  }
  return words;
}

struct Call {
  std::string_view text;
  std::string_view why;
  bool in_tests;  // also refused there; harness/ alone is free
};
constexpr std::array<Call, 12> calls = {{
    {"sleep_for", "sleeps", true},
    {"sleep_until", "sleeps", true},
    {"usleep(", "sleeps", true},
    {"random_device", "draws without a seed", true},
    {"std::rand(", "draws without a seed", true},
    {"srand(", "draws without a seed", true},
    {"system_clock::now", "reads the clock", false},
    {"steady_clock::now", "reads the clock", false},
    {"high_resolution_clock", "reads the clock", false},
    {"gettimeofday(", "reads the clock", false},
    {"clock_gettime(", "reads the clock", false},
    {"std::time(", "reads the clock", false},
}};

// In halves, so that this file keeps its own rule.
const std::vector<std::string>& foreign_places() {
  static const std::vector<std::string> places = {
      "/wo"
      "rk/",
      "/ro"
      "ot/",
      "/ho"
      "me/",
      "/Us"
      "ers/",
      "deb.deb"
      "ian.org",
      "archive.ub"
      "untu",
      "pypi"
      ".org",
      "registry.np"
      "mjs",
      "proxy.go"
      "lang.org",
      "crates"
      ".io",
      "repo.maven"
      ".apache"};
  return places;
}

// Calls `visit(path, line, text)` for every line of the files that `wanted(path)` accepts.
template <class Wanted, class Visit>
void each_line(const Tree& tree, Wanted wanted, Visit visit) {
  for (const auto& [path, text] : tree) {
    if (!wanted(path)) continue;
    std::size_t number = 0;
    for (std::string_view line : lines_of(text)) visit(path, ++number, line);
  }
}

}  // namespace

std::vector<Problem> check_length(const Tree& tree) {
  std::vector<Problem> problems;
  for (const auto& [path, text] : tree) {
    if (!is_cxx(path) || std::ranges::find(longer, path) != longer.end()) continue;
    const std::size_t lines = lines_of(text).size();
    const std::size_t limit = is_test(path) ? longest_test : longest;
    if (lines <= limit) continue;
    problems.push_back({path, 0,
                        std::to_string(lines) + " lines, of which " + std::to_string(limit) +
                            " are allowed: it holds more than one idea"});
  }
  return problems;
}

std::vector<Problem> check_white_space(const Tree& tree) {
  std::vector<Problem> problems;
  each_line(tree, is_white_space_checked,
            [&](const std::string& path, std::size_t number, std::string_view line) {
              if (line.find('\t') != std::string_view::npos) {
                problems.push_back({path, number, "tab"});
              }
              if (line.find('\r') != std::string_view::npos) {
                problems.push_back({path, number, "carriage return"});
              } else if (line.ends_with(' ')) {
                problems.push_back({path, number, "space at the end of the line"});
              }
            });
  for (const auto& [path, text] : tree) {
    if (!is_white_space_checked(path) || text.empty() || text.ends_with('\n')) continue;
    problems.push_back({path, 0, "no end of line at the end of the file"});
  }
  return problems;
}

std::vector<Problem> check_operation_words(const Tree& tree) {
  std::vector<Problem> problems;
  const std::set<std::string> words = operation_words(tree);
  each_line(
      tree, [](std::string_view path) { return is_cxx(path) && !is_test(path); },
      [&](const std::string& path, std::size_t number, std::string_view line) {
        for (const std::string& word : words) {
          if (!has_word(line, word)) continue;
          problems.push_back({path, number, word + " belongs into spec/, as data"});
        }
      });
  return problems;
}

std::vector<Problem> check_forbidden_calls(const Tree& tree) {
  std::vector<Problem> problems;
  each_line(
      tree,
      [](std::string_view path) {
        // This folder names the calls.
        return is_cxx(path) && room_of(path) != "harness" && !path.starts_with("tests/tidy/");
      },
      [&](const std::string& path, std::size_t number, std::string_view line) {
        for (const Call& call : calls) {
          if (is_test(path) && !call.in_tests) continue;
          if (line.find(call.text) == std::string_view::npos) continue;
          problems.push_back({path, number,
                              std::string(call.text) + " " + std::string(call.why) +
                                  ": only harness/ owns seed and clock"});
        }
      });
  return problems;
}

std::vector<Problem> check_places(const Tree& tree) {
  std::vector<Problem> problems;
  each_line(
      tree, [](std::string_view) { return true; },
      [&](const std::string& path, std::size_t number, std::string_view line) {
        for (const std::string& place : foreign_places()) {
          if (line.find(place) == std::string_view::npos) continue;
          problems.push_back({path, number, place + " is somebody's machine or a registry"});
        }
      });
  return problems;
}

}  // namespace assay::tidy
