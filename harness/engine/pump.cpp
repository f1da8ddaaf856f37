#include "harness/engine/pump.h"

#include <algorithm>
#include <charconv>

#include "oracles/value.h"

namespace assay::harness {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_waiting = 32;  // finished records of one lane that wait for their turn
constexpr int most_throttled = 6;         // tries before a throttled case is given up
constexpr int most_resent = 3;            // tries of a case whose connection dies each time
constexpr milliseconds longest_wait{5000};

}  // namespace

std::optional<milliseconds> throttle_delay(const spec::Operation& operation,
                                           const wire::Response& response, int times) {
  if (response.status < 400) return std::nullopt;
  milliseconds delay = std::min(longest_wait, milliseconds(100) * (1 << std::min(times, 6)));
  if (const auto header = wire::header(response.headers, "x-acs-retry-after")) {
    int wanted = 0;
    std::from_chars(header->data(), header->data() + header->size(), wanted);
    return std::min(longest_wait, std::max(milliseconds(wanted), milliseconds(1)));
  }
  if (response.status == 429) return delay;
  for (const spec::Error& error : operation.errors) {
    if (error.throttling && response.body.find(error.code) != std::string::npos) return delay;
  }
  return std::nullopt;
}

Pump::Pump(Context& context, Transport& transport, const std::vector<Resources>& resources,
           Deal deal)
    : context_(context), transport_(transport), lanes_(resources.size()), deal_(deal) {
  const auto watch = [&](Lane& lane, const std::string& one, const std::string& other) {
    lane.watched.push_back({context.target({one, other}), {}, {context.operation, one}, {}});
  };
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    lanes_[i].slot = i;
    watch(lanes_[i], resources[i].own, resources[i].other);
    if (!resources[i].other.empty()) watch(lanes_[i], resources[i].other, "");
  }
}

std::size_t Pump::lane_of(std::uint64_t number) const {
  return (number - deal_.first) / deal_.block % lanes_.size();
}

// The number after this one in its lane.
std::uint64_t Pump::next(std::uint64_t number) const {
  const bool in_block = (number - deal_.first + 1) % deal_.block != 0;
  return number + 1 + (in_block ? 0 : (lanes_.size() - 1) * deal_.block);
}

std::unique_ptr<Record> Pump::fresh() {
  if (spare_.empty()) return std::make_unique<Record>();
  auto out = std::move(spare_.back());
  spare_.pop_back();
  out->requests = out->times_unobserved = 0;
  out->circumstances.after.reset();
  out->circumstances.bystander_before.reset();
  out->circumstances.bystander_after.reset();
  return out;
}

void Pump::begin() {
  begun_ = true;
  handed_out_ = deal_.first;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    lanes_[i].stage = Lane::Stage::idle;
    lanes_[i].current = fresh();
    lanes_[i].current->number = deal_.first + i * deal_.block;
    lanes_[i].current->lane = i;
    if (context_.observable) observe(lanes_[i], Lane::Stage::looking);
  }
}

// All that was handed out before is done, and nobody else works on the resources.
void Pump::go_on() {
  for (Lane& lane : lanes_) lane.stage = Lane::Stage::idle;
}

void Pump::run(const Hooks& hooks, const std::function<bool()>& hurry) {
  exhausted_ = false;
  now_ = next_send_ = std::chrono::steady_clock::now();
  if (begun_) {
    go_on();
  } else {
    begin();
  }
  SteadyTime next_tick = next_send_;
  for (;;) {
    const SteadyTime now = now_ = std::chrono::steady_clock::now();
    if (now >= next_tick) {
      hooks.tick();
      next_tick = now + milliseconds(100);
    }
    const bool stopping = hooks.stop();
    bool busy = false;
    for (Lane& lane : lanes_) {
      if (lane.stage == Lane::Stage::waiting && now >= lane.wait_until) wake(lane);
      const bool room = lane.finished.size() < most_waiting;
      if (lane.stage == Lane::Stage::idle && room && !stopping && may_send(now)) {
        start(lane, hooks);
      }
      busy |= lane.stage != Lane::Stage::idle && lane.stage != Lane::Stage::done;
    }
    if (hurry() || (!busy && (stopping || exhausted_))) break;
    completions_.clear();
    transport_.wait(patience(now), completions_);
    now_ = std::chrono::steady_clock::now();
    for (const Completion& completion : completions_) {
      if (completion.slot >= lanes_.size()) continue;
      Lane& lane = lanes_[completion.slot];
      hooks.ended(now_, now_ - lane.sent_at, completion.response != nullptr);
      completed(lane, completion);
    }
    hand_out(hooks);
  }
  for (Lane& lane : lanes_) {
    const bool busy = lane.stage != Lane::Stage::idle && lane.stage != Lane::Stage::done;
    if (busy) transport_.cancel(lane.slot);
    lane.finished.clear();
  }
}

