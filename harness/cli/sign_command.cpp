// assay sign: a configuration for curl, signed now. The wrapper behind the curl lines of reports.
#include <fmt/core.h>

#include "harness/cli/commands.h"
#include "harness/cli/endpoint_options.h"
#include "harness/cli/parse.h"
#include "harness/engine/compose.h"
#include "harness/engine/curl_line.h"
#include "wire/params.h"

namespace assay::harness {

namespace {

struct SignOptions {
  std::string spec, credentials, signature = "v1", method = "get", place = "query", ask = "json";
  std::string url, params;
  std::vector<std::string> broken;
  std::int64_t offset = 0;
};

generators::Case case_of(const SignOptions& options) {
  generators::Case one;
  const auto signature = parse_word("--signature", options.signature, {"none", "v1", "v3"});
  one.signature = static_cast<generators::Signature>(signature);
  one.method =
      static_cast<generators::Method>(parse_word("--method", options.method, {"get", "post"}));
  one.place = static_cast<generators::Place>(
      parse_word("--place", options.place, {"query", "form", "both"}));
  one.ask = static_cast<generators::Ask>(
      parse_word("--ask", options.ask, {"json", "xml", "accept-json", "nothing"}));
  one.clock_offset = options.offset;
  std::vector<std::string> rules;
  for (std::size_t i = 0; i < spec::gateway_rule_count; ++i) {
    rules.emplace_back(spec::name(static_cast<spec::GatewayRule>(i)));
  }
  for (const std::string& word : options.broken) {
    one.broken |= 1U << static_cast<unsigned>(parse_word("--break", word, rules));
  }
  const auto params = wire::parse_form(options.params);
  if (!params) throw UsageError("PARAMS: an escape such as %2A is cut or not hexadecimal");
  for (const wire::Param& param : *params) {
    one.params.push_back(
        {param.name, param.value, "", generators::Bind::none, generators::Twist::none});
  }
  return one;
}

int sign(const SignOptions& options) {
  std::string file;
  const spec::Operation operation = load_operation(options.spec, file);
  const generators::Case one = case_of(options);
  Endpoint endpoint;
  std::string why;
  if (!parse_endpoint(options.url, endpoint, why)) throw UsageError("URL: " + why);
  std::unique_ptr<wire::Signer> signer;
  if (one.signature != generators::Signature::none) {
    const auto credentials = read_credentials(options.credentials);
    if (!credentials) {
      throw UsageError(
          "no credentials: set ALIBABA_CLOUD_ACCESS_KEY_ID and "
          "ALIBABA_CLOUD_ACCESS_KEY_SECRET, or name a file with --credentials");
    }
    signer = std::make_unique<wire::Signer>(*credentials);
  }
  Composer composer(operation, signer.get(), entropy());
  wire::Request request;
  std::string bytes;
  composer.compose(one, {endpoint.authority(), "", ""}, real_clock()(), request, bytes);
  fmt::print("{}", curl_config(request, endpoint));
  return 0;
}

}  // namespace

void add_sign(CLI::App& app, Result& result) {
  auto options = std::make_shared<SignOptions>();
  CLI::App* command = app.add_subcommand(
      "sign",
      "Sign one call now and print it as a configuration for curl: assay sign … | curl -K -\n"
      "The secret stays in the environment; only its signature is printed.");
  command->add_option("url", options->url, "URL of the endpoint")->required();
  command->add_option("params", options->params, "Parameters of the operation: 'Name=value&…'");
  command->add_option("--signature", options->signature, "v1, v3 or none")->capture_default_str();
  command->add_option("--method", options->method, "get or post")->capture_default_str();
  command->add_option("--place", options->place, "query, form or both")->capture_default_str();
  command->add_option("--ask", options->ask, "json, xml, accept-json or nothing")
      ->capture_default_str();
  command->add_option("--offset", options->offset, "Seconds added to the timestamp");
  command->add_option("--break", options->broken, "Break this rule of the gateway (repeatable)");
  command->add_option("--credentials", options->credentials, "File of NAME=value lines");
  command->add_option("--spec", options->spec, "Document: a file or the name of an operation");
  command->footer(
      "Examples:\n"
      "  assay sign http://127.0.0.1:8080 'Name=value' | curl -K -      one signed call, now\n"
      "  assay sign http://127.0.0.1:8080 'a=b' --signature v3 --method post --place form\n"
      "  assay sign http://127.0.0.1:8080 'a=b' --offset -3600              dated an hour ago");
  command->callback([options, &result] { result = sign(*options); });
}

}  // namespace assay::harness
