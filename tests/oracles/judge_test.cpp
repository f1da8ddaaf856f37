// Verdicts on single exchanges: what must fail, and the near miss that must pass.
#include "oracles/judge.h"

#include "tests/oracles/support.h"

namespace assay::oracles {

using testing::bad_tokens;
using testing::Bench;
using testing::error;
using testing::key;
using testing::state;
using testing::success;

BOOST_AUTO_TEST_SUITE(judge)

BOOST_AUTO_TEST_CASE(a_valid_call_succeeds) {
  Bench bench;
  const auto& judgement = bench.call("&HttpEndpoint=enabled&HttpTokens=required", success());
  BOOST_TEST(key(judgement) == "");
  BOOST_TEST(judgement.success);
  BOOST_TEST(!judgement.verdicts.empty());
}

BOOST_AUTO_TEST_CASE(a_valid_call_refused_is_blamed_on_the_owner_of_the_code) {
  Bench bench;
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpTokens=required", bad_tokens())) ==
             "HttpTokens.valid-values/refused: InvalidHttpTokens.NotSupported");
  BOOST_TEST(
      key(bench.call("&HttpEndpoint=enabled", error(404, "InvalidInstanceId.NotFound",
                                                    "The specified InstanceId is not found."))) ==
      "InstanceId.exists/refused: InvalidInstanceId.NotFound");
  BOOST_TEST(
      key(bench.call("&HttpEndpoint=enabled",
                     error(400, "MissingParameter",
                           "The input parameter \"RegionId\" that is mandatory for processing "
                           "this request is not supplied."))) ==
      "RegionId.required/refused: MissingParameter");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled", error(418, "Teapot", "no"))) ==
             "gateway.catalogue/refused: Teapot");
}

BOOST_AUTO_TEST_CASE(an_invalid_value_accepted) {
  Bench bench;
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpTokens=optionally", success())) ==
             "HttpTokens.valid-values/accepted");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpTokens=optionally", bad_tokens())) == "");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpTokens=optional%00x", success())) ==
             "HttpTokens.valid-values/accepted");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=65", success())) == "");
  bench.fix("preview-parameters", "honoured");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=65", success())) ==
             "HttpPutResponseHopLimit.range/accepted");
  // 2^32 + 5 is not 5.
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=4294967301",
                            success())) == "HttpPutResponseHopLimit.range/accepted");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=5.0", success())) ==
             "HttpPutResponseHopLimit.type/accepted");
}

BOOST_AUTO_TEST_CASE(details_of_an_error) {
  Bench bench;
  const std::string call = "&HttpEndpoint=enabled&HttpTokens=x";
  auto response = bad_tokens();
  response.status = 403;
  BOOST_TEST(key(bench.call(call, response)) ==
             "error.InvalidHttpTokens.NotSupported.status/status 403");
  BOOST_TEST(key(bench.call(call, error(400, "InvalidHttpTokens.NotSupported", "Wrong."))) ==
             "error.InvalidHttpTokens.NotSupported.message/message");
  BOOST_TEST(
      key(bench.call(call, error(400, "InvalidHttpToken.NotSupported", "Wrong."))) ==
      "error.InvalidHttpTokens.NotSupported.code/unknown code InvalidHttpToken.NotSupported");
  BOOST_TEST(key(bench.call(call, error(400, "InvalidHttpEndpoint.NotSupported", "x"))) ==
             "error.InvalidHttpTokens.NotSupported.code/code InvalidHttpEndpoint.NotSupported");
  response.status = 200;  // an error that pretends to be a success
  BOOST_TEST(key(bench.call(call, response)) ==
             "error.InvalidHttpTokens.NotSupported.status/status 200");
}

