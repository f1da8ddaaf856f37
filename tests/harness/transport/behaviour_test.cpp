// What an endpoint may do, one row each; both transports must come to the same end.
#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

#include "tests/harness/transport/script_server.h"
#include "tests/harness/transport/support.h"

namespace assay::harness::testing {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds short_timeout(300);
constexpr std::size_t head_limit = 4096;
constexpr std::size_t body_limit = 64 * 1024;

struct Row {
  std::string what;
  Script script;
  Failure failure = Failure::none;
  std::string answer = {};  // as text(), when there is no failure
  std::string detail = {};  // a part of it, when there is one
  std::string method = "GET";
};

TransportOptions options_for(const Row& row) {
  TransportOptions options;
  if (row.failure == Failure::timeout) options.timeout = short_timeout;
  options.limits = {head_limit, body_limit};
  return options;
}

void run(const Row& row, Kind kind) {
  BOOST_TEST_CONTEXT(label(kind) << ": " << row.what) {
    ScriptServer server({row.script});
    const auto transport = make(kind, server.endpoint(), options_for(row));
    wire::Request asked = get();
    asked.method = row.method;
    const Outcome outcome = exchange(*transport, asked);
    BOOST_TEST(name(outcome.failure) == name(row.failure), outcome.detail);
    BOOST_TEST(server.connections() == 1U);
    BOOST_TEST(outcome.partial.size() <= 64U * 1024);
    if (row.failure == Failure::none) {
      BOOST_TEST(text(outcome.response) == row.answer);
      BOOST_TEST(outcome.detail.empty());
      BOOST_TEST(outcome.partial.empty());
    } else {
      BOOST_TEST(!outcome.response);
      BOOST_TEST(!outcome.detail.empty());
      BOOST_TEST(outcome.detail.find(row.detail) != std::string::npos, outcome.detail);
    }
    if (row.failure == Failure::timeout) {
      BOOST_TEST((outcome.took >= short_timeout));
      BOOST_TEST((outcome.took < short_timeout + std::chrono::seconds(5)));
    }
  }
}

void run(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    for (const Kind kind : both) run(row, kind);
  }
}

Script answers(std::string bytes) { return {request(), send(std::move(bytes)), stall()}; }
Script answers_and_closes(std::string bytes) {
  return {request(), send(std::move(bytes)), finish()};
}

