#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "reports/console.h"

namespace assay::reports {
namespace {

void take_size(const char* text, std::size_t& size) {
  if (text == nullptr) return;
  char* end = nullptr;
  const unsigned long value = std::strtoul(text, &end, 10);
  if (end != text && *end == '\0' && value >= 20 && value <= 1000) size = value;
}

}  // namespace

ConsoleSettings console_settings(bool terminal, const char* no_color, const char* term,
                                 const char* columns, const char* lines) {
  const std::string_view kind = term == nullptr ? "" : term;
  const bool able = terminal && !kind.empty() && kind != "dumb";
  ConsoleSettings settings;
  settings.live = able;
  settings.colour = able && (no_color == nullptr || *no_color == '\0');
  take_size(columns, settings.width);
  take_size(lines, settings.height);
  return settings;
}

ConsoleSettings console_settings(int descriptor) {
  // Read once, before any thread could change it.
  const auto get = [](const char* name) { return std::getenv(name); };  // NOLINT(*-mt-unsafe)
  const bool terminal = ::isatty(descriptor) == 1;
  ConsoleSettings settings =
      console_settings(terminal, get("NO_COLOR"), get("TERM"), get("COLUMNS"), get("LINES"));
  winsize size{};
  if (terminal && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0) {  // NOLINT(*-vararg)
    if (size.ws_col >= 20) settings.width = size.ws_col;
    if (size.ws_row >= 10) settings.height = size.ws_row;
  }
  return settings;
}

}  // namespace assay::reports
