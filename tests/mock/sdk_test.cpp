// Bytes that client libraries sent, as they were recorded.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "mock/server.h"
#include "tests/mock/client.h"
#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

const std::string folder = ASSAY_ROOT "/corpus/seed/sdk-requests/";

std::string contents(const std::string& file) {
  std::string out(std::filesystem::file_size(folder + file), '\0');
  std::ifstream in(folder + file, std::ios::binary);
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  BOOST_REQUIRE_MESSAGE(in.good(), "cannot read " << file);
  return out;
}

Options options_of(const nlohmann::json& entry) {
  Options options;
  options.clock = Options::Clock::request;
  options.rules.credentials = {entry.at("accessKeyId").get<std::string>(),
                               entry.at("accessKeySecret").get<std::string>(), ""};
  return options;
}

bool of_gateway(const std::string& code) {
  for (const char* part :
       {"Signature", "TimeStamp", "Timestamp", "AccessKey", "Action", "Version"}) {
    if (code.find(part) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_sdk_requests)

BOOST_AUTO_TEST_CASE(every_recorded_signature_is_accepted) {
  const auto index = nlohmann::json::parse(contents("index.json"));
  BOOST_TEST(index.size() == 160U);
  for (const auto& entry : index) {
    const auto file = entry.at("file").get<std::string>();
    // Two of them call another operation. The gateway refuses that before it looks at the
    // signature, so they are put to a document of that name.
    spec::Operation op = document();
    op.name = entry.at("inputs").value("Action", op.name);
    Bench bench = Bench::of(options_of(entry), op);
    const Got got = bench.raw(contents(file));
    BOOST_TEST_CONTEXT(file << ": " << got.bytes) {
      BOOST_TEST(got.parsed);
      BOOST_TEST(!bench.service().decision().rule.has_value());
      BOOST_TEST(!of_gateway(got.code));
    }
  }
}

BOOST_AUTO_TEST_CASE(one_changed_byte_of_the_signed_part_is_refused) {
  const auto index = nlohmann::json::parse(contents("index.json"));
  std::size_t changed = 0;
  for (const auto& entry : index) {
    std::string bytes = contents(entry.at("file").get<std::string>());
    const std::size_t at = bytes.find("cn-hangzhou");
    if (at == std::string::npos) continue;
    bytes[at] = 'd';
    Bench bench = Bench::of(options_of(entry));
    BOOST_TEST(of_gateway(bench.raw(bytes).code), entry.at("file"));
    ++changed;
  }
  BOOST_TEST(changed > 100U);
}

BOOST_AUTO_TEST_CASE(one_through_the_socket) {
  const auto index = nlohmann::json::parse(contents("index.json"));
  Options options = options_of(index.front());
  options.names = {"i-bp67acfmxazb4ph1"};
  Service service(document(), Choices(document()), options);
  Running running(service);
  Client client(running.port());
  client.send(contents(index.front().at("file").get<std::string>()));
  const wire::Response response = client.receive();
  BOOST_TEST(response.status == 200, response.body);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
