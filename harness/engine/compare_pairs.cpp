#include "harness/engine/compare_pairs.h"

#include <algorithm>

#include "oracles/value.h"

namespace assay::harness {

namespace {

constexpr std::size_t most_pairs = 4000;
constexpr std::size_t most_of_a_look = 40;

// Every place where `name` stands in `text`, whatever its letters' case, becomes `mark`.
void replace_folded(std::string& text, std::string_view name, std::string_view mark) {
  if (name.empty()) return;
  for (std::size_t at = 0; at + name.size() <= text.size();) {
    if (!oracles::equal_folded(std::string_view(text).substr(at, name.size()), name)) {
      ++at;
      continue;
    }
    text.replace(at, name.size(), mark);
    at += mark.size();
  }
}

bool same_start(const Pair& pair) {
  const oracles::Circumstances& a = pair.a.record.circumstances;
  const oracles::Circumstances& b = pair.b.record.circumstances;
  return a.before == b.before;
}

}  // namespace

std::string without_names(std::string text, const Resources& resources) {
  replace_folded(text, resources.own, "{instance}");
  replace_folded(text, resources.other, "{other instance}");
  return text;
}

namespace {

// The field of "shows NAME".
std::optional<std::size_t> shown_field(const spec::Operation& operation,
                                       const oracles::Violation& violation) {
  if (violation.oracle != "observed-values") return std::nullopt;
  const auto& fields = operation.observation->fields;
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const auto& one) {
    return violation.kind.ends_with(" " + one.name);
  });
  if (field == fields.end()) return std::nullopt;
  return static_cast<std::size_t>(field - fields.begin());
}

Blame blame_of(const spec::Operation& operation, const Problem& problem) {
  Blame out;
  auto keys = keys_of(operation, problem);
  out.key = std::move(keys.front());
  out.other_keys.assign(std::make_move_iterator(keys.begin() + 1),
                        std::make_move_iterator(keys.end()));
  out.disputed = problem.disputed;
  const oracles::OracleName& oracle = problem.violation.oracle;
  out.alone = problem.evidence.empty() && problem.violation.otherwise.empty();
  out.of_state = oracle == "state" || oracle == "independence" || oracle == "observed-values";
  out.of_rules = oracle == "outcome" || oracle == "state";
  out.of_order = oracle == "precedence";
  out.shows = shown_field(operation, problem.violation);
  return out;
}

}  // namespace

SideAnswer answer_of(Session& session, Record& record, const Assessor::Result& result) {
  SideAnswer out;
  const oracles::Reply& reply = session.context().judge.reply();
  out.resources = session.resources_of(record);
  const bool ok = record.failure == Failure::none;
  out.outcome = ok ? without_names(reply.text(), out.resources) : std::string(name(record.failure));
  out.code = reply.code;
  out.format = reply.format;
  out.judged = ok && !result.judgement->inconclusive && result.problems.empty();
  for (const Problem& problem : result.problems) {
    out.blames.push_back(blame_of(session.context().operation, problem));
  }
  std::swap(out.record, record);
  // What goes on with the run needs to know whose it was.
  record.number = out.record.number;
  record.lane = out.record.lane;
  return out;
}

bool PairBook::differ(const SideAnswer& a, const SideAnswer& b) const {
  if (a.format != b.format) return true;
  if (a.outcome != b.outcome) {
    // A message that ends in what the endpoint made of the request differs by itself.
    const bool open = a.code == b.code && a.record.response.status == b.record.response.status &&
                      std::any_of(operation_.errors.begin(), operation_.errors.end(),
                                  [&](const spec::Error& error) {
                                    return error.open_ended && error.code == a.code;
                                  });
    return !open;
  }
  const oracles::Circumstances& one = a.record.circumstances;
  const oracles::Circumstances& other = b.record.circumstances;
  return one.before && one.before == other.before && one.after && other.after &&
         one.after != other.after;
}

void PairBook::add(SideAnswer& a, SideAnswer& b) {
  if (!a.judged || !b.judged) return;
  ++compared_;
  if (!differ(a, b)) return;
  ++unlike_;
  auto& alike = by_look_[a.outcome + "\n" + b.outcome];
  const std::size_t size = case_size(a.record.one);
  if (alike.size() >= most_of_a_look || (all_.size() >= most_pairs && !alike.empty())) {
    // The largest of them makes room.
    const auto largest = *std::max_element(
        alike.begin(), alike.end(),
        [&](std::size_t i, std::size_t j) { return all_[i].size < all_[j].size; });
    ++all_[alike.front()].alike;
    if (size < all_[largest].size) {
      const std::size_t counted = all_[largest].alike;
      all_[largest] = {std::move(a), std::move(b), size, counted};
    }
    return;
  }
  if (all_.size() >= most_pairs) return;
  alike.push_back(all_.size());
  all_.push_back({std::move(a), std::move(b), size, 0});
}

Attribution::Side::Side(const Session& of)
    : session(&of),
      judge(of.context().operation, of.context().knowledge, of.context().verifier.get(), true) {
  for (std::size_t i = 0; i < of.context().operation.readings.size(); ++i) {
    alive.push_back(of.assessor().alive(i));
  }
}

Attribution::Attribution(Session& a, Session& b) : operation_(a.context().operation), a_(a), b_(b) {
  for (std::size_t i = 0; i < a_.alive.size(); ++i) {
    if (i == operation_.order_reading) continue;  // no reading of single answers
    const bool shared =
        std::any_of(a_.alive[i].begin(), a_.alive[i].end(), [&](std::size_t alternative) {
          const auto& other = b_.alive[i];
          return std::find(other.begin(), other.end(), alternative) != other.end();
        });
    if (!shared) chosen_.push_back(i);
    if (shared && (a_.alive[i].size() > 1 || b_.alive[i].size() > 1)) open_.push_back(i);
  }
}

