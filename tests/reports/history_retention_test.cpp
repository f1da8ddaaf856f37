// What a history forgets and what it never does: the file stays small, and what it tells stays
// right.
#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "reports/history.h"
#include "tests/reports/history_sample.h"
#include "tests/reports/support.h"

using namespace assay;
using reports::History;
using reports::HistoryKeeping;
using tests::night;

namespace {

constexpr auto to_add = History::Open::to_add;
constexpr int many = 1000;                     // nights
constexpr int findings_count = 20;             // that come and go
constexpr std::uintmax_t bound = 512U << 10U;  // bytes, of the 400 runs that are kept

// A folder in memory, where the system has one: a night waits several times for the disk.
class QuickDir {
 public:
  QuickDir() {
    std::string name = "/dev/shm/assay-history-XXXXXX";
    quick_ = ::mkdtemp(name.data()) != nullptr;
    path_ = quick_ ? std::filesystem::path(name) : slow_.path();
  }
  ~QuickDir() {
    std::error_code ignored;
    if (quick_) std::filesystem::remove_all(path_, ignored);
  }
  QuickDir(const QuickDir&) = delete;
  QuickDir& operator=(const QuickDir&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  tests::TempDir slow_;
  std::filesystem::path path_;
  bool quick_ = false;
};

std::string day_of(int number) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::year(2024) / 1 / 1} +
                                        std::chrono::days(number)};
  return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()),
                     unsigned(day.day()));
}

bool interrupted(int number) { return number % 37 == 36; }

// The last one shows in the first ten nights and again in the night 990; the others by a pattern.
// A night that is interrupted comes to five of them alone.
bool shows(int number, int finding) {
  if (interrupted(number) && finding >= 5) return false;
  if (finding == findings_count - 1) return number < 10 || number == 990;
  return ((number + 7 * finding) / (3 + finding)) % 3 != 1;
}

std::string clause_of(int finding) { return fmt::format("Parameter{}.valid-values", finding); }

// As large as nights are: 20 findings with tokens of 1,000 bytes, 30 readings.
reports::Summary large_night(int number) {
  reports::Summary out = night(1, "", "", {number < 800 ? "exact" : "ignored"});
  out.settings = std::string(200, 's');
  out.started = day_of(number) + "T02:30:00Z";
  out.cases = 1000 + static_cast<std::size_t>(number);
  for (int i = 0; i < findings_count; ++i) {
    reports::ClauseResult clause;
    clause.clause.name = clause_of(i);
    clause.verdicts[0] = 10;
    out.clauses.push_back(clause);
    if (!shows(number, i)) continue;
    out.findings.push_back(tests::night_finding(clause_of(i)));
    out.findings.back().replay = fmt::format("assay1-{}-{}", number, std::string(1000, 't'));
  }
  for (int i = 0; i < 30; ++i)
    out.readings.push_back({fmt::format("reading-of-parameter-{}", i), "", {"one", "other"}, {}});
  out.exit = interrupted(number) ? 5 : out.findings.empty() ? 0 : 1;
  return out;
}

// The same nights, told without a history.
struct Told {
  struct Line {
    int first = -1, last = -1;
    std::size_t times = 0;
    bool present = false;
    std::string strip;
  };
  std::vector<Line> lines = std::vector<Line>(findings_count);
  std::vector<std::array<std::size_t, 3>> news;  // of each night: new, back, gone

  void add(int number) {
    news.push_back({});
    for (int i = 0; i < findings_count; ++i) {
      Line& line = lines[static_cast<std::size_t>(i)];
      const bool known = line.first >= 0;
      if (shows(number, i)) {
        if (!line.present) ++news.back().at(known ? 1 : 0);
        if (!known) line.first = number;
        line.last = number;
        line.present = true;
        ++line.times;
        line.strip += '#';
        continue;
      }
      line.strip += !known ? ' ' : interrupted(number) ? '?' : '.';
      if (interrupted(number) || !line.present) continue;
      line.present = false;
      ++news.back()[2];
    }
  }
};

std::string strip_text(const std::vector<reports::Mark>& strip) {
  std::string out;
  for (const reports::Mark mark : strip) out += " .#~?"[static_cast<std::size_t>(mark)];
  return out;
}

