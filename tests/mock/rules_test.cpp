// The operation's rules: every parameter, every reading, the order of errors, and what is stored.
#include <boost/test/unit_test.hpp>

#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

constexpr const char* endpoint_error = "InvalidHttpEndpoint.NotSupported";
constexpr const char* tokens_error = "InvalidHttpTokens.NotSupported";
constexpr const char* hop_error = "InvalidHttpPutResponseHopLimit.NotSupported";
constexpr const char* tags_error = "InvalidInstanceMetadataTags.NotSupported";
constexpr const char* no_instance = "InvalidInstanceId.NotFound";

using Choices_ = std::vector<std::string>;

// The code that answers the right request with one parameter replaced ("" for a success).
struct Row {
  Choices_ choices;
  const char* parameter;
  std::string value;
  const char* code;
  std::string stored;  // afterwards, under the parameter's name; "-": not looked at
};

void check_row(const Row& row) {
  Bench bench(row.choices);
  Ask ask = modify();
  const Got got = bench.ask(ask.without(row.parameter).with(row.parameter, row.value));
  BOOST_TEST_CONTEXT(row.parameter << "=" << row.value << " under "
                                   << (row.choices.empty() ? "usual" : row.choices[0])) {
    BOOST_TEST(got.code == row.code);
    BOOST_TEST(got.parsed);
    if (row.stored != "-") BOOST_TEST(bench.stored(row.parameter) == row.stored);
  }
}

Got ask_of(Bench& bench, const wire::Params& params) {
  Ask ask = modify();
  ask.params = params;
  return bench.ask(ask);
}

const wire::Param region{"RegionId", "cn-hangzhou"};
const wire::Param instance{"InstanceId", "i-bp67acfmxaz0001"};

const std::vector<Row>& enumeration_rows() {
  static const std::vector<Row> rows{
      {{}, "HttpEndpoint", "enabled", "", "enabled"},
      {{}, "HttpEndpoint", "disabled", "", "disabled"},
      {{}, "HttpEndpoint", "Enabled", endpoint_error, ""},
      {{}, "HttpEndpoint", " enabled", endpoint_error, ""},
      {{}, "HttpEndpoint", "enabled\n", endpoint_error, ""},
      {{}, "HttpEndpoint", "enable", endpoint_error, ""},
      {{}, "HttpEndpoint", "enabledd", endpoint_error, ""},
      {{}, "HttpEndpoint", std::string("enabled\0", 8), endpoint_error, ""},
      {{}, "HttpEndpoint", "optional", endpoint_error, ""},
      {{}, "HttpTokens", "required", "", "required"},
      {{}, "HttpTokens", "enabled", tokens_error, ""},
      {{"value-case=ignored"}, "HttpEndpoint", "ENABLED", "", "enabled"},
      {{"value-case=ignored"}, "HttpEndpoint", "\xC4\xB0", endpoint_error, ""},
      {{"value-space=trimmed"}, "HttpEndpoint", "  enabled ", "", "enabled"},
      {{"value-space=trimmed"}, "HttpEndpoint", "ena bled", endpoint_error, ""},
      {{"invalid-utf8=refuse"}, "HttpEndpoint", "\xFF", endpoint_error, ""},
      {{"invalid-utf8=refuse", "malformed-value=InvalidParameter"},
       "HttpEndpoint",
       "\xFF",
       "InvalidParameter",
       ""},
      {{"malformed-value=InvalidParameter"}, "HttpEndpoint", "\xFF", endpoint_error, ""}};
  return rows;
}

