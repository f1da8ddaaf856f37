#include "reports/har.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "reports/escape.h"
#include "reports/har_message.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;
using nlohmann::json;

namespace {

std::string bytes_of(const json& text) { return reports::bytes_of_json(text.get<std::string>()); }

json entries_of(const reports::Summary& summary) {
  return json::parse(reports::har_json(summary)).at("log").at("entries");
}

json request_of(std::string_view bytes, std::string_view endpoint = "embedded mock") {
  return json::parse(reports::har_request(bytes, endpoint).dump());
}

json response_of(std::string_view bytes) {
  return json::parse(reports::har_response(bytes).dump());
}

json pair(const char* name, const char* value) { return {{"name", name}, {"value", value}}; }

std::string errors(const reports::Summary& summary) {
  const tests::TempDir folder;
  const auto path = folder / "findings.har";
  tests::write_file(path, reports::har_json(summary));
  return tests::schema_errors("har.schema.json", "json", path);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(har)

BOOST_AUTO_TEST_CASE(is_what_was_approved) {
  tests::check_approved("findings.har", reports::har_json(tests::sample()));
}

BOOST_AUTO_TEST_CASE(every_finding_is_an_entry) {
  const reports::Summary summary = tests::sample();
  const json entries = entries_of(summary);
  BOOST_REQUIRE(entries.size() == summary.findings.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    BOOST_TEST(entries[i].at("startedDateTime") == summary.started);
    BOOST_TEST(entries[i].at("_assay").at("clause") == summary.findings[i].clause);
    BOOST_TEST(entries[i].at("_assay").at("replay") == summary.findings[i].replay);
    BOOST_TEST(entries[i].at("comment") ==
               summary.findings[i].key + ": " + summary.findings[i].why);
  }
  BOOST_TEST(entries_of(tests::conforming_sample()).empty());
}

// Masking leaves Content-Length as it was sent; the body that is shown has another length.
BOOST_AUTO_TEST_CASE(a_masked_form_is_taken_apart) {
  const json request = request_of(tests::accepted_finding().request);
  BOOST_TEST(request.at("method") == "POST");
  BOOST_TEST(request.at("url") == "http://127.0.0.1:8080/");
  BOOST_TEST(request.at("httpVersion") == "HTTP/1.1");
  BOOST_TEST(request.at("headers").size() == 3U);
  const json& data = request.at("postData");
  BOOST_TEST(data.at("mimeType") == "application/x-www-form-urlencoded");
  BOOST_TEST(data.at("params").at(0) == pair("Action", "ModifyInstanceMetadataOptions"));
  BOOST_TEST(data.at("params").back() == pair("Signature", "***"));
  const auto text = data.at("text").get<std::string>();
  BOOST_TEST(text.starts_with("Action=ModifyInstanceMetadataOptions&"));
  BOOST_TEST(request.at("bodySize") == text.size());
  BOOST_TEST(request.at("headersSize").get<std::size_t>() + text.size() ==
             tests::accepted_finding().request.size());
}

BOOST_AUTO_TEST_CASE(a_query_is_taken_apart) {
  const json request = request_of("GET /p?a=1&b=%20x+y&c HTTP/1.1\r\nHost: h.example:81\r\n\r\n");
  BOOST_TEST(request.at("url") == "http://h.example:81/p?a=1&b=%20x+y&c");
  BOOST_TEST(request.at("queryString") == json({pair("a", "1"), pair("b", " x y"), pair("c", "")}));
  BOOST_TEST(!request.contains("postData"));
  BOOST_TEST(!request.contains("comment"));
  BOOST_TEST(request.at("bodySize") == 0U);
}

BOOST_AUTO_TEST_CASE(malformed_escapes_are_shown_as_sent) {
  const json request = request_of("GET /?a=%zz&b=1 HTTP/1.1\r\nHost: h\r\n\r\n");
  BOOST_TEST(request.at("queryString") == json({pair("a", "%zz"), pair("b", "1")}));
  BOOST_TEST(request.at("url") == "http://h/?a=%25zz&b=1");
  BOOST_TEST(request.at("comment") == "the target as sent: /?a=%zz&b=1");
}

BOOST_AUTO_TEST_CASE(the_authority_is_that_of_the_host_or_of_the_endpoint) {
  const std::string line = "GET / HTTP/1.1\r\n";
  BOOST_TEST(request_of(line + "\r\n", "https://ecs.example:8443/x").at("url") ==
             "https://ecs.example:8443/");
  BOOST_TEST(request_of(line + "Host: other\r\n\r\n", "https://ecs.example").at("url") ==
             "https://other/");
  BOOST_TEST(request_of(line + "Host: a b\"<\r\n\r\n", "http://ecs.example").at("url") ==
             "http://ecs.example/");
  BOOST_TEST(request_of(line + "\r\n").at("url") == "http://unknown.invalid/");
}

BOOST_AUTO_TEST_CASE(what_is_no_request_is_kept_as_bytes) {
  for (const std::string bytes :
       {"", "\xff\xfe", "GET", "GET / HTTP/1.1", "GET  HTTP/1.1\r\n\r\n", "\r\n\r\n",
        "G\xffT / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n"}) {
    const json request = request_of(bytes);
    BOOST_TEST(request.at("method") == "");
    BOOST_TEST(request.at("comment") == "the bytes sent are no HTTP request; they are in _assay");
    BOOST_TEST((bytes_of(request.at("_assay").at("bytes")) == bytes));
  }
}

BOOST_AUTO_TEST_CASE(an_answer_is_taken_apart) {
  const json response = response_of(tests::accepted_finding().answer);
  BOOST_TEST(response.at("status") == 200);
  BOOST_TEST(response.at("statusText") == "OK");
  BOOST_TEST(response.at("httpVersion") == "HTTP/1.1");
  BOOST_TEST(response.at("headers").at(0) == pair("Content-Type", "application/json"));
  BOOST_TEST(response.at("content").at("mimeType") == "application/json");
  BOOST_TEST(response.at("content").at("text") ==
             "{\"RequestId\":\"0C5A7B1E-93F2-5D3C-8C0B-2F1F4E6A9D11\"}");
  BOOST_TEST(response.at("content").at("size") == response.at("bodySize"));
  BOOST_TEST(!response.contains("comment"));
}

BOOST_AUTO_TEST_CASE(chunks_are_joined_and_counted_as_sent) {
  const json response = response_of(
      "HTTP/1.1 302 Found\r\nLocation: /there\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n0\r\n\r\n");
  BOOST_TEST(response.at("content").at("text") == "abc");
  BOOST_TEST(response.at("content").at("size") == 3U);
  BOOST_TEST(response.at("bodySize") == 13U);
  BOOST_TEST(response.at("redirectURL") == "/there");
}

BOOST_AUTO_TEST_CASE(a_body_that_is_not_text_is_base64) {
  const json content =
      response_of("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\xff\xfe\x01").at("content");
  BOOST_TEST(content.at("encoding") == "base64");
  BOOST_TEST(content.at("text") == "//4B");
  BOOST_TEST(content.at("mimeType") == "x-unknown");
}

BOOST_AUTO_TEST_CASE(a_failure_is_no_status) {
  for (const char* failure : {"connection reset", "timeout", ""}) {
    const json response = response_of(failure);
    BOOST_TEST(response.at("status") == 0);
    BOOST_TEST(response.at("comment") == failure);
    BOOST_TEST(!response.contains("_assay"));
  }
  const json odd = response_of("HTTP/1.1 oops\r\n\r\nbody");
  BOOST_TEST(odd.at("status") == 0);
  BOOST_TEST(odd.at("comment").get<std::string>().starts_with("the answer is no HTTP: "));
  BOOST_TEST(odd.at("_assay").at("bytes") == "HTTP/1.1 oops\r\n\r\nbody");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_cut_says_so) {
  const json response = response_of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
  BOOST_TEST(response.at("status") == 200);
  BOOST_TEST(response.at("content").at("text") == "abc");
  BOOST_TEST(response.at("comment").get<std::string>().starts_with("the answer is not whole: "));
}

BOOST_AUTO_TEST_CASE(behind_an_interim_answer_sizes_are_not_known) {
  const json response =
      response_of("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 No\r\nContent-Length: 1\r\n\r\nx");
  BOOST_TEST(response.at("status") == 400);
  BOOST_TEST(response.at("headersSize") == -1);
  BOOST_TEST(response.at("bodySize") == -1);
}

BOOST_AUTO_TEST_CASE(fits_its_schema) {
  for (const auto& summary : {tests::sample(), tests::conforming_sample(), reports::Summary{},
                              tests::flooded_sample(20), tests::flooded_sample(501, 100)})
    BOOST_TEST(errors(summary) == "");
  reports::Summary empty;
  empty.findings.resize(1);
  BOOST_TEST(errors(empty) == "");
}

BOOST_AUTO_TEST_CASE(the_schema_refuses_what_is_not_har) {
  const tests::TempDir folder;
  const auto path = folder / "findings.har";
  const json good = json::parse(reports::har_json(tests::sample()));
  const auto refused = [&](const std::string& pointer, const json& value) {
    json bad = good;
    bad[json::json_pointer("/log" + pointer)] = value;
    tests::write_file(path, bad.dump());
    return !tests::schema_errors("har.schema.json", "json", path).empty();
  };
  BOOST_TEST(!refused("/version", "1.2"));
  BOOST_TEST(refused("/version", "1.1"));
  BOOST_TEST(refused("/entries/0/startedDateTime", "noon"));
  BOOST_TEST(refused("/entries/0/request/url", "/relative"));
  BOOST_TEST(refused("/entries/0/request/url", "http://h/a b"));
  BOOST_TEST(refused("/entries/0/response/status", "200"));
  BOOST_TEST(refused("/entries/0/timings/wait", -1));
  BOOST_TEST(refused("/entries/0/oops", 1));
}

BOOST_AUTO_TEST_CASE(a_flood_stays_bounded_and_says_so) {
  const std::string text = reports::har_json(tests::flooded_sample(600));
  BOOST_TEST(text.size() < (64U << 20U));
  const json log = json::parse(text).at("log");
  BOOST_TEST(log.at("entries").size() == 500U);
  BOOST_TEST(log.at("comment").get<std::string>().ends_with("100 more findings in summary.json."));
  const json& first = log.at("entries").at(0);
  for (const char* side : {"request", "response"})
    BOOST_TEST(first.at(side).at("comment").get<std::string>().find("cut after ") !=
               std::string::npos);
}

RC_BOOST_PROP(any_bytes_give_an_entry, ()) {
  const std::string head = *rc::gen::element<std::string>(
      "", "GET / HTTP/1.1\r\n", "POST /?", "GET /", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 ");
  reports::Finding finding = *tests::any_finding();
  finding.request = head + *tests::any_bytes() +
                    *rc::gen::element<std::string>("", " HTTP/1.1\r\n\r\n", "\r\n\r\n") +
                    *tests::any_bytes();
  finding.answer = head + finding.answer;
  reports::Summary summary = tests::sample();
  summary.findings = {finding};
  summary.endpoint = *tests::any_bytes();
  summary.started = *tests::any_bytes();
  const json entry = entries_of(summary).at(0);
  const auto url = entry.at("request").at("url").get<std::string>();
  RC_ASSERT(url.starts_with("http"));
  for (const char c : url) RC_ASSERT(c > ' ' && c < '\x7f' && c != '"' && c != '<' && c != '\\');
  RC_ASSERT(entry.at("startedDateTime") == "1970-01-01T00:00:00Z");
  if (entry.at("request").contains("_assay"))
    RC_ASSERT(bytes_of(entry.at("request").at("_assay").at("bytes")) == finding.request);
}

RC_BOOST_PROP(any_request_keeps_its_body, ()) {
  const std::string body = *tests::any_bytes();
  RC_PRE(!body.empty());
  const json request = request_of("POST / HTTP/1.1\r\nContent-Length: 3000\r\n\r\n" + body);
  RC_ASSERT(bytes_of(request.at("postData").at("text")) == body);
}

BOOST_AUTO_TEST_SUITE_END()
