// An endpoint inside a test: the mock's service, without sockets, whose answers a test may spoil.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "generators/stream.h"
#include "harness/engine/preflight.h"
#include "harness/engine/run.h"
#include "harness/engine/trial.h"
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

// Where no request goes: the services are in the process.
inline harness::Endpoint local_endpoint() {
  harness::Endpoint out;
  out.host = "127.0.0.1";
  out.port = 80;
  return out;
}

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
    Stage stage(*this);
    harness::RunEnvironment environment;
    environment.endpoint_name = "a test";
    environment.interrupted = [] { return false; };
    environment.transport = [&](std::size_t slots) {
      return std::make_unique<ServiceTransport>(stage.service, spoil, slots);
    };
    struct Last final : reports::Listener {
      void run_finished(const reports::Summary& event) override { summary = event; }
      reports::Summary summary;
    } last;
    harness::run(stage.context, environment, last);
    return last.summary;
  }

  // The keys of what the last step of a token shows on a fresh endpoint of the same kind.
  std::vector<std::string> replay(const std::string& text) {
    Stage stage(*this);
    std::string why;
    const auto token = harness::parse_token(text, why);
    if (!token) throw std::runtime_error(why);
    ServiceTransport transport(stage.service, spoil, 1);
    harness::Client client(stage.context, transport);
    const auto before = harness::preflight(stage.context, client);
    harness::Trial trial(stage.context, client);
    std::vector<std::string> out;
    const auto shown = trial.run(token->steps, {before.resources.at(0), before.resources.at(1)});
    for (const harness::Problem& problem : shown.at(token->steps.size() - 1).problems) {
      out.push_back(harness::violation_key(stage.context.operation, problem));
    }
    return out;
  }

  static constexpr std::int64_t noon = 1'795'521'600;  // 2026-11-24T12:00:00Z

 private:
  struct Stage {
    explicit Stage(const TestRun& run)
        : service(shipped_operation(), chosen(run.readings), run.options),
          context(shipped_operation(), run.settings, local_endpoint(), [] { return noon; }, 7) {}
    static mock::Choices chosen(const std::vector<std::string>& readings) {
      mock::Choices out(shipped_operation());
      std::string why;
      for (const std::string& reading : readings) {
        if (!out.set(reading, why)) throw std::runtime_error(why);
      }
      return out;
    }
    mock::Service service;
    harness::Context context;
  };
};

}  // namespace assay::tests