namespace {

void narrow(const spec::Operation& operation, std::size_t reading,
            const std::vector<std::size_t>& alive, oracles::Worlds& worlds) {
  if (alive.size() == operation.readings[reading].alternatives.size()) return;
  std::vector<oracles::Cube> cubes;
  for (const std::size_t alternative : alive) cubes.push_back({{reading, alternative}});
  worlds.learn(std::move(cubes));
}

}  // namespace

// What a side's answers allow, but for readings taken from the other side.
oracles::Worlds Attribution::worlds_of(const Side& own, const Side& other,
                                       const std::vector<std::size_t>& taken) const {
  oracles::Worlds worlds(operation_);
  for (std::size_t i = 0; i < own.alive.size(); ++i) {
    if (i == operation_.order_reading) continue;
    const bool swap = std::find(taken.begin(), taken.end(), i) != taken.end();
    narrow(operation_, i, swap ? other.alive[i] : own.alive[i], worlds);
  }
  return worlds;
}

// Would it be, had this side the other's alternatives of these readings?
bool Attribution::forbidden(Side& own, const Side& other, const SideAnswer& answer,
                            const std::vector<std::size_t>& readings) {
  auto found = own.swapped.find(readings);
  if (found == own.swapped.end()) {
    found = own.swapped.emplace(readings, worlds_of(own, other, readings)).first;
  }
  return forbidden(own, answer, found->second);
}

bool Attribution::forbidden(Side& own, const SideAnswer& answer, const oracles::Worlds& worlds) {
  oracles::Received received;
  received.response = &answer.record.response;
  const auto& judgement =
      own.judge.judge(answer.record.request, received, answer.record.circumstances, worlds, false);
  if (judgement.inconclusive) return false;
  if (!judgement.violations.empty() || out_of_order(own, judgement)) return true;
  return !judgement.allowed.empty() &&
         oracles::Worlds(worlds).learn(judgement.allowed).contradiction;
}

// Does the error that won disagree with the order in which this side checks?
bool Attribution::out_of_order(const Side& own, const oracles::Judgement& judgement) {
  if (!judgement.winner || judgement.losers.empty()) return false;
  oracles::Precedence order = own.session->assessor().precedence();
  const bool known = !order.alive().empty();
  return order.learn(*judgement.winner, judgement.losers, 0).contradiction ||
         (known && order.alive().empty());
}

// The alternatives still alive under which the side may answer so.
std::vector<std::size_t> Attribution::possible(Side& own, const SideAnswer& answer,
                                               std::size_t reading) {
  std::vector<std::size_t> out;
  for (const std::size_t alternative : own.alive[reading]) {
    oracles::Worlds worlds = worlds_of(own, own, {});
    if (worlds.learn({{{reading, alternative}}}).contradiction) continue;
    if (!forbidden(own, answer, worlds)) out.push_back(alternative);
  }
  return out;
}

// Of the readings that the sides chose differently.
std::map<std::size_t, Attribution::Choice> Attribution::hanging(const Pair& pair) {
  std::map<std::size_t, Choice> out;
  for (const std::size_t reading : chosen_) {
    if (forbidden(a_, b_, pair.a, {reading}) || forbidden(b_, a_, pair.b, {reading})) {
      out[reading] = {a_.alive[reading], b_.alive[reading]};
    }
  }
  return out;
}

// Of those still open: no one alternative lets both sides answer so, but two do. `loosely`: one
// side has to choose where the other need not; enough where nothing else differs between them.
std::map<std::size_t, Attribution::Choice> Attribution::explaining(const Pair& pair, bool loosely) {
  std::map<std::size_t, Choice> out;
  for (const std::size_t reading : open_) {
    Choice choice{possible(a_, pair.a, reading), possible(b_, pair.b, reading)};
    if (choice.a == choice.b || choice.a.empty() || choice.b.empty()) continue;
    const auto shared = [](const std::vector<std::size_t>& list) {
      return [&list](std::size_t one) {
        return std::find(list.begin(), list.end(), one) != list.end();
      };
    };
    if (loosely) {
      std::erase_if(choice.a.size() > choice.b.size() ? choice.a : choice.b,
                    shared(choice.a.size() > choice.b.size() ? choice.b : choice.a));
    }
    if (std::none_of(choice.a.begin(), choice.a.end(), shared(choice.b))) {
      out[reading] = std::move(choice);
    }
  }
  return out;
}

Attribution::Cause Attribution::of(const Pair& pair) {
  Cause out;
  forbidden(a_, b_, pair.a, {});
  out.a = a_.judge.named();
  forbidden(b_, a_, pair.b, {});
  out.b = b_.judge.named();
  out.readings = hanging(pair);
  if (!out.readings.empty()) return out;
  if (!chosen_.empty() &&
      (forbidden(a_, b_, pair.a, chosen_) || forbidden(b_, a_, pair.b, chosen_))) {
    return out;  // on several of them at once: each has pairs of its own
  }
  out.readings = explaining(pair, false);
  out.decided = out.readings.empty();
  if (!out.decided) return out;
  out.same_world = same_start(pair);
  const bool errors = out.a && out.b && *out.a != *out.b;
  if (!errors || !out.same_world || operation_.order_reading == spec::no_reading) return out;
  const auto& order = a_.alive[operation_.order_reading];
  out.same_order = !order.empty() && order == b_.alive[operation_.order_reading];
  return out;
}

Attribution::Cause Attribution::loosely(const Pair& pair) {
  Cause out;
  out.readings = explaining(pair, true);
  return out;
}

}  // namespace assay::harness
