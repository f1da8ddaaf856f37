// Search and filters of report.html. Without scripts everything is visible, and these are not.
#include <fmt/format.h>

#include <set>

#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

std::string options(std::string_view id, std::string_view label,
                    const std::set<std::string>& values) {
  if (values.size() < 2) return {};
  std::string out = fmt::format(
      "<label for=\"{0}\">{1}</label><select id=\"{0}\"><option value=\"\">all</option>", id,
      label);
  for (const std::string& value : values) {
    const std::string text = brief(value, 60);
    out += fmt::format("<option value=\"{0}\">{0}</option>", text);
  }
  return out + "</select>";
}

}  // namespace

std::string html_tools(const Summary& summary) {
  std::set<std::string> verdicts;
  std::set<std::string> standings;
  for (const ClauseResult& result : summary.clauses) verdicts.emplace(verdict_words(result));
  for (const Finding& finding : summary.findings)
    if (!finding.standing.empty()) standings.insert(finding.standing);
  if (summary.findings.empty() && verdicts.empty()) return {};
  return "<div id=\"tools\" role=\"search\" hidden><label for=\"search\">Search</label>"
         "<input id=\"search\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" "
         "placeholder=\"clause, code, value \u2026 ( / )\"/>" +
         options("filter-verdict", "Verdict", verdicts) +
         options("filter-standing", "Standing", standings) +
         "<output id=\"matches\" aria-live=\"polite\"></output></div>\n";
}

}  // namespace assay::reports
