#include "harness/engine/client.h"

#include "harness/engine/known_state.h"

namespace assay::harness {

namespace {

constexpr std::size_t shown_bytes = 64 * 1024;

}  // namespace

oracles::Received Answered::received() const {
  oracles::Received out;
  if (ok()) {
    out.response = &response;
  } else {
    out.failure = name(failure);
  }
  return out;
}

std::string response_text(const wire::Response& response) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " " + response.reason + "\r\n";
  for (const wire::Header& header : response.headers) {
    out += header.name + ": " + header.value + "\r\n";
    if (out.size() > shown_bytes) break;
  }
  out += "\r\n";
  out += response.body.substr(0, shown_bytes);
  return out.substr(0, shown_bytes);
}

std::string answer_text(Failure failure, const std::string& detail, const std::string& partial,
                        const wire::Response& response) {
  if (failure == Failure::none) return response_text(response);
  std::string out = std::string(name(failure)) + (detail.empty() ? "" : ": " + detail);
  if (!partial.empty()) out += "\n" + partial.substr(0, shown_bytes);
  return out;
}

std::string Answered::text() const { return answer_text(failure, detail, partial, response); }

const Answered& Client::exchange(const wire::Request& request, std::string_view bytes) {
  completed_.clear();
  ++sent_;
  transport_.submit(slot_, request, bytes);
  const Completion* mine = nullptr;
  while (mine == nullptr) {
    transport_.wait(context_.settings.timeout + std::chrono::seconds(1), completed_);
    for (const Completion& one : completed_) {
      if (one.slot == slot_) mine = &one;
    }
  }
  answered_.resent = mine->resent;
  answered_.failure = mine->failure;
  answered_.detail = mine->detail;
  answered_.partial = mine->partial;
  if (mine->response != nullptr) {
    answered_.response = *mine->response;
  } else {
    answered_.response.clear();
  }
  return answered_;
}

const Answered& Client::send(const generators::Case& one, const Resources& resources) {
  for (int tries = 0; tries < 3; ++tries) {
    context_.composer.compose(one, context_.target(resources), context_.clock(), request_, bytes_);
    if (exchange(request_, bytes_); !answered_.ok() || !answered_.resent) return answered_;
  }
  // As in a run: a connection that dies each time is no answer.
  answered_.failure = Failure::reset;
  answered_.detail = "the connection is closed each time before this is answered";
  return answered_;
}

std::optional<oracles::State> Client::observe(const std::string& resource) {
  if (!context_.observable) return std::nullopt;
  wire::Request request;
  std::string bytes;
  for (int tries = 0; tries < 2; ++tries) {
    context_.composer.compose_observation(context_.target({resource, ""}),
                                          context_.plain_signature(), false, context_.clock(),
                                          request, bytes);
    const Answered& answer = exchange(request, bytes);
    if (!answer.ok() || answer.response.status != 200) continue;
    if (auto state = parse_state(context_.operation, answer.response.body, resource)) return state;
  }
  return std::nullopt;
}

bool Client::bring(const std::string& resource, const oracles::State& wanted) {
  const auto now = observe(resource);
  if (!now) return false;
  if (*now == wanted) return true;
  store(resource, wanted);
  return observe(resource) == wanted || bring_by_any_way(resource, wanted);
}

bool Client::bring_anew(const std::string& resource, const oracles::State& wanted) {
  return can_be_stored(context_.operation, wanted) ? bring_by_any_way(resource, wanted)
                                                   : bring(resource, wanted);
}

// By way of another state, so that it is a change; again, since every second change may be lost;
// one field at a time, since several together may be mishandled.
bool Client::bring_by_any_way(const std::string& resource, const oracles::State& wanted) {
  store(resource, another_state(context_.operation, wanted));
  for (int tries = 0; tries < 2; ++tries) {
    store(resource, wanted);
    if (observe(resource) == wanted) return true;
  }
  for (const spec::Parameter& parameter : context_.operation.parameters) {
    if (!parameter.stores.empty()) store(resource, wanted, &parameter);
  }
  return observe(resource) == wanted;
}

void Client::store(const std::string& resource, const oracles::State& state,
                   const spec::Parameter* only) {
  const wire::Request request = request_;  // what the caller sent last stays to be shown
  const std::string bytes = bytes_;
  send(storing_case(context_.operation, state, context_.plain_signature(), only), {resource, ""});
  request_ = request;
  bytes_ = bytes;
}

}  // namespace assay::harness
