#include "wire/message.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <tuple>

#include "tests/wire/messages.h"

using assay::wire::Header;
using assay::wire::Headers;
using assay::wire::parse_request;
using assay::wire::query_of;
using assay::wire::Request;
using assay::wire::test::any_bytes;
using assay::wire::test::any_headers;
using assay::wire::test::bytes_literal;
using assay::wire::test::chunked;
using assay::wire::test::kTokenBytes;
using assay::wire::test::same;
using assay::wire::test::text_of;

namespace {

std::string bytes_of(const Request& request) {
  std::string out;
  assay::wire::append_bytes(out, request);
  return out;
}

std::string why_not(std::string_view bytes) {
  std::string why;
  return parse_request(bytes, &why) ? "parsed" : why;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_request)

BOOST_AUTO_TEST_CASE(writing_by_example) {
  BOOST_TEST(bytes_of({"GET", "/?a=1", {{"Host", "h"}, {"x", ""}}, ""}) ==
             "GET /?a=1 HTTP/1.1\r\nHost: h\r\nx: \r\n\r\n");
  BOOST_TEST(bytes_of({"POST", "/", {}, "body"}) == "POST / HTTP/1.1\r\n\r\nbody");
  std::string out = "before";
  assay::wire::append_bytes(out, {"M", "/", {}, ""});
  BOOST_TEST(out == "beforeM / HTTP/1.1\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(reading_by_example) {
  const auto request = parse_request(
      "POST /p?q=1?2 HTTP/1.1\r\nHost:h\r\nX-A: \t a b \t\r\nx-a:\r\nContent-Length: "
      "3\r\n\r\na\r\n");
  BOOST_REQUIRE(request.has_value());
  BOOST_TEST(request->method == "POST");
  BOOST_TEST(request->target == "/p?q=1?2");
  BOOST_TEST(same(request->headers,
                  {{"Host", "h"}, {"X-A", "a b"}, {"x-a", ""}, {"Content-Length", "3"}}));
  BOOST_TEST(request->body == "a\r\n");
  BOOST_TEST(parse_request("get / HTTP/1.0\r\n\r\n")->method == "get");
}

BOOST_AUTO_TEST_CASE(chunks_are_joined) {
  const std::string head = "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n";
  BOOST_TEST(parse_request(head + "0\r\n\r\n")->body == "");
  BOOST_TEST(parse_request(head + "3\r\nabc\r\n00a;x=\"y\"\r\n0123456789\r\n0\r\n\r\n")->body ==
             "abc0123456789");
  BOOST_TEST(parse_request(head + "1\r\na\r\n0 ; e\r\nTrailer: x\r\n\r\n")->body == "a");
}

BOOST_AUTO_TEST_CASE(what_is_refused_is_named) {
  const std::string post = "POST / HTTP/1.1\r\n";
  const std::string chunks = post + "Transfer-Encoding: chunked\r\n\r\n";
  const std::pair<std::string, const char*> cases[] = {
      {"", "cut before the end of a line"},
      {"GET / HTTP/1.1", "cut before the end of a line"},
      {"GET / HTTP/1.1\r\n", "cut before the end of a line"},
      {"GET / HTTP/1.1\r\nHost: h\r\n", "cut before the end of a line"},
      {"\r\nGET / HTTP/1.1\r\n\r\n", "a request line that is not method, target and version"},
      {"GET / HTTP/1.1\n\n", "a line that ends in a bare LF"},
      {"GET / HTTP/1.1\r\nHost: h\n\r\n", "a line that ends in a bare LF"},
      {"GET\r\n\r\n", "a request line that is not method, target and version"},
      {"GET /\r\n\r\n", "a request line that is not method, target and version"},
      {"G@T / HTTP/1.1\r\n\r\n", "a method that is not a token"},
      {" / HTTP/1.1\r\n\r\n", "a method that is not a token"},
      {"GET  HTTP/1.1\r\n\r\n", "a target that is not in origin form"},
      {"GET http://h/ HTTP/1.1\r\n\r\n", "a target that is not in origin form"},
      {"OPTIONS * HTTP/1.1\r\n\r\n", "a target that is not in origin form"},
      {"GET /a b HTTP/1.1\r\n\r\n", "a target with a byte that is not visible ASCII"},
      {"GET /\xC3\xA9 HTTP/1.1\r\n\r\n", "a target with a byte that is not visible ASCII"},
      {"GET /\x7F HTTP/1.1\r\n\r\n", "a target with a byte that is not visible ASCII"},
      {bytes_literal("GET /\0 HTTP/1.1\r\n\r\n"), "a target with a byte that is not visible ASCII"},
      {"GET / HTTP/2.0\r\n\r\n", "an unknown version of HTTP"},
      {"GET / http/1.1\r\n\r\n", "an unknown version of HTTP"},
      {"GET / HTTP/1.1\rX\r\n\r\n", "an unknown version of HTTP"},
      {"GET / HTTP/1.1\r\nHost\r\n\r\n", "a header line without a colon"},
      {"GET / HTTP/1.1\r\n: v\r\n\r\n", "a header name that is not a token"},
      {"GET / HTTP/1.1\r\nHost : v\r\n\r\n", "a header name that is not a token"},
      {"GET / HTTP/1.1\r\nA: 1\r\n b: 2\r\n\r\n", "a header name that is not a token"},
      {"GET / HTTP/1.1\r\nA: 1\rB: 2\r\n\r\n", "a control character in a header value"},
      {bytes_literal("GET / HTTP/1.1\r\nA: \0\r\n\r\n"), "a control character in a header value"},
      {post + "Content-Length: 4\r\n\r\nabc", "cut before the end of the body"},
      {post + "Content-Length: 2\r\n\r\nabc", "bytes after the end of the request"},
      {post + "\r\nabc", "bytes after the end of the request"},
      {post + "Content-Length: -1\r\n\r\n", "a Content-Length that is not a number"},
      {post + "Content-Length: +1\r\n\r\na", "a Content-Length that is not a number"},
      {post + "Content-Length: 1, 1\r\n\r\na", "a Content-Length that is not a number"},
      {post + "Content-Length: 0x1\r\n\r\na", "a Content-Length that is not a number"},
      {post + "Content-Length:\r\n\r\n", "a Content-Length that is not a number"},
      {post + "Content-Length: 9999999999999999999\r\n\r\n",
       "a Content-Length that is not a number"},
      {post + "Content-Length: 1\r\ncontent-length: 2\r\n\r\nab",
       "two different values of Content-Length"},
      {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "both Content-Length and Transfer-Encoding"},
      {post + "Transfer-Encoding: gzip\r\n\r\n", "a transfer coding other than chunked"},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
       "a transfer coding other than chunked"},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "a transfer coding other than chunked"},
      {chunks + "g\r\n", "a malformed chunk size"},
      {chunks + "\r\n", "a malformed chunk size"},
      {chunks + "-1\r\n", "a malformed chunk size"},
      {chunks + "1 x\r\na\r\n0\r\n\r\n", "a malformed chunk size"},
      {chunks + "ffffffffffffffff\r\n", "a malformed chunk size"},
      {chunks + "5\r\nabc", "cut within a chunk"},
      {chunks + "1\r\nab\r\n", "a chunk longer than its size says"},
      {chunks + "1\r\na", "cut before the end of a line"},
      {chunks + "0\r\n", "cut before the end of a line"},
      {chunks + "0\r\nbad\r\n\r\n", "a header line without a colon"},
      {chunks + "0\r\n\r\nx", "bytes after the end of the request"}};
  for (const auto& [bytes, why] : cases) BOOST_TEST(why_not(bytes) == why, bytes);
}

