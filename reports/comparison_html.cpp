// A comparison as one page that needs nothing else and runs no script.
#include <fmt/format.h>

#include <algorithm>

#include "reports/comparison.h"
#include "reports/escape.h"
#include "reports/html_marks.h"
#include "reports/html_parts.h"
#include "reports/html_style.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr std::size_t cards_budget = 3U << 20U;
constexpr std::size_t bytes_shown = 16U << 10U;    // of each request, answer and state
constexpr std::size_t escaped_shown = 64U << 10U;  // of the same, as HTML
constexpr std::size_t list_budget = 200U << 10U;
constexpr std::size_t longest_line = 3000;  // a command that is cut does not work
constexpr std::size_t most_consequences = 50;

std::string left_out(std::size_t missing) {
  if (missing == 0) return {};
  return "<p class=\"note\">" + grouped(missing) +
         " more are not shown here; compare.json has them all.</p>";
}

std::string raw(std::string_view caption, std::string_view bytes, std::string_view other) {
  if (bytes.empty()) return {};
  std::size_t taken = 0;
  const auto marks = other.empty() ? std::vector<Range>{} : words_not_in(bytes, other);
  const std::string text = marked(bytes, marks, bytes_shown, escaped_shown, taken);
  return fmt::format(
      "<figure><figcaption>{}<span>{}</span></figcaption><pre tabindex=\"0\">{}</pre>{}</figure>",
      caption, plural(bytes.size(), "byte"), text,
      taken < bytes.size() ? "<p class=\"cut\">Cut; compare.json has all.</p>" : "");
}

// `mark`: what only one of them has. In bytes that is noise, as names and times always differ.
std::string raws(const SideSeen& a, const SideSeen& b, std::string_view caption,
                 std::string SideSeen::* what, bool mark) {
  if ((a.*what).empty() && (b.*what).empty()) return {};
  const auto side = [&](const SideSeen& own, const SideSeen& other, std::string_view letter) {
    const std::string out = raw(fmt::format("{} {}", letter, caption), own.*what,
                                mark ? std::string_view(other.*what) : std::string_view());
    return out.empty() ? std::string("<figure></figure>") : out;
  };
  return side(a, b, "A:") + side(b, a, "B:");
}

std::string side(std::string_view letter, const SideSeen& seen, const SideSeen& other) {
  const auto marks =
      other.outcome.empty() ? std::vector<Range>{} : differing_words(seen.outcome, other.outcome);
  std::string out =
      fmt::format("<div class=\"side {}\"><h5>{} {}</h5>", seen.allowed ? "want" : "came", letter,
                  seen.allowed ? "is allowed" : "is not allowed");
  if (!seen.outcome.empty()) out += "<p>" + marked_brief(seen.outcome, marks, 800) + "</p>";
  if (!seen.choice.empty())
    out += "<p class=\"needs\">reads it as " + brief(choice_text(seen.choice), 300) + "</p>";
  return out + "</div>";
}

std::string run_line(std::string_view name, const std::string& line) {
  const std::string text = html(line);
  if (line.empty() || text.size() > longest_line) return {};
  return fmt::format("<div class=\"run\"><span>{}</span><code>{}</code></div>", name, text);
}

std::string commands(std::string_view letter, const SideSeen& seen, const ComparedSide& of) {
  std::string out;
  if (!seen.replay.empty()) {
    out += run_line(letter,
                    "assay replay " + seen.replay + (of.options.empty() ? "" : " " + of.options));
  }
  return out + run_line(letter, seen.curl);
}

std::string brought(const Difference& one) {
  if (one.consequences.empty()) return {};
  std::string out = fmt::format(
      "<details><summary>{} more that would be none without it</summary>"
      "<ul class=\"list\">",
      plural(one.consequences.size(), "finding"));
  for (std::size_t i = 0; i < one.consequences.size() && i < most_consequences; ++i) {
    const Consequence& follows = one.consequences[i];
    out +=
        fmt::format("<li><code>{}</code>, {}: {}</li>", brief(without_operation(follows.key), 300),
                    plural(follows.count, "time"), brief(follows.why, 400));
  }
  return out + "</ul></details>";
}

