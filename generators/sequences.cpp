#include "generators/sequences.h"

#include <rapidcheck/Random.h>

#include <algorithm>

namespace assay::generators {

SequencePhase::SequencePhase(const spec::Operation& operation, const RandomPhase& random)
    : operation_(operation), random_(random) {}

const SequenceStep& SequencePhase::step(std::uint64_t seed, std::uint64_t index) const {
  const std::uint64_t number = index / sequence_length;
  Kept& kept = kept_[number % kept_.size()];
  if (!kept.filled || kept.seed != seed || kept.number != number) {
    kept.steps.clear();
    fill(seed, number, kept.steps);
    kept.filled = true;
    kept.seed = seed;
    kept.number = number;
  }
  return kept.steps[index % sequence_length];
}

void SequencePhase::fill(std::uint64_t seed, std::uint64_t number, Steps& out) const {
  using Theme = void (SequencePhase::*)(Stream&, Steps&) const;
  struct Named {
    Theme theme;
    std::string_view name;
  };
  // Walks come often: they hold what nobody thought of.
  static constexpr std::array<Named, 10> themes{{{&SequencePhase::walk, "walk"},
                                                 {&SequencePhase::same, "the same again"},
                                                 {&SequencePhase::refusals, "refusals between"},
                                                 {&SequencePhase::in_turn, "two in turn"},
                                                 {&SequencePhase::walk, "walk"},
                                                 {&SequencePhase::dresses, "every dress"},
                                                 {&SequencePhase::defaults, "defaults"},
                                                 {&SequencePhase::back_and_forth, "there and back"},
                                                 {&SequencePhase::walk, "walk"},
                                                 {&SequencePhase::orders, "orders"}}};
  const Named& chosen = themes[number % themes.size()];
  // Seven sequences ask the same again, more than a hundred times together.
  constexpr std::uint64_t share = 7 * themes.size();
  const bool repeats = chosen.theme == &SequencePhase::same;
  const rc::Random::Key key{seed, static_cast<std::uint64_t>(Phase::sequences),
                            repeats ? number / share : number, repeats ? 2U : 1U};
  Stream draw(rc::Random(key).next());
  (this->*chosen.theme)(draw, out);
  // Some steps follow each other at once; what the last one leaves is always read.
  for (std::size_t i = 0; i + 1 < out.size(); ++i) out[i].from.one.unread = draw.percent(12);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].from.one.label = "sequence " + std::to_string(number) + " (" + std::string(chosen.name) +
                            "), step " + std::to_string(i + 1) + ": " + out[i].from.one.label;
  }
}

SequenceStep SequencePhase::valid(Stream& draw, unsigned optional_percent) const {
  SequenceStep out;
  for (std::size_t i = 0; i < operation_.parameters.size(); ++i) {
    if (!must_be_sent(operation_.parameters[i]) && !draw.percent(optional_percent)) continue;
    random_.append_valid(i, draw, out.from.one.params);
  }
  out.from.one.label = "set";
  out.dress = draw.bits();
  return out;
}

// The same but for one to three parameters, which break rules.
SequenceStep SequencePhase::refused(Stream& draw, const SequenceStep& from) const {
  SequenceStep out = from;
  out.dress = draw.bits();
  const std::size_t faults = 1 + draw.below(3);
  for (std::size_t i = 0; i < faults; ++i) {
    const std::size_t index = draw.below(operation_.parameters.size());
    const std::string& name = operation_.parameters[index].name;
    std::erase_if(out.from.one.params, [&](const CaseParam& param) {
      return param.name == name || param.name.starts_with(name + ".");
    });
    random_.spoil(index, draw, out.from);
  }
  out.from.one.faults = static_cast<std::uint8_t>(faults);
  out.from.one.label = faults == 1 ? "break a rule" : "break several rules";
  return out;
}

bool SequencePhase::drop(Stream& draw, SequenceStep& step) const {
  auto& params = step.from.one.params;
  std::vector<const spec::Parameter*> optional;
  for (const spec::Parameter& parameter : operation_.parameters) {
    if (must_be_sent(parameter)) continue;
    if (std::any_of(params.begin(), params.end(),
                    [&](const CaseParam& one) { return one.name == parameter.name; })) {
      optional.push_back(&parameter);
    }
  }
  if (optional.empty()) return false;
  const std::string& name = draw.of(optional)->name;
  std::erase_if(params, [&](const CaseParam& one) { return one.name == name; });
  step.from.one.label = "leave out " + name;
  return true;
}

