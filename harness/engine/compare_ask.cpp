// Which of a side's violations come of another one: those that an answer nobody can read brings
// along, and those that only show where the trigger of the other is in the request.
#include <algorithm>

#include "generators/parameter.h"
#include "harness/engine/compare_causes.h"
#include "harness/engine/comparing.h"

namespace assay::harness {

namespace {

constexpr std::size_t most_asked = 8;  // exchanges of a finding, for each that may be its cause
constexpr std::size_t least_family = 3;
constexpr std::size_t most_causes = 6;  // that a finding is tried with

bool is_any(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Whoever can't make out the answer, or what kind of answer it is, can't make out its parts.
bool covers(const reports::Finding& cause, const reports::Finding& one) {
  const bool kind_of_answer = cause.oracle == "outcome" && (cause.kind.starts_with("status ") ||
                                                            cause.kind == "error in a success");
  const bool shape = is_any(cause.oracle, {"success-shape", "error-shape"});
  const bool shapes = is_any(one.oracle, {"success-shape", "error-shape"});
  if (kind_of_answer) return shapes;
  if (shape && cause.kind == "no message") return one.oracle == "message";
  if (shape && shapes)
    return cause.count > one.count || (cause.count == one.count && cause.key > one.key);
  if (shape) {
    return is_any(one.oracle, {"request-id", "request-id-form", "request-id-header", "format",
                               "content-type", "message", "error-host"});
  }
  return (cause.oracle == "request-id" || cause.oracle == "request-id-form") &&
         is_any(one.oracle, {"request-id-form", "request-id-header", "request-id-fresh"});
}

bool is_of(const std::string& parameter, const std::string& name) {
  return name == parameter || name.starts_with(parameter + ".");
}

// Everything but what `subject` is about is made valid.
generators::Case mended(const spec::Operation& operation, const generators::Case& one,
                        const std::string& subject) {
  generators::Case out = one;
  out.params.clear();
  generators::Stream draw(0);
  for (const spec::Parameter& parameter : operation.parameters) {
    std::vector<generators::CaseParam> there;
    for (const generators::CaseParam& param : one.params) {
      if (is_of(parameter.name, param.name)) there.push_back(param);
    }
    if (parameter.name == subject) {
      out.params.insert(out.params.end(), there.begin(), there.end());
      continue;
    }
    const auto& absent = parameter.absent.values;
    const bool optional =
        parameter.role == spec::Role::plain &&
        std::find(absent.begin(), absent.end(), spec::Absent::refuse) == absent.end();
    if (there.empty() && optional) continue;
    generators::append_valid(parameter, draw, out.params);
  }
  return out;
}

// Did this request bring the value about?
bool stores(const SideAnswer& answer, std::size_t field, const std::string& value) {
  const oracles::Circumstances& seen = answer.record.circumstances;
  return seen.before && seen.after && (*seen.before)[field] != value &&
         (*seen.after)[field] == value;
}

}  // namespace

// In every exchange that is kept of it the other one shows, too.
bool Causes::within(const std::string& key, const std::string& cause) const {
  const auto kept = kept_.find(key);
  if (kept == kept_.end()) return false;
  return std::all_of(kept->second.begin(), kept->second.end(), [&](const Departures::Kept& pair) {
    const auto& blames = own_of(*pair).blames;
    return std::any_of(blames.begin(), blames.end(),
                       [&](const Blame& blame) { return blame.key == cause; });
  });
}

// "null" and the like: neither the header nor another answer can be held against it.
bool Causes::no_id_at_all(const std::string& key) const {
  const auto kept = kept_.find(key);
  if (kept == kept_.end()) return false;
  return std::all_of(kept->second.begin(), kept->second.end(), [&](const Departures::Kept& pair) {
    const std::string id = oracles::read_reply(own_of(*pair).record.response).request_id;
    return id.find('-') == std::string::npos;
  });
}

// Each root under the first other one that it follows from, or what that one was folded under.
void Causes::fold_where(const Follows& follows) {
  const auto& book = own_.book().all();
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& [key, root] : roots_) {
    const auto held = book.find(key);
    if (held == book.end()) continue;
    const auto cause = std::find_if(roots_.begin(), roots_.end(), [&](const auto& other) {
      const auto at = book.find(other.first);
      return other.first != key && at != book.end() && follows(held->second, at->second);
    });
    if (cause != roots_.end()) found.emplace_back(key, cause->first);
  }
  for (const auto& [key, cause] : found) {
    std::string under = cause;
    while (follows_.contains(under)) under = follows_.at(under);
    if (under != key) fold(key, under);
  }
}

void Causes::fold_within_answers() {
  fold_where([this](const HeldFinding& one, const HeldFinding& cause) {
    return covers(cause.finding, one.finding) && within(one.key, cause.key) &&
           (cause.finding.oracle != "request-id-form" || no_id_at_all(cause.key));
  });
}

// Errors of several kinds that all have one other status, or another message, and never the right
// one: whoever writes errors does so, and does so to others as well. Two may be so by chance.
void Causes::fold_families() {
  std::map<std::string, std::vector<std::string>> families;
  std::map<std::string, std::size_t> never_right;
  const auto& book = own_.book().all();
  for (const spec::Error& error : operation_.errors) {
    for (const spec::ClauseId clause : {error.status_clause, error.message_clause}) {
      const std::size_t right =
          own_.verdicts(clause)[static_cast<std::size_t>(oracles::Verdict::conforms)];
      const std::string name = operation_.clauses[clause].name + "/";
      for (auto at = book.lower_bound(name); at != book.end() && at->first.starts_with(name);
           ++at) {
        const std::string oracle = at->second.finding.oracle;
        if (!roots_.contains(at->first) || !is_any(oracle, {"status", "message"})) continue;
        const std::string family = oracle + "/" + at->second.finding.kind;
        families[family].push_back(at->first);
        never_right[family] += right == 0 ? 1 : 0;
      }
    }
  }
  for (const auto& [kind, family] : families) {
    if (never_right[kind] < least_family) continue;
    for (const std::string& key : family) {
      if (key != family.front()) fold(key, family.front());
    }
  }
}

// Whatever answers another method is about the method; what answers to the others lack, too, is
// not.
void Causes::fold_odd_methods() {
  constexpr auto rule = static_cast<std::size_t>(spec::GatewayRule::method_unsupported);
  const std::string& method = operation_.clauses[operation_.gateway.clauses[rule]].name;
  fold_where([&](const HeldFinding& one, const HeldFinding& cause) {
    return one.finding.clause == method && one.finding.oracle != "outcome" &&
           cause.finding.oracle == one.finding.oracle && cause.finding.kind == one.finding.kind;
  });
}

// A request that changes another resource, too, takes those who work on that one by surprise. Alone
// none of that comes back.
void Causes::fold_drift() {
  const auto& book = own_.book().all();
  const auto cause = std::find_if(roots_.begin(), roots_.end(), [&](const auto& root) {
    const auto held = book.find(root.first);
    return held != book.end() && held->second.finding.oracle == "independence" &&
           held->second.finding.reproduced;
  });
  if (cause == roots_.end()) return;
  std::vector<std::string> drifted;
  for (const auto& [key, root] : roots_) {
    const auto held = book.find(key);
    if (held == book.end() || held->second.finding.reproduced || key == cause->first) continue;
    if (is_any(held->second.finding.oracle, {"state", "observed-values"})) drifted.push_back(key);
  }
  const std::string under = cause->first;
  for (const std::string& key : drifted) fold(key, under);
}

// Nor does a change come back that was made from another lane, and that a refused request seemed to
// make.
void Causes::fold_foreign_changes() {
  const std::string& refused =
      operation_.clauses[operation_.clause(spec::Topic::refused_unchanged)].name;
  fold_where([&](const HeldFinding& one, const HeldFinding& cause) {
    return one.finding.oracle == "state" && !one.finding.reproduced &&
           one.finding.clause == refused && cause.finding.clause != refused &&
           cause.finding.oracle == "state" && cause.finding.kind == one.finding.kind;
  });
}

// What should not have been taken, or not been stored so, is shown until something else is stored.
void Causes::fold_what_was_taken() {
  fold_where([this](const HeldFinding& one, const HeldFinding& cause) {
    if (one.finding.oracle != "observed-values") return false;
    if (!is_any(cause.finding.oracle, {"outcome", "state"})) return false;
    const auto kept = kept_.find(one.key);
    const auto taken = kept_.find(cause.key);
    if (kept == kept_.end() || taken == kept_.end()) return false;
    return std::all_of(kept->second.begin(), kept->second.end(), [&](const auto& pair) {
      const SideAnswer& own = own_of(*pair);
      const auto blame = std::find_if(own.blames.begin(), own.blames.end(),
                                      [&](const Blame& each) { return each.key == one.key; });
      if (blame == own.blames.end() || !blame->shows) return false;
      const std::string& shown = (*own.record.circumstances.after)[*blame->shows];
      return std::any_of(taken->second.begin(), taken->second.end(), [&](const auto& other) {
        return stores(own_of(*other), *blame->shows, shown);
      });
    });
  });
}

// A service that answers everything in one way, where it should serve, is closed to what it should
// refuse in another way, too.
void Causes::fold_closed_services() {
  fold_where([](const HeldFinding& one, const HeldFinding& cause) {
    return one.finding.oracle == "effects" && cause.finding.oracle == "effects" &&
           cause.finding.kind.starts_with("refused: ") && !one.finding.observed.empty() &&
           one.finding.observed == cause.finding.observed &&
           std::pair(cause.finding.count, cause.key) > std::pair(one.finding.count, one.key);
  });
}

// The rarest first: what follows from something is not more frequent than that.
void Causes::ask(const std::function<bool()>& enough) {
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [key, root] : roots_) order.emplace_back(root.count, key);
  std::sort(order.begin(), order.end());
  for (const auto& [count, key] : order) {
    const std::vector<const Pair*> pairs = pairs_of(key);
    if (pairs.empty()) continue;
    std::size_t tried = 0;
    for (auto at = order.rbegin(); at != order.rend() && at->first >= count; ++at) {
      const std::string& cause = at->second;
      if (cause == key || !can_be_sent(cause)) continue;
      if (enough() || tried++ == most_causes) break;
      if (!about_order_of(key, pairs, cause) && !only_with(pairs, cause)) continue;
      fold(key, cause);
      break;
    }
  }
}

