#include "generators/variant.h"

#include <algorithm>
#include <array>

namespace assay::generators {

namespace {

struct Wrap {
  const char* label;
  std::string_view before, after;
};

using namespace std::string_view_literals;

constexpr std::array wraps{Wrap{"space before", " "sv, ""sv},
                           Wrap{"space after", ""sv, " "sv},
                           Wrap{"space around", " "sv, " "sv},
                           Wrap{"two spaces before", "  "sv, ""sv},
                           Wrap{"tab before", "\t"sv, ""sv},
                           Wrap{"tab after", ""sv, "\t"sv},
                           Wrap{"newline before", "\n"sv, ""sv},
                           Wrap{"newline after", ""sv, "\n"sv},
                           Wrap{"carriage return and newline after", ""sv, "\r\n"sv},
                           Wrap{"vertical tab after", ""sv, "\v"sv},
                           Wrap{"no-break space before", "\xC2\xA0"sv, ""sv},
                           Wrap{"no-break space after", ""sv, "\xC2\xA0"sv},
                           Wrap{"ideographic space after", ""sv, "\xE3\x80\x80"sv},
                           Wrap{"zero-width space after", ""sv, "\xE2\x80\x8B"sv},
                           Wrap{"byte order mark before", "\xEF\xBB\xBF"sv, ""sv},
                           Wrap{"NUL after", ""sv, "\0"sv},
                           Wrap{"NUL and text after", ""sv, "\0x"sv},
                           Wrap{"NUL before", "\0"sv, ""sv},
                           Wrap{"escape after", ""sv, "\x1B"sv},
                           Wrap{"bell after", ""sv, "\a"sv},
                           Wrap{"delete after", ""sv, "\x7F"sv},
                           Wrap{"double quotes around", "\""sv, "\""sv},
                           Wrap{"single quotes around", "'"sv, "'"sv},
                           Wrap{"one letter after", ""sv, "x"sv},
                           Wrap{"one letter before", "x"sv, ""sv},
                           Wrap{"digit after", ""sv, "1"sv},
                           Wrap{"comma after", ""sv, ","sv},
                           Wrap{"semicolon after", ""sv, ";"sv},
                           Wrap{"plus after", ""sv, "+"sv},
                           Wrap{"percent after", ""sv, "%"sv},
                           Wrap{"ampersand and more after", ""sv, "&x=1"sv},
                           Wrap{"combining accent after", ""sv, "\xCC\x81"sv},
                           Wrap{"zero-width joiner after", ""sv, "\xE2\x80\x8D"sv},
                           Wrap{"right-to-left mark before", "\xE2\x80\x8F"sv, ""sv},
                           Wrap{"lone continuation byte after", ""sv, "\x80"sv},
                           Wrap{"cut sequence after", ""sv, "\xE2\x82"sv},
                           Wrap{"overlong slash after", ""sv, "\xC0\xAF"sv},
                           Wrap{"surrogate after", ""sv, "\xED\xA0\x80"sv},
                           Wrap{"byte FF after", ""sv, "\xFF"sv}};

constexpr std::array words{std::pair{"empty", ""sv},
                           std::pair{"null as text", "null"sv},
                           std::pair{"None as text", "None"sv},
                           std::pair{"undefined as text", "undefined"sv},
                           std::pair{"nil as text", "nil"sv},
                           std::pair{"zero", "0"sv},
                           std::pair{"one", "1"sv},
                           std::pair{"true as text", "true"sv},
                           std::pair{"false as text", "false"sv},
                           std::pair{"empty array", "[]"sv},
                           std::pair{"empty object", "{}"sv},
                           std::pair{"object as text", "[object Object]"sv},
                           std::pair{"a space", " "sv},
                           std::pair{"three spaces", "   "sv},
                           std::pair{"a newline", "\n"sv},
                           std::pair{"a NUL", "\0"sv},
                           std::pair{"emoji", "\xF0\x9F\x98\x80"sv},
                           std::pair{"star", "*"sv},
                           std::pair{"byte FF alone", "\xFF"sv},
                           std::pair{"script", "<script>alert(1)</script>"sv},
                           std::pair{"quote and dash", "' OR 1=1 --"sv},
                           std::pair{"path upwards", "../../etc/passwd"sv},
                           std::pair{"template", "${7*7}"sv}};

std::string replaced(const std::string& text, std::string_view letters,
                     const std::vector<std::string>& by) {
  std::string out;
  bool done = false;
  for (const char c : text) {
    const std::size_t at = letters.find(c);
    if (!done && at != std::string_view::npos) {
      out += by[at];
      done = true;
    } else {
      out += c;
    }
  }
  return done ? out : std::string();
}

void add_look_alikes(Variants& out, const spec::Parameter& parameter, const std::string& good) {
  // Cyrillic for Latin, then full-width for half-width.
  const std::string cyrillic = replaced(
      good, "aeopcxi",
      {"\xD0\xB0", "\xD0\xB5", "\xD0\xBE", "\xD1\x80", "\xD1\x81", "\xD1\x85", "\xD1\x96"});
  if (!cyrillic.empty()) add(out, parameter, "Cyrillic look-alike", cyrillic);
  std::string wide;
  for (const char c : good) {
    if (c <= ' ' || c > '~') return;
    wide += "\xEF";
    const unsigned code = 0xFF00U + static_cast<unsigned char>(c) - 0x20U;
    wide += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
    wide += static_cast<char>(0x80U | (code & 0x3FU));
  }
  if (!wide.empty()) add(out, parameter, "full-width letters", wide);
}

CaseParam plain(const spec::Parameter& parameter, std::string value) {
  CaseParam out;
  out.name = parameter.name;
  out.value = std::move(value);
  return out;
}

}  // namespace

void add(Variants& out, const spec::Parameter& parameter, std::string label, std::string value,
         bool valid) {
  for (const Variant& one : out) {
    if (one.params.size() == 1 && one.params[0].bind == Bind::none &&
        one.params[0].value == value) {
      return;  // the same bytes under another name
    }
  }
  Variant variant;
  variant.label = std::move(label);
  variant.large = value.size() > 1000;
  variant.valid = valid;
  variant.params.push_back(plain(parameter, std::move(value)));
  out.push_back(std::move(variant));
}

void add_text_variants(Variants& out, const spec::Parameter& parameter, const std::string& good) {
  for (const auto& [label, value] : words) add(out, parameter, label, std::string(value));
  for (const Wrap& wrap : wraps) {
    add(out, parameter, wrap.label, std::string(wrap.before) + good + std::string(wrap.after));
  }
  if (good.size() > 1) {
    add(out, parameter, "last letter missing", good.substr(0, good.size() - 1));
    add(out, parameter, "first letter missing", good.substr(1));
    const std::size_t half = good.size() / 2;
    add(out, parameter, "NUL inside",
        good.substr(0, half) + std::string(1, '\0') + good.substr(half));
    add(out, parameter, "space inside", good.substr(0, half) + " " + good.substr(half));
    add(out, parameter, "soft hyphen inside",
        good.substr(0, half) + "\xC2\xAD" + good.substr(half));
  }
  add(out, parameter, "twice in one value", good + good);
  add(out, parameter, "twice with a comma", good + "," + good);
  if (!good.empty()) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(good[0]);
    add(out, parameter, "escaped once too often",
        std::string("%") + digits[byte >> 4U] + digits[byte & 15U] + good.substr(1));
  }
  add_look_alikes(out, parameter, good);
  add(out, parameter, "300 letters", std::string(300, 'a'));
  add(out, parameter, "valid, then 300 spaces and a letter", good + std::string(300, ' ') + "x");
  add(out, parameter, "2000 letters", std::string(2000, 'z'));
  add(out, parameter, "16000 letters", std::string(16000, 'q'));
}

