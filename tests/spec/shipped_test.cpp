// The shipped document loads, and holds what its files say.
#include <openssl/evp.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <set>

#include "tests/spec/support.h"

namespace assay::spec::testing {
namespace {

const Operation& shipped_operation() {
  static const Operation operation = must_load(shipped(Part::operation));
  return operation;
}

// How many clauses come from where, told by the beginning of the name and the rule.
std::map<std::string, std::size_t> counts(const Operation& operation) {
  std::map<std::string, std::size_t> out;
  for (const Clause& clause : operation.clauses) {
    if (!clause.testable()) {
      ++out["untestable"];
    } else if (!clause.parameter.empty()) {
      ++out["parameter"];
    } else if (clause.name.rfind("error.", 0) == 0) {
      ++out["error"];
    } else if (clause.name.rfind("gateway.", 0) == 0) {
      ++out["gateway"];
    } else {
      ++out["effects"];
    }
  }
  return out;
}

std::size_t count_in_files() {
  std::size_t sum = 0;
  const Json& operation = json_of(Part::operation);
  for (const Json& parameter : operation["parameters"]) sum += parameter["clauses"].size();
  for (const Part part : {Part::operation, Part::gateway}) {
    sum += 3 * json_of(part)["errors"].size() + json_of(part)["untestable"].size();
  }
  const Json& gateway = json_of(Part::gateway);
  sum += json_of(Part::effects)["clauses"].size();
  return sum + gateway["rules"].size() + gateway["topics"].size();
}

int rank(const Operation& operation, const char* alternative, const char* parameter, Check check) {
  const Reading& order = operation.readings[operation.order_reading];
  const auto world = order.find(alternative);
  const auto at = operation.find_parameter(parameter);
  BOOST_REQUIRE(world && at);
  return operation.ranks[*world][*at][static_cast<std::size_t>(check)];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spec_shipped)

BOOST_AUTO_TEST_CASE(loads_and_keeps_its_promises) {
  BOOST_TEST(broken_promise(shipped_operation()) == "");
  BOOST_TEST(shipped_operation().file == shipped(Part::operation).string());
  BOOST_TEST(shipped_operation().resource_prefix != "");
  BOOST_TEST(shipped_operation().observation.has_value());
}

BOOST_AUTO_TEST_CASE(a_copy_in_another_folder_is_the_same_document) {
  const Folder folder;
  const Loaded loaded = folder.load();
  BOOST_REQUIRE_MESSAGE(faults_of(loaded) == nullptr, told(loaded));
  const auto& copy = std::get<Operation>(loaded);
  BOOST_TEST(copy.sha256 == shipped_operation().sha256);
  BOOST_TEST(copy.clauses.size() == shipped_operation().clauses.size());
}

BOOST_AUTO_TEST_CASE(clauses_are_counted_by_kind) {
  auto found = counts(shipped_operation());
  BOOST_TEST(found["parameter"] == 17U);
  BOOST_TEST(found["error"] == 3U * (5 + 22));
  BOOST_TEST(found["gateway"] == gateway_rule_count + topic_count);
  BOOST_TEST(found["effects"] == 13U);
  BOOST_TEST(found["untestable"] == 4U + 6U);
  BOOST_TEST(shipped_operation().clauses.size() == count_in_files());
}

BOOST_AUTO_TEST_CASE(clauses_are_complete_and_their_names_unique) {
  std::set<std::string> names;
  for (const Clause& clause : shipped_operation().clauses) {
    BOOST_TEST_CONTEXT(clause.name) {
      BOOST_TEST(names.insert(clause.name).second);
      BOOST_TEST(!clause.at.empty());
      BOOST_TEST(!clause.requires_.empty());
      const std::string file = clause.file;
      BOOST_TEST((file == place(Part::operation) || file == place(Part::gateway) ||
                  file == place(Part::effects)));
      if (clause.parameter.empty()) continue;
      BOOST_TEST(clause.name == clause.parameter + "." + clause.rule);
    }
  }
}

BOOST_AUTO_TEST_CASE(levels_are_read) {
  const auto level = [](const char* name) {
    const auto id = shipped_operation().find_clause(name);
    BOOST_REQUIRE_MESSAGE(id.has_value(), name);
    return shipped_operation().clauses[*id].level;
  };
  BOOST_TEST((level("RegionId.exists") == Level::should));
  BOOST_TEST((level("RegionId.required") == Level::must));
  BOOST_TEST((level("gateway.error-host") == Level::should));
}

BOOST_AUTO_TEST_CASE(every_known_reading_is_there) {
  for (const char* name :
       {"hop-limit-range", "http-endpoint-missing", "instance-id-missing", "omitted-parameter",
        "preview-parameters", "empty-value", "missing-code", "error-order", "value-case",
        "value-space", "metadata-tags-values", "default-format", "duplicate-parameter",
        "not-found-wording", "timestamp-window", "integer-sign", "integer-leading-zeros",
        "integer-width"}) {
    BOOST_TEST_CONTEXT(name) {
      const auto at = shipped_operation().find_reading(name);
      BOOST_REQUIRE(at.has_value());
      const Reading& reading = shipped_operation().readings[*at];
      BOOST_TEST(reading.alternatives.size() >= 2U);
      BOOST_TEST(!reading.question.empty());
      BOOST_TEST(reading.clause < shipped_operation().clauses.size());
      for (const Alternative& one : reading.alternatives) BOOST_TEST(!one.means.empty());
    }
  }
  BOOST_TEST(shipped_operation().readings.size() == 12U + 26U + 6U);
}

BOOST_AUTO_TEST_CASE(readings_leave_open_the_clause_they_name) {
  const auto clause_of = [](const char* reading) {
    const auto at = shipped_operation().find_reading(reading);
    BOOST_REQUIRE(at.has_value());
    return shipped_operation().clauses[shipped_operation().readings[*at].clause].name;
  };
  BOOST_TEST(clause_of("hop-limit-range") == "HttpPutResponseHopLimit.range");
  BOOST_TEST(clause_of("not-found-wording") == "error.InvalidInstanceId.NotFound.message");
  BOOST_TEST(clause_of("timestamp-window") == "gateway.timestamp.expired");
}

BOOST_AUTO_TEST_CASE(settings_take_the_values_of_their_readings) {
  const Operation& op = shipped_operation();
  const Parameter& hops = op.parameters[op.find_parameter("HttpPutResponseHopLimit").value()];
  BOOST_REQUIRE(hops.range.has_value());
  BOOST_TEST(hops.range->reading == op.find_reading("hop-limit-range").value());
  const auto one = hops.range->get([](std::size_t) { return 0U; });
  const auto two = hops.range->get([](std::size_t) { return 1U; });
  BOOST_TEST((one.min == 1 && one.max == 64 && two.min == 2 && two.max == 63));
  // An alternative without a value stands for its name.
  const Parameter& endpoint = op.parameters[op.find_parameter("HttpEndpoint").value()];
  BOOST_TEST(
      (endpoint.absent.values == std::vector<Absent>{Absent::refuse, Absent::reset, Absent::keep}));
  BOOST_TEST((op.gateway.window.values == std::vector<std::int64_t>{900, 1860}));
  BOOST_TEST((op.gateway.default_format.values == std::vector<Format>{Format::xml, Format::json}));
  BOOST_TEST((hops.width.values == std::vector<int>{32, 64, 0}));
}

BOOST_AUTO_TEST_CASE(one_reading_sets_status_and_message) {
  const Operation& op = shipped_operation();
  const auto found = std::find_if(op.errors.begin(), op.errors.end(), [](const Error& error) {
    return error.code == "InvalidAccessKeyId.NotFound";
  });
  BOOST_REQUIRE((found != op.errors.end()));
  BOOST_TEST((found->status.values == std::vector<int>{404, 400}));
  BOOST_TEST(found->status.reading == found->message.reading);
  BOOST_TEST(found->message.values[1] == "The specified Access Key ID does not exist.");
}

BOOST_AUTO_TEST_CASE(rules_of_the_gateway_hold_where_a_parameter_has_none) {
  const Operation& op = shipped_operation();
  const Parameter& region = *op.region();
  const Parameter& tokens = op.parameters[op.find_parameter("HttpTokens").value()];
  BOOST_TEST(tokens.empty.reading == op.find_reading("empty-value").value());
  BOOST_TEST(region.empty.reading == op.find_reading("empty-region").value());
  BOOST_TEST(tokens.duplicate.reading == op.find_reading("duplicate-parameter").value());
  // "own" is the error of any other wrong value.
  BOOST_TEST((tokens.malformed.values[0] == tokens.invalid.values[0]));
}

BOOST_AUTO_TEST_CASE(own_errors_come_first) {
  const Operation& op = shipped_operation();
  BOOST_TEST(op.own_errors == 5U);
  BOOST_TEST(op.errors.size() == 5U + 22U);
  BOOST_TEST(op.errors[0].code == "InvalidHttpEndpoint.NotSupported");
  BOOST_TEST(op.errors[5].code == "MissingParameter");
}

BOOST_AUTO_TEST_CASE(helpers_find_what_is_there_and_nothing_else) {
  const Operation& op = shipped_operation();
  BOOST_TEST(op.resource()->name == "InstanceId");
  BOOST_TEST(op.region()->name == "RegionId");
  BOOST_TEST(!op.find_parameter("httpTokens").has_value());
  BOOST_TEST(!op.find_clause("").has_value());
  BOOST_TEST(!op.find_reading("hop-limit").has_value());
  const Parameter& tokens = op.parameters[op.find_parameter("HttpTokens").value()];
  BOOST_TEST(op.clauses[op.clause_of(tokens, "default")].name == "HttpTokens.default");
  BOOST_TEST(op.clauses[op.clause_of(tokens, "nope")].name == "HttpTokens.valid-values");
  BOOST_TEST(op.clauses[op.clause(Topic::stored)].name == "gateway.stored");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(spec_order)

BOOST_AUTO_TEST_CASE(ranks_are_distinct_in_every_alternative) {
  const Operation& op = shipped_operation();
  BOOST_REQUIRE(op.ranks.size() == 4U);
  for (const auto& parameters : op.ranks) {
    std::set<int> seen;
    for (const auto& checks : parameters) seen.insert(checks.begin(), checks.end());
    BOOST_TEST(seen.size() == op.parameters.size() * check_count);
  }
}

BOOST_AUTO_TEST_CASE(a_group_goes_before_the_next_one) {
  const Operation& op = shipped_operation();
  const auto at = [&](const char* world, const char* parameter, Check check) {
    return rank(op, world, parameter, check);
  };
  // A missing last parameter before a wrong first one.
  BOOST_TEST(at("missing-values-exists", "InstanceMetadataTags", Check::absent) <
             at("missing-values-exists", "RegionId", Check::region));
  BOOST_TEST(at("missing-values-exists", "InstanceMetadataTags", Check::value) <
             at("missing-values-exists", "InstanceId", Check::exists));
  BOOST_TEST(at("missing-exists-values", "InstanceId", Check::exists) <
             at("missing-exists-values", "HttpEndpoint", Check::value));
  BOOST_TEST(at("values-missing-exists", "InstanceMetadataTags", Check::value) <
             at("values-missing-exists", "RegionId", Check::absent));
}

BOOST_AUTO_TEST_CASE(inside_a_group_parameters_go_as_in_the_document) {
  const Operation& op = shipped_operation();
  for (const Reading& order : {op.readings[op.order_reading]}) {
    for (const Alternative& world : order.alternatives) {
      BOOST_TEST(rank(op, world.name.c_str(), "HttpEndpoint", Check::value) <
                 rank(op, world.name.c_str(), "HttpTokens", Check::value));
    }
  }
  // All checks in one group: everything of one parameter before anything of the next.
  BOOST_TEST(rank(op, "parameter-table", "RegionId", Check::value) <
             rank(op, "parameter-table", "InstanceId", Check::absent));
  // Inside a parameter, as the checks are written.
  BOOST_TEST(rank(op, "parameter-table", "RegionId", Check::absent) <
             rank(op, "parameter-table", "RegionId", Check::region));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(spec_hash)

namespace {

std::string sha256_of(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  BOOST_REQUIRE(EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) == 1);
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned>(digest[i]));
    out += two;
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(is_that_of_all_files_in_turn) {
  std::string all;
  for (const Part part : parts) all += read_file(shipped(part));
  BOOST_TEST(shipped_operation().sha256 == sha256_of(all));
}

BOOST_AUTO_TEST_CASE(is_what_sha256sum_says) {
  std::string command = "cat";
  for (const Part part : parts) command += " '" + shipped(part).string() + "'";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(
      ::popen((command + " | sha256sum").c_str(), "r"), ::pclose);
  BOOST_REQUIRE(pipe != nullptr);
  char line[65] = {};
  BOOST_REQUIRE(std::fgets(line, sizeof line, pipe.get()) != nullptr);
  BOOST_TEST(shipped_operation().sha256 == line);
}

BOOST_AUTO_TEST_CASE(changes_with_one_byte_of_any_file) {
  const Folder folder;
  for (const Part part : parts) {
    folder.write(part, read_file(shipped(part)) + "\n");
    const Loaded loaded = folder.load();
    BOOST_REQUIRE_MESSAGE(faults_of(loaded) == nullptr, told(loaded));
    BOOST_TEST(std::get<Operation>(loaded).sha256 != shipped_operation().sha256);
    folder.restore(part);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::spec::testing
