// The file of a history: versions, faults, writers at once.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

#include "reports/history.h"
#include "tests/reports/history_sample.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using reports::History;
using tests::night;

namespace {

constexpr auto to_add = History::Open::to_add;
constexpr auto to_read = History::Open::to_read;

void sql(const std::filesystem::path& path, const std::string& text) {
  sqlite3* handle = nullptr;
  BOOST_REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  char* why = nullptr;
  const int code = sqlite3_exec(handle, text.c_str(), nullptr, nullptr, &why);
  BOOST_REQUIRE_MESSAGE(code == SQLITE_OK, (why == nullptr ? "" : why));
  sqlite3_close(handle);
}

std::string ask(const std::filesystem::path& path, const std::string& question) {
  sqlite3* handle = nullptr;
  BOOST_REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  std::string out;
  const auto take = [](void* to, int count, char** values, char**) {
    for (int i = 0; i < count; ++i)
      *static_cast<std::string*>(to) += std::string(values[i] == nullptr ? "-" : values[i]) + ";";
    return 0;
  };
  BOOST_REQUIRE(sqlite3_exec(handle, question.c_str(), take, &out, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
  return out;
}

std::string refusal(const std::filesystem::path& path, History::Open open) {
  try {
    const History history(path, open);
    return "taken";
  } catch (const std::runtime_error& error) {
    const std::string what = error.what();
    BOOST_TEST(what.starts_with(path.string() + ": "));
    return what.substr(std::min(what.size(), path.string().size() + 2));
  }
}

// A file as the first version left it: two runs, of which both saw A and the first saw B.
void make_version_1(const std::filesystem::path& path) {
  sql(path, tests::read_file(std::filesystem::path(ASSAY_TEST_DATA) / "reports/history-1.sql"));
}

std::size_t runs_in(const std::filesystem::path& path) {
  const History history(path, to_read);
  std::size_t sum = 0;
  for (const auto& track : history.tracks({"", "", 1000})) sum += track.runs.size();
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(history_file)

BOOST_AUTO_TEST_CASE(a_new_file_is_of_the_newest_version) {
  const tests::TempDir folder;
  const auto path = folder / "made/on/the/way.sqlite";
  {
    const History history(path, to_add);
  }
  BOOST_TEST(ask(path, "PRAGMA user_version") == std::to_string(reports::history_version) + ";");
  BOOST_TEST(runs_in(path) == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_of_version_1_is_brought_up_to_date) {
  for (const auto open : {to_add, to_read}) {
    const tests::TempDir folder;
    const auto path = folder / "old.sqlite";
    make_version_1(path);
    BOOST_TEST(ask(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'choices'") == "0;");
    {
      const History history(path, open);
      const auto tracks = history.tracks({});
      BOOST_REQUIRE(tracks.size() == 1U);
      BOOST_TEST(tracks[0].runs.size() == 2U);
      BOOST_TEST(tracks[0].findings.size() == 2U);
      BOOST_TEST(tracks[0].changes.empty());
    }
    BOOST_TEST(ask(path, "PRAGMA user_version") == "2;");
    History history(path, to_add);
    const auto news = history.add(night(3, "AB", "", {"exact"}));
    BOOST_TEST(news.fresh.empty());
    BOOST_REQUIRE(news.back.size() == 1U);
    BOOST_TEST(news.back[0].clause == "B");
    BOOST_TEST(news.back[0].first_started == tests::night_started(1));
    BOOST_TEST(news.changed.empty());  // there was nothing to compare a choice with
    BOOST_TEST(history.add(night(4, "AB", "", {"ignored"})).changed.size() == 1U);
  }
}

// What a new file has is what an old one becomes.
BOOST_AUTO_TEST_CASE(both_ways_lead_to_the_same_tables) {
  const tests::TempDir folder;
  make_version_1(folder / "old");
  {
    const History old(folder / "old", to_add);
  }
  {
    const History made(folder / "made", to_add);
  }
  const std::string question =
      "SELECT name, group_concat(c) FROM (SELECT m.name AS name, t.name || ' ' || t.type AS c FROM "
      "sqlite_schema m, pragma_table_info(m.name) t WHERE m.type = 'table' ORDER BY m.name, t.cid) "
      "GROUP BY name";
  const std::string tables = ask(folder / "made", question);
  BOOST_TEST(tables.find("choices;run INTEGER") != std::string::npos);
  BOOST_TEST(ask(folder / "old", question) == tables);
}

BOOST_AUTO_TEST_CASE(a_migration_that_fails_leaves_the_file_as_it_was) {
  const tests::TempDir folder;
  const auto path = folder / "old.sqlite";
  make_version_1(path);
  sql(path, "CREATE INDEX choices_of ON runs (seed)");  // the last but one thing that it makes
  BOOST_TEST(refusal(path, to_add).find("choices_of") != std::string::npos);
  BOOST_TEST(ask(path, "PRAGMA user_version") == "1;");
  BOOST_TEST(ask(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'choices'") == "0;");
  sql(path, "DROP INDEX choices_of");
  BOOST_TEST(refusal(path, to_add) == "taken");
}

BOOST_AUTO_TEST_CASE(what_is_no_history_is_refused_and_left_alone) {
  const tests::TempDir folder;
  const auto path = folder / "file";
  for (const auto open : {to_add, to_read}) {
    tests::write_file(path, std::string(5000, 'x'));
    BOOST_TEST(refusal(path, open) == "is no SQLite database");
    BOOST_TEST(tests::read_file(path) == std::string(5000, 'x'));
    std::filesystem::remove(path);

    sql(path, "CREATE TABLE t (a)");
    BOOST_TEST(refusal(path, open) == "is an SQLite database, but no history of assay");
    BOOST_TEST(ask(path, "SELECT group_concat(name) FROM sqlite_schema") == "t;");
    std::filesystem::remove(path);

    {
      const History history(path, to_add);
    }
    sql(path, "PRAGMA user_version = 3");
    BOOST_TEST(refusal(path, open) ==
               "is a history of version 3, and this assay knows versions up to 2; a newer assay "
               "wrote it");
    std::filesystem::remove(path);

    BOOST_TEST(refusal(folder.path(), open) == "is a folder");
    BOOST_TEST(refusal("/dev/null", open) == "is no regular file");
  }
  BOOST_TEST(refusal(folder / "none", to_read) == "there is no such file");
  BOOST_TEST(!std::filesystem::exists(folder / "none"));
  tests::write_file(folder / "empty", "");
  BOOST_TEST(refusal(folder / "empty", to_read) == "is empty, and no history of assay");
  BOOST_TEST(refusal(folder / "empty", to_add) == "taken");
  BOOST_TEST(refusal("/proc/assay/h.sqlite", to_add).starts_with("can't be written: "));
  tests::write_file(folder / "plain", "");
  BOOST_TEST(refusal(folder / "plain/h.sqlite", to_add) != "taken");
}

BOOST_AUTO_TEST_CASE(a_file_that_may_only_be_read_is_read_and_not_written) {
  if (::geteuid() == 0) return;  // whom no permission stops
  const tests::TempDir folder;
  const auto path = folder / "h.sqlite";
  History(path, to_add).add(night(1, "A"));
  std::filesystem::permissions(path, std::filesystem::perms::owner_read);
  BOOST_TEST(runs_in(path) == 1U);
  BOOST_TEST(refusal(path, to_add) == "can't be written: it may only be read");
}

BOOST_AUTO_TEST_CASE(a_name_is_a_name) {
  const tests::TempDir folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  for (const char* name : {":memory:", "file:x?mode=memory", "a'b.sqlite", "-h"}) {
    History(name, to_add).add(night(1, ""));
    BOOST_TEST_CONTEXT(name) BOOST_TEST(runs_in(name) == 1U);
  }
  std::filesystem::current_path(before);
}

BOOST_AUTO_TEST_CASE(two_processes_at_once_lose_nothing) {
  const tests::TempDir folder;
  const auto path = folder / "shared.sqlite";  // and who comes first makes it
  std::vector<pid_t> children;
  for (int child = 0; child < 2; ++child) {
    const pid_t pid = ::fork();
    BOOST_REQUIRE(pid >= 0);
    if (pid == 0) {
      try {
        History history(path, to_add);
        for (int i = 0; i < 50; ++i) history.add(night(1 + child, child == 0 ? "A" : "AB"));
        ::_exit(0);
      } catch (const std::exception&) {
        ::_exit(1);
      }
    }
    children.push_back(pid);
  }
  for (const pid_t pid : children) {
    int status = 0;
    BOOST_REQUIRE(::waitpid(pid, &status, 0) == pid);
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  }
  BOOST_TEST(runs_in(path) == 100U);
  BOOST_TEST(ask(path, "SELECT key, times FROM findings ORDER BY key") ==
             "lab.Tag/A/accepted;100;lab.Tag/B/accepted;50;");
  BOOST_TEST(ask(path, "SELECT count(*) FROM sightings") == "150;");
  BOOST_TEST(ask(path, "PRAGMA integrity_check") == "ok;");
  BOOST_TEST(ask(path, "PRAGMA foreign_key_check") == "");
}

BOOST_AUTO_TEST_CASE(two_threads_at_once_lose_nothing) {
  const tests::TempDir folder;
  const auto path = folder / "shared.sqlite";
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 2; ++thread)
    threads.emplace_back([&path] {
      History history(path, to_add);
      for (int i = 0; i < 50; ++i) history.add(night(1, "A"));
    });
  for (std::thread& one : threads) one.join();
  BOOST_TEST(runs_in(path) == 100U);
}

// The first to come makes the file while the others look at it.
BOOST_AUTO_TEST_CASE(many_may_begin_a_file_at_once) {
  const tests::TempDir folder;
  for (int round = 0; round < 40; ++round) {
    const auto path = folder / ("h" + std::to_string(round) + ".sqlite");
    std::atomic<int> failed = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&] {
        try {
          History history(path, to_add);
          history.add(night(1, "A"));
        } catch (const std::exception&) {
          ++failed;
        }
      });
    for (std::thread& one : threads) one.join();
    BOOST_TEST(failed == 0);
    BOOST_TEST(runs_in(path) == 4U);
  }
}

BOOST_AUTO_TEST_CASE(a_run_is_kept_whole_or_not_at_all) {
  const tests::TempDir folder;
  const auto path = folder / "h.sqlite";
  History history(path, to_add);
  history.add(night(1, "A"));
  sql(path, "CREATE TRIGGER no BEFORE INSERT ON choices BEGIN SELECT RAISE(ABORT, 'no room'); END");
  BOOST_CHECK_EXCEPTION(history.add(night(2, "B")), std::runtime_error, [&](const auto& error) {
    return std::string(error.what()) == path.string() + ": no room";
  });
  BOOST_TEST(runs_in(path) == 1U);
  BOOST_TEST(ask(path, "SELECT key, present FROM findings") == "lab.Tag/A/accepted;1;");
  sql(path, "DROP TRIGGER no");
  BOOST_TEST(history.add(night(3, "B")).fresh.size() == 1U);  // and it can go on
}

RC_BOOST_PROP(any_bytes_come_back, ()) {
  const tests::TempDir folder;
  const auto path = folder / "h.sqlite";
  reports::Summary summary = night(1, "A");
  summary.findings = {*tests::any_finding()};
  const std::string text = *tests::any_bytes();
  summary.operation = summary.endpoint = summary.settings = summary.exit_why = text;
  summary.readings = {{text, text, {text, text + "2"}, {}}};
  History history(path, to_add);
  history.add(summary);
  const auto track = history.tracks({}).at(0);
  RC_ASSERT(track.operation == text);
  RC_ASSERT(track.endpoint == text);
  RC_ASSERT(track.runs.at(0).settings == text);
  RC_ASSERT(track.runs.at(0).exit_why == text);
  RC_ASSERT(track.findings.at(0).finding.key == summary.findings[0].key);
  RC_ASSERT(track.findings.at(0).finding.replay == summary.findings[0].replay);
  RC_ASSERT(history.add(summary).fresh.empty());
  summary.readings[0].surviving = {text + "3"};
  const auto news = history.add(summary);
  RC_ASSERT(news.changed.size() == 1U);
  RC_ASSERT(news.changed[0].name == text);
  RC_ASSERT(news.changed[0].before == std::vector<std::string>({text, text + "2"}));
  RC_ASSERT(history.tracks({}).at(0).changes.at(0).before == news.changed[0].before);
}

BOOST_AUTO_TEST_SUITE_END()
