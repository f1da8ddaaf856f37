#include "reports/baseline.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "reports/text.h"
#include "reports/toml_places.h"

namespace assay::reports {
namespace {

const std::vector<std::string> members{"key", "reason", "link", "since", "expires", "flaky"};

class Reader {
 public:
  explicit Reader(std::string name) : name_(std::move(name)) {}

  std::vector<KnownFinding> read(const toml::table& table) {
    for (const auto& [key, value] : table) {
      if (key != "finding") unknown(key.str(), {"finding"}, value.source());
    }
    const toml::node* all = table.get("finding");
    if (all == nullptr) return {};
    if (!all->is_array_of_tables()) complain(all->source(), "\"finding\": expected [[finding]]");
    std::vector<KnownFinding> out;
    for (const toml::node& one : *all->as_array()) out.push_back(finding(*one.as_table()));
    return out;
  }

 private:
  KnownFinding finding(const toml::table& table) {
    for (const auto& [key, value] : table) {
      if (std::find(members.begin(), members.end(), key.str()) == members.end())
        unknown(key.str(), members, value.source());
    }
    KnownFinding out;
    out.key = text(table, "key");
    out.reason = text(table, "reason");
    out.link = text(table, "link");
    out.since = day(table, "since");
    out.expires = day(table, "expires");
    if (const toml::node* flaky = table.get("flaky")) {
      if (!flaky->is_boolean()) complain(flaky->source(), "\"flaky\": expected true or false");
      out.flaky = flaky->as_boolean()->get();
    }
    if (std::count(out.key.begin(), out.key.end(), '/') < 2) {
      complain(table.source(), "\"key\": came \"" + out.key +
                                   "\", expected the key of a finding, operation/clause/kind");
    }
    if (!keys_.insert(out.key).second)
      complain(table.source(), "\"key\": \"" + out.key + "\" is there already");
    return out;
  }

  std::string text(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return "";
    if (!node->is_string())
      complain(node->source(), "\"" + std::string(key) + "\": expected a text");
    return node->as_string()->get();
  }

  // A TOML date or a text of that form.
  std::string day(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return "";
    std::string out;
    if (const auto* date = node->as_date()) {
      std::ostringstream as_text;
      as_text << date->get();
      out = as_text.str();
    } else if (const auto* words = node->as_string()) {
      out = words->get();
    }
    if (!is_day(out) && !(out.empty() && node->is_string())) {
      complain(node->source(), "\"" + std::string(key) + "\": came \"" + out +
                                   "\", expected a day such as 2026-11-24");
    }
    return out;
  }

  [[noreturn]] void unknown(std::string_view key, const std::vector<std::string>& known,
                            const toml::source_region& where) const {
    unknown_key(name_, key, known, where);
  }
  [[noreturn]] void complain(const toml::source_region& where, const std::string& what) const {
    reports::complain(name_, where, what);
  }

  std::string name_;
  std::set<std::string> keys_;
};

const ClauseResult* clause_of(const Summary& summary, std::string_view key) {
  key.remove_prefix(summary.operation.size() + 1);
  const std::string_view name = key.substr(0, key.find('/'));
  for (const ClauseResult& result : summary.clauses) {
    if (result.clause.name == name) return &result;
  }
  return nullptr;
}

// Of a known finding that did not show.
Absent absent(const Summary& summary, const KnownFinding& known) {
  Absent out{known.key, known.reason, "", ""};
  const ClauseResult* clause = clause_of(summary, known.key);
  if (clause == nullptr) {
    out.why = "the document has no such clause any more";
  } else if (summary.exit != 0 && summary.exit != 1) {
    out.why = summary.exit_why;
  } else if (!clause->exercised()) {
    out.why = clause->not_judged.empty() ? "its clause was not judged" : clause->not_judged;
  } else {
    out.standing = known.flaky ? "flaky" : "fixed";
    return out;
  }
  out.standing = "not judged";
  return out;
}

bool ours(const Summary& summary, std::string_view key) {
  return key.starts_with(summary.operation + "/");
}

}  // namespace

bool has_expired(const KnownFinding& known, std::string_view today) {
  return !known.expires.empty() && known.expires <= today;
}

bool is_day(std::string_view text) {
  if (text.size() != 10) return false;
  std::array<int, 3> parts{};
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    if (dash)
      ++part;
    else
      parts.at(part) = parts.at(part) * 10 + (text[i] - '0');
  }
  const std::chrono::year_month_day day{std::chrono::year(parts[0]),
                                        std::chrono::month(static_cast<unsigned>(parts[1])),
                                        std::chrono::day(static_cast<unsigned>(parts[2]))};
  return parts[0] > 0 && day.ok();
}

Baseline read_baseline(std::string_view text, const std::string& name) {
  return {name, Reader(name).read(parse_toml(text, name))};
}

Baseline load_baseline(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || std::filesystem::is_directory(path))
    throw ReadError(path.string() + ": can't be read");
  text << in.rdbuf();
  return read_baseline(text.str(), path.string());
}

std::string baseline_text(const Baseline& baseline) {
  std::vector<KnownFinding> all = baseline.findings;
  std::sort(all.begin(), all.end(),
            [](const KnownFinding& a, const KnownFinding& b) { return a.key < b.key; });
  std::string out = "# Known findings: assay run --baseline sorts by them what it finds.\n";
  for (const KnownFinding& one : all) {
    out += "\n[[finding]]\nkey = " + toml_string(one.key) + "\n";
    const std::pair<const char*, const std::string&> texts[] = {
        {"reason", one.reason}, {"link", one.link}, {"since", one.since}, {"expires", one.expires}};
    for (const auto& [name, text] : texts)
      if (!text.empty()) out += std::string(name) + " = " + toml_string(text) + "\n";
    if (one.flaky) out += "flaky = true\n";
  }
  return out;
}

void sort_findings(Summary& summary, const Baseline& baseline, std::string_view today) {
  std::map<std::string_view, const KnownFinding*> known;
  for (const KnownFinding& one : baseline.findings)
    if (ours(summary, one.key)) known.emplace(one.key, &one);
  summary.baseline = baseline.file;
  summary.absent.clear();
  for (Finding& finding : summary.findings) {
    const auto found = known.extract(finding.key);
    if (found.empty()) {
      finding.standing = "new";
      continue;
    }
    const KnownFinding& one = *found.mapped();
    const bool expired = has_expired(one, today);
    finding.standing = expired ? "expired" : one.flaky || !finding.reproduced ? "flaky" : "known";
    finding.known_because = one.reason;
    finding.known_link = one.link;
    finding.known_since = one.since;
  }
  for (const auto& [key, one] : known) summary.absent.push_back(absent(summary, *one));
}

std::size_t failing(const Summary& summary) {
  return static_cast<std::size_t>(
      std::count_if(summary.findings.begin(), summary.findings.end(), fails));
}

Baseline updated(const Baseline& baseline, const Summary& summary, std::string_view today,
                 const KnownFinding& like, bool prune) {
  Summary sorted = summary;
  sort_findings(sorted, baseline, today);
  Baseline out = baseline;
  for (const Finding& finding : sorted.findings) {
    if (finding.standing != "new") continue;
    KnownFinding one = like;
    one.key = finding.key;
    one.since = today;
    one.flaky = !finding.reproduced;
    out.findings.push_back(std::move(one));
  }
  if (!prune) return out;
  for (const Absent& gone : sorted.absent) {
    if (gone.standing != "fixed") continue;
    std::erase_if(out.findings, [&](const KnownFinding& one) { return one.key == gone.key; });
  }
  return out;
}

}  // namespace assay::reports
