// The effects of the shipped document hold what their file says; a document may have none.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "tests/spec/support.h"

namespace assay::spec::testing {
namespace {

const Operation& operation() {
  static const Operation loaded = must_load(shipped(Part::operation));
  return loaded;
}

const Effects& effects() {
  BOOST_REQUIRE(operation().effects.has_value());
  return *operation().effects;
}

const std::string& clause_of(EffectRule rule) {
  return operation().clauses[effects().rule(rule).clause].name;
}

using Statuses = std::vector<int>;

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_effects)

BOOST_AUTO_TEST_CASE(a_document_without_effects_is_as_before) {
  BOOST_TEST(!must_load(shipped(Part::shelf)).effects.has_value());
  const Folder folder;
  Json json = json_of(Part::operation);
  json.erase("effects");
  folder.write(Part::operation, json);
  const Loaded loaded = folder.load();
  BOOST_REQUIRE_MESSAGE(faults_of(loaded) == nullptr, told(loaded));
  const auto& without = std::get<Operation>(loaded);
  BOOST_TEST(!without.effects.has_value());
  BOOST_TEST(without.clauses.size() + 13 == operation().clauses.size());
  BOOST_TEST(without.readings.size() + 6 == operation().readings.size());
  BOOST_TEST(broken_promise(without) == "");
}

BOOST_AUTO_TEST_CASE(switches_are_fields_with_values_of_their_parameters) {
  const auto& fields = operation().observation->fields;
  BOOST_TEST(fields[effects().disabled.field].name == "HttpEndpoint");
  BOOST_TEST(fields[effects().guarded.field].name == "HttpTokens");
  for (const EffectSwitch& one : {effects().disabled, effects().guarded}) {
    const auto& stores = fields[one.field].name;
    const auto parameter =
        std::find_if(operation().parameters.begin(), operation().parameters.end(),
                     [&](const Parameter& each) { return each.stores == stores; });
    BOOST_REQUIRE((parameter != operation().parameters.end()));
    const std::vector<std::string>& values = parameter->values.values.front().texts;
    for (const std::string& value : {one.on, one.off}) {
      BOOST_TEST((std::find(values.begin(), values.end(), value) != values.end()), value);
    }
    BOOST_TEST(parameter->fallback.value() == one.off);  // open unless told otherwise
  }
}

BOOST_AUTO_TEST_CASE(paths_and_headers_are_those_of_the_page) {
  BOOST_TEST(effects().token_path == "/latest/api/token");
  BOOST_TEST(effects().token_method == "PUT");
  BOOST_TEST(effects().token_header == "X-aliyun-ecs-metadata-token");
  BOOST_TEST(effects().lifetime_header == "X-aliyun-ecs-metadata-token-ttl-seconds");
  BOOST_TEST(effects().forwarded_header == "X-Forwarded-For");
  BOOST_TEST((effects().lifetime.min == 1 && effects().lifetime.max == 21600));
  BOOST_REQUIRE(effects().items.size() == 2U);
  BOOST_TEST(effects().items[0].path == "/latest/meta-data/instance-id");
  BOOST_TEST(effects().items[0].text == "{resource}");
  BOOST_TEST(effects().settles == 5);
}

BOOST_AUTO_TEST_CASE(rules_lead_to_their_clauses_and_answers) {
  BOOST_TEST(clause_of(EffectRule::disabled) == "HttpEndpoint.effect");
  BOOST_TEST(clause_of(EffectRule::token_missing) == "HttpTokens.effect");
  BOOST_TEST(clause_of(EffectRule::token_foreign) == "metadata.token-instance");
  BOOST_TEST(clause_of(EffectRule::lifetime_invalid) == "metadata.token-lifetime");
  const auto fixed = [](EffectRule rule) {
    BOOST_REQUIRE(effects().rule(rule).answers.fixed());
    return effects().rule(rule).answers.values.front();
  };
  BOOST_TEST((fixed(EffectRule::issued) == Statuses{200}));
  BOOST_TEST((fixed(EffectRule::served) == Statuses{200}));
  BOOST_TEST((fixed(EffectRule::forwarded) == Statuses{403}));
  BOOST_TEST((fixed(EffectRule::lifetime_missing) == Statuses{400}));
  BOOST_TEST((fixed(EffectRule::token_missing) == Statuses{403}));
  BOOST_TEST((fixed(EffectRule::token_unknown) == Statuses{401}));
  BOOST_TEST((fixed(EffectRule::token_method) == Statuses{405}));
  BOOST_TEST((fixed(EffectRule::item_unknown) == Statuses{404}));
  const EffectRuling& lifetime = effects().rule(EffectRule::lifetime_invalid);
  BOOST_TEST(lifetime.text == "Missing or Invalid Parameters");
  const Clause& text = operation().clauses[lifetime.text_clause];
  BOOST_TEST(text.name == "metadata.token-lifetime-text");
  BOOST_TEST((text.level == Level::should));
  BOOST_TEST(text.rule == "token-lifetime-text");
}

BOOST_AUTO_TEST_CASE(silent_points_are_readings) {
  const auto values = [](EffectRule rule, const char* reading) {
    const auto& answers = effects().rule(rule).answers;
    BOOST_TEST(answers.reading == operation().find_reading(reading).value());
    return answers.values;
  };
  BOOST_TEST((values(EffectRule::disabled, "metadata-disabled") ==
              std::vector<Statuses>{{403}, {404}, {unanswered}}));
  BOOST_TEST((values(EffectRule::token_expired, "metadata-token-expired") ==
              std::vector<Statuses>{{401}, {403}}));
  BOOST_TEST((values(EffectRule::token_unneeded, "metadata-token-unneeded") ==
              std::vector<Statuses>{{}, {401}}));
  BOOST_TEST((values(EffectRule::item_head, "metadata-head") == std::vector<Statuses>{{}, {405}}));
}

BOOST_AUTO_TEST_CASE(every_clause_of_the_file_is_one_of_a_rule) {
  std::set<std::string> reached;
  for (const EffectRuling& rule : effects().rules) {
    reached.insert(operation().clauses[rule.clause].name);
    if (!rule.text.empty()) reached.insert(operation().clauses[rule.text_clause].name);
  }
  for (const Json& clause : json_of(Part::effects)["clauses"]) {
    BOOST_TEST(reached.contains(clause["name"].get<std::string>()));
  }
  BOOST_TEST(reached.size() == json_of(Part::effects)["clauses"].size());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::spec::testing
