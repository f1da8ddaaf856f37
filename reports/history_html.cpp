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
.trends figcaption{font-size:.8rem;color:var(--soft)}
.trends figcaption span{display:block;font-size:1.45rem;font-weight:620;color:var(--ink);line-height:1.3;
letter-spacing:-.015em;font-variant-numeric:tabular-nums}
.trends svg{display:block;width:100%;height:3.4rem;margin:.5rem 0}
.trends path{fill:none;stroke:var(--blue);stroke-width:1.8;stroke-linejoin:round;
vector-effect:non-scaling-stroke}
.trends path.area{fill:var(--blue-bg);stroke:none}
.trends p{font-size:.75rem;color:var(--soft);font-variant-numeric:tabular-nums}
.track{scroll-margin-top:1rem}.track h2{overflow-wrap:anywhere}
.track td{vertical-align:top}.track td details{font-size:.84rem;color:var(--soft);margin-top:.2rem}
.track td.zero{color:var(--soft);opacity:.6}.track tr.void td{color:var(--soft)}
.strip{display:block;height:1.1rem;margin:.3rem 0}
.strip .s{fill:var(--red)}.strip .f{fill:var(--amber)}.strip .a{fill:var(--green);opacity:.45}
.strip .q{fill:var(--soft);opacity:.25}
h3{font-size:1.08rem;font-weight:650;margin:1.6rem 0 .6rem}
)css";

std::string style() { return std::string(html_style) + std::string(history_style); }

// "2026-11-24 02:30" of "2026-11-24T02:30:00Z".
std::string when(const std::string& started) {
  std::string out = started.substr(0, is_moment(started) ? 16 : started.size());
  if (is_moment(started)) out[10] = ' ';
  return brief(out, 60);
}

// The line of a trend in a box of 40 units, from the least at the bottom to the greatest.
std::string line_of(const std::vector<double>& values, double least, double span) {
  std::string path;
  for (std::size_t i = 0; i < values.size(); ++i)
    path += fmt::format("{}{} {:.1f}", i == 0 ? 'M' : 'L', i * 10,
                        36 - 32 * (values[i] - least) / span);
  if (values.size() == 1) path += "h10";
  return path;
}

template <class Value>
std::string trend(const Track& track, std::string_view name, Value value,
                  std::string (*shown)(double)) {
  std::vector<double> values;
  for (const PastRun& run : track.runs)
    if (run.finished) values.push_back(value(run));
  if (values.size() > most_runs)
    values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(most_runs));
  if (values.empty()) return {};
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const std::string path = line_of(values, *least, *most > *least ? *most - *least : 1);
  const std::size_t width = std::max<std::size_t>((values.size() - 1) * 10, 10);
  return fmt::format(
      "<figure><figcaption>{0}<span>{1}</span></figcaption><svg viewBox=\"0 0 {2} 40\" "
      "preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{0} over {3}\">"
      "<path class=\"area\" d=\"{4}V40H0Z\"/><path d=\"{4}\"/></svg><p>{5} to {6}</p></figure>",
      name, shown(values.back()), width, plural(values.size(), "run"), path, shown(*least),
      shown(*most));
}

std::string trends(const Track& track) {
  const auto real = [](std::size_t value) { return static_cast<double>(value); };
  const auto whole = [](double value) { return grouped(static_cast<std::size_t>(value)); };
  const std::string all =
      trend(
          track, "Findings", [&](const PastRun& run) { return real(run.findings); }, whole) +
      trend(
          track, "Clauses exercised", [&](const PastRun& run) { return real(run.exercised); },
          whole) +
      trend(
          track, "Cases", [&](const PastRun& run) { return real(run.cases); }, whole) +
      trend(track, "Rate", [](const PastRun& run) { return run.rate; }, rate);
  return all.empty() ? all : "<div class=\"trends\">" + all + "</div>";
}