std::string tags(const Difference& one) {
  const bool allowed = one.a.allowed && one.b.allowed;
  std::string out =
      fmt::format("<p class=\"tags\"><span class=\"tag\">{}</span><span class=\"tag {}\">{}</span>",
                  one.kind, allowed ? "blue" : "red", allowed_text(one));
  if (one.count > 0) out += "<span class=\"tag\">" + plural(one.count, "time") + "</span>";
  if (one.smallest) out += "<span class=\"tag\">nothing can be left out</span>";
  if (!one.again && !one.label.empty())
    out += "<span class=\"tag amber\">did not show when sent again alone</span>";
  return out + "</p>";
}

std::string card(const Difference& one, const Comparison& all) {
  std::string out = "<article class=\"card\"><header><h4><code>" + brief(name_of(one), 200) +
                    "</code></h4>" + tags(one) + "</header><p class=\"why\">" +
                    brief(one.what, 1000) + "</p>";
  if (!one.requires_.empty() || !one.at.empty()) {
    out += "<blockquote class=\"law\"><p>" + brief(one.requires_, 800) + "</p><cite>" +
           brief(one.at, 300) + "</cite></blockquote>";
  }
  out += "<div class=\"pair\">" + side("A", one.a, one.b) + side("B", one.b, one.a) + "</div>";
  const std::string evidence = raws(one.a, one.b, "request", &SideSeen::request, false) +
                               raws(one.a, one.b, "answer", &SideSeen::answer, false) +
                               raws(one.a, one.b, "state before", &SideSeen::state_before, true) +
                               raws(one.a, one.b, "state after", &SideSeen::state_after, true);
  if (!evidence.empty()) {
    out += fmt::format(
        "<details open><summary>The smallest case{}{}</summary><div class=\"pair\">"
        "{}</div></details>",
        one.label.empty() ? "" : ": ", brief(one.label, 200), evidence);
  }
  return out + brought(one) + "<div class=\"runs\">" + commands("A", one.a, all.a) +
         commands("B", one.b, all.b) + "</div></article>\n";
}

std::string list(std::string_view id, std::string_view title, std::string_view lead,
                 const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::size_t missing = 0;
  const std::string rows = fill_rows(items, list_budget, missing, [](const std::string& one) {
    return "<li>" + brief(one, 600) + "</li>";
  });
  return html_section(id, title, grouped(items.size()), lead) + "<ul class=\"list\">" + rows +
         "</ul>" + left_out(missing) + "</section>\n";
}

std::string figures(const Comparison& comparison) {
  const auto fact = [](std::string_view letter, const ComparedSide& one) {
    return fmt::format("<dt>{}</dt><dd>{}; {}, {}</dd>", letter, brief(one.name, 300),
                       plural(one.cases, "case"), plural(one.requests, "request"));
  };
  std::string out = "<dl class=\"facts\">" + fact("A", comparison.a) + fact("B", comparison.b);
  if (comparison.live) {
    out += fmt::format("<dt>Answers</dt><dd>{} compared, {} unlike</dd>",
                       plural(comparison.pairs, "pair"), grouped(comparison.unlike));
  }
  return out + "</dl>";
}

}  // namespace

std::string comparison_html(const Comparison& comparison) {
  std::size_t missing = 0;
  const std::string cards = fill_rows(comparison.differences, cards_budget, missing,
                                      [&](const Difference& one) { return card(one, comparison); });
  std::vector<std::string> clauses;
  for (const ClauseDiffers& one : comparison.clauses) {
    clauses.push_back(one.clause + ": A " + one.a + ", B " + one.b);
  }
  const std::string verdict = brief(comparison.exit_why, 300);
  std::string out =
      html_head("assay compare: " + verdict, html_style) +
      fmt::format(
          "<body><main><header><p class=\"over\"><span><b>{}</b> {}</span><span>assay {}</span></p>"
          "<div class=\"hero\"><h1 class=\"{}\">{}</h1></div></header>\n",
          brief(comparison.operation, 200), brief(comparison.title, 300),
          brief(comparison.assay, 100), comparison.exit == 0 ? "good" : "bad", verdict);
  out += figures(comparison);
  if (!cards.empty() || missing > 0) {
    out += html_section("differences", "What differs", grouped(comparison.differences.size()),
                        "The same request, and what either side makes of it.") +
           cards + left_out(missing) + "</section>\n";
  }
  out += list("shared", "Violations of both alike", "No difference, and yet wrong.",
              comparison.shared);
  out += list("clauses", "Clauses judged differently", "The worst verdict of either run.", clauses);
  out += list("notes", "Notes", "What could not be compared.", comparison.notes);
  return out + "</main></body></html>\n";
}

}  // namespace assay::reports
