#include "reports/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace assay::reports {
namespace {

std::size_t violated_clauses(const Summary& summary) {
  std::set<std::string_view> names;
  for (const auto& finding : summary.findings) names.insert(finding.clause);
  for (const auto& result : summary.clauses)
    if (result.violated()) names.insert(result.clause.name);
  return names.size();
}

Headline violated(const Summary& summary, std::size_t clauses) {
  const std::size_t kinds = std::max<std::size_t>(summary.findings.size(), 1);
  std::size_t calls = 0;
  for (const auto& finding : summary.findings) calls += finding.count;
  Headline line;
  line.mood = Mood::bad;
  line.verdict = plural(kinds, "violation") + " of " + plural(clauses, "clause");
  line.sentence = fmt::format("{} broke what the document promises", plural(calls, "exchange"));
  const auto flaky = std::count_if(summary.findings.begin(), summary.findings.end(),
                                   [](const Finding& finding) { return !finding.reproduced; });
  if (flaky > 0)
    line.sentence += fmt::format("; {} did not come back each time",
                                 plural(static_cast<std::size_t>(flaky), "violation"));
  line.sentence += '.';
  return line;
}

std::size_t standing(const Summary& summary, std::string_view word) {
  const auto& all = summary.findings;
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Finding& finding) { return finding.standing == word; }));
}

// Against a baseline: what is news first.
Headline sorted(const Summary& summary, std::size_t clauses) {
  const std::size_t fresh = standing(summary, "new");
  const std::size_t expired = standing(summary, "expired");
  const std::size_t known = standing(summary, "known") + standing(summary, "flaky");
  const auto fixed = std::count_if(summary.absent.begin(), summary.absent.end(),
                                   [](const Absent& one) { return one.standing == "fixed"; });
  Headline line = violated(summary, clauses);
  line.mood = fresh + expired > 0 ? Mood::bad : Mood::good;
  line.verdict = fresh + expired == 0 ? "no new violation"
                 : expired == 0       ? plural(fresh, "new violation")
                 : fresh == 0         ? plural(expired, "violation") + " known for too long"
                                      : plural(fresh, "new violation") + ", " + grouped(expired) +
                                    " known for too long";
  if (known > 0) line.sentence += " " + plural(known, "violation") + " known before.";
  if (fixed > 0)
    line.sentence += " " + plural(static_cast<std::size_t>(fixed), "known violation") + " fixed.";
  return line;
}

}  // namespace

Headline headline(const Summary& summary) {
  const bool ended = summary.exit == 0 || summary.exit == 1;
  if (!summary.baseline.empty() && ended && !summary.findings.empty())
    return sorted(summary, violated_clauses(summary));
  if (const std::size_t clauses = violated_clauses(summary); clauses > 0)
    return violated(summary, clauses);
  if (summary.exit != 0) {
    const std::string why = summary.exit_why.empty() ? "not said" : summary.exit_why;
    return {Mood::unsure, "no verdict", "The run came to no verdict: " + why + "."};
  }
  const Coverage seen = coverage(summary);
  if (seen.exercised == 0) return {Mood::unsure, "nothing judged", "No clause was exercised."};
  return {
      Mood::good, "conforms",
      fmt::format("{} over {} of {} testable clauses, and none is violated.",
                  plural(summary.cases, "case"), grouped(seen.exercised), grouped(seen.testable))};
}

std::string standings_text(const Summary& summary) {
  if (summary.baseline.empty()) return {};
  std::string out;
  const auto add = [&](std::size_t count, std::string_view word) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", grouped(count), word);
  };
  for (const std::string_view word : {"new", "expired", "known", "flaky"})
    add(standing(summary, word), word);
  for (const std::string_view word : {"fixed", "not judged"}) {
    const auto count = std::count_if(summary.absent.begin(), summary.absent.end(),
                                     [&](const Absent& one) { return one.standing == word; });
    add(static_cast<std::size_t>(count), word);
  }
  return out;
}

bool fails(const Finding& finding) {
  return finding.standing != "known" && finding.standing != "flaky";
}

std::vector<const Finding*> news_first(const Summary& summary) {
  std::vector<const Finding*> out;
  for (const bool wanted : {true, false}) {
    for (const Finding& finding : summary.findings)
      if (fails(finding) == wanted) out.push_back(&finding);
  }
  return out;
}

Coverage coverage(const Summary& summary) {
  Coverage sum;
  for (const auto& result : summary.clauses) {
    ++sum.total;
    if (result.clause.testable()) {
      ++sum.testable;
      if (result.exercised()) ++sum.exercised;
    }
    if (result.violated()) ++sum.violated;
  }
  return sum;
}

std::string skipped_because(const ClauseResult& result) {
  if (!result.clause.testable()) return result.clause.why;
  if (result.exercised()) return {};
  if (!result.not_judged.empty()) return result.not_judged;
  switch (result.worst()) {
    case oracles::Verdict::inconclusive: return "every exchange was inconclusive";
    case oracles::Verdict::harness_fault: return "the harness failed";
    default: return "no exchange said anything of it";
  }
}

std::string expected_text(const Finding& finding, std::size_t most) {
  std::string out;
  const std::size_t shown = std::min(most, finding.expected.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Expected& one = finding.expected[i];
    if (i > 0) out += " or ";
    out += one.outcome;
    if (!one.needs.empty()) out += " (" + one.needs + ")";
  }
  if (shown < finding.expected.size())
    out += fmt::format(" or {} more", finding.expected.size() - shown);
  return out.empty() ? "nothing of the kind" : out;
}

std::string grouped(std::size_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

std::string unsteady(const Finding& finding) {
  if (finding.reproduced) return "";
  if (finding.sent_again == 0) return "comes and goes";
  if (finding.shown_again == 0)
    return fmt::format("did not show when sent again {}", plural(finding.sent_again, "time"));
  std::string out = fmt::format("showed {} of {} when sent again", grouped(finding.shown_again),
                                plural(finding.sent_again, "time"));
  if (finding.period > 0) out += fmt::format(", one request in {}", grouped(finding.period));
  return out;
}

std::string_view head_of(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  // A character has at most three bytes behind its first; more of them are no UTF-8 anyway.
  std::size_t end = limit;
  while (end > 0 && limit - end < 3 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80)
    --end;
  return text.substr(0, end);
}

bool is_moment(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00Z";
  const auto fits = [](char wanted, char c) {
    return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
  };
  return text.size() == shape.size() && std::equal(shape.begin(), shape.end(), text.begin(), fits);
}

std::string plural(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", grouped(count), one, count == 1 ? "" : "s");
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "unknown";
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::size_t>(std::min(seconds + 0.5, 3e15));
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", grouped(whole / 3600), whole / 60 % 60);
}

std::string rate(double per_second) {
  if (!std::isfinite(per_second) || per_second < 0) return "unknown";
  if (per_second < 99.95) return fmt::format("{:.1f}/s", per_second);
  return grouped(static_cast<std::size_t>(std::min(per_second + 0.5, 3e15))) + "/s";
}

std::string mebibytes(std::size_t bytes) {
  return fmt::format("{} MiB", grouped((bytes + 1048575) / 1048576));
}

}  // namespace assay::reports
