#include "harness/engine/mask.h"

#include <boost/test/unit_test.hpp>

namespace assay::harness {

BOOST_AUTO_TEST_SUITE(mask)

BOOST_AUTO_TEST_CASE(hides_keys_secrets_and_tokens) {
  const wire::Credentials credentials{"LTAI5tKey", "s3cr3t+/=", "CAIS token"};
  const Mask mask(&credentials);
  BOOST_TEST(mask("AccessKeyId=LTAI5tKey&x=1") == "AccessKeyId=***&x=1");
  BOOST_TEST(mask("the secret s3cr3t+/= was sent") == "the secret *** was sent");
  BOOST_TEST(mask("a=s3cr3t%2B%2F%3D") == "a=***");
  BOOST_TEST(mask("SecurityToken=CAIS%20token") == "SecurityToken=***");
}

BOOST_AUTO_TEST_CASE(hides_signatures_wherever_they_stand) {
  const Mask mask(nullptr);
  BOOST_TEST(mask("GET /?Signature=abc%3D&x=1 HTTP/1.1") == "GET /?Signature=***&x=1 HTTP/1.1");
  BOOST_TEST(mask("Credential=a,SignedHeaders=b,Signature=0f0f\r\nHost: h") ==
             "Credential=a,SignedHeaders=b,Signature=***\r\nHost: h");
  BOOST_TEST(mask("x=1&Signature=abc") == "x=1&Signature=***");
  BOOST_TEST(mask("Signature=a&Signature=b") == "Signature=***&Signature=***");
}

BOOST_AUTO_TEST_CASE(leaves_everything_else) {
  const wire::Credentials credentials{"a", "bc", ""};
  const Mask mask(&credentials);  // too short to be told from ordinary text
  const std::string text("abc SignatureMethod=HMAC-SHA1 SignatureNonce=1 \0 \xFF", 50);
  BOOST_TEST(mask(text) == text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
