// The closing summary. It has to fit a screen: the more findings, the less each says.
#include <fmt/format.h>

#include <algorithm>

#include "reports/console.h"
#include "reports/escape.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using Lines = std::vector<std::string>;
constexpr std::size_t most_findings = 8;

const char* colour_of(Mood mood) {
  switch (mood) {
    case Mood::good: return "32";
    case Mood::bad: return "31";
    case Mood::unsure: return "33";
  }
  return "33";
}

class Closing {
 public:
  Closing(const Summary& summary, const ConsoleSettings& settings)
      : summary_(summary), settings_(settings) {}

  Lines build() {
    const Lines head = head_lines();
    const Lines foot = foot_lines();
    const std::size_t room = settings_.height > 1 ? settings_.height - 1 : 1;
    const std::size_t fixed = rows(head) + rows(foot);
    std::size_t left = room > fixed ? room - fixed : 0;
    const bool chose = choices() > 0;
    const Lines findings = finding_lines(left - std::min<std::size_t>(left, chose ? 1 : 0));
    left -= std::min(left, rows(findings));
    const Lines chosen = choice_lines(left);
    left -= std::min(left, rows(chosen));
    Lines out = head;
    for (const Lines* part : {&findings, &chosen, &foot}) {
      // Air between the parts, while there is room.
      if (!part->empty() && left > 0) {
        out.emplace_back();
        --left;
      }
      out.insert(out.end(), part->begin(), part->end());
    }
    return out;
  }

 private:
  std::string fit(const std::string& text) const { return clip(text, settings_.width - 1); }

  std::string paint(const char* code, const std::string& text) const {
    return settings_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  }

  // Screen rows: a line wider than the screen wraps. Only lines that are never cut are measured
  // beyond one row, and those are not coloured.
  std::size_t rows(const Lines& lines) const {
    std::size_t sum = 0;
    for (const auto& line : lines) {
      const bool painted = line.starts_with('\x1b');
      const std::size_t wide = painted ? 1 : columns(line);
      sum += std::max<std::size_t>(1, (wide + settings_.width - 1) / settings_.width);
    }
    return sum;
  }

  Lines head_lines() const {
    const Headline line = headline(summary_);
    const std::string text = fit(terminal(summary_.operation) + ": " + terminal(line.verdict));
    const std::string figures =
        fmt::format("{}, {} in {} ({}), seed {}", plural(summary_.cases, "case"),
                    plural(summary_.requests, "request"), duration(summary_.seconds),
                    rate(summary_.requests_per_second), summary_.seed);
    return {paint(line.mood == Mood::good  ? "1;32"
                  : line.mood == Mood::bad ? "1;31"
                                           : "1;33",
                  text),
            fit(figures)};
  }

  Lines foot_lines() const {
    const Coverage seen = coverage(summary_);
    Lines out{
        fit(fmt::format("clauses: {} of {} testable exercised, {} violated, {} untestable",
                        seen.exercised, seen.testable, seen.violated, seen.total - seen.testable))};
    if (!summary_.baseline.empty())
      out.push_back(
          fit("baseline: " + standings_text(summary_) + " (" + terminal(summary_.baseline) + ")"));
    if (!settings_.report.empty()) out.push_back("report:  " + terminal(settings_.report));
    out.push_back(
        paint(colour_of(headline(summary_).mood),
              fit(fmt::format("exit {}: {}", summary_.exit, terminal(summary_.exit_why)))));
    return out;
  }

  // The findings, each in 4 lines, 3 or 2, whichever is the first to fit.
  Lines finding_lines(std::size_t room) const {
    Lines out;
    const std::size_t most = std::min(most_findings, summary_.findings.size());
    for (std::size_t shown = most; shown > 0; --shown) {
      for (const int detail : {4, 3, 2}) {
        out = told(shown, detail);
        if (rows(out) <= room) return out;
      }
    }
    return out;
  }

  Lines told(std::size_t shown, int detail) const {
    Lines out;
    const auto findings = news_first(summary_);
    for (std::size_t i = 0; i < shown; ++i) add_finding(out, *findings[i], i, detail);
    if (const std::size_t more = summary_.findings.size() - shown; more > 0)
      out.push_back("  and " + plural(more, "more violation") + " in the report");
    return out;
  }

  static std::string flaky(const Finding& finding) {
    if (finding.sent_again == 0) return ", flaky";
    return fmt::format(", flaky: {} of {}", finding.shown_again, finding.sent_again) +
           (finding.period > 0 ? fmt::format(", one in {}", finding.period) : "");
  }

  void add_finding(Lines& out, const Finding& finding, std::size_t index, int detail) const {
    std::string number = fmt::format("{}. ", index + 1);
    if (!finding.standing.empty()) number += terminal(finding.standing) + ": ";
    std::string title = number + terminal(finding.clause) + " (" + plural(finding.count, "time") +
                        (finding.reproduced ? ")" : flaky(finding) + ")");
    if (const std::size_t steps = finding.earlier.size(); steps > 0)
      title += " after " + plural(steps, "earlier step");
    const std::string expected = terminal(expected_text(finding));
    const std::string came = terminal(finding.observed);
    if (detail == 2) {
      title = number + terminal(finding.clause) + ": came " + came + ", expected " + expected;
    } else if (detail == 3) {
      out.push_back(fit(title));
      title = "   came " + came + ", expected " + expected;
    } else {
      out.push_back(fit(title));
      out.push_back(fit("   expected  " + expected));
      title = "   came      " + came;
    }
    out.push_back(fit(title));
    out.push_back(finding.replay.empty() ? fit("   its curl line in the report shows it")
                                         : "   assay replay " + terminal(finding.replay));
  }

  std::size_t choices() const {
    return static_cast<std::size_t>(
        std::count_if(summary_.readings.begin(), summary_.readings.end(),
                      [](const ReadingResult& reading) { return !reading.eliminated.empty(); }));
  }

  Lines choice_lines(std::size_t room) const {
    Lines out;
    const std::size_t total = choices();
    if (room == 0) return out;
    const std::size_t shown = total <= room ? total : room - 1;
    for (const auto& reading : summary_.readings) {
      if (reading.eliminated.empty() || out.size() == shown) continue;
      std::string values;
      for (const auto& value : reading.surviving)
        values += (values.empty() ? "" : " or ") + terminal(value);
      out.push_back(fit("chose " + terminal(reading.name) + " = " +
                        (values.empty() ? "nothing that is allowed" : values)));
    }
    if (shown < total)
      out.push_back(shown == 0 ? plural(total, "choice") + " of this endpoint in the report"
                               : fmt::format("and {} more in the report", total - shown));
    return out;
  }

  const Summary& summary_;
  const ConsoleSettings& settings_;
};

}  // namespace

std::vector<std::string> closing_summary(const Summary& summary, const ConsoleSettings& settings) {
  return Closing(summary, settings).build();
}

}  // namespace assay::reports