const std::vector<Row>& integer_rows() {
  static const std::vector<Row> rows{
      {{}, "HttpPutResponseHopLimit", "1", "", "1"},
      {{}, "HttpPutResponseHopLimit", "64", "", "64"},
      {{}, "HttpPutResponseHopLimit", "0", hop_error, "0"},
      {{}, "HttpPutResponseHopLimit", "65", hop_error, "0"},
      {{}, "HttpPutResponseHopLimit", "-1", hop_error, "0"},
      {{}, "HttpPutResponseHopLimit", "x", hop_error, "0"},
      {{}, "HttpPutResponseHopLimit", "+5", hop_error, "0"},
      {{}, "HttpPutResponseHopLimit", "05", hop_error, "0"},
      {{}, "HttpPutResponseHopLimit", "5.0", hop_error, "0"},
      {{}, "HttpPutResponseHopLimit", "4294967298", hop_error, "0"},
      {{}, "HttpPutResponseHopLimit", "99999999999999999999999", hop_error, "0"},
      {{"hop-limit-range=2-to-63"}, "HttpPutResponseHopLimit", "1", hop_error, "0"},
      {{"hop-limit-range=2-to-63"}, "HttpPutResponseHopLimit", "2", "", "2"},
      {{"hop-limit-range=2-to-63"}, "HttpPutResponseHopLimit", "63", "", "63"},
      {{"hop-limit-range=2-to-63"}, "HttpPutResponseHopLimit", "64", hop_error, "0"},
      {{"integer-sign=accepted"}, "HttpPutResponseHopLimit", "+5", "", "5"},
      {{"integer-leading-zeros=accepted"}, "HttpPutResponseHopLimit", "005", "", "5"},
      {{"value-space=trimmed"}, "HttpPutResponseHopLimit", " 5 ", "", "5"},
      {{"preview-parameters=ignored"}, "HttpPutResponseHopLimit", "x", "", "0"},
      {{"preview-parameters=ignored"}, "HttpPutResponseHopLimit", "5", "", "0"},
      {{"malformed-value=InvalidParameter"},
       "HttpPutResponseHopLimit",
       "x",
       "InvalidParameter",
       "0"},
      {{"malformed-value=InvalidParameter"}, "HttpPutResponseHopLimit", "65", hop_error, "0"},
      {{"malformed-value=InvalidParameter", "integer-width=32-bits"},
       "HttpPutResponseHopLimit",
       "2147483648",
       "InvalidParameter",
       "0"},
      {{"malformed-value=InvalidParameter", "integer-width=64-bits"},
       "HttpPutResponseHopLimit",
       "2147483648",
       hop_error,
       "0"},
      {{"malformed-value=InvalidParameter", "integer-width=64-bits"},
       "HttpPutResponseHopLimit",
       "9223372036854775808",
       "InvalidParameter",
       "0"},
      {{"malformed-value=InvalidParameter", "integer-width=unbounded"},
       "HttpPutResponseHopLimit",
       "9223372036854775808",
       hop_error,
       "0"}};
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_rules)

BOOST_AUTO_TEST_CASE(enumerations) {
  for (const Row& row : enumeration_rows()) check_row(row);
}

BOOST_AUTO_TEST_CASE(integers) {
  for (const Row& row : integer_rows()) check_row(row);
}

BOOST_AUTO_TEST_CASE(texts_whose_values_are_a_reading) {
  const char* const name = "InstanceMetadataTags";
  const std::vector<Row> rows{
      {{}, name, "enabled", "", "enabled"},
      {{}, name, "null", tags_error, ""},
      {{"metadata-tags-values=any"}, name, "null", "", "null"},
      {{"metadata-tags-values=any"}, name, "<&\">", "", "<&\">"},
      {{"metadata-tags-values=any", "invalid-utf8=replace"}, name, "\xFF", "", "\xEF\xBF\xBD"},
      {{"metadata-tags-values=any"}, name, "\xFF", "", "\xFF"},
      {{"metadata-tags-values=any", "empty-value=invalid"}, name, "", "", ""},
      {{"preview-parameters=ignored"}, name, "null", "", ""}};
  for (const Row& row : rows) check_row(row);
}

