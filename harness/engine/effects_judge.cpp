#include "harness/engine/effects_judge.h"

#include <algorithm>
#include <charconv>

namespace assay::harness {

using oracles::Verdict;
using spec::EffectRule;

namespace {

constexpr std::string_view white_space = " \t\r\n";

// The first four are followed by the rule that the answer breaks.
constexpr oracles::Kind no_answer{"effects", "no answer: "};
constexpr oracles::Kind refused{"effects", "refused: "};
constexpr oracles::Kind accepted{"effects", "accepted: "};
constexpr oracles::Kind wrong_answer{"effects", "wrong answer: "};
constexpr oracles::Kind no_token{"effects", "no token"};
constexpr oracles::Kind another_item{"effects", "another item"};
constexpr oracles::Kind text_missing{"effects", "text missing"};

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(white_space);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(white_space) - from + 1);
}

bool in_range(std::string_view text, const spec::Range& range) {
  std::int64_t number = 0;
  const char* const first = text.data();
  const char* const last = first + text.size();
  const auto [end, error] = std::from_chars(first, last, number);
  return error == std::errc() && end == last && number >= range.min && number <= range.max;
}

// The status and the beginning of the body, in a line.
std::string answer_line(const wire::Response* response) {
  if (response == nullptr) return "no answer";
  std::string out = std::to_string(response->status);
  const std::string_view body = trimmed(response->body);
  const std::string_view line = body.substr(0, std::min<std::size_t>(body.find('\n'), 100));
  return line.empty() ? out : out + ": " + std::string(line);
}

std::string status_text(int status) {
  return status == spec::unanswered ? "no answer" : std::to_string(status);
}

}  // namespace

bool EffectsJudge::is_token(std::string_view body) {
  const std::string_view token = trimmed(body);
  constexpr std::size_t longest = 4096;
  return !token.empty() && token.size() <= longest &&
         std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 127; });
}

std::string_view EffectsJudge::path_of(const wire::Request& request,
                                       const EffectFacts& facts) const {
  std::string_view path = request.target;
  if (path.starts_with(facts.prefix)) path.remove_prefix(facts.prefix.size());
  return path.substr(0, path.find('?'));
}

std::vector<EffectRule> EffectsJudge::broken(const wire::Request& request,
                                             const EffectFacts& facts) const {
  std::vector<EffectRule> out;
  const auto breaks = [&](bool broken, EffectRule rule) {
    if (broken) out.push_back(rule);
  };
  const std::string_view path = path_of(request, facts);
  breaks(facts.disabled, EffectRule::disabled);
  if (path == effects_.token_path) {
    const auto lifetime = wire::header(request.headers, effects_.lifetime_header);
    breaks(request.method != effects_.token_method, EffectRule::token_method);
    breaks(wire::header(request.headers, effects_.forwarded_header).has_value(),
           EffectRule::forwarded);
    breaks(!lifetime, EffectRule::lifetime_missing);
    breaks(lifetime && !in_range(*lifetime, effects_.lifetime), EffectRule::lifetime_invalid);
    return out;
  }
  breaks(request.method == "HEAD", EffectRule::item_head);
  breaks(request.method != "GET" && request.method != "HEAD", EffectRule::item_method);
  if (wire::header(request.headers, effects_.token_header)) {
    breaks(facts.token != EffectRule::served,
           facts.guarded ? facts.token : EffectRule::token_unneeded);
  } else {
    breaks(facts.guarded, EffectRule::token_missing);
  }
  const auto& items = effects_.items;
  breaks(std::none_of(items.begin(), items.end(),
                      [&](const spec::EffectItem& item) { return item.path == path; }),
         EffectRule::item_unknown);
  return out;
}

std::vector<EffectsJudge::Walk> EffectsJudge::walks(const wire::Request& request,
                                                    const EffectFacts& facts, int status,
                                                    const oracles::Worlds& worlds,
                                                    bool everything) const {
  const std::vector<EffectRule> broken = this->broken(request, facts);
  const bool token = path_of(request, facts) == effects_.token_path;
  std::vector<Walk> out;
  oracles::Chooser chooser(operation_, worlds, everything);
  do {
    Walk walk;
    const auto permit = [&](EffectRule rule) {
      for (const int each : effects_.rule(rule).answers.get(chooser)) {
        walk.permitted.push_back({rule, each});
        if (each == status && !walk.match) walk.match = rule;
      }
    };
    for (const EffectRule rule : broken) permit(rule);
    if (walk.permitted.empty()) permit(token ? EffectRule::issued : EffectRule::served);
    walk.cube = chooser.cube();
    out.push_back(std::move(walk));
  } while (chooser.next());
  return out;
}

bool EffectsJudge::may_be_silent(const wire::Request& request, const EffectFacts& facts,
                                 const oracles::Worlds& worlds) const {
  const auto all = walks(request, facts, spec::unanswered, worlds, false);
  return std::any_of(all.begin(), all.end(), [](const Walk& walk) { return walk.match; });
}

