#include "mock/nonces.h"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

#include "mock/random.h"

namespace assay::mock::test {

BOOST_AUTO_TEST_SUITE(mock_nonces)

BOOST_AUTO_TEST_CASE(what_was_added_is_known) {
  Nonces nonces;
  BOOST_TEST(!nonces.contains("key", "a"));
  BOOST_TEST(nonces.add("key", "a"));
  BOOST_TEST(!nonces.add("key", "a"));
  BOOST_TEST(nonces.contains("key", "a"));
  BOOST_TEST(!nonces.contains("key", "b"));
  BOOST_TEST(nonces.size() == 1U);
}

BOOST_AUTO_TEST_CASE(nonces_of_two_keys_are_apart) {
  Nonces nonces;
  nonces.add("ab", "c");
  BOOST_TEST(!nonces.contains("a", "bc"));
  BOOST_TEST(!nonces.contains("abc", ""));
  BOOST_TEST(!nonces.contains("", "abc"));
}

// Eight bytes are mixed in together: no place and no length may be without effect.
BOOST_AUTO_TEST_CASE(every_byte_of_a_nonce_counts) {
  Nonces nonces;
  const std::string nonce = "0123456789abcdef0123456789abcdef-1";
  BOOST_REQUIRE(nonces.add("key", nonce));
  for (std::size_t i = 0; i < nonce.size(); ++i) {
    std::string other = nonce;
    other[i] = static_cast<char>(other[i] ^ 1);
    BOOST_TEST(!nonces.contains("key", other));
    BOOST_TEST(!nonces.contains("key", nonce.substr(0, i)));
  }
  BOOST_TEST(!nonces.contains("key", nonce + std::string(1, '\0')));
  BOOST_TEST(!nonces.contains("key", nonce + "1"));
}

BOOST_AUTO_TEST_CASE(memory_is_bounded_and_the_newest_are_kept) {
  constexpr std::size_t capacity = 1000;
  Nonces nonces(capacity);
  for (int i = 0; i < 20'000; ++i) {
    nonces.add("key", std::to_string(i));
    BOOST_REQUIRE(nonces.size() <= capacity);
  }
  for (int i = 19'500; i < 20'000; ++i) BOOST_TEST(nonces.contains("key", std::to_string(i)));
  BOOST_TEST(!nonces.contains("key", "0"));
  BOOST_TEST(!nonces.contains("key", "18000"));
}

BOOST_AUTO_TEST_CASE(growing_loses_nothing) {
  Nonces nonces(100'000);
  for (int i = 0; i < 30'000; ++i) nonces.add("k", std::to_string(i));
  for (int i = 0; i < 30'000; ++i) BOOST_REQUIRE(nonces.contains("k", std::to_string(i)));
  for (int i = 30'000; i < 60'000; ++i) BOOST_REQUIRE(!nonces.contains("k", std::to_string(i)));
}

BOOST_AUTO_TEST_CASE(the_same_nonce_twice_is_one) {
  Nonces nonces(10);
  for (int i = 0; i < 100; ++i) nonces.add("k", "same");
  BOOST_TEST(nonces.size() == 1U);
}

BOOST_AUTO_TEST_CASE(even_the_smallest_memory_works) {
  Nonces nonces(0);
  nonces.add("k", "a");
  BOOST_TEST(nonces.contains("k", "a"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(mock_request_ids)

BOOST_AUTO_TEST_CASE(ids_have_the_form_of_a_uuid) {
  RequestIds ids(7);
  std::string id;
  for (int i = 0; i < 1000; ++i) {
    ids.next(id);
    BOOST_REQUIRE(id.size() == 36U);
    for (std::size_t at = 0; at < id.size(); ++at) {
      const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
      const bool hex = std::string_view("0123456789ABCDEF").find(id[at]) != std::string_view::npos;
      BOOST_REQUIRE(dash ? id[at] == '-' : hex);
    }
    BOOST_REQUIRE(id[14] == '5');
    BOOST_REQUIRE(std::string_view("89AB").find(id[19]) != std::string_view::npos);
  }
}

BOOST_AUTO_TEST_CASE(same_seed_same_ids_and_none_comes_twice) {
  RequestIds one(3), two(3), other(4);
  std::set<std::string> seen;
  std::string a, b, c;
  for (int i = 0; i < 10'000; ++i) {
    one.next(a);
    two.next(b);
    other.next(c);
    BOOST_REQUIRE(a == b);
    BOOST_REQUIRE(seen.insert(a).second);
    BOOST_REQUIRE(seen.insert(c).second);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
