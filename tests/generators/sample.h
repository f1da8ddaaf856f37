// What the tests of the generators share: the documents, and cases as lists.
#pragma once
#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "generators/generator.h"
#include "spec/load.h"

namespace assay::generators {

inline const spec::Operation& loaded(const char* file) {
  static std::vector<std::pair<std::string, std::unique_ptr<spec::Operation>>> known;
  for (const auto& [name, operation] : known) {
    if (name == file) return *operation;
  }
  auto result = spec::load(std::string(ASSAY_ROOT) + "/" + file);
  if (const auto* faults = std::get_if<std::vector<spec::Fault>>(&result)) {
    BOOST_FAIL(to_string(faults->front()));
  }
  auto copy = std::make_unique<spec::Operation>(std::get<spec::Operation>(std::move(result)));
  return *known.emplace_back(file, std::move(copy)).second;
}
inline const spec::Operation& shipped() {
  return loaded("spec/ecs/ModifyInstanceMetadataOptions.json");
}
inline const spec::Operation& lab() { return loaded("tests/data/spec/lab/TagShelf.json"); }

inline std::vector<Case> cases(const Generator& generator, Phase phase, std::uint64_t count,
                               std::uint64_t seed = 1) {
  std::vector<Case> out(count);
  for (std::uint64_t i = 0; i < count; ++i) generator.make({seed, phase, i}, out[i]);
  return out;
}
inline std::vector<Case> all(const Generator& generator, Phase phase, std::uint64_t seed = 1) {
  return cases(generator, phase, generator.size(phase), seed);
}

inline bool same(const Case& a, const Case& b) {
  return a.params == b.params && a.signature == b.signature && a.method == b.method &&
         a.place == b.place && a.ask == b.ask && a.broken == b.broken &&
         a.clock_offset == b.clock_offset && a.faults == b.faults && a.label == b.label;
}

// As the composer binds it, for one made-up target.
inline std::string bytes_of(const CaseParam& param) {
  if (param.bind == Bind::none) return param.before + param.value;
  std::string name = param.bind == Bind::region ? "cn-hangzhou" : "i-bp67acfmxaz0001";
  if (param.twist == Twist::chop) name.pop_back();
  if (param.twist == Twist::upper) {
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return param.before + name + param.value;
}

}  // namespace assay::generators
