#include "reports/history_views.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

#include "reports/escape.h"
#include "tests/reports/history_sample.h"
#include "tests/reports/markup.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"
#include "wire/answer.h"

using namespace assay;
using reports::History;
using tests::night;

namespace {

// Six nights: A is new and goes, B is flaky, one run is interrupted, a reading changes.
std::vector<reports::Track> some_tracks() {
  const tests::TempDir folder;
  History history(folder / "h.sqlite", History::Open::to_add);
  history.add(night(1, ""));
  history.add(night(2, "A"));
  history.add(night(3, "Ab"));
  history.add(night(4, "", "", {"exact"}, 5));
  history.add(night(5, "b", "A", {"ignored"}));
  history.add(night(6, "b", "", {"ignored"}));
  return history.tracks({});
}

std::vector<reports::Track> hostile_tracks(const std::string& text) {
  const tests::TempDir folder;
  History history(folder / "h.sqlite", History::Open::to_add);
  reports::Summary summary = night(1, "A");
  summary.operation = summary.endpoint = summary.settings = summary.exit_why = text;
  summary.started = summary.assay = summary.spec_sha256 = text;
  reports::Finding& finding = summary.findings[0];
  finding.key = finding.clause = finding.kind = finding.oracle = finding.replay = text;
  summary.readings = {{text, text, {text}, {}}};
  history.add(summary);
  summary.readings = {{text, text, {text + "!"}, {}}};
  summary.exit = 5;
  history.add(summary);
  return history.tracks({});
}

// One line, printable: what a terminal may be given.
bool harmless(std::string_view text, bool ascii) {
  if (!wire::is_utf8(text)) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7f || (ascii && byte > 0x7f)) return false;
  }
  return true;
}

void check_page(const std::string& page) {
  BOOST_TEST(tests::unbalanced(page) == "");
  BOOST_TEST(wire::is_utf8(page));
  for (const char* element : {"<script", "<img", "<iframe", "<link", "<object", "<form", "<base"})
    BOOST_TEST(page.find(element) == page.npos);
}

reports::PastFinding known(const std::string& clause) {
  reports::PastFinding out;
  out.clause = clause;
  out.kind = "accepted";
  return out;
}

