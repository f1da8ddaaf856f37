// The checks of one parameter (docs/spec-format.md, "The operation's checks"). Internal to mock/.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/state.h"
#include "spec/operation.h"

namespace assay::mock {

// What came of one parameter.
struct Checked {
  enum class Means {
    skip,     // nothing is stored: not honoured, or left out and kept
    value,    // `value` is stored, in canonical form
    reset,    // left out: the default is stored
    nothing,  // left out: the whole request changes nothing
    broken    // `check` is broken and answered with the first of `errors`
  };
  Means means = Means::skip;
  spec::Check check{};
  const spec::Errors* errors = nullptr;
  std::string value;
  std::optional<std::size_t> resource;  // role resource: the one that is named

  void clear();
};

// One parameter of the operation, judged.
struct Judged {
  Checked checked;
  std::string name;  // of the parameter that broke a rule; empty: its own
};

class ValueRules {
 public:
  // All arguments must outlive it. `region` is the endpoint's own; empty: any is accepted.
  ValueRules(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
             const Targets& targets, const State& state, std::string region);

  // `sent` are the values under the parameter's name, in order; `is_signed`: the server checked a
  // signature. Not for lists.
  void check(const spec::Parameter& parameter, const std::vector<std::string_view>& sent,
             bool is_signed, Checked& out) const;

  // What leaving it out means.
  void absent(const spec::Parameter& parameter, Checked& out) const;

  bool honoured(const spec::Parameter& parameter) const { return parameter.honoured.get(choices_); }
  const spec::Errors& invalid_errors(const spec::Parameter& parameter) const {
    return parameter.invalid.get(choices_);
  }

 private:
  using Parameter = spec::Parameter;

  bool encoding(const Parameter& parameter, bool is_signed, Checked& out) const;
  void typed(const Parameter& parameter, Checked& out) const;
  void integer(const Parameter& parameter, Checked& out) const;
  bool in_range(const Parameter& parameter, std::string& digits, bool overflow) const;
  void text(const Parameter& parameter, Checked& out) const;
  bool among(const Parameter& parameter, const spec::Values& values, Checked& out) const;
  bool folds(const Parameter& parameter) const;
  bool trims(const Parameter& parameter) const;
  spec::Duplicate twice(const Parameter& parameter) const;
  const spec::Errors& signature_errors() const;

  const Choices& choices_;
  const FaultSet& faults_;
  const Targets& targets_;
  const State& state_;
  const spec::Operation& op_;
  std::string region_;
};

// A number as a parameter writes it.
struct Number {
  enum class Form { malformed, overflow, number };
  Form form = Form::malformed;
  std::string digits;  // canonical: "-" only before a number below zero, no leading zeros
};
// `width` as in Parameter::width; overflow: well written, but outside so many bits.
Number read_number(std::string_view text, bool plus, bool leading_zeros, int width);

// Every byte that belongs to no well-formed UTF-8 sequence becomes U+FFFD.
std::string replace_ill_formed(std::string_view text);

// Code points, or bytes when it is not UTF-8.
std::size_t text_length(std::string_view text);

}  // namespace assay::mock
