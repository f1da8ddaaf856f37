// What an option takes, read off the option itself: for a settings file, its schema, completions.
#pragma once
#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace assay::harness {

struct OptionShape {
  enum class Kind {
    flag,    // given or not
    text,    // anything
    whole,   // 0, 1, 2 …
    number,  // also with a point
    amount,  // a time or a rate: a text, or a number in its usual unit
    word,    // one of `words`
    list     // some of `words`, separated by commas
  };
  Kind kind = Kind::text;
  bool repeatable = false;
  bool file = false, folder = false;  // names a place on the disk
  bool named = false;                 // a file or the name of something known
  std::vector<std::string> words;     // of a word or list
  std::optional<double> least, most;  // inclusive
  std::string expected() const;       // for people: "a whole number"
};

// "max-time" for --max-time; "" for what has no long name, such as a positional argument.
std::string key_of(const CLI::Option& option);
OptionShape shape_of(CLI::Option& option);

// Checks for ->check(): what came and what was expected, the nearest word named. shape_of() knows
// them again. Example: add_option("--method", …)->check(one_of({"get", "post", "both"})).
CLI::Validator one_of(const std::vector<std::string>& words);
CLI::Validator list_of(const std::vector<std::string>& words);  // "" is for the option to refuse
CLI::Validator a_time();
CLI::Validator a_rate();
CLI::Validator a_day();

// What the option's own checks say against a value; "" when nothing.
std::string complaint(CLI::Option& option, std::string value);

// The subcommand that was reached, the innermost.
CLI::App* reached(CLI::App& app);
// Every subcommand of it, in the order in which they were added.
std::vector<CLI::App*> commands_of(CLI::App& app);
std::vector<CLI::Option*> options_of(CLI::App& app);

}  // namespace assay::harness
