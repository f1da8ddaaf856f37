#include "reports/journal.h"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill
#include <sys/wait.h>
#include <unistd.h>

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

#include "reports/escape.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using nlohmann::json;

namespace {

std::vector<json> lines_of(const std::filesystem::path& path) {
  std::vector<json> lines;
  std::istringstream in(tests::read_file(path));
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

std::size_t count(const std::vector<json>& lines, std::string_view event) {
  std::size_t sum = 0;
  for (const auto& line : lines) sum += line["event"] == event ? 1U : 0U;
  return sum;
}

reports::ExchangeNote note(std::size_t bytes) {
  return {"conforms", "a.b", "a1.0", "label", std::string(bytes, 'r'), "", ""};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(journal)

BOOST_AUTO_TEST_CASE(is_what_was_approved) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  reports::Journal journal(path);
  tests::tell(journal, tests::sample());
  tests::check_approved("journal.ndjson", tests::read_file(path));
}

BOOST_AUTO_TEST_CASE(fits_its_schema) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  reports::Journal journal(path, {2, 1U << 20U, 1000});
  for (int i = 0; i < 4; ++i) tests::tell(journal, tests::sample());
  BOOST_TEST(count(lines_of(path), "exchanges-left-out") > 0U);
  BOOST_TEST(tests::schema_errors("journal.schema.json", "lines", path) == "");
}

BOOST_AUTO_TEST_CASE(the_schema_refuses_an_unknown_event) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  tests::write_file(path, "{\"event\":\"surprise\"}\n");
  BOOST_TEST(tests::schema_errors("journal.schema.json", "lines", path) != "");
}

BOOST_AUTO_TEST_CASE(exchange_lines_are_bounded_in_number) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  reports::Journal journal(path);
  for (int i = 0; i < 1005; ++i) journal.exchange(note(10));
  journal.run_finished(tests::sample());
  const auto lines = lines_of(path);
  BOOST_TEST(count(lines, "exchange") == 1000U);
  BOOST_TEST(count(lines, "exchanges-left-out") == 1U);
  BOOST_TEST(lines[1000]["count"] == 5);
  BOOST_TEST(lines.back()["event"] == "run-finished");
}

BOOST_AUTO_TEST_CASE(exchange_lines_are_bounded_in_bytes) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  reports::Journal journal(path);
  for (int i = 0; i < 17; ++i) journal.exchange(note(1U << 20U));
  BOOST_TEST(std::filesystem::file_size(path) <= (16U << 20U));
  BOOST_TEST(count(lines_of(path), "exchange") == 15U);
  journal.exchange(note(10));  // a small one still has room
  BOOST_TEST(count(lines_of(path), "exchange") == 16U);
}

BOOST_AUTO_TEST_CASE(nothing_is_said_of_exchanges_when_none_was_left_out) {
  const tests::TempDir folder;
  reports::Journal journal(folder / "journal.ndjson");
  tests::tell(journal, tests::sample());
  BOOST_TEST(count(lines_of(folder / "journal.ndjson"), "exchanges-left-out") == 0U);
}

BOOST_AUTO_TEST_CASE(findings_are_all_told_and_lose_their_bytes_past_a_limit) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  reports::Journal journal(path, {1000, 16U << 20U, 2000});
  for (int i = 0; i < 50; ++i) journal.finding(tests::accepted_finding());
  const auto lines = lines_of(path);
  BOOST_TEST(count(lines, "finding") == 50U);
  BOOST_TEST(!lines.front()["request"].get<std::string>().empty());
  BOOST_TEST(lines.back()["request"] == "");
  BOOST_TEST(lines.back()["replay"] == "a1.mimo.2a.b.57");
}

// A run that is killed keeps every line that it was told, whole.
BOOST_AUTO_TEST_CASE(a_killed_run_keeps_what_it_had_found) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  const pid_t child = ::fork();
  BOOST_REQUIRE(child >= 0);
  if (child == 0) {
    reports::Journal journal(path);
    journal.run_started(tests::sample_start());
    for (int i = 0; i < 25; ++i) journal.finding(tests::hostile_finding());
    ::kill(::getpid(), SIGKILL);
    ::_exit(0);
  }
  int status = 0;
  BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
  BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
  const auto lines = lines_of(path);
  BOOST_TEST(lines.size() == 26U);
  BOOST_TEST(count(lines, "finding") == 25U);
}

BOOST_AUTO_TEST_CASE(each_line_is_there_as_soon_as_it_is_told) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  reports::Journal journal(path);
  BOOST_TEST(tests::read_file(path).empty());
  journal.phase_started("examples", 3);
  BOOST_TEST(tests::read_file(path) ==
             "{\"event\":\"phase-started\",\"phase\":\"examples\",\"planned\":3}\n");
}

RC_BOOST_PROP(any_bytes_come_back, ()) {
  const tests::TempDir folder;
  const auto path = folder / "journal.ndjson";
  reports::Journal journal(path);
  const reports::Finding finding = *tests::any_finding();
  const std::string text = *tests::any_bytes();
  journal.finding(finding);
  journal.exchange({text, text, text, text, text, text, text});
  journal.eliminated(text, {text, text});
  journal.phase_started(text, 1);
  const auto lines = lines_of(path);
  RC_ASSERT(lines.size() == 4U);
  const auto back = [](const json& value) {
    return reports::bytes_of_json(value.get<std::string>());
  };
  RC_ASSERT(back(lines[0]["answer"]) == finding.answer);
  RC_ASSERT(back(lines[0]["request"]) == finding.request);
  for (const char* name : {"label", "request", "answer", "note"})
    RC_ASSERT(back(lines[1][name]) == text);
  RC_ASSERT(back(lines[2]["by"]) == text);
}

BOOST_AUTO_TEST_SUITE_END()
