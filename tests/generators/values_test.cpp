// Which values are tried: by bytes, found through the document; and whether "valid" is valid.
#include <algorithm>
#include <charconv>
#include <set>

#include "generators/domains.h"
#include "tests/generators/sample.h"

using namespace assay;
using namespace assay::generators;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(values)

namespace {

// Every value that a phase sends under a name.
std::set<std::string> sent(const spec::Operation& operation, Phase phase, const std::string& name) {
  std::set<std::string> out;
  for (const Case& one : all(Generator(operation, {}), phase)) {
    for (const CaseParam& param : one.params) {
      if (param.name == name) out.insert(bytes_of(param));
    }
  }
  return out;
}

bool left_out(const spec::Operation& operation, const std::string& name) {
  const auto list = all(Generator(operation, {}), Phase::boundaries);
  return std::any_of(list.begin(), list.end(), [&](const Case& one) {
    return one.faults <= 1 && one.broken == 0 &&
           std::none_of(one.params.begin(), one.params.end(),
                        [&](const CaseParam& param) { return param.name == name; });
  });
}

void expect(const spec::Operation& operation, const std::string& name,
            const std::vector<std::string>& wanted) {
  const auto seen = sent(operation, Phase::boundaries, name);
  for (const std::string& value : wanted) {
    std::string shown;
    for (const char c : value) {
      shown += c >= ' ' && c <= '~' ? std::string(1, c)
                                    : "\\" + std::to_string(static_cast<unsigned char>(c));
    }
    BOOST_CHECK_MESSAGE(seen.contains(value), name << " is never \"" << shown << '"');
  }
}

// Of the type and inside its bounds in every reading: written anew from docs/spec-format.md.
bool certain(const spec::Parameter& parameter, const std::string& value) {
  if (parameter.type == spec::Type::boolean) return value == "true" || value == "false";
  if (parameter.type == spec::Type::integer) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || std::to_string(number) != value || *end != '\0') return false;
    return !parameter.range ||
           std::all_of(parameter.range->values.begin(), parameter.range->values.end(),
                       [&](const spec::Range& r) { return number >= r.min && number <= r.max; });
  }
  std::int64_t points = 0;
  for (const char c : value) points += (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  if (parameter.length) {
    for (const spec::Range& range : parameter.length->values) {
      if (points < range.min || points > range.max) return false;
    }
  }
  return std::all_of(
      parameter.values.values.begin(), parameter.values.values.end(), [&](const spec::Values& v) {
        return v.any || std::find(v.texts.begin(), v.texts.end(), value) != v.texts.end();
      });
}

}  // namespace

BOOST_AUTO_TEST_CASE(words_that_must_be_tried) {
  for (const std::string name : {"HttpEndpoint", "HttpTokens", "InstanceMetadataTags"}) {
    const spec::Parameter& parameter = shipped().parameters[*shipped().find_parameter(name)];
    BOOST_TEST(left_out(shipped(), name));
    expect(shipped(), name,
           {"", "null", "None", "undefined", "nil", "0", "1", "true", "[]", "{}", " ", "\n", "\0"s,
            std::string(300, 'a')});
    bool joined = false;
    for (const spec::Values& values : parameter.values.values) {
      for (const std::string& good : values.texts) {
        const std::string cap = static_cast<char>(good[0] - 32) + good.substr(1);
        std::string up = good;
        for (char& c : up) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        expect(shipped(), name, {good, up, cap, good.substr(0, good.size() - 1)});
      }
      if (values.texts.empty()) continue;
      const std::string& good = values.texts.front();
      expect(shipped(), name, {" " + good,         good + " ",
                               " " + good + " ",   "\t" + good,
                               good + "\t",        good + "\n",
                               good + "\r\n",      good + "\xC2\xA0",
                               good + good,        good + "x",
                               "\"" + good + "\"", good + "\0"s,
                               good + "\0x"s,      good + "\x80",
                               good + "\xE2\x82",  good + "\xED\xA0\x80",
                               good + "\xC0\xAF",  good + "\xE2\x80\x8B",
                               good + "\xCC\x81",  good + "," + good,
                               good.substr(1),     good + "+"});
      const auto seen = sent(shipped(), Phase::boundaries, name);
      for (const std::string& other : values.texts) {
        joined |= other != good &&
                  (seen.contains(good + "," + other) || seen.contains(other + "," + good));
      }
    }
    BOOST_TEST(joined, name << ": two valid values joined by a comma");
  }
}

