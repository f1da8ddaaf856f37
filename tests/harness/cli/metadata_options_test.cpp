#include "harness/cli/metadata_options.h"

#include <boost/test/unit_test.hpp>

#include "harness/cli/parse.h"

namespace assay::harness {

namespace {

const spec::Operation& operation() {
  static std::string file;
  static const spec::Operation one = load_operation("", file);
  return one;
}

Settings settings(std::vector<std::string> instances = {}, bool live = false) {
  Settings out;
  out.instances = std::move(instances);
  out.live = live;
  return out;
}

std::string refusal(const std::string& url, const Settings& asked) {
  try {
    metadata_access(operation(), url, asked);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(accepted)";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metadata_options)

BOOST_AUTO_TEST_CASE(a_url_is_an_endpoint_and_a_prefix) {
  const Settings one = settings({"i-1"});
  const EffectsAccess plain = metadata_access(operation(), "http://127.0.0.1:81/", one);
  BOOST_TEST(plain.endpoint.url() == "http://127.0.0.1:81");
  BOOST_TEST(plain.prefix_of("i-1") == "");
  BOOST_TEST(!plain.reaches_all());
  const EffectsAccess named =
      metadata_access(operation(), "http://[::1]:81/of/{instance}/x//", settings());
  BOOST_TEST(named.reaches_all());
  BOOST_TEST(named.endpoint.host == "::1");
  BOOST_TEST(named.prefix_of("i-1") == "/of/i-1/x");
  BOOST_TEST(named.prefix_of("a b/c\r\n") == "/of/a%20b%2Fc%0D%0A/x");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_named) {
  const auto starts = [](const std::string& url, const Settings& asked, const std::string& why) {
    BOOST_TEST(refusal(url, asked).starts_with(why), url << ": " << refusal(url, asked));
  };
  const Settings one = settings({"i-1"});
  starts("127.0.0.1:81", one, "--imds: an endpoint starts with http://");
  starts("http://a@127.0.0.1/", one, "--imds: an endpoint has no user information");
  starts("http://127.0.0.1?x", one, "--imds: an endpoint has no query");
  for (const char* path : {"/a?b", "/a#b", "/a b", "/%41", "/{instance}/{instance}", "/{inst}"}) {
    starts(std::string("http://127.0.0.1") + path, one, "--imds: came \"http://127.0.0.1/");
  }
  starts("http://192.0.2.1/", one, "--imds: 192.0.2.1 is not this machine");
  starts("http://192.0.2.1/", settings({"i-1"}, true), "(accepted)");
  starts("http://127.0.0.1/", settings(), "--imds: which instance does it serve?");
  starts("http://127.0.0.1/{instance}", settings(), "(accepted)");
}

BOOST_AUTO_TEST_CASE(a_document_without_effects_has_none) {
  spec::Operation without = operation();
  without.effects.reset();
  BOOST_CHECK_THROW(metadata_access(without, "http://127.0.0.1/{instance}", settings()),
                    UsageError);
  MockSettings mock;
  mock.metadata_port = 0;
  BOOST_CHECK_THROW(EmbeddedMock(without, mock), UsageError);
}

BOOST_AUTO_TEST_CASE(the_embedded_mock_is_reached_by_name) {
  MockSettings mock;
  mock.metadata_port = 0;
  EmbeddedMock embedded(operation(), mock);
  const Settings asked = settings();
  const EffectsAccess access = embedded_metadata(embedded, asked);
  BOOST_TEST(access.endpoint.port == embedded.metadata().port);
  BOOST_TEST(access.endpoint.port != embedded.endpoint().port);
  BOOST_TEST(access.reaches_all());
  access.pass(std::chrono::seconds(3600));  // moves a clock: nobody waits
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
