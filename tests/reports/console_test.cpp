#include "reports/console.h"

#include <fcntl.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): posix_openpt
#include <sys/ioctl.h>
#include <unistd.h>

#include <rapidcheck/boost_test.h>
#include <array>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <sstream>

#include "reports/escape.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using reports::closing_summary;
using reports::console_settings;
using reports::ConsoleSettings;

namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

ConsoleSettings on_screen(std::size_t width = 80, std::size_t height = 24) {
  ConsoleSettings settings;
  settings.live = true;
  settings.width = width;
  settings.height = height;
  settings.report = "out/report.html";
  return settings;
}

// What a screen shows in the end: \r goes to the start of the line, ESC [K clears what follows.
std::string screen(std::string_view text) {
  std::string done;
  std::string line;
  std::size_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      at = 0;
    } else if (text.substr(i).starts_with("\x1b[K")) {
      line.resize(at);
      i += 2;
    } else if (text[i] == '\n') {
      done += line + "\n";
      line.clear();
      at = 0;
    } else {
      line.resize(std::max(line.size(), at + 1));
      line[at++] = text[i];
    }
  }
  return done + line;
}

std::size_t rows(const std::vector<std::string>& lines, std::size_t width) {
  std::size_t sum = 0;
  for (const auto& line : lines)
    sum += std::max<std::size_t>(1, (reports::columns(line) + width - 1) / width);
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(console)

BOOST_AUTO_TEST_CASE(settings_follow_the_environment) {
  const auto plain = console_settings(false, nullptr, "xterm", nullptr, nullptr);
  BOOST_TEST((!plain.live && !plain.colour));
  const auto full = console_settings(true, nullptr, "xterm", nullptr, nullptr);
  BOOST_TEST((full.live && full.colour));
  BOOST_TEST((full.width == 80U && full.height == 24U));
  const auto no_colour = console_settings(true, "1", "xterm", nullptr, nullptr);
  BOOST_TEST((no_colour.live && !no_colour.colour));
  BOOST_TEST(console_settings(true, "", "xterm", nullptr, nullptr).colour);  // as NO_COLOR says
  for (const char* term : {"dumb", "", static_cast<const char*>(nullptr)}) {
    const auto dumb = console_settings(true, nullptr, term, nullptr, nullptr);
    BOOST_TEST((!dumb.live && !dumb.colour));
  }
}

BOOST_AUTO_TEST_CASE(sizes_count_where_they_are_sensible) {
  const auto sized = console_settings(true, nullptr, "xterm", "132", "50");
  BOOST_TEST((sized.width == 132U && sized.height == 50U));
  for (const char* text : {"", "0", "-5", "19", "1001", "80x", "many"})
    BOOST_TEST(console_settings(true, nullptr, "xterm", text, text).width == 80U);
}

BOOST_AUTO_TEST_CASE(a_descriptor_that_is_no_terminal_is_plain) {
  std::array<int, 2> ends{};
  BOOST_REQUIRE(::pipe(ends.data()) == 0);
  for (const int descriptor : {ends[0], ends[1], -1}) {
    const auto settings = console_settings(descriptor);
    BOOST_TEST((!settings.live && !settings.colour));
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

// A terminal that is made for the test tells its size.
BOOST_AUTO_TEST_CASE(a_terminal_is_asked_for_its_size) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0) {
    std::cerr << "SKIPPED: this system makes no terminals (is /dev/pts mounted?)\n";
    return;
  }
  winsize size{};
  size.ws_col = 101;
  size.ws_row = 37;
  BOOST_REQUIRE(::ioctl(terminal, TIOCSWINSZ, &size) == 0);
  const auto settings = console_settings(terminal);
  BOOST_TEST((settings.width == 101U && settings.height == 37U));
  ::close(terminal);
}

BOOST_AUTO_TEST_CASE(a_pipe_gets_plain_lines_only) {
  std::ostringstream out;
  {
    reports::Console console(out, {});
    tests::tell(console, tests::sample());
  }
  BOOST_TEST(out.str().find_first_of("\r\x1b") == std::string::npos);
  tests::check_approved("console-pipe.txt", out.str());
}

BOOST_AUTO_TEST_CASE(a_terminal_gets_a_line_that_is_erased) {
  std::ostringstream out;
  {
    reports::Console console(out, on_screen());
    tests::tell(console, tests::sample());
  }
  const std::string line = "\r  boundaries  1,200 of 2,310 cases  8,101/s  1 finding  1.2 s left";
  BOOST_TEST(out.str().find(line) != std::string::npos);
  BOOST_TEST(screen(out.str()).find("1,200") == std::string::npos);
  tests::check_approved("console-terminal.txt", screen(out.str()));
}

BOOST_AUTO_TEST_CASE(nothing_half_drawn_is_left_behind) {
  std::ostringstream out;
  {
    reports::Console console(out, on_screen());
    console.progress({"random", 5, 10, 0, 100, 0.1, 1});
  }
  BOOST_TEST(screen(out.str()).empty());
}

BOOST_AUTO_TEST_CASE(a_pipe_hears_of_progress_every_five_seconds_of_the_run) {
  std::ostringstream out;
  reports::Console console(out, {});
  for (int tenth = 0; tenth <= 200; ++tenth)
    console.progress({"random", 1, 0, 0, 100, tenth / 10.0, -1});
  BOOST_TEST(tests::occurrences(out.str(), "\n") == 5U);  // at 0, 5, 10, 15 and 20 s
}

BOOST_AUTO_TEST_CASE(no_colour_without_leave) {
  std::ostringstream out;
  reports::Console console(out, on_screen());
  tests::tell(console, tests::sample());
  std::string text = out.str();
  for (std::size_t at = 0; (at = text.find("\x1b[K", at)) != text.npos;) text.erase(at, 3);
  BOOST_TEST(text.find('\x1b') == text.npos);
}

BOOST_AUTO_TEST_CASE(colour_is_always_closed) {
  ConsoleSettings settings = on_screen();
  settings.colour = true;
  for (const auto& line : closing_summary(tests::sample(), settings)) {
    BOOST_TEST(tests::occurrences(line, "\x1b[") % 2 == 0U);
    if (line.find('\x1b') != line.npos) BOOST_TEST(line.ends_with("\x1b[0m"));
  }
}

BOOST_AUTO_TEST_CASE(a_finding_is_told_once_and_a_flood_is_cut) {
  std::ostringstream out;
  reports::Console console(out, {});
  for (int i = 0; i < 3; ++i) console.finding(tests::accepted_finding());
  BOOST_TEST(tests::occurrences(out.str(), "violation") == 1U);
  for (const auto& finding : tests::flooded_sample(500, 100).findings) console.finding(finding);
  BOOST_TEST(tests::occurrences(out.str(), "\n") == 21U);
  BOOST_TEST(out.str().ends_with("further violations are counted, and told at the end\n"));
}

BOOST_AUTO_TEST_CASE(the_verdict_comes_first_and_the_exit_code_last) {
  const auto bad = closing_summary(tests::sample(), on_screen());
  BOOST_TEST(bad.front() == "ecs.ModifyInstanceMetadataOptions: 3 violations of 3 clauses");
  BOOST_TEST(bad.back() == "exit 1: 3 violations");
  const auto good = closing_summary(tests::conforming_sample(), on_screen());
  BOOST_TEST(good.front() == "ecs.ModifyInstanceMetadataOptions: conforms");
  BOOST_TEST(good.back() == "exit 0: conforms");
  BOOST_TEST(joined(good).find("report:  out/report.html") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_finding_tells_what_was_expected_what_came_and_how_to_see_it) {
  const std::string text = joined(closing_summary(tests::sample(), on_screen()));
  BOOST_TEST(text.find("1. HttpTokens.valid-values (412 times)") != text.npos);
  BOOST_TEST(text.find("expected  400 InvalidHttpTokens.NotSupported") != text.npos);
  BOOST_TEST(text.find("came      200 success") != text.npos);
  BOOST_TEST(text.find("assay replay a1.mimo.2a.b.57") != text.npos);
  BOOST_TEST(text.find("(1 time, flaky: 12 of 240, one in 20)") != text.npos);
}

BOOST_AUTO_TEST_CASE(a_finding_without_a_token_names_no_command) {
  reports::Summary summary = tests::sample();
  for (reports::Finding& finding : summary.findings) finding.replay.clear();
  const std::string text = joined(closing_summary(summary, on_screen()));
  BOOST_TEST(text.find("assay replay") == text.npos);
  BOOST_TEST(text.find("its curl line in the report shows it") != text.npos);
}

BOOST_AUTO_TEST_CASE(only_what_was_decided_is_told_of_the_choices) {
  const std::string text = joined(closing_summary(tests::conforming_sample(), on_screen()));
  BOOST_TEST(text.find("chose value-case = exact") != text.npos);
  BOOST_TEST(text.find("chose empty-value = absent or invalid") != text.npos);
  BOOST_TEST(text.find("hop-limit-range") == text.npos);
  reports::Summary many = tests::conforming_sample();
  for (int i = 0; i < 60; ++i) many.readings.push_back(many.readings[0]);
  const auto lines = closing_summary(many, on_screen());
  BOOST_TEST(rows(lines, 80) <= 23U);
  BOOST_TEST(joined(lines).find("more in the report") != text.npos);
}

BOOST_AUTO_TEST_CASE(every_number_of_findings_fits_a_screen) {
  for (std::size_t count = 0; count <= 40; ++count) {
    const auto lines = closing_summary(tests::flooded_sample(count, 300), on_screen());
    BOOST_TEST(rows(lines, 80) <= 23U);
    const std::size_t shown = tests::occurrences(joined(lines), "assay replay");
    BOOST_TEST(shown == std::min<std::size_t>(count, 8));
    if (count > 8) BOOST_TEST(joined(lines).find("more violation") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_long_token_is_never_cut) {
  reports::Summary summary = tests::sample();
  summary.findings[0].replay = std::string(300, 't');
  const auto lines = closing_summary(summary, on_screen());
  BOOST_TEST(joined(lines).find(summary.findings[0].replay) != std::string::npos);
  BOOST_TEST(rows(lines, 80) <= 23U);
}

RC_BOOST_PROP(any_bytes_stay_inside_their_line, ()) {
  reports::Summary summary = tests::sample();
  summary.findings = {*tests::any_finding()};
  summary.findings[0].replay = "token";
  summary.readings[0].name = *tests::any_bytes();
  summary.exit_why = *tests::any_bytes();
  const std::size_t width = *rc::gen::inRange<std::size_t>(40, 200);
  for (const auto& line : closing_summary(summary, on_screen(width, 24))) {
    RC_ASSERT(reports::columns(line) < width);
    RC_ASSERT(reports::terminal(line) == line);
  }
}

BOOST_AUTO_TEST_SUITE_END()
