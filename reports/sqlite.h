// Internal: SQLite as the history needs it. Values only ever come in as bound parameters. Every
// failure is a std::runtime_error that names the file and says why.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace assay::reports {

class Database {
 public:
  // Opens a file for reading and writing, or for reading alone where the file system allows no
  // more; a missing one is made only if `create`. Waits up to a minute for whoever else writes.
  Database(const std::filesystem::path& path, bool create);
  bool read_only() const;
  void execute(const char* sql);  // statements of ours, without values
  std::int64_t last_row() const;
  std::size_t changed() const;     // rows, by the last statement that changed any
  [[noreturn]] void fail() const;  // throws what SQLite says of the last call

 private:
  friend class Statement;
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::filesystem::path path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// One statement. Columns and parameters count from 0; parameters are bound in their order.
// Example: Statement one(database, "SELECT name FROM t WHERE id = ?");
//          one.bind(7); while (one.step()) use(one.text(0));
class Statement {
 public:
  Statement(Database& database, const char* sql);
  Statement& bind(std::string_view text);  // any bytes, NUL too
  Statement& bind(std::int64_t number);
  Statement& bind(double number);
  Statement& bind_null();
  bool step();  // true: there is a row
  void run();   // to the end, then ready to be bound anew
  bool null(int column) const;
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  std::size_t size(int column) const;  // a negative number is 0
  double real(int column) const;

 private:
  void check(int code);
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int next_ = 1;
};

// All or nothing. One that writes holds the right to do so from its start, so that what it read
// stays true; one that reads sees one state of the file.
class Transaction {
 public:
  enum class Kind { writes, reads };
  explicit Transaction(Database& database, Kind kind = Kind::writes);
  ~Transaction();  // rolls back what was not committed
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace assay::reports
