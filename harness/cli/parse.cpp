#include "harness/cli/parse.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "reports/journal_reader.h"
#include "reports/writers.h"
#include "spec/load.h"
#include "wire/time.h"

namespace assay::harness {

namespace {

[[noreturn]] void refuse(std::string_view flag, std::string_view came,
                         const std::string& expected) {
  throw UsageError(std::string(flag) + ": came \"" + std::string(came) + "\", expected " +
                   expected);
}

}  // namespace

std::chrono::milliseconds parse_duration(std::string_view flag, std::string_view text) {
  const std::string expected = "a time such as 500ms, 10s or 2m";
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) refuse(flag, text, expected);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  double scale = 1000;
  if (unit == "ms") {
    scale = 1;
  } else if (unit == "m") {
    scale = 60'000;
  } else if (unit == "h") {
    scale = 3'600'000;
  } else if (!unit.empty() && unit != "s") {
    refuse(flag, text, expected);
  }
  const double ms = value * scale;
  if (!(ms >= 1) || ms > 1e11) refuse(flag, text, expected);
  return std::chrono::milliseconds(static_cast<std::int64_t>(ms));
}

double parse_rate(std::string_view flag, std::string_view text) {
  std::string_view number = text;
  if (number.ends_with("/s")) number.remove_suffix(2);
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc{} || end != number.data() + number.size() || !(value > 0)) {
    refuse(flag, text, "requests a second such as 200/s");
  }
  return value;
}

std::size_t parse_word(std::string_view flag, std::string_view text,
                       const std::vector<std::string>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return i;
    list += (list.empty() ? "" : ", ") + words[i];
  }
  const std::string near = spec::nearest(text, words);
  refuse(flag, text, "one of " + list + (near.empty() ? "" : "; did you mean " + near + "?"));
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    if (comma != 0) out.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return out;
}

std::vector<std::string> phase_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < generators::phase_count; ++i) {
    names.emplace_back(generators::name(static_cast<generators::Phase>(i)));
  }
  return names;
}

std::vector<generators::Phase> parse_phases(std::string_view text) {
  const std::vector<std::string> names = phase_names();
  std::vector<generators::Phase> out;
  for (const std::string& word : split_list(text)) {
    out.push_back(static_cast<generators::Phase>(parse_word("--phases", word, names)));
  }
  if (out.empty()) refuse("--phases", text, "examples, boundaries, sequences, random");
  return out;
}

generators::Style parse_style(std::string_view signature, std::string_view method,
                              std::string_view format) {
  generators::Style style;
  const std::size_t s = parse_word("--signature", signature, {"both", "v1", "v3", "none"});
  style.v1 = s == 0 || s == 1;
  style.v3 = s == 0 || s == 2;
  const std::size_t m = parse_word("--method", method, {"both", "get", "post"});
  style.get = m != 2;
  style.post = m != 1;
  const std::size_t f = parse_word("--format", format, {"both", "json", "xml"});
  style.json = f != 2;
  style.xml = f != 1;
  return style;
}

namespace {

void take(wire::Credentials& out, std::string_view name, const std::string& value) {
  if (name == "ALIBABA_CLOUD_ACCESS_KEY_ID") out.id = value;
  if (name == "ALIBABA_CLOUD_ACCESS_KEY_SECRET") out.secret = value;
  if (name == "ALIBABA_CLOUD_SECURITY_TOKEN") out.token = value;
}

void read_file(const std::string& file, wire::Credentials& out) {
  std::ifstream in(file);
  if (!in) throw UsageError("--credentials: \"" + file + "\" can't be read");
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) {  // never the line itself: it may hold a secret
      throw UsageError("--credentials: " + file + " line " + std::to_string(number) +
                       ": expected NAME=value");
    }
    take(out, std::string_view(line).substr(0, equals), line.substr(equals + 1));
  }
}

}  // namespace

std::optional<wire::Credentials> read_credentials(const std::string& file) {
  wire::Credentials out;
  if (!file.empty()) {
    read_file(file, out);
  } else {
    for (const char* name : {"ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
                             "ALIBABA_CLOUD_SECURITY_TOKEN"}) {
      if (const char* value = std::getenv(name)) take(out, name, value);
    }
  }
  if (out.id.empty() && out.secret.empty()) return std::nullopt;
  if (out.id.empty() || out.secret.empty()) {
    throw UsageError(std::string("credentials: ALIBABA_CLOUD_ACCESS_KEY_") +
                     (out.id.empty() ? "ID" : "SECRET") + " is missing; both are needed");
  }
  return out;
}

namespace {

// The files that describe operations, in the order of their names.
std::vector<std::filesystem::path> documents_below(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> out;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root, error)) {
    if (entry.path().extension() != ".json") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    if (text.str().find("\"kind\": \"operation\"") != std::string::npos) {
      out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::vector<std::string> parse_reports(std::string_view text) {
  if (text.empty()) return reports::known_writers();
  std::vector<std::string> out = split_list(text);
  for (const std::string& name : out) parse_word("--report", name, reports::known_writers());
  return out;
}

reports::Summary load_run(const std::string& folder) {
  const std::filesystem::path journal(std::string(reports::file_of("journal")));
  try {
    return reports::read_journal(std::filesystem::path(folder) / journal);
  } catch (const reports::ReadError& error) {
    throw UsageError(std::string("DIR: ") + error.what());
  }
}

reports::Baseline load_baseline(const std::string& flag, const std::string& file) {
  try {
    return reports::load_baseline(file);
  } catch (const reports::ReadError& error) {
    throw UsageError(flag + ": " + error.what());
  }
}

std::string parse_day(std::string_view flag, std::string_view text) {
  if (!reports::is_day(text)) refuse(flag, text, "a day such as 2026-11-24");
  return std::string(text);
}

std::string today(const std::string& named) {
  return named.empty() ? wire::format_time(std::time(nullptr)).substr(0, 10)
                       : parse_day("--today", named);
}

std::filesystem::path document_folder() {
  const char* other = std::getenv("ASSAY_SPEC_DIR");
  return other != nullptr ? other : ASSAY_SPEC_DIR;
}

std::vector<std::string> document_names() {
  std::vector<std::string> out;
  for (const auto& document : documents_below(document_folder())) out.push_back(document.stem());
  return out;
}

spec::Operation load_operation(const std::string& name_or_file, std::string& file) {
  namespace fs = std::filesystem;
  const fs::path root = document_folder();
  fs::path path = name_or_file;
  std::error_code error;
  if (name_or_file.empty() || !fs::exists(path, error)) {
    for (const fs::path& document : documents_below(root)) {
      if (!name_or_file.empty() && document.stem() != name_or_file) continue;
      path = document;
      break;
    }
  }
  file = path.string();
  auto loaded = spec::load(path);
  if (auto* operation = std::get_if<spec::Operation>(&loaded)) return std::move(*operation);
  std::string all;
  for (const spec::Fault& fault : std::get<std::vector<spec::Fault>>(loaded)) {
    all += (all.empty() ? "" : "\n") + spec::to_string(fault);
  }
  throw UsageError(all);
}

}  // namespace assay::harness
