// Every kind that compares exchanges: what must fail, and the near miss that must pass. Those that
// one exchange shows are in tests/oracles/pairs_test.cpp.
#include <boost/test/unit_test.hpp>
#include <functional>
#include <set>

#include "harness/cli/embedded.h"
#include "harness/cli/endpoint_options.h"
#include "harness/engine/run.h"
#include "oracles/kinds.h"
#include "tests/harness/engine/assess_bench.h"
#include "tests/harness/engine/effects_bench.h"
#include "tests/oracles/pair.h"

namespace assay::harness {

using oracles::testing::bad_tokens;
using oracles::testing::Found;
using oracles::testing::Pair;
using testing::AssessBench;
using testing::missing;
using testing::no_instance;

namespace {

// One exchange after the other: what is behind the usual query, and the answer to it.
using Exchanges = std::vector<std::pair<std::string, wire::Response>>;

std::function<Found()> told(const Exchanges& exchanges) {
  return [exchanges] {
    AssessBench bench;
    Found out;
    for (const auto& [extra, response] : exchanges) {
      for (const Problem& problem : bench.call(extra, response, false).problems) {
        out.insert(std::string(problem.violation.oracle) + ": " +
                   violation_key(oracles::testing::shipped(), problem));
      }
    }
    return out;
  };
}

class LastWord final : public reports::Listener {
 public:
  void run_finished(const reports::Summary& event) override { summary = event; }
  reports::Summary summary;
};

// A whole run against the mock that is built in.
std::function<Found()> run_of(const std::string& fault, const std::string& reading,
                              double max_flaky, std::uint64_t cases) {
  return [=] {
    const spec::Operation& operation = oracles::testing::shipped();
    MockSettings mocked;
    if (!fault.empty()) mocked.faults = {fault};
    if (!reading.empty()) mocked.readings = {reading};
    EmbeddedMock mock(operation, mocked);
    mock.start();
    Settings settings;
    settings.credentials = mocked.credentials;
    settings.phases = {generators::Phase::boundaries};
    settings.cases = cases;
    settings.lanes = 2;
    settings.max_flaky = max_flaky;
    const Clock clock = [] { return wire::UnixSeconds{std::time(nullptr)}; };
    Context context(operation, settings, mock.endpoint(), clock, 7);
    RunEnvironment environment;
    environment.endpoint_name = "embedded mock";
    environment.interrupted = [] { return false; };
    environment.transport = [&](std::size_t slots) {
      return make_transport(mock.endpoint(), settings, slots);
    };
    LastWord last;
    run(context, environment, last);
    Found out;
    for (const reports::Finding& finding : last.summary.findings) {
      out.insert(finding.oracle + ": " + finding.clause + "/" + finding.kind);
    }
    return out;
  };
}

std::vector<Pair> memory_pairs() {
  const std::string region = "&RegionId=cn-hangzhou";
  const std::string rest = "&HttpEndpoint=enabled";
  const std::string no_name = region + "&InstanceId=" + rest;
  const std::string first = "&InstanceId=none" + rest;  // region, instance
  const std::string second = region + "&InstanceId=none" + rest + "&HttpTokens=x";
  const std::string third = "&InstanceId=i-1" + rest + "&HttpTokens=x";  // region, tokens
  const Exchanges chain{{first, missing("RegionId")}, {second, no_instance()}};
  const auto and_then = [](Exchanges out, const std::string& extra, const wire::Response& answer) {
    out.emplace_back(extra, answer);
    return out;
  };
  return {
      // Not found: it was left out and that is not found, or it is a name of nothing. Missing: it
      // was left out and that is refused.
      {"readings", "answers disagree on ",
       "readings: InstanceId.required/answers disagree on instance-id-missing",
       told({{no_name, no_instance()}, {no_name, missing("InstanceId")}}),
       told({{no_name, no_instance()}, {no_name, no_instance()}})},
      {"precedence", "no order of errors explains this",
       "precedence: gateway.catalogue/no order of errors explains this",
       told(and_then(chain, third, bad_tokens())),
       told(and_then(chain, third, missing("RegionId")))},
      {"passing-failures", "every time: ", "passing-failures: gateway.http/every time: ",
       run_of("closed-without-answer", "", 0.9, 60), run_of("frequent-failure", "", 0.9, 60)},
      {"passing-failures", "too often: ", "passing-failures: gateway.temporary/too often: ",
       run_of("frequent-failure", "", 0.001, 60), run_of("frequent-failure", "", 0.9, 60)}};
}

using Spoilt = std::function<void(const wire::Request&, std::string&)>;

// A run at a metadata service whose answers a test spoils.
std::function<Found()> metadata(const Spoilt& spoilt) {
  return [spoilt] {
    testing::EffectsBench bench;
    bench.strict = true;
    bench.spoil = [&](const wire::Request& request, std::string& answer, Failure& failure) {
      spoilt(request, answer);
      if (answer.empty()) failure = Failure::reset;
    };
    Found out;
    for (const reports::Finding& finding : bench.run().summary.findings) {
      out.insert(finding.oracle + ": " + finding.clause + "/" + finding.kind);
    }
    return out;
  };
}

std::string plain(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Of each answer to a request for a token (or for the instance's name) that was `status`, makes
// `instead`.
Spoilt of(const std::string& path, int status, const std::string& instead) {
  return [=](const wire::Request& request, std::string& answer) {
    const bool meant = request.target.ends_with(path) &&
                       answer.starts_with("HTTP/1.1 " + std::to_string(status) + " ");
    if (meant) answer = instead;
  };
}

std::vector<Pair> effect_pairs() {
  const std::string token = "/latest/api/token";
  const std::string item = "/latest/meta-data/instance-id";
  const std::string text = "Missing or Invalid Parameters";
  const auto nothing = [](const wire::Request&, std::string&) {};
  return {{"effects", "no answer: ", "effects: metadata.token-lifetime/no answer: lifetime-invalid",
           metadata(of(token, 400, "")), metadata(of(token, 400, plain(400, text)))},
          {"effects", "refused: ", "effects: metadata.token/refused: issued",
           metadata(of(token, 200, plain(404, ""))), metadata(nothing)},
          {"effects", "accepted: ", "effects: HttpTokens.effect/accepted: token-missing",
           metadata(of(item, 403, plain(200, "i"))), metadata(of(item, 403, plain(403, "i")))},
          {"effects", "wrong answer: ", "effects: metadata.token-lifetime/wrong answer: ",
           metadata(of(token, 400, plain(404, text))),
           metadata(of(token, 400, plain(400, text + ".")))},
          {"effects", "no token", "effects: metadata.token/no token",
           metadata(of(token, 200, plain(200, "two words"))),
           metadata([](const wire::Request& request, std::string& answer) {
             if (!request.target.ends_with("token") || !answer.starts_with("HTTP/1.1 200 ")) return;
             answer = plain(200, answer.substr(answer.find("\r\n\r\n") + 4) + "\n");
           })},
          {"effects", "another item", "effects: metadata.served/another item",
           metadata(of(item, 200, plain(200, "i-another"))),
           metadata([](const wire::Request& request, std::string& answer) {
             if (!request.target.ends_with("instance-id") || !answer.starts_with("HTTP/1.1 200 "))
               return;
             if (request.method == "GET")
               answer = plain(200, answer.substr(answer.find("\r\n\r\n") + 4) + "\n");
           })},
          {"effects", "text missing", "effects: metadata.token-lifetime-text/text missing",
           metadata(of(token, 400, plain(400, "no"))),
           metadata(of(token, 400, plain(400, "400: " + text)))}};
}

std::vector<Pair> every_pair() {
  auto out = memory_pairs();
  for (Pair& pair : effect_pairs()) out.push_back(std::move(pair));
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pairs)

BOOST_AUTO_TEST_CASE(every_kind_has_exchanges_that_must_fail_and_a_near_miss) {
  oracles::testing::check(every_pair());
}

BOOST_AUTO_TEST_CASE(the_table_is_complete) {
  oracles::testing::check_complete(every_pair(), true);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
