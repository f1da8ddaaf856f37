#include <algorithm>
#include <map>
#include <set>

#include "generators/phases.h"
#include "tests/generators/sample.h"
#include "wire/percent.h"

using namespace assay;
using namespace assay::generators;

BOOST_AUTO_TEST_SUITE(phases)

namespace {

std::vector<const spec::Operation*> documents() { return {&shipped(), &lab()}; }

std::size_t query_bytes(const Case& one) {
  if (one.method == Method::post && one.place == Place::form) return 0;
  std::size_t out = 0;
  for (const CaseParam& param : one.params) {
    out += wire::encode(param.name).size() + wire::encode(bytes_of(param)).size() + 2;
  }
  return out;
}

std::vector<Case> everything(const spec::Operation& operation, Style style, std::uint64_t random) {
  const Generator generator(operation, style);
  std::vector<Case> out = all(generator, Phase::examples);
  for (Case& one : all(generator, Phase::boundaries)) out.push_back(std::move(one));
  for (Case& one : cases(generator, Phase::random, random)) out.push_back(std::move(one));
  return out;
}

Style style_of(unsigned bits) {
  return {(bits & 1U) != 0,
          (bits & 2U) != 0,
          (bits & 4U) != 0,
          (bits & 8U) != 0,
          (bits & 16U) != 0,
          (bits & 32U) != 0,
          40};
}

bool well_formed_utf8(const std::string& text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t width = byte < 0x80   ? 1
                              : byte < 0xC2 ? 0
                              : byte < 0xE0 ? 2
                              : byte < 0xF0 ? 3
                              : byte < 0xF5 ? 4
                                            : 0;
    if (width == 0 || i + width > text.size()) return false;
    for (std::size_t k = 1; k < width; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80) return false;
    }
    i += width;
  }
  return true;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_same_id_gives_the_same_case_into_any_buffer) {
  for (const spec::Operation* operation : documents()) {
    const Generator first(*operation, {}), second(*operation, {});
    Case used;
    first.make({9, Phase::random, 77}, used);
    for (const Phase phase : {Phase::examples, Phase::boundaries, Phase::random}) {
      const std::uint64_t count = std::min<std::uint64_t>(first.size(phase), 3000);
      for (std::uint64_t i = 0; i < count; ++i) {
        Case fresh;
        first.make({5, phase, i}, used);
        second.make({5, phase, i}, fresh);
        BOOST_REQUIRE(same(used, fresh) && used.id == fresh.id);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(other_indexes_and_seeds_give_other_cases) {
  const Generator generator(shipped(), {});
  const auto one = cases(generator, Phase::random, 2000, 1);
  const auto two = cases(generator, Phase::random, 2000, 2);
  std::size_t differ = 0, neighbours = 0;
  for (std::size_t i = 0; i + 1 < one.size(); ++i) {
    differ += one[i].params != two[i].params;
    neighbours += one[i].params != one[i + 1].params;
  }
  BOOST_TEST(differ > 1900U);
  BOOST_TEST(neighbours > 1900U);
}

BOOST_AUTO_TEST_CASE(labels_are_there_and_well_formed) {
  for (const spec::Operation* operation : documents()) {
    std::set<std::string> bad;
    for (const Case& one : everything(*operation, {}, 2000)) {
      if (one.label.empty() || !well_formed_utf8(one.label)) bad.insert(one.label);
      for (const char c : one.label) {
        if (static_cast<unsigned char>(c) < 0x20) bad.insert(one.label);
      }
    }
    for (const std::string& label : bad)
      BOOST_ERROR(operation->name + ": label " + wire::encode(label));
  }
}

BOOST_AUTO_TEST_CASE(dresses_stay_within_the_style) {
  for (unsigned bits = 0; bits < 64; ++bits) {
    const Style style = style_of(bits);
    if (!style.get && !style.post) continue;
    if (!style.json && !style.xml) continue;
    for (const Case& one : everything(shipped(), style, 300)) {
      const bool none = one.signature == Signature::none;
      BOOST_REQUIRE(none                             ? !style.v1 && !style.v3
                    : one.signature == Signature::v1 ? style.v1
                                                     : style.v3);
      BOOST_REQUIRE_MESSAGE(one.method == Method::get ? style.get : style.post,
                            "style " << bits << ": " << name(one.id.phase) << " " << one.label);
      BOOST_REQUIRE(one.method == Method::post || one.place == Place::query);
      BOOST_REQUIRE(one.ask != Ask::xml || style.xml);
      BOOST_REQUIRE(one.ask != Ask::json || style.json);
      BOOST_REQUIRE(one.ask != Ask::accept_json || one.signature == Signature::v3);
      BOOST_REQUIRE(one.ask != Ask::absent || (style.json && style.xml));
    }
  }
}

BOOST_AUTO_TEST_CASE(rules_of_the_gateway_fit_the_signature) {
  using R = spec::GatewayRule;
  for (unsigned bits = 0; bits < 4; ++bits) {
    for (const Case& one : everything(shipped(), style_of(60U | bits), 3000)) {
      const bool v1_rule = one.breaks(R::key_missing) || one.breaks(R::signature_missing) ||
                           one.breaks(R::signature_method_unknown) ||
                           one.breaks(R::signature_version_unknown);
      BOOST_REQUIRE(!v1_rule || one.signature == Signature::v1);
      BOOST_REQUIRE(!one.breaks(R::payload_changed) || one.signature == Signature::v3);
      const bool about_signing = one.broken >> static_cast<unsigned>(R::key_missing) != 0;
      BOOST_REQUIRE(!about_signing || one.signature != Signature::none);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_rule_of_the_gateway_is_broken_alone_with_each_signature) {
  using R = spec::GatewayRule;
  const Generator generator(shipped(), {});
  std::set<std::pair<unsigned, Signature>> seen;
  std::set<std::pair<std::int64_t, Signature>> clocks;
  std::set<std::uint32_t> pairs;
  for (const Case& one : all(generator, Phase::boundaries)) {
    for (unsigned rule = 0; rule < spec::gateway_rule_count; ++rule) {
      if (one.broken == 1U << rule) seen.emplace(rule, one.signature);
    }
    if (one.broken != 0) pairs.insert(one.broken);
    if (one.clock_offset != 0) clocks.emplace(one.clock_offset, one.signature);
  }
  const std::set<R> only_v1{R::key_missing, R::signature_missing, R::signature_method_unknown,
                            R::signature_version_unknown};
  for (unsigned i = 0; i < spec::gateway_rule_count; ++i) {
    const auto rule = static_cast<R>(i);
    if (rule == R::timestamp_expired || rule == R::timestamp_future) continue;
    for (const Signature kind : {Signature::v1, Signature::v3}) {
      if (kind == Signature::v3 ? only_v1.contains(rule) : rule == R::payload_changed) continue;
      BOOST_TEST(seen.contains({i, kind}), spec::name(rule) << " with kind " << int(kind));
    }
  }
  for (const auto& [first, second] : shipped().gateway.order) {
    const auto bits = 1U << static_cast<unsigned>(first) | 1U << static_cast<unsigned>(second);
    BOOST_TEST(pairs.contains(bits), spec::name(first));
  }
  for (const std::int64_t offset :
       {-600, -840, -960, -1800, -1920, -86400, 30, 840, 960, 1920, 86400}) {
    for (const Signature kind : {Signature::v1, Signature::v3}) {
      BOOST_TEST(clocks.contains({offset, kind}), "offset " << offset << " kind " << int(kind));
    }
  }
}

BOOST_AUTO_TEST_CASE(values_of_one_name_ascend_and_stay_in_one_place) {
  for (const spec::Operation* operation : documents()) {
    for (const Case& one : everything(*operation, {}, 30000)) {
      std::map<std::string, std::string> last;
      for (const CaseParam& param : one.params) {
        const auto [at, fresh] = last.emplace(param.name, bytes_of(param));
        if (fresh) continue;
        BOOST_REQUIRE_MESSAGE(at->second <= bytes_of(param), one.label);
        BOOST_REQUIRE_MESSAGE(one.place != Place::both || one.method == Method::get, one.label);
        at->second = bytes_of(param);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_parameter_is_sent_twice_in_four_ways) {
  for (const spec::Operation* operation : documents()) {
    const Generator generator(*operation, {});
    std::map<std::string, std::set<std::vector<std::string>>> twice;
    for (const Case& one : all(generator, Phase::boundaries)) {
      std::map<std::string, std::vector<std::string>> values;
      for (const CaseParam& param : one.params) values[param.name].push_back(bytes_of(param));
      for (const auto& [name, list] : values) {
        if (list.size() > 1) twice[name].insert(list);
      }
    }
    for (const spec::Parameter& parameter : operation->parameters) {
      if (parameter.type == spec::Type::list) continue;
      BOOST_TEST(twice[parameter.name].size() >= 3U,
                 parameter.name << " is sent twice in " << twice[parameter.name].size() << " ways");
    }
  }
}

BOOST_AUTO_TEST_CASE(queries_stay_small) {
  std::set<std::string> v3_forms;
  for (const unsigned bits : {63U, 62U, 61U, 60U}) {
    for (const spec::Operation* operation : documents()) {
      for (const Case& one : everything(*operation, style_of(bits), 20000)) {
        BOOST_REQUIRE_MESSAGE(query_bytes(one) < 7000, one.label << " " << query_bytes(one));
        for (const CaseParam& param : one.params) {
          if (param.value.size() <= 2000) continue;
          BOOST_REQUIRE_MESSAGE(one.place == Place::form, one.label);
          if (one.signature == Signature::v3) v3_forms.insert(one.label);
        }
      }
    }
  }
  BOOST_TEST(v3_forms.size() == 0U, v3_forms.size()
                                        << " labels over 2000 bytes in a V3 form, such as "
                                        << (v3_forms.empty() ? "" : *v3_forms.begin()));
}

BOOST_AUTO_TEST_CASE(random_proportions) {
  for (const unsigned percent : {0U, 20U, 40U, 90U, 100U}) {
    Style style;
    style.valid_percent = percent;
    std::map<int, int> faults;
    int gateway = 0;
    const int count = 20000;
    for (const Case& one : cases(Generator(shipped(), style), Phase::random, count)) {
      if (one.broken != 0)
        ++gateway;
      else
        ++faults[std::min<int>(one.faults, 3)];
    }
    const double valid = 100.0 * faults[0] / count;
    BOOST_TEST_MESSAGE(percent << "%: valid " << valid << " one " << faults[1] << " two "
                               << faults[2] << " more " << faults[3] << " gateway " << gateway);
    BOOST_TEST(valid <= percent + 2.0);
    BOOST_TEST(valid >= percent - 5.0);
    BOOST_TEST(100.0 * gateway / count < 5.0);
    if (percent == 100) BOOST_TEST(gateway == 0);
    if (percent == 0) BOOST_TEST(faults[1] > 12000);
    if (percent == 0) BOOST_TEST(faults[2] > 2000);
    if (percent == 0) BOOST_TEST(faults[3] > 500);
  }
}

BOOST_AUTO_TEST_SUITE_END()
