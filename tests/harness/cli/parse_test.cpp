#include "harness/cli/parse.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace assay::harness {

namespace {

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(accepted)";
}

// Sets the environment for one test and puts it back.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    if (value == nullptr) {
      unsetenv(name);
    } else {
      setenv(name, value, 1);
    }
  }
  ~Environment() {
    if (old_) {
      setenv(name_, old_->c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(parse)

BOOST_AUTO_TEST_CASE(durations) {
  using std::chrono::milliseconds;
  BOOST_CHECK(parse_duration("--t", "500ms") == milliseconds(500));
  BOOST_CHECK(parse_duration("--t", "10s") == milliseconds(10000));
  BOOST_CHECK(parse_duration("--t", "1.5") == milliseconds(1500));
  BOOST_CHECK(parse_duration("--t", "2m") == milliseconds(120000));
  BOOST_CHECK(parse_duration("--t", "1h") == milliseconds(3600000));
  for (const char* bad : {"", "x", "-1s", "0", "5 s", "10d", "nan", "1e99h"}) {
    BOOST_TEST(refusal([&] { parse_duration("--timeout", bad); }) ==
               "--timeout: came \"" + std::string(bad) +
                   "\", expected a time such as 500ms, 10s or 2m");
  }
}

BOOST_AUTO_TEST_CASE(rates) {
  BOOST_TEST(parse_rate("--rate", "200/s") == 200.0);
  BOOST_TEST(parse_rate("--rate", "0.5") == 0.5);
  for (const char* bad : {"", "0", "-1/s", "x", "5/m"}) {
    BOOST_TEST(refusal([&] { parse_rate("--rate", bad); }).find("--rate: came") == 0U, bad);
  }
}

BOOST_AUTO_TEST_CASE(words_name_the_nearest) {
  BOOST_TEST(parse_word("--x", "b", {"a", "b"}) == 1U);
  BOOST_TEST(refusal([] { parse_phases("exampels"); }) ==
             "--phases: came \"exampels\", expected one of examples, boundaries, random, "
             "sequences; did you mean "
             "examples?");
  BOOST_TEST(refusal([] { parse_phases(","); }).find("--phases") == 0U);
  BOOST_TEST(parse_phases("random,examples").size() == 2U);
}

BOOST_AUTO_TEST_CASE(styles) {
  const auto style = parse_style("v3", "get", "xml");
  BOOST_TEST(!style.v1);
  BOOST_TEST(style.v3);
  BOOST_TEST(style.get);
  BOOST_TEST(!style.post);
  BOOST_TEST(!style.json);
  BOOST_TEST(style.xml);
  const auto none = parse_style("none", "both", "both");
  BOOST_TEST(!none.v1);
  BOOST_TEST(!none.v3);
}

BOOST_AUTO_TEST_CASE(credentials_come_from_the_environment_or_a_file) {
  const Environment id("ALIBABA_CLOUD_ACCESS_KEY_ID", nullptr);
  const Environment secret("ALIBABA_CLOUD_ACCESS_KEY_SECRET", nullptr);
  const Environment token("ALIBABA_CLOUD_SECURITY_TOKEN", nullptr);
  BOOST_TEST(!read_credentials("").has_value());
  {
    const Environment only("ALIBABA_CLOUD_ACCESS_KEY_ID", "k");
    BOOST_TEST(refusal([] { read_credentials(""); }) ==
               "credentials: ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing; both are needed");
    const Environment both("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s");
    BOOST_TEST(read_credentials("")->secret == "s");
  }
  const auto path =
      std::filesystem::temp_directory_path() / ("assay-credentials-" + std::to_string(getpid()));
  std::ofstream(path) << "# a comment\nALIBABA_CLOUD_ACCESS_KEY_ID=file-id\r\n"
                         "ALIBABA_CLOUD_ACCESS_KEY_SECRET=se=cret\n";
  const auto read = read_credentials(path.string());
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(read->id == "file-id");
  BOOST_TEST(read->secret == "se=cret");
  std::ofstream(path) << "supersecret\n";
  const std::string why = refusal([&] { read_credentials(path.string()); });
  BOOST_TEST(why.find("line 1: expected NAME=value") != std::string::npos);
  BOOST_TEST(why.find("supersecret") == std::string::npos);
  std::filesystem::remove(path);
  BOOST_TEST(refusal([&] { read_credentials(path.string()); }).find("can't be read") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(documents_are_found_by_name_or_file) {
  std::string file;
  BOOST_TEST(load_operation("", file).name == "ModifyInstanceMetadataOptions");
  BOOST_TEST(load_operation("ModifyInstanceMetadataOptions", file).product == "ecs");
  BOOST_TEST(refusal([&] { load_operation("nowhere.json", file); }).find("no such file") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
