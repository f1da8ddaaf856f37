#include <fmt/format.h>

#include "reports/comparison.h"
#include "reports/escape.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr std::size_t most_clauses = 20;
constexpr std::size_t most_consequences = 8;

std::string line(std::string_view name, std::string_view text) {
  return text.empty() ? std::string() : fmt::format("    {:10} {}\n", name, terminal(text));
}

std::string title(const Difference& one) {
  if (one.kind == "violation") {
    return fmt::format("VIOLATION {} by {}", one.clause, one.a.allowed ? "B" : "A");
  }
  if (one.kind == "answer") return "ANSWER " + one.clause;
  if (one.reading.empty()) return "ORDER of errors";
  return (one.kind == "order" ? "ORDER " : "READING ") + one.reading;
}

std::string seen_text(std::string_view letter, const SideSeen& seen, const ComparedSide& side) {
  std::string out;
  const std::string name(letter);
  std::string outcome = seen.outcome;
  if (!seen.choice.empty()) outcome += " [" + choice_text(seen.choice) + "]";
  out += line(name, outcome);
  if (seen.state_after != seen.state_before) out += line("  stored", seen.state_after);
  const std::string options = side.options.empty() ? "" : " " + side.options;
  // Never cut: a cut line does not work.
  if (!seen.replay.empty()) out += line("  replay", "assay replay " + seen.replay + options);
  out += line("  curl", seen.curl);
  return out;
}

// "2 findings more: clause/kind (3 times), …"
std::string brought(const Difference& one) {
  if (one.consequences.empty()) return {};
  const std::size_t count = one.consequences.size();
  std::string out = plural(count, "finding") + " more that would be none without it: ";
  for (std::size_t i = 0; i < count && i < most_consequences; ++i) {
    const Consequence& follows = one.consequences[i];
    out += (i == 0 ? "" : "; ") + std::string(without_operation(follows.key)) + " (" +
           plural(follows.count, "time") + ")";
  }
  return out + (count > most_consequences ? "; …" : "");
}

std::string block(const Difference& one, const Comparison& all) {
  std::string out = "\n  " + terminal(title(one)) + "\n";
  out += line("what", one.what);
  out += line("document", one.at.empty() ? one.requires_ : one.at + ": " + one.requires_);
  out += line("allowed", allowed_text(one));
  if (one.count > 0) out += line("seen", plural(one.count, "time"));
  if (!one.label.empty()) {
    out += line("case", one.label + (one.smallest ? " (nothing can be left out)"
                                     : one.again  ? ""
                                                  : " (did not show when sent again alone)"));
  }
  return out + seen_text("A", one.a, all.a) + seen_text("B", one.b, all.b) +
         line("brings", brought(one));
}

std::string side_line(std::string_view letter, const ComparedSide& side) {
  std::string out = fmt::format("{}  {}", letter, side.name);
  if (side.endpoint != side.name) out += ", of " + side.endpoint;
  return terminal(out + fmt::format("; {}, {}", plural(side.cases, "case"),
                                    plural(side.requests, "request"))) +
         "\n";
}

}  // namespace

const std::string& name_of(const Difference& difference) {
  if (!difference.reading.empty()) return difference.reading;
  return difference.clause.empty() ? difference.key : difference.clause;
}

std::string_view without_operation(std::string_view key) { return key.substr(key.find('/') + 1); }

std::string allowed_text(const Difference& difference) {
  const bool a = difference.a.allowed;
  const bool b = difference.b.allowed;
  return a && b ? "the document allows both"
         : a    ? "only A is allowed"
         : b    ? "only B is allowed"
                : "neither is allowed";
}

std::string choice_text(const std::vector<std::string>& choice) {
  std::string out;
  for (const std::string& one : choice) out += (out.empty() ? "" : " or ") + one;
  return out.empty() ? "not decided" : out;
}

std::string comparison_text(const Comparison& comparison) {
  std::string out =
      fmt::format("{}: {}\n", terminal(comparison.operation), terminal(comparison.exit_why));
  out += side_line("A", comparison.a) + side_line("B", comparison.b);
  if (comparison.live) {
    out += fmt::format("{} of answers compared, {} unlike\n", plural(comparison.pairs, "pair"),
                       grouped(comparison.unlike));
  }
  for (const Difference& one : comparison.differences) out += block(one, comparison);
  if (!comparison.shared.empty()) out += "\n  Violations of both alike:\n";
  for (const std::string& key : comparison.shared) out += "    " + terminal(key) + "\n";
  if (!comparison.clauses.empty()) out += "\n  Clauses that were judged differently (A, B):\n";
  for (std::size_t i = 0; i < comparison.clauses.size() && i < most_clauses; ++i) {
    const ClauseDiffers& one = comparison.clauses[i];
    out += fmt::format("    {}: {}, {}\n", terminal(one.clause), one.a, one.b);
  }
  if (comparison.clauses.size() > most_clauses) {
    out += fmt::format("    and {} more\n", comparison.clauses.size() - most_clauses);
  }
  for (const std::string& note : comparison.notes) out += "\n  Note: " + terminal(note) + "\n";
  return out;
}

}  // namespace assay::reports