// Exchanges that show it: those that were kept of a finding, or the smallest where the side's run
// could not tell that it is one.
std::vector<const Pair*> Causes::pairs_of(const std::string& key) const {
  std::vector<const Pair*> out;
  const auto kept = kept_.find(key);
  if (own_.book().all().contains(key)) {
    if (kept == kept_.end()) return out;
    for (const Departures::Kept& pair : kept->second) out.push_back(pair.get());
  } else if (const Pair* smallest = roots_.at(key).smallest) {
    out.push_back(smallest);
  }
  return out;
}

// A root that was not folded meanwhile, and of which it is known what to send.
bool Causes::can_be_sent(const std::string& cause) const {
  const auto held = own_.book().all().find(cause);
  return roots_.contains(cause) && (held == own_.book().all().end() || !held->second.steps.empty());
}

bool Causes::names(oracles::Judge& judge, const SideAnswer& answer,
                   const std::string& subject) const {
  const auto clause = named_by(judge, answer);
  return clause && subject_of(operation_, operation_.clauses[*clause].name) == subject;
}

// Who is wrong about the values of a parameter says nothing of the place of its check: does one
// side or the other name its error in each exchange? Where both say the same, an earlier one did.
bool Causes::about_order_of(const std::string& key, const std::vector<const Pair*>& pairs,
                            const std::string& cause) {
  const auto held = own_.book().all().find(key);
  if (held == own_.book().all().end() || held->second.finding.oracle != "precedence") return false;
  const std::string subject = subject_of(operation_, cause.substr(0, cause.find('/')));
  if (!operation_.find_parameter(subject)) return false;
  bool named = false;
  for (const Pair* pair : pairs) {
    if (alike(pair->a, pair->b)) continue;
    named = names(judge_, own_of(*pair), subject) || names(due_, other_of(*pair), subject);
    if (!named) return false;
  }
  return named;
}

