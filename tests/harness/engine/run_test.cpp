// Whole runs against an endpoint in the same process, faithful or spoiled by the test.
#include "harness/engine/run.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/harness/engine/service_transport.h"

using namespace assay;
using namespace assay::tests;

namespace {

const reports::Finding* find(const reports::Summary& summary, std::string_view clause,
                             std::string_view oracle, bool reproduced = true) {
  const auto found = std::find_if(
      summary.findings.begin(), summary.findings.end(), [&](const reports::Finding& one) {
        return one.clause == clause && one.oracle == oracle && one.reproduced == reproduced;
      });
  return found == summary.findings.end() ? nullptr : &*found;
}

std::string keys(const reports::Summary& summary) {
  std::string out;
  for (const reports::Finding& one : summary.findings) out += one.key + "\n";
  return out;
}

// The resource that a request names, as the service counts them; nothing for none.
std::optional<std::size_t> named(const Served& one) { return one.service->decision().resource; }

void set_first(const Served& one, std::size_t resource, std::string_view text) {
  one.service->state().set(resource, 0, text);
}

// "enabled" becomes "disabled" and the other way round: a valid value, and not the one asked for.
std::string_view opposite(const std::string& text) {
  return text == "disabled" ? "enabled" : "disabled";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_run)

BOOST_AUTO_TEST_CASE(a_faithful_endpoint_is_left_in_peace) {
  for (const std::vector<std::string>& readings :
       {std::vector<std::string>{}, {"hop-limit-range=2-to-63", "identifier-case=ignored"}}) {
    TestRun run;
    run.readings = readings;
    run.settings.cases = 8000;
    const auto summary = run();
    BOOST_TEST(summary.findings.empty(), keys(summary));
    BOOST_TEST(summary.exit == 0);
    BOOST_TEST(summary.cases == 8000U);
    BOOST_REQUIRE(summary.phases.size() == 4U);
    BOOST_TEST(summary.phases[2].name == "sequences");
    BOOST_TEST(summary.phases[2].cases % generators::sequence_length == 0U);
    BOOST_TEST(summary.phases[2].cases > 1000U);
  }
}

BOOST_AUTO_TEST_CASE(one_instance_only_is_said) {
  TestRun run;
  run.options.instances = 1;
  const auto summary = run();
  BOOST_TEST(summary.findings.empty(), keys(summary));
  const auto& all = summary.not_judged;
  BOOST_TEST(std::any_of(all.begin(), all.end(), [](const std::string& line) {
    return line.find("only one instance") != std::string::npos;
  }));
}

BOOST_AUTO_TEST_CASE(a_change_of_another_resource_is_found_and_comes_back) {
  TestRun run;
  run.settings.phases = {generators::Phase::sequences};
  run.settings.cases = 640;
  run.spoil = [](const Served& one) {
    if (!one.accepted || !named(one)) return;
    const std::size_t next = *named(one) ^ 1U;
    set_first(one, next, opposite(one.service->state().field(next, 0)));
  };
  const auto summary = run();
  const auto* finding = find(summary, "gateway.others-kept", "independence");
  BOOST_REQUIRE_MESSAGE(finding != nullptr, keys(summary));
  BOOST_TEST(finding->earlier.empty());
  BOOST_TEST(finding->smallest);
}

BOOST_AUTO_TEST_CASE(a_near_miss_changes_the_resource_that_is_named) {
  TestRun run;
  run.settings.phases = {generators::Phase::sequences};
  run.settings.cases = 640;
  run.spoil = [](const Served& one) {  // what was asked, once more
    if (!one.accepted || !named(one)) return;
    set_first(one, *named(one), std::string(one.service->state().field(*named(one), 0)));
  };
  const auto summary = run();
  BOOST_TEST(summary.findings.empty(), keys(summary));
}

// What one request does depends on the one before it: the two are found, and nothing else is kept.
BOOST_AUTO_TEST_CASE(what_needs_an_earlier_request_is_reduced_to_two) {
  for (const auto phase : {generators::Phase::sequences, generators::Phase::random}) {
    TestRun run;
    run.settings.phases = {phase};
    run.settings.cases = 1600;
    std::map<std::size_t, bool> was_refused;
    run.spoil = [&](const Served& one) {
      if (!one.changes || !named(one)) return;
      bool& last = was_refused[*named(one)];
      if (one.accepted && last) {
        set_first(one, *named(one), opposite(one.service->state().field(*named(one), 0)));
      }
      last = one.refused;
    };
    const auto summary = run();
    const auto* finding = find(summary, "gateway.stored", "state");
    BOOST_REQUIRE_MESSAGE(finding != nullptr, keys(summary));
    BOOST_TEST(finding->earlier.size() == 1U);
    BOOST_TEST(finding->earlier[0].find("→ 4") != std::string::npos, finding->earlier[0]);
    BOOST_TEST(finding->smallest);
  }
}

BOOST_AUTO_TEST_CASE(the_third_change_in_a_row_needs_two_before_it) {
  TestRun run;
  run.settings.phases = {generators::Phase::sequences};
  run.settings.cases = 3200;
  std::map<std::size_t, int> in_a_row;
  run.spoil = [&](const Served& one) {
    if (!one.changes || !named(one)) return;
    int& count = in_a_row[*named(one)];
    count = one.accepted ? count + 1 : 0;
    if (count == 3) {
      set_first(one, *named(one), opposite(one.service->state().field(*named(one), 0)));
      count = 0;
    }
  };
  const auto summary = run();
  const auto* finding = find(summary, "gateway.stored", "state");
  // Bringing an instance into a state is a change, too: how many steps are left depends on it.
  if (finding != nullptr) {
    BOOST_TEST(finding->earlier.size() <= 3U);  // a refusal first, to begin the row anew
    return;
  }
  finding = find(summary, "gateway.stored", "state", false);
  BOOST_REQUIRE_MESSAGE(finding != nullptr, keys(summary));
  BOOST_TEST(finding->shown_again * 4 < finding->sent_again * 3);
  BOOST_TEST(finding->shown_again * 4 > finding->sent_again);
}

// The tries that make a case smaller are remembered, too: the token must hold what it takes on an
// endpoint that remembers none of them.
BOOST_AUTO_TEST_CASE(what_an_endpoint_remembers_unseen_comes_back_on_a_fresh_one) {
  using mock::Fault;
  for (const Fault fault :
       {Fault::repeated_request_refused, Fault::locked_out, Fault::second_change_lost,
        Fault::third_change_lost, Fault::old_value_after_refusal, Fault::triple_not_stored}) {
    TestRun run;
    run.options.faults.add(fault);
    run.settings.cases = 6000;
    const auto summary = run();
    std::size_t tried = 0;
    for (const reports::Finding& finding : summary.findings) {
      if (!finding.reproduced) continue;
      const std::string where =
          std::string(mock::faults()[static_cast<std::size_t>(fault)].name) + ": " + finding.key;
      BOOST_TEST(!run.replay(finding.replay).empty(), where);
      TestRun faithful;
      BOOST_TEST(faithful.replay(finding.replay).empty(), where);
      ++tried;
    }
    BOOST_TEST(tried > 0U);
  }
}

BOOST_AUTO_TEST_CASE(what_comes_at_regular_times_has_its_period) {
  for (const std::size_t period : {7U, 50U}) {
    TestRun run;
    std::size_t count = 0;
    run.spoil = [&](const Served& one) {
      if (!one.changes || ++count % period != 0) return;
      const std::size_t at = one.answer->find("x-acs-request-id: ");
      char& digit = (*one.answer)[at + 18];
      digit = digit == '0' ? '1' : '0';
    };
    const auto summary = run();
    BOOST_REQUIRE_MESSAGE(summary.findings.size() == 1U, keys(summary));
    const auto& finding = summary.findings[0];
    BOOST_TEST(finding.clause == "gateway.request-id-header");
    BOOST_TEST(!finding.reproduced);
    BOOST_TEST(finding.period == period);
    BOOST_TEST(finding.sent_again >= 4 * finding.shown_again);
    BOOST_TEST(finding.shown_again >= 3U);
  }
}

BOOST_AUTO_TEST_CASE(state_that_is_lost_now_and_then_has_its_rate) {
  TestRun run;
  std::size_t count = 0;
  run.spoil = [&](const Served& one) {
    if (!one.accepted || !named(one) || ++count % 20 != 0) return;
    set_first(one, *named(one), opposite(one.service->state().field(*named(one), 0)));
  };
  const auto summary = run();
  const auto* finding = find(summary, "gateway.stored", "state", false);
  BOOST_REQUIRE_MESSAGE(finding != nullptr, keys(summary));
  BOOST_TEST(finding->shown_again > 0U);
  BOOST_TEST(finding->shown_again * 10 < finding->sent_again);
}

BOOST_AUTO_TEST_CASE(failing_to_read_the_state_back_is_counted) {
  for (const std::size_t every : {5U, 3000U}) {
    TestRun run;
    std::size_t count = 0;
    run.spoil = [&](const Served& one) {
      if (one.changes || ++count % every != 0) return;
      *one.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    };
    const auto summary = run();
    BOOST_TEST(summary.findings.size() == (every == 5U ? 1U : 0U), keys(summary));
    if (every != 5U) continue;
    BOOST_TEST(summary.findings[0].kind ==
               "too often: reading back: an answer that shows no state");
  }
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_answers_at_random_is_borne) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    TestRun run;
    run.settings.seed = seed;
    run.settings.cases = 3000;
    generators::Stream draw(seed);
    run.spoil = [&](const Served& one) {
      std::string& answer = *one.answer;
      for (std::size_t i = draw.below(4); i > 0 && !answer.empty(); --i) {
        const std::size_t at = draw.below(answer.size());
        switch (draw.below(4)) {
          case 0: answer[at] = draw.byte(); break;
          case 1: answer.erase(at, 1 + draw.below(40)); break;
          case 2: answer.insert(at, std::string(1 + draw.below(40), draw.byte())); break;
          default: answer.resize(at);
        }
      }
    };
    const auto summary = run();
    BOOST_TEST(summary.exit != 0);
    BOOST_TEST(summary.findings.size() <= 500U);
    BOOST_TEST(summary.findings.size() + (summary.exit == 3 ? 1U : 0U) > 0U);
  }
}

// The canary of the test above: unspoiled, the same run says nothing.
BOOST_AUTO_TEST_CASE(the_same_endpoint_unspoiled_conforms) {
  TestRun run;
  run.settings.cases = 3000;
  const auto summary = run();
  BOOST_TEST(summary.exit == 0, keys(summary));
}

BOOST_AUTO_TEST_SUITE_END()
