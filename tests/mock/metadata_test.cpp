// The metadata service: what it gives out, to whom, and what closes and guards it.
#include "mock/metadata.h"

#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <set>

#include "mock/server.h"
#include "tests/mock/client.h"
#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

constexpr const char* token_path = "/latest/api/token";
constexpr const char* item_path = "/latest/meta-data/instance-id";
constexpr const char* token_header = "X-aliyun-ecs-metadata-token";
constexpr const char* lifetime_header = "X-aliyun-ecs-metadata-token-ttl-seconds";

wire::Header lifetime(std::string seconds) { return {lifetime_header, std::move(seconds)}; }
wire::Header shown(std::string token) { return {token_header, std::move(token)}; }

// A state, a clock that tests move, and the service over both.
class Desk {
 public:
  explicit Desk(const std::vector<std::string>& choices = {}, std::size_t instances = 2,
                std::uint64_t seed = 1, const FaultSet& faults = {})
      : state_(document(), instances),
        metadata_(document(), choose(choices), state_,
                  {"cn-hangzhou", [this] { return now; }, seed, faults}) {}

  Got ask(const std::string& method, const std::string& path, wire::Headers headers = {},
          std::size_t resource = 0) {
    headers.insert(headers.begin(), {"Host", "metadata"});
    const wire::Request request{method, "/" + state_.id(resource) + path, std::move(headers), ""};
    std::string out;
    Action action = Action::send;
    metadata_.append_answer(request, false, out, action);
    Got got;
    got.action = action;
    got.bytes = out;
    wire::ResponseParser parser;
    parser.start(method == "HEAD");
    std::size_t used = 0;
    got.parsed = parser.feed(out, used) == wire::ResponseParser::State::done && used == out.size();
    got.response = parser.response();
    got.status = got.parsed ? got.response.status : 0;
    return got;
  }
  std::string token(std::size_t resource = 0, const std::string& seconds = "60") {
    const Got got = ask("PUT", token_path, {lifetime(seconds)}, resource);
    BOOST_REQUIRE(got.status == 200);
    return got.response.body;
  }
  int read(wire::Headers headers = {}, std::size_t resource = 0) {
    return ask("GET", item_path, std::move(headers), resource).status;
  }
  void disable(const char* value = "disabled") { set("HttpEndpoint", value); }
  void guard(const char* value = "required") { set("HttpTokens", value); }
  Metadata& metadata() { return metadata_; }

  std::int64_t now = noon;

 private:
  void set(std::string_view name, const char* value) {
    const auto& fields = document().observation->fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name == name) state_.set(0, i, value);
    }
  }

  State state_;
  Metadata metadata_;
};

std::string bytes_of(const wire::Request& request) {
  std::string out;
  wire::append_bytes(out, request);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_metadata)

BOOST_AUTO_TEST_CASE(a_fresh_instance_gives_its_items_to_anybody) {
  Desk desk;
  const Got id = desk.ask("GET", item_path);
  BOOST_TEST(id.status == 200);
  BOOST_TEST(id.response.body == "i-bp67acfmxaz0001");
  BOOST_TEST(desk.ask("GET", item_path, {}, 1).response.body == "i-bp67acfmxaz0002");
  BOOST_TEST(desk.ask("GET", "/latest/meta-data/region-id").response.body == "cn-hangzhou");
  BOOST_TEST(desk.ask("GET", std::string(item_path) + "?x=1").status == 200);
  BOOST_TEST((id.action == Action::send));
}