Row row(std::string what, std::string bytes, std::string detail = "") {
  return Row{std::move(what), answers(std::move(bytes)), Failure::not_http, "", std::move(detail)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_behaviour)

BOOST_AUTO_TEST_CASE(answers_come_as_they_were_sent) {
  run({
      {"a body by length", answers("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
       Failure::none, "200 OK\nContent-Length: 3\n\nabc"},
      {"in two pieces",
       {request(), send("HTTP/1.1 200 OK\r\nContent-Le"), send("ngth: 3\r\n\r\na"), send("bc"),
        stall()},
       Failure::none,
       "200 OK\nContent-Length: 3\n\nabc"},
      {"an empty body", answers("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
       Failure::none, "404 Not Found\nContent-Length: 0\n\n"},
      {"chunks",
       answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
               "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n"),
       Failure::none, "200 OK\nTransfer-Encoding: chunked\n\nabc0123456789"},
      {"a trailer",
       answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
               "1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n"),
       Failure::none, "200 OK\nTransfer-Encoding: chunked\n\na"},
      {"until the connection ends", answers_and_closes("HTTP/1.1 200 OK\r\nA: b\r\n\r\nabc"),
       Failure::none, "200 OK\nA: b\n\nabc"},
      {"nothing until the connection ends", answers_and_closes("HTTP/1.1 200 OK\r\n\r\n"),
       Failure::none, "200 OK\n\n"},
      {"204 has no body", answers("HTTP/1.1 204 No Content\r\n\r\n"), Failure::none,
       "204 No Content\n\n"},
      {"304 has no body", answers("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"),
       Failure::none, "304 Not Modified\nContent-Length: 9\n\n"},
      {"HEAD has no body", answers("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), Failure::none,
       "200 OK\nContent-Length: 9\n\n", "", "HEAD"},
  });
}

BOOST_AUTO_TEST_CASE(unusual_answers_come_as_they_were_sent) {
  run({
      {"headers in order, twice, spaced",
       answers("HTTP/1.1 200 OK\r\nb:1\r\nA:  2 \r\nb: 3\r\ncontent-length: 0\r\nE:\r\n\r\n"),
       Failure::none, "200 OK\nb: 1\nA: 2\nb: 3\ncontent-length: 0\nE: \n\n"},
      {"interim answers are dropped",
       answers("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
               "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz"),
       Failure::none, "200 OK\nContent-Length: 1\n\nz"},
      {"HTTP/1.0", answers("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nz"), Failure::none,
       "200 OK\nContent-Length: 1\n\nz"},
      {"no reason", answers("HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n"), Failure::none,
       "299 \nContent-Length: 0\n\n"},
      {"no space before no reason", answers("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
       Failure::none, "200 \nContent-Length: 0\n\n"},
      {"a status nobody knows", answers("HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n"),
       Failure::none, "799 Odd\nContent-Length: 0\n\n"},
      {"a coded content stays coded",
       answers("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8bx"),
       Failure::none, "200 OK\nContent-Encoding: gzip\nContent-Length: 3\n\n\x1f\x8bx"},
      {"a NUL in the body",
       answers(std::string("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\0b", 41)), Failure::none,
       std::string("200 OK\nContent-Length: 3\n\na\0b", 29)},
  });
}

BOOST_AUTO_TEST_CASE(no_answer_makes_the_transport_do_anything_else) {
  run({
      {"a redirect is not followed",
       answers("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"),
       Failure::none, "302 Found\nLocation: http://127.0.0.1:1/\nContent-Length: 0\n\n"},
      {"no credentials are looked for",
       answers(
           "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"),
       Failure::none, "401 No\nWWW-Authenticate: Basic realm=\"x\"\nContent-Length: 0\n\n"},
      {"no proxy either",
       answers("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"),
       Failure::none, "407 No\nProxy-Authenticate: Basic\nContent-Length: 0\n\n"},
      {"an overloaded server is not asked again",
       answers("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"), Failure::none,
       "503 Busy\nRetry-After: 0\nContent-Length: 0\n\n"},
      {"a request that took too long is not sent again",
       answers("HTTP/1.1 408 Late\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
       Failure::none, "408 Late\nContent-Length: 0\nConnection: close\n\n"},
      {"a wrong expectation is not dropped",
       answers("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n"), Failure::none,
       "417 No\nContent-Length: 0\n\n"},
      {"bytes beyond the length are nobody's",
       answers("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabcHTTP/1.1 500 x\r\n\r\n"),
       Failure::none, "200 OK\nContent-Length: 1\n\na"},
      {"bytes beyond the last chunk, too",
       answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\nHTTP/1.1 "),
       Failure::none, "200 OK\nTransfer-Encoding: chunked\n\na"},
      {"an answer before the request was read",
       {send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz"), request(), stall()},
       Failure::none,
       "200 OK\nContent-Length: 1\n\nz"},
  });
}

BOOST_AUTO_TEST_CASE(an_early_end) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  run({
      {"closed right away", {}, Failure::reset},
      {"reset right away", {reset()}, Failure::reset},
      {"closed after the request", {request()}, Failure::reset, "", "before any answer"},
      {"reset after the request", {request(), reset()}, Failure::reset, "", "before any answer"},
      {"within the version", answers_and_closes("HTT"), Failure::reset, "", "closed"},
      {"within the status line", answers_and_closes("HTTP/1.1 20"), Failure::reset, "", "closed"},
      {"within a header", answers_and_closes("HTTP/1.1 200 OK\r\nConte"), Failure::reset, "",
       "closed"},
      {"before the empty line", answers_and_closes("HTTP/1.1 200 OK\r\nA: b\r\n"), Failure::reset,
       "", "within the head"},
      {"after an interim answer", answers_and_closes("HTTP/1.1 100 Continue\r\n\r\n"),
       Failure::reset, "", "within the head"},
      {"reset within the head",
       {request(), send("HTTP/1.1 200 OK\r\nA: b\r\n"), reset()},
       Failure::reset},
      {"no body at all", answers_and_closes(head), Failure::cut, "", "within the body"},
      {"half a body", answers_and_closes(head + "abcd"), Failure::cut, "", "within the body"},
      {"half a body, reset", {request(), send(head + "abcd"), reset()}, Failure::cut},
      {"half a chunk", answers_and_closes(chunked + "9\r\nabcd"), Failure::cut, "",
       "within the body"},
      {"half a chunk size", answers_and_closes(chunked + "1"), Failure::cut},
      {"between two chunks", answers_and_closes(chunked + "1\r\na\r\n"), Failure::cut},
      {"before the end of the trailer", answers_and_closes(chunked + "0\r\nA: b\r\n"),
       Failure::cut},
      {"reset within chunks", {request(), send(chunked + "1\r\na\r\n"), reset()}, Failure::cut},
      {"reset within a body until close",
       {request(), send("HTTP/1.1 200 OK\r\n\r\nabc"), reset()},
       Failure::reset},
  });
}

BOOST_AUTO_TEST_CASE(what_is_no_http) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  run({
      row("another protocol greets", "SSH-2.0-OpenSSH_9.2\r\n", "status line"),
      row("a body alone", "<html>\r\n"),
      row("HTTP/2 frames", std::string("\0\0\x06\4\0\0\0\0\0\0\3\0\0\0d\n", 16)),
      row("HTTP/2 in words", "HTTP/2 200 OK\r\n\r\n"),
      row("a status of letters", "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"),
      row("a status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
      row("a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
      row("a switch of protocols", "HTTP/1.1 101 x\r\nUpgrade: y\r\n\r\n", "switch of protocols"),
      row("a line feed alone", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "bare LF"),
      row("a line feed alone in a header", ok + "Content-Length: 0\n\r\n", "bare LF"),
      row("a carriage return alone", ok + "A: b\rc\r\n\r\n", "bare CR"),
  });
}

BOOST_AUTO_TEST_CASE(what_is_no_http_beyond_the_status_line) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  run({
      row("a header without a colon", ok + "oops\r\n\r\n"),
      row("a folded header", ok + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
      row("a space before the colon", ok + "A : b\r\nContent-Length: 0\r\n\r\n"),
      row("a NUL in a header", ok + std::string("A: \0\r\nContent-Length: 0\r\n\r\n", 27)),
      row("two lengths", ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
      row("a negative length", ok + "Content-Length: -1\r\n\r\n"),
      row("a length of letters", ok + "Content-Length: x\r\n\r\n"),
      row("a length beyond all numbers", ok + "Content-Length: 99999999999999999999999\r\n\r\n"),
      row("a length and chunks",
          ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
      row("a transfer coding nobody asked for", ok + "Transfer-Encoding: gzip\r\n\r\n"),
      row("a chunk size of letters", chunked + "xyz\r\n", "chunk size"),
      row("no chunk size", chunked + "\r\nabc\r\n"),
      row("a negative chunk size", chunked + "-1\r\n"),
      row("a chunk longer than it says", chunked + "1\r\nabc\r\n0\r\n\r\n"),
      row("a chunk size beyond all numbers", chunked + "fffffffffffffffff\r\n"),
  });
  run({
      {"a word, then the end", answers_and_closes("hello"), Failure::not_http, "",
       "do not begin like HTTP"},
      {"a TLS alert", answers_and_closes(std::string("\x15\3\1\0\2\2\x46", 7)), Failure::not_http},
  });
}

BOOST_AUTO_TEST_CASE(what_never_ends) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string much(64 * 1024, 'x');
  const auto endless = [](std::string what, std::string start, std::string more) {
    return Row{std::move(what),
               {request(), send(std::move(start)), flood(std::move(more))},
               Failure::too_large,
               "",
               "limit"};
  };
  run({
      endless("headers", ok, "A: b\r\n"),
      endless("interim answers", "", "HTTP/1.1 100 Continue\r\n\r\n"),
      endless("ten mebibytes by length", ok + "Content-Length: 10485760\r\n\r\n", much),
      endless("chunks", chunked, "1000\r\n" + std::string(4096, 'y') + "\r\n"),
      endless("one chunk", chunked + "A00000\r\n", much),
      endless("a chunk extension", chunked + "1;", much),
      endless("a trailer", chunked + "0\r\n", "A: b\r\n"),
      endless("a body until close", ok + "\r\n", much),
  });
  // Here libcurl fills a buffer of its own before it hands out a byte, and names it its own way.
  run({
      {"a status line", {request(), send("HTTP/1.1 200 "), flood(much)}, Failure::too_large},
      {"one header", {request(), send(ok + "A: "), flood(much)}, Failure::too_large},
  });
}

BOOST_AUTO_TEST_CASE(the_limit_itself_is_not_too_much) {
  const std::string body(body_limit, 'b');
  const std::string head = "200 OK\nContent-Length: 65536\n\n";
  run({
      {"the longest body", answers("HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + body),
       Failure::none, head + body},
      {"one byte more", answers("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n" + body + "b"),
       Failure::too_large},
      {"the longest body until close", answers_and_closes("HTTP/1.1 200 OK\r\n\r\n" + body),
       Failure::none, "200 OK\n\n" + body},
      {"one byte more until close", answers_and_closes("HTTP/1.1 200 OK\r\n\r\n" + body + "b"),
       Failure::too_large},
  });
}

BOOST_AUTO_TEST_CASE(what_comes_too_late) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n";
  run({
      {"nothing", {request(), stall()}, Failure::timeout, "", "no answer after 300 ms"},
      {"half a status line", answers("HTTP/1.1 20"), Failure::timeout},
      {"half a head", answers("HTTP/1.1 200 OK\r\nA: b\r\n"), Failure::timeout, "", "not whole"},
      {"an interim answer", answers("HTTP/1.1 100 Continue\r\n\r\n"), Failure::timeout, "",
       "not whole"},
      {"no body", answers(head), Failure::timeout, "", "not whole"},
      {"half a body", answers(head + "abc"), Failure::timeout, "", "not whole"},
      {"a body without end", answers("HTTP/1.1 200 OK\r\n\r\nabc"), Failure::timeout},
      {"a word", answers("hello"), Failure::timeout},
      {"a head by drops",
       {request(), send("HTTP/1.1 200 OK\r\n"), trickle("Abc: d\r\n")},
       Failure::timeout,
       "",
       "not whole"},
      {"a body by drops", {request(), send(head), trickle("a")}, Failure::timeout, "", "not whole"},
      {"interim answers by drops",
       {request(), trickle("HTTP/1.1 100 Continue\r\n\r\n")},
       Failure::timeout,
       "",
       "not whole"},
  });
}

BOOST_AUTO_TEST_CASE(nobody_listens) {
  const Port port;
  for (const Kind kind : both) {
    const auto transport = make(kind, port.endpoint());
    for (int i = 0; i < 3; ++i) {
      const Outcome outcome = exchange(*transport, get());
      BOOST_TEST(name(outcome.failure) == "refused", label(kind) << ": " << outcome.detail);
      BOOST_TEST(outcome.detail ==
                 "connection refused (127.0.0.1:" + std::to_string(port.endpoint().port) + ")");
      BOOST_TEST(!outcome.response);
      BOOST_TEST(outcome.partial.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_name_without_an_address) {
  Endpoint endpoint;
  endpoint.host = std::string(70, 'a');  // too long a label: no resolver asks anybody
  for (const Kind kind : both) {
    const auto transport = make(kind, endpoint);
    const Outcome outcome = exchange(*transport, get());
    BOOST_TEST(name(outcome.failure) == "resolve", label(kind) << ": " << outcome.detail);
    BOOST_TEST(outcome.detail.find(endpoint.host) != std::string::npos, outcome.detail);
  }
}

BOOST_AUTO_TEST_CASE(what_came_before_a_failure_is_kept) {
  const std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabcd";
  const std::string prefix = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
  for (const Kind kind : both) {
    ScriptServer cut({answers_and_closes(bytes)});
    BOOST_TEST(exchange(*make(kind, cut.endpoint()), get()).partial == bytes);

    ScriptServer foreign({answers("SSH-2.0-x\r\n")});
    BOOST_TEST(exchange(*make(kind, foreign.endpoint()), get()).partial == "SSH-2.0-x\r\n");

    ScriptServer large({answers_and_closes(prefix + std::string(99999, 'z'))});
    const std::string kept = exchange(*make(kind, large.endpoint()), get()).partial;
    BOOST_TEST(kept.size() == 64U * 1024);
    BOOST_TEST(kept.starts_with(prefix + "zzz"));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness::testing
