// Rules broken together: all pairs are there, triples within bounds, and the fewest come first.
#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "generators/phases.h"
#include "generators/ways.h"
#include "tests/generators/sample.h"

using namespace assay;
using namespace assay::generators;

BOOST_AUTO_TEST_SUITE(several)

namespace {

std::vector<const spec::Operation*> documents() { return {&shipped(), &lab()}; }

// How many rules a case breaks, as far as is known. A clock that is off is meant to break one.
int rules_broken(const Case& one) {
  const bool old = one.label.ends_with("a day old") && one.broken != 0;
  return one.faults + std::popcount(one.broken) + (old ? 1 : 0);
}

std::size_t position(const Case& one, const std::string& parameter) {
  for (std::size_t i = 0; i < one.params.size(); ++i) {
    if (one.params[i].name.substr(0, one.params[i].name.find('.')) == parameter) return i;
  }
  return one.params.size();
}

// The templates that break exactly these two parameters in these two ways.
std::vector<const Template*> with(const Templates& all, const std::string& first,
                                  const std::string& second) {
  std::vector<const Template*> out;
  for (const Template& one : all) {
    if (one.one.label == first + "; " + second ||
        one.one.label == first + "; " + second + "; sent last to first") {
      out.push_back(&one);
    }
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(fewer_broken_rules_come_first) {
  for (const spec::Operation* operation : documents()) {
    int most = 0;
    std::map<int, int> counts;
    for (const Case& one : all(Generator(*operation, {}), Phase::boundaries)) {
      const int broken = rules_broken(one);
      ++counts[broken];
      if (broken < 2 && most < 2) continue;
      BOOST_REQUIRE_MESSAGE(broken >= most, one.label << " after " << most << " broken");
      most = broken;
    }
    BOOST_TEST_MESSAGE(operation->name << ": one or none " << counts[0] + counts[1] << ", two "
                                       << counts[2] << ", three " << counts[3]);
    BOOST_TEST(most == 3);
  }
}

BOOST_AUTO_TEST_CASE(each_way_breaks_the_rule_that_it_says) {
  std::map<std::string, std::set<spec::Check>> checks;
  for (const spec::Parameter& parameter : shipped().parameters) {
    for (const Way& way : ways_of(parameter)) {
      checks[parameter.name].insert(way.check);
      BOOST_TEST((way.check == spec::Check::duplicate) == way.variant.adjoining);
    }
  }
  using spec::Check;
  const std::set<Check> name{Check::absent, Check::duplicate, Check::encoding};
  for (const auto& [parameter, own] : checks) {
    for (const Check check : name) BOOST_TEST(own.contains(check), parameter);
  }
  BOOST_TEST(checks["RegionId"].contains(Check::region));
  BOOST_TEST(checks["InstanceId"].contains(Check::exists));
  BOOST_TEST(checks["HttpTokens"].contains(Check::value));
  BOOST_TEST(checks["HttpPutResponseHopLimit"].contains(Check::format));
  BOOST_TEST(checks["HttpPutResponseHopLimit"].contains(Check::value));
  BOOST_TEST(!checks["HttpTokens"].contains(Check::format));
}

// The rules a document has are found without asking ways_of() which there are.
BOOST_AUTO_TEST_CASE(every_pair_of_rules_is_broken_together_in_either_order) {
  for (const spec::Operation* operation : documents()) {
    const Templates all = boundary_templates(*operation);
    const auto& parameters = operation->parameters;
    for (std::size_t a = 0; a < parameters.size(); ++a) {
      for (std::size_t b = a + 1; b < parameters.size(); ++b) {
        for (const Way& first : ways_of(parameters[a])) {
          for (const Way& second : ways_of(parameters[b])) {
            const auto found = with(all, parameters[a].name + ": " + first.variant.label,
                                    parameters[b].name + ": " + second.variant.label);
            BOOST_REQUIRE_MESSAGE(!found.empty(), parameters[a].name << ": " << first.variant.label
                                                                     << " with "
                                                                     << parameters[b].name);
            std::set<bool> orders;
            for (const Template* one : found) {
              BOOST_TEST(one->one.faults == 2);
              orders.insert(position(one->one, parameters[a].name) <
                            position(one->one, parameters[b].name));
            }
            const bool both_sent = !first.variant.params.empty() && !second.variant.params.empty();
            if (first.first && second.first && both_sent) BOOST_TEST(orders.size() == 2U);
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_triple_of_parameters_is_broken_together_within_bounds) {
  for (const spec::Operation* operation : documents()) {
    std::set<std::set<std::string>> seen;
    std::size_t count = 0, reversed = 0;
    for (const Template& one : boundary_templates(*operation)) {
      if (one.one.faults != 3) continue;
      ++count;
      reversed += one.one.label.ends_with("sent last to first") ? 1U : 0U;
      std::set<std::string> names;
      for (const spec::Parameter& parameter : operation->parameters) {
        if (("; " + one.one.label).find("; " + parameter.name + ": ") != std::string::npos) {
          names.insert(parameter.name);
        }
      }
      BOOST_TEST(names.size() == 3U, one.one.label);
      seen.insert(names);
    }
    const std::size_t n = operation->parameters.size();
    BOOST_TEST(seen.size() == n * (n - 1) * (n - 2) / 6);
    BOOST_TEST(count <= 300U);
    BOOST_TEST(reversed * 3 > count);
    BOOST_TEST(reversed * 3 < count * 2);
  }
}

BOOST_AUTO_TEST_CASE(a_document_of_many_parameters_has_no_more_triples) {
  spec::Operation many = shipped();
  for (int i = 0; i < 6; ++i) {
    many.parameters.push_back(many.parameters[3]);
    many.parameters.back().name = "Another" + std::to_string(i);
  }
  Templates triples;
  add_triples(many, triples);
  BOOST_TEST(triples.size() <= 300U);
  BOOST_TEST(triples.size() > 200U);
}

BOOST_AUTO_TEST_CASE(the_phase_stays_small) {
  std::size_t several = 0;
  for (const Case& one : all(Generator(shipped(), {}), Phase::boundaries)) {
    several += rules_broken(one) > 1 ? 1U : 0U;
  }
  BOOST_TEST_MESSAGE(several << " cases break several rules");
  BOOST_TEST(several < 1500U);
}

BOOST_AUTO_TEST_CASE(every_pair_of_rules_of_the_gateway_with_each_signature) {
  using R = spec::GatewayRule;
  const std::set<R> only_v1{R::key_missing, R::signature_missing, R::signature_method_unknown,
                            R::signature_version_unknown};
  std::set<std::pair<std::uint32_t, Signature>> seen;
  for (const Case& one : all(Generator(shipped(), {}), Phase::boundaries)) {
    if (one.faults == 0) seen.emplace(one.broken, one.signature);
  }
  const auto subject = [](R rule) {
    const std::string name(spec::name(rule));
    return name.substr(0, name.find('.'));
  };
  for (const Signature kind : {Signature::v1, Signature::v3}) {
    for (unsigned a = 0; a < spec::gateway_rule_count; ++a) {
      for (unsigned b = a + 1; b < spec::gateway_rule_count; ++b) {
        const R first = static_cast<R>(a), second = static_cast<R>(b);
        const auto possible = [&](R rule) {
          if (rule == R::nonce_used || rule == R::timestamp_expired) return false;
          if (rule == R::timestamp_future) return false;
          return kind == Signature::v3 ? !only_v1.contains(rule) : rule != R::payload_changed;
        };
        const bool there = seen.contains({1U << a | 1U << b, kind});
        const bool wanted =
            possible(first) && possible(second) && subject(first) != subject(second);
        BOOST_TEST(there == wanted, spec::name(first)
                                        << ", " << spec::name(second) << ", kind " << int(kind));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(rules_of_the_gateway_are_broken_with_rules_of_the_operation) {
  for (const spec::Operation* operation : documents()) {
    std::map<std::uint32_t, std::set<std::string>> labels;
    for (const Template& one : boundary_templates(*operation)) {
      if (std::popcount(one.one.broken) != 1 || one.one.faults == 0) continue;
      BOOST_TEST(one.one.faults == 1);
      labels[one.one.broken].insert(one.one.label);
    }
    BOOST_TEST(labels.size() >= 14U);
    for (const auto& [rule, own] : labels) BOOST_TEST(own.size() >= 2U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