BOOST_AUTO_TEST_CASE(region_and_resource) {
  const std::vector<Row> rows{
      {{}, "RegionId", "cn-beijing", "InvalidRegionId.NotFound", "-"},
      {{"region-unknown=not-supported"},
       "RegionId",
       "x",
       "InvalidOperation.NotSupportedEndpoint",
       "-"},
      {{"region-unknown=no-instance"}, "RegionId", "x", no_instance, "-"},
      {{"region-unknown=InvalidParameter"}, "RegionId", "x", "InvalidParameter", "-"},
      {{"region-unknown=ignored"}, "RegionId", "x", "", "-"},
      {{}, "RegionId", "CN-hangzhou", "InvalidRegionId.NotFound", "-"},
      {{"identifier-case=ignored"}, "RegionId", "CN-hangzhou", "", "-"},
      {{"identifier-space=trimmed"}, "RegionId", " cn-hangzhou", "", "-"},
      {{}, "RegionId", "", "MissingParameter", "-"},
      {{"empty-region=invalid"}, "RegionId", "", "InvalidRegionId.NotFound", "-"},
      {{}, "InstanceId", "i-bp67acfmxaz9999", no_instance, "-"},
      {{}, "InstanceId", "I-BP67ACFMXAZ0001", no_instance, "-"},
      {{"identifier-case=ignored"}, "InstanceId", "I-BP67ACFMXAZ0001", "", "-"},
      {{}, "InstanceId", "i-bp67acfmxaz0001 ", no_instance, "-"},
      {{"identifier-space=trimmed"}, "InstanceId", "i-bp67acfmxaz0001 ", "", "-"},
      {{}, "InstanceId", "", "MissingParameter", "-"},
      {{"empty-instance-id=invalid"}, "InstanceId", "", no_instance, "-"},
      {{"instance-id-missing=nothing"}, "InstanceId", "", "", "-"}};
  for (const Row& row : rows) check_row(row);
}

