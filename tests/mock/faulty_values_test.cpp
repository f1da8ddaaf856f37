// Faults of values and of what is read of a request, each with what shows it and a near miss.
#include <boost/test/unit_test.hpp>

#include "tests/mock/fault_probe.h"

namespace assay::mock::test {

namespace {

std::string endpoint(std::string value) { return send_value("HttpEndpoint", std::move(value)); }
std::string tokens(std::string value) { return send_value("HttpTokens", std::move(value)); }
std::string limit(std::string value) {
  return send_value("HttpPutResponseHopLimit", std::move(value));
}

std::string post(const std::string& query, const Ask& ask) {
  Ask form = ask;
  form.method = "POST";
  form.form = true;
  wire::Request request = form.request();
  request.target = "/" + query;
  request.headers.push_back({"Content-Length", std::to_string(request.body.size())});
  std::string out;
  wire::append_bytes(out, request);
  return out;
}

// The second enumeration among the other parameters, at that place.
std::string at_place(std::size_t place) {
  Ask ask = modify();
  ask.params.insert(ask.params.begin() + static_cast<std::ptrdiff_t>(place),
                    {"HttpTokens", "required"});
  return ask.bytes();
}

std::string twice() {
  Ask ask = with_value("HttpEndpoint", "enabled");
  ask.with("HttpEndpoint", "disabled");
  return ask.with("HttpTokens", "optional").with("HttpTokens", "required").bytes();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_faulty_values)

BOOST_AUTO_TEST_CASE(of_enumerations) {
  using namespace std::string_literals;
  check_probes({
      {"suffix-match", {endpoint("xenabled")}, {endpoint("enabledx")}},
      {"substring-match", {tokens("xoptionaly")}, {tokens("optiona")}},
      {"space-inside-ignored", {endpoint("ena bled")}, {endpoint("ena\tbled")}},
      {"control-ignored", {endpoint("enabled\x1B")}, {endpoint("ena\tbled")}},
      {"quotes-ignored", {endpoint("\"enabled\"")}, {endpoint("'enabled'")}},
      {"decoded-twice", {endpoint("%65nabled")}, {endpoint("%6Xnabled")}},
      {"semicolon-cut", {endpoint("enabled;x")}, {endpoint("enabled,x")}},
      {"ampersand-cut", {endpoint("enabled&x=1")}, {endpoint("enabled;x")}},
      {"full-width-accepted", {endpoint("\xEF\xBD\x85nabled")}, {endpoint("\xD0\xB5nabled")}},
      {"look-alike-accepted", {tokens("\xD0\xBEptional")}, {tokens("\xEF\xBD\x8Fptional")}},
      {"invisible-ignored",
       {endpoint("ena\xC2\xAD"s + "bled")},
       {endpoint("ena\xC2\xA0"s + "bled")}},
      {"boolean-words-accepted", {endpoint("true")}, {endpoint("yes")}},
      {"boolean-words-accepted", {endpoint("0")}, {endpoint("2")}},
      {"long-value-accepted", {endpoint(std::string(256, 'a'))}, {endpoint(std::string(255, 'a'))}},
      {"long-value-cut",
       {tokens("optional" + std::string(300, ' ') + "x")},
       {tokens("optional" + std::string(200, ' ') + "x")}},
      {"title-case-accepted",
       {endpoint("Enabled"), endpoint("ENABLED")},
       {endpoint("enabled"), endpoint("Enable")}},
      {"foreign-value-accepted",
       {endpoint("required")},
       {endpoint("requiredx"), endpoint("enabled")}},
  });
}

BOOST_AUTO_TEST_CASE(of_numbers) {
  check_probes({
      {"integer-wrap-8", {limit("288")}, {limit("456"), limit("63")}},
      {"integer-wrap-64", {limit("18446744073709551648")}, {limit("4294967328"), limit("-1")}},
      {"fraction-cut", {limit("32.5")}, {limit("32."), limit(".5")}},
      {"exponent-accepted", {limit("32e0")}, {limit("32e"), limit("e0")}},
      {"exponent-accepted", {limit("3E1")}, {limit("3E10")}},
      {"number-prefix-read", {limit("32a")}, {limit("a32"), limit("32 ")}},
      {"hexadecimal-accepted", {limit("0x1f")}, {limit("0y1f"), limit("0x")}},
      {"minus-ignored", {limit("-32")}, {limit("+32"), limit("32-")}},
      {"foreign-digits-accepted", {limit("\xD9\xA5")}, {limit("\xC2\xB2")}},
      {"foreign-digits-accepted", {limit("\xEF\xBC\x95")}, {limit("\xEF\xBD\x85")}},
      {"out-of-range-clamped", {limit("65")}, {limit("64"), limit("x")}},
      {"out-of-range-clamped", {limit("-1")}, {limit("1"), limit("99999999999999999999")}},
      {"leading-zero-octal", {limit("032")}, {limit("32"), limit("09")}},
  });
}

BOOST_AUTO_TEST_CASE(of_names) {
  check_probes({{"longer-name-found",
                 {send_value("InstanceId", "i-bp67acfmxaz0001x")},
                 {send_value("InstanceId", "xi-bp67acfmxaz0001")}}});
}

BOOST_AUTO_TEST_CASE(of_what_is_read) {
  Ask large = modify();
  large.with("Nobody", std::string(1600, 'u'));
  check_probes({
      {"first-parameter-ignored", {at_place(0)}, {at_place(1), at_place(3)}},
      {"last-parameter-ignored", {at_place(3)}, {at_place(0), at_place(2)}},
      {"query-ignored-with-form",
       {post("?HttpTokens=required", modify())},
       {post("", with_value("HttpTokens", "required")), tokens("required")}},
      {"duplicate-differs", {twice()}, {tokens("required")}},
      {"ill-formed-text-fails", {endpoint("enabled\xFF")}, {endpoint("enabled\xC3\xBF")}},
      {"large-form-fails", {post("", large)}, {large.bytes(), post("", modify())}},
  });
}

// No choice is that of the fault: each of them contradicts itself.
BOOST_AUTO_TEST_CASE(title_case_contradicts_itself) {
  for (const char* choice : {"value-case=exact", "value-case=ignored"}) {
    Bench bench({choice}, {"title-case-accepted"});
    BOOST_TEST(bench.raw(endpoint("Enabled")).status == 200);
    BOOST_TEST(bench.raw(endpoint("ENABLED")).status == 400);
  }
}

BOOST_AUTO_TEST_CASE(what_is_stored_is_a_valid_value) {
  const auto stored = [](const char* fault, const char* field, std::string value) {
    Bench bench({}, {fault});
    BOOST_TEST(bench.raw(send_value(field, std::move(value))).status == 200, fault);
    return bench.stored(field);
  };
  BOOST_TEST(stored("suffix-match", "HttpEndpoint", "xenabled") == "enabled");
  BOOST_TEST(stored("long-value-cut", "HttpTokens", "required" + std::string(300, ' ') + "x") ==
             "required");
  BOOST_TEST(stored("integer-wrap-8", "HttpPutResponseHopLimit", "288") == "32");
  BOOST_TEST(stored("integer-wrap-64", "HttpPutResponseHopLimit", "18446744073709551648") == "32");
  BOOST_TEST(stored("exponent-accepted", "HttpPutResponseHopLimit", "3e1") == "30");
  BOOST_TEST(stored("hexadecimal-accepted", "HttpPutResponseHopLimit", "0x1f") == "31");
  BOOST_TEST(stored("leading-zero-octal", "HttpPutResponseHopLimit", "032") == "26");
  BOOST_TEST(stored("out-of-range-clamped", "HttpPutResponseHopLimit", "1000") == "63");
  BOOST_TEST(stored("foreign-digits-accepted", "HttpPutResponseHopLimit", "\xD9\xA5") == "5");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