std::string lines_of(const reports::News& news) {
  std::string out;
  for (const auto& line : reports::news_lines(news)) out += line + "\n";
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(history_views)

BOOST_AUTO_TEST_CASE(news_in_a_few_lines) {
  reports::News news;
  BOOST_TEST(lines_of(news) ==
             "The first finished run of this operation at this endpoint in the history\n");
  news.since = "2026-11-24";
  BOOST_TEST(lines_of(news) == "Nothing new since the run of 2026-11-24\n");
  news.fresh = {known("A"), known("B")};
  news.back = {known("C")};
  news.gone = {known("D")};
  news.changed = {{1, "", "case", {"exact"}, {"ignored", "lower"}}, {1, "", "x", {}, {"y"}}};
  BOOST_TEST(lines_of(news) ==
             "New since the last run: A (accepted), B (accepted)\n"
             "Back: C (accepted)\n"
             "Gone: D (accepted)\n"
             "The endpoint now reads case as ignored or lower, before exact\n"
             "The endpoint now reads x as y, before nothing that is allowed\n");
  news.document_changed = true;
  BOOST_TEST(lines_of(news).starts_with("The document changed since the run of 2026-11-24\n"));
  BOOST_TEST(lines_of({1, false, "x", false, {}, {}, {}, {}}) ==
             "This run came to no verdict: the history keeps it, and calls nothing gone\n");
}

BOOST_AUTO_TEST_CASE(much_news_stays_short) {
  reports::News news;
  news.since = "x";
  news.fresh.assign(500, known(std::string(100000, 'n')));
  news.changed.assign(500, {1, "", std::string(100000, 'r'), {std::string(100000, 'b')}, {}});
  const auto lines = reports::news_lines(news);
  BOOST_TEST(lines.size() == 7U);
  BOOST_TEST(lines[0].ends_with(", and 495 more"));
  BOOST_TEST(lines[6] == "and 495 more readings changed");
  for (const auto& line : lines) BOOST_TEST(line.size() < 1000U);
}

BOOST_AUTO_TEST_CASE(trends_as_blocks) {
  BOOST_TEST(reports::sparkline({0, 4, 8}, false) == "_=#");
  BOOST_TEST(reports::sparkline({0, 4, 8}, true) == "▁▅█");
  BOOST_TEST(reports::sparkline({7, 6, 5, 4, 3, 2, 1, 0}, true) == "█▇▆▅▄▃▂▁");
  BOOST_TEST(reports::sparkline({5, 5}, false) == "__");
  BOOST_TEST(reports::sparkline({}, false) == "");
}

BOOST_AUTO_TEST_CASE(the_first_variable_that_says_anything_names_the_locale) {
  BOOST_TEST(reports::speaks_utf8(nullptr, nullptr, "en_GB.UTF-8"));
  BOOST_TEST(reports::speaks_utf8("", "C.utf8", "C"));
  BOOST_TEST(!reports::speaks_utf8("C", "en_GB.UTF-8", "en_GB.UTF-8"));
  BOOST_TEST(!reports::speaks_utf8(nullptr, nullptr, nullptr));
}

BOOST_AUTO_TEST_CASE(a_terminal_is_shown_what_was_approved) {
  tests::check_approved("history.txt", reports::history_text(some_tracks(), {false, 100}));
  tests::check_approved("history-blocks.txt", reports::history_text(some_tracks(), {true, 80}));
  BOOST_TEST(reports::history_text({}, {}) == "no runs yet\n");
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_screen_but_for_tokens) {
  const tests::TempDir folder;
  History history(folder / "h.sqlite", History::Open::to_add);
  for (int i = 1; i <= 30; ++i)
    for (int twice = 0; twice < 4; ++twice) history.add(night(i, i % 3 == 0 ? "Ab" : "b"));
  for (const std::size_t width : {60U, 80U, 200U}) {
    std::istringstream in(reports::history_text(history.tracks({"", "", 400}), {true, width}));
    for (std::string line; std::getline(in, line);)
      BOOST_TEST((reports::columns(line) <= width || line.starts_with("  assay replay ")));
  }
}

BOOST_AUTO_TEST_CASE(programs_get_every_figure) {
  const auto all = nlohmann::json::parse(reports::history_json(some_tracks()));
  BOOST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0]["operation"] == "lab.Tag");
  BOOST_TEST(all[0]["endpoint"] == "http://127.0.0.1:8080");
  const auto& runs = all[0]["runs"];
  BOOST_REQUIRE(runs.size() == 6U);
  BOOST_TEST(runs[1]["new"] == 1);
  BOOST_TEST(runs[3]["finished"] == false);
  BOOST_TEST(runs[3]["exit"] == 5);
  BOOST_TEST(runs[4]["readings_changed"] == 1);
  BOOST_TEST(runs[5]["gone"] == 1);
  BOOST_TEST(runs[0]["seed"] == 18446744073709551615U);
  BOOST_TEST(runs[0]["clauses"]["testable"] == 5);
  const auto& findings = all[0]["findings"];
  BOOST_REQUIRE(findings.size() == 2U);
  BOOST_TEST(findings[0]["runs"].dump() ==
             R"(["unknown","seen","seen","unjudged","unjudged","absent"])");
  BOOST_TEST(findings[1]["runs"].dump() ==
             R"(["unknown","unknown","flaky","unjudged","flaky","flaky"])");
  BOOST_TEST(findings[0]["present"] == false);
  BOOST_TEST(all[0]["readings_changed"][0]["now"].dump() == R"(["ignored"])");
  BOOST_TEST(reports::history_json({}) == "[]\n");
}

BOOST_AUTO_TEST_CASE(what_programs_get_fits_its_schema) {
  const tests::TempDir folder;
  tests::write_file(folder / "h.json", reports::history_json(some_tracks()));
  tests::write_file(folder / "hostile.json", reports::history_json(hostile_tracks(tests::hostile)));
  for (const char* name : {"h.json", "hostile.json"})
    BOOST_TEST(tests::schema_errors("history.schema.json", "json", folder / name) == "");
  tests::write_file(folder / "odd.json", R"([{"operation":"a"}])");
  BOOST_TEST(tests::schema_errors("history.schema.json", "json", folder / "odd.json") != "");
}

