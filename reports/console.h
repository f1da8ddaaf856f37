// What a person sees while a run goes on, and at its end.
#pragma once
#include <iosfwd>
#include <set>
#include <string>
#include <vector>

#include "reports/listener.h"

namespace assay::reports {

struct ConsoleSettings {
  bool live = false;  // one line redrawn in place; otherwise plain lines, now and then
  bool colour = false;
  std::size_t width = 80, height = 24;  // of the screen, for the closing summary
  std::string report;                   // where the report is, said at the end; "" for nowhere
};

// What suits a stream: `terminal` is what isatty said; the rest are environment variables, null
// where unset. NO_COLOR (non-empty) turns colour off; TERM=dumb or unset turns colour and redrawing
// off. COLUMNS and LINES count where they are numbers from 20 to 1000.
ConsoleSettings console_settings(bool terminal, const char* no_color, const char* term,
                                 const char* columns, const char* lines);
// The same for an open descriptor and this process's environment; asks the terminal for its size.
ConsoleSettings console_settings(int descriptor);

// Example: Console console(std::cerr, console_settings(STDERR_FILENO));
class Console final : public Listener {
 public:
  Console(std::ostream& out, ConsoleSettings settings);
  ~Console() override;  // leaves no half-drawn line behind
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  void run_started(const RunStart& event) override;
  void phase_started(const std::string& name, std::size_t planned) override;
  void progress(const Progress& event) override;
  void finding(const Finding& event) override;
  void run_finished(const Summary& summary) override;

 private:
  void erase();
  void print(const std::string& line);

  std::ostream& out_;
  ConsoleSettings settings_;
  bool drawn_ = false;
  double next_ = 0;             // seconds of run time at which the next plain line is due
  std::set<std::string> told_;  // keys of findings, up to a cap
};

// The closing summary: lines without line ends, at most height - 1 of them where the replay tokens
// allow (a token is never cut, and wraps where it is wider than the screen).
std::vector<std::string> closing_summary(const Summary& summary, const ConsoleSettings& settings);

}  // namespace assay::reports
