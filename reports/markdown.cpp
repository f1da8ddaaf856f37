#include "reports/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "reports/escape.h"
#include "reports/file.h"
#include "reports/html_parts.h"
#include "reports/markdown_text.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

// What the parts may take; the evidence of the findings has what they leave.
constexpr std::size_t table_budget = 12'000;
constexpr std::size_t readings_budget = 6'000;
constexpr std::size_t not_judged_budget = 4'000;
constexpr std::size_t note_room = 200;  // for the line that says what was left out

constexpr std::size_t short_text = 120;  // a name, or what stands in a table
constexpr std::size_t long_text = 400;   // a sentence
constexpr std::size_t message_bytes = 1500;
constexpr std::size_t curl_bytes = 2000;
constexpr std::size_t most_expected = 4;
constexpr std::size_t most_earlier = 8;

std::string left_out(std::size_t missing, std::string_view what) {
  if (missing == 0) return {};
  return "\n" + plural(missing, what) + " more: no room here; summary.json has all.\n";
}

std::string top(const Summary& summary) {
  const Headline line = headline(summary);
  const Coverage seen = coverage(summary);
  return fmt::format(
      "## assay: {}\n\n{}\n\n{}: {}, {} in {}; seed {}; endpoint {}; {} of {} testable clauses "
      "exercised.\n",
      md_prose(line.verdict, short_text), "**" + md_prose(line.sentence, long_text) + "**",
      md_code(summary.operation, short_text), plural(summary.cases, "case"),
      plural(summary.requests, "request"), duration(summary.seconds), summary.seed,
      md_code(summary.endpoint, short_text), grouped(seen.exercised), grouped(seen.testable));
}

std::string_view first_line(std::string_view bytes) {
  return bytes.substr(0, bytes.find_first_of("\r\n"));
}

// Violations of a clause may be counted though no finding tells of them; the verdict says so.
std::string table(const Summary& summary) {
  if (summary.findings.empty()) return {};
  std::size_t missing = 0;
  const std::string rows =
      fill_rows(news_first(summary), table_budget, missing, [](const Finding* one) {
        const Finding& finding = *one;
        const std::string standing =
            finding.standing.empty() ? std::string() : "**" + finding.standing + "** ";
        return fmt::format("| {} | {}{} | {} | {} | {} |\n", md_code(finding.clause, short_text),
                           standing, md_code(finding.kind, short_text), grouped(finding.count),
                           finding.reproduced ? "each time" : unsteady(finding),
                           md_code(first_line(finding.request), short_text));
      });
  const std::string against = standings_text(summary);
  return (against.empty() ? against : "\nAgainst the baseline: " + against + ".\n") +
         "\n| clause | what | seen | comes back | smallest request |\n|---|---|---:|---|---|\n" +
         rows + left_out(missing, "finding");
}

std::string line(std::string_view name, const std::string& text) {
  return text.empty() ? std::string{} : fmt::format("- **{}**: {}\n", name, text);
}

// The first few, each as `tell` has it, and how many more there are: "a, b and 3 more".
template <class Items, class Tell>
std::string first_few(const Items& items, std::string_view between, std::string_view word,
                      Tell tell) {
  std::string out;
  const std::size_t shown = std::min(most_expected, items.size());
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) out += between;
    out += tell(items[i]);
  }
  if (shown < items.size()) out += fmt::format(" {} {} more", word, items.size() - shown);
  return out;
}

std::string code_of(const std::string& text) { return md_code(text, short_text); }

std::string expected(const Finding& finding) {
  const std::string out = first_few(finding.expected, " or ", "or", [](const Expected& one) {
    const std::string outcome = md_code(one.outcome, short_text * 2);
    return one.needs.empty() ? outcome : outcome + " if " + code_of(one.needs);
  });
  return out.empty() ? "nothing of the kind" : out;
}

std::string block(std::string_view title, std::string_view language, std::string_view bytes) {
  if (bytes.empty()) return {};
  return fmt::format("\n{}:\n\n{}", title, md_block(language, bytes, message_bytes));
}

std::string earlier(const Finding& finding) {
  if (finding.earlier.empty()) return {};
  std::string lines;
  const std::size_t shown = std::min(most_earlier, finding.earlier.size());
  for (std::size_t i = 0; i < shown; ++i) lines += md_line(finding.earlier[i], long_text) + "\n";
  if (shown < finding.earlier.size())
    lines += fmt::format("and {} more\n", finding.earlier.size() - shown);
  return block("Sent before it", "text", lines);
}

