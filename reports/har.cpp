#include "reports/har.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "reports/escape.h"
#include "reports/file.h"
#include "reports/har_message.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t all_messages = 8U << 20U;  // bytes that are read of all of them
constexpr std::size_t longest = 64U << 10U;      // of one
constexpr std::size_t longest_text = 4096;
constexpr std::string_view no_moment = "1970-01-01T00:00:00Z";

void note_cut(Json& message, std::string_view shown, std::string_view whole) {
  if (shown.size() == whole.size()) return;
  const std::string before = message.value("comment", "");
  message["comment"] = (before.empty() ? "" : before + "; ") + "cut after " +
                       grouped(shown.size()) + " of " + plural(whole.size(), "byte");
}

Json about(const Finding& finding) {
  const auto text = [](std::string_view all) { return json_bytes(head_of(all, longest_text)); };
  return Json{{"key", text(finding.key)},
              {"clause", text(finding.clause)},
              {"kind", text(finding.kind)},
              {"replay", text(finding.replay)},
              {"reproduced", finding.reproduced}};
}

Json entry(const Summary& summary, const Finding& finding, std::size_t limit) {
  const std::string_view sent = head_of(finding.request, limit);
  const std::string_view came = head_of(finding.answer, limit);
  Json request = har_request(sent, summary.endpoint);
  Json response = har_response(came);
  note_cut(request, sent, finding.request);
  note_cut(response, came, finding.answer);
  const std::string why = finding.key + ": " + finding.why;
  return Json{{"startedDateTime", is_moment(summary.started) ? summary.started : no_moment},
              {"time", 0},
              {"request", std::move(request)},
              {"response", std::move(response)},
              {"cache", Json::object()},
              {"timings", {{"send", 0}, {"wait", 0}, {"receive", 0}, {"comment", "not measured"}}},
              {"comment", json_bytes(head_of(why, longest_text))},
              {"_assay", about(finding)}};
}

std::string comment(const Summary& summary, std::size_t shown) {
  const Headline line = headline(summary);
  std::string out = json_text(line.verdict + ": " + line.sentence);
  if (shown < summary.findings.size())
    out += " " + plural(summary.findings.size() - shown, "more finding") + " in summary.json.";
  return out;
}

}  // namespace

std::string har_json(const Summary& summary, std::size_t most) {
  const std::size_t shown = std::min(most, summary.findings.size());
  const std::size_t limit = std::min(longest, all_messages / std::max<std::size_t>(2 * shown, 1));
  Json entries = Json::array();
  for (std::size_t i = 0; i < shown; ++i)
    entries.push_back(entry(summary, summary.findings[i], limit));
  const Json out{{"log",
                  {{"version", "1.2"},
                   {"creator", {{"name", "assay"}, {"version", json_text(summary.assay)}}},
                   {"entries", std::move(entries)},
                   {"comment", comment(summary, shown)}}}};
  return out.dump(1) + "\n";
}

HarWriter::HarWriter(std::filesystem::path path) : path_(std::move(path)) { prepare(path_); }

void HarWriter::run_finished(const Summary& summary) { write_atomically(path_, har_json(summary)); }

}  // namespace assay::reports
