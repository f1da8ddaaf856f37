// assay completion: for bash, zsh and fish, made from the options themselves.
#include <fmt/core.h>

#include "harness/cli/commands.h"
#include "harness/cli/completion_words.h"
#include "harness/cli/option_shape.h"
#include "harness/cli/parse.h"

namespace assay::harness {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

// What a shell asks for while it completes the value of an option: words, or a command's output.
struct Values {
  std::string words, command;
  bool file = false, folder = false;
};

Values values_of(CLI::Option& option) {
  const OptionShape shape = shape_of(option);
  const std::string key = key_of(option);
  Values out{joined(shape.words), "", shape.file, shape.folder};
  if (key == "fault" || key == "mock-fault") out.command = "assay completion list faults";
  if (key == "reading" || key == "mock-reading") out.command = "assay completion list readings";
  if (key == "profile") out.command = "assay completion list profiles";
  if (key == "spec") out.command = "assay completion list documents";
  return out;
}

std::string flags_of(CLI::App& command) {
  std::string out;
  for (const CLI::Option* option : options_of(command)) {
    for (const std::string& name : option->get_lnames()) out += (out.empty() ? "--" : " --") + name;
  }
  return out;
}

std::string names_of(CLI::App& command) {
  std::string out;
  for (const CLI::App* sub : commands_of(command))
    out += (out.empty() ? "" : " ") + sub->get_name();
  return out;
}

template <class Visit>
void each_command(CLI::App& command, const std::string& path, Visit visit) {
  visit(command, path);
  for (CLI::App* sub : commands_of(command))
    each_command(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), visit);
}

// Value of the option before the cursor; one branch each for what is no free text.
std::string bash_values(CLI::App& command, const std::string& path) {
  std::string out;
  for (CLI::Option* option : options_of(command)) {
    if (key_of(*option).empty()) continue;
    const Values values = values_of(*option);
    std::string reply;
    if (!values.command.empty()) {
      reply = "$(compgen -W \"$(" + values.command + " 2>/dev/null)\" -- \"$cur\")";
    } else if (!values.words.empty()) {
      reply = "$(compgen -W \"" + values.words + "\" -- \"$cur\")";
    } else if (values.folder) {
      reply = "$(compgen -d -- \"$cur\")";
    } else if (values.file) {
      reply = "$(compgen -f -- \"$cur\")";
    } else if (shape_of(*option).kind != OptionShape::Kind::flag) {
      reply = "";
    } else {
      continue;
    }
    if (values.file && !values.command.empty()) reply += " $(compgen -f -- \"$cur\")";
    out += "    '" + path + ":--" + key_of(*option) + "') COMPREPLY=(" + reply + "); return ;;\n";
  }
  return out;
}

std::string bash(CLI::App& app) {
  std::string paths;
  std::string values;
  std::string words;
  each_command(app, "", [&](CLI::App& command, const std::string& path) {
    if (!path.empty()) paths += "      '" + path + "') path=$next ;;\n";
    values += bash_values(command, path);
    words += "    '" + path + "') flags='" + flags_of(command) + "' names='" + names_of(command) +
             "' ;;\n";
  });
  return "# bash completion for assay: source <(assay completion bash)\n"
         "_assay() {\n"
         "  local cur prev path='' next word flags='' names='' i\n"
         "  COMPREPLY=()\n"
         "  cur=${COMP_WORDS[COMP_CWORD]}\n"
         "  prev=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  if [[ $cur == '=' ]]; then cur=''; fi\n"
         "  if [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    word=${COMP_WORDS[i]}\n"
         "    next=${path:+$path }$word\n"
         "    case $next in\n" +
         paths +
         "    esac\n"
         "  done\n"
         "  case $path:$prev in\n" +
         values +
         "  esac\n"
         "  case $path in\n" +
         words +
         "  esac\n"
         "  if [[ $cur == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$flags\" -- \"$cur\"))\n"
         "  elif [[ -n $names ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$names\" -- \"$cur\"))\n"
         "  else\n"
         "    COMPREPLY=($(compgen -f -- \"$cur\"))\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _assay assay\n";
}

// For fish and zsh: a description in single quotes, the first line of it.
std::string quoted(std::string text) {
  text = text.substr(0, text.find('\n'));
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') {
      out += c == '\'' ? "\u2019" : "/";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string fish_option(CLI::Option& option, const std::string& where) {
  const Values values = values_of(option);
  std::string out = "complete -c assay" + where + " -l " + key_of(option) + " -d " +
                    quoted(option.get_description());
  if (shape_of(option).kind == OptionShape::Kind::flag) return out + "\n";
  if (!values.command.empty()) {
    out += std::string(values.file ? " -r" : " -x") + " -a '(" + values.command + ")'";
  } else if (!values.words.empty()) {
    out += " -x -a '" + values.words + "'";
  } else {
    out += values.folder ? " -x -a '(__fish_complete_directories)'"
           : values.file ? " -r -F"
                         : " -x";
  }
  return out + "\n";
}

std::string fish(CLI::App& app) {
  std::string out = "# fish completion for assay: assay completion fish | source\n";
  each_command(app, "", [&](CLI::App& command, const std::string& path) {
    std::string where = " -n __fish_use_subcommand";
    if (!path.empty()) {
      where = " -n '";
      std::string rest = path;
      for (std::size_t space = 0; space != std::string::npos;) {
        space = rest.find(' ');
        where += (where.size() > 5 ? "; and " : "") + std::string("__fish_seen_subcommand_from ") +
                 rest.substr(0, space);
        if (space != std::string::npos) rest = rest.substr(space + 1);
      }
      where += "'";
    }
    for (CLI::App* sub : commands_of(command)) {
      out += "complete -c assay" + where + " -f -a " + sub->get_name() + " -d " +
             quoted(sub->get_description()) + "\n";
    }
    for (CLI::Option* option : options_of(command))
      if (!key_of(*option).empty()) out += fish_option(*option, where);
  });
  return out;
}

// zsh runs the same function: bashcompinit gives it what bash has.
std::string zsh(CLI::App& app) {
  return "#compdef assay\n# zsh completion for assay: source <(assay completion zsh)\n"
         "autoload -Uz compinit bashcompinit\n"
         "(( $+functions[compdef] )) || compinit\n"
         "bashcompinit\n" +
         bash(app);
}

}  // namespace

void add_completion(CLI::App& app, Result& result) {
  CLI::App* command = app.add_subcommand(
      "completion", "Print what makes a shell complete commands, options and their values.");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, std::string (*make)(CLI::App&)) {
    command->add_subcommand(name, what)->callback([&app, &result, make] {
      fmt::print("{}", make(app));
      result = 0;
    });
  };
  add("bash", "For bash", bash);
  add("zsh", "For zsh", zsh);
  add("fish", "For fish", fish);
  auto list = std::make_shared<std::string>();
  CLI::App* lists = command->add_subcommand("list", "Print the values that only assay knows");
  lists->add_option("what", *list, "faults, readings, profiles or documents")
      ->check(one_of({"faults", "readings", "profiles", "documents"}))
      ->required();
  lists->callback([list, &app, &result] {
    for (const std::string& word : completion_words(*list, *app.get_subcommand("run")))
      fmt::print("{}\n", word);
    result = 0;
  });
  command->footer(
      "Examples:\n"
      "  source <(assay completion bash)                                      in this shell\n"
      "  assay completion bash > ~/.local/share/bash-completion/completions/assay\n"
      "  assay completion zsh > ~/.zfunc/_assay                               for zsh\n"
      "  assay completion fish > ~/.config/fish/completions/assay.fish        for fish");
}

}  // namespace assay::harness