// What a reader who stops here should know.
std::string lead(const Track& track) {
  if (track.runs.empty()) return {};
  const auto finished = static_cast<std::size_t>(std::count_if(
      track.runs.begin(), track.runs.end(), [](const PastRun& run) { return run.finished; }));
  const auto there = static_cast<std::size_t>(
      std::count_if(track.findings.begin(), track.findings.end(),
                    [](const Track::Line& line) { return line.finding.present; }));
  const PastRun& last = track.runs.back();
  std::string out = plural(track.runs.size(), "run") + ", " + when(track.runs.front().started) +
                    " to " + when(last.started) + " by UTC";
  if (finished < track.runs.size())
    out += "; " + grouped(track.runs.size() - finished) + " of them came to no verdict";
  out += ". " + (there == 0 ? "Nothing is known to be wrong" : plural(there, "finding") + " there");
  out += fmt::format("; the last run: {} new, {} back, {} gone.", last.fresh, last.back, last.gone);
  return "<p class=\"lead\">" + out + "</p>";
}

std::string table(std::string_view head, const std::string& rows, std::size_t missing) {
  return fmt::format(
      "<div class=\"scroll\"><table><thead><tr>{}</tr></thead><tbody>{}</tbody>"
      "</table></div>{}",
      head, rows, missing_note(missing));
}

std::string run_row(const PastRun& run) {
  const auto cell = [](const std::string& text) {
    return "<td class=\"n" + std::string(text == "0" ? " zero" : "") + "\">" + text + "</td>";
  };
  const char* const colour = run.exit == 0 ? "green" : run.exit == 1 ? "red" : "amber";
  return fmt::format(
             "<tr{}><td class=\"w\">{}</td><td class=\"n\"><span class=\"tag {}\">{}</span></td>",
             run.finished ? "" : " class=\"void\"", when(run.started), colour, run.exit) +
         cell(grouped(run.cases)) + cell(grouped(run.findings)) + cell(grouped(run.fresh)) +
         cell(grouped(run.back)) + cell(grouped(run.gone)) +
         cell(fmt::format("{} of {}", run.exercised, run.testable)) + cell(rate(run.rate)) +
         "<td>" + brief(run.exit_why, 300) + "</td></tr>\n";
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
      "<tr><td><b>{}</b> {} <span class=\"tag {}\">{}</span>{}{}</td>"
      "<td class=\"w\">{}</td><td class=\"w\">{}</td><td class=\"n\">{}</td></tr>\n",
      brief(one.clause, 200), brief(one.kind, 100), one.present ? "red" : "green",
      one.present ? "there" : "gone", strip(line.strip),
      one.replay.empty() ? ""
                         : "<details><summary>send it again</summary><code>assay replay " +
                               brief(one.replay, 4000) + "</code></details>",
      when(one.first_started), when(one.last_started), grouped(one.times));
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
    return "<tr><td class=\"w\">" + when(one.started) + "</td><td><code>" + brief(one.name, 200) +
           "</code></td><td>" + brief(alternatives_shown(one.before), 300) + "</td><td>" +
           brief(alternatives_shown(one.now), 300) + "</td></tr>\n";
  });
  return "<h3>Readings that changed</h3>" +
         table("<th>Run</th><th>Reading</th><th>Before</th><th>Now</th>", rows, missing);
}

std::string track_html(const Track& track) {
  return "<section class=\"part track\"><h2>" + brief(track.operation, 200) + " <span>" +
         brief(track.endpoint, 300) + "</span></h2>" + lead(track) + trends(track) +
         findings(track) + changes(track) + runs(track) + "</section>\n";
}

}  // namespace

std::string history_html(const std::vector<Track>& tracks) {
  std::string out = html_head("assay: history", style()) +
                    "<body><main><header><p class=\"over\"><b>History</b><span>" +
                    plural(tracks.size(), "endpoint") + "</span></p></header>\n";
  if (tracks.empty()) out += "<p class=\"lead\">No runs yet.</p>";
  const std::size_t shown = std::min(most_tracks, tracks.size());
  for (std::size_t i = 0; i < shown; ++i) out += track_html(tracks[i]);
  return out + missing_note(tracks.size() - shown) + "</main></body></html>\n";
}

}  // namespace assay::reports
