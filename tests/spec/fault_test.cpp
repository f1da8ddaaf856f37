// Whatever is wrong with a file, the loader names the file, the place and the reason.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/spec/faults.h"

namespace assay::spec::testing {
namespace {

Json changed(const FaultRow& row) {
  Json step{{"op", row.action}, {"path", row.target}};
  if (*row.value != '\0') step["value"] = Json::parse(row.value);
  return json_of(row.part).patch(Json::array({step}));
}

bool tells(const std::vector<Fault>& faults, const std::string& file, const std::string& path,
           const std::string& reason) {
  return std::any_of(faults.begin(), faults.end(), [&](const Fault& fault) {
    return fault.path == path && fault.reason.find(reason) != std::string::npos &&
           std::filesystem::weakly_canonical(fault.file) == std::filesystem::weakly_canonical(file);
  });
}

// Both of one file: what was expected, and whether it was told.
void expect(const Folder& folder, const FaultRow& row) {
  const bool shelf = row.part == Part::shelf;
  Json json = changed(row);
  if (shelf) json["gateway"] = "../common/rpc-gateway.json";
  folder.write(row.part, json);
  const Loaded loaded = folder.load(shelf ? Part::shelf : Part::operation);
  folder.restore(row.part);
  const auto* faults = faults_of(loaded);
  BOOST_TEST_CONTEXT(row.action << " " << row.target << " " << row.value) {
    BOOST_TEST_REQUIRE(faults != nullptr, "it loaded");
    BOOST_TEST(tells(*faults, folder.path(row.part).string(), row.path, row.reason),
               "not told: " << row.path << ": " << row.reason << "\nbut:\n"
                            << told(loaded));
  }
}

void expect_all(const std::vector<FaultRow>& rows) {
  const Folder folder;
  for (const FaultRow& row : rows) expect(folder, row);
}

// A file whose bytes are these; what is told of it.
void expect_bytes(Part part, const std::string& bytes, const std::string& path,
                  const std::string& reason) {
  const Folder folder;
  folder.write(part, bytes);
  const Loaded loaded = folder.load();
  const auto* faults = faults_of(loaded);
  BOOST_REQUIRE(faults != nullptr);
  BOOST_TEST(tells(*faults, folder.path(part).string(), path, reason),
             "not told: " << path << ": " << reason << "\nbut:\n"
                          << told(loaded).substr(0, 2000));
}

void expect_named_file(const char* member, const char* name, const std::string& reason) {
  const Folder folder;
  Json json = json_of(Part::operation);
  json[member] = name;
  folder.write(Part::operation, json);
  const Loaded loaded = folder.load();
  const auto* faults = faults_of(loaded);
  BOOST_REQUIRE(faults != nullptr);
  const auto file = folder.path(Part::operation).parent_path() / name;
  BOOST_TEST(tells(*faults, file.string(), "/", reason), told(loaded));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_faults)

BOOST_AUTO_TEST_CASE(of_the_operation) { expect_all(operation_faults()); }
BOOST_AUTO_TEST_CASE(of_parameters) { expect_all(parameter_faults()); }
BOOST_AUTO_TEST_CASE(of_settings) { expect_all(setting_faults()); }
BOOST_AUTO_TEST_CASE(of_lists) { expect_all(list_faults()); }
BOOST_AUTO_TEST_CASE(of_errors_and_readings) { expect_all(catalogue_faults()); }
BOOST_AUTO_TEST_CASE(of_the_gateway) { expect_all(gateway_faults()); }
BOOST_AUTO_TEST_CASE(of_the_observation) { expect_all(observation_faults()); }

BOOST_AUTO_TEST_CASE(of_the_effects) { expect_all(effect_faults()); }

BOOST_AUTO_TEST_CASE(the_unchanged_copies_load) {
  // Without this, every row above could be true of a loader that refuses everything.
  const Folder folder;
  BOOST_TEST(told(folder.load()) == "");
  BOOST_TEST(told(folder.load(Part::shelf)) == "");
}

BOOST_AUTO_TEST_CASE(near_misses_load) {
  const FaultRow rows[] = {
      {Part::operation, "replace", "/parameters/4/range/reading", "\"hop-limit-range\"", "", ""},
      {Part::operation, "replace", "/readings/0/alternatives/1/value", "[2, 2]", "", ""},
      {Part::operation, "replace", "/errors/0/status", "599", "", ""},
      {Part::operation, "replace", "/errors/0/message", "\"\"", "", ""},
      {Part::operation, "add", "/readings/0/usual", "\"2-to-63\"", "", ""},
      {Part::operation, "add", "/$schema", "\"../schema.json\"", "", ""},
      {Part::operation, "remove", "/title", "", "", ""},
      {Part::operation, "remove", "/effects", "", "", ""},
      {Part::operation, "remove", "/regions", "", "", ""},
      {Part::gateway, "replace", "/window", "1", "", ""},
      {Part::gateway, "replace", "/order", "[]", "", ""},
      {Part::gateway, "replace", "/rules/nonce.used/errors", "[]", "", ""},
      {Part::gateway, "add", "/readings/17/alternatives/0/value/-", "[]", "", ""},
      {Part::effects, "remove", "/settles", "", "", ""},
      {Part::effects, "replace", "/settles", "60", "", ""},
      {Part::effects, "replace", "/token/lifetime", "[1, 86400]", "", ""},
      {Part::effects, "replace", "/rules/item-unknown/answers", R"([404, "none", 599])", "", ""},
      {Part::effects, "replace", "/rules/item-unknown/answers", "[]", "", ""},
      {Part::effects, "replace", "/rules/served/answers", "[200, 204]", "", ""},
      {Part::effects, "remove", "/items/1", "", "", ""},
      {Part::observation, "remove", "/extras", "", "", ""},
      {Part::observation, "remove", "/inner", "", "", ""},
  };
  const Folder folder;
  for (const FaultRow& row : rows) {
    folder.write(row.part, changed(row));
    BOOST_TEST(told(folder.load()) == "",
               row.action << " " << row.target << ": " << told(folder.load()));
    folder.restore(row.part);
  }
}

BOOST_AUTO_TEST_CASE(all_faults_are_told_at_once) {
  const Folder folder;
  Json json = json_of(Part::operation);
  json["titel"] = "x";
  json["parameters"][0].erase("type");
  json["errors"][0]["status"] = 200;
  folder.write(Part::operation, json);
  Json gateway = json_of(Part::gateway);
  gateway["future"] = "never";
  folder.write(Part::gateway, gateway);
  const Loaded loaded = folder.load();
  BOOST_REQUIRE(faults_of(loaded) != nullptr);
  BOOST_TEST(faults_of(loaded)->size() == 4U, told(loaded));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(spec_text_faults)

BOOST_AUTO_TEST_CASE(text_that_is_not_json_has_line_and_column) {
  const Part op = Part::operation;
  expect_bytes(op, "{\n  \"assay\": 1,\n  \"kind\" \"operation\"\n}\n", "line 3, column 20",
               "not JSON");
  expect_bytes(op, "{\"assay\": 1,}", "line 1, column 13", "not JSON");
  expect_bytes(op, "nonsense", "line 1, column 2", "not JSON");
  expect_bytes(op, "", "line 1, column 1", "not JSON");
  expect_bytes(op, "{\n\n\n\"a\": tru}", "line 4, column 9", "not JSON");
  expect_bytes(op, "{\"a\": 1", "line 1, column 8", "not JSON");
  expect_bytes(op, "{\"a\": 1\n", "line 2, column 1", "not JSON");
  expect_bytes(op, "{} {}", "line 1, column 4", "not JSON");
  expect_bytes(op, "{\"a\": 01}", "line 1, column 8", "not JSON");
  expect_bytes(op, "// no comments\n{}", "line 1, column 1", "not JSON");
}

BOOST_AUTO_TEST_CASE(the_file_of_the_bad_text_is_named) {
  expect_bytes(Part::gateway, "{", "line 1, column 2", "not JSON");
  expect_bytes(Part::observation, "[1,\n2,,]", "line 2, column 3", "not JSON");
}

BOOST_AUTO_TEST_CASE(text_that_is_not_utf8_is_refused) {
  expect_bytes(Part::operation, "{\"assay\": \"\xff\"}", "line 1, column 12", "UTF-8");
  expect_bytes(Part::operation, "{\n\"\xc3\x28\": 1}", "line 2, column 3", "UTF-8");
  expect_bytes(Part::operation, "{\"a\": \"\xed\xa0\x80\"}", "line 1, column 9", "UTF-8");
}

BOOST_AUTO_TEST_CASE(a_member_written_twice_is_refused) {
  const std::string text = read_file(shipped(Part::operation));
  expect_bytes(Part::operation, "{\"assay\": 1, \"assay\": 1}", "/", "\"assay\" is written twice");
  expect_bytes(Part::operation, "{\"a\": [{\"b\": 1, \"c\": {}, \"b\": 2}]}", "/",
               "\"b\" is written twice");
  expect_bytes(Part::operation, "{\"kind\": \"operation\"," + text.substr(1), "/",
               "\"kind\" is written twice");
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_refused) {
  expect_bytes(Part::operation, std::string(33, '[') + std::string(33, ']'), "/", "nested deeper");
  expect_bytes(Part::operation, std::string(200000, '['), "/", "nested deeper");
  Json json = json_of(Part::observation);
  json["extras"]["deep"] = Json::parse(std::string(40, '[') + std::string(40, ']'));
  expect_bytes(Part::observation, json.dump(), "/", "nested deeper");
  // Just as deep as allowed: the object, extras, and thirty more.
  json["extras"]["deep"] = Json::parse(std::string(30, '[') + std::string(30, ']'));
  const Folder folder;
  folder.write(Part::observation, json);
  BOOST_TEST(told(folder.load()) == "");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_and_line_ends_do_not_matter) {
  const Folder folder;
  std::string text = read_file(shipped(Part::operation));
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.insert(at, 1, '\r');
  }
  folder.write(Part::operation, "\xef\xbb\xbf" + text);
  BOOST_TEST(told(folder.load()) == "");
}

BOOST_AUTO_TEST_CASE(a_huge_file_is_refused_unread) {
  const Folder folder;
  const auto file = folder.path(Part::gateway);
  std::filesystem::resize_file(file, 16U * 1024 * 1024 + 1);
  const Loaded loaded = folder.load();
  BOOST_REQUIRE(faults_of(loaded) != nullptr);
  BOOST_TEST(tells(*faults_of(loaded), file.string(), "/", "larger than 16 MiB"), told(loaded));
}

BOOST_AUTO_TEST_CASE(a_file_of_the_largest_size_is_read) {
  const Folder folder;
  std::string text = read_file(shipped(Part::gateway));
  text.resize(16U * 1024 * 1024, ' ');
  folder.write(Part::gateway, text);
  BOOST_TEST(told(folder.load()) == "");
}

BOOST_AUTO_TEST_CASE(missing_files_are_named) {
  expect_named_file("gateway", "../common/none.json", "no such file");
  expect_named_file("gateway", "../common", "no such file");
  expect_named_file("observation", "none.json", "no such file");
  expect_named_file("effects", "none.json", "no such file");
  const Folder folder;
  const auto none = folder.path(Part::operation).parent_path() / "None.json";
  for (const auto& file : {none, none.parent_path(), std::filesystem::path()}) {
    const Loaded loaded = spec::load(file);
    BOOST_REQUIRE(faults_of(loaded) != nullptr);
    BOOST_TEST(faults_of(loaded)->size() == 1U);
    BOOST_TEST(faults_of(loaded)->front().file == file.string());
    BOOST_TEST(faults_of(loaded)->front().reason == "no such file");
  }
}

BOOST_AUTO_TEST_CASE(a_file_of_another_kind_is_refused) {
  const Folder folder;
  for (const Part other : {Part::gateway, Part::observation, Part::effects}) {
    const Loaded loaded = spec::load(folder.path(other));
    BOOST_REQUIRE(faults_of(loaded) != nullptr);
    BOOST_TEST(
        tells(*faults_of(loaded), folder.path(other).string(), "/kind", "expected \"operation\""));
  }
  Json json = json_of(Part::operation);
  json["gateway"] = "ModifyInstanceMetadataOptions.json";
  expect_bytes(Part::operation, json.dump(), "/kind", "expected \"gateway\"");
}

BOOST_AUTO_TEST_CASE(no_member_can_be_missed_in_silence) {
  // Each reading of the operation has its own user: taking the user away is always a fault.
  const Folder folder;
  std::size_t tried = 0;
  const Json& json = json_of(Part::operation);
  for (std::size_t i = 0; i < json["readings"].size(); ++i) {
    Json copy = json;
    copy["readings"].erase(i);
    folder.write(Part::operation, copy);
    BOOST_TEST(faults_of(folder.load()) != nullptr);
    ++tried;
  }
  BOOST_TEST(tried == 12U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::spec::testing
