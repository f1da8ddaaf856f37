#include "wire/crypto.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <utility>

#include "tests/wire/support.h"

using assay::wire::base64;
using assay::wire::Digest;
using assay::wire::equal_constant_time;
using assay::wire::Hash;
using assay::wire::hex;
using assay::wire::Hmac;
using assay::wire::test::any_bytes;

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string hmac_hex(Digest digest, std::string_view key, std::string_view message) {
  return hex(Hmac(digest, key).of(message));
}

std::string hash_hex(Digest digest, std::string_view message) {
  return hex(Hash(digest).of(message));
}

// The slow way of RFC 4648, written apart from the code under test.
std::string slow_base64(std::string_view text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bits;
  for (const char c : text) {
    for (int bit = 7; bit >= 0; --bit) {
      bits += (static_cast<unsigned char>(c) >> static_cast<unsigned>(bit) & 1U) != 0 ? '1' : '0';
    }
  }
  std::string out;
  for (std::size_t at = 0; at < bits.size(); at += 6) {
    std::string six = bits.substr(at, 6);
    six.resize(6, '0');
    out += digits[std::stoul(six, nullptr, 2)];
  }
  while (out.size() % 4 != 0) out += '=';
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_crypto)

BOOST_AUTO_TEST_CASE(digests_of_known_messages) {
  BOOST_TEST(hash_hex(Digest::sha1, "") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  BOOST_TEST(hash_hex(Digest::sha1, "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
  BOOST_TEST(hash_hex(Digest::sha256, "") ==
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  BOOST_TEST(hash_hex(Digest::sha256, "abc") ==
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(hash_hex(Digest::sm3, "abc") ==
             "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

BOOST_AUTO_TEST_CASE(codes_of_rfc_2202_and_4231) {
  BOOST_TEST(hmac_hex(Digest::sha1, "Jefe", "what do ya want for nothing?") ==
             "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  BOOST_TEST(hmac_hex(Digest::sha1, std::string(20, '\x0b'), "Hi There") ==
             "b617318655057264e28bc0b6fb378c8ef146be00");
  BOOST_TEST(hmac_hex(Digest::sha256, "Jefe", "what do ya want for nothing?") ==
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  BOOST_TEST(hmac_hex(Digest::sha256, std::string(131, '\xaa'),
                      "Test Using Larger Than Block-Size Key - Hash Key First") ==
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

BOOST_AUTO_TEST_CASE(an_empty_key_and_an_empty_message_are_allowed) {
  BOOST_TEST(hmac_hex(Digest::sha256, "", "") ==
             "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  BOOST_TEST(hmac_hex(Digest::sha1, std::string_view(), std::string_view()) ==
             "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
}

BOOST_AUTO_TEST_CASE(sizes_of_results) {
  BOOST_TEST(Hmac(Digest::sha1, "secret&").of("GET&%2F&").size() == 20U);
  BOOST_TEST(Hmac(Digest::sha256, "k").of("m").size() == 32U);
  BOOST_TEST(Hmac(Digest::sm3, "k").of("m").size() == 32U);
  BOOST_TEST(Hash(Digest::sm3).of("m").size() == 32U);
}

BOOST_AUTO_TEST_CASE(one_object_serves_many_messages) {
  Hmac hmac(Digest::sha1, "key");
  Hash hash(Digest::sha256);
  for (int i = 0; i < 100; ++i) {
    const std::string message(static_cast<std::size_t>(i), 'm');
    BOOST_TEST(hex(hmac.of(message)) == hmac_hex(Digest::sha1, "key", message));
    BOOST_TEST(hex(hash.of(message)) == hash_hex(Digest::sha256, message));
  }
}

BOOST_AUTO_TEST_CASE(moved_objects_keep_their_key) {
  Hmac first(Digest::sha256, "key");
  const std::string expected = hex(first.of("m"));
  Hmac second(std::move(first));
  BOOST_TEST(hex(second.of("m")) == expected);
  Hmac third(Digest::sha1, "other");
  third = std::move(second);
  BOOST_TEST(hex(third.of("m")) == expected);
  Hash hash(Digest::sha1);
  Hash moved(std::move(hash));
  hash = Hash(Digest::sha256);
  BOOST_TEST(hex(moved.of("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  BOOST_TEST(hex(hash.of("abc")).size() == 64U);
}

BOOST_AUTO_TEST_CASE(base64_of_rfc_4648) {
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"},
                                                       {"\xFB\xEF\xFF", "++//"}};
  for (const auto& [plain, coded] : cases) BOOST_TEST(base64(bytes_of(plain)) == coded);
}

BOOST_AUTO_TEST_CASE(appending_keeps_what_is_there) {
  std::string out = "x";
  assay::wire::append_hex(out, bytes_of("\x0F\xA0"));
  assay::wire::append_base64(out, bytes_of("f"));
  BOOST_TEST(out == "x0fa0Zg==");
  BOOST_TEST(hex({}) == "");
}

BOOST_AUTO_TEST_CASE(comparing_by_example) {
  BOOST_TEST(equal_constant_time("", ""));
  BOOST_TEST(equal_constant_time(std::string_view(), ""));
  BOOST_TEST(equal_constant_time("abc", "abc"));
  BOOST_TEST(!equal_constant_time("abc", "abd"));
  BOOST_TEST(!equal_constant_time("abc", "ab"));
  BOOST_TEST(!equal_constant_time("", "a"));
  BOOST_TEST(!equal_constant_time("a", "A"));
}

RC_BOOST_PROP(base64_agrees_with_the_slow_way, ()) {
  const std::string text = *any_bytes();
  RC_ASSERT(base64(bytes_of(text)) == slow_base64(text));
}

RC_BOOST_PROP(comparing_agrees_with_plain_equality, ()) {
  const std::string a = *any_bytes();
  const std::string b = *rc::gen::oneOf(rc::gen::just(a), any_bytes());
  RC_ASSERT(equal_constant_time(a, b) == (a == b));
}

RC_BOOST_PROP(hmac_follows_rfc_2104, ()) {
  std::string key = *any_bytes();
  const std::string message = *any_bytes();
  const std::string code = hmac_hex(Digest::sha256, key, message);
  Hash hash(Digest::sha256);
  const auto raw = [&](const std::string& text) {
    const auto bytes = hash.of(text);
    return std::string(bytes.begin(), bytes.end());
  };
  if (key.size() > 64) key = raw(key);
  key.resize(64, '\0');
  std::string inner = key;
  std::string outer = key;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5C);
  RC_ASSERT(hex(bytes_of(raw(outer + raw(inner + message)))) == code);
}

BOOST_AUTO_TEST_SUITE_END()
