// A run against the mock's two services inside a test, without sockets; a test may spoil what the
// metadata service answers.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "harness/engine/run.h"
#include "harness/transport/transport.h"
#include "mock/metadata.h"
#include "mock/service.h"
#include "spec/load.h"

namespace assay::harness::testing {

inline const spec::Operation& shipped() {
  static const spec::Operation one = std::get<spec::Operation>(
      spec::load(std::string(ASSAY_ROOT) + "/spec/ecs/ModifyInstanceMetadataOptions.json"));
  return one;
}

// What a test may do to an answer: change its bytes, or make it fail.
using Spoil = std::function<void(const wire::Request&, std::string& answer, Failure&)>;

// One slot or more over a handler.
class HandlerTransport final : public Transport {
 public:
  HandlerTransport(mock::Handler& handler, const Spoil& spoil, std::size_t slots)
      : handler_(handler), spoil_(spoil), parsers_(slots) {}

  void submit(std::size_t slot, const wire::Request& request, std::string_view) override {
    pending_[slot] = &request;
  }
  void wait(std::chrono::milliseconds, std::vector<Completion>& completed) override {
    for (const auto& [slot, request] : std::exchange(pending_, {})) {
      completed.push_back(serve(slot, *request));
    }
  }
  void cancel(std::size_t slot) override { pending_.erase(slot); }

 private:
  Completion serve(std::size_t slot, const wire::Request& request) {
    Completion out;
    out.slot = slot;
    std::string answer;
    mock::Action action = mock::Action::send;
    handler_.append_answer(request, false, answer, action);
    if (action == mock::Action::close) out.failure = Failure::reset;
    if (spoil_) spoil_(request, answer, out.failure);
    if (out.failure != Failure::none) return out;
    wire::ResponseParser& parser = parsers_[slot];
    parser.start(request.method == "HEAD");
    std::size_t used = 0;
    const auto state = parser.feed(answer, used);
    out.failure = state == wire::ResponseParser::State::done ? Failure::none : Failure::not_http;
    if (out.failure == Failure::none) out.response = &parser.response();
    return out;
  }

  mock::Handler& handler_;
  const Spoil& spoil_;
  std::vector<wire::ResponseParser> parsers_;
  std::map<std::size_t, const wire::Request*> pending_;
};

// What the run said at its end.
struct Told {
  reports::Summary summary;
  std::set<std::string> clauses;  // with findings
  const reports::ClauseResult& clause(const std::string& name) const {
    return *std::find_if(summary.clauses.begin(), summary.clauses.end(),
                         [&](const auto& one) { return one.clause.name == name; });
  }
  bool says(const std::string& part) const {
    return std::any_of(
        summary.not_judged.begin(), summary.not_judged.end(),
        [&](const std::string& line) { return line.find(part) != std::string::npos; });
  }
};

struct EffectsBench {
  static constexpr std::int64_t noon = 1'795'521'600;  // 2026-11-24T12:00:00Z

  std::vector<std::string> readings;  // of both services
  std::size_t instances = 2;
  bool strict = false, access = true, reaches_all = true;
  Spoil spoil;                     // of the metadata service
  std::chrono::seconds passed{0};  // at the metadata service, so far

  Told run() {
    mock::Choices choices(shipped());
    std::string why;
    for (const std::string& reading : readings) {
      if (!choices.set(reading, why)) throw std::runtime_error(why);
    }
    mock::Options options;
    options.instances = instances;
    options.time = noon;
    mock::Service service(shipped(), choices, options);
    mock::Metadata metadata(shipped(), choices, service.state(),
                            {service.region(), [this] { return noon + passed.count(); }});
    Settings settings;
    settings.cases = 1;
    settings.lanes = 2;
    settings.strict = strict;
    settings.credentials = options.rules.credentials;
    Endpoint endpoint;
    endpoint.host = "127.0.0.1";
    Context context(shipped(), settings, endpoint, [] { return noon; }, 7);
    RunEnvironment environment;
    environment.endpoint_name = "a test";
    environment.interrupted = [] { return false; };
    const Spoil none;
    environment.transport = [&](std::size_t slots) {
      return std::make_unique<HandlerTransport>(service, none, slots);
    };
    if (access) {
      environment.effects.emplace();
      environment.effects->endpoint = endpoint;
      environment.effects->prefix = reaches_all ? "/{instance}" : "";
      environment.effects->transport = [&] {
        return std::make_unique<HandlerTransport>(metadata, spoil, 1);
      };
      environment.effects->pass = [this](std::chrono::seconds time) { passed += time; };
    }
    struct Last final : reports::Listener {
      void run_finished(const reports::Summary& event) override { summary = event; }
      reports::Summary summary;
    } last;
    harness::run(context, environment, last);
    Told out{std::move(last.summary), {}};
    for (const auto& finding : out.summary.findings) out.clauses.insert(finding.clause);
    return out;
  }
};

}  // namespace assay::harness::testing
