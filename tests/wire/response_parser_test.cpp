// The parser of answers. What it reads of requests: message_test.cpp.
#include <rapidcheck/boost_test.h>

#include <boost/test/unit_test.hpp>

#include "tests/wire/messages.h"
#include "wire/message_detail.h"

using assay::wire::Header;
using assay::wire::Headers;
using assay::wire::Limits;
using assay::wire::Response;
using assay::wire::ResponseParser;
using assay::wire::test::any_bytes;
using assay::wire::test::any_headers;
using assay::wire::test::bytes_literal;
using assay::wire::test::chunked;
using assay::wire::test::random_pieces;
using assay::wire::test::same;
using assay::wire::test::text_of;
using State = ResponseParser::State;

namespace {

// What a parser made of some bytes, all of it.
struct Outcome {
  State state = State::more;
  std::size_t used = 0;
  Response response;
  std::string failure;
  bool keep_alive = false;
};

Outcome run(const std::vector<std::string>& pieces, bool end = false, bool head = false,
            Limits limits = {}) {
  ResponseParser parser(limits);
  parser.start(head);
  Outcome outcome;
  for (const std::string& piece : pieces) {
    std::size_t used = 0;
    outcome.state = parser.feed(piece, used);
    outcome.used += used;
    if (outcome.state != State::more) break;
  }
  if (end) outcome.state = parser.end();
  outcome.response = parser.response();
  outcome.failure = parser.failure();
  outcome.keep_alive = parser.keep_alive();
  return outcome;
}

Outcome run(const std::string& bytes, bool end = false, bool head = false, Limits limits = {}) {
  return run(std::vector<std::string>{bytes}, end, head, limits);
}

void check_same(const Outcome& a, const Outcome& b) {
  RC_ASSERT(a.state == b.state);
  RC_ASSERT(a.failure == b.failure);
  RC_ASSERT(a.response.status == b.response.status);
  RC_ASSERT(a.response.reason == b.response.reason);
  RC_ASSERT(same(a.response.headers, b.response.headers));
  RC_ASSERT(a.response.body == b.response.body);
  RC_ASSERT(a.keep_alive == b.keep_alive);
  if (a.state != State::failed) RC_ASSERT(a.used == b.used);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_response)

BOOST_AUTO_TEST_CASE(a_body_by_length) {
  const std::string bytes = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX: y\r\n\r\nbody";
  const Outcome outcome = run(bytes + "HTTP/1.1 200");
  BOOST_TEST((outcome.state == State::done));
  BOOST_TEST(outcome.used == bytes.size());
  BOOST_TEST(outcome.response.status == 404);
  BOOST_TEST(outcome.response.reason == "Not Found");
  BOOST_TEST(same(outcome.response.headers, {{"Content-Length", "4"}, {"X", "y"}}));
  BOOST_TEST(outcome.response.body == "body");
  BOOST_TEST(outcome.keep_alive);
}

BOOST_AUTO_TEST_CASE(a_body_in_chunks) {
  const std::string bytes =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3;x\r\ncde\r\n0\r\nT: "
      "t\r\n\r\n";
  const Outcome outcome = run(bytes + "rest");
  BOOST_TEST((outcome.state == State::done));
  BOOST_TEST(outcome.used == bytes.size());
  BOOST_TEST(outcome.response.body == "abcde");
  BOOST_TEST(outcome.response.headers.size() == 1U);
  BOOST_TEST(outcome.keep_alive);
}

BOOST_AUTO_TEST_CASE(a_body_until_close) {
  const Outcome open = run("HTTP/1.1 200 OK\r\n\r\nsome body");
  BOOST_TEST((open.state == State::more));
  const Outcome closed = run("HTTP/1.1 200 OK\r\n\r\nsome body", true);
  BOOST_TEST((closed.state == State::done));
  BOOST_TEST(closed.response.body == "some body");
  BOOST_TEST(!closed.keep_alive);
}

BOOST_AUTO_TEST_CASE(answers_without_a_body) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
  BOOST_TEST((run(head, false, true).state == State::done));
  BOOST_TEST((run(head, false, false).state == State::more));
  for (const char* text : {"HTTP/1.1 204 No Content\r\n\r\n",
                           "HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}) {
    const Outcome outcome = run(text);
    BOOST_TEST((outcome.state == State::done), text);
    BOOST_TEST(outcome.response.body == "", text);
    BOOST_TEST(outcome.keep_alive, text);
  }
}

BOOST_AUTO_TEST_CASE(interim_answers_are_skipped) {
  const Outcome outcome =
      run("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nz");
  BOOST_TEST((outcome.state == State::done));
  BOOST_TEST(outcome.response.status == 200);
  BOOST_TEST(outcome.response.headers.size() == 1U);
  BOOST_TEST(run("HTTP/1.1 101 Switching Protocols\r\n\r\n").failure ==
             "a switch of protocols nobody asked for");
}

BOOST_AUTO_TEST_CASE(unusual_but_legal_status_lines) {
  BOOST_TEST(run("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n").response.reason == "");
  BOOST_TEST(run("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n").response.status == 200);
  BOOST_TEST(run("HTTP/1.1 999 \xC3\xA9 x\r\nContent-Length: 0\r\n\r\n").response.reason ==
             "\xC3\xA9 x");
  BOOST_TEST(run("HTTP/1.0 600 x\r\nContent-Length: 0\r\n\r\n").response.status == 600);
}

BOOST_AUTO_TEST_CASE(what_fails_is_named) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunks = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const std::pair<std::string, const char*> cases[] = {
      {"\r\n", "a status line that is not HTTP/1.1 or HTTP/1.0"},
      {"HTTP/2 200 OK\r\n", "a status line that is not HTTP/1.1 or HTTP/1.0"},
      {"HTTP/1.2 200 OK\r\n", "a status line that is not HTTP/1.1 or HTTP/1.0"},
      {"<html>\r\n", "a status line that is not HTTP/1.1 or HTTP/1.0"},
      {"HTTP/1.1  200 OK\r\n", "a status that is not three digits from 100 on"},
      {"HTTP/1.1 99 x\r\n", "a status that is not three digits from 100 on"},
      {"HTTP/1.1 099 x\r\n", "a status that is not three digits from 100 on"},
      {"HTTP/1.1 2000\r\n", "a status that is not three digits from 100 on"},
      {"HTTP/1.1 20x\r\n", "a status that is not three digits from 100 on"},
      {"HTTP/1.1 \r\n", "a status that is not three digits from 100 on"},
      {"HTTP/1.1 200 \x01\r\n", "a control character in the reason"},
      {"HTTP/1.1 200 OK\n", "a line that ends in a bare LF"},
      {"HTTP/1.1 200 OK\rX: y\r\n", "a bare CR"},
      {ok + "X: a\rb\r\n", "a bare CR"},
      {ok + "X: a\r\r\n", "a bare CR"},
      {ok + "X y\r\n", "a header line without a colon"},
      {ok + "X : y\r\n", "a header name that is not a token"},
      {ok + "X: 1\r\n folded\r\n", "a header line without a colon"},
      {ok + bytes_literal("X: \0\r\n"), "a control character in a header value"},
      {ok + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       "both Content-Length and Transfer-Encoding"},
      {ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
       "two different values of Content-Length"},
      {ok + "Content-Length: a\r\n\r\n", "a Content-Length that is not a number"},
      {ok + "Transfer-Encoding: identity\r\n\r\n", "a transfer coding other than chunked"},
      {ok + "Content-Length: 4194305\r\n\r\n", "a body longer than its limit"},
      {chunks + "x\r\n", "a malformed chunk size"},
      {chunks + "2\r\nabc\r\n", "a chunk longer than its size says"},
      {chunks + "2\r\nab\n", "a line that ends in a bare LF"},
      {chunks + "400001\r\n", "a body longer than its limit"},
      {chunks + "0\r\nbad\r\n", "a header line without a colon"}};
  for (const auto& [bytes, failure] : cases) {
    const Outcome outcome = run(bytes);
    BOOST_TEST((outcome.state == State::failed), bytes);
    BOOST_TEST(outcome.failure == failure, bytes);
    BOOST_TEST(!outcome.keep_alive, bytes);
  }
}

