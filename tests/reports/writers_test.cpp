#include "reports/writers.h"

#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <set>
#include <stdexcept>

#include "reports/file.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
namespace fs = std::filesystem;

namespace {

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    names.insert(entry.path().lexically_relative(folder).string());
  return names;
}

template <class Act>
std::string message_of(Act act) {
  try {
    act();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(writers)

BOOST_AUTO_TEST_CASE(the_known_ones_leave_their_files_and_nothing_else) {
  const tests::TempDir folder;
  const fs::path out = folder / "deep/out";
  reports::Listeners all;
  for (const auto& name : reports::known_writers()) all.add(reports::make_writer(name, out));
  tests::tell(all, tests::sample());
  BOOST_TEST(
      (names_in(folder.path()) ==
       std::set<std::string>{"deep", "deep/out", "deep/out/findings.har", "deep/out/journal.ndjson",
                             "deep/out/junit.xml", "deep/out/report.html", "deep/out/results.sarif",
                             "deep/out/summary.json", "deep/out/summary.md"}));
  for (const auto& name : reports::known_writers())
    BOOST_TEST(fs::file_size(out / reports::file_of(name)) > 1000U);
}

BOOST_AUTO_TEST_CASE(names_are_fixed) {
  BOOST_TEST(
      (reports::known_writers() == std::vector<std::string>{"journal", "summary", "junit", "html",
                                                            "sarif", "har", "markdown"}));
  BOOST_TEST(reports::file_of("journal") == "journal.ndjson");
  BOOST_TEST(reports::file_of("summary") == "summary.json");
  BOOST_TEST(reports::file_of("junit") == "junit.xml");
  BOOST_TEST(reports::file_of("html") == "report.html");
  BOOST_TEST(reports::file_of("sarif") == "results.sarif");
  BOOST_TEST(reports::file_of("har") == "findings.har");
  BOOST_TEST(reports::file_of("markdown") == "summary.md");
  BOOST_TEST(reports::file_of("pdf") == "");
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_refused_and_the_known_ones_named) {
  const tests::TempDir folder;
  for (const char* name : {"pdf", "", "../html", "HTML"})
    BOOST_TEST(message_of([&] { reports::make_writer(name, folder.path()); }) ==
               "no writer is called '" + std::string(name) +
                   "'; there are journal, summary, junit, html, sarif, har, markdown");
  BOOST_TEST(names_in(folder.path()).empty());
}

BOOST_AUTO_TEST_CASE(a_path_that_cannot_be_written_is_named) {
  const tests::TempDir folder;
  tests::write_file(folder / "file", "");
  fs::create_directories(folder / "taken/summary.json");
  for (const auto& name : reports::known_writers()) {
    const fs::path below_a_file = folder / "file/out";
    const std::string message = message_of([&] { reports::make_writer(name, below_a_file); });
    BOOST_TEST(message.find((below_a_file / reports::file_of(name)).string()) == 0U);
  }
  BOOST_TEST(message_of([&] {
               reports::make_writer("summary", folder / "taken");
             }).find("summary.json: can't be written") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_an_earlier_run_left_is_gone_before_this_one_ends) {
  const tests::TempDir folder;
  for (const auto& name : reports::known_writers()) {
    const fs::path file = folder.path() / reports::file_of(name);
    tests::write_file(file, "stale");
    const auto writer = reports::make_writer(name, folder.path());
    BOOST_TEST((!fs::exists(file) || fs::file_size(file) == 0));
  }
}

BOOST_AUTO_TEST_CASE(a_link_is_replaced_and_never_followed) {
  const tests::TempDir folder;
  tests::write_file(folder / "precious", "keep me");
  const fs::path out = folder / "out";
  fs::create_directories(out);
  for (const auto& name : reports::known_writers()) {
    const std::string file(reports::file_of(name));
    fs::create_symlink(folder / "precious", out / file);
    fs::create_symlink(folder / "precious", out / ("." + file + ".tmp"));
    const auto writer = reports::make_writer(name, out);
    tests::tell(*writer, tests::sample());
    BOOST_TEST(!fs::is_symlink(out / file));
  }
  BOOST_TEST(tests::read_file(folder / "precious") == "keep me");
}

BOOST_AUTO_TEST_CASE(a_file_appears_whole_or_not_at_all) {
  const tests::TempDir folder;
  const fs::path path = folder / "a.txt";
  reports::write_atomically(path, "one");
  reports::write_atomically(path, "two");
  BOOST_TEST(tests::read_file(path) == "two");
  BOOST_TEST(names_in(folder.path()).size() == 1U);
  fs::create_directories(folder / "taken/inside");
  BOOST_TEST(message_of([&] { reports::write_atomically(folder / "taken", "x"); }) != "");
  BOOST_TEST(!fs::exists(folder / ".taken.tmp"));
}

BOOST_AUTO_TEST_CASE(a_failed_write_names_the_file_it_was_for) {
  const tests::TempDir folder;
  const fs::path missing = folder / "gone/a.txt";
  BOOST_TEST(message_of([&] { reports::write_atomically(missing, "x"); }).find(missing.string()) !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_can_be_written_is_known_before_and_left_alone) {
  const tests::TempDir folder;
  reports::write_atomically(folder / "a.txt", "before");
  reports::require_writable(folder / "a.txt");
  reports::require_writable(folder / "made/b.txt");
  BOOST_TEST(tests::read_file(folder / "a.txt") == "before");
  BOOST_TEST(!fs::exists(folder / "made/b.txt"));
  BOOST_TEST(names_in(folder.path()).size() == 2U);
  for (const char* name : {"made", "a.txt/below"}) {
    const fs::path path = folder / name;
    BOOST_TEST(message_of([&] { reports::require_writable(path); }).find(path.string()) == 0U);
  }
}

// A disk that is full is told about, not passed over; the file of before stays.
BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error) {
  const tests::TempDir folder;
  const fs::path path = folder / "a.txt";
  reports::write_atomically(path, "before");
  rlimit old{};
  BOOST_REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, old.rlim_max};
  BOOST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const std::string message =
      message_of([&] { reports::write_atomically(path, std::string(5000, 'x')); });
  BOOST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
  std::signal(SIGXFSZ, ignored);
  BOOST_TEST(message.find(path.string() + ": can't be written") == 0U);
  BOOST_TEST(tests::read_file(path) == "before");
  BOOST_TEST(names_in(folder.path()).size() == 1U);
}

BOOST_AUTO_TEST_CASE(ten_thousand_findings_are_written_by_all) {
  const tests::TempDir folder;
  auto summary = tests::flooded_sample(10000, 300);
  for (auto& finding : summary.findings) finding.expected.resize(1);
  reports::Listeners all;
  for (const auto& name : reports::known_writers())
    all.add(reports::make_writer(name, folder.path()));
  all.run_finished(summary);
  BOOST_TEST(fs::file_size(folder / "report.html") < (5U << 20U));
  BOOST_TEST(fs::file_size(folder / "junit.xml") < (1U << 20U));
  BOOST_TEST(fs::file_size(folder / "results.sarif") < (4U << 20U));
  BOOST_TEST(fs::file_size(folder / "findings.har") < (4U << 20U));
  BOOST_TEST(fs::file_size(folder / "summary.md") <= 60000U);
  BOOST_TEST(tests::xsd_errors(folder / "junit.xml") == "");
}

BOOST_AUTO_TEST_SUITE_END()