BOOST_AUTO_TEST_CASE(one_instance_alone_needs_no_name) {
  Desk one({}, 1), two({}, 2);
  const std::string bytes = std::string("GET ") + item_path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  std::string answer;
  Action action = Action::send;
  one.metadata().handle(bytes, answer, action);
  BOOST_TEST(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  BOOST_TEST(answer.ends_with("\r\n\r\ni-bp67acfmxaz0001"));
  two.metadata().handle(bytes, answer, action);
  BOOST_TEST(answer.starts_with("HTTP/1.1 404 Not Found\r\n"));
  BOOST_TEST(one.read() == 200);  // with its name, too
}

BOOST_AUTO_TEST_CASE(a_name_in_the_path_is_decoded) {
  const State state(document(), std::vector<std::string>{"a b/c", "plain"});
  Metadata metadata(document(), Choices(document()), state, {"north", [] { return noon; }});
  const auto ask = [&](const std::string& name) {
    std::string answer;
    Action action = Action::send;
    metadata.handle("GET /" + name + item_path + " HTTP/1.1\r\nHost: x\r\n\r\n", answer, action);
    return answer.substr(answer.rfind('\n') + 1);
  };
  BOOST_TEST(ask("a%20b%2fc") == "a b/c");
  BOOST_TEST(ask("pl%61in") == "plain");
  BOOST_TEST(ask("plain%") != "plain");
  BOOST_TEST(ask("a%20b") != "a b/c");
}

BOOST_AUTO_TEST_CASE(a_token_is_asked_for_with_a_lifetime_in_its_range) {
  Desk desk;
  for (const char* good : {"1", "2", "60", "21599", "21600"}) {
    const Got got = desk.ask("PUT", token_path, {lifetime(good)});
    BOOST_TEST(got.status == 200, good);
    BOOST_TEST(got.response.body.size() == 64U);
  }
  for (const char* bad :
       {"0", "21601", "-1", "+5", "1.5", "1h", "ten", "", "99999999999999999999"}) {
    const Got got = desk.ask("PUT", token_path, {lifetime(bad)});
    BOOST_TEST(got.status == 400, bad);
    BOOST_TEST(got.response.body == "Missing or Invalid Parameters", bad);
  }
  const Got none = desk.ask("PUT", token_path);
  BOOST_TEST(none.status == 400);
  BOOST_TEST(none.response.body == "Missing or Invalid Parameters");
  // The name of a header has no letter case.
  BOOST_TEST(
      desk.ask("PUT", token_path, {{"x-ALIYUN-ecs-metadata-token-ttl-SECONDS", "5"}}).status ==
      200);
}

BOOST_AUTO_TEST_CASE(tokens_are_not_given_through_a_proxy_or_with_another_method) {
  Desk desk;
  BOOST_TEST(desk.ask("PUT", token_path, {lifetime("5"), {"x-forwarded-for", "10.0.0.1"}}).status ==
             403);
  BOOST_TEST(desk.read({{"X-Forwarded-For", "10.0.0.1"}}) == 200);  // of items nothing is said
  for (const char* method : {"GET", "POST", "DELETE", "HEAD", "PATCH"}) {
    BOOST_TEST(desk.ask(method, token_path, {lifetime("5")}).status == 405, method);
  }
}

BOOST_AUTO_TEST_CASE(a_guarded_service_wants_a_token) {
  Desk desk;
  const std::string early = desk.token();
  desk.guard();
  BOOST_TEST(desk.read() == 403);
  BOOST_TEST(desk.read({shown("")}) == 401);
  BOOST_TEST(desk.read({shown("nonsense")}) == 401);
  const std::string token = desk.token();
  BOOST_TEST(desk.read({shown(token)}) == 200);
  BOOST_TEST(desk.read({shown(token)}) == 200);  // again and again
  BOOST_TEST(desk.read({shown(early)}) == 200);
  BOOST_TEST(desk.read({}, 1) == 200);  // the other one is not guarded
  desk.guard("optional");
  BOOST_TEST(desk.read() == 200);
}

BOOST_AUTO_TEST_CASE(letter_case_of_what_is_stored_does_not_matter) {
  Desk desk;
  desk.guard("REQUIRED");
  BOOST_TEST(desk.read() == 403);
  desk.disable("Disabled");
  BOOST_TEST(desk.ask("PUT", token_path, {lifetime("5")}).status == 403);
}

BOOST_AUTO_TEST_CASE(a_token_belongs_to_one_instance) {
  Desk desk;
  const std::string foreign = desk.token(1);
  BOOST_TEST(desk.read({shown(foreign)}, 1) == 200);
  desk.guard();
  BOOST_TEST(desk.read({shown(foreign)}) == 401);
  Desk strict({"metadata-token-foreign=forbidden"});
  strict.guard();
  BOOST_TEST(strict.read({shown(strict.token(1))}) == 403);
  BOOST_TEST(strict.read({shown("x")}) == 401);
}

BOOST_AUTO_TEST_CASE(a_token_expires_by_the_clock) {
  Desk desk;
  desk.guard();
  const std::string token = desk.token(0, "10");
  desk.now = noon + 9;
  BOOST_TEST(desk.read({shown(token)}) == 200);
  desk.now = noon + 10;
  BOOST_TEST(desk.read({shown(token)}) == 401);
  Desk other({"metadata-token-expired=forbidden"});
  other.guard();
  const std::string short_one = other.token(0, "1");
  other.now += 1;
  BOOST_TEST(other.read({shown(short_one)}) == 403);
}

BOOST_AUTO_TEST_CASE(a_token_that_nobody_needs_is_looked_at_by_choice) {
  Desk usual, checks({"metadata-token-unneeded=checked"});
  BOOST_TEST(usual.read({shown("x")}) == 200);
  BOOST_TEST(checks.read({shown("x")}) == 401);
  BOOST_TEST(checks.read({shown(checks.token(1))}) == 401);
  BOOST_TEST(checks.read({shown(checks.token())}) == 200);
  BOOST_TEST(checks.read() == 200);
}

BOOST_AUTO_TEST_CASE(a_disabled_service_gives_nothing_out) {
  const auto status = [](const char* reading) {
    Desk desk({std::string("metadata-disabled=") + reading});
    const std::string token = desk.token();
    desk.disable();
    const Got put = desk.ask("PUT", token_path, {lifetime("5")});
    BOOST_TEST(put.status == desk.read({shown(token)}));
    BOOST_TEST(put.status == desk.read());
    BOOST_TEST(desk.read({}, 1) == 200);  // the other one is open
    desk.disable("enabled");
    BOOST_TEST(desk.read({shown(token)}) == 200);
    return put.status;
  };
  BOOST_TEST(status("forbidden") == 403);
  BOOST_TEST(status("not-found") == 404);
  BOOST_TEST(status("unanswered") == 0);
  Desk silent({"metadata-disabled=unanswered"});
  silent.disable();
  const Got got = silent.ask("GET", item_path);
  BOOST_TEST(got.bytes == "");
  BOOST_TEST((got.action == Action::close));
}

BOOST_AUTO_TEST_CASE(items_are_read_and_other_methods_answered_by_choice) {
  Desk desk;
  BOOST_TEST(desk.ask("GET", "/latest/meta-data/no-such-item").status == 404);
  BOOST_TEST(desk.ask("GET", "/latest").status == 404);
  const Got head = desk.ask("HEAD", item_path);
  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.bytes.ends_with("\r\n\r\n"));
  BOOST_TEST(wire::header(head.response.headers, "Content-Length").value() == "17");
  BOOST_TEST(desk.ask("POST", item_path).status == 405);
  BOOST_TEST(Desk({"metadata-head=refused"}).ask("HEAD", item_path).status == 405);
  BOOST_TEST(Desk({"metadata-method=not-found"}).ask("DELETE", item_path).status == 404);
  BOOST_TEST(Desk({"metadata-method=as-get"}).ask("POST", item_path).status == 200);
}

