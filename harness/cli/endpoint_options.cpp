#include "harness/cli/endpoint_options.h"

#include <unistd.h>

#include <chrono>

#include "harness/cli/metadata_options.h"
#include "harness/cli/option_shape.h"
#include "harness/cli/parse.h"

namespace assay::harness {

void add_endpoint_options(CLI::App& command, EndpointOptions& options) {
  command.add_option("--endpoint", options.endpoint,
                     "URL of the endpoint, such as http://127.0.0.1:8080; without it, the mock "
                     "that is built in");
  command.add_option("--region", options.region, "Region of the endpoint");
  command.add_option("--instance-id", options.instances,
                     "Instance to work on (repeatable); without it, those that the endpoint lists");
  command
      .add_option("--credentials", options.credentials,
                  "File of NAME=value lines, in place of the environment")
      ->type_name("FILE");
  command.add_option("--timeout", options.timeout, "Time limit of one answer")
      ->check(a_time())
      ->capture_default_str();
  command
      .add_option("--transport", options.transport,
                  "raw sockets, or curl (TLS and proxies; taken for https by itself)")
      ->check(one_of({"raw", "curl"}))
      ->capture_default_str();
  command.add_option("--ca-file", options.ca_file, "Further certificates to trust (curl)")
      ->type_name("FILE");
  command.add_option("--spec", options.spec, "Document: a file or the name of an operation")
      ->type_name("FILE|NAME");
  command.add_flag(
      "--live", options.live,
      "Allow an endpoint that is not on this machine; it will be changed and put back");
  command.add_flag("--strict", options.strict,
                   "Judge what the document only recommends or shows, too");
  command.add_option("--mock-reading", options.readings,
                     "The built-in mock follows this reading: NAME=ALTERNATIVE (repeatable)");
  command.add_option("--mock-fault", options.faults,
                     "The built-in mock has this fault (repeatable)");
  command
      .add_option("--mock-instances", options.mock_instances,
                  "How many instances the built-in mock has")
      ->check(CLI::Range(1, 9999))
      ->capture_default_str();
}

namespace {

ReadyEndpoint embedded(const spec::Operation& operation, const EndpointOptions& options,
                       Settings& settings) {
  MockSettings mock;
  mock.instances = std::max(options.mock_instances, std::size_t{1});
  mock.names = options.instances;
  mock.readings = options.readings;
  mock.faults = options.faults;
  mock.authenticates = settings.is_signed();
  mock.region = settings.region;
  if (!options.imds.empty()) {
    throw UsageError(
        "--imds: only together with --endpoint; the built-in mock has a metadata service of its "
        "own");
  }
  if (options.effects && operation.effects) mock.metadata_port = 0;
  // A key of its own, so that the user's secret is not needed for a trial.
  settings.credentials = mock.credentials;
  ReadyEndpoint out;
  out.mock = std::make_unique<EmbeddedMock>(operation, mock);
  out.mock->start();
  out.endpoint = out.mock->endpoint();
  out.name = "embedded mock";
  if (mock.metadata_port) out.effects = embedded_metadata(*out.mock, settings);
  return out;
}

}  // namespace

ReadyEndpoint prepare_endpoint(const spec::Operation& operation, const EndpointOptions& options,
                               Settings& settings) {
  settings.timeout = parse_duration("--timeout", options.timeout);
  settings.curl = parse_word("--transport", options.transport, {"raw", "curl"}) == 1;
  settings.region = options.region;
  settings.instances = options.instances;
  settings.live = options.live;
  settings.strict = options.strict;
  settings.ca_file = options.ca_file;
  if (options.endpoint.empty()) return embedded(operation, options, settings);
  if (!options.readings.empty() || !options.faults.empty()) {
    throw UsageError(
        "--mock-reading and --mock-fault: only for the built-in mock, not together "
        "with --endpoint");
  }
  ReadyEndpoint out;
  std::string why;
  if (!parse_endpoint(options.endpoint, out.endpoint, why)) {
    throw UsageError("--endpoint: " + why);
  }
  settings.endpoint = out.endpoint;
  settings.curl = settings.curl || out.endpoint.tls;
  if (!out.endpoint.loopback() && !options.live) {
    throw UsageError("--endpoint: " + out.endpoint.host +
                     " is not this machine; assay changes the options of instances there (and puts "
                     "them back). Say --live when that is meant");
  }
  if (!out.endpoint.loopback() && options.instances.empty()) {
    throw UsageError("--live: name the instances that may be changed with --instance-id");
  }
  if (settings.is_signed()) {
    settings.credentials = read_credentials(options.credentials);
    if (!settings.credentials) {
      throw UsageError(
          "no credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or "
          "name a file with --credentials, or say --signature none (for assay mock the test key is "
          "testAccessKeyId with testAccessKeySecret)");
    }
  }
  out.name = out.endpoint.url();
  if (!options.imds.empty()) out.effects = metadata_access(operation, options.imds, settings);
  return out;
}

std::unique_ptr<Transport> make_transport(const Endpoint& endpoint, const Settings& settings,
                                          std::size_t slots) {
  TransportOptions options;
  options.slots = slots;
  options.timeout = settings.timeout;
  options.ca_file = settings.ca_file;
  return settings.curl ? make_curl_transport(endpoint, options)
                       : make_raw_transport(endpoint, options);
}

Clock real_clock() {
  return [] {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
}

std::uint64_t entropy() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  return static_cast<std::uint64_t>(nanoseconds) * 31 + static_cast<std::uint64_t>(getpid());
}

}  // namespace assay::harness