BOOST_AUTO_TEST_CASE(readings_are_permitted_until_one_is_seen) {
  Bench bench;
  const std::string upper = "&HttpEndpoint=enabled&HttpTokens=OPTIONAL";
  BOOST_TEST(key(bench.call(upper, bad_tokens())) == "");
  const auto& first = bench.call(upper, success());
  BOOST_TEST(key(first) == "");
  BOOST_REQUIRE(!first.allowed.empty());
  bench.learn(first);
  BOOST_TEST(bench.worlds.alive(*testing::shipped().find_reading("value-case")).size() == 1U);
  // Now the other answer contradicts, and says what it would have needed.
  const auto& second = bench.call(upper, bad_tokens());
  BOOST_TEST(key(second) == "HttpTokens.valid-values/refused: InvalidHttpTokens.NotSupported");
  const std::size_t reading = *testing::shipped().find_reading("value-case");
  const std::size_t exact = *testing::shipped().readings[reading].find("exact");
  BOOST_TEST((second.violations[0].otherwise == std::vector<Cube>{{{reading, exact}}}));
}

BOOST_AUTO_TEST_CASE(both_hop_limits_are_permitted_at_first) {
  Bench bench;
  bench.fix("preview-parameters", "honoured");
  const std::string message =
      "The specified HttpPutResponseHopLimit not supported, more than 1 and less than 64 is "
      "reasonable.";
  const auto refused = error(400, "InvalidHttpPutResponseHopLimit.NotSupported", message);
  for (const char* edge : {"1", "64"}) {
    const std::string call = std::string("&HttpEndpoint=enabled&HttpPutResponseHopLimit=") + edge;
    BOOST_TEST(key(bench.call(call, refused)) == "");
    BOOST_TEST(key(bench.call(call, success())) == "");
  }
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=2", refused)) != "");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=63", refused)) != "");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=0", refused)) == "");
  // 1 accepted and 64 refused is neither reading.
  bench.learn(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=1", success()));
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&HttpPutResponseHopLimit=64", refused)) ==
             "HttpPutResponseHopLimit.range/refused: InvalidHttpPutResponseHopLimit.NotSupported");
}

BOOST_AUTO_TEST_CASE(stored_state) {
  Bench bench;
  bench.fix("preview-parameters", "honoured");
  bench.fix("omitted-parameter", "keep");
  bench.circumstances.before = state("enabled", "optional", "5", "disabled");
  const std::string call = "&HttpEndpoint=enabled&HttpTokens=required";
  const auto after = [&](State shown) {
    bench.circumstances.after = std::move(shown);
    return key(bench.call(call, success()));
  };
  BOOST_TEST(after(state("enabled", "required", "5", "disabled")) == "");
  BOOST_TEST(after(state("enabled", "optional", "5", "disabled")) ==
             "gateway.stored/not stored HttpTokens");
  BOOST_TEST(after(state("disabled", "required", "5", "disabled")) ==
             "gateway.stored/not stored HttpEndpoint");
  BOOST_TEST(after(state("enabled", "required", "6", "disabled")) != "");
  BOOST_TEST(after(state("enabled", "required", "5", "enabled")) != "");
}

BOOST_AUTO_TEST_CASE(omitted_parameters_are_kept_or_reset) {
  Bench bench;
  bench.circumstances.before = state("enabled", "required", "5", "enabled");
  const auto after = [&](State shown) -> const Judgement& {
    bench.circumstances.after = std::move(shown);
    return bench.call("&HttpEndpoint=enabled", success());
  };
  BOOST_TEST(key(after(state("enabled", "required", "5", "enabled"))) == "");
  BOOST_TEST(key(after(state("enabled", "optional", "1", "disabled"))) == "");
  BOOST_TEST(key(after(state("enabled", "disabled", "5", "enabled"))) != "");
  bench.learn(after(state("enabled", "optional", "1", "disabled")));
  const auto omitted = *testing::shipped().find_reading("omitted-parameter");
  BOOST_REQUIRE(bench.worlds.alive(omitted).size() == 1U);
  BOOST_TEST(
      testing::shipped().readings[omitted].alternatives[bench.worlds.alive(omitted)[0]].name ==
      "reset");
}

