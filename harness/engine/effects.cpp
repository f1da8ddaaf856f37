#include "harness/engine/effects.h"

#include <algorithm>
#include <utility>

#include "harness/engine/curl_line.h"
#include "harness/engine/known_state.h"

namespace assay::harness {

using oracles::Judgement;
using spec::EffectRule;
using Show = Probe::Show;

namespace {

constexpr const char* made_up = "bm90LWEtdG9rZW4";
constexpr std::int64_t longest_wait = 10;  // seconds, for a token to expire

}  // namespace

EffectsRun::EffectsRun(Context& context, Client& operations, const EffectsAccess& access,
                       const oracles::Worlds& worlds, EffectHooks hooks)
    : context_(context),
      effects_(*context.operation.effects),
      operations_(operations),
      access_(access),
      worlds_(worlds),
      hooks_(std::move(hooks)),
      judge_(context.operation, context.settings.strict),
      probes_(effect_probes(effects_)),
      transport_(access.transport()),
      service_(context, *transport_) {}

void EffectsRun::run(const std::vector<std::string>& resources) {
  judge_modes(resources);
  if (passing_ == 0) return;
  give_up("Effects, " + std::to_string(passing_) + (passing_ == 1 ? " request" : " requests") +
          ": the metadata service answers " + passing_note_ + ".");
}

void EffectsRun::judge_modes(const std::vector<std::string>& resources) {
  // Each switch goes on and off again, alone and with the other one on.
  constexpr Mode modes[] = {{"open", false, false},
                            {"guarded", false, true},
                            {"disabled while guarded", true, true},
                            {"disabled", true, false},
                            {"open again", false, false}};
  resource_ = resources.front();
  if (resources.size() > 1 && access_.reaches_all()) borrow_token(resources[1]);
  for (const Mode& mode : modes) {
    if (hooks_.stop()) return give_up("The effects were not judged to the end: the time was up.");
    if (!enter(resource_, mode)) {
      give_up("The effects when " + std::string(mode.name) + ": " + resource_ +
              " could not be brought into that mode.");
      if (!operations_.observe(resource_)) return;  // nor would it for the next one
      continue;
    }
    if (judge_mode(mode) == Went::over) return;
  }
}

// Only the two switches count: what else a request may reset is not of interest here. Asked for
// even where it seems to be there, since what is shown may be wrong.
bool EffectsRun::enter(const std::string& resource, const Mode& mode) {
  state_ = operations_.observe(resource);
  if (!state_) return false;
  const auto flip = [](const spec::EffectSwitch& which, bool on) {
    return on ? which.on : which.off;
  };
  oracles::State wanted = *state_;
  wanted[effects_.disabled.field] = flip(effects_.disabled, mode.disabled);
  wanted[effects_.guarded.field] = flip(effects_.guarded, mode.guarded);
  settled_ = wanted == *state_;
  operations_.store(resource, wanted);
  state_ = operations_.observe(resource);
  return state_ && (*state_)[effects_.disabled.field] == wanted[effects_.disabled.field] &&
         (*state_)[effects_.guarded.field] == wanted[effects_.guarded.field];
}

EffectsRun::Went EffectsRun::judge_mode(const Mode& mode) {
  for (const Probe& probe : probes_) {
    if (hooks_.stop()) {
      give_up("The effects were not judged to the end: the time was up.");
      return Went::over;
    }
    // Before the items: until now there was no token to wait for.
    if (probe.show != Show::nothing && expired_.empty()) let_expire();
    const Went went = judge_probe(probe, mode);
    if (went == Went::over) return went;
    if (went == Went::skip_mode) break;
  }
  return Went::on;
}

EffectsRun::Went EffectsRun::judge_probe(const Probe& probe, const Mode& mode) {
  if (!compose(probe, mode, resource_)) return Went::on;
  const EffectFacts facts = facts_;
  Judgement judgement = ask(facts);
  bool reproduced = true;
  if (!judgement.violations.empty() || judgement.inconclusive)
    reproduced = repeat(facts, judgement);
  if (!answer_.ok() && !judgement.violations.empty() && !alive()) {
    give_up("The effects from \"" + probe.label +
            "\" on: the metadata service does not answer: " + std::string(name(answer_.failure)) +
            (answer_.detail.empty() ? "" : " (" + answer_.detail + ")") + ".");
    return Went::over;
  }
  if (judgement.inconclusive) {
    if (passing_++ == 0) passing_note_ = judgement.note;
    return Went::on;
  }
  ++judged_;
  if (judgement.success) keep_token(probe);
  tell(probe, mode, judgement, reproduced);
  // A closed service that lets every request wait would let all others wait as long.
  return answer_.failure == Failure::timeout ? Went::skip_mode : Went::on;
}

// Fills in request_, bytes_ and facts_. False when there is no token of the kind to show.
bool EffectsRun::compose(const Probe& probe, const Mode& mode, const std::string& resource) {
  const std::string* token = token_for(probe.show);
  if (token != nullptr && token->empty()) return false;
  const std::string prefix = access_.prefix_of(resource);
  request_ = {probe.method, prefix + probe.path, {{"Host", access_.endpoint.authority()}}, ""};
  if (probe.lifetime) request_.headers.push_back({effects_.lifetime_header, *probe.lifetime});
  if (probe.forwarded) request_.headers.push_back({effects_.forwarded_header, "192.0.2.1"});
  if (token != nullptr) request_.headers.push_back({effects_.token_header, *token});
  if (probe.method == "PUT" || probe.method == "POST") {
    request_.headers.push_back({"Content-Length", "0"});
  }
  bytes_.clear();
  wire::append_bytes(bytes_, request_);
  facts_ = {resource, context_.knowledge.region, prefix, mode.disabled, mode.guarded};
  facts_.token = probe.show == Show::good      ? EffectRule::served
                 : probe.show == Show::foreign ? EffectRule::token_foreign
                 : probe.show == Show::expired ? EffectRule::token_expired
                                               : EffectRule::token_unknown;
  return true;
}

const std::string* EffectsRun::token_for(Show show) const {
  static const std::string never_issued = made_up;
  switch (show) {
    case Show::nothing: break;
    case Show::good: return &good_;
    case Show::made_up: return &never_issued;
    case Show::foreign: return &foreign_;
    case Show::expired: return &expired_;
  }
  return nullptr;
}

Judgement EffectsRun::ask(const EffectFacts& facts) {
  answer_ = service_.exchange(request_, bytes_);
  answered_ = answered_ || answer_.ok();
  return judge_.judge(request_, facts, answer_.ok() ? &answer_.response : nullptr, worlds_);
}

// Asks again, after the change of mode has had its time. True when the answer is as wrong as
// before; where the time had not been given yet, the first answer does not count.
bool EffectsRun::repeat(const EffectFacts& facts, Judgement& judgement) {
  const bool late = !settled_;
  if (late && answer_.failure != Failure::timeout) {
    access_.pass(std::chrono::seconds(effects_.settles));
  }
  settled_ = true;
  const Answered first_answer = answer_;
  const Judgement first = std::move(judgement);
  judgement = ask(facts);
  if (late || first.inconclusive) return true;
  if (!judgement.violations.empty()) return true;
  judgement = first;
  answer_ = first_answer;
  return false;
}

// Does the service answer anything at all? Asked when a request that must be answered was not.
bool EffectsRun::alive() {
  if (!answered_ || hooks_.stop()) return false;
  const wire::Request asked = request_;
  const std::string bytes = bytes_;
  const Answered answer = answer_;
  request_.method = "GET";
  request_.target = access_.prefix_of(resource_) + effects_.items.front().path;
  request_.headers.resize(1);
  bytes_.clear();
  wire::append_bytes(bytes_, request_);
  const bool out = service_.exchange(request_, bytes_).ok();
  request_ = asked;
  bytes_ = bytes;
  answer_ = answer;
  return out;
}

void EffectsRun::keep_token(const Probe& probe) {
  if (probe.path != effects_.token_path || !EffectsJudge::is_token(answer_.response.body)) return;
  std::string token = answer_.response.body;
  while (!token.empty() && token.back() <= ' ') token.pop_back();
  token.erase(0, token.find_first_not_of(" \t\r\n"));
  issued_.push_back(token);
  if (probe.lifetime == std::to_string(effects_.lifetime.max)) {
    good_ = token;
  } else if (expiring_.empty()) {
    expiring_ = token;
  }
}

void EffectsRun::let_expire() {
  if (expiring_.empty() || effects_.lifetime.min > longest_wait) return;
  // Two seconds more: either side may count whole seconds only.
  access_.pass(std::chrono::seconds(effects_.lifetime.min + 2));
  expired_ = expiring_;
}

// From the second resource, which must be open for that. What it answers is not judged.
void EffectsRun::borrow_token(const std::string& lender) {
  const Mode open{"open", false, false};
  if (hooks_.stop() || !enter(lender, open) || !compose(probes_.front(), open, lender)) return;
  const EffectFacts facts = facts_;
  Judgement judgement = ask(facts);
  if (!judgement.violations.empty()) repeat(facts, judgement);
  if (!judgement.success || !judgement.violations.empty()) return;
  keep_token(probes_.front());
  foreign_ = std::exchange(good_, {});
  lender_ = lender;
}

void EffectsRun::tell(const Probe& probe, const Mode& mode, const Judgement& judgement,
                      bool reproduced) {
  EffectSeen seen;
  Judgement masked = judgement;
  for (oracles::Violation& violation : masked.violations) {
    violation.observed = mask(std::move(violation.observed));
    if (!answer_.ok()) violation.observed = "no answer: " + std::string(name(answer_.failure));
  }
  seen.judgement = &masked;
  seen.label = std::string(mode.name) + ": " + probe.label;
  if (!masked.violations.empty() || !masked.allowed.empty()) {
    seen.request = mask(bytes_);
    seen.answer = mask(answer_.text());
    seen.curl = curl(probe);
  }
  seen.state = state_;
  seen.reproduced = reproduced;
  hooks_.take(seen);
}

std::string EffectsRun::mask(std::string text) const {
  constexpr std::size_t shortest = 8;  // what is shorter would hide words that are no tokens
  for (const std::string& token : issued_) {
    if (token.size() < shortest) continue;
    for (std::size_t at = 0; (at = text.find(token, at)) != std::string::npos; at += 3) {
      text.replace(at, token.size(), "***");
    }
  }
  return context_.mask(text);
}

std::string EffectsRun::url(const std::string& resource, const std::string& path) const {
  return "'" + access_.endpoint.url() + access_.prefix_of(resource) + path + "'";
}

std::string EffectsRun::curl_token(const std::string& resource, std::int64_t lifetime) const {
  return "curl -sS -X " + effects_.token_method + " -H '" + effects_.lifetime_header + ": " +
         std::to_string(lifetime) + "' " + url(resource, effects_.token_path);
}

// The operation first, then the request as it was, with a fresh token of the same kind.
std::string EffectsRun::curl(const Probe& probe) const {
  std::string out =
      curl_line(context_, storing_case(context_.operation, *state_, context_.plain_signature()),
                {resource_, ""}) +
      " && curl -sS -i" + (probe.method == "HEAD" ? " --head" : " -X " + probe.method);
  if (probe.lifetime) out += " -H '" + effects_.lifetime_header + ": " + *probe.lifetime + "'";
  if (probe.forwarded) out += " -H '" + effects_.forwarded_header + ": 192.0.2.1'";
  std::string token;
  switch (probe.show) {
    case Show::nothing: break;
    case Show::made_up: token = made_up; break;
    case Show::good: token = "$(" + curl_token(resource_, effects_.lifetime.max) + ")"; break;
    case Show::foreign: token = "$(" + curl_token(lender_, effects_.lifetime.max) + ")"; break;
    case Show::expired:
      token = "$(" + curl_token(resource_, effects_.lifetime.min) + "; sleep " +
              std::to_string(effects_.lifetime.min + 2) + ")";
  }
  if (!token.empty()) out += " -H \"" + effects_.token_header + ": " + token + "\"";
  return out + " " + url(resource_, probe.path);
}

}  // namespace assay::harness
