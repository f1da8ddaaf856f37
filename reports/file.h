// Files of a report. Every failure is a std::runtime_error that names the path and says why.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace assay::reports {

// Makes sure that `path` can be written: its folder is made where it is missing, what an earlier
// run left at `path` is removed (a link too, not what it points at), a file beside it is tried.
void prepare(const std::filesystem::path& path);

// The first half of that: refuses a `path` that could not be written, and leaves what is there.
void require_writable(const std::filesystem::path& path);

// Writes the whole file or leaves things as they were: a temporary file beside it, renamed.
void write_atomically(const std::filesystem::path& path, std::string_view text);

// A file that grows. What append() was given survives the process from then on.
class GrowingFile {
 public:
  explicit GrowingFile(std::filesystem::path path);  // calls prepare()
  ~GrowingFile();
  GrowingFile(const GrowingFile&) = delete;
  GrowingFile& operator=(const GrowingFile&) = delete;
  void append(std::string_view text);

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace assay::reports
