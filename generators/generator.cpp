#include "generators/generator.h"

#include <rapidcheck/Random.h>

#include <array>
#include <limits>

#include "generators/phases.h"
#include "generators/random.h"
#include "generators/sequences.h"

namespace assay::generators {

std::string_view name(Phase phase) {
  constexpr std::array<std::string_view, phase_count> names{"examples", "boundaries", "random",
                                                            "sequences"};
  return names[static_cast<std::size_t>(phase)];
}

namespace {

struct Dress {
  Signature signature;
  Method method;
  Place place;
  Ask ask;
};

std::vector<Signature> signatures(const Style& style) {
  std::vector<Signature> out;
  if (style.v1) out.push_back(Signature::v1);
  if (style.v3) out.push_back(Signature::v3);
  if (out.empty()) out.push_back(Signature::none);
  return out;
}

// Every dress that a style allows.
std::vector<Dress> dresses(const Style& style) {
  std::vector<Dress> out;
  for (const Signature signature : signatures(style)) {
    for (const Ask ask : {Ask::json, Ask::xml, Ask::accept_json, Ask::absent}) {
      if (ask == Ask::json && !style.json) continue;
      if (ask == Ask::xml && !style.xml) continue;
      if (ask == Ask::accept_json && (signature != Signature::v3 || !style.json)) continue;
      if (ask == Ask::absent && !(style.json && style.xml)) continue;
      if (style.get) out.push_back({signature, Method::get, Place::query, ask});
      if (!style.post) continue;
      for (const Place place : {Place::query, Place::form, Place::both}) {
        out.push_back({signature, Method::post, place, ask});
      }
    }
  }
  return out;
}

}  // namespace

bool may_be_large(const Style& style) { return style.post && (style.v1 || !style.v3); }

struct Generator::Impl {
  Impl(const spec::Operation& operation, const Style& wanted)
      : style(wanted),
        all_dresses(dresses(wanted)),
        random(operation, wanted),
        sequences(operation, random) {
    for (Template& one : example_templates(operation)) {
      // What the document shows is tried in every dress.
      for (std::size_t i = 0; i < (one.every_dress ? all_dresses.size() : 4); ++i) {
        examples.push_back(one);
        example_dress.push_back(one.every_dress ? static_cast<int>(i) : -1);
      }
    }
    for (Template& one : boundary_templates(operation)) {
      if (possible(one)) boundaries.push_back(std::move(one));
    }
  }

  // Can the style wear what the template needs?
  bool possible(const Template& one) const {
    if (one.large && !may_be_large(style)) return false;
    if (one.v1_only) return style.v1;
    if (one.v3_only) return style.v3;
    constexpr auto method = 1U << static_cast<unsigned>(spec::GatewayRule::method_unsupported);
    return one.one.broken != method || style.v1 || style.v3 || style.get;
  }

  void dress(const Template& from, Stream& draw, Case& out) const;
  void wear(std::size_t number, Case& out) const;
  void make_step(const CaseId& id, Case& out) const;
  void choose_place(const Template& from, Stream& draw, Case& out) const;

  Style style;
  std::vector<Dress> all_dresses;
  Templates examples, boundaries;
  std::vector<int> example_dress;  // which of all_dresses; -1: as it is drawn
  RandomPhase random;
  SequencePhase sequences;
  mutable Template scratch;
};

void Generator::Impl::choose_place(const Template& from, Stream& draw, Case& out) const {
  out.place = Place::query;
  if (out.method == Method::get) return;
  const std::size_t wish = draw.below(8);
  const bool v3 = out.signature == Signature::v3;
  if (from.large || wish < (v3 ? 1U : 3U)) {
    out.place = Place::form;
  } else if (wish < (v3 ? 2U : 5U) && !from.adjoining) {
    out.place = Place::both;
  }
}

void Generator::Impl::dress(const Template& from, Stream& draw, Case& out) const {
  const bool v1 = style.v1 && !from.v3_only && (!style.v3 || from.v1_only || draw.percent(50));
  out.signature = v1 ? Signature::v1 : style.v3 && !from.v1_only ? Signature::v3 : Signature::none;
  out.method = style.get && (!style.post || draw.percent(50)) ? Method::get : Method::post;
  // Too long for a query, and V3 need not read a form.
  if (from.large) {
    out.method = Method::post;
    if (style.v1) out.signature = Signature::v1;
  }
  choose_place(from, draw, out);
  const std::size_t wish = draw.below(10);
  const bool both = style.json && style.xml;
  out.ask = style.json ? Ask::json : Ask::xml;
  if (both && wish < 3) out.ask = Ask::xml;
  if (both && wish == 3) out.ask = Ask::absent;
  if (style.json && wish == 4 && out.signature == Signature::v3) out.ask = Ask::accept_json;
}

// The n-th of all dresses, counted in a ring.
void Generator::Impl::wear(std::size_t number, Case& out) const {
  const Dress& dress = all_dresses[number % all_dresses.size()];
  out.signature = dress.signature;
  out.method = dress.method;
  out.place = dress.place;
  out.ask = dress.ask;
}

void Generator::Impl::make_step(const CaseId& id, Case& out) const {
  const SequenceStep& step = sequences.step(id.seed, id.index);
  out = step.from.one;
  out.id = id;
  if (step.listed) return wear(*step.listed, out);
  Stream draw(step.dress);
  dress(step.from, draw, out);
}

Generator::Generator(const spec::Operation& operation, Style style)
    : impl_(std::make_unique<Impl>(operation, style)) {}
Generator::~Generator() = default;

std::uint64_t Generator::size(Phase phase) const {
  switch (phase) {
    case Phase::examples: return impl_->examples.size();
    case Phase::boundaries: return impl_->boundaries.size();
    case Phase::random:
    case Phase::sequences: break;
  }
  return std::numeric_limits<std::uint64_t>::max();
}

void Generator::make(const CaseId& id, Case& out) const {
  if (id.phase == Phase::sequences) return impl_->make_step(id, out);
  const rc::Random::Key key{id.seed, static_cast<std::uint64_t>(id.phase), id.index, 0};
  Stream draw(rc::Random(key).next());
  const Template* from = nullptr;
  if (id.phase == Phase::random) {
    impl_->random.make(draw, impl_->boundaries, impl_->scratch);
    from = &impl_->scratch;
    std::swap(out, impl_->scratch.one);
  } else {
    from = &(id.phase == Phase::examples ? impl_->examples : impl_->boundaries)[id.index];
    out = from->one;
  }
  out.id = id;
  if (id.phase == Phase::examples && impl_->example_dress[id.index] >= 0) {
    return impl_->wear(static_cast<std::size_t>(impl_->example_dress[id.index]), out);
  }
  impl_->dress(*from, draw, out);
}

}  // namespace assay::generators
