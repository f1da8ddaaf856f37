// The server: connections, framing, limits, stopping.
#include "mock/server.h"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

#include "tests/mock/client.h"
#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

struct Fixture {
  explicit Fixture(const std::vector<std::string>& faults = {})
      : bench({"default-format=json"}, faults), running(bench.service()), client(running.port()) {}
  Bench bench;
  Running running;
  Client client;
};

std::string chunked(const std::string& body, std::size_t piece) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += piece) {
    const std::string part = body.substr(at, piece);
    std::array<char, 20> size{};
    std::snprintf(size.data(), size.size(), "%zX\r\n", part.size());
    out += size.data() + part + "\r\n";
  }
  return out + "0\r\n\r\n";
}

constexpr const char* modify_form =
    "Action=ModifyInstanceMetadataOptions&Version=2014-05-26&RegionId=cn-hangzhou&"
    "InstanceId=i-bp67acfmxaz0001&HttpEndpoint=disabled&Format=JSON";

std::string post(const std::string& headers, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
         headers + "\r\n" + body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_server)

BOOST_AUTO_TEST_CASE(a_free_port_is_taken_and_told) {
  Bench one, two;
  Server first(one.service(), 0), second(two.service(), 0);
  BOOST_TEST(first.port() != 0);
  BOOST_TEST(first.port() != second.port());
}

BOOST_AUTO_TEST_CASE(a_taken_port_is_a_clear_error) {
  Bench one, two;
  Server first(one.service(), 0);
  const std::string port = std::to_string(first.port());
  try {
    Server second(two.service(), first.port());
    BOOST_ERROR("no exception");
  } catch (const std::runtime_error& error) {
    BOOST_TEST(std::string(error.what()).starts_with("cannot listen on 127.0.0.1:" + port + ": "));
  }
  BOOST_CHECK_THROW(Server(two.service(), 0, "nowhere"), std::runtime_error);
}

BOOST_FIXTURE_TEST_CASE(a_connection_carries_many_requests, Fixture) {
  for (int i = 0; i < 100; ++i) {
    client.send(modify().bytes());
    const wire::Response response = client.receive();
    BOOST_REQUIRE(response.status == 200);
    BOOST_REQUIRE(wire::header(response.headers, "Connection").value() == "keep-alive");
  }
}

BOOST_FIXTURE_TEST_CASE(pipelined_requests_are_answered_in_order, Fixture) {
  std::string bytes;
  for (int i = 0; i < 50; ++i) bytes += i % 2 == 0 ? modify().bytes() : observe().bytes();
  client.send(bytes);
  for (int i = 0; i < 50; ++i) {
    const wire::Response response = client.receive();
    BOOST_REQUIRE(response.status == 200);
    BOOST_REQUIRE((response.body.find("Instances") != std::string::npos) == (i % 2 == 1));
  }
}

BOOST_FIXTURE_TEST_CASE(requests_may_come_in_pieces, Fixture) {
  const std::string bytes =
      modify().bytes() +
      post("Content-Length: " + std::to_string(std::strlen(modify_form)) + "\r\n", modify_form);
  for (const char byte : bytes) client.send({&byte, 1});
  BOOST_TEST(client.receive().status == 200);
  BOOST_TEST(client.receive().status == 200);
}

