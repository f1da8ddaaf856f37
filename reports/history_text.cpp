// A history for a terminal: the runs, their trends, the findings, the changes of readings.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/escape.h"
#include "reports/history_views.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

std::string_view mark_shown(Mark mark, bool blocks) {
  switch (mark) {
    case Mark::unknown: return " ";
    case Mark::absent: return blocks ? "·" : ".";
    case Mark::seen: return blocks ? "█" : "#";
    case Mark::flaky: return blocks ? "▒" : "~";
    case Mark::unjudged: return "?";
  }
  return "?";
}

// "2026-11-24 12:00" of "2026-11-24T12:00:00Z".
std::string date(const std::string& started) {
  std::string out = started.substr(0, 16);
  if (out.size() > 10 && out[10] == 'T') out[10] = ' ';
  return terminal(out);
}

class Writer {
 public:
  explicit Writer(const HistoryLook& look) : look_(look) {}

  std::string write(const Track& track) {
    line(terminal(track.operation) + " at " + terminal(track.endpoint));
    out_ += '\n';
    runs(track);
    trends(track);
    findings(track);
    changes(track);
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += clip(text, look_.width) + '\n'; }

  void runs(const Track& track) {
    line(fmt::format("{:16} {:>4} {:>10} {:>8} {:>4} {:>4} {:>4} {:>9} {:>9}", "started (UTC)",
                     "exit", "cases", "findings", "new", "back", "gone", "clauses", "rate"));
    for (const PastRun& run : track.runs) {
      line(fmt::format("{:16} {:>4} {:>10} {:>8} {:>4} {:>4} {:>4} {:>9} {:>9}", date(run.started),
                       run.exit, grouped(run.cases), run.findings, run.fresh, run.back, run.gone,
                       fmt::format("{}/{}", run.exercised, run.testable), rate(run.rate)));
      if (!run.finished) line("  no verdict: " + terminal(run.exit_why));
    }
    out_ += '\n';
  }

  // A run that came to no verdict says nothing of a trend.
  template <class Value>
  void trend(const Track& track, const char* name, Value value, std::string (*shown)(double)) {
    std::vector<double> values;
    for (const PastRun& run : track.runs)
      if (run.finished) values.push_back(value(run));
    const std::size_t room = look_.width > 80 ? look_.width - 60 : 20;
    if (values.size() > room)
      values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(room));
    if (values.size() < 2) return;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    line(fmt::format("{:9} {}  last {}, {} to {}", name, sparkline(values, look_.blocks),
                     shown(values.back()), shown(*least), shown(*most)));
  }

  void trends(const Track& track) {
    const std::size_t before = out_.size();
    const auto real = [](std::size_t value) { return static_cast<double>(value); };
    const auto whole = [](double value) { return grouped(static_cast<std::size_t>(value)); };
    trend(track, "findings", [&](const PastRun& run) { return real(run.findings); }, whole);
    trend(track, "clauses", [&](const PastRun& run) { return real(run.exercised); }, whole);
    trend(track, "cases", [&](const PastRun& run) { return real(run.cases); }, whole);
    trend(track, "rate", [](const PastRun& run) { return run.rate; }, rate);
    if (out_.size() > before) out_ += '\n';
  }

  void findings(const Track& track) {
    if (track.findings.empty()) {
      line("no findings in these runs");
      return;
    }
    const std::size_t room = look_.width > 60 ? look_.width - 2 : 58;
    for (const Track::Line& one : track.findings) {
      const PastFinding& finding = one.finding;
      line(fmt::format("{} ({}){}", terminal(finding.clause), terminal(finding.kind),
                       finding.present ? "" : ", gone"));
      line(fmt::format("  first {}, last {}, in {}", date(finding.first_started),
                       date(finding.last_started), plural(finding.times, "run")));
      std::string strip;
      const std::size_t from = one.strip.size() > room ? one.strip.size() - room : 0;
      for (std::size_t i = from; i < one.strip.size(); ++i)
        strip += mark_shown(one.strip[i], look_.blocks);
      out_ += "  " + strip + '\n';
      // A token that is cut is worth nothing.
      if (!finding.replay.empty()) out_ += "  assay replay " + terminal(finding.replay) + '\n';
    }
    line(fmt::format("the latest run at the right: {} seen, {} flaky, {} not seen, ? can't be told",
                     mark_shown(Mark::seen, look_.blocks), mark_shown(Mark::flaky, look_.blocks),
                     mark_shown(Mark::absent, look_.blocks)));
  }

  void changes(const Track& track) {
    if (track.changes.empty()) return;
    out_ += "\nreadings that changed\n";
    for (const ChangedReading& one : track.changes) {
      line(fmt::format("  {}  {}: {}, before {}", date(one.started), terminal(one.name),
                       terminal(alternatives_shown(one.now)),
                       terminal(alternatives_shown(one.before))));
    }
  }

  const HistoryLook& look_;
  std::string out_;
};

}  // namespace

std::string sparkline(const std::vector<double>& values, bool blocks) {
  static constexpr std::array<std::string_view, 8> high = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  static constexpr std::array<std::string_view, 8> plain = {"_", ".", "-", "~", "=", "+", "*", "#"};
  double least = 0;
  double most = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    least = i == 0 ? values[i] : std::min(least, values[i]);
    most = i == 0 ? values[i] : std::max(most, values[i]);
  }
  std::string out;
  for (const double value : values) {
    const double share = most > least ? (value - least) / (most - least) : 0;
    const auto level = static_cast<std::size_t>(std::lround(share * 7));
    out += (blocks ? high : plain).at(std::min<std::size_t>(level, 7));
  }
  return out;
}

bool speaks_utf8(const char* lc_all, const char* lc_ctype, const char* lang) {
  for (const char* one : {lc_all, lc_ctype, lang}) {
    const std::string_view locale = one == nullptr ? "" : one;
    if (locale.empty()) continue;
    return locale.find("UTF-8") != locale.npos || locale.find("utf8") != locale.npos ||
           locale.find("utf-8") != locale.npos || locale.find("UTF8") != locale.npos;
  }
  return false;
}

std::string history_text(const std::vector<Track>& tracks, const HistoryLook& look) {
  std::string out;
  for (const Track& track : tracks) out += (out.empty() ? "" : "\n") + Writer(look).write(track);
  return out.empty() ? "no runs yet\n" : out;
}

}  // namespace assay::reports
