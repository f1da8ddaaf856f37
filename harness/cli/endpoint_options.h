// Options that run and replay share: which endpoint, with which credentials, by which transport.
#pragma once
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "harness/cli/embedded.h"
#include "harness/engine/context.h"
#include "harness/engine/effects_access.h"
#include "harness/engine/settings.h"

namespace assay::harness {

struct EndpointOptions {
  std::string endpoint, credentials, timeout = "10s", transport = "raw", spec, region, ca_file;
  std::vector<std::string> instances, readings, faults;
  std::size_t mock_instances = 16;
  std::string imds;      // URL of the metadata service
  bool effects = false;  // the command judges effects: the built-in mock offers them
  bool live = false, strict = false;
};

void add_endpoint_options(CLI::App& command, EndpointOptions& options);

// An endpoint that is ready: a real one, or the embedded mock while this lives.
struct ReadyEndpoint {
  std::unique_ptr<EmbeddedMock> mock;
  Endpoint endpoint;
  std::string name;  // as reports show it
  std::optional<EffectsAccess> effects;
};

// Fills in what `options` say. Throws UsageError for what can't be: a bad URL, an endpoint that is
// not loopback without --live, no credentials where requests are to be signed; likewise for the URL
// of the metadata service.
ReadyEndpoint prepare_endpoint(const spec::Operation& operation, const EndpointOptions& options,
                               Settings& settings);

std::unique_ptr<Transport> make_transport(const Endpoint& endpoint, const Settings& settings,
                                          std::size_t slots);

// The real clock, and a number that differs between runs.
Clock real_clock();
std::uint64_t entropy();

}  // namespace assay::harness
