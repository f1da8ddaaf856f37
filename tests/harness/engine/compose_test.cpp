// What is composed is what the wire's own verifier accepts, and each broken rule is broken.
#include "harness/engine/compose.h"

#include <boost/test/unit_test.hpp>
#include <set>

#include "harness/engine/curl_line.h"
#include "harness/engine/state_reader.h"
#include "oracles/view.h"
#include "spec/load.h"

namespace assay::harness {

namespace {

using generators::Ask;
using generators::Case;
using generators::Method;
using generators::Place;
using generators::Signature;
using spec::GatewayRule;

const spec::Operation& operation() {
  static const spec::Operation one = std::get<spec::Operation>(
      spec::load(std::string(ASSAY_ROOT) + "/spec/ecs/ModifyInstanceMetadataOptions.json"));
  return one;
}

const wire::Credentials key{"testAccessKeyId", "testAccessKeySecret", ""};
constexpr wire::UnixSeconds noon = 1'793'966'400;

struct Desk {
  wire::Signer signer{key};
  wire::Verifier verifier{key};
  Composer composer{operation(), &signer, 7};
  wire::Request request;
  std::string bytes;
  oracles::RequestView view;

  const oracles::RequestView& compose(const Case& one) {
    composer.compose(one, {"localhost:81", "cn-hangzhou", "i-1"}, noon, request, bytes);
    BOOST_REQUIRE(oracles::view(request, &verifier, view));
    return view;
  }
};

Case usual() {
  Case one;
  for (const auto& [name, bind] : {std::pair{"RegionId", generators::Bind::region},
                                   {"InstanceId", generators::Bind::resource}}) {
    generators::CaseParam param;
    param.name = name;
    param.bind = bind;
    one.params.push_back(param);
  }
  generators::CaseParam tokens;
  tokens.name = "HttpTokens";
  tokens.value = "a *\xFF";
  one.params.push_back(tokens);
  return one;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(compose)

BOOST_AUTO_TEST_CASE(every_dress_is_signed_right) {
  Desk desk;
  for (const Signature signature : {Signature::v1, Signature::v3}) {
    for (const Method method : {Method::get, Method::post}) {
      for (const Place place : {Place::query, Place::form, Place::both}) {
        for (const Ask ask : {Ask::json, Ask::xml, Ask::accept_json, Ask::absent}) {
          Case one = usual();
          one.signature = signature;
          one.method = method;
          one.place = place;
          one.ask = ask;
          const auto& view = desk.compose(one);
          BOOST_TEST(view.signature_matches);
          BOOST_TEST(view.payload_matches);
          BOOST_TEST(view.action == "ModifyInstanceMetadataOptions");
          BOOST_TEST(view.key == key.id);
          BOOST_TEST(view.timestamp == wire::format_time(noon));
          std::vector<std::string_view> values;
          view.values("HttpTokens", true, values);
          BOOST_REQUIRE(values.size() == 1U);
          BOOST_TEST(values[0] == "a *\xFF");
          view.values("InstanceId", true, values);
          BOOST_TEST(values[0] == "i-1");
          BOOST_TEST(desk.bytes.find(key.secret) == std::string::npos);
          const auto parsed = wire::parse_request(desk.bytes);
          BOOST_REQUIRE(parsed.has_value());
          BOOST_TEST(parsed->target == desk.request.target);
          BOOST_TEST(parsed->body == desk.request.body);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_get_has_no_body) {
  Desk desk;
  Case one = usual();
  one.place = Place::form;
  desk.compose(one);
  BOOST_TEST(desk.request.body.empty());
  BOOST_TEST(!wire::header(desk.request.headers, "Content-Length").has_value());
}

BOOST_AUTO_TEST_CASE(each_broken_rule_is_broken) {
  Desk desk;
  const auto with = [&](GatewayRule rule, Signature signature = Signature::v1) -> const auto& {
    Case one = usual();
    one.signature = signature;
    one.broken = 1U << static_cast<unsigned>(rule);
    return desk.compose(one);
  };
  for (const Signature signature : {Signature::v1, Signature::v3}) {
    BOOST_TEST(!with(GatewayRule::signature_wrong, signature).signature_matches);
    BOOST_TEST(with(GatewayRule::signature_wrong, signature).has_signature);
    BOOST_TEST(with(GatewayRule::action_missing, signature).action.empty());
    BOOST_TEST(with(GatewayRule::action_unknown, signature).action ==
               "NoSuchModifyInstanceMetadataOptions");
    BOOST_TEST(with(GatewayRule::version_missing, signature).version.empty());
    BOOST_TEST(with(GatewayRule::version_unknown, signature).version == "2001-01-01");
    BOOST_TEST(with(GatewayRule::key_unknown, signature).key != key.id);
    BOOST_TEST(with(GatewayRule::nonce_missing, signature).nonce.empty());
    BOOST_TEST(with(GatewayRule::timestamp_missing, signature).timestamp.empty());
    BOOST_TEST(!wire::parse_time(with(GatewayRule::timestamp_malformed, signature).timestamp));
    BOOST_TEST(with(GatewayRule::timestamp_malformed, signature).signature_matches);
  }
  BOOST_TEST(with(GatewayRule::key_missing).key.empty());
  BOOST_TEST(!with(GatewayRule::signature_missing).has_signature);
  BOOST_TEST(with(GatewayRule::signature_method_unknown).signature_method == "HMAC-ASSAY");
  BOOST_TEST(with(GatewayRule::signature_version_unknown).signature_version == "9.9");
  BOOST_TEST(!with(GatewayRule::payload_changed, Signature::v3).payload_matches);
  with(GatewayRule::method_unsupported);
  BOOST_TEST(desk.request.method == "PUT");
}

BOOST_AUTO_TEST_CASE(clocks_are_offset) {
  Desk desk;
  Case one = usual();
  one.clock_offset = -960;
  BOOST_TEST(desk.compose(one).timestamp == wire::format_time(noon - 960));
}

BOOST_AUTO_TEST_CASE(nonces_are_new_every_time_and_in_every_run) {
  Nonces first(1);
  Nonces second(2);
  std::vector<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    for (Nonces* nonces : {&first, &second}) {
      seen.emplace_back();
      nonces->next(seen.back());
      BOOST_REQUIRE(seen.back().size() == 32U);
    }
  }
  std::sort(seen.begin(), seen.end());
  BOOST_TEST((std::unique(seen.begin(), seen.end()) == seen.end()));
}

BOOST_AUTO_TEST_CASE(same_case_same_bytes_but_for_the_nonce) {
  Desk one;
  Desk other;
  Case plain = usual();
  plain.signature = Signature::none;
  one.composer.compose(plain, {"h", "r", "i"}, noon, one.request, one.bytes);
  other.composer.compose(plain, {"h", "r", "i"}, noon + 5, other.request, other.bytes);
  BOOST_TEST(one.bytes == other.bytes);
}

BOOST_AUTO_TEST_CASE(values_are_bound_and_bent) {
  const Target target{"h", "cn-hangzhou", "i-ab"};
  generators::CaseParam param;
  param.bind = generators::Bind::resource;
  BOOST_TEST(bound_value(param, target) == "i-ab");
  param.before = " ";
  param.value = "x";
  BOOST_TEST(bound_value(param, target) == " i-abx");
  param.twist = generators::Twist::upper;
  BOOST_TEST(bound_value(param, target) == " I-ABx");
  param.twist = generators::Twist::chop;
  BOOST_TEST(bound_value(param, target) == " i-ax");
  param.bind = generators::Bind::region;
  BOOST_TEST(bound_value(param, target) == " cn-hangzhox");
}

BOOST_AUTO_TEST_CASE(an_observation_names_region_and_resource) {
  Desk desk;
  desk.composer.compose_observation({"h", "cn-hangzhou", "i-1"}, Signature::v1, false, noon,
                                    desk.request, desk.bytes);
  BOOST_REQUIRE(oracles::view(desk.request, &desk.verifier, desk.view));
  BOOST_TEST(desk.view.action == "DescribeInstances");
  BOOST_TEST(desk.view.signature_matches);
  BOOST_TEST(*wire::find(desk.view.query, "InstanceIds") == "[\"i-1\"]");
}

// What stays is composed once; nonce and signature are another each time, and all is signed.
BOOST_AUTO_TEST_CASE(an_observation_is_sent_again_with_another_nonce) {
  for (const Signature signature : {Signature::v1, Signature::v3}) {
    Desk desk;
    Observing observing;
    const Target target{"h:1", "cn-hangzhou", "i-1"};
    std::set<std::string> nonces;
    std::set<std::string> rest;
    for (int i = 0; i < 50; ++i) {
      desk.composer.observe(observing, target, signature, noon + i / 20);
      BOOST_REQUIRE(oracles::view(observing.request, &desk.verifier, desk.view));
      BOOST_TEST(desk.view.signature_matches);
      BOOST_TEST(desk.view.action == "DescribeInstances");
      BOOST_TEST(*wire::find(desk.view.query, "InstanceIds") == "[\"i-1\"]");
      BOOST_TEST(desk.view.timestamp == wire::format_time(noon + i / 20));
      nonces.emplace(desk.view.nonce);
      std::string bytes;
      wire::append_bytes(bytes, observing.request);
      BOOST_TEST(observing.bytes == bytes);
      const std::string nonce(desk.view.nonce);
      bytes.replace(bytes.find(nonce), nonce.size(), "NONCE");
      const std::size_t at = bytes.find("Signature=");
      rest.insert(bytes.substr(0, at) + bytes.substr(bytes.find_first_of(" \r", at)));
    }
    BOOST_TEST(nonces.size() == 50U);
    BOOST_TEST(rest.size() == 3U);  // seconds
  }
}

BOOST_AUTO_TEST_CASE(an_unsigned_observation_stays_the_same) {
  Composer composer(operation(), nullptr, 7);
  Observing observing;
  composer.observe(observing, {"h", "cn-hangzhou", "i-1"}, Signature::none, noon);
  const std::string first = observing.bytes;
  composer.observe(observing, {"h", "cn-hangzhou", "i-1"}, Signature::none, noon);
  BOOST_TEST(observing.bytes == first);
  BOOST_TEST(first.find("Signature") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(state_is_read_from_an_answer) {
  const auto state = parse_state(
      operation(),
      R"({"Instances":{"Instance":[{"InstanceId":"i-0","MetadataOptions":{"HttpTokens":"x"}},)"
      R"({"InstanceId":"i-1","MetadataOptions":{"HttpTokens":"required","HttpPutResponseHopLimit":7}}]}})",
      "i-1");
  BOOST_REQUIRE(state.has_value());
  BOOST_TEST((*state)[0] == "");
  BOOST_TEST((*state)[1] == "required");
  BOOST_TEST((*state)[2] == "7");
  BOOST_TEST(!parse_state(operation(), "{}", "i-1").has_value());
  BOOST_TEST(!parse_state(operation(), "<html>", "i-1").has_value());
}

BOOST_AUTO_TEST_CASE(a_curl_line_holds_no_secret_and_no_odd_byte) {
  Settings settings;
  settings.credentials = key;
  Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = 81;
  const Context context(operation(), settings, endpoint, [] { return noon; }, 1);
  Case one = usual();
  one.signature = Signature::v3;
  one.method = Method::post;
  one.place = Place::form;
  one.clock_offset = -60;
  one.broken = 1U << static_cast<unsigned>(GatewayRule::signature_wrong);
  const std::string line = curl_line(context, one, {"i-1", ""});
  BOOST_TEST(line ==
             "assay sign --signature v3 --method post --place form --offset=-60 --break "
             "signature.wrong http://127.0.0.1:81 "
             "'RegionId=cn-hangzhou&InstanceId=i-1&HttpTokens=a%20%2A%FF' | curl -sS -i -K -");
}

BOOST_AUTO_TEST_CASE(a_curl_configuration_quotes_what_it_must) {
  wire::Request request;
  request.method = "POST";
  request.target = "/?a=1";
  request.headers = {{"Host", "h"}, {"X", "a\"b\\c"}, {"Content-Length", "3"}};
  request.body = "x=1";
  Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = 81;
  const std::string config = curl_config(request, endpoint);
  BOOST_TEST(config.find("url = \"http://127.0.0.1:81/?a=1\"\n") != std::string::npos);
  BOOST_TEST(config.find("header = \"X: a\\\"b\\\\c\"\n") != std::string::npos);
  BOOST_TEST(config.find("Content-Length") == std::string::npos);
  BOOST_TEST(config.find("data-raw = \"x=1\"\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
