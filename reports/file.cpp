#include "reports/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace assay::reports {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, int error) {
  throw std::runtime_error(path.string() +
                           ": can't be written: " + std::generic_category().message(error));
}

// O_EXCL: a link that somebody put there is never followed. A failure is told of `named`.
int create(const fs::path& path, const fs::path& named) {
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
  const int descriptor = ::open(path.c_str(), flags, 0644);  // NOLINT(*-vararg)
  if (descriptor < 0) fail(named, errno);
  return descriptor;
}

void write_all(int descriptor, const fs::path& path, std::string_view text) {
  while (!text.empty()) {
    const ssize_t done = ::write(descriptor, text.data(), text.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) fail(path, done < 0 ? errno : ENOSPC);
    text.remove_prefix(static_cast<std::size_t>(done));
  }
}

fs::path beside(const fs::path& path) {
  return path.parent_path() / ("." + path.filename().string() + ".tmp");
}

void remove_file(const fs::path& path, const fs::path& named) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(named, errno);
}

}  // namespace

void require_writable(const fs::path& path) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error) fail(path, error.value());
  if (fs::is_directory(fs::symlink_status(path, error))) fail(path, EISDIR);
  const fs::path trial = beside(path);
  remove_file(trial, path);
  ::close(create(trial, path));
  remove_file(trial, path);
}

void prepare(const fs::path& path) {
  require_writable(path);
  remove_file(path, path);
}

void write_atomically(const fs::path& path, std::string_view text) {
  const fs::path temporary = beside(path);
  remove_file(temporary, path);
  const int descriptor = create(temporary, path);
  try {
    write_all(descriptor, path, text);
  } catch (...) {
    ::close(descriptor);
    ::unlink(temporary.c_str());
    throw;
  }
  if (::close(descriptor) != 0) fail(path, errno);
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    fail(path, error);
  }
}

GrowingFile::GrowingFile(fs::path path) : path_(std::move(path)) {
  prepare(path_);
  descriptor_ = create(path_, path_);
}

GrowingFile::~GrowingFile() { ::close(descriptor_); }

// One write a call and no buffer of ours: a killed run keeps every line it was told.
void GrowingFile::append(std::string_view text) { write_all(descriptor_, path_, text); }

}  // namespace assay::reports
