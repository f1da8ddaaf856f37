#include "reports/toml_places.h"

#include "reports/summary_reader.h"
#include "spec/load.h"

namespace assay::reports {

toml::table parse_toml(std::string_view text, const std::string& name) {
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    complain(name, error.source(), std::string(error.description()));
  }
}

void complain(const std::string& name, const toml::source_region& where, const std::string& what) {
  throw ReadError(name + ", line " + std::to_string(where.begin.line) + ": " + what);
}

void unknown_key(const std::string& name, std::string_view key,
                 const std::vector<std::string>& known, const toml::source_region& where) {
  const std::string near = spec::nearest(std::string(key), known);
  complain(name, where,
           "\"" + std::string(key) + "\" is not known" +
               (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      ((out += "\\u00") += digits[byte >> 4U]) += digits[byte & 15U];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace assay::reports
