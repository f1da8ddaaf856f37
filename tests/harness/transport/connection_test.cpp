// What becomes of connections: kept, lost, many, given up.
#include <netdb.h>

#include <boost/test/unit_test.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/harness/transport/script_server.h"
#include "tests/harness/transport/support.h"

namespace assay::harness::testing {
namespace {

using std::chrono::milliseconds;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string ok_and_close =
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

std::string with_length(const std::string& body) { return std::to_string(body.size()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_connections)

BOOST_AUTO_TEST_CASE(a_connection_is_kept) {
  for (const Kind kind : both) {
    ScriptServer server({{request(), echo(), again()}});
    const auto transport = make(kind, server.endpoint());
    for (int i = 0; i < 200; ++i) {
      const std::string target = "/?n=" + std::to_string(i);
      const Outcome outcome = exchange(*transport, get(target));
      BOOST_REQUIRE(outcome.response);
      BOOST_TEST(outcome.response->body == target);
    }
    BOOST_TEST(server.connections() == 1U, label(kind));
  }
}

BOOST_AUTO_TEST_CASE(a_connection_that_must_end_is_not_kept) {
  const std::vector<Script> scripts = {
      {request(), send(ok_and_close), stall()},
      {request(), send("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"), stall()},
      {request(), send("HTTP/1.1 200 OK\r\n\r\nok"), finish()},
      {request(), send(ok + "more"), stall()},
      {request(), send("SSH-2.0-x\r\n"), stall()},
      {request(), send(ok), stall()},
  };
  for (const Kind kind : both) {
    for (const Script& script : scripts) {
      ScriptServer server({script, {request(), send(ok), stall()}});
      const auto transport = make(kind, server.endpoint());
      exchange(*transport, get("/1"));
      if (&script == &scripts.back()) break;  // the near miss: this one is kept
      BOOST_TEST(name(exchange(*transport, get("/2")).failure) == "none");
      BOOST_TEST(server.connections() == 2U, label(kind) << script[1].text);
    }
  }
}

BOOST_AUTO_TEST_CASE(after_every_failure_the_slot_serves_again) {
  const std::vector<Script> failing = {{},
                                       {reset()},
                                       {request(), stall()},
                                       {request(), send("HTTP/1.1 200 OK\r\n"), finish()},
                                       {request(), send("junk\r\n"), stall()},
                                       {request(), send("HTTP/1.1 101 x\r\n\r\n"), stall()}};
  for (const Kind kind : both) {
    std::vector<Script> scripts = failing;
    scripts.push_back({request(), echo(), again()});
    ScriptServer server(scripts);
    TransportOptions options;
    options.timeout = milliseconds(1000);
    const auto transport = make(kind, server.endpoint(), options);
    for (std::size_t i = 0; i < failing.size(); ++i) {
      BOOST_TEST(name(exchange(*transport, get()).failure) != "none");
      BOOST_TEST(server.connections() == i + 1, label(kind));
    }
    BOOST_TEST(exchange(*transport, get("/x")).response->body == "/x");
  }
}

BOOST_AUTO_TEST_CASE(a_connection_closed_between_two_requests_is_opened_again) {
  for (const Kind kind : both) {
    ScriptServer server({{request(), send(ok)}, {request(), send(ok), stall()}});
    const auto transport = make(kind, server.endpoint());
    BOOST_TEST(name(exchange(*transport, get("/1")).failure) == "none");
    BOOST_TEST(server.wait_closed(0));
    std::vector<Completion> completed;
    transport->wait(milliseconds(0), completed);
    BOOST_TEST(completed.empty());  // not reported
    BOOST_TEST(name(exchange(*transport, get("/2")).failure) == "none");
    BOOST_TEST(server.connections() == 2U);
  }
}

BOOST_AUTO_TEST_CASE(a_kept_connection_that_dies_before_the_answer_is_replaced_once) {
  const Script dies = {request(), send(ok), request()};
  const Script dies_hard = {request(), send(ok), request(), reset()};
  for (const Kind kind : both) {
    for (const Script& first : {dies, dies_hard}) {
      ScriptServer server({first, {request(), echo(), again()}});
      const auto transport = make(kind, server.endpoint());
      exchange(*transport, get("/1"));
      const Outcome outcome = exchange(*transport, get("/2"));
      BOOST_TEST(name(outcome.failure) == "none", label(kind) << outcome.detail);
      BOOST_REQUIRE(outcome.response);
      BOOST_TEST(outcome.response->body == "/2");
      BOOST_TEST(server.connections() == 2U);
      BOOST_TEST(server.received(1) == bytes_of(get("/2")));
    }
    ScriptServer twice({dies, {request()}, {request(), send(ok), stall()}});
    const auto transport = make(kind, twice.endpoint());
    exchange(*transport, get("/1"));
    BOOST_TEST(name(exchange(*transport, get("/2")).failure) == "reset");
    BOOST_TEST(twice.connections() == 2U);
  }
}

BOOST_AUTO_TEST_CASE(a_kept_connection_that_dies_within_the_answer_is_reported) {
  for (const Kind kind : both) {
    ScriptServer server({{request(), send(ok), request(), send("HTTP/1.1 200 OK\r\n"), finish()},
                         {request(), send(ok), stall()}});
    const auto transport = make(kind, server.endpoint());
    exchange(*transport, get("/1"));
    BOOST_TEST(name(exchange(*transport, get("/2")).failure) == "reset");
    BOOST_TEST(server.connections() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(an_answer_before_the_request_is_out_counts) {
  wire::Request large{"POST", "/", {{"Host", "h"}}, std::string(16 * 1024 * 1024, 'x')};
  large.headers.push_back({"Content-Length", with_length(large.body)});
  for (const Kind kind : both) {
    for (const char* status : {"413 Too Large", "200 OK"}) {
      const std::string head = "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: 0\r\n\r\n";
      // The third step never reads: the request stays half sent.
      ScriptServer server({{send(head), trickle(" ")}, {request(), echo(), again()}});
      const auto transport = make(kind, server.endpoint());
      const Outcome outcome = exchange(*transport, large);
      BOOST_TEST(name(outcome.failure) == "none", label(kind) << status << outcome.detail);
      BOOST_REQUIRE(outcome.response);
      BOOST_TEST(std::to_string(outcome.response->status) == std::string(status, 3));
      BOOST_TEST(exchange(*transport, get("/next")).response->body == "/next");
      BOOST_TEST(server.connections() == 2U);
    }
  }
}

BOOST_AUTO_TEST_CASE(many_slots_at_once) {
  constexpr std::size_t slots = 32;
  constexpr std::size_t rounds = 25;
  for (const Kind kind : both) {
    ScriptServer server({{request(), echo(), again()}});
    TransportOptions options;
    options.slots = slots;
    const auto transport = make(kind, server.endpoint(), options);
    std::vector<wire::Request> requests(slots);
    std::vector<std::string> bytes(slots);
    std::vector<std::size_t> done(slots, 0);
    const auto submit = [&](std::size_t slot) {
      requests[slot] = get("/" + std::to_string(slot) + "/" + std::to_string(done[slot]));
      bytes[slot] = bytes_of(requests[slot]);
      transport->submit(slot, requests[slot], bytes[slot]);
    };
    for (std::size_t slot = 0; slot < slots; ++slot) submit(slot);
    std::size_t left = slots * rounds;
    std::vector<Completion> completed;
    while (left > 0) {
      completed.clear();
      transport->wait(std::chrono::seconds(20), completed);
      BOOST_REQUIRE(!completed.empty());
      for (const Completion& one : completed) {
        BOOST_REQUIRE(one.response != nullptr);
        BOOST_TEST(one.response->body == requests[one.slot].target);
        --left;
        if (++done[one.slot] < rounds) submit(one.slot);
      }
    }
    BOOST_TEST(server.connections() == slots, label(kind));
    BOOST_TEST((done == std::vector<std::size_t>(slots, rounds)));
  }
}

BOOST_AUTO_TEST_CASE(one_slow_slot_holds_up_no_other) {
  for (const Kind kind : both) {
    ScriptServer server({{request(), stall()}, {request(), echo(), again()}});
    TransportOptions options;
    options.slots = 2;
    options.timeout = milliseconds(1500);
    const auto transport = make(kind, server.endpoint(), options);
    const wire::Request slow = get("/slow");
    const std::string slow_bytes = bytes_of(slow);
    transport->submit(0, slow, slow_bytes);
    std::vector<Completion> completed;
    while (!server.has_received(0, slow_bytes.size())) {
      transport->wait(milliseconds(1), completed);
    }
    BOOST_REQUIRE(completed.empty());
    for (int i = 0; i < 5; ++i) {
      BOOST_TEST(exchange(*transport, get("/fast"), 1).response->body == "/fast");
    }
    const Outcome outcome = await(*transport, 0);
    BOOST_TEST(name(outcome.failure) == "timeout");
    BOOST_TEST((outcome.took >= options.timeout));
    BOOST_TEST((outcome.took < options.timeout + std::chrono::seconds(5)));
  }
}

BOOST_AUTO_TEST_CASE(waiting_is_bounded) {
  for (const Kind kind : both) {
    ScriptServer server({{request(), stall()}});
    const auto transport = make(kind, server.endpoint());
    std::vector<Completion> completed;
    for (const bool under_way : {false, true}) {  // with nothing to wait for, it is a timer
      const wire::Request one = get();
      const std::string bytes = bytes_of(one);
      if (under_way) transport->submit(0, one, bytes);
      const auto start = std::chrono::steady_clock::now();
      transport->wait(milliseconds(40), completed);
      const auto took = std::chrono::steady_clock::now() - start;
      BOOST_TEST(completed.empty());
      BOOST_TEST((took >= milliseconds(40)));
      BOOST_TEST((took < std::chrono::seconds(5)));
      transport->cancel(0);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_given_up_never_completes) {
  for (const Kind kind : both) {
    ScriptServer server({{request(), stall()}, {request(), echo(), again()}});
    const auto transport = make(kind, server.endpoint());
    transport->cancel(0);  // nothing under way: nothing happens
    const wire::Request lost = get("/lost");
    const std::string bytes = bytes_of(lost);
    transport->submit(0, lost, bytes);
    std::vector<Completion> completed;
    while (!server.has_received(0, bytes.size())) transport->wait(milliseconds(1), completed);
    transport->cancel(0);
    BOOST_TEST(exchange(*transport, get("/kept")).response->body == "/kept");
    transport->cancel(0);  // an idle connection stays
    BOOST_TEST(exchange(*transport, get("/too")).response->body == "/too");
    BOOST_TEST(completed.empty());
    BOOST_TEST(server.connections() == 2U);
  }
  const Port nobody;  // a failure that waits to be taken is given up as well
  for (const Kind kind : both) {
    const auto transport = make(kind, nobody.endpoint());
    const wire::Request one = get();
    const std::string bytes = bytes_of(one);
    transport->submit(0, one, bytes);
    transport->cancel(0);
    std::vector<Completion> completed;
    transport->wait(milliseconds(0), completed);
    BOOST_TEST(completed.empty());
  }
}

BOOST_AUTO_TEST_CASE(completions_are_appended) {
  ScriptServer server({{request(), echo(), again()}});
  for (const Kind kind : both) {
    const auto transport = make(kind, server.endpoint());
    const wire::Request one = get();
    const std::string bytes = bytes_of(one);
    std::vector<Completion> completed(1);
    transport->submit(0, one, bytes);
    while (completed.size() == 1) transport->wait(std::chrono::seconds(20), completed);
    BOOST_TEST(completed.size() == 2U);
    BOOST_TEST(completed[0].response == nullptr);
    BOOST_TEST(completed[1].response->body == "/");
  }
}

BOOST_AUTO_TEST_CASE(a_transport_may_end_with_requests_under_way) {
  for (const Kind kind : both) {
    ScriptServer server({{request(), stall()}});
    const wire::Request one = get();
    const std::string bytes = bytes_of(one);
    const auto transport = make(kind, server.endpoint());
    transport->submit(0, one, bytes);
    std::vector<Completion> completed;
    while (!server.has_received(0, bytes.size())) transport->wait(milliseconds(1), completed);
  }
}

BOOST_AUTO_TEST_CASE(what_the_caller_does_wrong_is_said) {
  Endpoint tls;
  tls.tls = true;
  tls.host = "127.0.0.1";
  const auto says = [](std::string part) {
    return [part](const std::invalid_argument& error) {
      return std::string(error.what()).find(part) != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION(make_raw_transport(tls, {}), std::invalid_argument,
                        says("use the curl transport"));
  TransportOptions none;
  none.slots = 0;
  TransportOptions certificates;
  certificates.ca_file = "/nonexistent/ca.pem";
  Endpoint plain;
  plain.host = "127.0.0.1";
  for (const Kind kind : both) {
    BOOST_CHECK_EXCEPTION(make(kind, plain, none), std::invalid_argument, says("one slot"));
  }
  BOOST_CHECK_EXCEPTION(make_curl_transport(tls, certificates), std::invalid_argument,
                        says("/nonexistent/ca.pem"));
}

BOOST_AUTO_TEST_CASE(localhost_and_its_several_addresses) {
  addrinfo* known = nullptr;
  if (getaddrinfo("localhost", nullptr, nullptr, &known) != 0) {
    std::cerr << "SKIPPED: this system does not know localhost (is there an /etc/hosts?)\n";
    return;
  }
  freeaddrinfo(known);
  ScriptServer server({{request(), echo(), again()}});  // listens on 127.0.0.1, not on ::1
  Endpoint endpoint = server.endpoint();
  endpoint.host = "localhost";
  for (const Kind kind : both) {
    const auto transport = make(kind, endpoint);
    for (int i = 0; i < 3; ++i) {
      const Outcome outcome = exchange(*transport, get("/l"));
      BOOST_TEST(name(outcome.failure) == "none", label(kind) << outcome.detail);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness::testing
