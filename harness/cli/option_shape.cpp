#include "harness/cli/option_shape.h"

#include <cstdio>

#include "harness/cli/parse.h"

namespace assay::harness {

namespace {

using Kind = OptionShape::Kind;

// The sentence of a refusal without the flag before it; "" when nothing is refused.
template <class Parse>
std::string sentence(Parse parse) {
  try {
    parse();
  } catch (const UsageError& error) {
    const std::string what = error.what();
    return what.substr(what.find(": ") + 2);
  }
  return "";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : "|") + word;
  return out;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = text.find(at);
    out.emplace_back(text.substr(0, end));
    if (end != std::string_view::npos) text.remove_prefix(end + 1);
  }
  return out;
}

// CLI::Range tells its bounds in words only: "UINT in [1 - 256]".
void take_range(const std::string& text, OptionShape& out) {
  double least = 0;
  double most = 0;
  const std::size_t at = text.find(" in [");
  if (at == std::string::npos) return;
  if (std::sscanf(text.c_str() + at, " in [%lf - %lf]", &least, &most) != 2) return;  // NOLINT
  out.least = least;
  out.most = most;
}

void take_check(const CLI::Validator& check, OptionShape& out) {
  const std::string& name = check.get_name();
  if (name == "word" || name == "list") {
    out.kind = name == "word" ? Kind::word : Kind::list;
    out.words = split(check.get_description().substr(name == "list" ? 8 : 0), '|');
  } else if (name == "time" || name == "rate") {
    out.kind = Kind::amount;
  } else {
    take_range(check.get_description(), out);
  }
}

}  // namespace

std::string OptionShape::expected() const {
  if (repeatable) return "a text or an array of texts";
  switch (kind) {
    case Kind::flag: return "true or false";
    case Kind::whole: return "a whole number, 0 or more";
    case Kind::number: return "a number";
    case Kind::amount: return "a text or a number";
    case Kind::list: return "a text or an array of texts";
    case Kind::word:
    case Kind::text: break;
  }
  return "a text";
}

std::string key_of(const CLI::Option& option) {
  return option.get_lnames().empty() ? "" : option.get_lnames().front();
}

OptionShape shape_of(CLI::Option& option) {
  OptionShape out;
  const std::string type = option.get_type_name().substr(0, option.get_type_name().find(':'));
  if (option.get_items_expected_max() == 0) out.kind = Kind::flag;
  if (type == "UINT" || type == "INT") out.kind = Kind::whole;
  if (type == "FLOAT") out.kind = Kind::number;
  out.repeatable = option.get_expected_max() > 1;
  out.file = type == "FILE" || type == "FILE|NAME";
  out.named = type == "FILE|NAME";
  out.folder = type == "DIR";
  try {
    for (int i = 0;; ++i) take_check(*option.get_validator(i), out);
  } catch (const CLI::OptionNotFound&) {  // the end of the checks: CLI11 does not tell how many
    return out;
  }
}

CLI::Validator one_of(const std::vector<std::string>& words) {
  const auto check = [words](std::string& text) {
    return sentence([&] { parse_word("", text, words); });
  };
  return {check, joined(words), "word"};
}

CLI::Validator list_of(const std::vector<std::string>& words) {
  const auto check = [words](std::string& text) {
    return sentence([&] {
      for (const std::string& word : split_list(text)) parse_word("", word, words);
    });
  };
  return {check, "list of " + joined(words), "list"};
}

CLI::Validator a_time() {
  return {[](std::string& text) { return sentence([&] { parse_duration("", text); }); }, "",
          "time"};
}

CLI::Validator a_rate() {
  const auto check = [](std::string& text) {
    return text.empty() ? "" : sentence([&] { parse_rate("", text); });
  };
  return {check, "", "rate"};
}

CLI::Validator a_day() {
  return {[](std::string& text) { return sentence([&] { parse_day("", text); }); }, "", "day"};
}

std::string complaint(CLI::Option& option, std::string value) {
  try {
    for (int i = 0;; ++i) {
      const std::string said = (*option.get_validator(i))(value);
      if (!said.empty()) return said;
    }
  } catch (const CLI::OptionNotFound&) {
    return "";
  }
}

CLI::App* reached(CLI::App& app) {
  CLI::App* out = &app;
  while (!out->get_subcommands().empty()) out = out->get_subcommands().back();
  return out;
}

std::vector<CLI::App*> commands_of(CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<CLI::Option*> options_of(CLI::App& app) {
  return app.get_options([](const CLI::Option*) { return true; });
}

}  // namespace assay::harness
