// assay mock: the reference endpoint as a program of its own.
#include <fmt/core.h>

#include "harness/cli/commands.h"
#include "harness/cli/embedded.h"
#include "harness/cli/parse.h"
#include "harness/cli/signals.h"
#include "mock/choice.h"
#include "mock/faults.h"

namespace assay::harness {

namespace {

struct MockOptions {
  MockSettings settings;
  std::string spec, credentials;
  std::optional<std::uint16_t> imds_port;
  bool no_auth = false, without_observation = false, list_faults = false, list_readings = false;
};

void list_faults(const spec::Operation& operation) {
  for (const mock::FaultInfo& fault : mock::faults()) {
    std::string clauses;
    for (const std::string& clause : mock::broken_clauses(operation, fault.fault)) {
      clauses += (clauses.empty() ? "" : ", ") + clause;
    }
    fmt::print("{:28} {}\n", fault.name, fault.what);
    fmt::print("{:28} breaks {}\n", "", clauses.empty() ? "nothing in this document" : clauses);
  }
}

int serve(const MockOptions& options) {
  std::string file;
  const spec::Operation operation = load_operation(options.spec, file);
  if (options.list_faults) {
    list_faults(operation);
    return 0;
  }
  if (options.list_readings) {
    for (const std::string& line : mock::Choices(operation).list()) fmt::print("{}\n", line);
    return 0;
  }
  MockSettings settings = options.settings;
  settings.authenticates = !options.no_auth;
  settings.observable = !options.without_observation;
  settings.metadata_port = options.imds_port;
  if (auto credentials = read_credentials(options.credentials)) {
    settings.credentials = std::move(*credentials);
  }
  EmbeddedMock mock(operation, settings);
  stop_on_signal([&mock] { mock.stop(); });
  fmt::print("listening {}\n", mock.endpoint().port);
  if (settings.metadata_port) fmt::print("imds listening {}\n", mock.metadata().port);
  std::fflush(stdout);
  mock.serve();
  return 0;
}

}  // namespace

void add_mock(CLI::App& app, Result& result) {
  auto options = std::make_shared<MockOptions>();
  CLI::App* command = app.add_subcommand(
      "mock",
      "Serve a reference endpoint of the document, faithful or with a seeded fault.\n"
      "It takes the credentials of the environment, testAccessKeyId and testAccessKeySecret where\n"
      "there are none. It prints \"listening PORT\" as soon as it serves.");
  MockSettings& settings = options->settings;
  command->add_option("--port", settings.port, "Port to listen on; 0 takes a free one")
      ->capture_default_str();
  command->add_option(
      "--imds-port", options->imds_port,
      "Serve the instance metadata service, too, on this port (0: a free one): the\n"
      "paths of an instance begin with /INSTANCE, and may leave that out where there\n"
      "is one only. Prints \"imds listening PORT\" as a second line");
  command->add_option("--address", settings.address, "Address to listen on")->capture_default_str();
  command->add_option("--instances", settings.instances, "How many instances there are")
      ->check(CLI::Range(1, 9999))
      ->capture_default_str();
  command->add_option("--instance-id", settings.names, "Instances by name instead (repeatable)");
  command->add_option("--region", settings.region, "The region of the endpoint");
  command->add_option("--reading", settings.readings,
                      "Follow this reading: NAME=ALTERNATIVE (repeatable)");
  command->add_option("--fault", settings.faults, "Seed this fault (repeatable)");
  command->add_flag("--no-auth", options->no_auth, "Check no signature, key, timestamp or nonce");
  command->add_flag("--without-observation", options->without_observation,
                    "Do not know the operation that reads state back");
  command->add_option("--clock", settings.clock,
                      "What counts as now: a time, or \"request\" for each request's own date");
  command->add_option("--credentials", options->credentials,
                      "File of NAME=value lines, in place of the environment");
  command->add_option("--spec", options->spec, "Document: a file or the name of an operation");
  command->add_flag("--list-faults", options->list_faults, "Name every fault and end");
  command->add_flag("--list-readings", options->list_readings,
                    "Name every reading as it is followed unasked, and end");
  add_settings_options(*command);
  command->footer(
      "Examples:\n"
      "  assay mock --port 8080                                     a faithful endpoint\n"
      "  assay mock --port 0 --instances 4 --reading value-case=ignored\n"
      "  assay mock --fault value-accepted --imds-port 0            with a fault, and a metadata "
      "service\n"
      "  assay mock --list-faults                                   what faults there are");
  command->callback([options, &result] { result = serve(*options); });
}

}  // namespace assay::harness
