#include <fmt/format.h>

#include "reports/comparison.h"
#include "reports/escape.h"
#include "reports/html_parts.h"
#include "reports/markdown.h"
#include "reports/markdown_text.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr std::size_t short_text = 120;
constexpr std::size_t long_text = 400;
constexpr std::size_t message_bytes = 1200;
constexpr std::size_t line_bytes = 2000;
constexpr std::size_t table_budget = 12'000;
constexpr std::size_t list_budget = 6'000;
constexpr std::size_t note_room = 400;
constexpr std::size_t most_consequences = 20;

std::string left_out(std::size_t missing, std::string_view what) {
  if (missing == 0) return {};
  return "\n" + plural(missing, what) + " more: no room here; compare.json has all.\n";
}

std::string cell(const SideSeen& seen) {
  std::string out = md_code(seen.outcome, short_text);
  if (!seen.choice.empty()) {
    out += (out.empty() ? "" : ", ") + md_code(choice_text(seen.choice), short_text);
  }
  return seen.allowed ? out : "**" + std::string("violates") + "** " + out;
}

std::string table(const Comparison& comparison) {
  if (comparison.differences.empty()) return {};
  std::size_t missing = 0;
  const std::string rows =
      fill_rows(comparison.differences, table_budget, missing, [](const Difference& one) {
        return fmt::format("| {} | {} | {} | {} | {} |\n", one.kind,
                           md_code(name_of(one), short_text), cell(one.a), cell(one.b),
                           one.count > 0 ? grouped(one.count) : "");
      });
  return "\n| kind | what | A | B | seen |\n|---|---|---|---|---:|\n" + rows +
         left_out(missing, "difference");
}

std::string block(std::string_view title, std::string_view language, std::string_view bytes) {
  if (bytes.empty()) return {};
  return fmt::format("\n{}:\n\n{}", title, md_block(language, bytes, message_bytes));
}

// A line that is cut does not work.
std::string again(std::string_view letter, const SideSeen& seen, const ComparedSide& side) {
  std::string lines;
  const std::string options = side.options.empty() ? "" : " " + side.options;
  if (!seen.replay.empty() && seen.replay.size() + options.size() <= line_bytes) {
    lines += "assay replay " + seen.replay + options + "\n";
  }
  if (!seen.curl.empty() && seen.curl.size() <= line_bytes) lines += seen.curl + "\n";
  return lines.empty() ? std::string()
                       : fmt::format("\nSend it to {} again:\n\n{}", letter,
                                     md_block("sh", lines, lines.size()));
}

std::string brought(const Difference& one) {
  std::string out;
  for (std::size_t i = 0; i < one.consequences.size() && i < most_consequences; ++i) {
    const Consequence& follows = one.consequences[i];
    out += (i == 0 ? "" : ", ") + md_code(without_operation(follows.key), short_text) + " " +
           grouped(follows.count) + " times";
  }
  return out + (one.consequences.size() > most_consequences ? ", …" : "");
}

std::string evidence(const Difference& one, const Comparison& all) {
  const auto item = [](std::string_view name, const std::string& text) {
    return text.empty() ? std::string() : fmt::format("- **{}**: {}\n", name, text);
  };
  return fmt::format("\n<details><summary><code>{}</code>: {}</summary>\n\n",
                     html(md_line(name_of(one), short_text)), allowed_text(one)) +
         item("What", md_prose(one.what, long_text)) +
         item("The document says", md_prose(one.requires_, long_text)) +
         item("It says so at", md_prose(one.at, long_text)) +
         item("Case", md_code(one.label, short_text)) + item("Brings along", brought(one)) +
         block("Request", "http", one.a.request) + block("A answers", "http", one.a.answer) +
         block("B answers", "http", one.b.answer) + again("A", one.a, all.a) +
         again("B", one.b, all.b) + "\n</details>\n";
}

std::string list(std::string_view title, const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::size_t missing = 0;
  const std::string rows = fill_rows(items, list_budget, missing, [](const std::string& one) {
    return "- &#8203;" + md_prose(one, long_text) + "\n";
  });
  return fmt::format("\n### {}\n\n", title) + rows + left_out(missing, "line");
}

std::string side_line(std::string_view letter, const ComparedSide& side) {
  return fmt::format("- **{}**: {}, {}, {}\n", letter, md_code(side.name, short_text),
                     plural(side.cases, "case"), plural(side.requests, "request"));
}

}  // namespace

std::string comparison_markdown(const Comparison& comparison) {
  const std::string before =
      fmt::format("## assay compare: {}\n\n{}\n\n", md_prose(comparison.exit_why, long_text),
                  md_code(comparison.operation, short_text)) +
      side_line("A", comparison.a) + side_line("B", comparison.b) + table(comparison);
  std::vector<std::string> clauses;
  for (const ClauseDiffers& one : comparison.clauses) {
    clauses.push_back(one.clause + ": " + one.a + ", " + one.b);
  }
  const std::string after = list("Violations of both alike", comparison.shared) +
                            list("Clauses judged differently (A, B)", clauses) +
                            list("Notes", comparison.notes);
  const std::size_t taken = before.size() + after.size() + note_room;
  std::size_t missing = 0;
  const std::string all =
      fill_rows(comparison.differences, markdown_limit - std::min(taken, markdown_limit), missing,
                [&](const Difference& one) { return evidence(one, comparison); });
  return before + all + left_out(missing, "difference") + after;
}

}  // namespace assay::reports