bool Pump::may_send(SteadyTime now) {
  const double rate = context_.settings.rate;
  if (rate <= 0) return true;
  if (now < next_send_) return false;
  const auto gap =
      std::chrono::duration_cast<SteadyTime::duration>(std::chrono::duration<double>(1.0 / rate));
  next_send_ = std::max(next_send_ + gap, now - std::chrono::seconds(1));
  return true;
}

milliseconds Pump::patience(SteadyTime now) const {
  milliseconds out{100};
  const auto until = [&](SteadyTime when) {
    const auto left = std::chrono::ceil<milliseconds>(when - now);
    out = std::clamp(left, milliseconds(0), out);
  };
  for (const Lane& lane : lanes_) {
    if (lane.stage == Lane::Stage::waiting) until(lane.wait_until);
    if (lane.stage == Lane::Stage::idle && context_.settings.rate > 0) until(next_send_);
  }
  return out;
}

void Pump::start(Lane& lane, const Hooks& hooks) {
  Record& record = *lane.current;
  if (!hooks.make(record.number, record.one)) {
    lane.stage = Lane::Stage::done;
    exhausted_ = true;
    return;
  }
  spare_others(record.one, lane.watched[0].target);
  record.failure = Failure::none;
  lane.throttled = 0;
  lane.resent = 0;
  send_case(lane);
}

// A name bent into that of another resource would change what another lane, or somebody else, works
// on: then the lane's own name is sent as it is.
void Pump::spare_others(generators::Case& one, const Target& own) const {
  const spec::Parameter* parameter = context_.operation.resource();
  if (parameter == nullptr) return;
  for (generators::CaseParam& param : one.params) {
    if (param.name != parameter->name) continue;
    const bool named = param.bind == generators::Bind::resource ||
                       (param.bind == generators::Bind::other && !own.other.empty());
    const bool as_it_is = named && param.before.empty() && param.value.empty() &&
                          param.twist == generators::Twist::none;
    if (as_it_is || !names_another(bound_value(param, own), own.resource)) continue;
    param = {param.name, "", "", generators::Bind::resource, generators::Twist::none};
  }
}

bool Pump::names_another(const std::string& value, const std::string& own) const {
  const auto texts = oracles::trimmed(value);
  const auto& all = context_.knowledge.resources;
  return std::any_of(all.begin(), all.end(), [&](const std::string& other) {
    return other != own && std::any_of(texts.begin(), texts.end(), [&](std::string_view text) {
             return oracles::equal_folded(text, other);
           });
  });
}

// Notes what the resource that the case names shows, and what the other one does.
void Pump::take_states(const Lane& lane, bool before) {
  Record& record = *lane.current;
  oracles::Circumstances& all = record.circumstances;
  record.names_other = addresses_other(record.one, lane.watched[0].target);
  const std::size_t named = record.names_other ? 1 : 0;
  (before ? all.before : all.after) = lane.watched[named].state;
  if (lane.watched.size() < 2) return;
  (before ? all.bystander_before : all.bystander_after) = lane.watched[1 - named].state;
}

void Pump::submit(Lane& lane, const wire::Request& request, const std::string& bytes) {
  lane.sent_at = now_;
  transport_.submit(lane.slot, request, bytes);
}

void Pump::send_case(Lane& lane) {
  Record& record = *lane.current;
  const wire::UnixSeconds now = context_.clock();
  context_.composer.compose(record.one, lane.watched[0].target, now, record.request, record.bytes);
  take_states(lane, true);
  record.circumstances.sent_at = now;
  record.circumstances.nonce_used_before = false;
  lane.stage = record.one.breaks(spec::GatewayRule::nonce_used) ? Lane::Stage::first_of_two
                                                                : Lane::Stage::sending;
  ++record.requests;
  submit(lane, record.request, record.bytes);
}

// The same bytes once more: the nonce is now a used one.
void Pump::send_again(Lane& lane) {
  Record& record = *lane.current;
  take_states(lane, true);
  record.circumstances.nonce_used_before = true;
  lane.stage = Lane::Stage::sending;
  ++record.requests;
  submit(lane, record.request, record.bytes);
}

void Pump::observe(Lane& lane, Lane::Stage stage) {
  lane.looking_at = 0;
  lane.observe_tries = 0;
  send_observation(lane, stage);
}

void Pump::send_observation(Lane& lane, Lane::Stage stage) {
  Watched& one = lane.watched[lane.looking_at];
  context_.composer.observe(one.observing, one.target, context_.plain_signature(),
                            context_.clock());
  lane.stage = stage;
  ++lane.current->requests;
  submit(lane, one.observing.request, one.observing.bytes);
}

void Pump::wait_then(Lane& lane, Lane::Stage then, milliseconds delay) {
  ++throttled_;
  ++lane.throttled;
  lane.after_wait = then;
  lane.stage = Lane::Stage::waiting;
  lane.wait_until = std::chrono::steady_clock::now() + delay;
}

