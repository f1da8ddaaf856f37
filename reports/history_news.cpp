// What is new, in a few lines.
#include <algorithm>
#include <ostream>

#include "reports/escape.h"
#include "reports/history_views.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr std::size_t most_named = 5;
constexpr std::size_t longest_name = 120;

std::string named(const std::vector<PastFinding>& all) {
  std::string out;
  for (std::size_t i = 0; i < std::min(all.size(), most_named); ++i) {
    const std::string name = terminal(all[i].clause) + " (" + terminal(all[i].kind) + ")";
    out += (i > 0 ? ", " : "") + clip(name, longest_name);
  }
  if (all.size() > most_named) out += ", and " + grouped(all.size() - most_named) + " more";
  return out;
}

std::string shown(const std::vector<std::string>& alternatives) {
  return clip(terminal(alternatives_shown(alternatives)), longest_name);
}

}  // namespace

std::string alternatives_shown(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& one : all) out += (out.empty() ? "" : " or ") + one;
  return out.empty() ? "nothing that is allowed" : out;
}

std::vector<std::string> news_lines(const News& news) {
  std::vector<std::string> out;
  const std::string since = news.since.empty() ? "" : " since the last run";
  if (news.document_changed)
    out.push_back("The document changed since the run of " + terminal(news.since));
  if (!news.fresh.empty()) out.push_back("New" + since + ": " + named(news.fresh));
  if (!news.back.empty()) out.push_back("Back: " + named(news.back));
  if (!news.gone.empty()) out.push_back("Gone: " + named(news.gone));
  for (std::size_t i = 0; i < std::min(news.changed.size(), most_named); ++i) {
    const ChangedReading& one = news.changed[i];
    out.push_back("The endpoint now reads " + clip(terminal(one.name), longest_name) + " as " +
                  shown(one.now) + ", before " + shown(one.before));
  }
  if (news.changed.size() > most_named)
    out.push_back("and " + grouped(news.changed.size() - most_named) + " more readings changed");
  if (!news.finished)
    out.emplace_back("This run came to no verdict: the history keeps it, and calls nothing gone");
  else if (news.since.empty())
    out.emplace_back("The first finished run of this operation at this endpoint in the history");
  else if (out.empty())
    out.push_back("Nothing new since the run of " + terminal(news.since));
  return out;
}

HistoryWriter::HistoryWriter(const std::filesystem::path& path, std::ostream& out,
                             HistoryKeeping keeping)
    : history_(path, History::Open::to_add, std::move(keeping)), out_(out) {}

void HistoryWriter::run_finished(const Summary& summary) {
  for (const std::string& line : news_lines(history_.add(summary))) out_ << line << '\n';
  out_ << std::flush;
}

}  // namespace assay::reports
