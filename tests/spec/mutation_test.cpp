// Any single change of a file either loads, with all promises kept, or gives a fault; the loader
// neither throws nor crashes.
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/spec/support.h"

namespace assay::spec::testing {
namespace {

// Pointers to everything in a value, the value itself first.
void collect(const Json& value, const Json::json_pointer& at,
             std::vector<Json::json_pointer>& out) {
  out.push_back(at);
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) collect(inner, at / key, out);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) collect(value[i], at / i, out);
  }
}

const std::vector<Json::json_pointer>& places(Part part) {
  static const auto make = [](Part which) {
    std::vector<Json::json_pointer> out;
    collect(json_of(which), Json::json_pointer(), out);
    return out;
  };
  static const auto all = [] {
    std::vector<std::vector<Json::json_pointer>> out;
    for (const Part one : all_parts) out.push_back(make(one));
    return out;
  }();
  return all[static_cast<std::size_t>(part)];
}

// What is wrong with an answer of the loader; "" when nothing is.
std::string wrong_with(const Loaded& loaded) {
  const auto* faults = faults_of(loaded);
  if (faults == nullptr) return broken_promise(std::get<Operation>(loaded));
  if (faults->empty()) return "refused without a fault";
  for (const Fault& fault : *faults) {
    const bool pointer = fault.path.rfind('/', 0) == 0 || fault.path.rfind("line ", 0) == 0;
    if (fault.file.empty() || !pointer || fault.reason.empty()) {
      return "a fault that says too little: " + to_string(fault);
    }
  }
  return "";
}

std::string outcome_of(const Folder& folder, Part part, const std::string& bytes) {
  try {
    folder.write(part, bytes);
    return wrong_with(folder.load(part == Part::shelf ? Part::shelf : Part::operation));
  } catch (const std::exception& thrown) {
    return std::string("threw: ") + thrown.what();
  }
}

// With the gateway that lies in the folder.
Json original(Part part) {
  Json json = json_of(part);
  if (part == Part::shelf) json["gateway"] = "../common/rpc-gateway.json";
  return json;
}

void erase(Json& json, const Json::json_pointer& at) {
  Json& parent = json[at.parent_pointer()];
  if (parent.is_array()) {
    parent.erase(std::stoul(at.back()));
  } else {
    parent.erase(at.back());
  }
}

const std::vector<Json>& odd_values() {
  static const std::vector<Json> values{nullptr,
                                        true,
                                        false,
                                        0,
                                        -1,
                                        1,
                                        7.5,
                                        1e300,
                                        INT64_MIN,
                                        INT64_MAX,
                                        UINT64_MAX,
                                        "",
                                        "x",
                                        "any",
                                        "own",
                                        std::string(5000, 'y'),
                                        std::string("a\0b", 3),
                                        "\xf0\x9f\x98\x80",
                                        "{parameter}",
                                        Json::array(),
                                        Json::object(),
                                        Json::array({1, 2}),
                                        Json::array({2, 1}),
                                        Json::array({"a", "b"}),
                                        Json::array({Json::object()}),
                                        Json::array({Json::array()}),
                                        Json{{"reading", "value-case"}},
                                        Json{{"reading", "error-order"}},
                                        Json{{"reading", "timestamp-code"}, {"pick", "expired"}},
                                        Json{{"reading", "nope"}},
                                        Json{{"reading", nullptr}},
                                        Json{{"name", ""}}};
  return values;
}

Json mutated(Part part) {
  Json json = original(part);
  const auto at = *rc::gen::elementOf(places(part));
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      if (!at.empty()) erase(json, at);
      break;
    case 1: {  // the same thing once more, or a stranger
      Json& value = json[at];
      if (value.is_array() && !value.empty()) {
        value.push_back(*rc::gen::elementOf(value.get<std::vector<Json>>()));
      } else if (value.is_object()) {
        value[*rc::gen::arbitrary<bool>() ? "value" : "reading"] =
            *rc::gen::elementOf(odd_values());
      }
      break;
    }
    case 2: {  // what stands elsewhere
      const auto other = *rc::gen::elementOf(places(part));
      json[at] = original(part)[other];
      break;
    }
    default: json[at] = *rc::gen::elementOf(odd_values());
  }
  return json;
}

Part any_part() {
  return *rc::gen::element(Part::operation, Part::gateway, Part::observation, Part::effects,
                           Part::shelf);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_mutations)

BOOST_AUTO_TEST_CASE(every_member_can_be_taken_away) {
  const Folder folder;
  for (const Part part : all_parts) {
    for (const Json::json_pointer& at : places(part)) {
      if (at.empty()) continue;
      Json json = original(part);
      erase(json, at);
      const std::string wrong = outcome_of(folder, part, json.dump());
      BOOST_TEST(wrong == "", "without " << at.to_string() << ": " << wrong);
    }
    folder.restore(part);
  }
}

BOOST_AUTO_TEST_CASE(every_value_can_be_of_another_type) {
  const Folder folder;
  for (const Part part : all_parts) {
    for (const Json::json_pointer& at : places(part)) {
      Json json = original(part);
      const bool array = json[at].is_array();
      json[at] = array ? Json::object() : Json::array();
      const std::string wrong = outcome_of(folder, part, json.dump());
      BOOST_TEST(wrong == "", at.to_string() << " of another type: " << wrong);
    }
    folder.restore(part);
  }
}

RC_BOOST_PROP(a_changed_document_loads_or_has_faults, ()) {
  const Part part = any_part();
  const Folder folder;
  RC_ASSERT(outcome_of(folder, part, mutated(part).dump()) == "");
}

RC_BOOST_PROP(two_changes_at_once_are_no_worse, ()) {
  const Part part = any_part();
  const Folder folder;
  Json json = mutated(part);
  std::vector<Json::json_pointer> left;
  collect(json, Json::json_pointer(), left);
  json[*rc::gen::elementOf(left)] = *rc::gen::elementOf(odd_values());
  RC_ASSERT(outcome_of(folder, part, json.dump()) == "");
}

RC_BOOST_PROP(a_changed_text_loads_or_has_faults, ()) {
  const Part part = any_part();
  const Folder folder;
  std::string text = original(part).dump(1);
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  switch (*rc::gen::inRange(0, 4)) {
    case 0: text.erase(at, *rc::gen::inRange<std::size_t>(1, 20)); break;
    case 1: text.insert(at, 1, *rc::gen::arbitrary<char>()); break;
    case 2: text.resize(at); break;
    default: text[at] = *rc::gen::arbitrary<char>();
  }
  RC_ASSERT(outcome_of(folder, part, text) == "");
}

RC_BOOST_PROP(the_same_files_give_the_same_answer, ()) {
  const Part part = any_part();
  const Folder folder;
  const std::string text = mutated(part).dump();
  folder.write(part, text);
  const Part main = part == Part::shelf ? Part::shelf : Part::operation;
  RC_ASSERT(told(folder.load(main)) == told(folder.load(main)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::spec::testing
