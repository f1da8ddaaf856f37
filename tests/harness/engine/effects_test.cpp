// Effects: no false alarm in any reading, and each departure found under its own clause.
#include "harness/engine/effects.h"

#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/harness/engine/effects_bench.h"

namespace assay::harness::testing {

namespace {

using Clauses = std::set<std::string>;

constexpr const char* id_path = "/latest/meta-data/instance-id";
constexpr const char* token_path = "/latest/api/token";

std::vector<std::string> effect_clauses() {
  std::vector<std::string> out;
  for (const spec::Clause& clause : shipped().clauses) {
    if (clause.name.starts_with("metadata.") || clause.name.ends_with(".effect")) {
      out.push_back(clause.name);
    }
  }
  return out;
}

std::vector<spec::Reading> effect_readings() {
  std::vector<spec::Reading> out;
  for (const spec::Reading& reading : shipped().readings) {
    if (reading.name.starts_with("metadata-") && reading.name != "metadata-tags-values") {
      out.push_back(reading);
    }
  }
  return out;
}

std::string answer(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

bool has(const wire::Request& request, const char* header) {
  return wire::header(request.headers, header).has_value();
}
constexpr const char* token_header = "X-aliyun-ecs-metadata-token";
constexpr const char* lifetime_header = "X-aliyun-ecs-metadata-token-ttl-seconds";

std::string lifetime_of(const wire::Request& request) {
  return std::string(wire::header(request.headers, lifetime_header).value_or(""));
}

bool is(const wire::Request& request, const char* method, const char* path) {
  return request.method == method && request.target.ends_with(path);
}

// The item of the instance that the target begins with.
std::string served(const wire::Request& request) {
  return answer(200, request.target.substr(1, request.target.find('/', 1) - 1));
}

bool refused(const std::string& bytes) { return !bytes.starts_with("HTTP/1.1 200"); }

Told spoiled(const Spoil& spoil, bool strict = false) {
  EffectsBench bench;
  bench.spoil = spoil;
  bench.strict = strict;
  return bench.run();
}

std::string keys(const Told& told) {
  std::string out;
  for (const auto& finding : told.summary.findings) {
    out += finding.key + " [" + finding.label + "] " + finding.observed + "\n";
  }
  return out;
}

void expect(const Told& told, const Clauses& clauses) {
  BOOST_TEST((told.clauses == clauses), keys(told));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine_effects)

BOOST_AUTO_TEST_CASE(a_faithful_service_conforms_and_every_clause_is_judged) {
  EffectsBench bench;
  const Told told = bench.run();
  BOOST_TEST(told.summary.exit == 0, keys(told));
  for (const std::string& name : effect_clauses()) {
    BOOST_TEST(told.clause(name).exercised(), name);
    BOOST_TEST(!told.clause(name).violated(), name);
  }
  BOOST_TEST(effect_clauses().size() == 13U);
  BOOST_TEST((bench.passed == std::chrono::seconds(3)));  // one token expired, nothing was late
  BOOST_TEST(!told.says("ffects"));
  for (const reports::ReadingResult& reading : told.summary.readings) {
    if (!reading.name.starts_with("metadata-") || reading.name == "metadata-tags-values") continue;
    BOOST_TEST(reading.surviving.size() == 1U, reading.name);
    BOOST_REQUIRE(!reading.eliminated.empty());
    BOOST_TEST(reading.eliminated[0].by.find(": HTTP/1.1 ") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(no_alternative_of_a_reading_is_a_false_alarm) {
  for (const spec::Reading& reading : effect_readings()) {
    for (const spec::Alternative& alternative : reading.alternatives) {
      for (const bool strict : {false, true}) {
        EffectsBench bench;
        bench.readings = {reading.name + "=" + alternative.name};
        bench.strict = strict;
        const Told told = bench.run();
        BOOST_TEST(told.clauses.empty(), bench.readings[0] << "\n" << keys(told));
        const auto& results = told.summary.readings;
        const auto result = std::find_if(results.begin(), results.end(),
                                         [&](const auto& one) { return one.name == reading.name; });
        BOOST_REQUIRE((result != results.end() && result->surviving.size() == 1));
        BOOST_TEST(result->surviving[0] == alternative.name);
      }
    }
  }
  BOOST_TEST(effect_readings().size() == 6U);
}

RC_BOOST_PROP(no_choice_of_readings_is_a_false_alarm, ()) {
  EffectsBench bench;
  for (const spec::Reading& reading : shipped().readings) {
    const auto choice = *rc::gen::elementOf(reading.alternatives);
    bench.readings.push_back(reading.name + "=" + choice.name);
  }
  bench.strict = *rc::gen::arbitrary<bool>();
  bench.instances = *rc::gen::inRange<std::size_t>(1, 3);
  const Told told = bench.run();
  RC_LOG() << keys(told);
  RC_ASSERT(told.clauses.empty());
}

BOOST_AUTO_TEST_CASE(one_instance_lends_no_token) {
  EffectsBench bench;
  bench.reaches_all = false;
  bench.instances = 1;
  const Told told = bench.run();
  BOOST_TEST(told.clauses.empty(), keys(told));
  const auto& foreign = told.clause("metadata.token-instance");
  BOOST_TEST(!foreign.exercised());
  BOOST_TEST(foreign.not_judged == "the service of one instance only is reached");
  BOOST_TEST(told.clause("metadata.token-expiry").exercised());
}

BOOST_AUTO_TEST_CASE(without_a_service_the_clauses_are_not_applicable) {
  EffectsBench bench;
  bench.access = false;
  const Told told = bench.run();
  BOOST_TEST(told.summary.exit == 0);
  for (const std::string& name : effect_clauses()) {
    BOOST_TEST((told.clause(name).worst() == oracles::Verdict::not_applicable), name);
    BOOST_TEST(told.clause(name).not_judged == "no metadata service is known (--imds names one)");
  }
  const auto& lines = told.summary.not_judged;
  BOOST_TEST(std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
               return line.find("metadata service") != std::string::npos;
             }) == 1);
}

BOOST_AUTO_TEST_CASE(a_service_that_says_200_to_all_breaks_nearly_everything) {
  const Told told = spoiled([](const auto&, std::string& bytes, Failure& failure) {
    bytes = answer(200, "ok");
    failure = Failure::none;
  });
  expect(told, {"HttpEndpoint.effect", "HttpTokens.effect", "metadata.served",
                "metadata.token-expiry", "metadata.token-forwarded", "metadata.token-instance",
                "metadata.token-lifetime", "metadata.token-unknown"});
  BOOST_TEST(told.summary.exit == 1);
}

struct Row {
  const char* what;
  Clauses clauses;
  Spoil spoil;
  bool strict = false;
};

std::vector<Row> rows() {
  return {
      {"the token is not required",
       {"HttpTokens.effect"},
       [](const auto& request, auto& bytes, auto&) {
         const bool guarded = bytes.starts_with("HTTP/1.1 403") && !has(request, token_header);
         // The closed service says 403, too; it is told from this one by the token path.
         static bool closed = false;
         if (is(request, "PUT", token_path) && lifetime_of(request) == "21600" &&
             !has(request, "X-Forwarded-For")) {
           closed = refused(bytes);
         }
         if (guarded && !closed && is(request, "GET", id_path)) bytes = served(request);
       }},
      {"the longest lifetime is not a limit",
       {"metadata.token-lifetime"},
       [](const auto& request, auto& bytes, auto&) {
         if (bytes.starts_with("HTTP/1.1 400") && lifetime_of(request) == "21601") {
           bytes = answer(200, "a-token");
         }
       }},
      {"the longest lifetime is refused",
       {"metadata.token"},
       [](const auto& request, auto& bytes, auto&) {
         if (lifetime_of(request) == "21600" && is(request, "PUT", token_path) &&
             !has(request, "X-Forwarded-For") && !refused(bytes)) {
           bytes = answer(400, "Missing or Invalid Parameters");
         }
       }},
      {"a lifetime of 32 bits wraps around",
       {"metadata.token-lifetime"},
       [](const auto& request, auto& bytes, auto&) {
         if (bytes.starts_with("HTTP/1.1 400") && lifetime_of(request) == "4294967297") {
           bytes = answer(200, "a-token");
         }
       }},
      {"a missing lifetime is another status",
       {"metadata.token-lifetime"},
       [](const auto& request, auto& bytes, auto&) {
         if (bytes.starts_with("HTTP/1.1 400") && !has(request, lifetime_header)) {
           bytes = answer(411, "no");
         }
       }},
      {"proxies are served",
       {"HttpEndpoint.effect", "metadata.token-forwarded"},
       [](const auto& request, auto& bytes, auto&) {
         if (has(request, "X-Forwarded-For")) bytes = answer(200, "a-token");
       }},
      {"no token is 401",
       {"metadata.token-expiry", "metadata.token-instance", "metadata.token-unknown"},
       [](const auto&, auto& bytes, auto&) {
         if (bytes.starts_with("HTTP/1.1 401") && bytes.ends_with("Unauthorized")) {
           bytes = answer(404, "no");
         }
       }},
      {"the body is another instance",
       {"metadata.served"},
       [](const auto& request, auto& bytes, auto&) {
         if (is(request, "GET", id_path) && !refused(bytes)) bytes = answer(200, "i-other");
       }},
      {"the token is empty",
       {"metadata.token"},
       [](const auto& request, auto& bytes, auto&) {
         if (is(request, "PUT", token_path) && !refused(bytes)) bytes = answer(200, "");
       }},
      {"the text of 400 is missing, which is recommended only",
       {},
       [](const auto&, auto& bytes, auto&) {
         if (bytes.starts_with("HTTP/1.1 400")) bytes = answer(400, "bad");
       }},
      {"the same, strictly",
       {"metadata.token-lifetime-text"},
       [](const auto&, auto& bytes, auto&) {
         if (bytes.starts_with("HTTP/1.1 400")) bytes = answer(400, "bad");
       },
       true},
      {"the token path knows no 405, strictly",
       {"metadata.item-method", "metadata.token-method"},
       [](const auto&, auto& bytes, auto&) {
         if (bytes.starts_with("HTTP/1.1 405")) bytes = answer(418, "no");
       },
       true},
      {"unknown items are given, strictly",
       {"metadata.item-unknown"},
       [](const auto& request, auto& bytes, auto&) {
         if (bytes.starts_with("HTTP/1.1 404")) bytes = served(request);
       },
       true},
      {"a lifetime in words kills the connection",
       {"HttpEndpoint.effect", "metadata.token-lifetime"},
       [](const auto& request, auto&, auto& failure) {
         if (lifetime_of(request) == "forever") failure = Failure::reset;
       }},
  };
}

BOOST_AUTO_TEST_CASE(each_departure_is_found_under_its_clause) {
  for (const Row& row : rows()) {
    BOOST_TEST_CONTEXT(row.what) {
      const Told told = spoiled(row.spoil, row.strict);
      expect(told, row.clauses);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_finding_can_be_shown_by_hand_and_tells_no_token) {
  const Told told = spoiled([](const auto& request, auto& bytes, auto&) {
    if (has(request, token_header) && is(request, "GET", id_path) && !refused(bytes)) {
      bytes = answer(404, "gone");
    }
  });
  expect(told, {"metadata.served"});
  const reports::Finding& finding = told.summary.findings.front();
  BOOST_TEST(finding.replay == "");
  BOOST_TEST(finding.oracle == "effects");
  BOOST_TEST(finding.kind == "refused: served");
  BOOST_TEST(finding.reproduced);
  BOOST_TEST(finding.phase == "effects");
  BOOST_TEST(finding.label == "open: item with a token");
  BOOST_TEST(finding.observed == "404: gone");
  BOOST_REQUIRE(finding.expected.size() == 1U);
  BOOST_TEST(finding.expected[0].outcome == "200");
  BOOST_TEST(finding.request.find("X-aliyun-ecs-metadata-token: ***\r\n") != std::string::npos);
  BOOST_TEST(finding.curl.starts_with("assay sign --signature v1 "));
  const std::string url = "'http://127.0.0.1:80/i-bp67acfmxaz0001";
  BOOST_TEST(finding.curl.ends_with(
                 "&& curl -sS -i -X GET -H \"X-aliyun-ecs-metadata-token: $(curl -sS -X PUT -H "
                 "'X-aliyun-ecs-metadata-token-ttl-seconds: 21600' " +
                 url + "/latest/api/token')\" " + url + "/latest/meta-data/instance-id'"),
             finding.curl);
}

BOOST_AUTO_TEST_CASE(a_dead_service_is_not_judged) {
  std::size_t asked = 0;
  for (const Failure failure : {Failure::refused, Failure::timeout, Failure::reset}) {
    asked = 0;
    const Told told = spoiled([&](const auto&, auto&, Failure& out) {
      out = failure;
      ++asked;
    });
    BOOST_TEST(told.clauses.empty(), keys(told));
    BOOST_TEST(told.says("the metadata service does not answer: " + std::string(name(failure))));
    BOOST_TEST(asked <= 4U);
    BOOST_TEST(!told.clause("HttpTokens.effect").exercised());
    BOOST_TEST(told.clause("HttpTokens.effect").not_judged.find("does not answer") !=
               std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_service_that_dies_midway_is_judged_until_then) {
  std::size_t asked = 0;
  const Told told = spoiled([&](const auto&, auto&, Failure& failure) {
    if (++asked > 40) failure = Failure::refused;
  });
  BOOST_TEST(told.clauses.empty(), keys(told));
  BOOST_TEST(told.clause("metadata.served").exercised());
  BOOST_TEST(told.says("does not answer: refused"));
}

BOOST_AUTO_TEST_CASE(throttling_is_no_violation) {
  const Told told = spoiled([](const auto&, auto& bytes, auto&) { bytes = answer(429, "slow"); });
  BOOST_TEST(told.clauses.empty(), keys(told));
  BOOST_TEST(told.says("the metadata service answers 429: slow"));
}

BOOST_AUTO_TEST_CASE(a_closed_service_that_lets_wait_is_asked_once_a_mode) {
  EffectsBench bench;
  bench.readings = {"metadata-disabled=unanswered"};
  std::size_t waited = 0;
  bench.spoil = [&](const auto&, auto&, Failure& failure) {
    if (failure != Failure::reset) return;
    failure = Failure::timeout;
    ++waited;
  };
  const Told told = bench.run();
  BOOST_TEST(told.clauses.empty(), keys(told));
  BOOST_TEST(waited == 2U);
}

BOOST_AUTO_TEST_CASE(a_change_may_take_its_time) {
  // For four seconds after each change the service answers as before it.
  EffectsBench bench;
  std::map<std::string, std::pair<std::string, std::chrono::seconds>> last;
  bench.spoil = [&](const wire::Request& request, std::string& bytes, Failure&) {
    std::string key = request.method + request.target + lifetime_of(request) +
                      (has(request, "X-Forwarded-For") ? "f" : "") +
                      std::string(wire::header(request.headers, token_header).value_or(""));
    auto& [before, since] = last[key];
    const bool changed = before.substr(0, 12) != bytes.substr(0, 12);
    if (before.empty() || !changed) {
      before = bytes;
      since = bench.passed;
    } else if (bench.passed < since + std::chrono::seconds(4) && changed) {
      bytes = before;
    } else {
      before = bytes;
    }
  };
  const Told told = bench.run();
  BOOST_TEST(told.clauses.empty(), keys(told));
  BOOST_TEST((bench.passed > std::chrono::seconds(8)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness::testing
