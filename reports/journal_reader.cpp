#include "reports/journal_reader.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "reports/escape.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;

// Follows a run line by line.
class Follower {
 public:
  // False when the line is no event.
  bool take(const Json& line) {
    const auto event = line.is_object() ? line.find("event") : line.end();
    if (event == line.end() || !event->is_string()) return false;
    const std::string name = event->get<std::string>();
    if (name == "run-started") start(summary_of_json(line.at("summary")));
    if (name == "run-finished") finished_ = summary_of_json(line.at("summary"));
    if (!summary_) return false;
    if (name == "checkpoint") checkpoint(line);
    if (name == "finding") keep(finding_of_json(line));
    if (name == "eliminated") {
      eliminate(line.at("reading").get<std::string>(), line.at("value").get<std::string>(),
                bytes_of_json(line.at("by").get<std::string>()));
    }
    return true;
  }

  std::optional<Summary> end() {
    if (finished_ || !summary_) return std::move(finished_);
    Summary& out = *summary_;
    std::sort(out.findings.begin(), out.findings.end(),
              [](const Finding& a, const Finding& b) { return a.key < b.key; });
    std::size_t violations = 0;
    for (const Finding& finding : out.findings) {
      violations += finding.count;
      note_violation(finding);
    }
    out.not_judged.push_back("The run did not end: this is what its journal holds.");
    out.exit_why = "the run was cut off; what was found until then is in the report";
    if (violations > 0) {
      out.exit_why +=
          ": " + plural(violations, "violation") + " in " + plural(out.findings.size(), "finding");
    }
    return std::move(summary_);
  }

 private:
  void start(Summary summary) { summary_ = std::move(summary); }

  void checkpoint(const Json& line) {
    Summary& out = *summary_;
    out.phases.clear();
    for (const auto& [name, cases] : line.at("phases").items())
      out.phases.push_back({name, cases.get<std::size_t>()});
    out.cases = line.at("cases").get<std::size_t>();
    out.requests = line.at("requests").get<std::size_t>();
    out.seconds = line.at("seconds").get<double>();
    if (out.seconds > 0) out.requests_per_second = static_cast<double>(out.requests) / out.seconds;
    out.verdicts = line.at("verdicts").get<oracles::VerdictCounts>();
    const Json& clauses = line.at("clauses");
    for (std::size_t i = 0; i < std::min(clauses.size(), out.clauses.size()); ++i) {
      ClauseResult& result = out.clauses[i];
      result.verdicts = clauses[i].get<oracles::VerdictCounts>();
      if (result.exercised()) result.not_judged.clear();
    }
    if (line.contains("by_phase")) by_phase(line.at("by_phase"));
    if (line.contains("timeline")) out.timeline = timeline_of_json(line.at("timeline"));
  }

  void by_phase(const Json& clauses) {
    auto& all = summary_->clauses;
    for (std::size_t i = 0; i < std::min(clauses.size(), all.size()); ++i)
      all[i].by_phase = clauses[i].get<std::vector<oracles::VerdictCounts>>();
  }

  void keep(Finding finding) {
    for (Finding& known : summary_->findings) {
      if (known.key == finding.key) {
        known = std::move(finding);
        return;
      }
    }
    summary_->findings.push_back(std::move(finding));
  }

  void eliminate(const std::string& reading, const std::string& value, const std::string& by) {
    for (ReadingResult& result : summary_->readings) {
      if (result.name != reading) continue;
      std::erase(result.surviving, value);
      result.eliminated.push_back({value, by});
    }
  }

  // What was found after the last checkpoint is in none of its counts.
  void note_violation(const Finding& finding) {
    for (ClauseResult& result : summary_->clauses) {
      if (result.clause.name != finding.clause || result.violated()) continue;
      result.verdicts.at(static_cast<std::size_t>(oracles::Verdict::violates)) = finding.count;
      result.not_judged.clear();
    }
  }

  std::optional<Summary> summary_, finished_;
};

}  // namespace

Summary read_journal(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw ReadError(path.string() + ": can't be read");
  Follower follower;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    const bool whole = !in.eof();
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded() && !whole) break;
    const std::string where = path.string() + ", line " + std::to_string(number) + ": ";
    try {
      if (json.is_discarded() || !follower.take(json))
        throw ReadError("no line of a journal that assay wrote");
    } catch (const std::exception& error) {
      throw ReadError(where + error.what());
    }
  }
  auto out = follower.end();
  if (!out) throw ReadError(path.string() + ": no run starts in it");
  return *std::move(out);
}

}  // namespace assay::reports
