// TLS by libcurl: trusted, not trusted, and not spoken at all.
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

#include "tests/harness/transport/support.h"
#include "tests/harness/transport/tls_server.h"

namespace assay::harness::testing {
namespace {

// A path of this process alone; the file goes with the object.
struct TemporaryFile {
  std::string path = (std::filesystem::temp_directory_path() /
                      ("assay-tls-test-" + std::to_string(::getpid()) + ".pem"))
                         .string();
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_tls)

BOOST_AUTO_TEST_CASE(who_is_trusted_is_asked) {
  TlsServer server;
  const TemporaryFile file;
  BOOST_REQUIRE(server.write_certificate(file.path));
  TransportOptions options;
  options.ca_file = file.path;
  const auto transport = make_curl_transport(server.endpoint(), options);
  for (int i = 0; i < 2; ++i) {
    const Outcome outcome = exchange(*transport, get());
    BOOST_TEST(name(outcome.failure) == "none", outcome.detail);
    BOOST_REQUIRE(outcome.response);
    BOOST_TEST(outcome.response->body == "secret");
  }
}

BOOST_AUTO_TEST_CASE(who_is_not_trusted_is_not) {
  TlsServer server;
  const auto transport = make_curl_transport(server.endpoint(), {});
  const Outcome outcome = exchange(*transport, get());
  BOOST_TEST(name(outcome.failure) == "tls", outcome.detail);
  BOOST_TEST(!outcome.detail.empty());
}

BOOST_AUTO_TEST_CASE(the_name_must_be_that_of_the_certificate) {
  TlsServer server;
  const TemporaryFile file;
  BOOST_REQUIRE(server.write_certificate(file.path));
  TransportOptions options;
  options.ca_file = file.path;
  Endpoint elsewhere = server.endpoint();
  elsewhere.host = "localhost";
  const Outcome outcome = exchange(*make_curl_transport(elsewhere, options), get());
  BOOST_TEST(name(outcome.failure) == "tls", outcome.detail);
}

BOOST_AUTO_TEST_CASE(a_plain_server_speaks_no_tls) {
  const std::string refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
  for (const Script& script : {Script{send(refusal), stall()}, Script{send(refusal), finish()},
                               Script{finish()}, Script{reset()}}) {
    ScriptServer server({script});
    Endpoint endpoint = server.endpoint();
    endpoint.tls = true;
    const Outcome outcome = exchange(*make_curl_transport(endpoint, {}), get());
    BOOST_TEST(name(outcome.failure) == "tls", outcome.detail);
  }
}

BOOST_AUTO_TEST_CASE(a_handshake_has_a_deadline) {
  ScriptServer server({{stall()}});
  Endpoint endpoint = server.endpoint();
  endpoint.tls = true;
  TransportOptions options;
  options.timeout = std::chrono::milliseconds(150);
  const Outcome outcome = exchange(*make_curl_transport(endpoint, options), get());
  BOOST_TEST(name(outcome.failure) == "timeout", outcome.detail);
  BOOST_TEST((outcome.took < std::chrono::seconds(5)));
}

BOOST_AUTO_TEST_CASE(plain_requests_to_a_tls_server_get_no_answer) {
  TlsServer server;
  Endpoint plain = server.endpoint();
  plain.tls = false;
  for (const Kind kind : both) {
    const Outcome outcome = exchange(*make(kind, plain), get());
    const bool named = outcome.failure == Failure::not_http || outcome.failure == Failure::reset;
    BOOST_TEST(named, label(kind) << ": " << name(outcome.failure) << ": " << outcome.detail);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness::testing