BOOST_AUTO_TEST_CASE(a_page_shows_it_all) {
  const std::string page = reports::history_html(some_tracks());
  check_page(page);
  for (const char* attribute : {" src=", "url(", "@import", " style=", "href="})
    BOOST_TEST(page.find(attribute) == page.npos);
  BOOST_TEST(page.find("default-src 'none'; style-src 'sha256-") != page.npos);
  BOOST_TEST(page.find("prefers-color-scheme:dark") != page.npos);
  for (const char* text : {"lab.Tag", "http://127.0.0.1:8080", "2026-11-06 02:00", "accepted",
                           "assay replay assay1-A", "ignored", "Readings that changed"})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(page.find(text) != page.npos);
  BOOST_TEST(tests::occurrences(page, "<svg viewBox") == 4U);          // trends
  BOOST_TEST(tests::occurrences(page, "<svg class=\"strip\"") == 2U);  // findings
  BOOST_TEST(tests::occurrences(page, "<rect class=\"f\"") == 3U);     // B, three times flaky
  BOOST_TEST(tests::occurrences(page, "<rect class=\"s\"") == 2U);
  BOOST_TEST(tests::occurrences(page, "<rect class=\"q\"") == 3U);
  check_page(reports::history_html({}));
  BOOST_TEST(reports::history_html({}).find("No runs yet.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_page_has_its_bounds) {
  std::vector<reports::Track> tracks(30, some_tracks()[0]);
  for (auto& track : tracks) {
    const auto run = track.runs[1];
    const auto line = track.findings[0];
    track.runs.assign(20000, run);
    track.findings.assign(20000, line);
    for (auto& one : track.findings) one.strip.assign(2000, reports::Mark::seen);
    track.changes.assign(20000, track.changes.at(0));
  }
  const std::string page = reports::history_html(tracks);
  BOOST_TEST(page.size() < (10U << 20U));
  BOOST_TEST(page.find("more are not shown here") != page.npos);
  check_page(page);
}

RC_BOOST_PROP(any_bytes_stay_text, ()) {
  const auto tracks = hostile_tracks(*tests::any_bytes());
  for (const bool blocks : {false, true})
    RC_ASSERT(harmless(reports::history_text(tracks, {blocks, 80}), false));
  const std::string page = reports::history_html(tracks);
  RC_ASSERT(tests::unbalanced(page).empty());
  RC_ASSERT(tests::occurrences(page, "<script") == 0U);
  RC_ASSERT(tests::occurrences(page, "<img") == 0U);
  RC_ASSERT(wire::is_utf8(page));
  RC_ASSERT(nlohmann::json::accept(reports::history_json(tracks)));
}

BOOST_AUTO_TEST_CASE(hostile_text_harms_nobody) {
  const auto tracks = hostile_tracks(tests::hostile);
  check_page(reports::history_html(tracks));
  const std::string text = reports::history_text(tracks, {true, 80});
  BOOST_TEST(harmless(text, false));
  BOOST_TEST(!harmless("a\x1b[2J", false));
  // Without blocks, what is plain stays plain.
  BOOST_TEST(harmless(reports::history_text(some_tracks(), {false, 80}), true));
  BOOST_TEST(!harmless(reports::history_text(some_tracks(), {true, 80}), true));
  reports::News news;
  news.since = tests::hostile;
  news.fresh = {known(tests::hostile)};
  news.changed = {{1, tests::hostile, tests::hostile, {tests::hostile}, {tests::hostile}}};
  news.document_changed = true;
  BOOST_TEST(harmless(lines_of(news), false));
}

BOOST_AUTO_TEST_CASE(the_listener_adds_a_run_and_says_what_is_new) {
  const tests::TempDir folder;
  const auto path = folder / "h.sqlite";
  std::ostringstream out;
  reports::HistoryWriter writer(path, out);
  writer.run_finished(night(1, ""));
  writer.run_finished(night(2, "A"));
  BOOST_TEST(out.str() ==
             "The first finished run of this operation at this endpoint in the history\n"
             "New since the last run: A (accepted)\n");
  const History history(path, History::Open::to_read);
  BOOST_TEST(history.tracks({}).at(0).runs.size() == 2U);
  BOOST_CHECK_THROW(reports::HistoryWriter(folder.path(), out), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
