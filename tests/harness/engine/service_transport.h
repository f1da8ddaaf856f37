// An endpoint inside a test: the mock's service, without sockets, whose answers a test may spoil.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "generators/stream.h"
#include "harness/engine/run.h"
#include "harness/transport/transport.h"
#include "mock/service.h"
#include "spec/load.h"

namespace assay::tests {

inline const spec::Operation& shipped_operation() {
  static const spec::Operation one = std::get<spec::Operation>(
      spec::load(std::string(ASSAY_ROOT) + "/spec/ecs/ModifyInstanceMetadataOptions.json"));
  return one;
}

// What a test may do to one exchange after the service has answered it.
struct Served {
  const wire::Request* request = nullptr;
  std::string* answer = nullptr;  // bytes
  mock::Service* service = nullptr;
  bool changes = false;  // the request asks for a change, not for what is stored
  bool accepted = false;
  bool refused = false;
};
using Spoil = std::function<void(const Served&)>;

class ServiceTransport final : public harness::Transport {
 public:
  ServiceTransport(mock::Service& service, Spoil spoil, std::size_t slots)
      : service_(service), spoil_(std::move(spoil)), slots_(slots) {}

  void submit(std::size_t slot, const wire::Request& request, std::string_view) override {
    pending_[slot] = &request;
  }

  void wait(std::chrono::milliseconds, std::vector<harness::Completion>& completed) override {
    auto pending = std::move(pending_);
    pending_.clear();
    for (const auto& [slot, request] : pending) completed.push_back(serve(slot, *request));
  }

  void cancel(std::size_t slot) override { pending_.erase(slot); }

 private:
  harness::Completion serve(std::size_t slot, const wire::Request& request) {
    using Kind = mock::Decision::Kind;
    harness::Completion out;
    out.slot = slot;
    mock::Action action = mock::Action::send;
    service_.handle(request, answer_, action);
    const mock::Decision& decision = service_.decision();
    const bool lists = decision.kind == Kind::listed;
    if (spoil_) {
      spoil_({&request, &answer_, &service_, !lists, decision.kind == Kind::modified,
              decision.kind == Kind::refused});
    }
    if (action == mock::Action::hold) out.failure = harness::Failure::timeout;
    if (action == mock::Action::close) out.failure = harness::Failure::reset;
    if (out.failure != harness::Failure::none) return out;
    wire::ResponseParser& parser = slots_[slot];
    parser.start(request.method == "HEAD");
    std::size_t used = 0;
    auto state = parser.feed(answer_, used);
    if (state == wire::ResponseParser::State::more) state = parser.end();
    if (state == wire::ResponseParser::State::done) {
      out.response = &parser.response();
    } else {
      out.failure = harness::Failure::not_http;
    }
    return out;
  }

  mock::Service& service_;
  Spoil spoil_;
  std::vector<wire::ResponseParser> slots_;
  std::map<std::size_t, const wire::Request*> pending_;
  std::string answer_;
};

// One run against such an endpoint; the clock stands still.
struct TestRun {
  harness::Settings settings;
  mock::Options options;
  std::vector<std::string> readings;  // of the endpoint
  Spoil spoil;

  TestRun() {
    settings.cases = 4000;
    settings.credentials = options.rules.credentials;
    options.instances = 8;
    options.time = noon;
  }

  // What the run said at its end; `exit` is its code.
  reports::Summary operator()() {
    const spec::Operation& operation = shipped_operation();
    mock::Choices choices(operation);
    std::string why;
    for (const std::string& reading : readings) {
      if (!choices.set(reading, why)) throw std::runtime_error(why);
    }
    mock::Service service(operation, choices, options);
    harness::Endpoint endpoint;
    endpoint.host = "127.0.0.1";
    endpoint.port = 80;
    harness::Context context(operation, settings, endpoint, [] { return noon; }, 7);
    harness::RunEnvironment environment;
    environment.endpoint_name = "a test";
    environment.interrupted = [] { return false; };
    environment.transport = [&](std::size_t slots) {
      return std::make_unique<ServiceTransport>(service, spoil, slots);
    };
    struct Last final : reports::Listener {
      void run_finished(const reports::Summary& event) override { summary = event; }
      reports::Summary summary;
    } last;
    harness::run(context, environment, last);
    return last.summary;
  }

  static constexpr std::int64_t noon = 1'795'521'600;  // 2026-11-24T12:00:00Z
};

}  // namespace assay::tests
