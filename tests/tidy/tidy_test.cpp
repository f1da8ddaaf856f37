// The repository keeps its own rules; and each rule is shown a planted fault that it must find,
// beside a near miss that it must let pass.
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "tests/tidy/checks.h"

namespace assay::tidy {
namespace {

const Tree& repository() {
  static const Tree tree = load_tree(ASSAY_ROOT);
  return tree;
}

void keeps(Check check) {
  std::ostringstream all;
  std::size_t count = 0;
  for (const Problem& problem : check(repository())) {
    all << '\n' << problem;
    ++count;
  }
  BOOST_CHECK_MESSAGE(count == 0, count << " problems:" << all.str());
}

// The check must find exactly one problem, at `where` ("path" or "path:line").
void finds(Check check, const Tree& planted, std::string_view where) {
  const std::vector<Problem> problems = check(planted);
  BOOST_REQUIRE_EQUAL(problems.size(), 1U);
  std::ostringstream text;
  text << problems.front();
  BOOST_TEST(text.str().starts_with(std::string(where) + ": "), text.str());
}

void passes(Check check, const Tree& near_miss) {
  for (const Problem& problem : check(near_miss)) BOOST_ERROR(problem);
}

BOOST_AUTO_TEST_SUITE(the_repository)

BOOST_AUTO_TEST_CASE(is_read_at_all) {
  BOOST_TEST(repository().contains("CMakeLists.txt"));
  BOOST_TEST(repository().contains("tests/tidy/tidy_test.cpp"));
  BOOST_TEST(repository().contains("scripts/test"));
  BOOST_TEST(repository().contains("spec/operation.h"));
  for (const auto& [path, text] : repository()) {
    BOOST_TEST(!path.starts_with("build/"), path);
    BOOST_TEST(!path.starts_with("tests/data/"), path);
  }
}
BOOST_AUTO_TEST_CASE(includes_follow_the_table) { keeps(check_layering); }
BOOST_AUTO_TEST_CASE(includes_are_paths_from_the_root) { keeps(check_include_paths); }
BOOST_AUTO_TEST_CASE(headers_are_read_once) { keeps(check_pragma_once); }
BOOST_AUTO_TEST_CASE(headers_stand_alone) { keeps(check_own_header_first); }
BOOST_AUTO_TEST_CASE(headers_are_light) { keeps(check_heavy_headers); }
BOOST_AUTO_TEST_CASE(files_are_short) { keeps(check_length); }
BOOST_AUTO_TEST_CASE(white_space_is_clean) { keeps(check_white_space); }
BOOST_AUTO_TEST_CASE(operations_are_data) { keeps(check_operation_words); }
BOOST_AUTO_TEST_CASE(seed_and_clock_are_arguments) { keeps(check_forbidden_calls); }
BOOST_AUTO_TEST_CASE(no_machine_is_named) { keeps(check_places); }
BOOST_AUTO_TEST_CASE(no_file_is_dead) { keeps(check_dead_files); }
BOOST_AUTO_TEST_CASE(tests_mirror_the_rooms) { keeps(check_mirror); }
BOOST_AUTO_TEST_CASE(the_licence_is_there) { keeps(check_licence); }

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(canaries)

BOOST_AUTO_TEST_CASE(layering) {
  const std::pair<std::string, std::string> refused[] = {
      {"spec/a.h", "wire/b.h"},       {"wire/a.cpp", "spec/b.h"},
      {"mock/a.cpp", "oracles/b.h"},  {"oracles/a.h", "mock/b.h"},
      {"oracles/a.h", "reports/b.h"}, {"generators/a.h", "oracles/b.h"},
      {"reports/a.h", "harness/b.h"}, {"harness/a.h", "tests/b.h"},
  };
  for (const auto& [path, target] : refused) {
    finds(check_layering, {{path, "\n#include \"" + target + "\"\n"}}, path + ":2");
    finds(check_layering, {{path, "#include <" + target + ">\n"}}, path + ":1");
  }
  passes(check_layering, {{"mock/a.h", "#include \"wire/b.h\"\n#include \"mock/c.h\"\n"},
                          {"reports/a.h", "#include \"oracles/b.h\"\n"},
                          {"harness/a.h", "#include \"mock/b.h\"\n"},
                          {"tests/mock/a.h", "#include \"oracles/b.h\"\n"},
                          {"spec/a.h", "#include <vector>\n// #include \"wire/b.h\"\n"}});
}

BOOST_AUTO_TEST_CASE(include_paths) {
  finds(check_include_paths, {{"wire/a.cpp", "#include \"a.h\"\n"}, {"wire/a.h", ""}},
        "wire/a.cpp:1");
  finds(check_include_paths, {{"wire/a.cpp", "#include \"../spec/a.h\"\n"}, {"spec/a.h", ""}},
        "wire/a.cpp:1");
  passes(check_include_paths, {{"wire/a.cpp", "#include \"wire/a.h\"\n"}, {"wire/a.h", ""}});
}

BOOST_AUTO_TEST_CASE(pragma_once) {
  finds(check_pragma_once, {{"wire/a.h", "// #pragma once\n"}}, "wire/a.h");
  passes(check_pragma_once, {{"wire/a.h", "// What.\n#pragma once\n"}, {"wire/a.cpp", ""}});
}

BOOST_AUTO_TEST_CASE(own_header_first) {
  finds(check_own_header_first,
        {{"wire/a.cpp", "#include <vector>\n#include \"wire/a.h\"\n"}, {"wire/a.h", ""}},
        "wire/a.cpp");
  finds(check_own_header_first, {{"wire/a.cpp", ""}, {"wire/a.h", ""}}, "wire/a.cpp");
  passes(check_own_header_first, {{"wire/a.cpp", "#include \"wire/a.h\"\n#include <vector>\n"},
                                  {"wire/a.h", ""},
                                  {"wire/b.cpp", "#include <vector>\n"}});
}

BOOST_AUTO_TEST_CASE(heavy_headers) {
  const std::string heavy = "#pragma once\n#include <nlohmann/json.hpp>\n";
  finds(check_heavy_headers, {{"wire/a.h", "// Answers.\n" + heavy}}, "wire/a.h:3");
  passes(check_heavy_headers, {{"wire/a.h", "// Answers. Internal.\n" + heavy},
                               {"wire/a.cpp", heavy},
                               {"wire/b.h", "#pragma once\n#include <nlohmann/json_fwd.hpp>\n"},
                               {"tests/wire/a.h", heavy}});
}

BOOST_AUTO_TEST_CASE(length) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "//\n";
  passes(check_length, {{"wire/a.cpp", text}, {"docs/a.md", text + text}});
  finds(check_length, {{"wire/a.cpp", text + "//\n"}}, "wire/a.cpp");
  for (int i = 0; i < 200; ++i) text += "//\n";
  passes(check_length, {{"tests/wire/a.cpp", text}});
  finds(check_length, {{"tests/wire/a.cpp", text + "//"}}, "tests/wire/a.cpp");
}

BOOST_AUTO_TEST_CASE(white_space) {
  finds(check_white_space, {{"wire/a.cpp", "\n\tint a;\n"}}, "wire/a.cpp:2");
  finds(check_white_space, {{"wire/a.h", "int a; \n"}}, "wire/a.h:1");
  finds(check_white_space, {{"scripts/run", "exit\r\n"}}, "scripts/run:1");
  finds(check_white_space, {{"tests/CMakeLists.txt", "a()"}}, "tests/CMakeLists.txt");
  passes(check_white_space, {{"wire/a.h", "int a;\n\n"}, {"docs/a.md", "two  \n"}});
}

BOOST_AUTO_TEST_CASE(operation_words) {
  Tree tree = {{"spec/ecs/Make.json",
                R"({"operation": "MakeThing", "parameters": [{"name": "ThingSize"}]})"}};
  tree["oracles/a.cpp"] = "int MakeThings;\nint ThingSize_;\n";
  tree["tests/oracles/a_test.cpp"] = "\"MakeThing\"";
  passes(check_operation_words, tree);
  tree["oracles/a.cpp"] += "if (name == \"ThingSize\")\n";
  finds(check_operation_words, tree, "oracles/a.cpp:3");
  tree["oracles/a.cpp"] = "// MakeThing\n";
  finds(check_operation_words, tree, "oracles/a.cpp:1");
}

BOOST_AUTO_TEST_CASE(operation_words_come_from_the_documents) {
  Tree tree = repository();
  tree["mock/planted.cpp"] = "\"HttpTokens\"\n";
  const std::size_t before = check_operation_words(repository()).size();
  BOOST_TEST(check_operation_words(tree).size() == before + 1);
}

BOOST_AUTO_TEST_CASE(forbidden_calls) {
  const std::string calls[] = {"std::this_thread::sleep_for(1s);", "usleep(5);",
                               "std::random_device seed;", "std::rand();", "srand(1);"};
  for (const std::string& call : calls) {
    finds(check_forbidden_calls, {{"mock/a.cpp", call + "\n"}}, "mock/a.cpp:1");
    finds(check_forbidden_calls, {{"tests/mock/a.cpp", call + "\n"}}, "tests/mock/a.cpp:1");
    passes(check_forbidden_calls, {{"harness/a.cpp", call + "\n"}});
  }
  const std::string now = "auto t = std::chrono::system_clock::now();\n";
  finds(check_forbidden_calls, {{"reports/a.cpp", now}}, "reports/a.cpp:1");
  passes(check_forbidden_calls, {{"tests/reports/a.cpp", now}, {"harness/a.cpp", now}});
}

BOOST_AUTO_TEST_CASE(places) {
  const std::string path = std::string("/ho") + "me/somebody/x";
  finds(check_places, {{"docs/a.md", "\nsee " + path + "\n"}}, "docs/a.md:2");
  finds(check_places, {{"scripts/a", std::string("curl https://pypi") + ".org\n"}}, "scripts/a:1");
  passes(check_places, {{"docs/a.md", "see homework/x\n"}});
}

BOOST_AUTO_TEST_CASE(dead_files) {
  Tree tree = {{"wire/CMakeLists.txt", "add_library(w\n  a.cpp sub/b.cpp)\n"},
               {"wire/a.cpp", "#include \"wire/a.h\"\n"},
               {"wire/a.h", ""},
               {"wire/sub/b.cpp", ""},
               {"fuzz/CMakeLists.txt", "foreach(f one)\n  add_executable(${f} ${f}.cpp)\n"},
               {"fuzz/one.cpp", ""}};
  passes(check_dead_files, tree);
  tree["wire/aa.cpp"] = "";
  finds(check_dead_files, tree, "wire/aa.cpp");
  tree.erase("wire/aa.cpp");
  tree["fuzz/two.cpp"] = "";
  finds(check_dead_files, tree, "fuzz/two.cpp");
  tree.erase("fuzz/two.cpp");
  tree["wire/b.h"] = "";
  finds(check_dead_files, tree, "wire/b.h");
}

BOOST_AUTO_TEST_CASE(mirror) {
  Tree tree = {{"wire/a.cpp", ""}};
  finds(check_mirror, tree, "wire");
  tree["tests/wire/a_test.cpp"] = "#include \"tests/wire/help.h\"\n";
  finds(check_mirror, tree, "tests/wire/a_test.cpp");
  tree["tests/wire/help.h"] = "#include \"wire/a.h\"\n";
  passes(check_mirror, tree);
}

BOOST_AUTO_TEST_CASE(licence) {
  finds(check_licence, {}, "LICENSE");
  Tree tree = {{"LICENSE", repository().at("LICENSE")}};
  passes(check_licence, tree);
  tree["LICENSE"].resize(tree["LICENSE"].find("END OF TERMS"));
  finds(check_licence, tree, "LICENSE");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace assay::tidy