BOOST_AUTO_TEST_CASE(a_refused_request_changes_nothing) {
  Bench bench;
  bench.circumstances.before = state("enabled", "optional", "1", "disabled");
  bench.circumstances.after = bench.circumstances.before;
  BOOST_TEST(key(bench.call("&HttpEndpoint=disabled&HttpTokens=x", bad_tokens())) == "");
  bench.circumstances.after = state("disabled", "optional", "1", "disabled");
  BOOST_TEST(key(bench.call("&HttpEndpoint=disabled&HttpTokens=x", bad_tokens())) ==
             "gateway.refused-unchanged/changed HttpEndpoint");
}

BOOST_AUTO_TEST_CASE(values_that_are_shown_must_be_valid) {
  Bench bench;
  bench.circumstances.before = state("enabled", "optional", "1", "x");
  bench.circumstances.after = state("enabled", "optional", "99", "x");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled", success())) != "");
}

BOOST_AUTO_TEST_CASE(formats) {
  Bench bench;
  auto xml = success();
  xml.headers[0].value = "text/xml";
  xml.body = "<ModifyInstanceMetadataOptionsResponse><RequestId>" + std::string(testing::good_id) +
             "</RequestId></ModifyInstanceMetadataOptionsResponse>";
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled", xml)) == "gateway.format/XML for JSON");
  const std::string silent =
      "Action=ModifyInstanceMetadataOptions&Version=2014-05-26&RegionId=cn-hangzhou&InstanceId=i-1&"
      "HttpEndpoint=enabled";
  BOOST_TEST(key(bench.query(silent, xml)) == "");
  BOOST_TEST(key(bench.query(silent, success())) == "");
  bench.learn(bench.query(silent, xml));
  BOOST_TEST(key(bench.query(silent, success())) == "gateway.format/JSON for XML");
  BOOST_TEST(key(bench.query(silent + "&Format=xml", xml)) == "");
}

BOOST_AUTO_TEST_CASE(two_broken_rules_permit_both_errors) {
  Bench bench;
  const std::string call = "&HttpEndpoint=x&HttpTokens=x";
  const auto endpoint =
      error(400, "InvalidHttpEndpoint.NotSupported",
            "The specified HttpEndpoint not supported, you can use enabled(default) or disabled.");
  const auto& first = bench.call(call, endpoint);
  BOOST_TEST(key(first) == "");
  BOOST_REQUIRE(first.winner.has_value());
  BOOST_TEST(first.winner->parameter == 2U);
  BOOST_REQUIRE(first.losers.size() == 1U);
  BOOST_TEST(first.losers[0].parameter == 3U);
  BOOST_TEST(key(bench.call(call, bad_tokens())) == "");
  BOOST_TEST(key(bench.call(call, success())) == "HttpEndpoint.valid-values/accepted");
}

BOOST_AUTO_TEST_CASE(throttling_and_passing_failures_are_inconclusive) {
  Bench bench;
  const auto& throttled =
      bench.call("&HttpEndpoint=enabled",
                 error(400, "Throttling.User", "Request was denied due to user flow control."));
  BOOST_TEST(throttled.inconclusive);
  BOOST_TEST(throttled.throttled);
  const auto& internal = bench.call("&HttpEndpoint=enabled", error(500, "InternalError", "x"));
  BOOST_TEST(internal.inconclusive);
  BOOST_TEST(internal.note == "InternalError");
  const auto& unknown = bench.call("&HttpEndpoint=enabled", error(500, "Oops", "x"));
  BOOST_TEST(!unknown.inconclusive);
  BOOST_TEST(bench.fails("timeout").inconclusive);
  BOOST_TEST(key(bench.fails("not-http")) == "gateway.http/not-http");
}

BOOST_AUTO_TEST_CASE(recommendations_fail_only_when_strict) {
  const auto without_host =
      testing::json(400, "{\"RequestId\":\"" + std::string(testing::good_id) +
                             "\",\"Code\":\"InvalidHttpTokens.NotSupported\",\"Message\":\"The "
                             "specified HttpTokens not "
                             "supported, you can use optional(default) or required.\"}");
  Bench lenient;
  BOOST_TEST(key(lenient.call("&HttpEndpoint=enabled&HttpTokens=x", without_host)) == "");
  Bench strict(true);
  BOOST_TEST(key(strict.call("&HttpEndpoint=enabled&HttpTokens=x", without_host)) ==
             "gateway.error-host/missing");
}

