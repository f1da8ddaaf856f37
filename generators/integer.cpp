#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "generators/domains.h"

namespace assay::generators {

namespace {

std::int64_t saturated(std::int64_t number, std::int64_t step) {
  std::int64_t out = 0;
  return __builtin_add_overflow(number, step, &out) ? number : out;
}

std::int64_t middle(const spec::Range& range) {
  const auto span = static_cast<std::uint64_t>(range.max) - static_cast<std::uint64_t>(range.min);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(range.min) + span / 2);
}

std::string octal(std::int64_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 8).ptr;
  return std::string(digits.data(), end);
}

}  // namespace

IntegerDomain::IntegerDomain(const spec::Parameter& parameter) : parameter_(parameter) {
  inner_ = {-1000, 1000};
  if (!parameter.range) return;
  inner_ = {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  for (const spec::Range& range : parameter.range->values) {
    inner_.min = std::max(inner_.min, range.min);
    inner_.max = std::min(inner_.max, range.max);
  }
}

bool IntegerDomain::always_inside(std::int64_t number) const {
  return number >= inner_.min && number <= inner_.max;
}

void IntegerDomain::enumerate(Variants& out) const {
  std::vector<std::int64_t> numbers{inner_.min, inner_.max, middle(inner_)};
  if (parameter_.range) {
    for (const spec::Range& range : parameter_.range->values) {
      for (std::int64_t near = -1; near <= 1; ++near) {
        numbers.push_back(saturated(range.min, near));
        numbers.push_back(saturated(range.max, near));
      }
    }
  }
  for (const std::int64_t number :
       {INT64_C(0), INT64_C(-1), INT64_C(127), INT64_C(128), INT64_C(255), INT64_C(256),
        INT64_C(65535), INT64_C(65536), INT64_C(2147483647), INT64_C(2147483648),
        INT64_C(-2147483648), INT64_C(-2147483649), INT64_C(4294967295), INT64_C(4294967296),
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    numbers.push_back(number);
  }
  for (const std::int64_t number : numbers) {
    add(out, parameter_, "number " + std::to_string(number), std::to_string(number),
        parameter_.range && always_inside(number));
  }
  const std::int64_t good_number = middle(inner_);
  const std::string good = std::to_string(good_number);
  // What wraps around to a valid number when cut to 8, 16, 32 or 64 bits.
  const auto wraps = [&](const char* label, std::int64_t by) {
    add(out, parameter_, label, std::to_string(saturated(good_number, by)));
  };
  wraps("wraps at 8 bits", 256);
  wraps("wraps at 16 bits", 65536);
  wraps("wraps at 32 bits", 4294967296);
  wraps("wraps below at 32 bits", -4294967296);
  if (good_number >= 0 && good_number < 384) {  // 2^64 + good, by the last three digits
    const std::string tail = std::to_string(1616 + good_number);
    add(out, parameter_, "wraps at 64 bits", "1844674407370955" + tail);
  }
  add(out, parameter_, "beyond 64 bits", "9223372036854775808");
  add(out, parameter_, "2 to the 64", "18446744073709551616");
  add(out, parameter_, "forty digits", std::string(40, '9'));
  add(out, parameter_, "300 digits", std::string(300, '1'));
  add(out, parameter_, "plus sign", "+" + good);
  add(out, parameter_, "plus sign, another", "+" + std::to_string(inner_.max));
  add(out, parameter_, "leading zero", "0" + good);
  add(out, parameter_, "three leading zeros", "000" + good);
  add(out, parameter_, "thirty leading zeros", std::string(30, '0') + good);
  // Other numbers when they are taken for octal: one that is valid then, one that is none.
  add(out, parameter_, "octal for the greatest", "0" + octal(inner_.max));
  add(out, parameter_, "leading zero, no octal", "09");
  add(out, parameter_, "plus sign and leading zero", "+0" + good);
  for (const char* tail : {".0", ".5", "e0", "E1", "e", ".", "a", "L", "%", "_0", ",000", " 1"}) {
    add(out, parameter_, "number and " + std::string(tail), good + tail);
  }
  add(out, parameter_, "minus zero", "-0");
  add(out, parameter_, "minus sign", "-" + good);
  add(out, parameter_, "two signs", "--" + good);
  add(out, parameter_, "a sign alone", "-");
  add(out, parameter_, "hexadecimal", "0x" + good);
  add(out, parameter_, "octal", "0o7");
  add(out, parameter_, "binary", "0b1");
  add(out, parameter_, "NaN", "NaN");
  add(out, parameter_, "Infinity", "Infinity");
  add(out, parameter_, "word", "five");
  add(out, parameter_, "Roman", "V");
  add(out, parameter_, "Arabic-Indic digit", "\xD9\xA5");
  add(out, parameter_, "superscript digit", "\xC2\xB2");
  add_text_variants(out, parameter_, good);
  add_duplicates(out, parameter_, good, std::to_string(inner_.max));
}

void IntegerDomain::valid(Stream& draw, std::string& value) const {
  const auto span = static_cast<std::uint64_t>(inner_.max) - static_cast<std::uint64_t>(inner_.min);
  const std::uint64_t step = span == UINT64_MAX ? draw.bits() : draw.bits() % (span + 1);
  value = std::to_string(static_cast<std::int64_t>(static_cast<std::uint64_t>(inner_.min) + step));
}

void IntegerDomain::invalid(Stream& draw, std::string& value) const {
  valid(draw, value);
  switch (draw.below(5)) {
    case 0: value = std::to_string(static_cast<std::int64_t>(draw.bits())); break;
    case 1: value = std::to_string(static_cast<std::int64_t>(draw.bits() >> draw.below(64))); break;
    case 2: value += static_cast<char>('0' + draw.below(10)); break;
    case 3: value = "-" + value; break;
    default: bend(draw, value); break;
  }
}

}  // namespace assay::generators
