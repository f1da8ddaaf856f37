#include "mock/values.h"

#include <charconv>

#include "mock/faulty_values.h"
#include "mock/text.h"
#include "wire/answer.h"

namespace assay::mock {

void Checked::clear() {
  means = Means::skip;
  errors = nullptr;
  value.clear();
  resource.reset();
}

namespace {

const spec::Errors no_errors;

// A rule that no error answers is not enforced.
bool fail(Checked& out, spec::Check check, const spec::Errors& errors) {
  if (errors.empty()) return false;
  out.means = Checked::Means::broken;
  out.check = check;
  out.errors = &errors;
  return true;
}

}  // namespace

ValueRules::ValueRules(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
                       const Targets& targets, const State& state, std::string region)
    : choices_(choices),
      faults_(faults),
      targets_(targets),
      state_(state),
      op_(op),
      region_(std::move(region)) {}

const spec::Errors& ValueRules::signature_errors() const {
  constexpr auto rule = static_cast<std::size_t>(spec::GatewayRule::signature_wrong);
  const auto& setting = op_.gateway.errors[rule];
  return setting.values.empty() ? no_errors : setting.get(choices_);
}

bool ValueRules::folds(const Parameter& parameter) const {
  if (faults_.has(Fault::case_ignored_once) && parameter.role == spec::Role::plain) {
    return &parameter == targets_.enumeration;
  }
  if (faults_.has(Fault::title_case_accepted) && &parameter == targets_.enumeration) return false;
  return parameter.fold.get(choices_);
}

bool ValueRules::trims(const Parameter& parameter) const {
  if (faults_.has(Fault::trailing_newline_accepted) && &parameter == targets_.enumeration) {
    return false;
  }
  return parameter.trim.get(choices_);
}

spec::Duplicate ValueRules::twice(const Parameter& parameter) const {
  if (faults_.has(Fault::duplicate_differs)) {
    if (&parameter == targets_.enumeration) return spec::Duplicate::first;
    if (&parameter == targets_.second) return spec::Duplicate::last;
  }
  return parameter.duplicate.get(choices_);
}

void ValueRules::check(const Parameter& parameter, const std::vector<std::string_view>& sent,
                       bool is_signed, Checked& out) const {
  out.clear();
  if (sent.empty()) return absent(parameter, out);
  const spec::Duplicate duplicate = sent.size() > 1 ? twice(parameter) : spec::Duplicate::first;
  if (duplicate == spec::Duplicate::refuse &&
      fail(out, spec::Check::duplicate, parameter.repeated.get(choices_))) {
    return;
  }
  if (duplicate == spec::Duplicate::mismatch && is_signed &&
      fail(out, spec::Check::duplicate, signature_errors())) {
    return;
  }
  if (!honoured(parameter)) return;
  out.value = duplicate == spec::Duplicate::first ? sent.front() : sent.back();
  if (!encoding(parameter, is_signed, out)) return;
  if (trims(parameter)) out.value = std::string(trimmed(out.value));
  if (out.value.empty() && parameter.empty.get(choices_) == spec::Empty::absent) {
    return absent(parameter, out);
  }
  if (!faults_.none()) bend_value(faults_, targets_, parameter, out.value);
  typed(parameter, out);
}

void ValueRules::absent(const Parameter& parameter, Checked& out) const {
  if (!honoured(parameter)) return;
  switch (parameter.absent.get(choices_)) {
    case spec::Absent::refuse:
      if (faults_.has(Fault::missing_required_accepted) && &parameter == targets_.required) return;
      fail(out, spec::Check::absent, parameter.missing.get(choices_));
      return;
    case spec::Absent::not_found:
      fail(out, spec::Check::absent, parameter.unknown.get(choices_));
      return;
    case spec::Absent::reset: out.means = Checked::Means::reset; return;
    case spec::Absent::nothing: out.means = Checked::Means::nothing; return;
    case spec::Absent::keep: return;
  }
}

bool ValueRules::encoding(const Parameter& parameter, bool is_signed, Checked& out) const {
  if (wire::is_utf8(out.value)) return true;
  switch (parameter.utf8.get(choices_)) {
    case spec::Utf8::value: return true;
    case spec::Utf8::refuse:
      return !fail(out, spec::Check::encoding, parameter.malformed.get(choices_));
    case spec::Utf8::replace:
      if (is_signed) return !fail(out, spec::Check::encoding, signature_errors());
      out.value = replace_ill_formed(out.value);
      return true;
  }
  return true;
}

void ValueRules::typed(const Parameter& parameter, Checked& out) const {
  out.means = Checked::Means::value;
  switch (parameter.role) {
    case spec::Role::resource:
      out.resource = state_.find(out.value, folds(parameter));
      if (!out.resource && !faults_.none()) {
        out.resource = find_longer(faults_, state_, out.value);
      }
      if (!out.resource && !faults_.has(Fault::not_found_accepted)) {
        fail(out, spec::Check::exists, parameter.unknown.get(choices_));
      }
      return;
    case spec::Role::region:
      if (!region_.empty() && !same(out.value, region_, folds(parameter))) {
        fail(out, spec::Check::region, parameter.unknown.get(choices_));
      }
      return;
    case spec::Role::plain: break;
  }
  switch (parameter.type) {
    case spec::Type::integer: integer(parameter, out); return;
    case spec::Type::boolean: {
      static const spec::Values words{false, {"true", "false"}};
      if (!among(parameter, words, out)) {
        fail(out, spec::Check::format, parameter.malformed.get(choices_));
      }
      return;
    }
    case spec::Type::text: text(parameter, out); return;
    case spec::Type::list: return;
  }
}

void ValueRules::integer(const Parameter& parameter, Checked& out) const {
  const bool wraps = faults_.has(Fault::integer_wrap_32) && &parameter == targets_.integer;
  const int width = wraps ? 64 : parameter.width.get(choices_);
  Number number =
      read_number(out.value, parameter.sign.get(choices_), parameter.zeros.get(choices_), width);
  if (number.form == Number::Form::malformed ||
      (number.form == Number::Form::overflow && width != 0)) {
    fail(out, spec::Check::format, parameter.malformed.get(choices_));
    return;
  }
  if (!in_range(parameter, number.digits, number.form == Number::Form::overflow)) {
    fail(out, spec::Check::value, parameter.invalid.get(choices_));
    return;
  }
  out.value = std::move(number.digits);
}

bool ValueRules::in_range(const Parameter& parameter, std::string& digits, bool overflow) const {
  if (!parameter.range) return true;
  if (overflow) return false;
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const spec::Range range = parameter.range->get(choices_);
  if (!faults_.none() && &parameter == targets_.integer) {
    const spec::Range& outer = targets_.outer;
    const spec::Range& inner = targets_.inner;
    if (faults_.has(Fault::range_low_accepted) && number + 1 == outer.min) return true;
    if (faults_.has(Fault::range_high_accepted) && number - 1 == outer.max) return true;
    if (faults_.has(Fault::range_low_refused) && number == inner.min) return false;
    if (faults_.has(Fault::range_high_refused) && number == inner.max) return false;
    if (faults_.has(Fault::integer_wrap_32)) {
      number = static_cast<std::int32_t>(static_cast<std::uint32_t>(number));
      digits = std::to_string(number);
    }
  }
  return number >= range.min && number <= range.max;
}

void ValueRules::text(const Parameter& parameter, Checked& out) const {
  if (parameter.length) {
    const spec::Range length = parameter.length->get(choices_);
    const auto size = static_cast<std::int64_t>(text_length(out.value));
    if (size < length.min || size > length.max) {
      fail(out, spec::Check::value, parameter.invalid.get(choices_));
      return;
    }
  }
  const bool accepts_all = faults_.has(Fault::value_accepted) &&
                           &parameter == targets_.enumeration && !trimmed(out.value).empty();
  if (!among(parameter, parameter.values.get(choices_), out) && !accepts_all) {
    fail(out, spec::Check::value, parameter.invalid.get(choices_));
  }
}

bool ValueRules::among(const Parameter& parameter, const spec::Values& values, Checked& out) const {
  if (values.any) return true;
  const bool fold = folds(parameter);
  for (const std::string& valid : values.texts) {
    if (!same(out.value, valid, fold)) continue;
    out.value = valid;
    const bool refused = faults_.has(Fault::value_refused) && &parameter == targets_.enumeration &&
                         &valid == &values.texts.back();
    return !refused;
  }
  return false;
}

}  // namespace assay::mock
