// The rules of one parameter, as docs/spec-format.md tells them.
#include <algorithm>

#include "oracles/model.h"
#include "oracles/outcome.h"
#include "oracles/value.h"
#include "wire/answer.h"

namespace assay::oracles {

using spec::Check;

void Model::fail(Outcome& outcome, const spec::Parameter& parameter, const std::string& name,
                 const spec::Setting<spec::Errors>& errors, Check check, Chooser& choose) {
  const spec::Errors& codes = errors.get(choose);
  if (codes.empty()) {  // the rule is not enforced in this world
    outcome.keep();
    return;
  }
  const spec::ClauseId clause = operation_.clause_of(parameter, rule_of(parameter, check));
  for (const spec::ErrorId error : codes) {
    outcome.errors.push_back(permitted(error, name, clause, choose));
    outcome.errors.back().check = check;
  }
}

// The gateway could not rebuild what was signed.
void Model::fail_signature(Outcome& outcome, const spec::Parameter& parameter, Chooser& choose) {
  const auto rule = static_cast<std::size_t>(spec::GatewayRule::signature_wrong);
  fail(outcome, parameter, "", operation_.gateway.errors[rule], Check::encoding, choose);
  for (PermittedError& error : outcome.errors) error.ranked = false;
}

void Model::parameter(std::size_t index, const RequestView& request, Chooser& choose,
                      Outcome& outcome) {
  const spec::Parameter& parameter = operation_.parameters[index];
  const bool v3 = request.kind == wire::SignatureKind::v3;
  const bool with_form = !v3 || request.form.empty() || operation_.gateway.v3_form.get(choose);
  if (parameter.type == spec::Type::list) {
    list(parameter, request, with_form, choose, outcome);
    return;
  }
  request.values(parameter.name, with_form, scratch_);
  values(parameter, parameter.name, scratch_, knowledge_.authenticates, choose, outcome);
}

void Model::values(const spec::Parameter& parameter, const std::string& name,
                   const std::vector<std::string_view>& given, bool is_signed, Chooser& choose,
                   Outcome& outcome) {
  const std::size_t first = outcome.errors.size();
  judge_values(parameter, name, given, is_signed, choose, outcome);
  if (outcome.errors.size() == first) return;
  Look look = Look::plain;
  for (const std::string_view value : given) look = std::max(look, look_of(value));
  for (std::size_t i = first; i < outcome.errors.size(); ++i) outcome.errors[i].look = look;
}

void Model::judge_values(const spec::Parameter& parameter, const std::string& name,
                         const std::vector<std::string_view>& given, bool is_signed,
                         Chooser& choose, Outcome& outcome) {
  if (given.empty()) {
    absent(parameter, name, choose, outcome);
    return;
  }
  if (given.size() == 1) {
    present(parameter, name, given.front(), is_signed, choose, outcome);
    return;
  }
  // A parameter that is ignored may be ignored before anybody counts how often it came.
  const bool ignored = !parameter.honoured.get(choose);
  if (ignored) outcome.keep();
  switch (parameter.duplicate.get(choose)) {
    case spec::Duplicate::first:
      return present(parameter, name, given.front(), is_signed, choose, outcome);
    case spec::Duplicate::last:
      return present(parameter, name, given.back(), is_signed, choose, outcome);
    case spec::Duplicate::refuse:
      return fail(outcome, parameter, name, parameter.repeated, Check::duplicate, choose);
    case spec::Duplicate::mismatch:
      if (is_signed) return fail_signature(outcome, parameter, choose);
      return present(parameter, name, given.back(), is_signed, choose, outcome);
  }
}

void Model::present(const spec::Parameter& parameter, const std::string& name,
                    std::string_view value, bool is_signed, Chooser& choose, Outcome& outcome) {
  const bool honoured = parameter.honoured.get(choose);
  if (!honoured) outcome.keep();
  if (!wire::is_utf8(value)) {
    const spec::Utf8 way = parameter.utf8.get(choose);
    if (way == spec::Utf8::replace && is_signed) {
      return fail_signature(outcome, parameter, choose);
    }
    if (honoured && way == spec::Utf8::refuse) {
      return fail(outcome, parameter, name, parameter.malformed, Check::encoding, choose);
    }
  }
  if (!honoured) return;
  if (plain_ends(value)) return one(parameter, name, value, choose, outcome);
  const auto texts = trimmed(value);
  const bool same = texts.size() == 1 && texts.front() == value;
  if (same || !parameter.trim.get(choose)) return one(parameter, name, value, choose, outcome);
  for (const std::string_view text : texts) one(parameter, name, text, choose, outcome);
}

void Model::one(const spec::Parameter& parameter, const std::string& name, std::string_view value,
                Chooser& choose, Outcome& outcome) {
  if (value.empty() && parameter.empty.get(choose) == spec::Empty::absent) {
    absent(parameter, name, choose, outcome);
    return;
  }
  if (parameter.role != spec::Role::plain) {
    identifier(parameter, name, value, choose, outcome);
    return;
  }
  outcome.field.asked = true;
  switch (parameter.type) {
    case spec::Type::integer: return integer(parameter, name, value, choose, outcome);
    case spec::Type::boolean: return boolean(parameter, name, value, choose, outcome);
    case spec::Type::text:
    case spec::Type::list: break;
  }
  text(parameter, name, value, choose, outcome);
}

void Model::absent(const spec::Parameter& parameter, const std::string& name, Chooser& choose,
                   Outcome& outcome) {
  switch (parameter.absent.get(choose)) {
    case spec::Absent::refuse:
      return fail(outcome, parameter, name, parameter.missing, Check::absent, choose);
    case spec::Absent::not_found:
      fail(outcome, parameter, name, parameter.unknown, Check::absent, choose);
      // Whether that is a missing name or a look-up that found nothing is anybody's guess.
      for (PermittedError& error : outcome.errors) error.ranked = false;
      return;
    case spec::Absent::nothing: outcome.nothing = true; return outcome.keep();
    case spec::Absent::keep: outcome.field.loose = true; return outcome.keep();
    case spec::Absent::reset: break;
  }
  outcome.may_pass = true;
  if (parameter.fallback) {
    outcome.field.texts.push_back(*parameter.fallback);
    return;
  }
  // Nothing says what it is reset to: a value of other documents, none, or it stays.
  outcome.field.texts.insert(outcome.field.texts.end(), parameter.reset_to.begin(),
                             parameter.reset_to.end());
  outcome.field.loose = true;
  outcome.field.kept = true;
  outcome.field.unset = true;
}

void Model::integer(const spec::Parameter& parameter, const std::string& name,
                    std::string_view value, Chooser& choose, Outcome& outcome) {
  const Number number = read_number(value);
  if (!number.digits) {
    return fail(outcome, parameter, name, parameter.malformed, Check::format, choose);
  }
  const bool sign = number.plus && !parameter.sign.get(choose);
  const bool zeros = number.leading_zeros && !parameter.zeros.get(choose);
  const int width = number.in_32_bits ? 0 : parameter.width.get(choose);
  const bool size = (width == 32 && !number.in_32_bits) || (width == 64 && !number.in_64_bits);
  const bool inside =
      number.in_64_bits && (!parameter.range || (number.value >= parameter.range->get(choose).min &&
                                                 number.value <= parameter.range->get(choose).max));
  // A number all the same, to some: either error will do.
  if (size) fail(outcome, parameter, name, parameter.invalid, Check::value, choose);
  if (sign || zeros || size) {
    fail(outcome, parameter, name, parameter.malformed, Check::format, choose);
    if (!size) fail(outcome, parameter, name, parameter.invalid, Check::value, choose);
    return;
  }
  if (!inside) return fail(outcome, parameter, name, parameter.invalid, Check::value, choose);
  outcome.store(std::to_string(number.value));
}

void Model::boolean(const spec::Parameter& parameter, const std::string& name,
                    std::string_view value, Chooser& choose, Outcome& outcome) {
  const std::string_view meant = equal_folded(value, "true")    ? "true"
                                 : equal_folded(value, "false") ? "false"
                                                                : "";
  if (meant.empty() || (value != meant && !parameter.fold.get(choose))) {
    return fail(outcome, parameter, name, parameter.malformed, Check::format, choose);
  }
  outcome.store(std::string(meant));
}

void Model::text(const spec::Parameter& parameter, const std::string& name, std::string_view value,
                 Chooser& choose, Outcome& outcome) {
  const spec::Values& values = parameter.values.get(choose);
  if (parameter.length) {
    const spec::Range& length = parameter.length->get(choose);
    const auto size = static_cast<std::int64_t>(length_of(value));
    if (size < length.min || size > length.max) {
      const std::size_t first = outcome.errors.size();
      fail(outcome, parameter, name, parameter.invalid, Check::value, choose);
      // Length and list may be two checks, each in a place of its own.
      for (std::size_t i = first; i < outcome.errors.size(); ++i) {
        outcome.errors[i].ranked = values.any;
      }
      return;
    }
  }
  if (values.any) {
    if (value.empty() && !parameter.length && !parameter.invalid.get(choose).empty()) {
      // Any text, but is none a text? Both are understandable.
      fail(outcome, parameter, name, parameter.invalid, Check::value, choose);
    }
    if (!wire::is_utf8(value)) outcome.field.any = true;
    return outcome.store(std::string(value));
  }
  for (const std::string& valid : values.texts) {
    if (value == valid) return outcome.store(valid);
    if (equal_folded(value, valid) && parameter.fold.get(choose)) {
      outcome.store(valid);
      return outcome.store(std::string(value));
    }
  }
  fail(outcome, parameter, name, parameter.invalid, Check::value, choose);
}

void Model::identifier(const spec::Parameter& parameter, const std::string& name,
                       std::string_view value, Chooser& choose, Outcome& outcome) {
  const bool region = parameter.role == spec::Role::region;
  const auto folded = [&](const std::string& one) { return equal_folded(value, one); };
  const auto& all = knowledge_.resources;
  bool found =
      region ? value == knowledge_.region : std::find(all.begin(), all.end(), value) != all.end();
  if (!found &&
      (region ? folded(knowledge_.region) : std::any_of(all.begin(), all.end(), folded))) {
    found = parameter.fold.get(choose);
  }
  if (found) outcome.keep();
  if (found && (region || knowledge_.certain)) return;
  fail(outcome, parameter, name, parameter.unknown, region ? Check::region : Check::exists, choose);
}

}  // namespace assay::oracles