// One parameter with its default, sent explicitly.
bool SequencePhase::set_default(Stream& draw, SequenceStep& step) const {
  std::vector<const spec::Parameter*> known;
  for (const spec::Parameter& parameter : operation_.parameters) {
    if (parameter.fallback) known.push_back(&parameter);
  }
  if (known.empty()) return false;
  const spec::Parameter& parameter = *draw.of(known);
  auto& params = step.from.one.params;
  const auto found = std::find_if(params.begin(), params.end(),
                                  [&](const CaseParam& one) { return one.name == parameter.name; });
  CaseParam& param = found != params.end() ? *found : params.emplace_back();
  param = {};
  param.name = parameter.name;
  param.value = *parameter.fallback;
  step.from.one.label = "send the default of " + parameter.name;
  return true;
}

void SequencePhase::shuffle(Stream& draw, SequenceStep& step) {
  auto& params = step.from.one.params;
  if (step.from.adjoining) return;  // values of one name must stay as they are
  for (std::size_t i = params.size(); i > 1; --i) std::swap(params[i - 1], params[draw.below(i)]);
}

void SequencePhase::address_other(SequenceStep& step) const {
  const spec::Parameter* resource = operation_.resource();
  if (resource == nullptr) return;
  for (CaseParam& param : step.from.one.params) {
    const bool plain = param.before.empty() && param.value.empty() && param.twist == Twist::none;
    if (param.name == resource->name && param.bind == Bind::resource && plain) {
      param.bind = Bind::other;
    }
  }
}

void SequencePhase::walk(Stream& draw, Steps& out) const {
  SequenceStep last = valid(draw, 60);  // the last valid one
  out.push_back(last);
  while (out.size() < sequence_length) {
    SequenceStep next = last;
    next.dress = draw.bits();
    const std::size_t kind = draw.below(100);
    if (kind < 30) {
      next = valid(draw, 55);
    } else if (kind < 45) {
      next = out.back();
      next.from.one.label = "the same again";
    } else if (kind < 55) {
      next.from.one.label = "the same in another dress";
    } else if (kind < 63) {
      shuffle(draw, next);
      next.from.one.label = "the same in another order";
    } else if (kind < 73) {
      drop(draw, next);
    } else if (kind < 80) {
      set_default(draw, next);
    } else {
      next = refused(draw, last);
    }
    if (draw.percent(15)) address_other(next);
    if (next.from.one.faults == 0) last = next;
    out.push_back(std::move(next));
  }
}

void SequencePhase::same(Stream& draw, Steps& out) const {
  const SequenceStep first = valid(draw, 60);
  const SequenceStep again = draw.percent(35) ? refused(draw, first) : first;
  out.assign(sequence_length, again);
}

void SequencePhase::dresses(Stream& draw, Steps& out) const {
  const SequenceStep first = valid(draw, 70);
  const SequenceStep base = draw.percent(25) ? refused(draw, first) : first;
  const std::size_t start = draw.below(1024);
  for (std::size_t i = 0; i < sequence_length; ++i) {
    out.push_back(base);
    if (!base.from.adjoining && !base.from.large) out.back().listed = start + i;
  }
}

void SequencePhase::orders(Stream& draw, Steps& out) const {
  const SequenceStep first = valid(draw, 90);
  const SequenceStep base = draw.percent(30) ? refused(draw, first) : first;
  for (std::size_t i = 0; i < sequence_length; ++i) {
    out.push_back(base);
    shuffle(draw, out.back());
  }
}

void SequencePhase::defaults(Stream& draw, Steps& out) const {
  while (out.size() < sequence_length) {
    SequenceStep step = valid(draw, 100);
    out.push_back(step);
    if (out.size() == sequence_length) return;
    const bool leaves_out = draw.percent(50);
    if (!(leaves_out ? drop(draw, step) : set_default(draw, step))) continue;
    step.dress = draw.bits();
    out.push_back(step);
  }
}

void SequencePhase::refusals(Stream& draw, Steps& out) const {
  SequenceStep last = valid(draw, 60);
  while (out.size() < sequence_length) {
    out.push_back(last);
    for (std::size_t n = 1 + draw.below(2); n > 0 && out.size() < sequence_length; --n) {
      out.push_back(refused(draw, valid(draw, 60)));
    }
    if (draw.percent(60)) last = valid(draw, 60);
  }
}

void SequencePhase::in_turn(Stream& draw, Steps& out) const {
  while (out.size() < sequence_length) {
    SequenceStep step = valid(draw, 60);
    if (draw.percent(20)) step = refused(draw, step);
    if (out.size() % 2 == 1) address_other(step);
    out.push_back(std::move(step));
  }
}

void SequencePhase::back_and_forth(Stream& draw, Steps& out) const {
  const SequenceStep one = valid(draw, 100);
  const SequenceStep two = valid(draw, draw.percent(50) ? 100 : 40);
  for (std::size_t i = 0; i < sequence_length; ++i) out.push_back(i % 2 == 0 ? one : two);
}

}  // namespace assay::generators
