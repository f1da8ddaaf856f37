// A history as one page: trends, runs, findings, changes of readings.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "reports/history_views.h"
#include "reports/html_parts.h"
#include "reports/html_style.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

// Of each table of a track; a page has at most `most_tracks`.
constexpr std::size_t budget = 200U << 10U;
constexpr std::size_t most_tracks = 8;
constexpr std::size_t most_runs = 400;  // drawn

constexpr std::string_view history_style = R"css(
.trends{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1rem;
margin:1.3rem 0}
.trends figure{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1rem}
.trends svg{display:block;width:100%;height:4rem;margin-top:.4rem}
.trends path{fill:none;stroke:var(--blue);stroke-width:2;vector-effect:non-scaling-stroke}
.strip{display:block;height:1.1rem;margin:.3rem 0}
.strip .s{fill:var(--red)}.strip .f{fill:var(--amber)}.strip .a{fill:var(--green);opacity:.45}
.strip .q{fill:var(--soft);opacity:.25}
h3{font-size:1.08rem;font-weight:650;margin:1.6rem 0 .6rem}
)css";

std::string style() { return std::string(html_style) + std::string(history_style); }

template <class Value>
std::string trend(const Track& track, std::string_view name, Value value, const std::string& last) {
  std::vector<double> values;
  for (const PastRun& run : track.runs)
    if (run.finished) values.push_back(value(run));
  if (values.size() > most_runs) values.erase(values.begin(), values.end() - most_runs);
  if (values.empty()) return {};
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double span = *most > *least ? *most - *least : 1;
  std::string path;
  for (std::size_t i = 0; i < values.size(); ++i)
    path += fmt::format("{}{} {:.1f}", i == 0 ? 'M' : 'L', i * 10,
                        36 - 32 * (values[i] - *least) / span);
  if (values.size() == 1) path += "h10";
  return fmt::format(
      "<figure><figcaption>{}<span>{}</span></figcaption><svg viewBox=\"0 0 {} 40\" "
      "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{} over {}\"><path d=\"{}\"/></svg>"
      "</figure>",
      name, last, std::max<std::size_t>((values.size() - 1) * 10, 10), name,
      plural(values.size(), "run"), path);
}

std::string trends(const Track& track) {
  const auto real = [](std::size_t value) { return static_cast<double>(value); };
  const auto last = std::find_if(track.runs.rbegin(), track.runs.rend(),
                                 [](const PastRun& run) { return run.finished; });
  if (last == track.runs.rend()) return {};
  return "<div class=\"trends\">" +
         trend(
             track, "Findings", [&](const PastRun& run) { return real(run.findings); },
             grouped(last->findings)) +
         trend(
             track, "Clauses exercised", [&](const PastRun& run) { return real(run.exercised); },
             grouped(last->exercised)) +
         trend(
             track, "Cases", [&](const PastRun& run) { return real(run.cases); },
             grouped(last->cases)) +
         trend(
             track, "Rate", [](const PastRun& run) { return run.rate; }, rate(last->rate)) +
         "</div>";
}

std::string table(std::string_view head, const std::string& rows, std::size_t missing) {
  return fmt::format(
      "<div class=\"scroll\"><table><thead><tr>{}</tr></thead><tbody>{}</tbody>"
      "</table></div>{}",
      head, rows, missing_note(missing));
}

std::string run_row(const PastRun& run) {
  const auto cell = [](const std::string& text) { return "<td class=\"n\">" + text + "</td>"; };
  return "<tr><td class=\"w\">" + brief(run.started, 60) + "</td>" +
         cell(fmt::format("{}", run.exit)) + cell(grouped(run.cases)) +
         cell(grouped(run.findings)) + cell(grouped(run.fresh)) + cell(grouped(run.back)) +
         cell(grouped(run.gone)) + cell(fmt::format("{} of {}", run.exercised, run.testable)) +
         cell(rate(run.rate)) + "<td>" + brief(run.exit_why, 300) + "</td></tr>\n";
}

