// The top of report.html: the verdict and the key figures.
#include <fmt/format.h>

#include "reports/escape.h"
#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

std::string mark(Mood mood) {
  constexpr std::string_view good = "<path d=\"M15 25l7 7 12-15\"/>";
  constexpr std::string_view bad = "<path d=\"M17 17l14 14M31 17L17 31\"/>";
  constexpr std::string_view unsure = "<path d=\"M24 13v14M24 33v1.5\"/>";
  return fmt::format(
      "<svg class=\"{}\" viewBox=\"0 0 48 48\" fill=\"none\" stroke=\"currentColor\" "
      "stroke-width=\"3.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\" "
      "aria-hidden=\"true\"><circle cx=\"24\" cy=\"24\" r=\"21\"/>{}</svg>",
      mood == Mood::good  ? "good"
      : mood == Mood::bad ? "bad"
                          : "unsure",
      mood == Mood::good  ? good
      : mood == Mood::bad ? bad
                          : unsure);
}

std::string fact(std::string_view name, std::string_view value, bool code = false) {
  if (value.empty()) return {};
  const std::string text = brief(value);
  return fmt::format("<dt>{}</dt><dd>{}</dd>", name, code ? "<code>" + text + "</code>" : text);
}

std::string big(std::string_view name, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", name, value);
}

}  // namespace

std::string brief(std::string_view text, std::size_t limit) {
  std::size_t taken = 0;
  std::string out = html(text, text.size(), limit, taken);
  if (taken < text.size()) out += "\u2026";
  return out;
}

std::string html_hero(const Summary& summary) {
  const Headline line = headline(summary);
  return fmt::format(
      "<header><p class=\"over\"><span><b>{}</b> {}</span><span>assay {}</span></p>"
      "<div class=\"hero\">{}<h1 id=\"verdict\" data-exit=\"{}\">{}</h1><p class=\"say\">{}</p>"
      "</div></header>",
      brief(summary.operation, 200), brief(summary.title, 300), brief(summary.assay, 100),
      mark(line.mood), summary.exit, brief(line.verdict, 300), brief(line.sentence));
}

std::string html_figures(const Summary& summary) {
  std::string phases;
  for (std::size_t i = 0; i < summary.phases.size() && i < 50; ++i)
    phases += fmt::format("{}{} {}", i > 0 ? ", " : "", summary.phases[i].name,
                          grouped(summary.phases[i].cases));
  const Coverage seen = coverage(summary);
  return "<section id=\"figures\" tabindex=\"-1\" aria-label=\"Figures\"><dl class=\"big\">" +
         big("Cases", grouped(summary.cases)) + big("Requests", grouped(summary.requests)) +
         big("Duration", duration(summary.seconds)) +
         big("Rate", rate(summary.requests_per_second)) +
         big("Clauses exercised", fmt::format("{} of {}", seen.exercised, seen.testable)) +
         "</dl><dl class=\"facts\">" + fact("Endpoint", summary.endpoint) +
         fact("Started", summary.started) + fact("Settings", summary.settings) +
         fact("Phases", phases) +
         fact("Seed", fmt::format("{}, shard {}", summary.seed, summary.shard)) +
         fact("Document", summary.spec_sha256.empty() ? "" : "SHA-256 " + summary.spec_sha256,
              true) +
         fact("Memory",
              summary.peak_rss_bytes > 0 ? mebibytes(summary.peak_rss_bytes) + " at most" : "") +
         fact("Baseline", summary.baseline) +
         fact("Exit", fmt::format("{}: {}", summary.exit, summary.exit_why)) + "</dl></section>";
}

}  // namespace assay::reports