// "" where the history tells of its last runs what was told without it; else the first difference.
std::string differs(const History& history, const Told& told, std::size_t kept) {
  const auto tracks = history.tracks({"", "", 100000});
  if (tracks.size() != 1 || tracks[0].runs.size() != kept) return "runs";
  const reports::Track& track = tracks[0];
  const std::size_t from = told.news.size() - kept;
  for (std::size_t i = 0; i < kept; ++i) {
    const reports::PastRun& run = track.runs[i];
    const std::string name = fmt::format("night {}: ", from + i);
    if (run.started != day_of(static_cast<int>(from + i)) + "T02:30:00Z") return name + "started";
    if (run.cases != 1000 + from + i) return name + "cases";
    if (std::array{run.fresh, run.back, run.gone} != told.news[from + i]) return name + "news";
  }
  if (track.findings.size() != told.lines.size()) return "count of findings";
  for (const reports::Track::Line& line : track.findings) {
    int number = 0;
    while (clause_of(number) != line.finding.clause) ++number;
    const Told::Line& expected = told.lines[static_cast<std::size_t>(number)];
    const std::string name = line.finding.clause + ": ";
    if (line.finding.first_started.substr(0, 10) != day_of(expected.first)) return name + "first";
    if (line.finding.last_started.substr(0, 10) != day_of(expected.last)) return name + "last";
    if (line.finding.times != expected.times) return name + "times";
    if (line.finding.present != expected.present) return name + "present";
    if (strip_text(line.strip) != expected.strip.substr(from)) return name + "strip";
    if (line.finding.replay.find(fmt::format("assay1-{}-", expected.last)) != 0)
      return name + "token";
  }
  if (track.changes.size() != 1) return "changes";
  if (track.changes[0].started.substr(0, 10) != day_of(800)) return "day of the change";
  return "";
}

std::size_t runs_of(const History& history, const std::string& endpoint) {
  const auto tracks = history.tracks({"", endpoint, 100000});
  return tracks.empty() ? 0 : tracks.at(0).runs.size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(history_retention)

BOOST_AUTO_TEST_CASE(a_thousand_nights_stay_small_and_right) {
  const QuickDir folder;
  const auto path = folder / "nights.sqlite";
  History history(path, to_add);
  Told told;
  std::uintmax_t half_way = 0;
  for (int number = 0; number < many; ++number) {
    history.add(large_night(number));
    told.add(number);
    if (number % 100 == 99) BOOST_TEST(std::filesystem::file_size(path) < bound);
    if (number == many / 2) half_way = std::filesystem::file_size(path);
  }
  BOOST_TEST(differs(history, told, 400) == "");
  // It does not grow any more.
  BOOST_TEST(std::filesystem::file_size(path) < half_way * 11 / 10);
  // The finding that showed in the first nights and in the night 990 was back then, not new.
  BOOST_TEST(told.news[990][0] == 0U);
  BOOST_TEST(told.lines.back().first == 0);
  // The check of the check: one wrong figure is noticed.
  told.lines[3].times += 1;
  BOOST_TEST(differs(history, told, 400) == clause_of(3) + ": times");
  told.lines[3].times -= 1;
  char& mark = told.lines[7].strip[900];
  mark = mark == '#' ? '.' : '#';
  BOOST_TEST(differs(history, told, 400) == clause_of(7) + ": strip");
}

BOOST_AUTO_TEST_CASE(pruning_makes_a_large_file_small_and_loses_no_day) {
  const QuickDir folder;
  const auto path = folder / "nights.sqlite";
  Told told;
  {
    History history(path, to_add, {many, ""});
    for (int number = 0; number < many; ++number) {
      history.add(large_night(number));
      told.add(number);
    }
    BOOST_TEST(differs(history, told, many) == "");
  }
  const std::uintmax_t large = std::filesystem::file_size(path);
  History history(path, to_add, {210, ""});
  const reports::Pruned pruned = history.prune();
  BOOST_TEST(pruned.runs_dropped == 790U);
  BOOST_TEST(pruned.runs_kept == 210U);
  BOOST_TEST(pruned.findings_dropped == 0U);
  BOOST_TEST(differs(history, told, 210) == "");
  BOOST_TEST(std::filesystem::file_size(path) < large / 2);
  BOOST_TEST(history.prune().runs_dropped == 0U);
}

BOOST_AUTO_TEST_CASE(what_only_dropped_runs_saw_is_back_and_not_new) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", to_add, {2, ""});
  history.add(night(1, "AB"));
  for (int i = 2; i <= 9; ++i) history.add(night(i, "A"));
  const auto news = history.add(night(10, "AB"));
  BOOST_TEST(news.fresh.empty());
  BOOST_REQUIRE(news.back.size() == 1U);
  BOOST_TEST(news.back[0].clause == "B");
  BOOST_TEST(news.back[0].first_started == tests::night_started(1));
  BOOST_TEST(news.back[0].last_started == tests::night_started(1));
}

