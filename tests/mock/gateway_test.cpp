// The gateway's rules, each alone, in pairs, and under every alternative that bears on it.
#include <boost/test/unit_test.hpp>

#include "tests/mock/support.h"
#include "wire/time.h"

namespace assay::mock::test {

namespace {

using spec::GatewayRule;

struct Row {
  const char* what;
  void (*change)(Ask&);
  GatewayRule rule;
  const char* code;
  int status;
};

void check_row(const Row& row, Ask ask) {
  Bench bench({}, {}, true);
  row.change(ask);
  const Got got = bench.ask(ask);
  BOOST_TEST_CONTEXT(row.what) {
    BOOST_TEST(got.code == row.code);
    BOOST_TEST(got.status == row.status);
    const auto& rule = bench.service().decision().rule;
    BOOST_REQUIRE(rule.has_value());
    BOOST_TEST(std::string(name(*rule)) == std::string(name(row.rule)));
    BOOST_TEST(bench.stored("HttpEndpoint") == "");
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_gateway)

BOOST_AUTO_TEST_CASE(right_requests_pass) {
  for (const auto sign : {Ask::Sign::v1, Ask::Sign::v3}) {
    for (const bool form : {false, true}) {
      Bench bench({}, {}, true);
      Ask ask = modify(sign);
      ask.form = form;
      ask.method = form ? "POST" : "GET";
      const Got got = bench.ask(ask);
      BOOST_TEST(got.status == 200, got.bytes);
      BOOST_TEST(bench.stored("HttpEndpoint") == "disabled");
    }
  }
}

BOOST_AUTO_TEST_CASE(each_rule_of_v1) {
  using A = Ask;
  const std::vector<Row> rows{
      {"PUT", [](A& a) { a.method = "PUT"; }, GatewayRule::method_unsupported,
       "UnsupportedHTTPMethod", 403},
      {"get in lower case", [](A& a) { a.method = "get"; }, GatewayRule::method_unsupported,
       "UnsupportedHTTPMethod", 403},
      {"no Action", [](A& a) { a.action = ""; }, GatewayRule::action_missing, "MissingParameter",
       400},
      {"empty Action",
       [](A& a) {
         a.action = "";
         a.with("Action", "");
       },
       GatewayRule::action_missing, "MissingParameter", 400},
      {"other Action", [](A& a) { a.action = "StopInstance"; }, GatewayRule::action_unknown,
       "InvalidAction.NotFound", 404},
      {"Action in lower case", [](A& a) { a.action = "modifyinstancemetadataoptions"; },
       GatewayRule::action_unknown, "InvalidAction.NotFound", 404},
      {"no Version", [](A& a) { a.version = ""; }, GatewayRule::version_missing, "MissingParameter",
       400},
      {"other Version", [](A& a) { a.version = "2014-05-27"; }, GatewayRule::version_unknown,
       "InvalidAction.NotFound", 404},
      {"no key", [](A& a) { a.key = "-"; }, GatewayRule::key_missing, "MissingParameter", 400},
      {"empty key", [](A& a) { a.key = ""; }, GatewayRule::key_missing, "MissingParameter", 400},
      {"unknown key", [](A& a) { a.key = "other"; }, GatewayRule::key_unknown,
       "InvalidAccessKeyId.NotFound", 404},
      {"other method", [](A& a) { a.with("SignatureMethod", "HMAC-SHA256"); },
       GatewayRule::signature_method_unknown, "InvalidSignatureMethod", 400},
      {"other signature version", [](A& a) { a.with("SignatureVersion", "2.0"); },
       GatewayRule::signature_version_unknown, "InvalidSignatureMethod", 400},
      {"no Timestamp", [](A& a) { a.date = "-"; }, GatewayRule::timestamp_missing,
       "MissingParameter", 400},
      {"malformed Timestamp", [](A& a) { a.date = "2023-11-14 22:13:20"; },
       GatewayRule::timestamp_malformed, "InvalidTimeStamp.Format", 400},
      {"old Timestamp", [](A& a) { a.date = wire::format_time(noon - 901); },
       GatewayRule::timestamp_expired, "InvalidTimeStamp.Expired", 400},
      {"future Timestamp", [](A& a) { a.date = wire::format_time(noon + 901); },
       GatewayRule::timestamp_future, "InvalidTimeStamp.Expired", 400},
      {"no nonce", [](A& a) { a.nonce = "-"; }, GatewayRule::nonce_missing, "MissingParameter",
       400},
      {"empty nonce", [](A& a) { a.nonce = ""; }, GatewayRule::nonce_missing, "MissingParameter",
       400},
      {"no signature", [](A& a) { a.secret = "-"; }, GatewayRule::signature_missing,
       "MissingParameter", 400},
      {"wrong secret", [](A& a) { a.secret = "other"; }, GatewayRule::signature_wrong,
       "SignatureDoesNotMatch", 400},
      {"a parameter added", [](A& a) { a.late = {{"HttpTokens", "required"}}; },
       GatewayRule::signature_wrong, "SignatureDoesNotMatch", 400}};
  for (const Row& row : rows) check_row(row, modify(Ask::Sign::v1));
}

BOOST_AUTO_TEST_CASE(each_rule_of_v3) {
  using A = Ask;
  const std::vector<Row> rows{
      {"DELETE", [](A& a) { a.method = "DELETE"; }, GatewayRule::method_unsupported,
       "UnsupportedHTTPMethod", 403},
      {"no action", [](A& a) { a.action = ""; }, GatewayRule::action_missing, "MissingParameter",
       400},
      {"action in the query only",
       [](A& a) {
         a.with("Action", a.action);
         a.action = "";
       },
       GatewayRule::action_missing, "MissingParameter", 400},
      {"other action", [](A& a) { a.action = "StopInstance"; }, GatewayRule::action_unknown,
       "InvalidAction.NotFound", 404},
      {"no version", [](A& a) { a.version = ""; }, GatewayRule::version_missing, "MissingParameter",
       400},
      {"other version", [](A& a) { a.version = "x"; }, GatewayRule::version_unknown,
       "InvalidAction.NotFound", 404},
      {"no key", [](A& a) { a.key = ""; }, GatewayRule::key_missing, "MissingParameter", 400},
      {"unknown key", [](A& a) { a.key = "other"; }, GatewayRule::key_unknown,
       "InvalidAccessKeyId.NotFound", 404},
      {"malformed date", [](A& a) { a.date = "yesterday"; }, GatewayRule::timestamp_malformed,
       "InvalidTimeStamp.Format", 400},
      {"old date", [](A& a) { a.date = wire::format_time(noon - 901); },
       GatewayRule::timestamp_expired, "InvalidTimeStamp.Expired", 400},
      {"empty nonce", [](A& a) { a.nonce = ""; }, GatewayRule::nonce_missing, "MissingParameter",
       400},
      {"wrong secret", [](A& a) { a.secret = "other"; }, GatewayRule::signature_wrong,
       "SignatureDoesNotMatch", 400}};
  for (const Row& row : rows) check_row(row, modify(Ask::Sign::v3));
}

BOOST_AUTO_TEST_CASE(a_changed_payload_is_refused) {
  Bench bench({}, {}, true);
  Ask ask = modify(Ask::Sign::v3);
  ask.method = "POST";
  ask.form = true;
  wire::Request request = ask.request();
  request.body += "&HttpTokens=required";
  std::string answer;
  Action action{};
  bench.service().handle(request, answer, action);
  BOOST_TEST((bench.service().decision().rule == GatewayRule::payload_changed));
}

BOOST_AUTO_TEST_CASE(unsigned_requests_lack_a_key) {
  Bench bench({}, {}, true);
  const Got got = bench.ask(modify());
  BOOST_TEST(got.code == "MissingParameter");
  BOOST_TEST(got.message.find("\"AccessKeyId\"") != std::string::npos, got.message);
}

BOOST_AUTO_TEST_CASE(the_window_includes_its_ends) {
  for (const std::int64_t age : {900, -900, 0}) {
    Bench bench({}, {}, true);
    Ask ask = modify(Ask::Sign::v1);
    ask.date = wire::format_time(noon - age);
    BOOST_TEST(bench.ask(ask).status == 200, age);
  }
}

BOOST_AUTO_TEST_CASE(the_window_and_the_future_are_readings) {
  struct Case {
    std::vector<std::string> choices;
    std::int64_t age;
    int status;
  };
  const std::vector<Case> cases{
      {{"timestamp-window=31-minutes"}, 1860, 200},  {{"timestamp-window=31-minutes"}, 1861, 400},
      {{"timestamp-window=31-minutes"}, -1860, 200}, {{"timestamp-future=accept"}, -1'000'000, 200},
      {{"timestamp-future=accept"}, 901, 400},       {{"timestamp-future=refuse"}, -60, 200},
      {{"timestamp-future=refuse"}, -61, 400}};
  for (const Case& each : cases) {
    Bench bench(each.choices, {}, true);
    Ask ask = modify(Ask::Sign::v1);
    ask.date = wire::format_time(noon - each.age);
    BOOST_TEST(bench.ask(ask).status == each.status, each.choices.front() << " " << each.age);
  }
}

BOOST_AUTO_TEST_CASE(a_nonce_serves_once_for_v1_and_v3_together) {
  Bench bench({}, {}, true);
  BOOST_TEST(bench.ask(modify(Ask::Sign::v1)).status == 200);
  BOOST_TEST(bench.ask(modify(Ask::Sign::v1)).code == "SignatureNonceUsed");
  BOOST_TEST(bench.ask(modify(Ask::Sign::v3)).code == "SignatureNonceUsed");
  Ask fresh = modify(Ask::Sign::v1);
  fresh.nonce = "n-2";
  BOOST_TEST(bench.ask(fresh).status == 200);
}

BOOST_AUTO_TEST_CASE(a_refused_signature_uses_no_nonce_up) {
  Bench bench({}, {}, true);
  Ask wrong = modify(Ask::Sign::v1);
  wrong.secret = "other";
  BOOST_TEST(bench.ask(wrong).code == "SignatureDoesNotMatch");
  BOOST_TEST(bench.ask(modify(Ask::Sign::v1)).status == 200);
}

BOOST_AUTO_TEST_CASE(an_operation_error_uses_the_nonce_up) {
  Bench bench({}, {}, true);
  Ask ask = modify(Ask::Sign::v1);
  ask.without("HttpEndpoint").with("HttpEndpoint", "x");
  BOOST_TEST(bench.ask(ask).code == "InvalidHttpEndpoint.NotSupported");
  BOOST_TEST(bench.ask(ask).code == "SignatureNonceUsed");
}

BOOST_AUTO_TEST_CASE(of_two_broken_rules_the_earlier_is_answered) {
  Bench bench({}, {}, true);
  Ask ask = modify(Ask::Sign::v1);
  ask.secret = "other";
  ask.nonce = "-";
  BOOST_TEST(bench.ask(ask).message.find("SignatureNonce") != std::string::npos);
  ask.date = "x";
  BOOST_TEST(bench.ask(ask).code == "InvalidTimeStamp.Format");
  ask.with("SignatureMethod", "x");
  BOOST_TEST(bench.ask(ask).code == "InvalidSignatureMethod");
  ask.key = "other";
  BOOST_TEST(bench.ask(ask).code == "InvalidAccessKeyId.NotFound");
  ask.version = "x";
  BOOST_TEST(bench.ask(ask).code == "InvalidAction.NotFound");
  ask.action = "";
  BOOST_TEST(bench.ask(ask).code == "MissingParameter");
  ask.method = "PATCH";
  BOOST_TEST(bench.ask(ask).code == "UnsupportedHTTPMethod");
}

BOOST_AUTO_TEST_CASE(without_authentication_all_about_keys_is_skipped) {
  Bench bench;
  BOOST_TEST(bench.ask(modify()).status == 200);
  Ask ask = modify(Ask::Sign::v1);
  ask.secret = "other";
  ask.key = "other";
  ask.date = "x";
  for (int i = 0; i < 2; ++i) BOOST_TEST(bench.ask(ask).status == 200);
  ask.sign = Ask::Sign::v3;
  BOOST_TEST(bench.ask(ask).status == 200);
}

BOOST_AUTO_TEST_CASE(without_authentication_headers_may_name_the_action) {
  Bench bench;
  Ask ask = modify();
  ask.headers = {{"x-acs-action", ask.action}, {"x-acs-version", ask.version}};
  ask.action = ask.version = "";
  BOOST_TEST(bench.ask(ask).status == 200);
  BOOST_TEST(bench.stored("HttpEndpoint") == "disabled");
}

BOOST_AUTO_TEST_CASE(of_two_signatures_the_last_is_checked) {
  Bench bench({}, {}, true);
  Ask ask = modify(Ask::Sign::v1);
  ask.params.insert(ask.params.begin(), {"Signature", "older"});
  BOOST_TEST(bench.ask(ask).status == 200);
}

BOOST_AUTO_TEST_CASE(readings_choose_the_codes) {
  struct Case {
    const char* choice;
    void (*change)(Ask&);
    const char* code;
    int status;
  };
  const std::vector<Case> cases{
      {"gateway-missing-code=MissingName", [](Ask& a) { a.key = "-"; }, "MissingAccessKeyId", 400},
      {"gateway-missing-code=MissingName", [](Ask& a) { a.nonce = "-"; }, "MissingSignatureNonce",
       400},
      {"action-missing=MissingName", [](Ask& a) { a.action = ""; }, "MissingAction", 400},
      {"action-missing=not-found", [](Ask& a) { a.action = ""; }, "InvalidAction.NotFound", 404},
      {"version-missing=MissingName", [](Ask& a) { a.version = ""; }, "MissingVersion", 400},
      {"version-missing=as-unknown", [](Ask& a) { a.version = ""; }, "InvalidAction.NotFound", 404},
      {"action-unknown=InvalidVersion", [](Ask& a) { a.version = "x"; }, "InvalidVersion", 400},
      {"action-unknown=InvalidApi.NotFound", [](Ask& a) { a.action = "x"; }, "InvalidApi.NotFound",
       404},
      {"action-unknown=InvalidParameter", [](Ask& a) { a.action = "x"; }, "InvalidParameter", 400},
      {"access-key-unknown=400", [](Ask& a) { a.key = "x"; }, "InvalidAccessKeyId.NotFound", 400},
      {"signature-code=IncompleteSignature", [](Ask& a) { a.secret = "x"; }, "IncompleteSignature",
       400},
      {"signature-missing=MissingName", [](Ask& a) { a.secret = "-"; }, "MissingSignature", 400},
      {"signature-missing=SignatureDoesNotMatch", [](Ask& a) { a.secret = "-"; },
       "SignatureDoesNotMatch", 400},
      {"signature-method=InvalidParameter", [](Ask& a) { a.with("SignatureMethod", "x"); },
       "InvalidParameter", 400},
      {"signature-method=as-wrong-signature", [](Ask& a) { a.with("SignatureVersion", "x"); },
       "SignatureDoesNotMatch", 400},
      {"signature-method=ignored", [](Ask& a) { a.with("SignatureMethod", "x"); }, "", 200},
      {"timestamp-missing=IllegalTimestamp", [](Ask& a) { a.date = "-"; }, "IllegalTimestamp", 400},
      {"timestamp-missing=InvalidTimeStamp", [](Ask& a) { a.date = "-"; },
       "InvalidTimeStamp.Format", 400},
      {"timestamp-code=IllegalTimestamp", [](Ask& a) { a.date = "x"; }, "IllegalTimestamp", 400},
      {"timestamp-code=IllegalTimestamp", [](Ask& a) { a.date = wire::format_time(noon - 5000); },
       "IllegalTimestamp", 400}};
  for (const Case& each : cases) {
    Bench bench({each.choice}, {}, true);
    Ask ask = modify(Ask::Sign::v1);
    each.change(ask);
    const Got got = bench.ask(ask);
    BOOST_TEST(got.code == each.code, each.choice << ": " << got.bytes);
    BOOST_TEST(got.status == each.status, each.choice);
  }
}

BOOST_AUTO_TEST_CASE(a_form_counts_in_v3_only_where_it_is_read) {
  Ask ask = modify(Ask::Sign::v3);
  ask.form = true;
  ask.method = "POST";
  Bench reads({"v3-form-parameters=read"}, {}, true);
  BOOST_TEST(reads.ask(ask).status == 200);
  Bench ignores({"v3-form-parameters=ignored", "default-format=json"}, {}, true);
  BOOST_TEST(ignores.ask(ask).code == "MissingParameter");
  ask.sign = Ask::Sign::v1;
  ask.nonce = "n-2";
  BOOST_TEST(ignores.ask(ask).status == 200);
}

BOOST_AUTO_TEST_CASE(the_observation_is_guarded_likewise) {
  Bench bench({}, {}, true);
  Ask ask = observe();
  BOOST_TEST(bench.ask(ask).code == "MissingParameter");
  ask.sign = Ask::Sign::v1;
  BOOST_TEST(bench.ask(ask).status == 200);
  ask.version = "x";
  BOOST_TEST(bench.ask(ask).code == "InvalidAction.NotFound");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