BOOST_AUTO_TEST_CASE(what_is_left_out) {
  struct Case {
    Choices_ choices;
    const char* parameter;
    const char* code;
    const char* endpoint;  // stored afterwards; it was "disabled"
  };
  const std::vector<Case> cases{
      {{}, "RegionId", "MissingParameter", "disabled"},
      {{}, "HttpEndpoint", "MissingParameter", "disabled"},
      {{"http-endpoint-missing=reset"}, "HttpEndpoint", "", "enabled"},
      {{"http-endpoint-missing=keep"}, "HttpEndpoint", "", "disabled"},
      {{"missing-code=MissingName"}, "HttpEndpoint", "MissingHttpEndpoint", "disabled"},
      {{}, "InstanceId", "MissingParameter", "disabled"},
      {{"instance-id-missing=not_found"}, "InstanceId", no_instance, "disabled"},
      {{"instance-id-missing=nothing"}, "InstanceId", "", "disabled"}};
  for (const Case& each : cases) {
    Bench bench(each.choices);
    bench.store("HttpEndpoint", "disabled");
    Ask ask = modify();
    ask.without("HttpEndpoint").with("HttpEndpoint", "enabled").without(each.parameter);
    BOOST_TEST_CONTEXT(each.parameter << " " << (each.choices.empty() ? "" : each.choices[0])) {
      BOOST_TEST(bench.ask(ask).code == each.code);
      BOOST_TEST(bench.stored("HttpEndpoint") == each.endpoint);
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_answered_with_the_error_of_another_rule) {
  Bench bench({"instance-id-missing=nothing"});
  BOOST_TEST(ask_of(bench, {region, {"HttpEndpoint", "x"}}).code == endpoint_error);
  BOOST_TEST(ask_of(bench, {region, {"HttpEndpoint", "disabled"}}).status == 200);
  BOOST_TEST(bench.stored("HttpEndpoint") == "");
}

BOOST_AUTO_TEST_CASE(empty_values) {
  Bench absent;
  BOOST_TEST(ask_of(absent, {region, instance, {"HttpEndpoint", ""}}).code == "MissingParameter");
  Bench invalid({"empty-value=invalid"});
  BOOST_TEST(ask_of(invalid, {region, instance, {"HttpEndpoint", ""}}).code == endpoint_error);
  Bench trimmed({"empty-value=absent", "value-space=trimmed"});
  BOOST_TEST(ask_of(trimmed, {region, instance, {"HttpEndpoint", "  "}}).code ==
             "MissingParameter");
  Bench number({"empty-value=invalid", "malformed-value=InvalidParameter"});
  Ask ask = modify();
  BOOST_TEST(number.ask(ask.with("HttpPutResponseHopLimit", "")).code == "InvalidParameter");
}

BOOST_AUTO_TEST_CASE(optional_parameters_are_kept_or_reset) {
  Bench keeps;
  Bench resets({"omitted-parameter=reset"});
  Bench ignores({"omitted-parameter=reset", "preview-parameters=ignored"});
  for (Bench* bench : {&keeps, &resets, &ignores}) {
    bench->store("HttpTokens", "required");
    bench->store("HttpPutResponseHopLimit", "9");
    bench->store("InstanceMetadataTags", "enabled");
    BOOST_TEST(bench->ask(modify()).status == 200);
  }
  BOOST_TEST(keeps.stored("HttpTokens") == "required");
  BOOST_TEST(keeps.stored("HttpPutResponseHopLimit") == "9");
  BOOST_TEST(resets.stored("HttpTokens") == "optional");
  BOOST_TEST(resets.stored("HttpPutResponseHopLimit") == "1");
  BOOST_TEST(resets.stored("InstanceMetadataTags") == "disabled");
  BOOST_TEST(ignores.stored("HttpTokens") == "optional");
  BOOST_TEST(ignores.stored("HttpPutResponseHopLimit") == "9");
}

BOOST_AUTO_TEST_CASE(parameters_sent_twice) {
  const auto twice = [](const Choices_& choices, Ask::Sign sign) {
    Bench bench(choices, {}, sign != Ask::Sign::none);
    Ask ask = modify(sign);
    const Got got = bench.ask(ask.with("HttpEndpoint", "enabled"));
    return got.code.empty() ? bench.stored("HttpEndpoint") : got.code;
  };
  BOOST_TEST(twice({"duplicate-parameter=first"}, Ask::Sign::none) == "disabled");
  BOOST_TEST(twice({"duplicate-parameter=last"}, Ask::Sign::none) == "enabled");
  BOOST_TEST(twice({"duplicate-parameter=refuse"}, Ask::Sign::none) == "InvalidParameter");
  BOOST_TEST(twice({"duplicate-parameter=mismatch"}, Ask::Sign::none) == "enabled");
  BOOST_TEST(twice({"duplicate-parameter=mismatch"}, Ask::Sign::v1) == "SignatureDoesNotMatch");
  BOOST_TEST(twice({"duplicate-parameter=mismatch"}, Ask::Sign::v3) == "SignatureDoesNotMatch");
}

BOOST_AUTO_TEST_CASE(ignored_parameters_may_still_not_come_twice) {
  Bench bench({"preview-parameters=ignored", "duplicate-parameter=refuse"});
  Ask ask = modify();
  ask.with("InstanceMetadataTags", "x").with("InstanceMetadataTags", "y");
  const Got got = bench.ask(ask);
  BOOST_TEST(got.code == "InvalidParameter");
  BOOST_TEST(got.message.find("InstanceMetadataTags") != std::string::npos, got.message);
}

BOOST_AUTO_TEST_CASE(ill_formed_values_of_signed_requests) {
  Bench bench({"invalid-utf8=replace"}, {}, true);
  Ask ask = modify(Ask::Sign::v1);
  ask.without("HttpEndpoint").with("HttpEndpoint", "\xFF");
  BOOST_TEST(bench.ask(ask).code == "SignatureDoesNotMatch");
  Bench unsigned_({"invalid-utf8=replace"});
  ask.sign = Ask::Sign::none;
  BOOST_TEST(unsigned_.ask(ask).code == endpoint_error);
}

BOOST_AUTO_TEST_CASE(names_are_exact_and_others_are_ignored) {
  Bench bench;
  Ask ask = modify();
  ask.with("httpTokens", "x").with("HttpTokens ", "x").with("Other", "x").with("HttpTokens.1", "x");
  BOOST_TEST(bench.ask(ask).status == 200);
  BOOST_TEST(bench.stored("HttpTokens") == "");
}

BOOST_AUTO_TEST_CASE(query_comes_before_form) {
  Bench bench({"duplicate-parameter=first"});
  wire::Request request = modify().request();
  request.method = "POST";
  request.headers.push_back({"Content-Type", "Application/X-WWW-form-urlencoded; charset=utf-8"});
  request.body = "HttpEndpoint=enabled&HttpTokens=required";
  std::string answer;
  Action action{};
  bench.service().handle(request, answer, action);
  BOOST_TEST(bench.stored("HttpEndpoint") == "disabled");
  BOOST_TEST(bench.stored("HttpTokens") == "required");
}

BOOST_AUTO_TEST_CASE(a_body_of_another_type_is_no_form) {
  Bench bench;
  wire::Request request = modify().request();
  request.method = "POST";
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = "HttpTokens=required";
  std::string answer;
  Action action{};
  bench.service().handle(request, answer, action);
  BOOST_TEST(bench.stored("HttpTokens") == "");
}

BOOST_AUTO_TEST_CASE(a_bad_escape_stands_for_itself) {
  Bench bench({"metadata-tags-values=any"});
  wire::Request request = modify().request();
  request.target += "&InstanceMetadataTags=%4&x=%zz&%";
  std::string answer;
  Action action{};
  bench.service().handle(request, answer, action);
  BOOST_TEST(bench.stored("InstanceMetadataTags") == "%4");
}

BOOST_AUTO_TEST_CASE(which_error_wins) {
  struct Case {
    const char* order;
    wire::Params params;
    const char* code;
  };
  const wire::Param bad_region{"RegionId", "x"};
  const wire::Param bad_instance{"InstanceId", "x"};
  const wire::Param bad_endpoint{"HttpEndpoint", "x"};
  const wire::Param bad_tokens{"HttpTokens", "x"};
  const std::vector<Case> cases{
      {"missing-values-exists", {bad_region, bad_instance}, "MissingParameter"},
      {"missing-values-exists", {region, bad_instance, bad_endpoint}, endpoint_error},
      {"missing-values-exists", {region, instance, bad_tokens, bad_endpoint}, endpoint_error},
      {"missing-values-exists",
       {bad_region, bad_instance, bad_endpoint},
       "InvalidRegionId.NotFound"},
      {"missing-exists-values", {region, bad_instance, bad_endpoint}, no_instance},
      {"missing-exists-values", {region, bad_instance}, "MissingParameter"},
      {"parameter-table", {bad_region, bad_instance}, "InvalidRegionId.NotFound"},
      {"parameter-table", {region, bad_instance}, no_instance},
      {"values-missing-exists", {region, bad_instance, bad_tokens}, tokens_error},
      {"values-missing-exists", {region, bad_instance}, "MissingParameter"}};
  for (const Case& each : cases) {
    Bench bench({std::string("error-order=") + each.order});
    BOOST_TEST(ask_of(bench, each.params).code == each.code, each.order);
  }
}

BOOST_AUTO_TEST_CASE(a_success_stores_what_was_asked_and_nothing_else) {
  Bench bench;
  bench.store("InstanceMetadataTags", "enabled");
  Ask ask = modify();
  ask.with("HttpTokens", "required").with("HttpPutResponseHopLimit", "12");
  BOOST_TEST(bench.ask(ask).status == 200);
  BOOST_TEST(bench.stored("HttpEndpoint") == "disabled");
  BOOST_TEST(bench.stored("HttpTokens") == "required");
  BOOST_TEST(bench.stored("HttpPutResponseHopLimit") == "12");
  BOOST_TEST(bench.stored("InstanceMetadataTags") == "enabled");
  for (const char* field : {"HttpEndpoint", "HttpTokens", "InstanceMetadataTags"}) {
    BOOST_TEST(bench.stored(field, 1) == "");
  }
}

BOOST_AUTO_TEST_CASE(a_refused_request_stores_nothing) {
  Bench bench;
  Ask ask = modify();
  BOOST_TEST(bench.ask(ask.with("HttpTokens", "x")).code == tokens_error);
  BOOST_TEST(bench.stored("HttpEndpoint") == "");
}

BOOST_AUTO_TEST_CASE(the_wording_is_a_reading) {
  Bench usual, other({"not-found-wording=does-not-exist"});
  const wire::Params params{region, {"InstanceId", "x"}, {"HttpEndpoint", "enabled"}};
  BOOST_TEST(ask_of(usual, params).message == "The specified InstanceId is not found.");
  BOOST_TEST(ask_of(other, params).message == "The specified InstanceId does not exist.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
