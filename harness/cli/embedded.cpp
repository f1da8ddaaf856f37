#include "harness/cli/embedded.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "harness/cli/parse.h"
#include "mock/metadata.h"
#include "mock/server.h"
#include "mock/service.h"
#include "wire/time.h"

namespace assay::harness {

struct EmbeddedMock::Impl {
  void listen(const mock::Choices& choices, const mock::Options& options, std::uint16_t port,
              const std::string& address);

  std::unique_ptr<mock::Service> service;
  std::unique_ptr<mock::Metadata> metadata;
  std::unique_ptr<mock::Server> server;
  std::uint16_t metadata_port = 0;
  std::atomic<std::int64_t> passed{0};  // seconds by which the metadata service is ahead
  std::thread thread;
};

namespace {

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

void set_clock(const std::string& clock, mock::Options& options) {
  options.clock = mock::Options::Clock::real;
  options.now = now;
  if (clock.empty()) return;
  if (clock == "request") {
    options.clock = mock::Options::Clock::request;
    return;
  }
  const auto time = wire::parse_time(clock);
  if (!time) {
    throw UsageError("--clock: came \"" + clock +
                     "\", expected \"request\" or a time such as 2026-11-24T02:12:40Z");
  }
  options.clock = mock::Options::Clock::fixed;
  options.time = *time;
}

}  // namespace

// A clock that follows each request has no time of its own: tokens then expire by the real one.
void EmbeddedMock::Impl::listen(const mock::Choices& choices, const mock::Options& options,
                                std::uint16_t port, const std::string& address) {
  if (!service->operation().effects) {
    throw UsageError("--imds-port: the document tells of no metadata service");
  }
  const bool fixed = options.clock == mock::Options::Clock::fixed;
  mock::MetadataOptions own;
  own.region = service->region();
  own.faults = options.faults;
  own.now = [this, fixed, time = options.time] { return (fixed ? time : now()) + passed; };
  metadata = std::make_unique<mock::Metadata>(service->operation(), choices, service->state(), own);
  try {
    metadata_port = server->listen(*metadata, port, address);
  } catch (const std::exception& error) {
    throw UsageError(std::string("--imds-port: ") + error.what());
  }
}

EmbeddedMock::EmbeddedMock(const spec::Operation& operation, const MockSettings& settings)
    : impl_(std::make_unique<Impl>()) {
  mock::Choices choices(operation);
  std::string why;
  for (const std::string& reading : settings.readings) {
    if (!choices.set(reading, why)) throw UsageError("--reading: " + why);
  }
  mock::Options options;
  options.instances = settings.instances;
  options.names = settings.names;
  for (const std::string& name : settings.faults) {
    mock::Fault fault{};
    if (!mock::find_fault(name, fault, why)) throw UsageError("--fault: " + why);
    options.faults.add(fault);
  }
  options.rules.auth = settings.authenticates;
  options.rules.credentials = settings.credentials;
  options.rules.region = settings.region;
  options.observable = settings.observable;
  set_clock(settings.clock, options);
  impl_->service = std::make_unique<mock::Service>(operation, choices, options);
  try {
    impl_->server =
        std::make_unique<mock::Server>(*impl_->service, settings.port, settings.address);
  } catch (const std::exception& error) {
    throw UsageError(std::string("--port: ") + error.what());
  }
  if (settings.metadata_port) {
    impl_->listen(choices, options, *settings.metadata_port, settings.address);
  }
}

EmbeddedMock::~EmbeddedMock() {
  stop();
  if (impl_->thread.joinable()) impl_->thread.join();
}

void EmbeddedMock::start() {
  impl_->thread = std::thread([this] { impl_->server->run(); });
}

void EmbeddedMock::serve() { impl_->server->run(); }

void EmbeddedMock::stop() { impl_->server->stop(); }

Endpoint EmbeddedMock::endpoint() const {
  Endpoint out;
  out.host = "127.0.0.1";
  out.port = impl_->server->port();
  return out;
}

Endpoint EmbeddedMock::metadata() const {
  Endpoint out = endpoint();
  out.port = impl_->metadata_port;
  return out;
}

void EmbeddedMock::pass(std::chrono::seconds time) { impl_->passed += time.count(); }

}  // namespace assay::harness
