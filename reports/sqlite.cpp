#include "reports/sqlite.h"

#include <sqlite3.h>

#include <stdexcept>
#include <system_error>

namespace assay::reports {
namespace {

namespace fs = std::filesystem;
constexpr int patience_ms = 60000;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw std::runtime_error(path.string() + ": " + why);
}

// What SQLite would only call "unable to open".
void check_kind(const fs::path& path, bool create) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) refuse(path, "is a folder");
  if (status.type() == fs::file_type::not_found) {
    if (!create) refuse(path, "there is no such file");
    fs::create_directories(path.parent_path(), error);
    if (error && !path.parent_path().empty()) refuse(path, "can't be written: " + error.message());
    return;
  }
  if (error) refuse(path, error.message());
  if (!fs::is_regular_file(status)) refuse(path, "is no regular file");
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close(handle); }

Database::Database(const fs::path& path, bool create) : path_(path) {
  check_kind(path, create);
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  sqlite3* handle = nullptr;
  // A path that starts with "file:" would otherwise be free to mean something else.
  const std::string name = path.is_absolute() ? path.string() : "./" + path.string();
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) fail();
  sqlite3_extended_result_codes(handle, 0);
  sqlite3_busy_timeout(handle, patience_ms);
  execute("PRAGMA foreign_keys = ON");
}

bool Database::read_only() const { return sqlite3_db_readonly(handle_.get(), "main") == 1; }

void Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }

std::size_t Database::changed() const {
  return static_cast<std::size_t>(sqlite3_changes(handle_.get()));
}

void Database::fail() const {
  if (!handle_) refuse(path_, "no memory to open it");
  if (sqlite3_errcode(handle_.get()) == SQLITE_NOTADB) refuse(path_, "is no SQLite database");
  refuse(path_, sqlite3_errmsg(handle_.get()));
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Database& database, const char* sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v2(database.handle_.get(), sql, -1, &statement, nullptr));
  statement_.reset(statement);
}

void Statement::check(int code) {
  if (code != SQLITE_OK) database_.fail();
}

Statement& Statement::bind(std::string_view text) {
  // A null pointer would mean NULL.
  const char* const data = text.empty() ? "" : text.data();
  // NOLINTNEXTLINE(*-cstyle-cast): SQLite's own macro
  auto* const copy = SQLITE_TRANSIENT;
  check(sqlite3_bind_text64(statement_.get(), next_++, data, text.size(), copy, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  check(sqlite3_bind_int64(statement_.get(), next_++, number));
  return *this;
}

Statement& Statement::bind(double number) {
  check(sqlite3_bind_double(statement_.get(), next_++, number));
  return *this;
}

Statement& Statement::bind_null() {
  check(sqlite3_bind_null(statement_.get(), next_++));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) database_.fail();
  return code == SQLITE_ROW;
}

void Statement::run() {
  while (step()) continue;
  check(sqlite3_reset(statement_.get()));
  next_ = 1;
}

bool Statement::null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
  const void* const data = sqlite3_column_blob(statement_.get(), column);
  const int length = sqlite3_column_bytes(statement_.get(), column);
  if (data == nullptr || length <= 0) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(length)};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::size_t Statement::size(int column) const {
  const std::int64_t value = integer(column);
  return value > 0 ? static_cast<std::size_t>(value) : 0;
}

double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  database.execute(kind == Kind::writes ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): SQLite did so by itself
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace assay::reports
