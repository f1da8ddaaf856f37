// Every oracle, every kind: one exchange that it must fail, and a near miss that it must pass.
#include <functional>
#include <set>

#include "oracles/kinds.h"
#include "tests/oracles/pair.h"
#include "tests/oracles/support.h"

namespace assay::oracles {

using testing::bad_tokens;
using testing::Bench;
using testing::error;
using testing::Found;
using testing::good_id;
using testing::json;
using testing::Names;
using testing::Pair;
using testing::state;
using testing::success;

namespace {

Found found(const Judgement& judgement) {
  Found out;
  for (const Violation& one : judgement.violations) {
    out.insert(std::string(one.oracle) + ": " + testing::shipped().clauses[one.clause].name + "/" +
               one.kind);
  }
  return out;
}

const std::string valid = "&HttpEndpoint=enabled&HttpTokens=required";
const std::string broken = "&HttpEndpoint=enabled&HttpTokens=x";

Found call(const std::string& extra, const wire::Response& response, bool strict = false) {
  Bench bench(strict);
  return found(bench.call(extra, response));
}

// The same but for the body of an error, every member but those left out.
wire::Response error_without(const std::string& member) {
  std::string body = "{";
  const auto add = [&](const std::string& name, const std::string& value) {
    if (name == member) return;
    body += (body.size() == 1 ? "\"" : ",\"") + name + "\":\"" + value + "\"";
  };
  add("RequestId", good_id);
  add("HostId", "ecs.aliyuncs.com");
  add("Code", "InvalidHttpTokens.NotSupported");
  add("Message",
      "The specified HttpTokens not supported, you can use optional(default) or required.");
  return json(400, body + "}");
}

wire::Response with_header(wire::Response response, const std::string& name,
                           const std::string& value) {
  for (wire::Header& header : response.headers) {
    if (header.name == name) header.value = value;
  }
  if (!wire::header(response.headers, name)) response.headers.push_back({name, value});
  return response;
}

wire::Response xml(int status, const std::string& body) {
  return with_header(json(status, body), "Content-Type", "text/xml;charset=utf-8");
}
wire::Response xml_success(const std::string& root) {
  return xml(200, "<" + root + "><RequestId>" + good_id + "</RequestId></" + root + ">");
}
wire::Response xml_error(const std::string& root) {
  return xml(400, "<" + root + "><RequestId>" + good_id +
                      "</RequestId><HostId>h</HostId><Code>InvalidHttpTokens.NotSupported</Code>"
                      "<Message>The specified HttpTokens not supported, you can use "
                      "optional(default) or required.</Message></" +
                      root + ">");
}
Found ask_xml(const std::string& extra, const wire::Response& response) {
  Bench bench;
  return found(bench.query(
      "Action=ModifyInstanceMetadataOptions&Version=2014-05-26&Format=XML&RegionId=cn-hangzhou&"
      "InstanceId=i-1" +
          extra,
      response));
}

Found failure(std::string_view name) {
  Bench bench;
  return found(bench.fails(name));
}

Found again(const char* second_id) {
  RecentIds recent(64);
  Bench bench;
  bench.recent = &recent;
  bench.call(valid, success());
  return found(bench.call(valid, json(200, std::string("{\"RequestId\":\"") + second_id + "\"}")));
}

Found moved(const std::string& extra, const wire::Response& response, const State& after) {
  Bench bench;
  bench.fix("preview-parameters", "honoured");
  bench.circumstances.before = state("enabled", "required", "5", "enabled");
  bench.circumstances.after = after;
  return found(bench.call(extra, response));
}

wire::Response unknown_parameter(const std::string& name) {
  return error(400, "InvalidParameter", "The specified parameter \"" + name + "\" is not valid.");
}

wire::Response status(int number, wire::Response response) {
  response.status = number;
  return response;
}

// Checks of answers as a whole.
std::vector<Pair> answer_pairs() {
  const std::string success_body = "{\"RequestId\":\"" + std::string(good_id) + "\"";
  const auto of = [](const std::string& extra, const wire::Response& response,
                     bool strict = false) { return [=] { return call(extra, response, strict); }; };
  const auto in_xml = [](const std::string& extra, const wire::Response& response) {
    return [=] { return ask_xml(extra, response); };
  };
  const std::string root = "ModifyInstanceMetadataOptionsResponse";
  return {
      {"transport", "not-http", "transport: gateway.http/not-http",
       [] { return failure("not-http"); }, [] { return failure("reset"); }},
      {"transport", "too-large", "transport: gateway.http/too-large",
       [] { return failure("too-large"); }, [] { return failure("timeout"); }},
      {"format", "XML for JSON", "format: gateway.format/XML for JSON",
       of(valid, xml_success(root)), in_xml(valid, xml_success(root))},
      {"format", "JSON for XML", "format: gateway.format/JSON for XML", in_xml(valid, success()),
       of(valid, success())},
      {"content-type", "missing", "content-type: gateway.content-type/missing",
       of(valid,
          [] {
            auto out = success();
            out.headers.clear();
            return out;
          }()),
       of(valid, with_header(success(), "Content-Type", "application/json"))},
      {"content-type", "disagrees", "content-type: gateway.content-type/disagrees",
       of(valid, with_header(success(), "Content-Type", "text/plain")),
       of(valid, with_header(success(), "Content-Type", "Application/JSON ; charset=UTF-8"))},
      {"request-id", "missing", "request-id: gateway.request-id/missing",
       of(valid, json(200, "{}")), of(valid, json(200, success_body + "}"))},
      {"request-id-form", "malformed", "request-id-form: gateway.request-id-form/malformed",
       of(valid, json(200, "{\"RequestId\":\"473469c7-AA6F-4DC5-B3DB-A3DC0DE3C83E\"}")),
       of(valid, json(200, "{\"RequestId\":\"00000000-0000-0000-0000-00000000000F\"}"))},
      {"request-id-header", "differs", "request-id-header: gateway.request-id-header/differs",
       of(valid, with_header(success(), "x-acs-request-id", "473469C7")),
       of(valid, with_header(success(), "x-acs-request-id", good_id))},
      {"request-id-fresh", "repeated", "request-id-fresh: gateway.request-id-fresh/repeated",
       [] { return again(good_id); }, [] { return again("473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83F"); }},
      {"success-shape", "empty body", "success-shape: gateway.success-shape/empty body",
       of(valid, json(200, "")), of(valid, json(200, "\n" + success_body + "}\n"))},
      {"success-shape", "unreadable body", "success-shape: gateway.success-shape/unreadable body",
       of(valid, json(200, success_body)), of(valid, json(200, success_body + "}"))},
      {"success-shape", "members of an error",
       "success-shape: gateway.success-shape/members of an error",
       of(valid, json(200, success_body + ",\"Message\":\"successful\"}")),
       of(valid, json(200, success_body + ",\"message\":\"successful\"}"))},
      {"success-shape", "other root", "success-shape: gateway.success-shape/other root",
       in_xml(valid, xml_success("Response")), in_xml(valid, xml_success(root))},
      {"error-shape", "empty body", "error-shape: gateway.error-shape/empty body",
       of(broken, json(400, "")), of(broken, bad_tokens())},
      {"error-shape", "unreadable body", "error-shape: gateway.error-shape/unreadable body",
       of(broken, json(400, "<html><p>Bad request</html>")), of(broken, bad_tokens())},
      {"error-shape", "no code", "error-shape: gateway.error-shape/no code",
       of(broken, error_without("Code")), of(broken, error_without(""))},
      {"error-shape", "no message", "error-shape: gateway.error-shape/no message",
       of(broken, error_without("Message")), of(broken, error_without(""))},
      {"error-shape", "other root", "error-shape: gateway.error-shape/other root",
       in_xml(broken, xml_error("ErrorResponse")), in_xml(broken, xml_error("Error"))},
      {"error-host", "missing", "error-host: gateway.error-host/missing",
       of(broken, error_without("HostId"), true), of(broken, error_without(""), true)}};
}

// What an answer says and does.
std::vector<Pair> outcome_pairs() {
  const auto of = [](const std::string& extra, const wire::Response& response) {
    return [=] { return call(extra, response); };
  };
  const auto moves = [](const std::string& extra, const wire::Response& response,
                        const State& after) {
    return [=] { return moved(extra, response, after); };
  };
  const auto text = [](const char* code, const char* message) { return error(400, code, message); };
  const std::string tokens = "error.InvalidHttpTokens.NotSupported";
  return {
      {"outcome", "accepted", "outcome: HttpTokens.valid-values/accepted", of(broken, success()),
       of(broken, bad_tokens())},
      {"outcome", "refused", "outcome: gateway.unknown-parameter/refused",
       of(valid + "&Nobody=x", unknown_parameter("Nobody")), of(valid + "&Nobody=x", success())},
      {"outcome",
       "refused: ", "outcome: HttpTokens.valid-values/refused: InvalidHttpTokens.NotSupported",
       of(valid, bad_tokens()), of("&HttpEndpoint=enabled&HttpTokens=REQUIRED", bad_tokens())},
      {"outcome", "code ", "outcome: " + tokens + ".code/code InvalidInstanceId.NotFound",
       of(broken,
          error(404, "InvalidInstanceId.NotFound", "The specified InstanceId is not found.")),
       of("&HttpEndpoint=x&HttpTokens=x",
          text("InvalidHttpEndpoint.NotSupported",
               "The specified HttpEndpoint not supported, you can use enabled(default) or "
               "disabled."))},
      {"outcome", "unknown code ", "outcome: " + tokens + ".code/unknown code InvalidTokens",
       of(broken, text("InvalidTokens", "No.")), of(broken, bad_tokens())},
      {"outcome", "status ", "outcome: gateway.success-status/status 302",
       of(valid, status(302, success())), of(valid, status(202, success()))},
      {"outcome", "error in a success", "outcome: gateway.success-shape/error in a success",
       of(valid, status(200, text("Oops", "No."))), of(valid, success())},
      {"status", "status ", "status: " + tokens + ".status/status 403",
       of(broken, status(403, bad_tokens())), of(broken, status(400, bad_tokens()))},
      {"message", "message", "message: " + tokens + ".message/message",
       of(broken, text("InvalidHttpTokens.NotSupported", "java.lang.NullPointerException")),
       of("&HttpEndpoint=enabled&InstanceId=none",
          error(404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist."))},
      {"state", "changed ", "state: gateway.refused-unchanged/changed HttpEndpoint",
       moves("&HttpEndpoint=disabled&HttpTokens=x", bad_tokens(),
             state("disabled", "required", "5", "enabled")),
       moves("&HttpEndpoint=disabled&HttpTokens=x", bad_tokens(),
             state("enabled", "required", "5", "enabled"))},
      {"state", "not stored ", "state: gateway.stored/not stored HttpTokens",
       moves("&HttpEndpoint=enabled&HttpTokens=optional", success(),
             state("enabled", "required", "5", "enabled")),
       moves("&HttpEndpoint=enabled&HttpTokens=optional", success(),
             state("enabled", "optional", "5", "enabled"))},
      // Each of them may be left as it was or reset, but not one this way and one that.
      {"state", "no reading fits", "state: gateway.others-kept/no reading fits",
       moves("&HttpEndpoint=enabled", success(), state("enabled", "required", "1", "enabled")),
       moves("&HttpEndpoint=enabled", success(), state("enabled", "optional", "1", "enabled"))},
      {"independence", "another resource changed",
       "independence: gateway.others-kept/another resource changed",
       [] {
         Bench bench;
         bench.circumstances.bystander_before = state("enabled", "optional", "5", "");
         bench.circumstances.bystander_after = state("disabled", "optional", "5", "");
         return found(bench.call("&HttpEndpoint=disabled", success()));
       },
       [] {  // the one that is named may change, and the other one stays
         Bench bench;
         bench.circumstances.before = state("enabled", "optional", "5", "");
         bench.circumstances.after = state("disabled", "optional", "5", "");
         bench.circumstances.bystander_before = state("enabled", "optional", "5", "");
         bench.circumstances.bystander_after = bench.circumstances.bystander_before;
         return found(bench.call("&HttpEndpoint=disabled", success()));
       }},
      {"observed-values", "shows ",
       "observed-values: gateway.observed-values/shows HttpPutResponseHopLimit",
       [] {
         Bench bench;
         bench.circumstances.before = state("enabled", "optional", "70", "");
         bench.circumstances.after = state("disabled", "optional", "70", "");
         return found(bench.call("&HttpEndpoint=disabled&HttpTokens=optional", success()));
       },
       [] {
         Bench bench;
         bench.circumstances.before = state("enabled", "optional", "64", "");
         bench.circumstances.after = state("disabled", "optional", "64", "");
         return found(bench.call("&HttpEndpoint=disabled&HttpTokens=optional", success()));
       }}};
}

// A document whose answers hold more than a RequestId.
BrokenList shape_of(const std::string& body) {
  spec::ResponseShape shape{"Answer", {{"RequestId"}, {"Colour"}}};
  BrokenList out;
  check_success_shape(shape, read_reply(json(200, body)), out);
  return out;
}

std::vector<Pair> all_pairs() {
  auto out = answer_pairs();
  for (Pair& pair : outcome_pairs()) out.push_back(std::move(pair));
  const auto shape = [](const std::string& body) {
    return [body] {
      Found names;
      for (const Broken& one : shape_of(body)) {
        names.insert(std::string(one.kind.oracle()) + ": " + std::string(one.kind.stem()));
      }
      return names;
    };
  };
  const std::string id = "{\"RequestId\":\"" + std::string(good_id) + "\",";
  out.push_back({"success-shape", "member missing", "success-shape: member missing",
                 shape(id + "\"colour\":\"red\"}"), shape(id + "\"Colour\":\"\"}")});
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pairs)

BOOST_AUTO_TEST_CASE(every_kind_has_an_exchange_that_must_fail_and_a_near_miss) {
  const std::vector<Pair> pairs = all_pairs();
  check(pairs);
  for (const Pair& pair : pairs) {
    const std::string stem(pair.stem);
    BOOST_TEST(
        (pair.must.find("/" + stem) != std::string::npos || pair.must.ends_with(": " + stem)));
  }
}

BOOST_AUTO_TEST_CASE(the_table_is_complete) { check_complete(all_pairs(), false); }

BOOST_AUTO_TEST_CASE(names_of_oracles_and_kinds) {
  Names names;
  std::set<std::string_view> topics;
  for (std::size_t i = 0; i < spec::topic_count; ++i) {
    topics.insert(spec::name(static_cast<spec::Topic>(i)));
  }
  for (const KnownKind& kind : known_kinds) names.emplace(kind.oracle, kind.stem);
  for (const auto& name : names) BOOST_TEST(names.count(name) == 1U, name.first);
  // Checks of answers are called as the topics of their clauses.
  for (const char* one : {"content-type", "request-id", "request-id-form", "request-id-header",
                          "request-id-fresh", "success-shape", "error-shape", "error-host"}) {
    BOOST_TEST(topics.contains(one), one);
  }
  constexpr Kind changed{"state", "changed "};
  static_assert(changed.oracle() == "state");
  BOOST_TEST(changed.stem() == "changed ");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::oracles