oracles::Judgement EffectsJudge::judge(const wire::Request& request, const EffectFacts& facts,
                                       const wire::Response* response,
                                       const oracles::Worlds& worlds) const {
  oracles::Judgement out;
  const int status = response == nullptr ? spec::unanswered : response->status;
  const std::vector<Walk> all = walks(request, facts, status, worlds, false);
  const auto matches = std::count_if(all.begin(), all.end(),
                                     [](const Walk& walk) { return walk.match.has_value(); });
  if (matches == 0 && (status == 429 || status >= 500)) {
    out.inconclusive = true;
    out.note = answer_line(response);
    return out;
  }
  if (matches == 0) {
    wrong_status(out, request, facts, status, worlds, all);
    for (oracles::Violation& violation : out.violations) violation.observed = answer_line(response);
    return out;
  }
  const auto first =
      std::find_if(all.begin(), all.end(), [](const Walk& walk) { return walk.match; });
  out.about = effects_.rule(*first->match).clause;
  out.success = *first->match == EffectRule::issued || *first->match == EffectRule::served;
  const bool news = static_cast<std::size_t>(matches) < all.size();
  out.verdicts.emplace_back(out.about, news ? Verdict::reading : Verdict::conforms);
  for (const Walk& walk : all) {
    if (news && walk.match) out.allowed.push_back(walk.cube);
  }
  if (response != nullptr && request.method != "HEAD") {
    check_body(out, *first->match, request, facts, response->body);
    for (oracles::Violation& violation : out.violations) violation.observed = answer_line(response);
  }
  return out;
}

void EffectsJudge::violate(oracles::Judgement& out, spec::ClauseId clause, oracles::Kind kind,
                           std::string_view rule, std::string why) const {
  const bool counts = strict_ || operation_.clauses[clause].level == spec::Level::must;
  std::erase_if(out.verdicts, [&](const auto& verdict) { return verdict.first == clause; });
  out.verdicts.emplace_back(clause, counts ? Verdict::violates : Verdict::silent);
  if (!counts) return;
  oracles::Violation violation;
  violation.clause = clause;
  violation.oracle = kind.oracle();
  violation.kind = std::string(kind.stem()) + std::string(rule);
  violation.why = std::move(why);
  out.violations.push_back(std::move(violation));
}

void EffectsJudge::wrong_status(oracles::Judgement& out, const wire::Request& request,
                                const EffectFacts& facts, int status, const oracles::Worlds& worlds,
                                const std::vector<Walk>& all) const {
  const EffectRule blamed = all.front().permitted.front().rule;
  const bool right = blamed == EffectRule::issued || blamed == EffectRule::served;
  const std::string rule(spec::name(blamed));
  const oracles::Kind kind = status == spec::unanswered ? no_answer
                             : right                    ? refused
                             : status / 100 == 2        ? accepted
                                                        : wrong_answer;
  std::string why = right ? "The request is right, and yet it is not answered as it should be."
                          : "The request is wrong (" + rule + ") and is not answered so.";
  for (const Walk& walk : walks(request, facts, status, worlds, true)) {
    if (!walk.match || walk.cube.empty()) continue;
    why += " It would be right with " + describe(walk.cube) + ", which earlier answers ruled out.";
    break;
  }
  violate(out, effects_.rule(blamed).clause, kind, rule, std::move(why));
  if (out.violations.empty()) return;
  auto& expected = out.violations.back().expected;
  for (const Walk& walk : all) {
    for (const Permitted& one : walk.permitted) {
      oracles::ExpectedText text{status_text(one.status), describe(walk.cube)};
      const bool known = std::any_of(expected.begin(), expected.end(), [&](const auto& other) {
        return other.outcome == text.outcome && other.needs == text.needs;
      });
      if (!known) expected.push_back(std::move(text));
    }
  }
}

void EffectsJudge::check_body(oracles::Judgement& out, EffectRule rule,
                              const wire::Request& request, const EffectFacts& facts,
                              std::string_view body) const {
  const spec::EffectRuling& ruling = effects_.rule(rule);
  const auto expect = [&](std::string text) {
    if (!out.violations.empty()) out.violations.back().expected.push_back({std::move(text), ""});
  };
  if (rule == EffectRule::issued && !is_token(body)) {
    violate(out, ruling.clause, no_token, "", "The body is nothing that can be shown as a token.");
    expect("a token of visible ASCII");
  }
  if (rule == EffectRule::served) {
    const std::string_view path = path_of(request, facts);
    for (const spec::EffectItem& item : effects_.items) {
      const std::string text = spec::fill_item(item.text, facts.resource, facts.region);
      if (item.path != path || trimmed(body) == text) continue;
      violate(out, ruling.clause, another_item, "", "The body is not the item that was asked for.");
      expect(text);
    }
  }
  if (ruling.text.empty()) return;
  if (body.find(ruling.text) != std::string_view::npos) {
    out.verdicts.emplace_back(ruling.text_clause, Verdict::conforms);
    return;
  }
  violate(out, ruling.text_clause, text_missing, "", "The body does not say why.");
  expect("a body with: " + ruling.text);
}

std::string EffectsJudge::describe(const oracles::Cube& cube) const {
  std::string out;
  for (const auto& [reading, alternative] : cube) {
    const spec::Reading& one = operation_.readings[reading];
    out += (out.empty() ? "" : ", ") + one.name + "=" + one.alternatives[alternative].name;
  }
  return out;
}

}  // namespace assay::harness