void Pump::wake(Lane& lane) {
  switch (lane.after_wait) {
    case Lane::Stage::looking:
    case Lane::Stage::observing:
    case Lane::Stage::observing_between: return send_observation(lane, lane.after_wait);
    case Lane::Stage::idle:
    case Lane::Stage::sending:
    case Lane::Stage::first_of_two:
    case Lane::Stage::waiting:
    case Lane::Stage::done: break;
  }
  send_case(lane);
}

void Pump::completed(Lane& lane, const Completion& completion) {
  switch (lane.stage) {
    case Lane::Stage::sending:
    case Lane::Stage::first_of_two: return case_completed(lane, completion);
    case Lane::Stage::looking:
    case Lane::Stage::observing:
    case Lane::Stage::observing_between: return observation_completed(lane, completion);
    case Lane::Stage::idle:
    case Lane::Stage::waiting:
    case Lane::Stage::done: break;
  }
}

void Pump::case_completed(Lane& lane, const Completion& completion) {
  Record& record = *lane.current;
  const bool first = lane.stage == Lane::Stage::first_of_two;
  if (completion.response != nullptr && lane.throttled < most_throttled) {
    if (const auto delay =
            throttle_delay(context_.operation, *completion.response, lane.throttled)) {
      return wait_then(lane, Lane::Stage::sending, *delay);
    }
  }
  lane.throttled = 0;
  record.failure = completion.failure;
  record.detail = completion.detail;
  if (completion.resent && completion.response != nullptr &&
      !record.circumstances.nonce_used_before) {
    // The endpoint may have seen this nonce before: ask again with another one.
    if (++lane.resent < most_resent) return send_case(lane);
    record.failure = Failure::reset;
    record.detail = "the connection is closed each time before this is answered";
  }
  record.partial = completion.partial;
  if (record.failure == Failure::none) {
    std::swap(record.response, *completion.response);
  } else {
    record.response.clear();
  }
  if (record.one.unread) {
    for (Watched& one : lane.watched) one.state.reset();
    return finish(lane);
  }
  if (context_.observable) {
    return observe(lane, first ? Lane::Stage::observing_between : Lane::Stage::observing);
  }
  if (first) return send_again(lane);
  finish(lane);
}

namespace {

// Why the state could not be read: passing failures, by a name that no endpoint chooses.
std::string_view why_unobserved(const spec::Operation& operation, const Completion& completion) {
  if (completion.response == nullptr) return name(completion.failure);
  const std::string& body = completion.response->body;
  const bool temporary =
      std::any_of(operation.errors.begin(), operation.errors.end(), [&](const spec::Error& error) {
        return error.temporary && body.find(error.code) != std::string::npos;
      });
  return temporary ? "a temporary failure" : "an answer that shows no state";
}

}  // namespace

void Pump::observation_completed(Lane& lane, const Completion& completion) {
  Record& record = *lane.current;
  Watched& one = lane.watched[lane.looking_at];
  const bool answered = completion.response != nullptr;
  if (answered && lane.throttled < most_throttled) {
    if (const auto delay =
            throttle_delay(context_.operation, *completion.response, lane.throttled)) {
      return wait_then(lane, lane.stage, *delay);
    }
  }
  lane.throttled = 0;
  if (answered && completion.response->status == 200) {
    one.state = one.reader.read(completion.response->body);
  } else {
    one.state.reset();
  }
  if (!one.state) {
    record.unobserved = why_unobserved(context_.operation, completion);
    ++record.times_unobserved;
    if (++lane.observe_tries < 3) return send_observation(lane, lane.stage);
  }
  lane.observe_tries = 0;
  if (++lane.looking_at < lane.watched.size()) return send_observation(lane, lane.stage);
  if (lane.stage == Lane::Stage::looking) {
    lane.stage = Lane::Stage::idle;
    return;
  }
  if (lane.stage == Lane::Stage::observing_between) return send_again(lane);
  if (record.failure == Failure::none) take_states(lane, false);
  finish(lane);
}

void Pump::finish(Lane& lane) {
  requests_ += lane.current->requests;
  const std::uint64_t then = next(lane.current->number);
  lane.finished.push_back(std::move(lane.current));
  lane.current = fresh();
  lane.current->number = then;
  lane.current->lane = lane.slot;
  lane.stage = Lane::Stage::idle;
}

void Pump::hand_out(const Hooks& hooks) {
  for (;;) {
    Lane& lane = lanes_[lane_of(handed_out_)];
    if (lane.finished.empty()) return;
    std::unique_ptr<Record> record = std::move(lane.finished.front());
    lane.finished.pop_front();
    hooks.take(*record);
    spare_.push_back(std::move(record));
    ++handed_out_;
  }
}

}  // namespace assay::harness
