// Faults of what is stored and of sequences, each with what shows it and a near miss.
#include <boost/test/unit_test.hpp>

#include "tests/mock/fault_probe.h"

namespace assay::mock::test {

namespace {

std::string endpoint(std::string value) { return send_value("HttpEndpoint", std::move(value)); }
const std::string& off() {
  static const std::string bytes = endpoint("disabled");
  return bytes;
}
const std::string& on() {
  static const std::string bytes = endpoint("enabled");
  return bytes;
}
const std::string& refused() {
  static const std::string bytes = endpoint("x");
  return bytes;
}
std::string tokens(std::string value) { return send_value("HttpTokens", std::move(value)); }
std::string shown() { return observe().bytes(); }

std::string with_limit(Ask ask) { return ask.with("HttpPutResponseHopLimit", "32").bytes(); }

// Breaks two rules; HttpEndpoint is right.
std::string two_errors() {
  Ask ask = with_value("HttpTokens", "x");
  return ask.without("RegionId").bytes();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_faulty_state)

BOOST_AUTO_TEST_CASE(of_single_requests) {
  check_probes({
      {"stored-late", {off()}, {refused()}},
      {"fields-swapped", {tokens("required")}, {off()}},
      {"number-off-by-one", {with_limit(modify())}, {refused()}},
      {"partial-store-on-two-errors", {two_errors()}, {tokens("x")}},
      {"ignored-with-integer",
       {with_limit(with_value("HttpTokens", "required"))},
       {tokens("required"), with_limit(modify())}},
      {"triple-not-stored",
       {with_limit(with_value("HttpTokens", "required"))},
       {tokens("required"), with_limit(modify())}},
      {"pair-refused", {tokens("required")}, {tokens("optional"), on()}},
  });
}

BOOST_AUTO_TEST_CASE(of_sequences) {
  check_probes({
      {"second-change-lost", {off(), on()}, {off(), off(), off()}},
      {"old-value-after-refusal", {off(), on(), refused()}, {refused(), off(), on()}},
      {"not-set-back", {off(), on(), off()}, {off(), off(), on(), on()}},
      {"third-change-lost", {off(), on(), off()}, {off(), on(), refused(), off(), on()}},
      {"lost-after-refusal", {refused(), off()}, {off(), refused()}},
      {"repeated-request-refused", {off(), off()}, {off(), on(), off()}},
      {"repeated-request-refused", {off(), off()}, {off(), of_second().bytes()}},
      {"locked-while-last", {off(), tokens("required")}, {on(), tokens("required")}},
      {"locked-out",
       {refused(), refused(), refused(), refused(), refused(), on()},
       {refused(), refused(), refused(), refused(), on(), refused(), on()}},
  });
}

BOOST_AUTO_TEST_CASE(of_reading_back) {
  check_probes({
      {"reset-after-reading", {off(), shown(), shown()}, {off(), shown()}},
      {"neighbour-shown", {off(), shown()}, {off(), of_second().bytes(), shown()}},
      {"unread-change-lost", {off(), on()}, {off(), shown(), on(), shown(), off()}},
      {"read-lags", {off(), shown()}, {shown(), off()}},
  });
}

BOOST_AUTO_TEST_CASE(of_several_resources) {
  check_probes({
      {"previous-instance-changed", {on(), of_second().bytes()}, {on(), off()}},
      {"field-shared", {tokens("required")}, {tokens("x")}},
      {"repetition-elsewhere-ignored", {off(), of_second().bytes()}, {off(), off(), on()}},
  });
}

BOOST_AUTO_TEST_CASE(now_and_then) {
  std::vector<std::string> good, wrong(40, refused());
  for (int i = 0; i < 25; ++i) good.insert(good.end(), {off(), on()});
  check_usual({{"rarely-not-stored", good, {good.begin(), good.end() - 1}},
               {"rarely-accepted", wrong, {wrong.begin(), wrong.end() - 1}}});
}

BOOST_AUTO_TEST_CASE(what_is_stored) {
  Bench late({}, {"stored-late"});
  late.raw(off());
  BOOST_TEST(late.stored("HttpEndpoint") == "");
  late.raw(refused());
  BOOST_TEST(late.stored("HttpEndpoint") == "disabled");

  Bench swapped({}, {"fields-swapped"});
  swapped.raw(tokens("required"));
  BOOST_TEST(swapped.stored("HttpEndpoint") == "required");
  BOOST_TEST(swapped.stored("HttpTokens") == "disabled");

  Bench next({}, {"number-off-by-one"});
  next.raw(with_limit(modify()));
  BOOST_TEST(next.stored("HttpPutResponseHopLimit") == "33");

  Bench shared({}, {"field-shared"});
  shared.raw(tokens("required"));
  BOOST_TEST(shared.stored("HttpTokens", 1) == "required");

  Bench previous({}, {"previous-instance-changed"});
  previous.raw(on());
  previous.raw(of_second().bytes());
  BOOST_TEST(previous.stored("HttpEndpoint", 0) == "disabled");
  BOOST_TEST(previous.stored("HttpEndpoint", 1) == "");

  Bench back({}, {"not-set-back"});
  for (const std::string& request : {off(), on(), off()}) back.raw(request);
  BOOST_TEST(back.stored("HttpEndpoint") == "enabled");
}

// Where nothing can be read back, faults of state alone are out of reach, and no others.
BOOST_AUTO_TEST_CASE(what_is_out_of_reach) {
  std::size_t hidden = 0;
  for (const FaultInfo& info : faults()) {
    BOOST_TEST(out_of_reach(info.fault, {}) == "", info.name);
    const bool state = out_of_reach(info.fault, {true, 2, 2, false}) == "state can't be read back";
    hidden += state ? 1 : 0;
    const bool needs = info.what.find("needs authentication") != std::string_view::npos;
    BOOST_TEST((out_of_reach(info.fault, {false, 2, 2, true}) == "nothing is signed") == needs,
               info.name);
    const bool several = info.what.find("needs two resources") != std::string_view::npos;
    BOOST_TEST(
        (out_of_reach(info.fault, {true, 1, 1, true}) == "there is no other resource") == several,
        info.name);
    // A reading may show the neighbour of the one resource that is looked at.
    const bool watched = several && info.fault != Fault::neighbour_shown;
    BOOST_TEST((out_of_reach(info.fault, {true, 2, 1, true}) ==
                "what other resources show is not looked at") == watched,
               info.name);
  }
  BOOST_TEST(hidden == 34U);
  BOOST_TEST(out_of_reach(Fault::repeated_request_refused, {true, 2, 2, false}) == "");
  BOOST_TEST(out_of_reach(Fault::state_not_stored, {true, 2, 2, false}) ==
             "state can't be read back");
}

BOOST_AUTO_TEST_CASE(the_observation_can_be_switched_off) {
  Options options;
  options.rules.auth = false;
  options.time = noon;
  options.observable = false;
  Bench blind = Bench::of(options);
  BOOST_TEST(blind.ask(modify()).status == 200);
  const Got got = blind.ask(observe());
  Ask unknown = observe();
  unknown.action = "NoSuchAction";
  Bench seeing;
  BOOST_TEST(got.status == 404);
  BOOST_TEST(got.code == seeing.ask(unknown).code);
  BOOST_TEST(seeing.ask(observe()).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