std::string runs(const Track& track) {
  std::vector<const PastRun*> latest_first;
  for (const PastRun& run : track.runs) latest_first.insert(latest_first.begin(), &run);
  std::size_t missing = 0;
  const std::string rows =
      fill_rows(latest_first, budget, missing, [](const PastRun* run) { return run_row(*run); });
  return "<h3>Runs</h3>" +
         table(
             "<th>Started</th><th class=\"n\">Exit</th><th class=\"n\">Cases</th>"
             "<th class=\"n\">Findings</th><th class=\"n\">New</th><th class=\"n\">Back</th>"
             "<th class=\"n\">Gone</th><th class=\"n\">Clauses</th><th class=\"n\">Rate</th>"
             "<th>Why</th>",
             rows, missing);
}

std::string strip(const std::vector<Mark>& marks) {
  const std::size_t from = marks.size() > most_runs ? marks.size() - most_runs : 0;
  std::string boxes;
  for (std::size_t i = from; i < marks.size(); ++i) {
    if (marks[i] == Mark::unknown) continue;
    const char kind = marks[i] == Mark::seen     ? 's'
                      : marks[i] == Mark::flaky  ? 'f'
                      : marks[i] == Mark::absent ? 'a'
                                                 : 'q';
    boxes += fmt::format("<rect class=\"{}\" x=\"{}\" width=\"7\" height=\"16\"/>", kind,
                         (i - from) * 8);
  }
  return fmt::format(
      "<svg class=\"strip\" width=\"{0}\" viewBox=\"0 0 {0} 16\" role=\"img\" "
      "aria-label=\"the last runs\">{1}</svg>",
      (marks.size() - from) * 8, boxes);
}

std::string finding_row(const Track::Line& line) {
  const PastFinding& one = line.finding;
  return fmt::format(
      "<tr><td><b>{}</b> {} <span class=\"tag {}\">{}</span>{}<code>{}</code></td>"
      "<td class=\"w\">{}</td><td class=\"w\">{}</td><td class=\"n\">{}</td></tr>\n",
      brief(one.clause, 200), brief(one.kind, 100), one.present ? "red" : "green",
      one.present ? "there" : "gone", strip(line.strip),
      one.replay.empty() ? "" : "assay replay " + brief(one.replay, 4000),
      brief(one.first_started, 60), brief(one.last_started, 60), grouped(one.times));
}

std::string findings(const Track& track) {
  if (track.findings.empty()) return "<h3>Findings</h3><p class=\"note\">None in these runs.</p>";
  std::size_t missing = 0;
  const std::string rows = fill_rows(track.findings, budget * 2, missing, finding_row);
  return "<h3>Findings</h3><p class=\"lead\">A box a run, the latest at the right: red seen, amber "
         "flaky, green not seen, grey could not be told.</p>" +
         table("<th>Finding</th><th>First seen</th><th>Last seen</th><th class=\"n\">Runs</th>",
               rows, missing);
}

std::string changes(const Track& track) {
  if (track.changes.empty()) return {};
  std::size_t missing = 0;
  const std::string rows = fill_rows(track.changes, budget, missing, [](const ChangedReading& one) {
    return "<tr><td class=\"w\">" + brief(one.started, 60) + "</td><td><code>" +
           brief(one.name, 200) + "</code></td><td>" + brief(alternatives_shown(one.before), 300) +
           "</td><td>" + brief(alternatives_shown(one.now), 300) + "</td></tr>\n";
  });
  return "<h3>Readings that changed</h3>" +
         table("<th>Run</th><th>Reading</th><th>Before</th><th>Now</th>", rows, missing);
}

std::string track_html(const Track& track) {
  return "<section class=\"part track\"><h2>" + brief(track.operation, 200) + " <span>" +
         brief(track.endpoint, 300) + "</span></h2>" + trends(track) + findings(track) +
         changes(track) + runs(track) + "</section>\n";
}

}  // namespace

std::string history_html(const std::vector<Track>& tracks) {
  const std::string look = style();
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; "
      "base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>assay: history</title>\n"
      "<style>{}</style></head>\n<body><main><header><p class=\"over\"><b>History</b>"
      "<span>{}</span></p></header>\n",
      policy_digest(look), look, plural(tracks.size(), "endpoint"));
  if (tracks.empty()) out += "<p class=\"lead\">No runs yet.</p>";
  const std::size_t shown = std::min(most_tracks, tracks.size());
  for (std::size_t i = 0; i < shown; ++i) out += track_html(tracks[i]);
  return out + missing_note(tracks.size() - shown) + "</main></body></html>\n";
}

}  // namespace assay::reports
