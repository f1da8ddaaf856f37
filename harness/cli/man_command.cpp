// assay man: the manual page, made from the options themselves.
#include <fmt/core.h>

#include "harness/cli/commands.h"
#include "harness/cli/option_shape.h"
#include "harness/version.h"

namespace assay::harness {

namespace {

// Text as roff: nothing of it is an instruction. A line begins with \& where it might look like
// one.
std::string roff(std::string_view text) {
  std::string out;
  bool begins = true;
  for (const char c : text) {
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  for (const auto& [mark, name] :
       {std::pair<std::string_view, const char*>{"…", "\\&..."}, {"“", "\\(lq"}, {"”", "\\(rq"}}) {
    for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at))
      out.replace(at, mark.size(), name);
  }
  return out;
}

std::string option_name(CLI::Option& option) {
  const std::string key = key_of(option);
  if (key.empty()) return "\\fI" + roff(option.get_name(true)) + "\\fR";
  std::string out;
  for (const std::string& name : option.get_snames()) out += "\\fB\\-" + roff(name) + "\\fR, ";
  out += "\\fB\\-\\-" + roff(key) + "\\fR";
  const OptionShape shape = shape_of(option);
  if (shape.kind == OptionShape::Kind::flag) return out;
  const std::string type = option.get_type_name();
  return out + " \\fI" + roff(type.substr(0, type.find(':'))) + "\\fR";
}

std::string option_entry(CLI::Option& option) {
  std::string out = ".TP\n" + option_name(option) + "\n" + roff(option.get_description());
  const std::string usual = option.get_default_str();
  if (!usual.empty()) out += " (default " + roff(usual) + ")";
  const OptionShape shape = shape_of(option);
  if (!shape.words.empty()) {
    out += "\nOne of:";
    if (shape.kind == OptionShape::Kind::list) out = out.substr(0, out.size() - 7) + "Some of:";
    for (const std::string& word : shape.words) out += " " + roff(word);
    out += ".";
  }
  return out + "\n";
}

void add_page(CLI::App& command, const std::string& path, std::string& out) {
  out += ".SS \"" + roff(path) + "\"\n" + roff(command.get_description()) + "\n";
  for (CLI::Option* option : options_of(command)) out += option_entry(*option);
  if (!command.get_footer().empty()) out += ".PP\n.nf\n" + roff(command.get_footer()) + "\n.fi\n";
  for (CLI::App* sub : commands_of(command)) add_page(*sub, path + " " + sub->get_name(), out);
}

constexpr const char* ending =
    ".SH \"EXIT STATUS\"\n"
    ".TP\n0\nconforms: no violation was found\n"
    ".TP\n1\nviolations\n"
    ".TP\n2\nusage or spec error\n"
    ".TP\n3\nendpoint unavailable or run void\n"
    ".TP\n4\nnothing was judged\n"
    ".TP\n5\ninterrupted (report written)\n"
    ".TP\n70\nour own fault\n"
    ".SH ENVIRONMENT\n"
    ".TP\nALIBABA_CLOUD_ACCESS_KEY_ID\nKey of the account.\n"
    ".TP\nALIBABA_CLOUD_ACCESS_KEY_SECRET\nIts secret. It never reaches a report.\n"
    ".TP\nALIBABA_CLOUD_SECURITY_TOKEN\nToken of a temporary key.\n"
    ".TP\nASSAY_CONFIG, ASSAY_PROFILE\nAs \\fB\\-\\-config\\fR and \\fB\\-\\-profile\\fR.\n"
    ".TP\nASSAY_SPEC_DIR\nFolder of the documents.\n"
    ".TP\nASSAY_\\fIOPTION\\fR\nAny setting, such as ASSAY_MAX_TIME for \\fB\\-\\-max\\-time\\fR; "
    "several values are separated by commas.\n"
    ".SH FILES\n"
    ".TP\nassay.toml\nSettings: in this folder or the nearest above it, up to a repository or the "
    "home folder.\n"
    ".TP\nassay\\-report/\nThe reports of a run, unless \\fB\\-\\-out\\fR says otherwise.\n"
    ".SH \"SEE ALSO\"\n"
    "README.md, docs/settings.md, docs/verdicts.md, docs/faults.md, docs/spec\\-format.md\n";

std::string page(CLI::App& app) {
  std::string out = ".TH ASSAY 1 \"\" \"assay " + roff(version) + "\" \"User Commands\"\n";
  out += ".SH NAME\nassay \\- judge an HTTP endpoint against the document that describes it\n";
  out += ".SH SYNOPSIS\n.B assay\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n";
  out += ".SH DESCRIPTION\n" + roff(app.get_description()) + "\n.PP\n.nf\n" +
         roff(app.get_footer()) + "\n.fi\n.SH OPTIONS\n";
  for (CLI::Option* option : options_of(app)) out += option_entry(*option);
  out += ".SH COMMANDS\n";
  for (CLI::App* sub : commands_of(app)) add_page(*sub, "assay " + sub->get_name(), out);
  return out + ending;
}

}  // namespace

void add_man(CLI::App& app, Result& result) {
  CLI::App* command =
      app.add_subcommand("man", "Print the manual page: every option of every command, as roff.");
  command->footer(
      "Examples:\n"
      "  assay man | man -l -                                     read it\n"
      "  assay man > /usr/local/share/man/man1/assay.1            keep it: man assay");
  command->callback([&app, &result] {
    fmt::print("{}", page(app));
    result = 0;
  });
}

}  // namespace assay::harness
