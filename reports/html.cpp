#include "reports/html.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "reports/file.h"
#include "reports/html_parts.h"
#include "reports/html_script.h"
#include "reports/html_style.h"
#include "reports/text.h"
#include "wire/crypto.h"

namespace assay::reports {
namespace {

struct Part {
  std::string_view id, name;
  std::string html;
};

std::string navigation(const std::array<Part, 9>& parts) {
  std::string out = "<nav aria-label=\"Parts\">";
  for (const auto& part : parts)
    if (!part.html.empty()) out += fmt::format("<a href=\"#{}\">{}</a>", part.id, part.name);
  return out + "</nav>\n";
}

}  // namespace

std::string policy_digest(std::string_view text) {
  wire::Hash hash(wire::Digest::sha256);
  return "'sha256-" + wire::base64(hash.of(text)) + "'";
}

std::string html_head(std::string_view title, std::string_view style, std::string_view script) {
  const std::string scripts =
      script.empty() ? std::string() : "script-src " + policy_digest(script) + "; ";
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; "
      "{}base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n"
      "<style>{}</style></head>\n",
      policy_digest(style), scripts, title, style);
}

std::string html_page(const Summary& summary) {
  const Links links(summary);
  const std::array<Part, 9> parts{{
      {"findings", "What broke", html_findings(summary, links)},
      {"baseline", "Against the baseline", html_baseline(summary)},
      {"document", "The document", html_document(summary, links)},
      {"readings", "What it chose", html_readings(summary)},
      {"precedence", "Which error comes first", html_precedence(summary)},
      {"clauses", "Clause by phase", html_matrix(summary, links)},
      {"timeline", "Time line", html_timeline(summary)},
      {"not-judged", "Not judged", html_not_judged(summary)},
      {"preflight", "Before the first case", html_preflight(summary)},
  }};
  std::string out =
      html_head(brief(summary.operation, 200) + ": " + brief(headline(summary).verdict, 300),
                html_style, html_script);
  const bool broke = !parts[0].html.empty();
  out += fmt::format(
      "<body><a class=\"skip\" href=\"#{}\">Skip to {}</a>"
      "<button type=\"button\" id=\"theme\" hidden>Theme: auto</button>",
      broke ? "findings" : "figures", broke ? "what broke" : "the figures");
  out += html_hero(summary) + "<main>" + html_figures(summary) + navigation(parts) +
         html_tools(summary);
  for (const auto& part : parts) out += part.html;
  out += fmt::format(
      "</main>\n<footer>A run is a pure function of the document, the seed and the settings; the "
      "same three give the same requests. Keys, signatures and tokens are masked in what is shown."
      "</footer><script>{}</script></body></html>\n",
      html_script);
  return out;
}

HtmlWriter::HtmlWriter(std::filesystem::path path) : path_(std::move(path)) { prepare(path_); }

void HtmlWriter::run_finished(const Summary& summary) {
  write_atomically(path_, html_page(summary));
}

}  // namespace assay::reports
