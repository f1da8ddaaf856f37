#include "mock/faulty_values.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "mock/text.h"
#include "wire/percent.h"

namespace assay::mock {

namespace {

using Texts = std::vector<std::string>;

constexpr std::size_t longest = 255;  // bytes that a column of a data base holds, say

// --- values of an enumeration; `valid` are its own, `foreign` those of the other one

void ends_in_valid(std::string& value, const Texts& valid, const Texts&) {
  for (const std::string& one : valid) {
    if (value.ends_with(one)) value = one;
  }
}

void holds_valid(std::string& value, const Texts& valid, const Texts&) {
  for (const std::string& one : valid) {
    if (value.find(one) != std::string::npos) value = one;
  }
}

void starts_with_valid(std::string& value, const Texts& valid, const Texts&) {
  for (const std::string& one : valid) {
    if (value.starts_with(one)) value = one;
  }
}

void without_space_inside(std::string& value, const Texts&, const Texts&) {
  if (trimmed(value).size() == value.size()) std::erase(value, ' ');
}

void without_controls(std::string& value, const Texts&, const Texts&) {
  std::erase_if(value, [](char c) {
    const bool control = (c > '\0' && c < ' ') || c == '\x7F';
    return control && white_space.find(c) == std::string_view::npos;
  });
}

void without_quotes(std::string& value, const Texts&, const Texts&) {
  if (value.size() > 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
}

void decoded(std::string& value, const Texts&, const Texts&) {
  if (auto once_more = wire::decode(value, wire::Plus::literal)) value = std::move(*once_more);
}

template <char end>
void cut_at(std::string& value, const Texts&, const Texts&) {
  value.resize(std::min(value.size(), value.find(end)));
}

void without_newline(std::string& value, const Texts&, const Texts&) {
  if (value.ends_with('\n')) value.pop_back();
}

// The sequence of three bytes at `at` is a full-width character: its half-width one, else NUL.
char half_width(std::string_view text, std::size_t at) {
  if (text.size() - at < 3 || text[at] != '\xEF') return '\0';
  const auto middle = static_cast<unsigned char>(text[at + 1]);
  const auto last = static_cast<unsigned char>(text[at + 2]);
  const unsigned code = ((middle & 0x3FU) << 6U) | (last & 0x3FU);
  return middle >= 0xBCU && code >= 0xF01U && code <= 0xF5EU
             ? static_cast<char>(code - 0xF00U + 0x20U)
             : '\0';
}

void without_full_width(std::string& value, const Texts&, const Texts&) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char half = half_width(value, i);
    out += half != '\0' ? half : value[i];
    if (half != '\0') i += 2;
  }
  value = std::move(out);
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

void without_cyrillic(std::string& value, const Texts&, const Texts&) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> letters{
      {{"\xD0\xB0", "a"},
       {"\xD0\xB5", "e"},
       {"\xD0\xBE", "o"},
       {"\xD1\x80", "p"},
       {"\xD1\x81", "c"},
       {"\xD1\x85", "x"},
       {"\xD1\x96", "i"}}};
  for (const auto& [cyrillic, latin] : letters) replace_all(value, cyrillic, latin);
}

void without_invisible(std::string& value, const Texts&, const Texts&) {
  for (const std::string_view one : {"\xC2\xAD", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F"}) {
    replace_all(value, one, "");
  }
}

void as_boolean(std::string& value, const Texts& valid, const Texts&) {
  if (value == "true" || value == "1") value = valid.front();
  if (value == "false" || value == "0") value = valid.back();
}

void any_long(std::string& value, const Texts& valid, const Texts&) {
  if (value.size() > longest) value = valid.front();
}

void cut_long(std::string& value, const Texts&, const Texts&) {
  if (value.size() <= longest) return;
  value.resize(longest);
  value.resize(value.find_last_not_of(white_space) + 1);
}

void with_capital(std::string& value, const Texts& valid, const Texts&) {
  for (const std::string& one : valid) {
    if (value.size() != one.size() || value.substr(1) != one.substr(1)) continue;
    if (lower(value.front()) == lower(one.front())) value = one;
  }
}

void as_foreign(std::string& value, const Texts& valid, const Texts& foreign) {
  if (std::find(valid.begin(), valid.end(), value) != valid.end()) return;
  if (std::find(foreign.begin(), foreign.end(), value) != foreign.end()) value = valid.front();
}

struct TextFault {
  Fault fault;
  const spec::Parameter* Targets::* target;
  void (*bend)(std::string& value, const Texts& valid, const Texts& foreign);
};
constexpr std::array text_faults{
    TextFault{Fault::nul_cut, &Targets::enumeration, cut_at<'\0'>},
    TextFault{Fault::trailing_newline_accepted, &Targets::enumeration, without_newline},
    TextFault{Fault::prefix_match, &Targets::enumeration, starts_with_valid},
    TextFault{Fault::suffix_match, &Targets::enumeration, ends_in_valid},
    TextFault{Fault::substring_match, &Targets::second, holds_valid},
    TextFault{Fault::space_inside_ignored, &Targets::enumeration, without_space_inside},
    TextFault{Fault::control_ignored, &Targets::enumeration, without_controls},
    TextFault{Fault::quotes_ignored, &Targets::enumeration, without_quotes},
    TextFault{Fault::decoded_twice, &Targets::enumeration, decoded},
    TextFault{Fault::semicolon_cut, &Targets::enumeration, cut_at<';'>},
    TextFault{Fault::ampersand_cut, &Targets::enumeration, cut_at<'&'>},
    TextFault{Fault::full_width_accepted, &Targets::enumeration, without_full_width},
    TextFault{Fault::look_alike_accepted, &Targets::second, without_cyrillic},
    TextFault{Fault::invisible_ignored, &Targets::enumeration, without_invisible},
    TextFault{Fault::boolean_words_accepted, &Targets::enumeration, as_boolean},
    TextFault{Fault::long_value_accepted, &Targets::enumeration, any_long},
    TextFault{Fault::long_value_cut, &Targets::second, cut_long},
    TextFault{Fault::title_case_accepted, &Targets::enumeration, with_capital},
    TextFault{Fault::foreign_value_accepted, &Targets::enumeration, as_foreign}};

// --- numbers

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Modulo 2^64; the sign counts as in two's complement.
std::uint64_t wrapped(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::uint64_t out = 0;
  for (const char c : text) out = out * 10 + static_cast<std::uint64_t>(c - '0');
  return negative ? 0 - out : out;
}

template <unsigned bits>
void wrap(std::string& value, const Targets&) {
  if (!all_digits(std::string_view(value).substr(value.starts_with('-') ? 1 : 0))) return;
  const std::uint64_t whole = wrapped(value);
  if constexpr (bits == 8) {
    value = std::to_string(static_cast<std::int8_t>(whole & 0xFFU));
  } else {
    value = std::to_string(static_cast<std::int64_t>(whole));
  }
}

void without_fraction(std::string& value, const Targets&) {
  const std::size_t dot = value.find('.');
  if (dot == std::string::npos || !all_digits(std::string_view(value).substr(0, dot))) return;
  if (all_digits(std::string_view(value).substr(dot + 1))) value.resize(dot);
}

void with_exponent(std::string& value, const Targets&) {
  const std::size_t e = value.find_first_of("eE");
  if (e == std::string::npos || value.size() != e + 2 || !is_digit(value.back())) return;
  if (!all_digits(std::string_view(value).substr(0, e))) return;
  const auto zeros = static_cast<std::size_t>(value.back() - '0');
  value.resize(e);
  value.append(zeros, '0');
}

void number_before_letters(std::string& value, const Targets&) {
  const auto is_letter = [](char c) { return lower(c) >= 'a' && lower(c) <= 'z'; };
  const auto letter = std::find_if(value.begin(), value.end(), is_letter);
  if (letter != value.end() && all_digits(std::string_view(value.begin(), letter))) {
    value.erase(letter, value.end());
  }
}

template <int base>
void read_as(std::string& value, std::string_view digits) {
  unsigned number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error == std::errc{} && end == digits.data() + digits.size()) value = std::to_string(number);
}

void as_hexadecimal(std::string& value, const Targets&) {
  if (value.starts_with("0x")) read_as<16>(value, std::string(value, 2));
}

void as_octal(std::string& value, const Targets&) {
  if (value.size() > 1 && value.front() == '0') read_as<8>(value, std::string(value));
}

void without_minus(std::string& value, const Targets&) {
  if (value.starts_with('-')) value.erase(0, 1);
}

void with_foreign_digits(std::string& value, const Targets&) {
  without_full_width(value, {}, {});
  for (char digit = '0'; digit <= '9'; ++digit) {
    const std::string arabic{'\xD9', static_cast<char>(0xA0 + (digit - '0'))};
    replace_all(value, arabic, std::string_view(&digit, 1));
  }
}

void clamp(std::string& value, const Targets& targets) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size()) return;
  if (number > targets.outer.max) value = std::to_string(targets.inner.max);
  if (number < targets.outer.min) value = std::to_string(targets.inner.min);
}

