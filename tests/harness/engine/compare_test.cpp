// Two endpoints in the same process, laid side by side.
#include "harness/engine/compare.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "harness/engine/compare_pairs.h"
#include "tests/harness/engine/service_transport.h"

using namespace assay;
using namespace assay::tests;
using reports::Comparison;
using reports::Summary;

namespace {

// One side: a mock service without sockets.
struct Side {
  harness::Settings settings;
  mock::Options options;
  mock::Choices choices{shipped_operation()};
  Spoil spoil;
  bool dead = false;
  std::function<bool()> interrupted = [] { return false; };

  Side() {
    settings.cases = 3000;
    settings.credentials = options.rules.credentials;
    options.instances = 8;
    options.time = TestRun::noon;
  }
  Side& reads(const std::string& reading) {
    std::string why;
    if (!choices.set(reading, why)) throw std::runtime_error(why);
    return *this;
  }
  Side& fails(const std::string& name) {
    std::string why;
    mock::Fault fault{};
    if (!mock::find_fault(name, fault, why)) throw std::runtime_error(why);
    options.faults.add(fault);
    return *this;
  }
};

struct Refusing final : harness::Transport {
  void submit(std::size_t slot, const wire::Request&, std::string_view) override { at = slot; }
  void wait(std::chrono::milliseconds, std::vector<harness::Completion>& out) override {
    harness::Completion one;
    one.slot = at;
    one.failure = harness::Failure::refused;
    out.push_back(one);
  }
  void cancel(std::size_t) override {}
  std::size_t at = 0;
};

struct Stage {
  explicit Stage(const Side& side)
      : service(shipped_operation(), side.choices, side.options),
        context(
            shipped_operation(), side.settings, local_endpoint(), [] { return TestRun::noon; }, 7) {
    environment.endpoint_name = "a test";
    environment.interrupted = side.interrupted;
    environment.transport = [this, &side](std::size_t slots) {
      return side.dead ? std::unique_ptr<harness::Transport>(std::make_unique<Refusing>())
                       : std::make_unique<ServiceTransport>(service, side.spoil, slots);
    };
  }
  mock::Service service;
  harness::Context context;
  harness::RunEnvironment environment;
  reports::Listeners listeners;
};

Comparison compared(const Side& a, const Side& b) {
  Stage one(a);
  Stage other(b);
  return harness::compare({one.context, one.environment, one.listeners},
                          {other.context, other.environment, other.listeners});
}

std::string keys(const Comparison& comparison) {
  std::string out;
  for (const reports::Difference& one : comparison.differences) {
    out += one.key.substr(one.key.find('/') + 1) + "\n";
  }
  return out;
}

// Is there a violation of that side under a clause that the fault breaks?
bool tells(const Comparison& comparison, const std::string& name, bool by_a) {
  std::string why;
  mock::Fault fault{};
  if (!mock::find_fault(name, fault, why)) throw std::runtime_error(why);
  const auto clauses = mock::broken_clauses(shipped_operation(), fault);
  return std::any_of(comparison.differences.begin(), comparison.differences.end(),
                     [&](const reports::Difference& one) {
                       return !(by_a ? one.a : one.b).allowed &&
                              std::find(clauses.begin(), clauses.end(), one.clause) !=
                                  clauses.end();
                     });
}

Summary summary(const std::vector<std::string>& findings, const std::string& choice = "") {
  Summary out;
  out.operation = "ecs.Operation";
  for (const std::string& key : findings) {
    reports::Finding finding;
    finding.key = key;
    finding.clause = key.substr(0, key.find('/'));
    finding.why = "it is wrong";
    finding.observed = "200 success";
    out.findings.push_back(finding);
  }
  reports::ReadingResult reading;
  reading.name = "value-case";
  reading.question = "Does it matter?";
  for (const std::string value : {"exact", "ignored"}) {
    if (choice.empty() || choice == value) {
      reading.surviving.push_back(value);
    } else {
      reading.eliminated.push_back({value, "assay1-AAAA 200 success"});
    }
  }
  out.readings.push_back(reading);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_compare)

BOOST_AUTO_TEST_CASE(the_same_twice_does_not_differ) {
  const Comparison out = compared({}, {});
  BOOST_TEST(keys(out) == "");
  BOOST_TEST(out.exit == 0);
  BOOST_TEST(out.pairs > 2900U);
  BOOST_TEST(out.unlike == 0U);
}

BOOST_AUTO_TEST_CASE(one_reading_is_one_difference) {
  for (const auto& [reading, usual, choice] :
       {std::tuple("value-case", "exact", "ignored"),
        std::tuple("omitted-parameter", "keep", "default"),
        std::tuple("identifier-space", "exact", "trimmed"),
        std::tuple("duplicate-parameter", "first", "last"),
        std::tuple("integer-width", "32-bits", "64-bits"),
        std::tuple("missing-code", "MissingParameter", "MissingParameter.Name")}) {
    const auto& all = shipped_operation().readings;
    const auto known = std::find_if(
        all.begin(), all.end(), [&, name = reading](const auto& one) { return one.name == name; });
    BOOST_REQUIRE(known != all.end());
    const auto& alternatives = known->alternatives;
    const bool there =
        std::any_of(alternatives.begin(), alternatives.end(),
                    [&, name = choice](const auto& one) { return one.name == name; });
    const std::string other = there ? choice : alternatives.back().name;
    Side b;
    b.settings.cases = 10000;
    Side a = b;
    b.reads(std::string(reading) + "=" + other);
    const Comparison out = compared(a, b);
    BOOST_TEST(keys(out) == "reading/" + std::string(reading) + "\n");
    if (out.differences.size() != 1) continue;
    const reports::Difference& one = out.differences[0];
    BOOST_TEST(one.a.allowed);
    BOOST_TEST(one.b.allowed);
    BOOST_TEST(one.again);
    BOOST_TEST(one.count > 0U);
    BOOST_TEST(one.a.replay.starts_with("assay1-"));
    BOOST_TEST((one.a.outcome != one.b.outcome || one.a.state_after != one.b.state_after));
    BOOST_TEST(reports::choice_text(one.b.choice).find(other) != std::string::npos);
    BOOST_TEST(reports::choice_text(one.a.choice).find(usual) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(two_readings_are_two_differences) {
  Side a;
  Side b;
  a.settings.cases = b.settings.cases = 10000;
  a.reads("value-case=ignored");
  b.reads("duplicate-parameter=last");
  BOOST_TEST(keys(compared(a, b)) == "reading/duplicate-parameter\nreading/value-case\n");
}

BOOST_AUTO_TEST_CASE(both_on_the_same_unusual_reading_do_not_differ) {
  Side one;
  one.reads("value-case=ignored");
  BOOST_TEST(keys(compared(one, one)) == "");
}

BOOST_AUTO_TEST_CASE(a_fault_of_one_side_is_told_as_its_violation) {
  for (const bool on_a : {true, false}) {
    Side good;
    Side bad;
    bad.fails("value-accepted");
    const Comparison out = on_a ? compared(bad, good) : compared(good, bad);
    BOOST_TEST(keys(out) == "HttpEndpoint.valid-values/accepted\n");
    BOOST_TEST(out.exit == 1);
    if (out.differences.size() != 1) continue;
    const reports::Difference& one = out.differences[0];
    BOOST_TEST(one.kind == "violation");
    BOOST_TEST(one.a.allowed != on_a);
    BOOST_TEST(one.b.allowed == on_a);
    // The other side was asked the same.
    BOOST_TEST((on_a ? one.b : one.a).outcome.starts_with("400 "));
  }
}

BOOST_AUTO_TEST_CASE(what_follows_from_a_fault_is_told_under_it) {
  for (const auto& [fault, key] :
       {std::pair("control-ignored", "HttpEndpoint.valid-values/accepted"),
        std::pair("request-id-missing", "gateway.request-id/missing"),
        std::pair("value-refused",
                  "HttpEndpoint.valid-values/refused: InvalidHttpEndpoint.NotSupported"),
        std::pair("version-not-checked", "gateway.version.unknown/accepted")}) {
    Side good;
    Side bad;
    bad.fails(fault);
    const Comparison out = compared(good, bad);
    BOOST_TEST(keys(out) == std::string(key) + "\n");
    if (out.differences.size() != 1) continue;
    BOOST_TEST(!out.differences[0].consequences.empty());
    BOOST_TEST(out.exit_why == "1 difference");
  }
}

// Rare ones, which show several ways at once: a value that is shown after it was taken, an order of
// errors that no longer fits, an answer that only the other side's readings make wrong.
BOOST_AUTO_TEST_CASE(a_rare_fault_is_told_once, *boost::unit_test::timeout(300)) {
  for (const auto& [fault, key] :
       {std::pair("range-high-accepted", "HttpPutResponseHopLimit.range/accepted"),
        std::pair("title-case-accepted", "HttpEndpoint.valid-values/accepted"),
        std::pair("number-prefix-read", "HttpPutResponseHopLimit.type/accepted")}) {
    Side good;
    Side bad;
    bad.fails(fault);
    good.settings.cases = bad.settings.cases = 10000;
    for (const bool on_a : {true, false}) {
      const Comparison out = on_a ? compared(bad, good) : compared(good, bad);
      BOOST_TEST(keys(out) == std::string(key) + "\n");
    }
  }
}

// Whoever folds too much hides one of them.
BOOST_AUTO_TEST_CASE(a_second_fault_is_a_second_difference) {
  for (const auto& [first, second] : {std::pair("value-accepted", "wrong-status-not-found"),
                                      std::pair("control-ignored", "message-altered"),
                                      std::pair("value-refused", "wrong-status-not-found"),
                                      std::pair("request-id-missing", "content-type-wrong"),
                                      std::pair("version-not-checked", "unknown-key-accepted"),
                                      std::pair("number-off-by-one", "missing-required-accepted"),
                                      std::pair("state-not-stored", "value-accepted"),
                                      std::pair("value-accepted", "error-order-wavers"),
                                      std::pair("range-high-accepted", "default-wrong"),
                                      std::pair("case-ignored-once", "range-high-accepted")}) {
    for (const bool one_side : {true, false}) {
      Side a;
      Side b;
      (one_side ? b : a).fails(first);
      b.fails(second);
      const Comparison out = compared(a, b);
      BOOST_TEST_CONTEXT(first << " and " << second << (one_side ? " of one side" : "")) {
        BOOST_TEST(tells(out, first, !one_side), keys(out));
        BOOST_TEST(tells(out, second, false), keys(out));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_fault_of_both_is_no_difference_but_is_told) {
  Side one;
  one.fails("request-id-missing");
  const Comparison out = compared(one, one);
  BOOST_TEST(keys(out) == "");
  BOOST_TEST(out.exit == 0);
  BOOST_TEST(!out.shared.empty());
}

BOOST_AUTO_TEST_CASE(a_dead_side_is_named) {
  Side dead;
  dead.dead = true;
  for (const bool first : {true, false}) {
    const Comparison out = first ? compared(dead, {}) : compared({}, dead);
    BOOST_TEST(out.exit == 3);
    BOOST_TEST(out.exit_why.starts_with(first ? "A: " : "B: "));
    BOOST_TEST(keys(out) == "");
  }
}

BOOST_AUTO_TEST_CASE(an_interrupt_stops_both) {
  Side a;
  Side b;
  bool told = false;
  b.spoil = [&](const Served&) { told = true; };
  a.interrupted = b.interrupted = [&] { return told; };
  const Comparison out = compared(a, b);
  BOOST_TEST(out.exit == 5);
  BOOST_TEST(out.pairs < 3000U);
}

BOOST_AUTO_TEST_CASE(findings_of_one_run_alone_differ) {
  const Comparison out =
      harness::compare_runs(summary({"x/one", "x/both"}), summary({"x/both", "x/two"}), nullptr);
  BOOST_TEST(keys(out) == "one\ntwo\n");
  BOOST_TEST(out.shared.size() == 1U);
  BOOST_TEST(!out.differences[0].a.allowed);
  BOOST_TEST(out.differences[0].b.allowed);
  BOOST_TEST(!out.differences[1].b.allowed);
  BOOST_TEST(out.exit == 1);
}

BOOST_AUTO_TEST_CASE(only_what_both_runs_decided_is_a_reading_that_differs) {
  const auto runs = [](const std::string& a, const std::string& b) {
    return harness::compare_runs(summary({}, a), summary({}, b), nullptr);
  };
  BOOST_TEST(runs("exact", "ignored").differences.size() == 1U);
  BOOST_TEST(runs("exact", "exact").differences.size() == 0U);
  BOOST_TEST(runs("exact", "").differences.size() == 0U);
  const Comparison out = runs("exact", "ignored");
  BOOST_TEST(out.differences[0].a.replay == "assay1-AAAA");
  BOOST_TEST(out.differences[0].a.outcome == "200 success");
}

BOOST_AUTO_TEST_CASE(an_order_turned_round_differs) {
  Summary a = summary({});
  Summary b = summary({});
  a.precedence = {"X > Y", "X absent before Y value", "X absent before Z value"};
  b.precedence = {"Y > X", "Y value before X absent"};
  const Comparison out = harness::compare_runs(a, b, nullptr);
  BOOST_TEST(out.differences.size() == 1U);
  BOOST_TEST(out.differences[0].kind == "order");
  b.precedence = {"X absent before Y value"};
  BOOST_TEST(harness::compare_runs(a, b, nullptr).differences.empty());
}

BOOST_AUTO_TEST_CASE(other_documents_and_seeds_are_said) {
  Summary a = summary({});
  Summary b = summary({});
  BOOST_TEST(harness::compare_runs(a, b, nullptr).notes.empty());
  b.spec_sha256 = "other";
  b.seed = 7;
  BOOST_TEST(harness::compare_runs(a, b, nullptr).notes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(names_of_resources_are_taken_out) {
  const harness::Resources both{"i-one", "i-two"};
  BOOST_TEST(harness::without_names("no i-one, no I-ONE, i-two", both) ==
             "no {instance}, no {instance}, {other instance}");
  BOOST_TEST(harness::without_names("nothing", {"", ""}) == "nothing");
}

BOOST_AUTO_TEST_SUITE_END()