BOOST_AUTO_TEST_CASE(repeated_equal_lengths_are_one) {
  BOOST_TEST(why_not("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na") ==
             "parsed");
}

BOOST_AUTO_TEST_CASE(looking_up_headers) {
  const Headers headers{{"Host", "a"}, {"HOST", "b"}, {"x_y", "c"}};
  BOOST_TEST(header(headers, "host").value() == "a");
  BOOST_TEST(header(headers, "X_Y").value() == "c");
  BOOST_TEST(!header(headers, "hos").has_value());
  BOOST_TEST(!header(headers, "x\x7Fy").has_value());  // '_' and DEL differ in the bit of the case
}

BOOST_AUTO_TEST_CASE(memory_of_earlier_headers_is_used_again) {
  assay::wire::Headers headers{{"A", std::string(100, 'x')}, {"B", "2"}};
  assay::wire::Headers spare;
  retire(headers, spare);
  BOOST_TEST(headers.empty());
  BOOST_TEST(spare.size() == 2U);
  append(headers, spare);
  const assay::wire::Header& added = append(headers, spare);
  BOOST_TEST(added.name == "");
  BOOST_TEST(added.value == "");
  BOOST_TEST(added.value.capacity() >= 100U);
  BOOST_TEST(spare.empty());
  headers.resize(1000);
  retire(headers, spare);
  BOOST_TEST(spare.size() == 64U);
}

BOOST_AUTO_TEST_CASE(the_query_of_a_target) {
  BOOST_TEST(query_of("/") == "");
  BOOST_TEST(query_of("/?") == "");
  BOOST_TEST(query_of("/a?b=1?c") == "b=1?c");
  BOOST_TEST(query_of("") == "");
}

RC_BOOST_PROP(reading_undoes_writing, ()) {
  Request request;
  request.method = "M" + *text_of(kTokenBytes);
  request.target = "/" + *text_of("az09%?&=/*~#");
  request.headers = *any_headers();
  request.body = *any_bytes();
  if (!request.body.empty()) {
    request.headers.push_back({"content-length", std::to_string(request.body.size())});
  }
  const std::string bytes = bytes_of(request);
  const auto read = parse_request(bytes);
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->method == request.method);
  RC_ASSERT(read->target == request.target);
  RC_ASSERT(same(read->headers, request.headers));
  RC_ASSERT(read->body == request.body);
  const auto cut = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(bytes.size())));
  RC_ASSERT(!parse_request(std::string_view(bytes).substr(0, cut)).has_value());
}

RC_BOOST_PROP(a_chunked_body_is_what_was_cut, ()) {
  const std::string body = *any_bytes();
  const auto read =
      parse_request("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n" + chunked(body));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->body == body);
}

RC_BOOST_PROP(any_bytes_are_read_or_refused_with_a_reason, ()) {
  const std::string bytes =
      *rc::gen::oneOf(any_bytes(), text_of("GET / HTTP/1.1\r\n\r\n:0"),
                      rc::gen::map(any_bytes(), [](const std::string& rest) {
                        return "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + rest;
                      }));
  std::string why;
  if (!parse_request(bytes, &why)) RC_ASSERT(!why.empty());
  parse_request(bytes);
}

BOOST_AUTO_TEST_SUITE_END()