BOOST_AUTO_TEST_CASE(a_value_of_another_parameter_is_tried) {
  expect(shipped(), "HttpTokens", {"enabled"});
  expect(shipped(), "HttpEndpoint", {"optional"});
}

BOOST_AUTO_TEST_CASE(numbers_that_must_be_tried) {
  for (const auto& [operation, name] :
       {std::pair{&shipped(), "HttpPutResponseHopLimit"s}, std::pair{&lab(), "Rows"s}}) {
    const spec::Parameter& parameter = operation->parameters[*operation->find_parameter(name)];
    for (const spec::Range& range : parameter.range->values) {
      for (const std::int64_t near : {-1, 0, 1}) {
        expect(*operation, name,
               {std::to_string(range.min + near), std::to_string(range.max + near)});
      }
    }
    expect(*operation, name,
           {"0", "-1", "2147483647", "2147483648", "-2147483649", "4294967296",
            "9223372036854775807", "9223372036854775808", "18446744073709551616", "-0", "NaN",
            "null", "true", "undefined", "", "\xD9\xA5", "-", " "});
    const auto seen = sent(*operation, Phase::boundaries, name);
    const auto any = [&](const char* what, auto&& test) {
      BOOST_CHECK_MESSAGE(std::any_of(seen.begin(), seen.end(), test), name << ": " << what);
    };
    using S = const std::string&;
    any("+n", [](S v) {
      return v.size() > 1 && v[0] == '+' && std::isdigit(static_cast<unsigned char>(v[1])) != 0;
    });
    any("0n", [](S v) { return v.size() > 1 && v[0] == '0' && v[1] >= '1' && v[1] <= '9'; });
    for (const std::string tail : {".0", "e0", "a", " ", "\n", "\t"}) {
      any(tail.c_str(), [&](S v) {
        return v.size() > tail.size() && v.ends_with(tail) && v[0] >= '1' && v[0] <= '9';
      });
    }
    any("0x", [](S v) { return v.starts_with("0x"); });
    any("full width", [](S v) { return v.starts_with("\xEF\xBC"); });
    any("very long", [](S v) { return v.size() >= 100 && v[0] >= '1' && v[0] <= '9'; });
    any("2^32 + n", [](S v) { return v.size() == 10 && v > "4294967296" && v < "4294967400"; });
    any("2^64 + n", [](S v) {
      return v.size() == 20 && v.starts_with("184467440737095516") && v != "18446744073709551616";
    });
  }
}

BOOST_AUTO_TEST_CASE(names_that_must_be_tried) {
  const std::string id = "i-bp67acfmxaz0001", region = "cn-hangzhou";
  expect(shipped(), "InstanceId",
         {id, "", "I-BP67ACFMXAZ0001", "i-bp67acfmxaz000", " " + id, id + " ", " " + id + " ",
          id + "\0"s, id + "\xFF", "[\"" + id + "\"]", "\"" + id + "\"", "i-bp67acfmxaz****",
          std::string(300, 'i')});
  expect(shipped(), "RegionId", {region, "", "CN-HANGZHOU", region + " ", " " + region});
  BOOST_TEST(left_out(shipped(), "InstanceId"));
  BOOST_TEST(left_out(shipped(), "RegionId"));
  // An identifier of nothing has the prefix that the document gives.
  for (const spec::Operation* operation : {&shipped(), &lab()}) {
    const auto seen = sent(*operation, Phase::boundaries, operation->resource()->name);
    BOOST_TEST(std::any_of(seen.begin(), seen.end(),
                           [&](const std::string& value) {
                             return value.starts_with(operation->resource_prefix) &&
                                    !value.starts_with("i-bp67acfmxaz0001") &&
                                    !value.starts_with("i-bp67acfmxaz*") &&
                                    value.size() > operation->resource_prefix.size();
                           }),
               operation->name << ": a well-formed name of nothing");
  }
}

