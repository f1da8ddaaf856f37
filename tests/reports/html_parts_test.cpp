// What holds for every part of report.html: a text stays text in whatever field it comes, and
// everything can be read.
#include "reports/html_parts.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <regex>

#include "reports/escape.h"
#include "reports/html.h"
#include "reports/html_style.h"
#include "tests/reports/markup.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"
#include "wire/answer.h"

using namespace assay;

namespace {

using reports::Summary;
using Put = std::function<void(Summary&, const std::string&)>;

// Every text of a finding, by name.
std::map<std::string, Put> finding_fields() {
  using reports::Finding;
  const std::map<std::string, std::string Finding::*> texts{
      {"key", &Finding::key},
      {"clause", &Finding::clause},
      {"oracle", &Finding::oracle},
      {"kind", &Finding::kind},
      {"level", &Finding::level},
      {"at", &Finding::at},
      {"requires", &Finding::requires_},
      {"observed", &Finding::observed},
      {"why", &Finding::why},
      {"phase", &Finding::phase},
      {"label", &Finding::label},
      {"replay", &Finding::replay},
      {"curl", &Finding::curl},
      {"request", &Finding::request},
      {"answer", &Finding::answer},
      {"state_before", &Finding::state_before},
      {"state_after", &Finding::state_after},
      {"known_because", &Finding::known_because},
      {"known_link", &Finding::known_link},
      {"known_since", &Finding::known_since}};
  std::map<std::string, Put> out;
  for (const auto& [name, member] : texts)
    out["finding." + name] = [field = member](Summary& summary, const std::string& text) {
      summary.findings[0].standing = "known";
      summary.findings[0].*field = text;
    };
  // An answer whose status, code and message are told apart, and one where only words are.
  out["finding.observed code"] = [](Summary& summary, const std::string& text) {
    summary.findings[0].observed = "400 Code: " + text;
    summary.findings[0].answer = "HTTP/1.1 400 \r\n\r\n{\"Code\":\"Code\",\"Message\":\"" + text;
  };
  out["finding.standing"] = [](Summary& summary, const std::string& text) {
    summary.findings[0].standing = text;
  };
  out["finding.earlier"] = [](Summary& summary, const std::string& text) {
    summary.findings[0].earlier = {text};
  };
  out["finding.expected"] = [](Summary& summary, const std::string& text) {
    summary.findings[0].expected = {{text, text}, {"400 A: " + text, "a=" + text}};
  };
  return out;
}

std::map<std::string, Put> summary_fields() {
  const std::map<std::string, std::string Summary::*> texts{
      {"assay", &Summary::assay},       {"operation", &Summary::operation},
      {"title", &Summary::title},       {"spec_sha256", &Summary::spec_sha256},
      {"endpoint", &Summary::endpoint}, {"started", &Summary::started},
      {"shard", &Summary::shard},       {"settings", &Summary::settings},
      {"baseline", &Summary::baseline}, {"exit_why", &Summary::exit_why}};
  std::map<std::string, Put> out;
  for (const auto& [name, member] : texts)
    out[name] = [field = member](Summary& summary, const std::string& text) {
      summary.*field = text;
    };
  out["phases"] = [](Summary& summary, const std::string& text) { summary.phases[0].name = text; };
  out["lists"] = [](Summary& summary, const std::string& text) {
    summary.precedence = summary.preflight = summary.not_judged = {text};
  };
  out["readings"] = [](Summary& summary, const std::string& text) {
    summary.readings = {{text, text, {text, text}, {{text, text}}}, {text, text, {text}, {}}};
  };
  out["absent"] = [](Summary& summary, const std::string& text) {
    summary.baseline = "known.toml";
    summary.absent = {{text, text, text, text}, {text, text, "fixed", ""}};
  };
  return out;
}

std::map<std::string, Put> clause_fields() {
  using spec::Clause;
  const std::map<std::string, std::string Clause::*> texts{
      {"name", &Clause::name},          {"at", &Clause::at},
      {"requires", &Clause::requires_}, {"parameter", &Clause::parameter},
      {"rule", &Clause::rule},          {"why", &Clause::why},
      {"file", &Clause::file}};
  std::map<std::string, Put> out;
  for (const auto& [name, member] : texts)
    out["clause." + name] = [field = member](Summary& summary, const std::string& text) {
      summary.clauses[3].clause.*field = text;
    };
  out["clause.at row"] = [](Summary& summary, const std::string& text) {
    summary.clauses[3].clause.at = "Error codes, row " + text + "; Error codes, row 1";
    summary.clauses[3].clause.name = "error." + text + ".code";
  };
  out["clause.not_judged"] = [](Summary& summary, const std::string& text) {
    summary.clauses[10].not_judged = text;
  };
  return out;
}

std::map<std::string, Put> all_fields() {
  std::map<std::string, Put> out = finding_fields();
  out.merge(summary_fields());
  out.merge(clause_fields());
  return out;
}

const std::vector<std::string> harmful = {
    tests::hostile,
    "</title></style></script><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' onfocus='alert(1)' autofocus='",
    "<svg onload=alert(1)><a href=\"javascript:alert(1)\">x</a></svg>",
    "--><img src=x onerror=alert(1)><!--",
    "&lt;img src=x onerror=alert(1)&gt; &#60;script&#62;",
    "{{constructor.constructor('alert(1)')()}} {} {0} %s",
    std::string(70000, '<'),
    std::string("a\0<b>", 5) + "\r\n<mark>",
};

// Tags by name, so that one more of any kind is noticed; and attributes that run or load something.
std::map<std::string, std::size_t> tags(const std::string& page) {
  std::map<std::string, std::size_t> out;
  for (std::size_t at = page.find('<'); at != page.npos; at = page.find('<', at + 1)) {
    if (page[at + 1] == '/') continue;
    const std::size_t end = page.find_first_of(" >/\n", at + 1);
    ++out[page.substr(at + 1, end - at - 1)];
  }
  return out;
}

const std::vector<std::string> own_tags = {
    "!DOCTYPE", "a",      "article", "b",       "blockquote", "body", "button", "circle",
    "cite",     "code",   "dd",      "details", "div",        "dl",   "dt",     "figcaption",
    "figure",   "footer", "h1",      "h2",      "h3",         "h4",   "h5",     "head",
    "header",   "html",   "i",       "input",   "label",      "li",   "main",   "mark",
    "meta",     "nav",    "ol",      "option",  "output",     "p",    "path",   "pre",
    "rect",     "script", "section", "select",  "small",      "span", "style",  "summary",
    "svg",      "table",  "tbody",   "text",    "td",         "th",   "thead",  "title",
    "tr",       "ul"};

// Names of the attributes of all tags: what stands before `="` outside of quotes.
std::vector<std::string> handlers(const std::string& page) {
  std::vector<std::string> out;
  const std::size_t from = page.find("</style>");
  bool tag = false;
  bool quoted = false;
  std::string word;
  const std::size_t end = page.find("<script>");
  for (std::size_t i = from; i < end; ++i) {
    const char c = page[i];
    if (!tag && c == '<')
      tag = true;
    else if (tag && c == '"')
      quoted = !quoted;
    else if (tag && !quoted && c == '>')
      tag = false;
    if (!tag || quoted || c == ' ' || c == '"') {
      word.clear();
    } else if (c == '=') {
      if (word.starts_with("on") || word == "src" || word == "style" || word == "autofocus")
        out.push_back(word);
    } else {
      word += c;
    }
  }
  return out;
}

std::string inert(const std::string& page) {
  if (const std::string wrong = tests::unbalanced(page); !wrong.empty()) return wrong;
  for (const auto& [tag, count] : tags(page)) {
    if (std::find(own_tags.begin(), own_tags.end(), tag) == own_tags.end()) return "<" + tag + ">";
    if ((tag == "script" || tag == "style") && count != 1) return "another " + tag;
  }
  if (const auto found = handlers(page); !found.empty()) return found.front();
  if (page.find("href=\"javascript") != page.npos) return "a link that runs";
  return wire::is_utf8(page) ? "" : "ill-formed UTF-8";
}

// The colours that a rule of the style sheet gives names to.
using Palette = std::map<std::string, std::string>;

Palette palette(std::string_view selector) {
  const std::string style(reports::html_style);
  const std::size_t at = style.find(selector);
  BOOST_REQUIRE_MESSAGE(at != style.npos, selector);
  const std::string block = style.substr(at, style.find('}', at) - at);
  const std::regex colour("--([a-z-]+):#([0-9a-f]{3,6})[;}\n]?");
  Palette out;
  for (std::sregex_iterator one(block.begin(), block.end(), colour), end; one != end; ++one)
    out[(*one)[1]] = (*one)[2];
  return out;
}

double luminance(std::string hex) {
  if (hex.size() == 3) hex = {hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]};
  const auto part = [&](std::size_t at) {
    const double value = std::stoi(hex.substr(at, 2), nullptr, 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4);
}

// As WCAG 2 defines it: 1 to 21.
double contrast(const std::string& one, const std::string& other) {
  const double a = luminance(one);
  const double b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

const std::vector<std::string> inks = {"ink", "soft", "red", "green", "amber", "blue"};
const std::vector<std::string> papers = {"bg",       "card",     "sunk",   "red-bg",
                                         "green-bg", "amber-bg", "blue-bg"};

}  // namespace

BOOST_AUTO_TEST_SUITE(html_parts)

BOOST_AUTO_TEST_CASE(whatever_comes_in_whichever_field_stays_text) {
  for (const auto& [name, put] : all_fields()) {
    for (const std::string& text : harmful) {
      Summary summary = tests::sample();
      put(summary, text);
      const std::string page = reports::html_page(summary);
      BOOST_TEST_CONTEXT(name << ": " << reports::terminal(text.substr(0, 60))) {
        BOOST_TEST(inert(page) == "");
        BOOST_TEST(page.size() < reports::html_limit);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_inert_is_noticed) {
  const std::string page = reports::html_page(tests::sample());
  BOOST_TEST(inert(page) == "");
  const auto with = [&](const std::string& foreign) {
    std::string out = page;
    return inert(out.insert(out.find("</main>"), foreign));
  };
  for (const char* foreign :
       {"<script></script>", "<img/>", "<b>", "<b onclick=\"x\"></b>", "<b style=\"x\"></b>",
        "<a href=\"javascript:x\"></a>", "<svg onload=x></svg>", "\xff"})
    BOOST_TEST(with(foreign) != "");
  BOOST_TEST(with("<b class=\"on=x\">on=x</b>") == "");
}

BOOST_AUTO_TEST_CASE(every_text_can_be_read_on_every_ground) {
  const std::map<std::string, std::string> themes{{"light", ":root{color-scheme:light dark;"},
                                                  {"dark", ":root:not([data-theme=light]){"},
                                                  {"dark by hand", ":root[data-theme=dark]{"},
                                                  {"print", ":root:root{"}};
  for (const auto& [theme, selector] : themes) {
    Palette colours = palette(selector);
    for (const std::string& ink : inks) {
      for (const std::string& paper : papers) {
        BOOST_TEST_CONTEXT(theme << ": " << ink << " on " << paper) {
          BOOST_REQUIRE(colours.contains(ink));
          BOOST_REQUIRE(colours.contains(paper));
          BOOST_TEST(contrast(colours[ink], colours[paper]) >= 4.5);
        }
      }
    }
  }
  BOOST_TEST((palette(":root:not([data-theme=light]){") == palette(":root[data-theme=dark]{")));
}

BOOST_AUTO_TEST_CASE(marks_can_be_read_and_contrast_is_computed_as_defined) {
  const std::string style(reports::html_style);
  const std::regex mark("\nmark\\{background:#([0-9a-f]{6});color:#([0-9a-f]{6})");
  std::smatch found;
  BOOST_REQUIRE(std::regex_search(style, found, mark));
  BOOST_TEST(contrast(found[1], found[2]) >= 4.5);
  BOOST_TEST(contrast("000", "ffffff") == 21.0, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(contrast("777777", "ffffff") < 4.5);  // 4.48
  BOOST_TEST(contrast("767676", "ffffff") >= 4.5);
}

BOOST_AUTO_TEST_CASE(no_text_is_faint) {
  // A colour that is mixed or made transparent would pass by the computation above.
  const std::string style(reports::html_style);
  BOOST_TEST(style.find("color-mix") == style.npos);
  const std::regex colour("[;{\n]color:([^;}]*)");
  for (std::sregex_iterator one(style.begin(), style.end(), colour), end; one != end; ++one) {
    const std::string value = (*one)[1];
    const bool known = value.starts_with("var(--") || value == "#2a2105";
    BOOST_TEST_CONTEXT(value) BOOST_TEST(known);
  }
}

BOOST_AUTO_TEST_SUITE_END()
