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

namespace assay::harness {

using oracles::testing::bad_tokens;
using testing::AssessBench;
using testing::missing;
using testing::no_instance;

namespace {

using Found = std::set<std::string>;  // "oracle: clause/kind"

struct Pair {
  std::string_view oracle, stem;  // of known_kinds
  std::string must;               // how something of what the bad exchanges show starts
  std::function<Found()> bad, near_miss;
};

// One exchange after the other: what is behind the usual query, and the answer to it.
using Exchanges = std::vector<std::pair<std::string, wire::Response>>;

std::function<Found()> told(const Exchanges& exchanges) {
  return [exchanges] {
    AssessBench bench;
    Found out;
    for (const auto& [extra, response] : exchanges) {
      for (const Problem& problem : bench.call(extra, response, false).problems) {
        const auto& violation = problem.violation;
        out.insert(std::string(violation.oracle) + ": " +
                   oracles::testing::shipped().clauses[violation.clause].name + "/" +
                   violation.kind);
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

std::vector<Pair> all_pairs() {
  const std::string region = "&RegionId=cn-hangzhou";
  const std::string rest = "&HttpEndpoint=enabled";
  const std::string both = region + "&InstanceId=none" + rest + "&HttpTokens=x";
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
      {"readings", "contradicts earlier answers", "readings: InstanceId.required/contradicts",
       told({{no_name, no_instance()}, {no_name, missing("InstanceId")}}),
       told({{no_name, no_instance()}, {no_name, no_instance()}})},
      {"readings", "contradicted by a later answer",
       "readings: HttpEndpoint.valid-values/contradicted by a later answer",
       run_of("case-ignored-once", "", 0.001, 1000), run_of("", "value-case=ignored", 0.001, 1000)},
      {"precedence", "order of errors changes",
       "precedence: gateway.catalogue/order of errors changes",
       told({{both, bad_tokens()}, {both, no_instance()}}),
       told({{both, bad_tokens()}, {both, bad_tokens()}})},
      {"precedence", "no order of errors explains this",
       "precedence: gateway.catalogue/no order of errors explains this",
       told(and_then(chain, third, bad_tokens())),
       told(and_then(chain, third, missing("RegionId")))},
      {"passing-failures", "every time: ", "passing-failures: gateway.http/every time: ",
       run_of("closed-without-answer", "", 0.9, 60), run_of("frequent-failure", "", 0.9, 60)},
      {"passing-failures", "too often: ", "passing-failures: gateway.temporary/too often: ",
       run_of("frequent-failure", "", 0.001, 60), run_of("frequent-failure", "", 0.9, 60)}};
}

using Names = std::multiset<std::pair<std::string_view, std::string_view>>;

Names uncovered(const std::vector<Pair>& pairs) {
  Names wanted, there, out;
  for (const oracles::KnownKind& kind : oracles::known_kinds) {
    if (kind.by_memory) wanted.emplace(kind.oracle, kind.stem);
  }
  for (const Pair& pair : pairs) there.emplace(pair.oracle, pair.stem);
  std::set_symmetric_difference(wanted.begin(), wanted.end(), there.begin(), there.end(),
                                std::inserter(out, out.end()));
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pairs)

BOOST_AUTO_TEST_CASE(every_kind_has_exchanges_that_must_fail_and_a_near_miss) {
  for (const Pair& pair : all_pairs()) {
    const Found bad = pair.bad();
    std::string all;
    for (const std::string& one : bad) all += one + "; ";
    const bool shown = std::any_of(
        bad.begin(), bad.end(), [&](const std::string& one) { return one.starts_with(pair.must); });
    BOOST_TEST(shown, pair.must << " is not among " << all);
    BOOST_TEST(pair.must.starts_with(std::string(pair.oracle) + ": "));
    const Found good = pair.near_miss();
    BOOST_TEST(good.empty(),
               pair.must << ": the near miss shows " << (good.empty() ? "" : *good.begin()));
  }
}

BOOST_AUTO_TEST_CASE(the_table_is_complete) {
  for (const auto& [oracle, stem] : uncovered(all_pairs())) {
    BOOST_ERROR(std::string(oracle) + ", " + std::string(stem));
  }
  auto fewer = all_pairs();  // the canary
  fewer.pop_back();
  BOOST_TEST(uncovered(fewer).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