BOOST_AUTO_TEST_CASE(duplicates_and_unknown_parameters) {
  Bench bench;
  const std::string twice = "&HttpEndpoint=enabled&HttpTokens=optional&HttpTokens=zzz";
  BOOST_TEST(key(bench.call(twice, success())) == "");
  BOOST_TEST(key(bench.call(twice, bad_tokens())) == "");
  BOOST_TEST(
      key(bench.call(twice, error(400, "InvalidParameter",
                                  "The specified parameter \"HttpTokens\" is not valid."))) == "");
  BOOST_TEST(key(bench.call(twice, error(400, "InvalidParameter",
                                         "The specified parameter \"Nobody\" is not valid."))) !=
             "");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&Nobody=x", success())) == "");
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled&Nobody=x",
                            error(400, "InvalidParameter",
                                  "The specified parameter \"Nobody\" is not valid."))) != "");
}

BOOST_AUTO_TEST_CASE(missing_parameters) {
  Bench bench;
  const auto missing = [](const std::string& name) {
    return error(400, "MissingParameter",
                 "The input parameter \"" + name +
                     "\" that is mandatory for processing this request is not supplied.");
  };
  const std::string no_region =
      "Action=ModifyInstanceMetadataOptions&Version=2014-05-26&Format=JSON&InstanceId=i-1&"
      "HttpEndpoint="
      "enabled";
  BOOST_TEST(key(bench.query(no_region, missing("RegionId"))) == "");
  BOOST_TEST(key(bench.query(no_region, missing("InstanceId"))) ==
             "error.MissingParameter.message/message");
  BOOST_TEST(key(bench.query(no_region, success())) == "RegionId.required/accepted");
  BOOST_TEST(key(bench.query(no_region, error(400, "MissingRegionId",
                                              "RegionId is mandatory for this action."))) == "");
  // Whether HttpEndpoint may be left out is a reading; an answer chooses.
  BOOST_TEST(key(bench.call("", missing("HttpEndpoint"))) == "");
  BOOST_TEST(key(bench.call("", success())) == "");
}

BOOST_AUTO_TEST_CASE(the_gateway_looks_first) {
  Bench bench;
  const std::string rest = "&Format=JSON&RegionId=cn-hangzhou&InstanceId=i-1&HttpEndpoint=enabled";
  const auto not_found = error(404, "InvalidAction.NotFound",
                               "Specified api is not found, please check your url and method.");
  BOOST_TEST(key(bench.query("Action=Nothing&Version=2014-05-26" + rest, not_found)) == "");
  BOOST_TEST(key(bench.query("Action=Nothing&Version=2014-05-26" + rest, success())) ==
             "gateway.action.unknown/accepted");
  BOOST_TEST(key(bench.query("Action=ModifyInstanceMetadataOptions&Version=1" + rest, success())) ==
             "gateway.version.unknown/accepted");
  bench.method = "PUT";
  BOOST_TEST(key(bench.call("&HttpEndpoint=enabled", success())) == "");  // only recommended
}

// After a step that was not read back nobody knows what was stored before the next one.
BOOST_AUTO_TEST_CASE(what_was_asked_for_is_judged_without_a_state_before) {
  Bench bench;
  bench.circumstances.after = state("enabled", "optional", "1", "enabled");
  BOOST_TEST(key(bench.call("&HttpEndpoint=disabled&HttpTokens=optional", success())) ==
             "gateway.stored/not stored HttpEndpoint");
  bench.circumstances.after = state("disabled", "required", "64", "enabled");
  BOOST_TEST(key(bench.call("&HttpEndpoint=disabled", success())) == "");
  // Nothing can be said of a refusal.
  BOOST_TEST(key(bench.call("&HttpEndpoint=disabled&HttpTokens=no", bad_tokens())) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
