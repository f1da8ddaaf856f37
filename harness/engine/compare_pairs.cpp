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

// What a generator chose, not the bytes of one side.
std::size_t size_of(const generators::Case& one) {
  std::size_t out = 8 * one.params.size() + (one.method == generators::Method::get ? 0 : 4);
  for (const generators::CaseParam& param : one.params) {
    out += param.name.size() + param.value.size() + param.before.size();
  }
  return out;
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

SideAnswer answer_of(Session& session, Record& record, const Assessor::Result& result) {
  SideAnswer out;
  const oracles::Reply& reply = session.context().judge.reply();
  out.resources = session.resources_of(record);
  const bool ok = record.failure == Failure::none;
  out.outcome = ok ? without_names(reply.text(), out.resources) : std::string(name(record.failure));
  out.code = reply.code;
  out.format = reply.format;
  out.judged = ok && !result.judgement->inconclusive && result.problems.empty();
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
  const std::size_t size = size_of(a.record.one);
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

Attribution::Side::Side(Session& session)
    : judge(session.context().operation, session.context().knowledge,
            session.context().verifier.get(), session.context().settings.strict) {
  for (std::size_t i = 0; i < session.context().operation.readings.size(); ++i) {
    alive.push_back(session.assessor().alive(i));
  }
}

Attribution::Attribution(Session& a, Session& b)
    : operation_(a.context().operation), a_(a), b_(b) {
  for (std::size_t i = 0; i < a_.alive.size(); ++i) {
    if (i == operation_.order_reading) continue;  // no reading of single answers
    if (a_.alive[i] == b_.alive[i]) continue;
    const bool shared =
        std::any_of(a_.alive[i].begin(), a_.alive[i].end(), [&](std::size_t alternative) {
          const auto& other = b_.alive[i];
          return std::find(other.begin(), other.end(), alternative) != other.end();
        });
    (shared ? unsure_ : chosen_).push_back(i);
  }
}

// Would it be, had this side the other's alternatives of these readings?
bool Attribution::forbidden(Side& own, const Side& other, const SideAnswer& answer,
                            const std::vector<std::size_t>& readings) {
  auto found = own.swapped.find(readings);
  if (found == own.swapped.end()) {
    oracles::Worlds worlds(operation_);
    for (std::size_t i = 0; i < own.alive.size(); ++i) {
      if (i == operation_.order_reading) continue;
      const bool taken = std::find(readings.begin(), readings.end(), i) != readings.end();
      const auto& alive = taken ? other.alive[i] : own.alive[i];
      if (alive.size() == operation_.readings[i].alternatives.size()) continue;
      std::vector<oracles::Cube> cubes;
      for (const std::size_t alternative : alive) cubes.push_back({{i, alternative}});
      worlds.learn(std::move(cubes));
    }
    found = own.swapped.emplace(readings, std::move(worlds)).first;
  }
  oracles::Received received;
  received.response = &answer.record.response;
  const auto& judgement = own.judge.judge(answer.record.request, received,
                                          answer.record.circumstances, found->second, false);
  if (judgement.inconclusive) return false;
  if (!judgement.violations.empty()) return true;
  if (judgement.allowed.empty()) return false;
  oracles::Worlds worlds = found->second;
  return worlds.learn(judgement.allowed).contradiction;
}

std::set<std::size_t> Attribution::hanging(const Pair& pair,
                                           const std::vector<std::size_t>& readings) {
  std::set<std::size_t> out;
  for (const std::size_t reading : readings) {
    if (forbidden(a_, b_, pair.a, {reading}) || forbidden(b_, a_, pair.b, {reading})) {
      out.insert(reading);
    }
  }
  return out;
}

Attribution::Cause Attribution::of(const Pair& pair) {
  Cause out;
  out.readings = hanging(pair, chosen_);
  if (!out.readings.empty()) return out;
  if (!chosen_.empty() &&
      (forbidden(a_, b_, pair.a, chosen_) || forbidden(b_, a_, pair.b, chosen_))) {
    return out;  // on several of them at once: each has pairs of its own
  }
  std::vector<std::size_t> all = chosen_;
  all.insert(all.end(), unsure_.begin(), unsure_.end());
  std::sort(all.begin(), all.end());
  const bool a_forbidden = forbidden(a_, b_, pair.a, all);
  out.a = a_.judge.named();
  const bool b_forbidden = forbidden(b_, a_, pair.b, all);
  out.b = b_.judge.named();
  if (a_forbidden || b_forbidden) {
    out.readings = hanging(pair, unsure_);
    return out;
  }
  out.same_world = same_start(pair);
  return out;
}

}  // namespace assay::harness
