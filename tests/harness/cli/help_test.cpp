// --help teaches by examples that hold: each of them is parsed.
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "harness/cli/option_shape.h"
#include "harness/cli/program.h"

namespace assay::harness {

namespace {

// Thrown when all was parsed, before any command runs. (Taking the callbacks away would take the
// options' storage with them.)
struct Parsed {};

// The words of an example, up to a comment (two spaces), a pipe or a redirection.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> out;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0 && (c == '|' || c == '>' || c == ')')) break;
    if (quote == 0 && c == ' ') {
      if (i + 1 < line.size() && line[i + 1] == ' ') break;
      in_word = false;
    } else if (c == '"' || c == '\'') {
      quote = quote == 0 ? c : '\0';
      if (!in_word) out.emplace_back();
      in_word = true;
    } else {
      if (!in_word) out.emplace_back();
      in_word = true;
      out.back() += c;
    }
  }
  return out;
}

std::vector<std::string> examples_of(const CLI::App& app) {
  std::vector<std::string> out;
  std::istringstream lines(app.get_footer());
  for (std::string line; std::getline(lines, line);) {
    for (const char* begin : {"  assay ", "  source <(assay "}) {
      if (line.starts_with(begin)) out.push_back(line.substr(std::string(begin).size()));
    }
  }
  return out;
}

std::string parse(const std::string& example) {
  Program program("assay");
  program.app().parse_complete_callback([] { throw Parsed{}; });
  std::vector<std::string> words = words_of(example);
  std::reverse(words.begin(), words.end());
  try {
    program.app().parse(words);
  } catch (const CLI::ParseError& error) {
    return error.what();
  } catch (const Parsed&) {
    return "";
  }
  return "(nothing was reached)";
}

void check_examples(CLI::App& app, std::size_t& count) {
  const auto examples = examples_of(app);
  // What only groups commands, or is one of a group, may leave the teaching to the group.
  if (app.get_parent() != nullptr && app.get_parent()->get_parent() == nullptr)
    BOOST_TEST(!examples.empty(), app.get_name() + " has no example");
  for (const std::string& example : examples) {
    BOOST_TEST(parse(example) == "", app.get_name() + ": " + example);
    ++count;
  }
  for (CLI::App* sub : commands_of(app)) check_examples(*sub, count);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(help)

BOOST_AUTO_TEST_CASE(every_example_parses) {
  Program program("assay");
  std::size_t count = 0;
  check_examples(program.app(), count);
  BOOST_TEST(count > 30U);
}

BOOST_AUTO_TEST_CASE(an_example_that_is_wrong_would_be_found) {
  BOOST_TEST(parse("run --casez 5") != "");
  BOOST_TEST(parse("rnu") != "");
  BOOST_TEST(parse("run --method put") != "");
  BOOST_TEST(parse("run --cases 5   a comment") == "");
  BOOST_TEST(words_of("history a --endpoint \"embedded mock\" > x").size() == 4U);
}

BOOST_AUTO_TEST_CASE(shapes_are_read_off_the_options) {
  using Kind = OptionShape::Kind;
  Program program("assay");
  CLI::App& run = *program.app().get_subcommand("run");
  const auto shape = [&](const char* name) { return shape_of(*run.get_option(name)); };
  BOOST_TEST((shape("--strict").kind == Kind::flag));
  BOOST_TEST((shape("--seed").kind == Kind::whole));
  BOOST_TEST((shape("--max-flaky").kind == Kind::number));
  BOOST_TEST((shape("--max-time").kind == Kind::amount));
  BOOST_TEST((shape("--endpoint").kind == Kind::text));
  BOOST_TEST((shape("--report").kind == Kind::list));
  BOOST_TEST(shape("--report").words.front() == "journal");
  BOOST_TEST((shape("--method").words == std::vector<std::string>{"get", "post", "both"}));
  BOOST_TEST(*shape("--lanes").least == 1.0);
  BOOST_TEST(*shape("--lanes").most == 256.0);
  BOOST_TEST(!shape("--seed").most.has_value());
  BOOST_TEST(shape("--out").folder);
  BOOST_TEST(shape("--baseline").file);
  BOOST_TEST(shape("--instance-id").repeatable);
  BOOST_TEST(!shape("--endpoint").repeatable);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
