// Each oracle has one answer that it must fail and a near miss that it must pass.
#include "oracles/answer_checks.h"

#include "tests/oracles/support.h"

namespace assay::oracles {

namespace {

using testing::good_id;
using testing::json;

BrokenList one(void (*check)(const Reply&, BrokenList&), const wire::Response& response) {
  BrokenList out;
  check(read_reply(response), out);
  return out;
}

wire::Response with_id(const std::string& id) {
  return json(200, "{\"RequestId\":\"" + id + "\"}");
}

wire::Response xml(int status, std::string body, std::string type = "text/xml;charset=utf-8") {
  wire::Response out;
  out.status = status;
  out.headers.push_back({"Content-Type", std::move(type)});
  out.body = std::move(body);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answer_checks)

BOOST_AUTO_TEST_CASE(request_id_present) {
  BOOST_TEST(one(check_request_id, json(200, "{}")).size() == 1U);
  BOOST_TEST(one(check_request_id, json(200, "{\"requestId\":\"x\"}")).size() == 1U);
  BOOST_TEST(one(check_request_id, with_id("x")).empty());
}

BOOST_AUTO_TEST_CASE(request_id_form) {
  for (const char* id :
       {"473469c7-aa6f-4dc5-b3db-a3dc0de3c83e", "473469C7AA6F4DC5B3DBA3DC0DE3C83E",
        "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83", "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83EE",
        "473469C7-AA6F-4DC5-B3DB_A3DC0DE3C83E", "G73469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}) {
    BOOST_TEST(one(check_request_id_form, with_id(id)).size() == 1U, id);
  }
  BOOST_TEST(one(check_request_id_form, with_id(good_id)).empty());
}

BOOST_AUTO_TEST_CASE(request_id_header) {
  auto response = with_id(good_id);
  BrokenList out;
  check_request_id_header(response, read_reply(response), out);
  BOOST_TEST(out.empty());  // no header, nothing to compare
  response.headers.push_back({"X-Acs-Request-Id", good_id});
  check_request_id_header(response, read_reply(response), out);
  BOOST_TEST(out.empty());
  response.headers.back().value = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83F";
  check_request_id_header(response, read_reply(response), out);
  BOOST_TEST(out.size() == 1U);
}

BOOST_AUTO_TEST_CASE(request_id_fresh) {
  RecentIds recent(1024);
  const auto response = with_id(good_id);
  Received received;
  received.response = &response;
  received.recent = &recent;
  BrokenList out;
  check_request_id_fresh(received, read_reply(response), out);
  BOOST_TEST(out.empty());
  const auto other = with_id("473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83F");
  check_request_id_fresh(received, read_reply(other), out);
  BOOST_TEST(out.empty());
  check_request_id_fresh(received, read_reply(response), out);
  BOOST_TEST(out.size() == 1U);
}

BOOST_AUTO_TEST_CASE(content_type_agrees) {
  const auto check = [](wire::Response response) {
    BrokenList out;
    check_content_type(response, read_reply(response), out);
    return out.size();
  };
  const std::string body = "<R><RequestId>x</RequestId></R>";
  BOOST_TEST(check(with_id("x")) == 0U);
  BOOST_TEST(check(xml(200, body)) == 0U);
  BOOST_TEST(check(xml(200, body, "application/xml")) == 0U);
  BOOST_TEST(check(xml(200, body, "application/json")) == 1U);
  BOOST_TEST(check(xml(200, "{\"RequestId\":\"x\"}")) == 1U);
  BOOST_TEST(check(xml(200, "{\"RequestId\":\"x\"}", "text/html")) == 1U);
  auto none = with_id("x");
  none.headers.clear();
  BOOST_TEST(check(none) == 1U);
  BOOST_TEST(check(xml(200, "{\"RequestId\":\"x\"}", "Application/JSON ; charset=utf-8")) == 0U);
}

BOOST_AUTO_TEST_CASE(success_shape) {
  const spec::ResponseShape shape{"ROk", {{"RequestId"}, {"Count"}}};
  const auto check = [&](const wire::Response& response) {
    BrokenList out;
    check_success_shape(shape, read_reply(response), out);
    return out.size();
  };
  BOOST_TEST(check(json(200, "{\"RequestId\":\"x\",\"Count\":1}")) == 0U);
  BOOST_TEST(check(json(200, "{\"RequestId\":\"x\",\"Count\":1,\"Extra\":2}")) == 0U);
  BOOST_TEST(check(json(200, "{\"RequestId\":\"x\"}")) == 1U);
  BOOST_TEST(check(json(200, "{\"RequestId\":\"x\",\"Count\":1,\"Message\":\"\"}")) == 1U);
  BOOST_TEST(check(xml(200, "<ROk><RequestId>x</RequestId><Count>1</Count></ROk>")) == 0U);
  BOOST_TEST(check(xml(200, "<Rok><RequestId>x</RequestId><Count>1</Count></Rok>")) == 1U);
}

BOOST_AUTO_TEST_CASE(error_shape_and_host) {
  BOOST_TEST(one(check_error_shape, json(400, "{\"Code\":\"A\",\"Message\":\"b\"}")).empty());
  BOOST_TEST(one(check_error_shape, json(400, "{\"code\":\"A\",\"Message\":\"b\"}")).size() == 1U);
  BOOST_TEST(one(check_error_shape, json(400, "{\"Code\":\"A\"}")).size() == 1U);
  BOOST_TEST(one(check_error_shape, json(400, "{\"Code\":7,\"Message\":\"b\"}")).size() == 1U);
  BOOST_TEST(one(check_error_shape, xml(400, "<Error><Code>A</Code><Message>b</Message></Error>"))
                 .empty());
  BOOST_TEST(
      one(check_error_shape, xml(400, "<Err><Code>A</Code><Message>b</Message></Err>")).size() ==
      1U);
  BOOST_TEST(one(check_error_host, json(400, "{\"HostId\":\"ecs\"}")).empty());
  BOOST_TEST(one(check_error_host, json(400, "{\"HostId\":\"\"}")).size() == 1U);
}

BOOST_AUTO_TEST_CASE(bodies_that_are_none) {
  BOOST_TEST(one(check_body, json(200, "")).front().kind.stem() == "empty body");
  BOOST_TEST(one(check_body, json(502, "<html><body>Bad Gateway</body>")).size() == 1U);
  BOOST_TEST(one(check_body, json(200, "{\"RequestId\":\"x\"")).size() == 1U);
  BOOST_TEST(one(check_body, json(200, "{\"RequestId\":\"x\"}")).empty());
}

BOOST_AUTO_TEST_CASE(a_reply_in_words) {
  BOOST_TEST(read_reply(with_id("x")).text() == "200 success");
  BOOST_TEST(read_reply(json(404, "{\"Code\":\"A\",\"Message\":\"b\"}")).text() == "404 A: b");
  BOOST_TEST(read_reply(json(200, "")).text() == "200, empty body");
  BOOST_TEST(read_reply(json(500, "{}")).text() == "500 without a Code");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