// A curl line that is cut does not work.
std::string again(const Finding& finding) {
  std::string lines;
  if (!finding.replay.empty() && finding.replay.size() <= curl_bytes)
    lines += "assay replay " + finding.replay + "\n";
  if (!finding.curl.empty() && finding.curl.size() <= curl_bytes) lines += finding.curl + "\n";
  if (lines.empty()) return "\nHow to send it again is in summary.json.\n";
  return "\nSend it again:\n\n" + md_block("sh", lines, lines.size());
}

// The summary is HTML, where GitHub reads no Markdown; behind the empty line it does again.
std::string evidence(const Finding& finding) {
  const auto name = [](const std::string& text) { return html(md_line(text, short_text)); };
  return fmt::format("\n<details><summary><code>{}</code>: <code>{}</code></summary>\n\n",
                     name(finding.clause), name(finding.kind)) +
         line("Why", md_code(finding.why, long_text)) +
         line("The document requires", md_prose(finding.requires_, long_text)) +
         line("It says so at", md_prose(finding.at, long_text)) +
         line("Also about", first_few(finding.about, ", ", "and", code_of)) +
         line("Expected", expected(finding)) +
         line("Observed", md_code(finding.observed, long_text)) + line("Flaky", unsteady(finding)) +
         earlier(finding) + block("Request", "http", finding.request) +
         block("Answer", "http", finding.answer) + again(finding) + "\n</details>\n";
}

std::string all_evidence(const Summary& summary, std::size_t budget) {
  if (summary.findings.empty()) return {};
  std::size_t missing = 0;
  const std::string all = fill_rows(news_first(summary), budget, missing,
                                    [](const Finding* one) { return evidence(*one); });
  return all + left_out(missing, "finding");
}

std::string survivors(const ReadingResult& reading) {
  const std::string out = first_few(reading.surviving, " or ", "or", code_of);
  return out.empty() ? "none: its answers contradict each other" : out;
}

std::string readings(const Summary& summary) {
  std::vector<ReadingResult> chosen;
  for (const auto& one : summary.readings)
    if (!one.eliminated.empty()) chosen.push_back(one);
  if (chosen.empty()) return {};
  std::size_t missing = 0;
  const std::string rows =
      fill_rows(chosen, readings_budget, missing, [](const ReadingResult& reading) {
        return fmt::format("| {} | {} |\n", md_prose(reading.question, long_text),
                           survivors(reading));
      });
  return fmt::format(
             "\n### What the endpoint chose\n\nThe document leaves {} open; the answers decided "
             "on {}.\n\n| question | the answers allow |\n|---|---|\n",
             plural(summary.readings.size(), "question"), grouped(chosen.size())) +
         rows + left_out(missing, "question");
}

std::string not_judged(const Summary& summary) {
  std::vector<std::string> items;
  for (const auto& one : summary.not_judged) items.push_back(md_prose(one, long_text));
  for (const auto& one : summary.clauses)
    if (const std::string why = skipped_because(one); !why.empty())
      items.push_back(md_code(one.clause.name, short_text) + ": " + md_prose(why, long_text));
  if (items.empty()) return {};
  std::size_t missing = 0;
  // A space of no width comes first: prose may not stand at the start of a line.
  const std::string rows =
      fill_rows(items, not_judged_budget, missing,
                [](const std::string& item) { return "- &#8203;" + item + "\n"; });
  return "\n### Not judged\n\n" + rows + left_out(missing, "line");
}

}  // namespace

std::string markdown(const Summary& summary) {
  const std::string before = top(summary) + table(summary);
  const std::string after = readings(summary) + not_judged(summary);
  const std::size_t taken = before.size() + after.size() + note_room;
  return before + all_evidence(summary, markdown_limit - std::min(taken, markdown_limit)) + after;
}

MarkdownWriter::MarkdownWriter(std::filesystem::path path) : path_(std::move(path)) {
  prepare(path_);
}

void MarkdownWriter::run_finished(const Summary& summary) {
  write_atomically(path_, markdown(summary));
}

}  // namespace assay::reports
