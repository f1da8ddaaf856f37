// No reading is without effect: no two alternatives of one reading give the same answers and the
// same state to a fixed set of requests.
#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

using Change = void (*)(Ask&);

const std::vector<Change>& gateway_changes() {
  static const std::vector<Change> changes{
      [](Ask& a) { a.action = ""; },
      [](Ask& a) { a.action = "x"; },
      [](Ask& a) { a.version = ""; },
      [](Ask& a) { a.version = "x"; },
      [](Ask& a) { a.key = "-"; },
      [](Ask& a) { a.key = "x"; },
      [](Ask& a) { a.secret = "x"; },
      [](Ask& a) { a.secret = "-"; },
      [](Ask& a) { a.date = "-"; },
      [](Ask& a) { a.date = "x"; },
      [](Ask& a) { a.date = "2023-11-14T21:53:20Z"; },  // 20 minutes before noon
      [](Ask& a) { a.date = "2023-11-14T22:18:20Z"; },  // 5 minutes after
      [](Ask& a) { a.date = "2033-11-14T22:18:20Z"; },
      [](Ask& a) { a.nonce = "-"; },
      [](Ask& a) { a.with("SignatureMethod", "x"); },
      [](Ask& a) { a.format = ""; },
      [](Ask& a) {
        a.sign = Ask::Sign::v3;
        a.format = "";
        a.headers = {{"Accept", "application/json"}};
      },
      [](Ask& a) {
        a.sign = Ask::Sign::v3;
        a.form = true;
        a.method = "POST";
      }};
  return changes;
}

const std::vector<Change>& parameter_changes() {
  static const std::vector<Change> changes{
      [](Ask& a) { a.with("HttpEndpoint", "enabled"); },
      [](Ask& a) { a.without("HttpEndpoint").without("InstanceId").with("InstanceId", "x"); },
      [](Ask& a) {
        a.without("HttpEndpoint").without("InstanceId");
        a.with("HttpEndpoint", "x").with("InstanceId", "x");
      },
      [](Ask& a) { a.without("RegionId").with("RegionId", "x").without("HttpEndpoint"); },
      [](Ask& a) { a.without("HttpEndpoint").with("HttpTokens", "x"); }};
  return changes;
}

// All that a client learns from one service.
class Footprint {
 public:
  Footprint(const std::vector<std::string>& choices, bool auth)
      : bench_(choices, {}, auth), sign_(auth ? Ask::Sign::v1 : Ask::Sign::none) {
    for (const auto& parameter : document().parameters) values(parameter.name);
    for (const auto* changes : {&parameter_changes(), &gateway_changes()}) {
      for (const Change change : *changes) {
        Ask ask = modify(sign_);
        change(ask);
        probe(ask);
      }
    }
  }
  const std::string& text() const { return text_; }

 private:
  void values(const std::string& name) {
    Ask left_out = modify(sign_);
    probe(left_out.without(name));
    for (const char* value :
         {"", "x", "\xFF", "ENABLED", " enabled", "1", "+5", "05", "cn-HANGZHOU", " cn-hangzhou",
          "4294967296", "I-bp67acfmxaz0001", "99999999999999999999", "i-bp67acfmxaz0001 "}) {
      Ask ask = modify(sign_);
      probe(ask.with("HttpTokens", "optional").without(name).with(name, value));
    }
  }

  void probe(Ask ask) {
    if (ask.nonce != "-") ask.nonce = std::to_string(++nonce_);
    const Got got = bench_.ask(ask);
    text_ += std::to_string(got.status) + got.code + "|" + got.message + "|";
    text_ += got.bytes.find("<?xml") == std::string::npos ? "json" : "xml";
    for (const auto& field : document().observation->fields) text_ += bench_.stored(field.name);
    text_ += "\n";
    bench_.service().state().reset();
    bench_.store("HttpTokens", "required");
  }

  Bench bench_;
  Ask::Sign sign_;
  int nonce_ = 0;
  std::string text_;
};

std::string footprint(const std::string& choice) {
  // A code of their own for malformed values shows what is malformed and what is out of range.
  static const std::string own_code = "malformed-value=InvalidParameter";
  const auto choices = choice.starts_with("malformed-value")
                           ? std::vector<std::string>{choice}
                           : std::vector<std::string>{choice, own_code};
  return Footprint(choices, false).text() + Footprint(choices, true).text();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_readings)

BOOST_AUTO_TEST_CASE(a_footprint_comes_again) {
  BOOST_TEST(footprint("value-case=exact") == footprint("value-case=exact"));
}

BOOST_AUTO_TEST_CASE(every_alternative_differs_from_the_others) {
  for (std::size_t i = 0; i < document().readings.size(); ++i) {
    if (is_of_effects(i)) continue;  // metadata_test.cpp
    const spec::Reading& reading = document().readings[i];
    std::set<std::string> seen;
    for (const spec::Alternative& alternative : reading.alternatives) {
      const std::string choice = reading.name + "=" + alternative.name;
      BOOST_TEST(seen.insert(footprint(choice)).second, choice << " differs from none");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
