// What the tests of the writers share.
#pragma once
#include <rapidcheck.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "reports/summary.h"

namespace assay::tests {

// A fresh folder, gone with its content at the end.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view text);

// The text is what tests/data/reports/<name> holds. With ASSAY_APPROVE=1 in the environment the
// file is written instead: look at what changed before committing it.
void check_approved(std::string_view name, const std::string& text);

struct Ran {
  int status = -1;  // of the shell
  std::string output;
};
Ran run(const std::string& command);  // standard output and error together
bool have(std::string_view program);

// "" where every file fits the schema of that name in reports/schema, else what is wrong. `kind` is
// "json" or "lines".
std::string schema_errors(std::string_view schema, std::string_view kind,
                          const std::filesystem::path& file);
std::string xsd_errors(const std::filesystem::path& file);

// Any bytes, rich in what harms HTML, XML, JSON and terminals.
rc::Gen<std::string> any_bytes();
rc::Gen<reports::Finding> any_finding();

std::size_t occurrences(std::string_view text, std::string_view part);

}  // namespace assay::tests