BOOST_AUTO_TEST_CASE(every_alternative_differs_from_the_others) {
  const auto footprint = [](const std::string& choice) {
    Desk desk({choice});
    const std::string token = desk.token(0, "1");
    std::vector<int> out{desk.read({shown("x")}), desk.ask("HEAD", item_path).status,
                         desk.ask("POST", item_path).status};
    desk.guard();
    out.push_back(desk.read({shown(desk.token(1))}));
    desk.now += 1;
    out.push_back(desk.read({shown(token)}));
    desk.disable();
    out.push_back(desk.read());
    return out;
  };
  std::size_t readings = 0;
  for (std::size_t i = 0; i < document().readings.size(); ++i) {
    if (!is_of_effects(i)) continue;
    ++readings;
    const spec::Reading& reading = document().readings[i];
    std::set<std::vector<int>> seen;
    for (const spec::Alternative& alternative : reading.alternatives) {
      const std::string choice = reading.name + "=" + alternative.name;
      BOOST_TEST(seen.insert(footprint(choice)).second, choice << " differs from none");
    }
  }
  BOOST_TEST(readings == 6U);
}

BOOST_AUTO_TEST_CASE(same_seed_same_tokens) {
  Desk one({}, 2, 7), two({}, 2, 7), three({}, 2, 8);
  std::set<std::string> all;
  for (int i = 0; i < 50; ++i) {
    const std::string token = one.token();
    BOOST_TEST(token == two.token());
    BOOST_TEST(token != three.token());
    BOOST_TEST(all.insert(token).second);
  }
}

RC_BOOST_PROP(no_token_but_an_issued_one_is_good, ()) {
  Desk desk;
  desk.guard();
  std::string token = desk.token();
  const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
  const char digit = *rc::gen::elementOf(std::string("0123456789abcdefABCDEFgz -+"));
  const bool same = token[at] == digit || (token[at] | 32) == digit || token[at] == (digit | 32);
  token[at] = digit;
  RC_ASSERT(same || desk.read({shown(token)}) == 401);
}

RC_BOOST_PROP(whatever_comes_is_answered_with_one_whole_answer, ()) {
  Desk desk;
  std::string bytes = bytes_of(
      {"PUT", std::string("/i-bp67acfmxaz0001") + token_path, {{"Host", "x"}, lifetime("5")}, ""});
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  bytes[at] = *rc::gen::arbitrary<char>();
  std::string answer;
  Action action = Action::send;
  desk.metadata().handle(bytes, answer, action);
  wire::ResponseParser parser;
  parser.start();
  std::size_t used = 0;
  RC_ASSERT(parser.feed(answer, used) == wire::ResponseParser::State::done);
  RC_ASSERT(used == answer.size());
}

