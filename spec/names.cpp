// Names of enumerators, and small helpers over an Operation.
#include <algorithm>
#include <array>
#include <numeric>

#include "spec/load.h"
#include "spec/operation.h"

namespace assay::spec {

std::string_view name(Level level) {
  if (level == Level::must) return "must";
  return level == Level::should ? "should" : "documented-example";
}

std::string_view name(Check check) {
  constexpr std::array<std::string_view, check_count> names{
      "absent", "duplicate", "encoding", "format", "region", "exists", "value"};
  return names[static_cast<std::size_t>(check)];
}

std::string_view name(GatewayRule rule) {
  constexpr std::array<std::string_view, gateway_rule_count> names{"method.unsupported",
                                                                   "action.missing",
                                                                   "action.unknown",
                                                                   "version.missing",
                                                                   "version.unknown",
                                                                   "key.missing",
                                                                   "key.unknown",
                                                                   "signature.missing",
                                                                   "signature.wrong",
                                                                   "signature-method.unknown",
                                                                   "signature-version.unknown",
                                                                   "timestamp.missing",
                                                                   "timestamp.malformed",
                                                                   "timestamp.expired",
                                                                   "timestamp.future",
                                                                   "nonce.missing",
                                                                   "nonce.used",
                                                                   "payload.changed"};
  return names[static_cast<std::size_t>(rule)];
}

std::string_view name(Topic topic) {
  constexpr std::array<std::string_view, topic_count> names{"get-post",
                                                            "format",
                                                            "content-type",
                                                            "request-id",
                                                            "request-id-form",
                                                            "request-id-fresh",
                                                            "request-id-header",
                                                            "success-status",
                                                            "success-shape",
                                                            "error-shape",
                                                            "error-host",
                                                            "catalogue",
                                                            "in-time",
                                                            "http",
                                                            "temporary",
                                                            "unknown-parameter",
                                                            "stored",
                                                            "others-kept",
                                                            "refused-unchanged",
                                                            "observed-values",
                                                            "order"};
  return names[static_cast<std::size_t>(topic)];
}

std::string_view name(EffectRule rule) {
  constexpr std::array<std::string_view, effect_rule_count> names{
      "issued",           "served",           "disabled",      "token-method",  "forwarded",
      "lifetime-missing", "lifetime-invalid", "token-missing", "token-unknown", "token-foreign",
      "token-expired",    "token-unneeded",   "item-unknown",  "item-head",     "item-method"};
  return names[static_cast<std::size_t>(rule)];
}

std::optional<std::size_t> Reading::find(std::string_view alternative) const {
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    if (alternatives[i].name == alternative) return i;
  }
  return std::nullopt;
}

std::optional<ClauseId> Operation::find_clause(std::string_view wanted) const {
  for (ClauseId i = 0; i < clauses.size(); ++i) {
    if (clauses[i].name == wanted) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> Operation::find_reading(std::string_view wanted) const {
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (readings[i].name == wanted) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> Operation::find_parameter(std::string_view wanted) const {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name == wanted) return i;
  }
  return std::nullopt;
}

const Parameter* Operation::resource() const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [](const Parameter& p) { return p.role == Role::resource; });
  return found == parameters.end() ? nullptr : &*found;
}

const Parameter* Operation::region() const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [](const Parameter& p) { return p.role == Role::region; });
  return found == parameters.end() ? nullptr : &*found;
}

ClauseId Operation::clause_of(const Parameter& parameter, std::string_view rule) const {
  for (const ClauseId id : parameter.clauses) {
    if (clauses[id].rule == rule) return id;
  }
  return parameter.clauses.empty() ? clause(Topic::stored) : parameter.clauses.front();
}

namespace {

std::string replaced(std::string_view text, std::string_view mark, std::string_view by) {
  std::string out;
  for (std::size_t from = 0;;) {
    const std::size_t at = text.find(mark, from);
    out += text.substr(from, at - from);
    if (at == std::string_view::npos) return out;
    out += by;
    from = at + mark.size();
  }
}

}  // namespace

std::string fill(std::string_view text, std::string_view parameter) {
  return replaced(text, "{parameter}", parameter);
}

std::string fill_item(std::string_view text, std::string_view resource, std::string_view region) {
  return replaced(replaced(text, "{region}", region), "{resource}", resource);
}

std::string to_string(const Fault& fault) {
  return fault.file + ": " + fault.path + ": " + fault.reason;
}

namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, change});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  // More than a third of the letters wrong is another word, not a slip.
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const bool starts = word.size() >= 3 && candidate.size() > word.size() &&
                        candidate.compare(0, word.size(), word) == 0;
    const std::size_t d = starts ? 1 : distance(word.substr(0, 64), candidate);
    if (d < least) {
      least = d;
      best = candidate;
    }
  }
  return best;
}

}  // namespace assay::spec
