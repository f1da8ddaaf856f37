#include "harness/cli/kill_table.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "mock/gateway.h"
#include "reports/escape.h"
#include "reports/text.h"
#include "wire/message.h"
#include "wire/params.h"

namespace assay::harness {

namespace {

using Fate = Kill::Fate;

std::string_view word(Fate fate) {
  switch (fate) {
    case Fate::killed: return "killed";
    case Fate::survived: return "survived";
    case Fate::not_applicable: return "not applicable";
    case Fate::not_run: return "not run";
  }
  return "";
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) (out += out.empty() ? "" : between) += text;
  return out;
}

std::string cases(const Kill& kill) {
  return kill.finding.found_after == 0 ? "end" : reports::grouped(kill.finding.found_after);
}

std::size_t count(const std::vector<Kill>& kills, Fate fate) {
  return static_cast<std::size_t>(std::count_if(
      kills.begin(), kills.end(), [&](const Kill& kill) { return kill.fate == fate; }));
}

// A cell of a Markdown table, as code.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : reports::clip(reports::terminal(text), 120)) {
    if (c == '|') out += '\\';
    out += c == '`' ? '\'' : c;
  }
  return out.empty() ? "" : "`" + out + "`";
}

// "", or that the request shows the fault only after others.
std::string after_steps(const Kill& kill) {
  const std::size_t steps = kill.finding.earlier.size();
  return steps == 0 ? "" : " after " + reports::plural(steps, "step");
}

}  // namespace

std::string smallest_request(const Kill& kill) {
  if (kill.finding.phase == "effects") return kill.finding.label;  // its bytes lack the mode
  const std::string& bytes = kill.finding.request;
  const std::size_t from = bytes.find(' ');
  const std::size_t until = bytes.find(' ', from + 1);
  if (until == std::string::npos) return "";
  const std::string_view target = std::string_view(bytes).substr(from + 1, until - from - 1);
  const std::size_t head = bytes.find("\r\n\r\n");
  const std::string_view body =
      head == std::string::npos ? std::string_view() : std::string_view(bytes).substr(head + 4);
  std::string out = bytes.substr(0, from);
  for (const std::string_view part : {wire::query_of(target), body}) {
    for (const wire::Param& param : wire::parse_form(part).value_or(wire::Params{})) {
      if (mock::is_common_parameter(param.name)) continue;
      out += " " + param.name + "=" + param.value;
    }
  }
  return out;
}

std::string text_header() {
  return fmt::format("{:28} {:9} {:>6} {:>6}  {:17} {}\n", "fault", "fate", "cases", "time",
                     "oracle", "clause, smallest request");
}

std::string text_line(const Kill& kill) {
  std::string out = fmt::format("{:28} ", kill.fault.name);
  if (kill.fate == Fate::not_applicable) return out + "not applicable: " + kill.why_not + "\n";
  if (kill.fate == Fate::not_run) return out + "not run\n";
  if (kill.fate == Fate::survived) {
    out += fmt::format("{:9} {:>6} {:>5.1f}s  breaks {}", "SURVIVED", "", kill.seconds,
                       joined(kill.clauses, ", "));
    if (!kill.other.empty()) out += "; found instead: " + joined(kill.other, ", ");
    return reports::terminal(out) + "\n";
  }
  out += fmt::format("{:9} {:>6} {:>5.1f}s  {:17} {}  {}", word(kill.fate), cases(kill),
                     kill.seconds, kill.finding.oracle, kill.clause,
                     reports::clip(reports::terminal(smallest_request(kill)), 100) +
                         after_steps(kill) + (kill.finding.reproduced ? "" : " (flaky)"));
  return reports::terminal(out) + "\n";
}

std::string text_footer(const std::vector<Kill>& kills) {
  std::string out = fmt::format("{} killed, {} survived", count(kills, Fate::killed),
                                count(kills, Fate::survived));
  if (const auto none = count(kills, Fate::not_applicable); none > 0) {
    out += fmt::format(", {} not applicable", none);
  }
  if (const auto left = count(kills, Fate::not_run); left > 0) {
    out += fmt::format(", {} not run", left);
  }
  return out + "\n";
}

std::string markdown(const spec::Operation& operation, const std::vector<Kill>& kills,
                     const std::string& command) {
  std::string out =
      "# Faults, and what finds them\n\n"
      "The mock can be told to break its document in one place at a time (`assay mock --fault "
      "NAME`).\nA run that is told nothing of it has to find the place. This table is what `" +
      command + "`\nsays of " + operation.product + "." + operation.name + ": " +
      text_footer(kills) +
      "\n- **cases**: how many were judged when the fault was first seen; \"end\": only all of "
      "them together show it;\n  \"varies\": it depends on what the lanes do at the same time.\n- "
      "**oracle**: which check saw it, and on which clause of the "
      "document.\n- **smallest request**: method and parameters that are left when nothing more "
      "can be left out;\n  what every request carries is not shown.\n\n"
      "| fault | what the mock does | cases | oracle | clause | smallest request |\n"
      "|---|---|--:|---|---|---|\n";
  for (const Kill& kill : kills) {
    out += fmt::format("| `{}` | {} | ", kill.fault.name, kill.fault.what);
    if (kill.fate == Fate::killed && !kill.finding.reproduced) {
      out +=
          fmt::format("varies | {} | `{}` | comes and goes |\n", kill.finding.oracle, kill.clause);
    } else if (kill.fate == Fate::killed) {
      out += fmt::format("{} | {} | `{}` | {} |\n", cases(kill), kill.finding.oracle, kill.clause,
                         cell(smallest_request(kill)) + after_steps(kill));
    } else {
      out += fmt::format(" | **{}** | {} | {} |\n", word(kill.fate), joined(kill.clauses, ", "),
                         kill.why_not);
    }
  }
  return out;
}

std::string json(const std::vector<Kill>& kills) {
  using Json = nlohmann::ordered_json;
  Json faults = Json::array();
  for (const Kill& kill : kills) {
    const bool killed = kill.fate == Fate::killed;
    faults.push_back(Json{{"fault", kill.fault.name},
                          {"what", kill.fault.what},
                          {"breaks", kill.clauses},
                          {"strict", kill.strict},
                          {"fate", word(kill.fate)},
                          {"why_not", kill.why_not},
                          {"clause", killed ? kill.clause : ""},
                          {"key", killed ? reports::json_text(kill.finding.key) : ""},
                          {"oracle", killed ? kill.finding.oracle : ""},
                          {"kind", killed ? reports::json_bytes(kill.finding.kind) : ""},
                          {"found_after", killed ? kill.finding.found_after : 0},
                          {"reproduced", killed && kill.finding.reproduced},
                          {"smallest", killed && kill.finding.smallest},
                          {"steps", killed ? kill.finding.earlier.size() + 1 : 0},
                          {"period", killed ? kill.finding.period : 0},
                          {"replay", killed ? kill.finding.replay : ""},
                          {"request", killed ? reports::json_bytes(smallest_request(kill)) : ""},
                          {"findings", kill.findings},
                          {"elsewhere", kill.other.size()},
                          {"not_judged", kill.not_judged},
                          {"seconds", kill.seconds}});
  }
  return Json{{"killed", count(kills, Fate::killed)},
              {"survived", count(kills, Fate::survived)},
              {"not_applicable", count(kills, Fate::not_applicable)},
              {"not_run", count(kills, Fate::not_run)},
              {"faults", std::move(faults)}}
             .dump(2) +
         "\n";
}

}  // namespace assay::harness
