// Settings: what a file may hold, which layer goes before which, and what a refusal names.
#include "harness/cli/settings_layers.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "harness/cli/parse.h"
#include "harness/cli/program.h"

namespace assay::harness {

namespace {

// A folder of its own, and the program parsed there without being run.
struct Bench {
  Bench()
      : folder(std::filesystem::temp_directory_path() / ("assay-set-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder / "below");
    around.folder = folder;
    around.home = folder;
  }
  ~Bench() { std::filesystem::remove_all(folder); }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void write(const std::string& text) const { std::ofstream(folder / "assay.toml") << text; }

  Settled settle(const std::vector<std::string>& args) {
    program = std::make_unique<Program>("assay");
    struct Parsed {};  // before the run would start
    program->app().parse_complete_callback([] { throw Parsed{}; });
    run = program->app().get_subcommand("run");
    std::vector<std::string> reversed(args.rbegin(), args.rend());
    reversed.emplace_back("run");
    try {
      program->app().parse(reversed);
    } catch (const Parsed&) {
      return harness::settle(*run, *run, around);
    }
    throw std::logic_error("it was not parsed");
  }
  std::string refusal(const std::string& text, const std::vector<std::string>& args = {}) {
    write(text);
    try {
      settle(args);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "(accepted)";
  }
  std::string value(const std::string& key) const {
    return run->get_option("--" + key)->as<std::string>();
  }

  std::filesystem::path folder;
  Surroundings around;
  std::unique_ptr<Program> program;
  CLI::App* run = nullptr;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(every_option_of_run_is_a_key_or_refused) {
  Program program("assay");
  CLI::App& run = *program.app().get_subcommand("run");
  const Keys keys(run);
  std::vector<std::string> refused;
  for (const CLI::Option* option : options_of(run)) {
    const std::string key = key_of(*option);
    BOOST_TEST_REQUIRE(!key.empty());
    if (keys.find(key) == nullptr) refused.push_back(key);
    BOOST_TEST((keys.find(key) != nullptr) == why_not(key).empty(), key);
  }
  BOOST_TEST(refused == (std::vector<std::string>{"help", "live", "today", "config", "profile"}),
             boost::test_tools::per_element());
  BOOST_TEST(keys.find("cases") == run.get_option("--cases"));
  BOOST_TEST(keys.find("casez") == nullptr);
}

BOOST_AUTO_TEST_CASE(layers_go_in_order) {
  Bench bench;
  bench.write("");
  BOOST_TEST(bench.settle({}).sources.empty());
  BOOST_TEST(bench.value("cases") == "30000");
  Settled settled = bench.settle({"--profile", "quick"});
  BOOST_TEST(settled.sources.at("cases") == "profile quick (built in)");
  bench.write("cases = 11\n[profile.quick]\nseed = 4\n[profile.own]\ncases = 12\n");
  settled = bench.settle({"--profile", "quick"});
  BOOST_TEST(bench.value("cases") == "11");
  BOOST_TEST(has(settled.sources.at("cases"), "assay.toml:1"));
  BOOST_TEST(has(settled.sources.at("seed"), "assay.toml:3 [profile.quick]"));
  BOOST_TEST(settled.sources.at("max-time") == "profile quick (built in)");
  settled = bench.settle({"--profile", "own"});
  BOOST_TEST(bench.value("cases") == "12");
  BOOST_TEST(has(settled.sources.at("cases"), "assay.toml:5 [profile.own]"));
  bench.around.environment = {{"ASSAY_CASES", "13"}, {"ASSAY_PROFILE", "own"}};
  settled = bench.settle({});
  BOOST_TEST(bench.value("cases") == "13");
  BOOST_TEST(settled.sources.at("cases") == "environment ASSAY_CASES");
  BOOST_TEST(settled.profile == "own");
  settled = bench.settle({"--cases", "14"});
  BOOST_TEST(bench.value("cases") == "14");
  BOOST_TEST(settled.sources.count("cases") == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_is_refused_by_line) {
  Bench bench;
  BOOST_TEST(has(bench.refusal("\ncasez = 1\n"),
                 "assay.toml, line 2: \"casez\" is not known; did you mean \"cases\"?"));
  BOOST_TEST(has(bench.refusal("[profile.x]\nlanez = 1\n"), "line 2: \"lanez\" is not known"));
  BOOST_TEST(has(bench.refusal("cases = \"many\"\n"),
                 "line 1: \"cases\": came string \"many\", expected a whole number"));
  BOOST_TEST(has(bench.refusal("cases = -1\n"), "came integer -1"));
  BOOST_TEST(has(bench.refusal("strict = 1\n"), "expected true or false"));
  BOOST_TEST(has(bench.refusal("lanes = 300\n"), "line 1: \"lanes\": Value 300 not in range"));
  BOOST_TEST(has(bench.refusal("max-time = \"5x\"\n"), "line 1: \"max-time\": came \"5x\""));
  // A profile that nobody asked for is checked, too.
  BOOST_TEST(has(bench.refusal("[profile.release]\nsignature = \"v4\"\n"),
                 "line 2: \"signature\": came \"v4\", expected one of v1, v3, both, none"));
  BOOST_TEST(has(bench.refusal("cases =\n"), "assay.toml, line 1: "));
  BOOST_TEST(has(bench.refusal("profile = \"quick\"\n"), "expected tables"));
  BOOST_TEST(has(bench.refusal("profile = {quick = 1}\n"), "[profile.quick]"));
  BOOST_TEST(bench.refusal("max-time = 60\nmax-flaky = 1\nreport = []\nrate = \"\"\n") ==
             "(accepted)");
}

BOOST_AUTO_TEST_CASE(secrets_and_consent_stay_outside) {
  Bench bench;
  BOOST_TEST(has(bench.refusal("live = true\n"), "consent"));
  for (const char* key :
       {"access-key-secret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "security-token"}) {
    const std::string why = bench.refusal(std::string(key) + " = \"s3cr3t\"\n");
    BOOST_TEST(has(why, "do not belong here"), key);
    BOOST_TEST(!has(why, "s3cr3t"));
  }
  bench.around.environment = {{"ASSAY_LIVE", "1"}};
  BOOST_TEST(has(bench.refusal(""), "environment ASSAY_LIVE: consent"));
}

BOOST_AUTO_TEST_CASE(the_environment_is_checked_and_known) {
  Bench bench;
  const auto refusal = [&](const char* name, const char* value) {
    bench.around.environment = {{name, value}};
    return bench.refusal("");
  };
  BOOST_TEST(has(refusal("ASSAY_MAX_TIME", "5x"), "environment ASSAY_MAX_TIME: came \"5x\""));
  BOOST_TEST(has(refusal("ASSAY_STRICT", "maybe"), "environment ASSAY_STRICT: came \"maybe\""));
  BOOST_TEST(has(refusal("ASSAY_SEED", "x"), "environment ASSAY_SEED, \"seed\": came \"x\""));
  BOOST_TEST(has(refusal("ASSAY_PROFILE", "quikc"), "did you mean quick?"));
  BOOST_TEST(refusal("ASSAY_CASES", "") == "(accepted)");
  bench.around.environment = {{"ASSAY_CASEZ", "1"}, {"ASSAY_BINARY", "x"}, {"ASSAY_SPEC_DIR", "x"}};
  const Settled settled = bench.settle({});
  BOOST_REQUIRE(settled.warnings.size() == 1U);
  BOOST_TEST(settled.warnings[0] ==
             "environment ASSAY_CASEZ is no setting; did you mean ASSAY_CASES?");
  bench.around.environment = {{"ASSAY_INSTANCE_ID", "i-1,i-2"}, {"ASSAY_STRICT", "yes"}};
  bench.settle({});
  BOOST_TEST(bench.run->get_option("--instance-id")->results().size() == 2U);
  BOOST_TEST(bench.run->get_option("--strict")->as<bool>());
}

BOOST_AUTO_TEST_CASE(arrays_lists_and_paths) {
  Bench bench;
  bench.write(
      "instance-id = [\"a\", \"b\"]\nreport = [\"html\", \"junit\"]\nout = \"r\"\n"
      "spec = \"Name\"\nbaseline = \"./known.toml\"\nendpoint = \"x\"\n"
      "[profile.own]\nendpoint = \"\"\n");
  bench.settle({});
  BOOST_TEST(bench.run->get_option("--instance-id")->results().size() == 2U);
  BOOST_TEST(bench.value("report") == "html,junit");
  BOOST_TEST(bench.value("out") == (bench.folder / "r").string());
  BOOST_TEST(bench.value("baseline") == (bench.folder / "known.toml").string());
  BOOST_TEST(bench.value("spec") == "Name");
  bench.settle({"--profile", "own"});  // an empty text sets back to the default
  BOOST_TEST(bench.run->get_option("--endpoint")->count() == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_is_found_above_and_no_further) {
  Bench bench;
  bench.write("cases = 5\n");
  BOOST_TEST(find_settings(bench.folder / "below", "") == bench.folder / "assay.toml");
  BOOST_TEST(find_settings(bench.folder / "below", bench.folder / "below").empty());
  std::filesystem::create_directory(bench.folder / "below/.git");
  BOOST_TEST(find_settings(bench.folder / "below", "").empty());
  BOOST_TEST(bench.settle({"--config", "none"}).file.empty());
  try {
    bench.settle({"--config", (bench.folder / "none.toml").string()});
    BOOST_ERROR("accepted");
  } catch (const UsageError& error) {
    BOOST_TEST(has(error.what(), "can't be read"));
  }
}

BOOST_AUTO_TEST_CASE(profiles_that_come_along_are_valid) {
  Bench bench;
  bench.write("");
  for (const BuiltInProfile& profile : built_in_profiles()) {
    const Settled settled = bench.settle({"--profile", profile.name});
    BOOST_TEST(settled.sources.size() == profile.settings.size());
    for (const Setting& one : profile.settings) {
      CLI::Option* option = bench.run->get_option("--" + one.key);
      for (const std::string& value : one.values) BOOST_TEST(complaint(*option, value) == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_later_refusal_is_told_its_source) {
  Settled settled;
  settled.sources["endpoint"] = "assay.toml:3";
  BOOST_TEST(settled.explain("--endpoint: a port is wrong") ==
             "--endpoint: a port is wrong (it comes from assay.toml:3)");
  BOOST_TEST(settled.explain("--endpoints: x") == "--endpoints: x");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
