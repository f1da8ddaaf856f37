// What goes out byte for byte, and that damaged answers mean the same to both transports.
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/harness/transport/script_server.h"
#include "tests/harness/transport/support.h"

namespace assay::harness::testing {
namespace {

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::string with_length(const std::string& body) { return std::to_string(body.size()); }

const std::string form = "Action=Go&A=%20+b";

std::vector<wire::Request> with_bodies() {
  const std::string large(2 * 1024 * 1024, 'L');
  const std::string binary("\0\r\n\r\n\xff", 6);
  return {
      {"GET", "/with-body", {{"Host", "h"}, {"Content-Length", with_length(form)}}, form},
      {"POST",
       "/",
       {{"Host", "h"},
        {"Content-Type", "application/x-www-form-urlencoded"},
        {"Content-Length", with_length(form)}},
       form},
      {"POST", "/empty", {{"Host", "h"}, {"Content-Length", "0"}}, ""},
      {"POST", "/no-length", {{"Host", "h"}}, ""},
      {"POST", "/bytes", {{"Content-Length", with_length(binary)}, {"Host", "h"}}, binary},
      {"POST", "/large", {{"Host", "h"}, {"Content-Length", with_length(large)}}, large},
      {"POST",
       "/chunks",
       {{"Host", "h"}, {"Transfer-Encoding", "chunked"}},
       "3\r\nabc\r\n0\r\n\r\n"},
      {"POST",
       "/chunks-first",
       {{"Transfer-Encoding", "chunked"}, {"Host", "h"}},
       "3\r\nabc\r\n0\r\n\r\n"},
      {"POST", "/expect", {{"Expect", "100-continue"}, {"Content-Length", "1"}}, "x"},
      {"PUT", "/", {{"Host", "h"}, {"Content-Length", "1"}}, "x"},
  };
}

std::vector<wire::Request> without_bodies() {
  return {
      {"GET", "/", {{"Host", "h"}}, ""},
      {"GET", "/?a=%41+b&&c=../..//x&=&d", {{"Host", "h:1"}, {"Accept", "*/*"}}, ""},
      {"GET", "/../a/./b//?x#y", {{"X-First", "1"}, {"host", "later"}, {"x-first", "2"}}, ""},
      {"GET", "/?" + std::string(20000, 'q'), {{"Host", "h"}}, ""},
      {"GET", "/ space?\"<>{}|\\^`\x80\xff", {{"Host", "h"}}, ""},
      {"GET", "*", {{"Host", "h"}}, ""},
      {"GET", "/no-host", {{"A", "b"}}, ""},
      {"GET", "/no-headers", {}, ""},
      {"DELETE", "/", {{"Host", "h"}}, ""},
      {"HEAD", "/", {{"Host", "h"}}, ""},
      {"OPTIONS", "*", {{"Host", "h"}}, ""},
      {"BREW", "/pot", {{"Host", "h"}, {"Empty", ""}, {"Last", "x"}}, ""},
      {"get", "/lower", {{"Host", ""}, {"Cookie", "a=b"}, {"Authorization", "V3 x, y=\"z\""}}, ""},
      {"GET",
       "/agent",
       {{"User-Agent", "u"},
        {"Connection", "keep-alive"},
        {"TE", "trailers"},
        {"Host", "h"},
        {"Accept-Encoding", "gzip"},
        {"Referer", "r"}},
       ""},
  };
}

// The one difference that is allowed: where libcurl must not see a header first, it comes later.
std::string sent_by(Kind kind, const wire::Request& request) {
  wire::Request sent = request;
  if (kind == Kind::curl && sent.headers.size() > 1) {
    const std::string& first = sent.headers[0].name;
    if (first == "Transfer-Encoding" || first == "Expect") {
      std::swap(sent.headers[0], sent.headers[1]);
    }
  }
  return bytes_of(sent);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_bytes)

BOOST_AUTO_TEST_CASE(requests_go_out_byte_for_byte) {
  for (const Kind kind : both) {
    ScriptServer server({{request(), send("HTTP/1.1 204 x\r\n\r\n"), again()}});
    const auto transport = make(kind, server.endpoint());
    std::string expected;
    std::vector<wire::Request> requests = without_bodies();
    for (wire::Request& one : with_bodies()) requests.push_back(std::move(one));
    for (const wire::Request& one : requests) {
      const Outcome outcome = exchange(*transport, one);
      BOOST_TEST(name(outcome.failure) == "none", label(kind) << one.target << outcome.detail);
      expected += sent_by(kind, one);
    }
    BOOST_TEST(server.connections() == 1U);
    BOOST_TEST((server.received(0) == expected), label(kind) << "\n" << server.received(0));
  }
}

BOOST_AUTO_TEST_CASE(raw_bytes_need_not_be_a_request) {
  for (const std::string& bytes : {std::string("GARBAGE\r\n\r\n"), std::string("\0\1\r\n\r\n", 6),
                                   std::string("GET / HTTP/9.9\n\r\n\r\n")}) {
    ScriptServer server({{request(), send(ok), stall()}});
    const auto transport = make_raw_transport(server.endpoint(), {});
    const wire::Request parts = get();
    transport->submit(0, parts, bytes);
    BOOST_TEST(text(await(*transport).response) == "200 OK\nContent-Length: 2\n\nok");
    BOOST_TEST(server.received(0) == bytes);
  }
  ScriptServer server({{send(ok), stall()}});  // not even a byte
  const auto transport = make_raw_transport(server.endpoint(), {});
  const wire::Request parts = get();
  transport->submit(0, parts, "");
  BOOST_TEST(name(await(*transport).failure) == "none");
}

BOOST_AUTO_TEST_CASE(libcurl_says_what_it_cannot_send) {
  ScriptServer server({{request(), send(ok), again()}});
  const auto transport = make_curl_transport(server.endpoint(), {});
  for (int i = 0; i < 3; ++i) {
    wire::Request odd = get();
    const std::string nul("a\0b", 3);
    (i == 0 ? odd.target : i == 1 ? odd.method : odd.headers[0].value) = nul;
    const Outcome outcome = exchange(*transport, odd);
    BOOST_TEST(name(outcome.failure) == "other");
    BOOST_TEST(outcome.detail.find("NUL") != std::string::npos);
    BOOST_TEST(name(exchange(*transport, get()).failure) == "none");
  }
}

// Whatever one byte of an answer is changed to, wherever it is cut: the two agree.
RC_BOOST_PROP(both_transports_agree_on_damaged_answers, ()) {
  const std::string whole = *rc::gen::elementOf(std::vector<std::string>{
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: b\r\n\r\nhello",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 1\r\n\r\nx",
      "HTTP/1.0 500 Oh\r\nX: y\r\n\r\nuntil the end"});
  std::string damaged = whole;
  const auto at = *rc::gen::inRange<std::size_t>(0, whole.size());
  damaged[at] = *rc::gen::nonZero<char>();  // libcurl passes over a line that begins with NUL
  damaged.resize(*rc::gen::inRange<std::size_t>(0, whole.size() + 1));

  std::map<Kind, Outcome> outcomes;
  for (const Kind kind : both) {
    ScriptServer server({{request(), send(damaged), finish()}});
    outcomes[kind] = exchange(*make(kind, server.endpoint()), get());
  }
  RC_LOG() << outcomes[Kind::raw].detail << " | " << outcomes[Kind::curl].detail << "\n";
  // libcurl judges a length where it stands, we where the head ends, which may never come.
  const bool sooner = outcomes[Kind::curl].detail.find("Content-Length") != std::string::npos;
  if (sooner && outcomes[Kind::raw].failure == Failure::reset) return;
  RC_ASSERT(name(outcomes[Kind::raw].failure) == name(outcomes[Kind::curl].failure));
  RC_ASSERT(text(outcomes[Kind::raw].response) == text(outcomes[Kind::curl].response));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness::testing