BOOST_AUTO_TEST_CASE(texts_booleans_and_lists) {
  expect(lab(), "Label",
         {"a", "aa", "aaa", std::string(15, 'a'), std::string(16, 'a'), std::string(17, 'a'), ""});
  const auto seen = sent(lab(), Phase::boundaries, "Label");
  for (const std::size_t points : {1U, 2U, 16U, 17U}) {
    BOOST_TEST(
        std::any_of(seen.begin(), seen.end(),
                    [&](const std::string& v) {
                      return v.size() >= 2 * points &&
                             static_cast<std::size_t>(std::count_if(v.begin(), v.end(), [](char c) {
                               return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
                             })) == points;
                    }),
        "a Label of " << points << " wide characters");
  }
  expect(lab(), "Sealed", {"true", "false", "TRUE", "1", "0", "yes", ""});
  const auto list = all(Generator(lab(), {}), Phase::boundaries);
  const auto names = [&](auto&& test) {
    return std::any_of(list.begin(), list.end(), [&](const Case& one) {
      std::set<std::string> found;
      for (const CaseParam& param : one.params) found.insert(param.name);
      return test(found);
    });
  };
  using N = const std::set<std::string>&;
  BOOST_TEST(names([](N n) {
    return n.contains("Tag.1.Key") && !n.contains("Tag.2.Key") && !n.contains("Tag.2.Value");
  }));
  BOOST_TEST(names([](N n) { return n.contains("Tag.5.Key") && !n.contains("Tag.6.Key"); }));
  BOOST_TEST(names([](N n) { return n.contains("Tag.6.Key") && n.contains("Tag.1.Key"); }));
  BOOST_TEST(names([](N n) { return n.contains("Tag.0.Key"); }));
  BOOST_TEST(names([](N n) { return n.contains("Tag.01.Key"); }));
  BOOST_CHECK_MESSAGE(names([](N n) {
                        return n.contains("Tag.1.Key") && !n.contains("Tag.2.Key") &&
                               !n.contains("Tag.2.Value") && n.contains("Tag.3.Key");
                      }),
                      "a list with a gap: 1 and 3");
  BOOST_TEST(names([](N n) { return n.contains("Tag.1.Value") && !n.contains("Tag.1.Key"); }));
  BOOST_TEST(names([](N n) { return n.contains("Tag.5.Value") && !n.contains("Tag.5.Key"); }));
  expect(lab(), "Tag.1.Key", {"", std::string(8, 'a'), std::string(9, 'a')});
  expect(lab(), "Tag.5.Key", {"", std::string(9, 'a')});
}

BOOST_AUTO_TEST_CASE(unknown_parameters_are_added) {
  const auto list = all(Generator(shipped(), {}), Phase::boundaries);
  bool dotted = false, dry = false, long_one = false, other_case = false;
  for (const Case& one : list) {
    for (const CaseParam& param : one.params) {
      if (shipped().find_parameter(param.name)) continue;
      dotted |= param.name.find('.') != std::string::npos;
      dry |= param.name == "DryRun";
      long_one |= param.value.size() >= 1000;
      other_case |= param.name == "httptokens";
    }
  }
  BOOST_TEST(dotted);
  BOOST_TEST(dry);
  BOOST_TEST(long_one);
  BOOST_TEST(other_case);
}

