#include "harness/transport/transport.h"

#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace assay::harness {
namespace {

struct Good {
  std::string url;
  bool tls;
  std::string host;
  std::uint16_t port;
  std::string authority;
  std::string back;  // url()
};

struct Bad {
  std::string url;
  std::string why;  // a part of the sentence
};

const std::vector<Good> good_rows = {
    {"http://localhost", false, "localhost", 80, "localhost", "http://localhost:80"},
    {"http://localhost/", false, "localhost", 80, "localhost", "http://localhost:80"},
    {"https://a.example", true, "a.example", 443, "a.example", "https://a.example:443"},
    {"https://a.example:80", true, "a.example", 80, "a.example:80", "https://a.example:80"},
    {"http://a.example:443", false, "a.example", 443, "a.example:443", "http://a.example:443"},
    {"http://127.0.0.1:8080/", false, "127.0.0.1", 8080, "127.0.0.1:8080", "http://127.0.0.1:8080"},
    {"http://127.0.0.1:80", false, "127.0.0.1", 80, "127.0.0.1", "http://127.0.0.1:80"},
    {"HTTP://LocalHost:1", false, "localhost", 1, "localhost:1", "http://localhost:1"},
    {"http://[::1]", false, "::1", 80, "[::1]", "http://[::1]:80"},
    {"https://[2001:DB8::1]:65535/", true, "2001:db8::1", 65535, "[2001:db8::1]:65535",
     "https://[2001:db8::1]:65535"},
    {"http://a_b-c.d1", false, "a_b-c.d1", 80, "a_b-c.d1", "http://a_b-c.d1:80"},
    {"http://1a.2b", false, "1a.2b", 80, "1a.2b", "http://1a.2b:80"},
    {"http://xn--bcher-kva.example", false, "xn--bcher-kva.example", 80, "xn--bcher-kva.example",
     "http://xn--bcher-kva.example:80"},
    {"http://h:00080", false, "h", 80, "h", "http://h:80"},
};

const std::vector<Bad> bad_rows = {
    {"", "http:// or https://"},
    {"localhost", "http:// or https://"},
    {"ftp://h", "http:// or https://"},
    {"http:h", "http:// or https://"},
    {"http:/h", "http:// or https://"},
    {"://h", "http:// or https://"},
    {" http://h", "http:// or https://"},
    {"http://", "needs a host"},
    {"http:///", "needs a host"},
    {"http://:80", "needs a host"},
    {"http://u@h", "user information"},
    {"http://u:p@h/", "user information"},
    {"http://h/x", "no path"},
    {"http://h//", "no path"},
    {"http://h/x?y", "no path"},
    {"http://h?x", "no query"},
    {"http://h/?x", "no query"},
    {"http://h#x", "no fragment"},
    {"http://h/#x", "no fragment"},
    {"http://h:", "1 to 65535"},
    {"http://h:0", "1 to 65535"},
    {"http://h:65536", "1 to 65535"},
    {"http://h:99999999999", "1 to 65535"},
    {"http://h:-1", "1 to 65535"},
    {"http://h:+1", "1 to 65535"},
    {"http://h:8o", "1 to 65535"},
    {"http://h: 80", "1 to 65535"},
    {"http://[::1]:", "1 to 65535"},
    {"http://::1", "in brackets"},
    {"http://::1/", "in brackets"},
    {"http://[::1", "IPv6 address"},
    {"http://[]", "IPv6 address"},
    {"http://[h]", "IPv6 address"},
    {"http://[127.0.0.1]", "IPv6 address"},
    {"http://[fe80::1%eth0]", "IPv6 address"},
    {"http://[::1]x", "only a port"},
    {"http://b\xc3\xbc"
     "cher.example",
     "xn--"},
    {"http://a..b", "neither a host name nor an address"},
    {"http://.a", "neither a host name nor an address"},
    {"http://a.", "neither a host name nor an address"},
    {"http://-a", "neither a host name nor an address"},
    {"http://a-", "neither a host name nor an address"},
    {"http://a b", "neither a host name nor an address"},
    {"http://a\r\nb", "neither a host name nor an address"},
    {"http://a%41", "neither a host name nor an address"},
    {"http://*", "neither a host name nor an address"},
    {"http://256.0.0.1", "neither a host name nor an address"},
    {"http://127.1", "neither a host name nor an address"},
    {"http://2130706433", "neither a host name nor an address"},
    {"http://0x7f000001", "neither a host name nor an address"},
    {"http://" + std::string(64, 'a'), "neither a host name nor an address"},
    {"http://" + std::string("127.0.0.1\0.x", 12), "neither a host name nor an address"},
    {"http://[" + std::string("::1\0x", 5) + "]", "IPv6 address"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(transport_endpoint)

BOOST_AUTO_TEST_CASE(what_is_understood) {
  for (const Good& row : good_rows) {
    Endpoint endpoint;
    std::string why;
    BOOST_TEST_CONTEXT(row.url) {
      BOOST_TEST(parse_endpoint(row.url, endpoint, why), why);
      BOOST_TEST(endpoint.tls == row.tls);
      BOOST_TEST(endpoint.host == row.host);
      BOOST_TEST(endpoint.port == row.port);
      BOOST_TEST(endpoint.authority() == row.authority);
      BOOST_TEST(endpoint.url() == row.back);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_refused_and_how) {
  for (const Bad& row : bad_rows) {
    Endpoint endpoint;
    endpoint.host = "before";
    std::string why;
    BOOST_TEST_CONTEXT(row.url) {
      BOOST_TEST(!parse_endpoint(row.url, endpoint, why));
      BOOST_TEST(why.find(row.why) != std::string::npos, why);
      BOOST_TEST(endpoint.host == "before");
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_loopback) {
  const auto loopback = [](std::string host) {
    Endpoint endpoint;
    endpoint.host = std::move(host);
    return endpoint.loopback();
  };
  for (const char* host : {"127.0.0.1", "127.255.255.254", "127.0.0.0", "::1", "0:0:0:0:0:0:0:1",
                           "localhost", "LOCALHOST"}) {
    BOOST_TEST(loopback(host), host);
  }
  for (const char* host : {"128.0.0.1", "126.255.255.255", "0.0.0.0", "10.0.0.1", "::", "::2",
                           "1::1", "localhost.example", "notlocalhost", "127.0.0.1.example", ""}) {
    BOOST_TEST(!loopback(host), host);
  }
}

RC_BOOST_PROP(a_url_comes_back, (bool tls, std::uint16_t port, std::uint32_t number)) {
  Endpoint endpoint;
  endpoint.tls = tls;
  endpoint.port = port == 0 ? std::uint16_t{1} : port;
  const auto part = [&](unsigned shift) { return std::to_string((number >> shift) & 0xFFU); };
  const std::string dotted = part(24) + "." + part(16) + "." + part(8) + "." + part(0);
  endpoint.host = *rc::gen::elementOf(
      std::vector<std::string>{dotted, "h" + part(0) + ".example", "2001:db8::" + part(8)});
  for (const std::string& url : {endpoint.url(), endpoint.url() + "/"}) {
    Endpoint parsed;
    std::string why;
    RC_ASSERT(parse_endpoint(url, parsed, why));
    RC_ASSERT(parsed.tls == endpoint.tls);
    RC_ASSERT(parsed.host == endpoint.host);
    RC_ASSERT(parsed.port == endpoint.port);
  }
}

RC_BOOST_PROP(nothing_crashes_and_every_refusal_has_a_reason, (const std::string& tail)) {
  Endpoint endpoint;
  std::string why;
  if (!parse_endpoint("http://" + tail, endpoint, why)) RC_ASSERT(!why.empty());
}

BOOST_AUTO_TEST_CASE(every_failure_has_a_name_of_its_own) {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(Failure::other); ++i) {
    names.emplace(name(static_cast<Failure>(i)));
  }
  BOOST_TEST(names.size() == static_cast<std::size_t>(Failure::other) + 1);
  BOOST_TEST(name(Failure::not_http) == "not-http");
  BOOST_TEST(name(Failure::too_large) == "too-large");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
