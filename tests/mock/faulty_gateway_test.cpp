// Faults of the gateway, each with what shows it and a near miss.
#include <boost/test/unit_test.hpp>

#include "tests/mock/fault_probe.h"
#include "wire/time.h"

namespace assay::mock::test {

namespace {

using Sign = Ask::Sign;

std::string bent(Sign sign, void (*change)(Ask&)) {
  Ask ask = modify(sign);
  change(ask);
  return ask.bytes();
}

std::string at_time(std::int64_t seconds, const char* nonce = "n-1") {
  Ask ask = modify(Sign::v1);
  ask.date = wire::format_time(noon + seconds);
  ask.nonce = nonce;
  return ask.bytes();
}

// The V1 signature, with its first or last letter or digit made another one.
std::string spoiled(bool first) {
  std::string out = modify(Sign::v1).bytes();
  const std::size_t from = out.find("&Signature=") + 11;
  const std::size_t end = out.find("%3D", from);  // Base64 of 20 bytes ends in '='
  char& c = out[first ? from : end - 1];
  c = c == 'a' ? 'b' : 'a';
  return out;
}

// A body that is not the one whose hash is signed.
std::string other_body() {
  Ask ask = modify(Sign::v3);
  ask.method = "POST";
  ask.form = true;
  wire::Request request = ask.request();
  request.body += "&x=1";
  request.headers.push_back({"Content-Length", std::to_string(request.body.size())});
  std::string out;
  wire::append_bytes(out, request);
  return out;
}

std::string wrong_secret(Sign sign) {
  return bent(sign, [](Ask& ask) { ask.secret = "x"; });
}
std::string no_date() {
  return bent(Sign::v1, [](Ask& ask) { ask.date = "-"; });
}
std::string no_nonce() {
  return bent(Sign::v1, [](Ask& ask) { ask.nonce = "-"; });
}
std::string odd_date() {
  return bent(Sign::v1, [](Ask& ask) { ask.date = "24/11/2026"; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_faulty_gateway)

BOOST_AUTO_TEST_CASE(of_the_operation) {
  check_probes({{"action-suffix-match",
                 {bent(Sign::none, [](Ask& ask) { ask.action.insert(0, "NoSuch"); })},
                 {bent(Sign::none, [](Ask& ask) { ask.action += "NoSuch"; })}}});
}

BOOST_AUTO_TEST_CASE(of_signatures) {
  check_probes(
      {
          {"v3-signature-not-checked", {wrong_secret(Sign::v3)}, {wrong_secret(Sign::v1)}},
          {"signature-tail-compared", {spoiled(true)}, {spoiled(false)}},
          {"payload-not-checked", {other_body()}, {wrong_secret(Sign::v3)}},
          {"signature-missing-accepted",
           {bent(Sign::v1, [](Ask& ask) { ask.secret = "-"; })},
           {wrong_secret(Sign::v1)}},
          {"key-missing-accepted",
           {bent(Sign::v1, [](Ask& ask) { ask.key = "-"; })},
           {bent(Sign::v1, [](Ask& ask) { ask.key = "x"; })}},
      },
      true);
}

BOOST_AUTO_TEST_CASE(of_nonces) {
  const std::string v1 = modify(Sign::v1).bytes(), v3 = modify(Sign::v3).bytes();
  check_probes({{"nonce-missing-accepted", {no_nonce()}, {no_date()}},
                {"v1-nonce-not-checked", {v1, v1}, {v3, v3}}},
               true);
}

BOOST_AUTO_TEST_CASE(of_timestamps) {
  check_probes(
      {
          {"timestamp-missing-accepted", {no_date()}, {odd_date()}},
          {"timestamp-malformed-accepted", {odd_date()}, {no_date()}},
          {"window-doubled", {at_time(-2000)}, {at_time(-4000)}},
          {"future-wavers",
           {at_time(4000, "a"), at_time(4000, "b")},
           {at_time(30, "a"), at_time(30, "b")}},
      },
      true);
}

// What is not looked after is served, not answered as something else.
BOOST_AUTO_TEST_CASE(what_is_served) {
  const auto status = [](const char* fault, const std::string& request) {
    return Bench({}, {fault}, true).raw(request).status;
  };
  BOOST_TEST(status("v3-signature-not-checked", wrong_secret(Sign::v3)) == 200);
  BOOST_TEST(status("signature-tail-compared", spoiled(true)) == 200);
  BOOST_TEST(status("payload-not-checked", other_body()) == 200);
  BOOST_TEST(status("signature-missing-accepted",
                    bent(Sign::v1, [](Ask& ask) { ask.secret = "-"; })) == 200);
  BOOST_TEST(status("key-missing-accepted", bent(Sign::v1, [](Ask& ask) { ask.key = "-"; })) ==
             200);
  BOOST_TEST(status("nonce-missing-accepted", no_nonce()) == 200);
  BOOST_TEST(status("timestamp-missing-accepted", no_date()) == 200);
  BOOST_TEST(status("timestamp-malformed-accepted", odd_date()) == 200);
  BOOST_TEST(status("window-doubled", at_time(-2000)) == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