struct NumberFault {
  Fault fault;
  void (*bend)(std::string& value, const Targets& targets);
};
constexpr std::array number_faults{NumberFault{Fault::integer_wrap_8, wrap<8>},
                                   NumberFault{Fault::integer_wrap_64, wrap<64>},
                                   NumberFault{Fault::fraction_cut, without_fraction},
                                   NumberFault{Fault::exponent_accepted, with_exponent},
                                   NumberFault{Fault::number_prefix_read, number_before_letters},
                                   NumberFault{Fault::hexadecimal_accepted, as_hexadecimal},
                                   NumberFault{Fault::minus_ignored, without_minus},
                                   NumberFault{Fault::foreign_digits_accepted, with_foreign_digits},
                                   NumberFault{Fault::out_of_range_clamped, clamp},
                                   NumberFault{Fault::leading_zero_octal, as_octal}};

const Texts& texts_of(const spec::Parameter* parameter) {
  static const Texts none;
  return parameter == nullptr ? none : parameter->values.values.front().texts;
}

}  // namespace

void bend_value(const FaultSet& faults, const Targets& targets, const spec::Parameter& parameter,
                std::string& value) {
  if (&parameter == targets.integer) {
    for (const NumberFault& one : number_faults) {
      if (faults.has(one.fault)) one.bend(value, targets);
    }
    return;
  }
  if (&parameter != targets.enumeration && &parameter != targets.second) return;
  const bool first = &parameter == targets.enumeration;
  const Texts& foreign = texts_of(first ? targets.second : targets.enumeration);
  for (const TextFault& one : text_faults) {
    if (targets.*one.target != &parameter || !faults.has(one.fault)) continue;
    one.bend(value, texts_of(&parameter), foreign);
  }
}

std::optional<std::size_t> find_longer(const FaultSet& faults, const State& state,
                                       const std::string& name) {
  if (!faults.has(Fault::longer_name_found)) return std::nullopt;
  for (std::size_t size = name.size(); size > 1; --size) {
    if (const auto found = state.find(std::string_view(name).substr(0, size - 1))) return found;
  }
  return std::nullopt;
}

}  // namespace assay::mock