// Is the other one's trigger in each exchange that showed this one?
bool Causes::only_with(const std::vector<const Pair*>& pairs, const std::string& cause) {
  const std::string clause = cause.substr(0, cause.find('/'));
  const std::string subject = subject_of(operation_, clause);
  const auto& rules = operation_.gateway.clauses;
  std::uint32_t trigger = 0;  // those of the gateway's rules that the cause is about
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    if (operation_.clauses[rules[rule]].name == clause) trigger |= std::uint32_t{1} << rule;
  }
  if (trigger == 0 && !operation_.find_parameter(subject)) return false;
  std::size_t asked = 0;
  for (const Pair* pair : pairs) {
    const SideAnswer& own = own_of(*pair);
    if (alike(own, other_of(*pair))) continue;  // an earlier answer is the wrong one
    if (asked++ == most_asked) break;
    generators::Case one = mended(operation_, own.record.one, subject);
    one.broken &= trigger;
    if (trigger == 0) one.clock_offset = 0;
    if (!shows_alone(one, own.record.step(), own.resources, cause)) return false;
  }
  return asked > 0;
}

// Alone, or once the readings are taken as both sides decided them.
bool Causes::shows_alone(const generators::Case& one, const Step& step, const Resources& resources,
                         const std::string& cause) {
  const auto held = own_.book().all().find(cause);
  std::vector<Step> steps{step};
  if (held != own_.book().all().end()) {
    steps = held->second.steps;
    steps.back() = step;
  }
  for (const bool decided : {false, true}) {
    Trial trial(own_.context(), own_.client());
    if (decided) trial.assume(decided_);
    const auto shown = trial.run(steps, resources, {steps.size() - 1, &one});
    if (!shown.empty() && shows(operation_, shown.back(), cause)) return true;
  }
  return false;
}

}  // namespace assay::harness