void add_duplicates(Variants& out, const spec::Parameter& parameter, const std::string& good,
                    const std::string& other_good) {
  const auto both = [&](std::string label, std::string first, std::string second) {
    if (second < first) std::swap(first, second);
    Variant variant;
    variant.label = std::move(label);
    variant.adjoining = true;
    variant.params.push_back(plain(parameter, std::move(first)));
    variant.params.push_back(plain(parameter, std::move(second)));
    out.push_back(std::move(variant));
  };
  both("sent twice, the same", good, good);
  if (other_good != good) both("sent twice, two valid values", good, other_good);
  both("sent twice, the first not valid", "!" + good, good);
  both("sent twice, the last not valid", good, good + "~");
}

void bend(Stream& draw, std::string& value) {
  const std::size_t times = 1 + draw.below(2);
  for (std::size_t i = 0; i < times; ++i) {
    const std::size_t at = draw.below(value.size() + 1);
    const char c = draw.percent(70) ? static_cast<char>(' ' + draw.below(95)) : draw.byte();
    switch (draw.below(5)) {
      case 0: value.insert(at, 1, c); break;
      case 1:
        if (at < value.size()) value.erase(at, 1);
        break;
      case 2:
        if (at < value.size()) value[at] = c;
        break;
      case 3:
        if (at + 1 < value.size()) std::swap(value[at], value[at + 1]);
        break;
      default:
        if (at < value.size() && value.size() < 200) value.insert(at, 1, value[at]);
        break;
    }
  }
}

}  // namespace assay::generators
