// The bytes of answers, read back.
#include "mock/answer.h"

#include <boost/test/unit_test.hpp>

#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

std::string header_of(const Got& got, std::string_view name) {
  return std::string(wire::header(got.response.headers, name).value_or("(absent)"));
}

std::vector<std::string> names_of(const wire::Answer& answer) {
  std::vector<std::string> out;
  for (const wire::Member& member : answer.members) out.push_back(member.name);
  return out;
}

Ask wrong() {
  Ask ask = modify();
  ask.without("HttpEndpoint").with("HttpEndpoint", "x");
  return ask;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_answer)

BOOST_AUTO_TEST_CASE(dates) {
  BOOST_TEST(http_date(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
  BOOST_TEST(http_date(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
  BOOST_TEST(http_date(951782400) == "Tue, 29 Feb 2000 00:00:00 GMT");
  BOOST_TEST(http_date(-1) == "Wed, 31 Dec 1969 23:59:59 GMT");
  BOOST_TEST(http_date(INT64_MAX).size() == 29U);
  BOOST_TEST(http_date(INT64_MIN).size() == 29U);
}

BOOST_AUTO_TEST_CASE(a_success_in_json) {
  Bench bench;
  const Got got = bench.ask(modify());
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.response.reason == "OK");
  BOOST_TEST((got.answer.format == wire::BodyFormat::json));
  BOOST_TEST(names_of(got.answer) == std::vector<std::string>{"RequestId"},
             boost::test_tools::per_element());
  BOOST_TEST(got.request_id.size() == 36U);
  BOOST_TEST(header_of(got, "x-acs-request-id") == got.request_id);
  BOOST_TEST(header_of(got, "Content-Type") == "application/json;charset=utf-8");
  BOOST_TEST(header_of(got, "Date") == "Tue, 14 Nov 2023 22:13:20 GMT");
  BOOST_TEST(header_of(got, "Connection") == "keep-alive");
  BOOST_TEST(header_of(got, "Content-Length") == std::to_string(got.response.body.size()));
  BOOST_TEST(wire::plain_request_id(got.response.body).value_or("") == got.request_id);
}

BOOST_AUTO_TEST_CASE(a_success_in_xml) {
  Bench bench;
  Ask ask = modify();
  ask.format = "xml";
  const Got got = bench.ask(ask);
  BOOST_TEST((got.answer.format == wire::BodyFormat::xml), got.answer.problem);
  BOOST_TEST(got.answer.root == "ModifyInstanceMetadataOptionsResponse");
  BOOST_TEST(got.request_id.size() == 36U);
  BOOST_TEST(header_of(got, "Content-Type") == "text/xml;charset=utf-8");
}

BOOST_AUTO_TEST_CASE(an_error_in_json_and_in_xml) {
  for (const char* format : {"JSON", "XML"}) {
    Bench bench;
    Ask ask = wrong();
    ask.format = format;
    const Got got = bench.ask(ask);
    BOOST_TEST_CONTEXT(got.bytes) {
      BOOST_TEST(got.status == 400);
      BOOST_TEST(got.response.reason == "Bad Request");
      BOOST_TEST(got.answer.root == (format[0] == 'X' ? "Error" : ""));
      BOOST_TEST(names_of(got.answer) == (std::vector<std::string>{"RequestId", "HostId", "Code",
                                                                   "Message", "Recommend"}),
                 boost::test_tools::per_element());
      BOOST_TEST(got.answer.text("HostId") == "mock.test");
      BOOST_TEST(got.code == "InvalidHttpEndpoint.NotSupported");
      BOOST_TEST(got.message ==
                 "The specified HttpEndpoint not supported, you can use enabled(default) or "
                 "disabled.");
      BOOST_TEST(header_of(got, "x-acs-request-id") == got.request_id);
      const std::string recommend(got.answer.text("Recommend"));
      BOOST_TEST(recommend.find("&product=ecs&requestId=" + got.request_id) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(formats) {
  struct Case {
    std::vector<std::string> choices;
    const char* format;
    const char* accept;
    bool v3;
    bool json;
  };
  const std::vector<Case> cases{
      {{}, "json", "", false, true},
      {{}, "Json", "", false, true},
      {{}, "XML", "application/json", true, false},
      {{}, "", "", false, false},
      {{"default-format=json"}, "", "", false, true},
      {{"default-format=json"}, "xMl", "", false, false},
      {{}, "", "application/json", false, false},
      {{}, "", "application/json", true, true},
      {{"default-format=json"}, "", "text/xml", true, false},
      {{"default-format=json", "accept-header=ignored"}, "", "text/xml", true, true},
      {{}, "", "*/*", true, false},
      {{}, "YAML", "", false, false}};
  for (const Case& each : cases) {
    Bench bench(each.choices);
    Ask ask = modify(each.v3 ? Ask::Sign::v3 : Ask::Sign::none);
    ask.format = each.format;
    if (*each.accept != '\0') ask.headers = {{"Accept", each.accept}};
    const Got got = bench.ask(ask);
    BOOST_TEST((got.answer.format == wire::BodyFormat::json) == each.json,
               each.format << " " << each.accept);
    BOOST_TEST(got.status == 200);
  }
}

BOOST_AUTO_TEST_CASE(reading_back_one_resource) {
  for (const char* format : {"JSON", "XML"}) {
    Bench bench;
    Ask change = modify();
    bench.ask(change.with("HttpPutResponseHopLimit", "9"));
    Ask ask = observe();
    ask.format = format;
    const Got got = bench.ask(ask);
    BOOST_TEST_CONTEXT(got.bytes) {
      BOOST_TEST(got.status == 200);
      const auto fields = wire::select(got.response.body, {"Instances", "Instance"}, "InstanceId",
                                       "i-bp67acfmxaz0001", {"MetadataOptions"});
      BOOST_REQUIRE(fields.has_value());
      BOOST_REQUIRE(fields->size() == 4U);
      BOOST_TEST((*fields)[0].name == "HttpEndpoint");
      BOOST_TEST((*fields)[0].text == "disabled");
      BOOST_TEST((*fields)[1].text == "");
      BOOST_TEST((*fields)[2].text == "9");
      BOOST_TEST(got.answer.text("TotalCount") == "1");
      BOOST_TEST(got.answer.text("PageSize") == "100");
      BOOST_TEST(got.request_id.size() == 36U);
    }
  }
}

BOOST_AUTO_TEST_CASE(listing_resources) {
  const auto listed = [](const Ask& ask) {
    Bench bench;
    return wire::list(bench.ask(ask).response.body, {"Instances", "Instance"}, "InstanceId");
  };
  const auto with_filter = [&](const char* filter) {
    Ask ask = observe(true);
    return listed(ask.with("InstanceIds", filter)).size();
  };
  const std::vector<std::string> both{"i-bp67acfmxaz0001", "i-bp67acfmxaz0002"};
  BOOST_TEST(listed(observe(true)) == both, boost::test_tools::per_element());
  BOOST_TEST(listed(observe()).size() == 1U);
  BOOST_TEST(with_filter("[\"i-bp67acfmxaz0002\",\"i-bp67acfmxaz0001\"]") == 2U);
  BOOST_TEST(with_filter("[\"i-bp67acfmxaz0002\",\"i-bp67acfmxaz0002\"]") == 1U);
  BOOST_TEST(with_filter(" [ \"i-bp67acfmxaz0002\" ] ") == 1U);
  for (const char* none : {"[]", "[\"i-x\"]", "i-bp67acfmxaz0002", "{", "[1,null]", "[[[[[]]]]]"}) {
    BOOST_TEST(with_filter(none) == 0U, none);
  }
  Ask other = observe(true);
  BOOST_TEST(listed(other.without("RegionId").with("RegionId", "x")).empty());
  BOOST_TEST(listed(other.without("RegionId")).size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_empty_list_parses_in_both_formats) {
  for (const char* format : {"JSON", "XML"}) {
    Bench bench;
    Ask ask = observe(true);
    ask.format = format;
    const Got got = bench.ask(ask.with("InstanceIds", "[]"));
    BOOST_TEST((got.answer.format != wire::BodyFormat::other), got.answer.problem);
    BOOST_TEST(got.answer.text("TotalCount") == "0");
  }
}

BOOST_AUTO_TEST_CASE(any_text_survives_both_formats) {
  for (const char* format : {"JSON", "XML"}) {
    for (const char* text : {"<&>\"'\\", "\xC3\xA9\xF0\x9F\x98\x80", "a\tb\nc\rd", "]]>"}) {
      Bench bench({"metadata-tags-values=any"});
      Ask change = modify();
      bench.ask(change.with("InstanceMetadataTags", text));
      Ask ask = observe();
      ask.format = format;
      const auto fields = wire::select(bench.ask(ask).response.body, {"Instances", "Instance"},
                                       "InstanceId", "i-bp67acfmxaz0001", {"MetadataOptions"});
      BOOST_REQUIRE(fields.has_value());
      BOOST_TEST(fields->back().text == text, format);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_strange_host_cannot_break_the_body) {
  Bench bench;
  wire::Request request = wrong().request();
  request.headers.front().value = "a\"<b>\\";
  std::string bytes;
  Action action{};
  bench.service().handle(request, bytes, action);
  const Got got = parse_got(bytes, action);
  BOOST_TEST(got.answer.text("HostId") == "a\"<b>\\");
  request.headers.clear();
  bench.service().handle(request, bytes, action);
  BOOST_TEST(parse_got(bytes, action).answer.text("HostId") == "ecs.aliyuncs.com");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
