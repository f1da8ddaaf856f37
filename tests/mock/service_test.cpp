// The service as a whole: clocks, seeds, connections, bytes that are no request.
#include "mock/service.h"

#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/mock/support.h"
#include "wire/time.h"

namespace assay::mock::test {

BOOST_AUTO_TEST_SUITE(mock_service)

BOOST_AUTO_TEST_CASE(same_seed_same_bytes) {
  const auto run = [](std::uint64_t seed) {
    Options options;
    options.rules.auth = false;
    options.seed = seed;
    options.time = noon;
    Bench bench = Bench::of(options);
    std::string out;
    for (int i = 0; i < 20; ++i) {
      out += bench.ask(modify()).bytes;
      out += bench.ask(observe(true)).bytes;
    }
    return out;
  };
  BOOST_TEST(run(1) == run(1));
  BOOST_TEST(run(1) != run(2));
}

BOOST_AUTO_TEST_CASE(request_ids_never_come_twice) {
  Bench bench;
  std::set<std::string> seen;
  for (int i = 0; i < 500; ++i) {
    BOOST_REQUIRE(seen.insert(bench.ask(i % 2 == 0 ? modify() : observe()).request_id).second);
  }
}

BOOST_AUTO_TEST_CASE(the_caller_gives_the_real_clock) {
  Options options;
  std::int64_t now = noon;
  options.clock = Options::Clock::real;
  options.now = [&] { return now; };
  Bench bench = Bench::of(options);
  BOOST_TEST(bench.ask(modify(Ask::Sign::v1)).status == 200);
  now += 901;
  Ask late = modify(Ask::Sign::v1);
  late.nonce = "n-2";
  const Got got = bench.ask(late);
  BOOST_TEST(got.code == "InvalidTimeStamp.Expired");
  BOOST_TEST(wire::header(got.response.headers, "Date").value() == "Tue, 14 Nov 2023 22:28:21 GMT");
}

BOOST_AUTO_TEST_CASE(each_request_can_bring_its_own_time) {
  Options options;
  options.clock = Options::Clock::request;
  Bench bench = Bench::of(options);
  for (const char* date : {"1999-12-31T23:59:59Z", "2040-02-29T00:00:00Z"}) {
    for (const auto sign : {Ask::Sign::v1, Ask::Sign::v3}) {
      Ask ask = modify(sign);
      ask.date = date;
      ask.nonce = std::string(date) + (sign == Ask::Sign::v1 ? "1" : "3");
      const Got got = bench.ask(ask);
      BOOST_TEST(got.status == 200, got.bytes);
      const std::string year = std::string(date).substr(0, 4);
      BOOST_TEST(wire::header(got.response.headers, "Date").value().find(year) !=
                 std::string_view::npos);
    }
  }
  Ask none = modify(Ask::Sign::v1);
  none.date = "-";
  BOOST_TEST(bench.ask(none).code == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(options_name_credentials_region_and_resources) {
  Options options;
  options.rules.credentials = {"id", "secret", ""};
  options.rules.region = "cn-beijing";
  options.names = {"i-one"};
  options.time = noon;
  Bench bench = Bench::of(options);
  BOOST_TEST(bench.service().region() == "cn-beijing");
  BOOST_TEST(bench.ask(modify(Ask::Sign::v1)).code == "InvalidAccessKeyId.NotFound");
  Ask ask = modify(Ask::Sign::v1);
  ask.key = "id";
  ask.secret = "secret";
  ask.params = {{"RegionId", "cn-beijing"}, {"InstanceId", "i-one"}, {"HttpEndpoint", "enabled"}};
  BOOST_TEST(bench.ask(ask).status == 200);
  BOOST_TEST(bench.stored("HttpEndpoint") == "enabled");
}

// The bound is the caller's: what is beyond it is forgotten, and the newest half of it never is.
BOOST_AUTO_TEST_CASE(the_memory_for_nonces_is_an_option) {
  Options options;
  options.rules.nonces = 10;
  options.time = noon;
  Bench bench = Bench::of(options);
  const auto send = [&](int nonce) {
    Ask ask = modify(Ask::Sign::v1);
    ask.nonce = std::to_string(nonce);
    return bench.ask(ask).code;
  };
  for (int i = 0; i < 20; ++i) BOOST_TEST(send(i) == "");
  for (int i = 15; i < 20; ++i) BOOST_TEST(send(i) == "SignatureNonceUsed", i);
  BOOST_TEST(send(0) == "");
}

BOOST_AUTO_TEST_CASE(connection_close_is_honoured) {
  Bench bench;
  Ask ask = modify();
  ask.headers = {{"Connection", "Close"}};
  const Got got = bench.ask(ask);
  BOOST_TEST((got.action == Action::send_and_close));
  BOOST_TEST(wire::header(got.response.headers, "Connection").value() == "close");
  BOOST_TEST((bench.ask(modify()).action == Action::send));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_request_get_400) {
  for (const char* bytes : {"", "x", "GET / HTTP/1.1\r\n", "GET /\r\n\r\n", "\r\n\r\n\r\n"}) {
    Bench bench;
    const Got got = bench.raw(bytes);
    BOOST_TEST(got.status == 400, bytes);
    BOOST_TEST((got.action == Action::send_and_close));
  }
}

BOOST_AUTO_TEST_CASE(the_answer_to_head_has_no_body) {
  Bench bench;
  Ask ask = modify();
  ask.method = "HEAD";
  std::string bytes;
  Action action{};
  bench.service().handle(ask.request(), bytes, action);
  BOOST_TEST(bytes.starts_with("HTTP/1.1 403 "));
  BOOST_TEST(bytes.ends_with("\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(answers_replace_or_append) {
  Bench bench;
  const wire::Request request = modify().request();
  std::string out = "before";
  Action action{};
  bench.service().handle(request, out, action);
  BOOST_TEST(out.starts_with("HTTP/1.1 200"));
  const std::size_t one = out.size();
  bench.service().append_answer(request, true, out, action);
  BOOST_TEST(out.size() > one);
  BOOST_TEST((action == Action::send_and_close));
  BOOST_TEST(out.substr(one).starts_with("HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(services_share_nothing) {
  Bench one, two;
  one.ask(modify());
  BOOST_TEST(one.stored("HttpEndpoint") == "disabled");
  BOOST_TEST(two.stored("HttpEndpoint") == "");
}

BOOST_AUTO_TEST_CASE(a_document_without_observation_is_served) {
  spec::Operation op = document();
  op.observation.reset();
  Bench bench({}, {}, false, op);
  BOOST_TEST(bench.ask(modify()).status == 200);
  BOOST_TEST(bench.ask(observe()).code == "InvalidAction.NotFound");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
