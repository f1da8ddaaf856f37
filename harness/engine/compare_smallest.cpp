#include "harness/engine/compare_smallest.h"

#include <algorithm>

#include "generators/shrink.h"
#include "harness/engine/curl_line.h"
#include "harness/engine/known_state.h"

namespace assay::harness {

namespace {

constexpr std::size_t most_tries = 300;

// One case, sent to both sides.
class Both {
 public:
  Both(Session& a, Session& b, const Pair& pair)
      : a_{a, pair.a},
        b_{b, pair.b},
        trial_a_(a.context(), a.client()),
        trial_b_(b.context(), b.client()) {
    step_a_ = pair.a.record.step();
    step_b_ = pair.b.record.step();
  }

  // Does each answer as it did, and do the states differ afterwards if only they did?
  bool shows(const generators::Case* one = nullptr) {
    const Instead instead{0, one};
    auto a = trial_a_.run({step_a_}, a_.answer.resources, instead);
    if (a.empty() || !same(a.back(), a_.answer)) return false;
    auto b = trial_b_.run({step_b_}, b_.answer.resources, instead);
    if (b.empty() || !same(b.back(), b_.answer)) return false;
    if (same_answer(a_.answer, b_.answer) && a.back().after == b.back().after) {
      return false;
    }
    shown_a_ = std::move(a.back());
    shown_b_ = std::move(b.back());
    return true;
  }

  bool make(generators::Case& out) const { return trial_a_.make(step_a_, out); }
  void shrunk(const generators::ShrinkPath& path) {
    step_a_.path.insert(step_a_.path.end(), path.begin(), path.end());
    step_b_.path = step_a_.path;
  }
  void fill(reports::Difference& out) const {
    fill(a_, step_a_, shown_a_, out.a);
    fill(b_, step_b_, shown_b_, out.b);
    generators::Case one;
    if (make(one)) out.label = one.label;
  }

 private:
  struct Side {
    Session& session;
    const SideAnswer& answer;
  };
  static bool same(const Shown& shown, const SideAnswer& answer) {
    return shown.problems.empty() && !shown.inconclusive &&
           without_names(shown.verdict_text, answer.resources) == answer.outcome;
  }
  void fill(const Side& side, const Step& step, const Shown& shown, reports::SideSeen& out) const {
    Context& context = side.session.context();
    generators::Case one;
    if (!trial_a_.make(step, one)) return;
    out.outcome = context.mask(shown.verdict_text);
    out.replay = to_text(token_of(context, {step}));
    out.curl = curl_line(context, one, side.answer.resources);
    out.request = shown.request;
    out.answer = shown.answer;
    out.state_before = state_text(context.operation, shown.before);
    out.state_after = state_text(context.operation, shown.after);
  }

  Side a_, b_;
  Trial trial_a_, trial_b_;
  Step step_a_, step_b_;
  Shown shown_a_, shown_b_;
};

// As it was met in the run.
void fill_as_met(Session& session, const SideAnswer& answer, reports::SideSeen& out) {
  Context& context = session.context();
  const Record& record = answer.record;
  out.outcome = context.mask(oracles::read_reply(record.response).text());
  out.replay = to_text(token_of(context, {Step(record.step())}));
  out.curl = curl_line(context, record.one, answer.resources);
  out.request = context.mask(record.bytes);
  out.answer =
      context.mask(answer_text(record.failure, record.detail, record.partial, record.response));
  out.state_before = state_text(context.operation, record.circumstances.before);
  out.state_after = state_text(context.operation, record.circumstances.after);
}

// The resources of the other side that stand where these do.
Resources counterpart(const Session& own, const Session& other, const Resources& resources) {
  const auto of = [&](const std::string& name) {
    const auto& all = own.resources();
    const auto found = std::find(all.begin(), all.end(), name);
    const auto at = static_cast<std::size_t>(found - all.begin());
    return name.empty() || at >= other.resources().size() ? std::string() : other.resources()[at];
  };
  return {of(resources.own), of(resources.other)};
}

}  // namespace

void show_smallest(Session& a, Session& b, const Pair& pair, const std::function<bool()>& enough,
                   reports::Difference& out) {
  const Record& record = pair.a.record;
  out.phase = generators::name(record.one.id.phase);
  out.label = record.one.label;
  fill_as_met(a, pair.a, out.a);
  fill_as_met(b, pair.b, out.b);
  Both both(a, b, pair);
  generators::Case one;
  if (enough() || !both.make(one)) return;
  out.again = both.shows();
  if (!out.again) return;
  bool complete = true;
  const auto still = [&](const generators::Case& candidate) {
    if (enough()) complete = false;
    return complete && both.shows(&candidate);
  };
  const generators::Shrunk shrunk =
      generators::shrink(a.context().operation, one, still, most_tries);
  both.shrunk(shrunk.path);
  // What the last try showed may be a case that did not do.
  out.again = both.shows();
  if (!out.again) return;
  out.smallest = complete && shrunk.tried < most_tries;
  both.fill(out);
}

bool show_other(const HeldFinding& held, Session& own, Session& other, reports::SideSeen& out) {
  if (held.steps.empty()) return true;  // no case leads to it
  Context& context = other.context();
  Trial trial(context, other.client());
  const Resources resources = counterpart(own, other, held.resources);
  const auto shown = trial.run(held.steps, resources);
  if (shown.empty()) return true;
  if (shows(context.operation, shown.back(), held.key)) return false;
  generators::Case one;
  if (!trial.make(held.steps.back(), one)) return true;
  out.outcome = context.mask(shown.back().verdict_text);
  out.replay = to_text(token_of(context, held.steps));
  out.curl = curl_line(context, one, resources);
  out.request = shown.back().request;
  out.answer = shown.back().answer;
  out.state_before = state_text(context.operation, shown.back().before);
  out.state_after = state_text(context.operation, shown.back().after);
  return true;
}

}  // namespace assay::harness