BOOST_AUTO_TEST_CASE(an_early_end_is_named) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::pair<std::string, const char*> cases[] = {
      {"", "closed before any answer"},
      {"H", "closed within the head"},
      {ok, "closed within the head"},
      {"HTTP/1.1 100 Continue\r\n\r\n", "closed within the head"},
      {ok + "Content-Length: 2\r\n\r\na", "closed within the body"},
      {ok + "Transfer-Encoding: chunked\r\n\r\n", "closed within the body"},
      {ok + "Transfer-Encoding: chunked\r\n\r\n1\r\na", "closed within the body"},
      {ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "closed within the body"}};
  for (const auto& [bytes, failure] : cases) {
    const Outcome outcome = run(bytes, true);
    BOOST_TEST((outcome.state == State::failed), bytes);
    BOOST_TEST(outcome.failure == failure, bytes);
  }
  BOOST_TEST((run(ok + "Content-Length: 0\r\n\r\n", true).state == State::done));
}

BOOST_AUTO_TEST_CASE(limits_hold_to_the_byte) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  Limits limits{head.size(), 3};
  BOOST_TEST((run(head, false, false, limits).state == State::done));
  limits.head_bytes -= 1;
  BOOST_TEST(run(head, false, false, limits).failure == "a head longer than its limit");
  BOOST_TEST(run(std::string(head.size(), 'x'), false, false, limits).failure ==
             "a head longer than its limit");
  limits.head_bytes = 1000;
  BOOST_TEST((run("HTTP/1.1 200 OK\r\n\r\nabc", true, false, limits).state == State::done));
  BOOST_TEST(run("HTTP/1.1 200 OK\r\n\r\nabcd", false, false, limits).failure ==
             "a body longer than its limit");
  const std::string chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  BOOST_TEST((run(chunks + "3\r\nabc\r\n0\r\n\r\n", false, false, limits).state == State::done));
  BOOST_TEST(run(chunks + "2\r\nab\r\n2\r\n", false, false, limits).failure ==
             "a body longer than its limit");
  BOOST_TEST(
      (run(chunks + "0;" + std::string(1022, 'x'), false, false, limits).state == State::more));
  BOOST_TEST(run(chunks + "0;" + std::string(1023, 'x'), false, false, limits).failure ==
             "a chunk size line longer than its limit");
}