BOOST_FIXTURE_TEST_CASE(chunked_bodies_are_read, Fixture) {
  for (const std::size_t piece : {1U, 7U, 1000U}) {
    client.send(post("Transfer-Encoding: chunked\r\n", chunked(modify_form, piece)));
    BOOST_TEST(client.receive().status == 200);
  }
  client.send(observe().bytes());
  BOOST_TEST(client.receive().body.find("\"HttpEndpoint\":\"disabled\"") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(close_is_honoured, Fixture) {
  Ask ask = modify();
  ask.headers = {{"Connection", "close"}};
  client.send(ask.bytes());
  const wire::Response response = client.receive();
  BOOST_TEST(wire::header(response.headers, "Connection").value() == "close");
  BOOST_TEST(client.ended());
}

BOOST_FIXTURE_TEST_CASE(http_1_0_is_answered_and_closed, Fixture) {
  client.send("GET /?Action=x HTTP/1.0\r\n\r\n");
  BOOST_TEST(client.receive().status == 404);
  BOOST_TEST(client.ended());
}

BOOST_AUTO_TEST_CASE(malformed_requests_get_400_and_the_end) {
  for (const char* bytes : {"hello\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n",
                            "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    Fixture fixture;
    fixture.client.send(bytes);
    BOOST_TEST(fixture.client.receive().status == 400, bytes);
    BOOST_TEST(fixture.client.ended());
  }
}

BOOST_AUTO_TEST_CASE(size_limits) {
  Fixture large;
  Ask ask = modify();
  ask.headers = {{"X-Fill", std::string(60 * 1024, 'a')}};
  large.client.send(ask.bytes());
  BOOST_TEST(large.client.receive().status == 200);

  Fixture larger;
  ask.headers = {{"X-Fill", std::string(65 * 1024, 'a')}};
  larger.client.send(ask.bytes());
  BOOST_TEST(larger.client.receive().status == 400);

  Fixture body;
  const std::string text = std::string(modify_form) + "&Fill=" + std::string(4'000'000, 'a');
  body.client.send(post("Content-Length: " + std::to_string(text.size()) + "\r\n", text));
  BOOST_TEST(body.client.receive().status == 200);

  Fixture too_much;
  too_much.client.send(post("Content-Length: 4194305\r\n", ""));
  BOOST_TEST(too_much.client.receive().status == 400);
}

BOOST_FIXTURE_TEST_CASE(a_client_may_wait_for_continue, Fixture) {
  const std::string length = std::to_string(std::strlen(modify_form));
  client.send(post("Expect: 100-continue\r\nContent-Length: " + length + "\r\n", ""));
  client.send(modify_form);
  BOOST_TEST(client.receive().status == 200);
}

BOOST_FIXTURE_TEST_CASE(a_client_may_go_away_in_the_middle, Fixture) {
  for (const char* bytes : {"", "GET /", "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"}) {
    Client other(running.port());
    other.send(bytes);
    other.finish();
    BOOST_TEST(other.ended());
  }
  client.send(modify().bytes());
  BOOST_TEST(client.receive().status == 200);
}

BOOST_AUTO_TEST_CASE(connections_are_served_side_by_side) {
  Fixture fixture;
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 32; ++i) clients.push_back(std::make_unique<Client>(fixture.running.port()));
  for (auto& client : clients) client->send("GET /?Action=x");
  for (auto& client : clients) client->send(" HTTP/1.1\r\n\r\n");
  for (auto& client : clients) BOOST_TEST(client->receive().status == 404);
}

BOOST_AUTO_TEST_CASE(stop_ends_run_with_connections_open) {
  Bench bench;
  Server server(bench.service(), 0);
  std::thread thread([&] { server.run(); });
  Client client(server.port());
  client.send("GET / HT");
  server.stop();
  server.stop();
  thread.join();
}

BOOST_AUTO_TEST_CASE(stop_before_run_lets_run_return) {
  Bench bench;
  Server server(bench.service(), 0);
  server.stop();
  server.run();
}

BOOST_AUTO_TEST_CASE(faults_reach_the_socket) {
  Fixture half({"half-body"});
  half.client.send(modify().bytes());
  BOOST_CHECK_THROW(half.client.receive(), std::runtime_error);

  Fixture strange({"not-http"});
  strange.client.send(modify().bytes());
  BOOST_CHECK_THROW(strange.client.receive(), std::runtime_error);

  Fixture closed({"closed-without-answer"});
  closed.client.send(modify().bytes());
  BOOST_TEST(closed.client.ended());

  Fixture slow({"slow-answer"});
  Ask ask = modify();
  slow.client.send(ask.with("HttpTokens", "required").bytes());
  slow.client.send(modify().bytes());
  // Another connection is served meanwhile; after its answer the first one has still none.
  Client other(slow.running.port());
  other.send(modify().bytes());
  BOOST_TEST(other.receive().status == 200);
  BOOST_TEST(slow.client.silent());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
