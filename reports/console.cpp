#include "reports/console.h"

#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "reports/escape.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr double plain_every = 5;      // seconds of run time
constexpr std::size_t most_told = 20;  // findings named while the run goes on

std::string progress_text(const Progress& event) {
  std::string text = terminal(event.phase) + "  " + grouped(event.cases);
  if (event.planned > 0) text += " of " + grouped(event.planned);
  text += " cases  " + rate(event.requests_per_second) + "  " + plural(event.findings, "finding");
  if (event.seconds_left >= 0) text += "  " + duration(event.seconds_left) + " left";
  return text;
}

}  // namespace

Console::Console(std::ostream& out, ConsoleSettings settings)
    : out_(out), settings_(std::move(settings)) {}

Console::~Console() { erase(); }

void Console::erase() {
  if (!drawn_) return;
  out_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

void Console::print(const std::string& line) {
  erase();
  out_ << line << '\n' << std::flush;
}

void Console::run_started(const RunStart& event) {
  const Summary& summary = event.summary;
  print(fmt::format("assay {} on {}, seed {}", terminal(summary.operation),
                    terminal(summary.endpoint), summary.seed));
  for (const auto& one : summary.preflight) print("  " + terminal(one));
}

void Console::phase_started(const std::string& name, std::size_t planned) {
  std::string line = "phase " + terminal(name);
  if (planned > 0) line += ": " + plural(planned, "case");
  print(line);
}

void Console::progress(const Progress& event) {
  if (!settings_.live) {
    if (event.seconds < next_) return;
    next_ = event.seconds + plain_every;
    print("  " + progress_text(event));
    return;
  }
  // The last column stays free: a terminal may wrap once it is filled.
  const std::string text = clip("  " + progress_text(event), settings_.width - 1);
  out_ << '\r' << text << "\x1b[K" << std::flush;
  drawn_ = true;
}

void Console::finding(const Finding& event) {
  if (told_.size() > most_told || !told_.insert(event.key).second) return;
  if (told_.size() > most_told) {
    print("  further violations are counted, and told at the end");
    return;
  }
  const std::string text = "violation  " + terminal(event.clause) + ": " + terminal(event.observed);
  const std::string line = clip("  " + text, settings_.width - 1);
  print(settings_.colour ? "\x1b[31m" + line + "\x1b[0m" : line);
}

void Console::run_finished(const Summary& summary) {
  erase();
  for (const auto& line : closing_summary(summary, settings_)) out_ << line << '\n';
  out_ << std::flush;
}

}  // namespace assay::reports