BOOST_AUTO_TEST_CASE(endless_interim_answers_and_trailers_end) {
  std::string interim;
  for (int i = 0; i < 100; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  BOOST_TEST(run(interim, false, false, {1000, 10}).failure == "a head longer than its limit");
  std::string trailers = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  for (int i = 0; i < 100; ++i) trailers += "Trailer-Name: value\r\n";
  BOOST_TEST(run(trailers, false, false, {1000, 10}).failure == "a head longer than its limit");
}

BOOST_AUTO_TEST_CASE(keeping_the_connection) {
  const std::tuple<const char*, const char*, bool> cases[] = {
      {"1", "", true},
      {"1", "Connection: keep-alive\r\n", true},
      {"1", "Connection: close\r\n", false},
      {"1", "Connection: Keep-Alive, Close\r\n", false},
      {"1", "Connection: x\r\nConnection: close\r\n", false},
      {"1", "Connection: closed\r\n", true},
      {"0", "", false},
      {"0", "Connection: Keep-Alive\r\n", true}};
  for (const auto& [version, header, keeps] : cases) {
    const std::string bytes =
        std::string("HTTP/1.") + version + " 200 OK\r\n" + header + "Content-Length: 0\r\n\r\n";
    BOOST_TEST(run(bytes).keep_alive == keeps, bytes);
  }
  ResponseParser fresh;
  BOOST_TEST(!fresh.keep_alive());
}

BOOST_AUTO_TEST_CASE(one_parser_reads_one_answer_after_another) {
  ResponseParser parser;
  std::string stream =
      "HTTP/1.1 200 OK\r\nA: a first value that is long\r\nContent-Length: 2\r\n\r\nab"
      "HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n"
      "HTTP/1.1 204 No\r\nB: b\r\n\r\nHTTP/1.0 500 x\r\n\r\nlast";
  const std::tuple<int, std::string, std::size_t> expected[] = {
      {200, "ab", 2}, {400, "c", 1}, {204, "", 1}, {500, "last", 0}};
  for (const auto& [status, body, headers] : expected) {
    parser.start();
    std::size_t used = 0;
    State state = parser.feed(stream, used);
    if (state == State::more) state = parser.end();
    BOOST_TEST((state == State::done));
    BOOST_TEST(parser.response().status == status);
    BOOST_TEST(parser.response().body == body);
    BOOST_TEST(parser.response().headers.size() == headers);
    stream.erase(0, used);
  }
  BOOST_TEST(stream == "");
}

BOOST_AUTO_TEST_CASE(a_new_start_forgets_how_the_last_one_ended) {
  ResponseParser parser;
  std::size_t used = 0;
  const std::string good = "HTTP/1.1 204 x\r\n\r\n";
  for (const char* last :
       {"HTTP/1.1 200 OK\r\n\r\nuntil close", "HTTP/1.0 204 x\r\n\r\n", "HTTP/1.1 2", "junk\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"}) {
    parser.start();
    parser.feed(last, used);
    parser.end();
    BOOST_TEST(!parser.keep_alive(), last);
    parser.start();
    BOOST_TEST((parser.feed(good, used) == State::done), last);
    BOOST_TEST(used == good.size());
    BOOST_TEST(parser.keep_alive(), last);
    BOOST_TEST(parser.failure() == "");
    BOOST_TEST(parser.response().body == "");
    BOOST_TEST(parser.response().headers.empty());
  }
  parser.start(true);
  parser.start();  // no longer the answer to HEAD
  BOOST_TEST((parser.feed("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", used) == State::more));
}

BOOST_AUTO_TEST_CASE(after_the_end_nothing_is_taken) {
  ResponseParser parser;
  parser.start();
  std::size_t used = 0;
  BOOST_TEST((parser.feed("", used) == State::more));
  BOOST_TEST((parser.feed("HTTP/1.1 204 x\r\n\r\n", used) == State::done));
  BOOST_TEST((parser.feed("more", used) == State::done));
  BOOST_TEST(used == 0U);
  parser.start();
  BOOST_TEST((parser.feed("junk\r\n", used) == State::failed));
  BOOST_TEST((parser.feed("HTTP/1.1 204 x\r\n\r\n", used) == State::failed));
  BOOST_TEST(used == 0U);
  BOOST_TEST((parser.end() == State::failed));
}

// The memory of one answer's headers serves the next one: none of them may show through.
BOOST_AUTO_TEST_CASE(headers_of_an_earlier_answer_are_gone) {
  ResponseParser parser;
  std::size_t used = 0;
  const std::string many =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nA: 1\r\nB: 2\r\nContent-Length: 0\r\n\r\n";
  BOOST_REQUIRE((parser.feed(many, used) == ResponseParser::State::done));
  BOOST_TEST(parser.response().headers.size() == 4U);
  BOOST_TEST(!parser.keep_alive());
  for (const std::string head : {"HTTP/1.1 200 OK\r\n",
                                 "HTTP/1.1 100 C\r\nX: 1\r\nY: 2\r\n\r\n"
                                 "HTTP/1.1 200 OK\r\n"}) {
    parser.start();
    BOOST_REQUIRE(
        (parser.feed(head + "Content-Length: 1\r\n\r\nz", used) == ResponseParser::State::done));
    BOOST_REQUIRE(parser.response().headers.size() == 1U);
    BOOST_TEST(parser.response().headers[0].name == "Content-Length");
    BOOST_TEST(parser.response().body == "z");
    BOOST_TEST(parser.keep_alive());
  }
}

// Eight bytes are looked at together.
BOOST_AUTO_TEST_CASE(every_byte_at_every_place_of_a_field) {
  for (std::size_t place = 0; place < 20; ++place) {
    for (int value = 0; value < 256; ++value) {
      std::string text(20, 'x');
      text[place] = static_cast<char>(static_cast<unsigned char>(value));
      const bool good = value == '\t' || (value >= 0x20 && value != 0x7F);
      BOOST_REQUIRE(assay::wire::detail::is_field_text(text) == good);
      BOOST_REQUIRE(assay::wire::detail::is_field_text("\t" + text) == good);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_order_without_regard_to_case) {
  using assay::wire::detail::before_ignoring_case;
  BOOST_TEST(before_ignoring_case("A", "b"));
  BOOST_TEST(before_ignoring_case("a", "B"));
  BOOST_TEST(!before_ignoring_case("ab", "AB"));
  BOOST_TEST(before_ignoring_case("AB", "abc"));
  BOOST_TEST(!before_ignoring_case("abc", "AB"));
  BOOST_TEST(before_ignoring_case("", "a"));
  BOOST_TEST(before_ignoring_case("A-", "a_"));       // 2D, 5F
  BOOST_TEST(before_ignoring_case("_", "a"));         // 5F is before a lower-case letter
  BOOST_TEST(!before_ignoring_case("Z", "_"));        // and so it is before Z as well
  BOOST_TEST(before_ignoring_case("z", "\xC3\xA9"));  // bytes are not signed
}

BOOST_AUTO_TEST_CASE(clear_keeps_the_capacity) {
  Response response{200, "OK", {{"a", "b"}}, std::string(1000, 'x')};
  const std::size_t capacity = response.body.capacity();
  response.clear();
  BOOST_TEST(response.status == 0);
  BOOST_TEST(response.reason == "");
  BOOST_TEST(response.headers.empty());
  BOOST_TEST(response.body == "");
  BOOST_TEST(response.body.capacity() == capacity);
}

RC_BOOST_PROP(the_split_of_a_good_answer_does_not_matter, ()) {
  const std::string body = *any_bytes();
  const bool by_length = *rc::gen::arbitrary<bool>();
  std::string bytes = "HTTP/1.1 200 Fine\r\n";
  const Headers headers = *any_headers();
  for (const Header& header : headers) bytes += header.name + ": " + header.value + "\r\n";
  bytes += by_length ? "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body
                     : "Transfer-Encoding: chunked\r\n\r\n" + chunked(body);
  const Outcome whole = run(bytes);
  RC_ASSERT(whole.state == State::done);
  RC_ASSERT(whole.used == bytes.size());
  RC_ASSERT(whole.response.body == body);
  RC_ASSERT(whole.response.headers.size() == headers.size() + 1);
  check_same(whole, run(random_pieces(bytes)));
  RC_ASSERT(run(bytes.substr(0, bytes.size() - 1)).state == State::more);
}

RC_BOOST_PROP(the_split_of_any_bytes_does_not_matter, ()) {
  const std::string start = *rc::gen::element<std::string>(
      "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 x\r\n");
  const std::string bytes = start + *rc::gen::oneOf(any_bytes(), text_of("HT/1. 20\r\n\r\n0:;ab"));
  const bool end = *rc::gen::arbitrary<bool>();
  const Limits limits{static_cast<std::size_t>(*rc::gen::inRange(0, 100)),
                      static_cast<std::size_t>(*rc::gen::inRange(0, 20))};
  const Outcome whole = run(bytes, end, false, limits);
  const Outcome split = run(random_pieces(bytes), end, false, limits);
  RC_ASSERT(whole.state == split.state);
  check_same(whole, split);
  RC_ASSERT(whole.response.body.size() <= limits.body_bytes);
  RC_ASSERT((whole.state == State::failed) == !whole.failure.empty());
}

BOOST_AUTO_TEST_SUITE_END()
