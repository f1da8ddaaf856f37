// The small things: names, suggestions, filling in, settings.
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

#include "spec/load.h"

namespace assay::spec {
namespace {

const std::vector<std::string> words{"absent", "empty", "duplicate", "default", "values", "range"};

template <class Enum>
std::size_t different_names(std::size_t count) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.emplace(name(static_cast<Enum>(i)));
  return names.size() - names.count("");
}

std::string small_word() { return *rc::gen::container<std::string>(rc::gen::inRange('a', 'f')); }

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_names)

BOOST_AUTO_TEST_CASE(every_enumerator_has_a_name_of_its_own) {
  BOOST_TEST(different_names<Check>(check_count) == check_count);
  BOOST_TEST(different_names<GatewayRule>(gateway_rule_count) == gateway_rule_count);
  BOOST_TEST(different_names<Topic>(topic_count) == topic_count);
  BOOST_TEST(different_names<EffectRule>(effect_rule_count) == effect_rule_count);
  BOOST_TEST(name(EffectRule::issued) == "issued");
  BOOST_TEST(name(EffectRule::item_method) == "item-method");
  BOOST_TEST(name(Check::value) == "value");
  BOOST_TEST(name(GatewayRule::payload_changed) == "payload.changed");
  BOOST_TEST(name(GatewayRule::timestamp_future) == "timestamp.future");
  BOOST_TEST(name(Topic::order) == "order");
  BOOST_TEST(name(Topic::request_id_fresh) == "request-id-fresh");
}

BOOST_AUTO_TEST_CASE(nearest_knows_a_slip_from_another_word) {
  BOOST_TEST(nearest("absnt", words) == "absent");
  BOOST_TEST(nearest("emtpy", words) == "empty");
  BOOST_TEST(nearest("Values", words) == "values");
  BOOST_TEST(nearest("rang", words) == "range");
  BOOST_TEST(nearest("dup", words) == "duplicate");  // a beginning is near enough
  BOOST_TEST(nearest("default", words) == "default");
  BOOST_TEST(nearest("zzzzzz", words) == "");
  BOOST_TEST(nearest("colour", words) == "");
  BOOST_TEST(nearest("", words) == "");
  BOOST_TEST(nearest("absent", {}) == "");
}

BOOST_AUTO_TEST_CASE(nearest_takes_the_nearer_then_the_first) {
  BOOST_TEST(nearest("rule-a", {"rule-bcd", "rule-b", "rule-c"}) == "rule-b");
  BOOST_TEST(nearest("value", {"valve", "value"}) == "value");
}

BOOST_AUTO_TEST_CASE(nearest_bears_a_very_long_word) {
  BOOST_TEST(nearest(std::string(100000, 'x'), {"y"}) == "y");
}

RC_BOOST_PROP(nearest_gives_a_known_word_or_none, ()) {
  std::vector<std::string> known;
  const int many = *rc::gen::inRange(0, 6);
  for (int i = 0; i < many; ++i) known.push_back(small_word());
  const std::string found = nearest(small_word(), known);
  RC_ASSERT(found.empty() || std::find(known.begin(), known.end(), found) != known.end());
}

RC_BOOST_PROP(nearest_finds_a_word_again_after_one_slip, ()) {
  const std::string word = *rc::gen::elementOf(words);
  std::string slipped = word;
  const auto at = *rc::gen::inRange<std::size_t>(0, word.size());
  switch (*rc::gen::inRange(0, 3)) {
    case 0: slipped.erase(at, 1); break;
    case 1: slipped.insert(at, 1, 'q'); break;
    default: slipped[at] = 'q';
  }
  RC_ASSERT(nearest(slipped, words) == word);
}

BOOST_AUTO_TEST_CASE(an_item_names_resource_and_region) {
  BOOST_TEST(fill_item("{resource}", "i-1", "north") == "i-1");
  BOOST_TEST(fill_item("{region}/{resource}/{region}", "i-1", "north") == "north/i-1/north");
  BOOST_TEST(fill_item("{resource}", "{region}", "north") == "{region}");
  BOOST_TEST(fill_item("{Resource}", "i-1", "north") == "{Resource}");
}

BOOST_AUTO_TEST_CASE(fill_replaces_every_mark_and_nothing_else) {
  BOOST_TEST(fill("Missing{parameter}", "RegionId") == "MissingRegionId");
  BOOST_TEST(fill("{parameter}{parameter} {parameter}", "x") == "xx x");
  BOOST_TEST(fill("nothing", "x") == "nothing");
  BOOST_TEST(fill("", "x") == "");
  BOOST_TEST(fill("{parameter}", "") == "");
  BOOST_TEST(fill("{Parameter} {parameter {param}", "x") == "{Parameter} {parameter {param}");
  BOOST_TEST(fill("{{parameter}}", "Tag.1.Key") == "{Tag.1.Key}");
}

BOOST_AUTO_TEST_CASE(fill_does_not_look_into_what_it_put_in) {
  BOOST_TEST(fill("<{parameter}>", "{parameter}") == "<{parameter}>");
}

RC_BOOST_PROP(fill_keeps_texts_without_braces, (const std::string& text)) {
  RC_PRE(text.find('{') == std::string::npos);
  RC_ASSERT(fill(text, "x") == text);
  RC_ASSERT(fill(text + "{parameter}" + text, "y") == text + "y" + text);
}

BOOST_AUTO_TEST_CASE(a_fixed_setting_asks_nobody) {
  const Setting<int> setting{7};
  BOOST_TEST(setting.fixed());
  const int value = setting.get([](std::size_t) -> std::size_t {
    BOOST_FAIL("asked for a reading");
    return 0;
  });
  BOOST_TEST(value == 7);
}

BOOST_AUTO_TEST_CASE(a_setting_takes_the_alternative_of_its_own_reading) {
  Setting<std::string> setting;
  setting.reading = 3;
  setting.values = {"a", "b", "c"};
  BOOST_TEST(!setting.fixed());
  std::size_t asked = 0;
  const auto choose = [&](std::size_t reading) -> std::size_t {
    asked = reading;
    return 2;
  };
  BOOST_TEST(setting.get(choose) == "c");
  BOOST_TEST(asked == 3U);
  // What comes back is the value itself, not a copy of it.
  BOOST_TEST(&setting.get(choose) == &setting.values[2]);
}

BOOST_AUTO_TEST_CASE(a_reading_finds_its_alternatives) {
  Reading reading;
  reading.alternatives = {{"xml", "", ""}, {"json", "", ""}};
  BOOST_TEST(reading.find("json").value() == 1U);
  BOOST_TEST(!reading.find("JSON").has_value());
  BOOST_TEST(!reading.find("").has_value());
}

BOOST_AUTO_TEST_CASE(an_operation_without_anything_finds_nothing) {
  const Operation none;
  BOOST_TEST(none.resource() == nullptr);
  BOOST_TEST(none.region() == nullptr);
  BOOST_TEST(!none.find_parameter("x").has_value());
  BOOST_TEST(none.order_reading == no_reading);
}

BOOST_AUTO_TEST_CASE(a_fault_is_told_in_one_line) {
  BOOST_TEST(to_string(Fault{"a.json", "/x/0", "wrong"}) == "a.json: /x/0: wrong");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::spec