BOOST_AUTO_TEST_CASE(the_last_verdict_is_kept_however_many_nights_came_to_none) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", to_add, {2, ""});
  history.add(night(1, "A"));
  history.add(night(2, "A"));
  for (int i = 3; i <= 9; ++i) history.add(night(i, "", "", {"exact"}, 3));
  BOOST_TEST(runs_of(history, tests::night_endpoint) == 3U);
  const auto news = history.add(night(10, ""));
  BOOST_TEST(news.since == tests::night_started(2));
  BOOST_REQUIRE(news.gone.size() == 1U);
  // From then on the older verdict is like any other run.
  BOOST_TEST(runs_of(history, tests::night_endpoint) == 2U);
}

BOOST_AUTO_TEST_CASE(each_endpoint_has_runs_of_its_own) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", to_add, {3, ""});
  reports::Summary other = night(1, "E");
  other.endpoint = "elsewhere";
  history.add(other);
  for (int i = 1; i <= 9; ++i) history.add(night(i, "A"));
  BOOST_TEST(runs_of(history, "elsewhere") == 1U);
  BOOST_TEST(runs_of(history, tests::night_endpoint) == 3U);
  BOOST_TEST(history.prune().runs_dropped == 0U);
  BOOST_TEST(runs_of(history, "elsewhere") == 1U);
}

// An endpoint that words each answer anew makes any number of findings.
BOOST_AUTO_TEST_CASE(what_is_remembered_has_a_bound) {
  const tests::TempDir folder;
  History history(folder / "nights.sqlite", to_add, {2, ""});
  for (int i = 1; i <= 9; ++i) {
    reports::Summary summary = night(i, "A");
    for (int k = 0; k < 200; ++k)
      summary.findings.push_back(
          tests::night_finding("B", true, fmt::format("unknown code {}-{}", i, k)));
    history.add(summary);
  }
  // A and 200 of each of the last two runs, and the 1,000 that were seen last of the others.
  BOOST_TEST(history.prune().findings_dropped == 0U);
  reports::Summary again = night(10, "A");
  again.findings.push_back(tests::night_finding("B", true, "unknown code 3-0"));
  again.findings.push_back(tests::night_finding("B", true, "unknown code 2-199"));
  const auto news = history.add(again);
  BOOST_REQUIRE(news.back.size() == 1U);
  BOOST_TEST(news.back[0].kind == "unknown code 3-0");
  BOOST_REQUIRE(news.fresh.size() == 1U);
  BOOST_TEST(news.fresh[0].kind == "unknown code 2-199");
}

BOOST_AUTO_TEST_CASE(a_day_that_is_named_takes_the_place_of_the_date) {
  const tests::TempDir folder;
  const auto path = folder / "nights.sqlite";
  for (const char* day : {"2030-02-28", "2030-03-01"}) {
    History history(path, to_add, {400, day});
    history.add(night(7, "A"));
  }
  const History history(path, History::Open::to_read);
  const auto track = history.tracks({}).at(0);
  BOOST_TEST(track.runs.at(0).started == "2030-02-28T02:00:00Z");
  BOOST_TEST(track.runs.at(1).started == "2030-03-01T02:00:00Z");
  BOOST_TEST(track.findings.at(0).finding.first_started == "2030-02-28T02:00:00Z");
  BOOST_TEST(track.findings.at(0).finding.last_started == "2030-03-01T02:00:00Z");
}

BOOST_AUTO_TEST_SUITE_END()
