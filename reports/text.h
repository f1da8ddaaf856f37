// Sentences that several writers say alike. None of them is escaped: each writer does that.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/summary.h"

namespace assay::reports {

enum class Mood { good, bad, unsure };  // unsure: no violation, and yet no clean end

struct Headline {
  Mood mood = Mood::good;
  std::string verdict;   // "conforms", "3 violations of 2 clauses", "no verdict"
  std::string sentence;  // one more, for a reader who stops there
};
Headline headline(const Summary& summary);

struct Coverage {
  std::size_t total = 0, testable = 0, exercised = 0, violated = 0;
};
Coverage coverage(const Summary& summary);

// What an untestable or unexercised clause is skipped for; "" when it was exercised.
std::string skipped_because(const ClauseResult& result);

// "400 InvalidName (empty-value=invalid) or 200 success"; at most `most` members.
std::string expected_text(const Finding& finding, std::size_t most = 4);

// Against a baseline: "2 new, 1 expired, 3 known, 1 flaky, 1 fixed, 0 not judged"; "" without one.
std::string standings_text(const Summary& summary);

// False for one that a baseline knows and bears with.
bool fails(const Finding& finding);

// The findings, those that fail the run first, each group by key.
std::vector<const Finding*> news_first(const Summary& summary);

// "" for a finding that comes back each time; otherwise how often it did: "showed 4 of 240 times
// when sent again, one request in 60".
std::string unsteady(const Finding& finding);

// The start of `text`, at most `limit` bytes, never cut inside a character of UTF-8.
std::string_view head_of(std::string_view text, std::size_t limit);
// Whether it is a moment as reports write it: "2026-11-24T12:00:00Z".
bool is_moment(std::string_view text);

std::string plural(std::size_t count, std::string_view one);  // "1 case", "12,345 cases"
std::string grouped(std::size_t number);                      // "12,345"
std::string duration(double seconds);                         // "4.2 s", "2 h 07 min"
std::string rate(double per_second);                          // "8,123/s", "4.2/s"
std::string mebibytes(std::size_t bytes);                     // "42 MiB"

}  // namespace assay::reports
