#include "mock/service.h"

#include <cassert>
#include <utility>

#include "mock/answer.h"
#include "mock/faulty_state.h"
#include "mock/gateway.h"
#include "mock/incoming.h"
#include "mock/random.h"
#include "mock/text.h"
#include "wire/time.h"

namespace assay::mock {

struct Service::Impl {
  Impl(const spec::Operation& operation, Choices chosen, Options given)
      : op(operation),
        choices(std::move(chosen)),
        options(std::move(given)),
        state(options.names.empty() ? State(operation, options.instances)
                                    : State(operation, options.names)),
        rules(operation, choices, options.faults, state, options.rules, options.observable),
        writer(operation, choices, options.faults, state),
        wrong(operation, choices, options.faults, state),
        ids(options.seed) {
    assert(options.clock != Options::Clock::real || options.now);
    ids.next(id);
  }

  void answer(const wire::Request& request, bool close, std::string& out, Action& action);
  std::int64_t time() const;
  spec::Format format() const;
  void apply();
  void next_id();
  bool frequent_failure();
  void faulty_answer(std::string& out, std::size_t from, Action& action) const;
  bool stores_last_value(const spec::Parameter* parameter) const;

  const spec::Operation& op;
  Choices choices;
  Options options;
  State state;
  Rules rules;
  AnswerWriter writer;
  StateFaults wrong;
  RequestIds ids;
  Incoming incoming;
  Decision decision;
  std::string id;
  std::uint64_t served = 0;
};

Service::Service(const spec::Operation& op, Choices choices, Options options)
    : impl_(std::make_unique<Impl>(op, std::move(choices), std::move(options))) {}
Service::~Service() = default;

const Decision& Service::decision() const { return impl_->decision; }
const State& Service::state() const { return impl_->state; }
State& Service::state() { return impl_->state; }
const std::string& Service::region() const { return impl_->rules.region(); }
const spec::Operation& Service::operation() const { return impl_->op; }

void Service::handle(std::string_view bytes, std::string& answer, Action& action) {
  if (const auto request = wire::parse_request(bytes)) return handle(*request, answer, action);
  answer.clear();
  append_bad_request(answer);
  action = Action::send_and_close;
}

void Service::handle(const wire::Request& request, std::string& answer, Action& action) {
  answer.clear();
  append_answer(request, false, answer, action);
}

void Service::append_answer(const wire::Request& request, bool close, std::string& out,
                            Action& action) {
  impl_->answer(request, close, out, action);
}

void Service::Impl::answer(const wire::Request& request, bool close, std::string& out,
                           Action& action) {
  ++served;
  incoming.read(request);
  const std::int64_t now = time();
  const bool own_date = options.clock == Options::Clock::request;
  rules.decide(incoming, own_date ? std::nullopt : std::optional(now), decision);
  if (options.faults.has(Fault::frequent_failure) && frequent_failure()) decision.change_count = 0;
  apply();
  next_id();
  Envelope envelope;
  envelope.format = format();
  envelope.request_id = id;
  envelope.host = incoming.header("Host");
  envelope.now = now;
  envelope.close = close || equal_folded(incoming.header("Connection"), "close");
  envelope.head_only = request.method == "HEAD";
  envelope.secret = options.rules.credentials.secret;
  const std::size_t from = out.size();
  action = envelope.close ? Action::send_and_close : Action::send;
  writer.append(out, decision, envelope);
  if (!options.faults.none()) faulty_answer(out, from, action);
}

std::int64_t Service::Impl::time() const {
  switch (options.clock) {
    case Options::Clock::real: return options.now();
    case Options::Clock::fixed: return options.time;
    case Options::Clock::request: break;
  }
  const bool v3 = incoming.kind() == wire::SignatureKind::v3;
  return wire::parse_time(v3 ? incoming.header("x-acs-date") : incoming.find("Timestamp"))
      .value_or(0);
}

// An unknown format is as good as none.
spec::Format Service::Impl::format() const {
  const std::string_view wanted = incoming.find("Format");
  if (equal_folded(wanted, "JSON")) return spec::Format::json;
  if (equal_folded(wanted, "XML")) return spec::Format::xml;
  const bool v3 = incoming.kind() == wire::SignatureKind::v3;
  if (v3 && op.gateway.accept_header.get(choices)) {
    const std::string_view accept = incoming.header("Accept");
    const std::size_t json = accept.find("json");
    const std::size_t xml = accept.find("xml");
    if (json < xml) return spec::Format::json;
    if (xml < json) return spec::Format::xml;
  }
  return op.gateway.default_format.get(choices);
}

void Service::Impl::apply() {
  if (!options.faults.none()) wrong.before(incoming, decision);
  if (!decision.resource) return;
  for (std::size_t i = 0; i < decision.change_count; ++i) {
    const Change& change = decision.changes[i];
    state.set(*decision.resource, change.field, change.text);
  }
  if (!options.faults.none()) wrong.after(decision);
}

void Service::Impl::next_id() {
  if (!options.faults.has(Fault::request_id_repeated)) ids.next(id);
}

bool Service::Impl::frequent_failure() {
  if (served % 5 != 0) return false;
  for (spec::ErrorId i = 0; i < op.errors.size(); ++i) {
    if (!op.errors[i].temporary) continue;
    decision.clear();
    decision.error = i;
    return true;
  }
  return false;
}

bool Service::Impl::stores_last_value(const spec::Parameter* parameter) const {
  if (parameter == nullptr || decision.kind != Decision::Kind::modified) return false;
  return incoming.find(parameter->name) == parameter->values.values.front().texts.back();
}

// Faults of the transport: each puts another answer in the place of the one from `from` on.
void Service::Impl::faulty_answer(std::string& out, std::size_t from, Action& action) const {
  const FaultSet& faults = options.faults;
  const Targets targets(op);
  if (faults.has(Fault::slow_answer) && stores_last_value(targets.second)) {
    out.resize(from);
    action = Action::hold;
    return;
  }
  if (faults.has(Fault::html_error) && decision.broken != nullptr &&
      decision.broken == targets.enumeration) {
    out.resize(from);
    out +=
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 39\r\n\r\n"
        "<html><body><h1>Oops</h1></body></html>";
    return;
  }
  if (!stores_last_value(targets.enumeration)) return;
  if (faults.has(Fault::half_body)) {
    out.resize(out.size() - (writer.body_size() + 1) / 2);
    action = Action::send_and_close;
    return;
  }
  if (faults.has(Fault::not_http)) {
    out.resize(from);
    out += "220 service ready\r\n";
    action = Action::send_and_close;
    return;
  }
  if (!faults.has(Fault::closed_without_answer)) return;
  out.resize(from);
  action = Action::close;
}

}  // namespace assay::mock
