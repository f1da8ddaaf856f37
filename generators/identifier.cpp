#include "generators/domains.h"

namespace assay::generators {

IdentifierDomain::IdentifierDomain(const spec::Parameter& parameter)
    : parameter_(parameter),
      bind_(parameter.role == spec::Role::region ? Bind::region : Bind::resource) {}

CaseParam IdentifierDomain::bound() const {
  CaseParam out;
  out.name = parameter_.name;
  out.bind = bind_;
  return out;
}

void IdentifierDomain::bent(Variants& out, std::string label, std::string before, std::string after,
                            Twist twist) const {
  Variant variant;
  variant.label = std::move(label);
  variant.params.push_back(bound());
  variant.params[0].before = std::move(before);
  variant.params[0].value = std::move(after);
  variant.params[0].twist = twist;
  out.push_back(std::move(variant));
}

void IdentifierDomain::enumerate(Variants& out) const {
  bent(out, "the one that exists", "", "", Twist::none);
  out.back().valid = true;
  bent(out, "upper case", "", "", Twist::upper);
  bent(out, "last character missing", "", "", Twist::chop);
  bent(out, "one more character", "", "0", Twist::none);
  bent(out, "space before", " ", "", Twist::none);
  bent(out, "space after", "", " ", Twist::none);
  bent(out, "space around", " ", " ", Twist::none);
  bent(out, "upper case with space after", "", " ", Twist::upper);
  bent(out, "tab after", "", "\t", Twist::none);
  bent(out, "newline after", "", "\n", Twist::none);
  bent(out, "NUL after", "", std::string(1, '\0'), Twist::none);
  bent(out, "NUL and text after", "", std::string("\0x", 2), Twist::none);
  bent(out, "no-break space after", "", "\xC2\xA0", Twist::none);
  bent(out, "byte FF after", "", "\xFF", Twist::none);
  bent(out, "cut sequence after", "", "\xE2\x82", Twist::none);
  bent(out, "comma and another after", "", ",x", Twist::none);
  bent(out, "as a JSON array", "[\"", "\"]", Twist::none);
  bent(out, "quotes around", "\"", "\"", Twist::none);
  bent(out, "plus after", "", "+", Twist::none);
  bent(out, "percent before", "%", "", Twist::none);
  bent(out, "slash after", "", "/", Twist::none);
  bent(out, "star after", "", "*", Twist::none);
  // Twice, always ascending: whatever the name is, "!" sorts before it and "~" after it.
  twice(out, "sent twice, the same", "", "");
  twice(out, "sent twice, the first not valid", "!", "");
  twice(out, "sent twice, the last not valid", "", "~");
  add(out, parameter_, "well formed, of nothing", like_example("qqqq"));
  if (!parameter_.example_valid) {
    add(out, parameter_, "the document's example", parameter_.example);
  }
  add(out, parameter_, "another prefix", "zz-" + like_example("0000"));
  add(out, parameter_, "malformed", "!!!");
  add(out, parameter_, "empty", "");
  for (const char* word : {"null", "undefined", "0", "-1", "true", "[]", "{}", "*", " ", "%",
                           "../x", "' OR 1=1 --", "<script>alert(1)</script>"}) {
    add(out, parameter_, "text " + std::string(word), word);
  }
  add(out, parameter_, "emoji", "\xF0\x9F\x98\x80");
  add(out, parameter_, "byte FF alone", "\xFF");
  add(out, parameter_, "letter of two bytes", "\xC3\xA9");
  add(out, parameter_, "a NUL", std::string(1, '\0'));
  add(out, parameter_, "300 letters", std::string(300, 'i'));
  add(out, parameter_, "2000 letters", std::string(2000, 'i'));
  add(out, parameter_, "16000 letters", std::string(16000, 'i'));
}

// The example with other letters where it is masked, or behind it.
std::string IdentifierDomain::like_example(std::string_view letters) const {
  std::string out = parameter_.example.empty() ? "x-assay" : parameter_.example;
  const std::size_t mask = out.find('*');
  if (mask != std::string::npos) out.resize(mask);
  return out + std::string(letters);
}

void IdentifierDomain::twice(Variants& out, std::string label, std::string before,
                             std::string after) const {
  Variant variant;
  variant.label = std::move(label);
  variant.adjoining = true;
  variant.params.assign(2, bound());
  variant.params[0].before = std::move(before);
  variant.params[1].value = std::move(after);
  out.push_back(std::move(variant));
}

void IdentifierDomain::valid(Stream&, std::string& value) const { value.clear(); }

void IdentifierDomain::invalid(Stream& draw, std::string& value) const {
  value = like_example("q");
  for (std::size_t i = 4 + draw.below(12); i > 0; --i) {
    value += static_cast<char>('a' + draw.below(26));
  }
  if (draw.percent(30)) bend(draw, value);
}

}  // namespace assay::generators