BOOST_AUTO_TEST_CASE(examples_show_what_the_page_shows) {
  for (const spec::Operation* operation : {&shipped(), &lab()}) {
    for (const spec::Parameter& parameter : operation->parameters) {
      if (parameter.type == spec::Type::list) continue;
      const auto seen = sent(*operation, Phase::examples, parameter.name);
      // An unmasked name of a resource is never sent: it might be somebody's.
      const bool somebody = parameter.role == spec::Role::resource && parameter.example_valid;
      if (!parameter.example.empty()) {
        BOOST_TEST(seen.contains(parameter.example) == !somebody, parameter.name);
      }
      if (parameter.fallback) BOOST_TEST(seen.contains(*parameter.fallback), parameter.name);
      for (const spec::Values& values : parameter.values.values) {
        for (const std::string& text : values.texts)
          BOOST_TEST(seen.contains(text), parameter.name);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(cases_without_faults_are_valid_in_every_reading) {
  for (const spec::Operation* operation : {&shipped(), &lab()}) {
    const Generator generator(*operation, {});
    std::vector<Case> list = all(generator, Phase::examples);
    for (Case& one : all(generator, Phase::boundaries)) list.push_back(std::move(one));
    for (Case& one : cases(generator, Phase::random, 20000)) list.push_back(std::move(one));
    std::set<std::string> wrong;
    for (const Case& one : list) {
      if (one.faults != 0) continue;
      for (const CaseParam& param : one.params) {
        const auto at = operation->find_parameter(param.name);
        if (!at || operation->parameters[*at].type == spec::Type::list) continue;
        const spec::Parameter& parameter = operation->parameters[*at];
        const bool ok = parameter.role != spec::Role::plain
                            ? param.bind != Bind::none && param.before.empty() &&
                                  param.value.empty() && param.twist == Twist::none
                            : certain(parameter, param.value);
        if (!ok)
          wrong.insert(std::string(name(one.id.phase)) + ": " + one.label + " [" + param.name +
                       "=" + param.value.substr(0, 30) + "]");
      }
    }
    for (const std::string& line : wrong) BOOST_ERROR(operation->name + " faults 0: " + line);
  }
}

// A text that may be anything within its length, or a list: whether odd bytes break a rule there is
// for the readings to say.
bool of_free_text(const std::string& label, const spec::Operation& operation) {
  const auto at = operation.find_parameter(label.substr(0, label.find(':')));
  if (!at) return false;
  const spec::Parameter& parameter = operation.parameters[*at];
  return parameter.type == spec::Type::list ||
         (parameter.type == spec::Type::text && parameter.values.values.front().any);
}

BOOST_AUTO_TEST_CASE(cases_with_one_fault_break_something) {
  for (const spec::Operation* operation : {&shipped(), &lab()}) {
    const Generator generator(*operation, {});
    std::set<std::string> wrong;
    std::size_t random_wrong = 0, random_all = 0;
    const auto look = [&](const Case& one) {
      if (one.faults != 1 || one.broken != 0) return;
      bool broken = false;
      std::set<std::string> names;
      for (const CaseParam& param : one.params) {
        broken |= !names.insert(param.name).second;
        const auto at = operation->find_parameter(param.name);
        if (!at) {
          broken |= param.name.find('.') != std::string::npos;
          continue;
        }
        const spec::Parameter& parameter = operation->parameters[*at];
        broken |= parameter.role != spec::Role::plain
                      ? param.bind == Bind::none || !param.before.empty() || !param.value.empty() ||
                            param.twist != Twist::none
                      : !certain(parameter, param.value);
      }
      for (const spec::Parameter& parameter : operation->parameters) {
        const auto& ways = parameter.absent.values;
        const bool required = std::any_of(ways.begin(), ways.end(), [](spec::Absent a) {
          return a != spec::Absent::keep && a != spec::Absent::reset;
        });
        broken |= required && !names.contains(parameter.name);
      }
      if (one.id.phase == Phase::random) {
        ++random_all;
        random_wrong += !broken;
      } else if (!broken && !of_free_text(one.label, *operation)) {
        wrong.insert(one.label);
      }
    };
    for (const Case& one : all(generator, Phase::boundaries)) look(one);
    for (const Case& one : cases(generator, Phase::random, 20000)) look(one);
    for (const std::string& line : wrong)
      BOOST_ERROR(operation->name + " faults 1, yet valid: " + line);
    BOOST_CHECK_MESSAGE(100 * random_wrong <= 5 * random_all,
                        operation->name << " random: " << random_wrong << " of " << random_all
                                        << " single faults are valid");
  }
}

BOOST_AUTO_TEST_SUITE_END()