BOOST_AUTO_TEST_CASE(one_server_serves_both) {
  Bench bench({"default-format=json"});
  Metadata metadata(document(), Choices(document()), bench.service().state(),
                    {"cn-hangzhou", [] { return noon; }});
  Server server(bench.service(), 0);
  const std::uint16_t port = server.listen(metadata, 0);
  BOOST_TEST(port != server.port());
  std::thread thread([&] { server.run(); });
  const auto status = [&] {
    Client client(port);
    client.send(std::string("GET /i-bp67acfmxaz0001") + item_path +
                " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const int out = client.receive().status;
    BOOST_TEST(client.ended());
    return out;
  };
  BOOST_TEST(status() == 200);
  Client operation(server.port());
  operation.send(modify().bytes());  // the second value of the first enumeration: disabled
  BOOST_TEST(operation.receive().status == 200);
  BOOST_TEST(status() == 403);
  server.stop();
  thread.join();
}

BOOST_AUTO_TEST_CASE(a_second_port_that_is_taken_is_a_clear_error) {
  Bench bench;
  Metadata metadata(document(), Choices(document()), bench.service().state(),
                    {"cn-hangzhou", [] { return noon; }});
  Server server(bench.service(), 0);
  BOOST_CHECK_THROW(server.listen(metadata, server.port()), std::runtime_error);
  BOOST_TEST(server.listen(metadata, 0) != server.port());
}

namespace {

// What a faithful service answers, what one with the fault does, and how to ask.
struct Departure {
  Fault fault{};
  int right = 0, wrong = 0;
  std::function<int(Desk&)> ask;
};

int lifetime_status(Desk& desk, const std::string& seconds) {
  return desk.ask("PUT", token_path, {lifetime(seconds)}).status;
}

std::vector<Departure> departures() {
  return {{Fault::token_not_required, 403, 200,
           [](Desk& desk) {
             desk.guard();
             return desk.read();
           }},
          {Fault::foreign_token_accepted, 401, 200,
           [](Desk& desk) {
             desk.guard();
             return desk.read({shown(desk.token(1))});
           }},
          {Fault::expired_token_accepted, 401, 200,
           [](Desk& desk) {
             desk.guard();
             const std::string token = desk.token();
             desk.now += 61;
             return desk.read({shown(token)});
           }},
          {Fault::forwarded_token_issued, 403, 200,
           [](Desk& desk) {
             return desk.ask("PUT", token_path, {lifetime("60"), {"X-Forwarded-For", "192.0.2.1"}})
                 .status;
           }},
          {Fault::lifetime_limit_ignored, 400, 200,
           [](Desk& desk) { return lifetime_status(desk, "21601"); }},
          {Fault::lifetime_wrap_32, 400, 200,
           [](Desk& desk) { return lifetime_status(desk, "4294967297"); }},
          {Fault::disabled_still_served, 403, 200,
           [](Desk& desk) {
             desk.disable();
             return desk.read();
           }},
          {Fault::never_enabled_again, 200, 403, [](Desk& desk) {
             desk.disable();
             BOOST_TEST(desk.read() == 403);
             desk.disable("enabled");
             return desk.read();
           }}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_fault_is_one_departure) {
  for (const Departure& one : departures()) {
    BOOST_TEST_CONTEXT(faults()[static_cast<std::size_t>(one.fault)].name) {
      FaultSet set;
      set.add(one.fault);
      Desk faithful;
      Desk faulty({}, 2, 1, set);
      BOOST_TEST(one.ask(faithful) == one.right);
      BOOST_TEST(one.ask(faulty) == one.wrong);
      // Any other question is answered as before.
      for (const Departure& other : departures()) {
        if (other.fault == one.fault) continue;
        Desk again({}, 2, 1, set);
        const bool in_it =
            (one.fault == Fault::disabled_still_served &&
             other.fault == Fault::never_enabled_again) ||
            (one.fault == Fault::lifetime_limit_ignored && other.fault == Fault::lifetime_wrap_32);
        if (!in_it) BOOST_TEST(other.ask(again) == other.right);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_token_of_a_wrapped_lifetime_lasts_as_long) {
  FaultSet set;
  set.add(Fault::lifetime_wrap_32);
  Desk desk({}, 2, 1, set);
  desk.guard();
  const std::string token = desk.token(0, "4294967297");
  BOOST_TEST(desk.read({shown(token)}) == 200);
  desk.now += 1;
  BOOST_TEST(desk.read({shown(token)}) == 401);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
