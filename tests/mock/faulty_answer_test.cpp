// Faults of codes, messages, bodies and heads, each with what shows it and a near miss.
#include <boost/test/unit_test.hpp>

#include "tests/mock/fault_probe.h"
#include "wire/time.h"

namespace assay::mock::test {

namespace {

const std::string& good() {
  static const std::string bytes = modify().bytes();
  return bytes;
}
std::string wrong_endpoint() { return send_value("HttpEndpoint", "x"); }
std::string wrong_tokens() { return send_value("HttpTokens", "x"); }
std::string not_found() { return send_value("InstanceId", "i-none"); }
std::string no_region() {
  Ask ask = modify();
  return ask.without("RegionId").bytes();
}
std::string in_xml(Ask ask) {
  ask.format = "XML";
  return ask.bytes();
}
Got once(const char* fault, const std::string& request, bool auth = false) {
  return Bench({}, {fault}, auth).raw(request);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_faulty_answer)

BOOST_AUTO_TEST_CASE(of_errors) {
  Ask both = with_value("HttpEndpoint", "x");
  both.without("InstanceId").with("InstanceId", "i-none");
  check_probes({
      {"wrong-status-value", {wrong_tokens()}, {wrong_endpoint()}},
      {"message-trailing-space", {not_found()}, {wrong_endpoint()}},
      {"message-doubled", {wrong_tokens()}, {wrong_endpoint()}},
      {"message-not-filled", {no_region()}, {wrong_endpoint()}},
      {"code-cut", {not_found()}, {wrong_endpoint()}},
      {"trace-in-message", {wrong_endpoint()}, {wrong_tokens()}},
      {"host-in-message", {not_found()}, {wrong_endpoint()}},
      {"error-order-wavers", {both.bytes(), both.bytes()}, {both.bytes(), wrong_endpoint()}},
  });
}

BOOST_AUTO_TEST_CASE(of_bodies) {
  const std::string error_in_xml = in_xml(with_value("HttpEndpoint", "x"));
  check_probes({
      {"code-renamed", {wrong_endpoint()}, {good()}},
      {"request-id-null", {good()}, {wrong_endpoint()}},
      {"request-id-number", {wrong_endpoint()}, {good()}},
      {"success-nested", {good()}, {wrong_endpoint()}},
      {"success-nested", {in_xml(modify())}, {error_in_xml}},
      {"xml-root-wrong", {in_xml(modify())}, {good(), error_in_xml}},
      {"xml-error-root-wrong", {error_in_xml}, {wrong_endpoint(), in_xml(modify())}},
      {"json-array", {good()}, {in_xml(modify()), wrong_endpoint()}},
      {"byte-order-mark", {good()}, {in_xml(modify())}},
      {"byte-order-mark", {wrong_endpoint()}, {observe().bytes()}},
      {"nan-in-success", {good()}, {wrong_endpoint()}},
      {"trailing-text", {good()}, {observe().bytes()}},
      {"success-empty-body", {good()}, {wrong_endpoint(), observe().bytes()}},
      {"xml-error-in-json", {error_in_xml}, {in_xml(modify()), wrong_endpoint()}},
  });
}

BOOST_AUTO_TEST_CASE(of_heads) {
  check_probes({
      {"content-type-missing", {good()}, {}},
      {"content-type-of-errors-wrong", {wrong_endpoint()}, {good()}},
      {"request-id-header-late", {good(), good()}, {good()}},
      {"length-short", {good()}, {}},
  });
}

BOOST_AUTO_TEST_CASE(what_clients_see_of_errors) {
  BOOST_TEST(once("wrong-status-value", wrong_tokens()).status == 403);
  BOOST_TEST(once("message-trailing-space", not_found()).message ==
             "The specified InstanceId is not found. ");
  const std::string doubled = once("message-doubled", wrong_tokens()).message;
  BOOST_TEST(doubled.size() % 2 == 1U);
  BOOST_TEST(doubled.substr(0, doubled.size() / 2) == doubled.substr(doubled.size() / 2 + 1));
  BOOST_TEST(once("message-not-filled", no_region()).message.find("\"{parameter}\"") !=
             std::string::npos);
  BOOST_TEST(once("code-cut", not_found()).code == "InvalidInstanceId");
  BOOST_TEST(once("trace-in-message", wrong_endpoint()).message.find(".java:") !=
             std::string::npos);
  BOOST_TEST(once("code-renamed", wrong_endpoint()).answer.find("Code") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_clients_see_of_bodies) {
  const Got number = once("request-id-number", wrong_endpoint());
  BOOST_REQUIRE(number.answer.find("RequestId") != nullptr);
  BOOST_TEST(!number.answer.find("RequestId")->is_string);
  BOOST_TEST(once("success-nested", good()).request_id == "");
  BOOST_TEST(once("xml-root-wrong", in_xml(modify())).answer.root == "Response");
  BOOST_TEST(once("xml-error-root-wrong", in_xml(with_value("HttpEndpoint", "x"))).answer.root ==
             "Response");
  for (const char* fault : {"byte-order-mark", "nan-in-success", "trailing-text"}) {
    BOOST_TEST((once(fault, good()).answer.format == wire::BodyFormat::other), fault);
  }
  BOOST_TEST((once("success-empty-body", good()).answer.format == wire::BodyFormat::none));
  BOOST_TEST((once("xml-error-in-json", in_xml(with_value("HttpEndpoint", "x"))).answer.format ==
              wire::BodyFormat::json));
}

BOOST_AUTO_TEST_CASE(what_clients_see_of_heads) {
  BOOST_TEST(!wire::header(once("content-type-missing", good()).response.headers, "Content-Type"));
  BOOST_TEST(wire::header(once("content-type-of-errors-wrong", wrong_endpoint()).response.headers,
                          "Content-Type")
                 .value()
                 .starts_with("text/xml"));
  Bench late({}, {"request-id-header-late"});
  const std::string first = late.raw(good()).request_id;
  BOOST_TEST(wire::header(late.raw(good()).response.headers, "x-acs-request-id").value() == first);
  BOOST_TEST(!once("length-short", good()).parsed);
}

BOOST_AUTO_TEST_CASE(the_secret_is_told_by_no_other_answer) {
  Ask old = modify(Ask::Sign::v1);
  old.date = wire::format_time(noon - 100'000);
  Ask wrong = modify(Ask::Sign::v1);
  wrong.secret = "x";
  check_probes({{"secret-in-message", {old.bytes()}, {wrong.bytes()}}}, true);
  BOOST_TEST(once("secret-in-message", old.bytes(), true).message.find("testAccessKeySecret") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(now_and_then) {
  const std::vector<std::string> many(97, good());
  check_usual({{"rarely-header-differs", many, {many.begin(), many.end() - 1}}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
