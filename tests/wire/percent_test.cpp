#include "wire/percent.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <vector>

#include "tests/wire/support.h"

using assay::wire::append_encoded;
using assay::wire::decode;
using assay::wire::decode_into;
using assay::wire::encode;
using assay::wire::encoded_room;
using assay::wire::Plus;
using assay::wire::twice_encoded_room;
using assay::wire::write_encoded;
using assay::wire::write_twice_encoded;
using assay::wire::test::any_bytes;
using assay::wire::test::bytes_literal;

namespace {

using Writer = char* (*)(char*, std::string_view);

// Byte by byte, as the documents say it.
std::string slowly(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool stays = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    char escape[4];
    std::snprintf(escape, sizeof escape, "%%%02X", static_cast<unsigned>(c) & 0xFFU);
    out += stays ? std::string(1, c) : escape;
  }
  return out;
}

// What `writer` makes of a copy of `text` without a byte to spare, in a buffer of exactly `room`
// with a guard behind it.
std::string written(Writer writer, std::string_view text, std::size_t room) {
  const std::vector<char> exact(text.begin(), text.end());
  std::vector<char> buffer(room + 8, 'G');
  const char* const end = writer(buffer.data(), {exact.data(), exact.size()});
  BOOST_REQUIRE(std::string(buffer.end() - 8, buffer.end()) == "GGGGGGGG");
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_percent)

// Sixteen bytes are looked at together: each byte has to be told at each place of a block.
BOOST_AUTO_TEST_CASE(every_byte_at_every_place) {
  for (const std::size_t size : {1U, 3U, 4U, 7U, 8U, 9U, 15U, 16U, 17U, 31U, 33U}) {
    for (std::size_t place = 0; place < size; ++place) {
      for (int value = 0; value < 256; ++value) {
        std::string text(size, 'z');
        text[place] = static_cast<char>(static_cast<unsigned char>(value));
        const std::string once = slowly(text);
        BOOST_REQUIRE(written(write_encoded, text, encoded_room(size)) == once);
        BOOST_REQUIRE(written(write_twice_encoded, text, twice_encoded_room(size)) == slowly(once));
        BOOST_REQUIRE(decode(once, Plus::space) == text);
        if (value == '%') continue;
        std::string plain = text;
        BOOST_REQUIRE(decode(plain, Plus::literal) == plain);
        if (value == '+') plain[place] = ' ';
        BOOST_REQUIRE(decode(text, Plus::space) == plain);
      }
    }
  }
}

RC_BOOST_PROP(both_writers_write_what_the_slow_one_writes, ()) {
  const std::string text = *any_bytes();
  const std::string once = slowly(text);
  RC_ASSERT(encode(text) == once);
  RC_ASSERT(written(write_encoded, text, encoded_room(text.size())) == once);
  RC_ASSERT(written(write_twice_encoded, text, twice_encoded_room(text.size())) == slowly(once));
}

BOOST_AUTO_TEST_CASE(a_text_of_escapes_alone_fits_its_room) {
  for (std::size_t size = 0; size < 50; ++size) {
    const std::string text(size, '*');
    BOOST_TEST(written(write_encoded, text, encoded_room(size)).size() == 3 * size);
    BOOST_TEST(written(write_twice_encoded, text, twice_encoded_room(size)).size() == 5 * size);
  }
}

BOOST_AUTO_TEST_CASE(unreserved_bytes_stay) {
  const std::string unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  BOOST_TEST(encode(unreserved) == unreserved);
}

BOOST_AUTO_TEST_CASE(every_other_byte_becomes_an_upper_case_escape) {
  const std::string unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  int escaped = 0;
  for (int value = 0; value < 256; ++value) {
    const char byte = static_cast<char>(static_cast<unsigned char>(value));
    if (unreserved.find(byte) != std::string::npos) continue;
    char expected[4];
    std::snprintf(expected, sizeof expected, "%%%02X", static_cast<unsigned>(value));
    BOOST_TEST(encode(std::string(1, byte)) == expected);
    ++escaped;
  }
  BOOST_TEST(escaped == 256 - 66);
}

BOOST_AUTO_TEST_CASE(encoding_by_example) {
  BOOST_TEST(encode("") == "");
  BOOST_TEST(encode("a *") == "a%20%2A");
  BOOST_TEST(encode("+") == "%2B");
  BOOST_TEST(encode("%41") == "%2541");
  BOOST_TEST(encode("!'()") == "%21%27%28%29");
  BOOST_TEST(encode("\xE5\x95\x8A") == "%E5%95%8A");
  BOOST_TEST(encode(bytes_literal("a\0b")) == "a%00b");
  BOOST_TEST(encode("\x7F\xFF") == "%7F%FF");
  BOOST_TEST(encode("\r\n") == "%0D%0A");
}

BOOST_AUTO_TEST_CASE(append_keeps_what_is_there) {
  std::string out = "x=";
  append_encoded(out, "a b");
  append_encoded(out, "");
  append_encoded(out, "&");
  BOOST_TEST(out == "x=a%20b%26");
}

BOOST_AUTO_TEST_CASE(decoding_by_example) {
  BOOST_TEST(decode("", Plus::literal).value() == "");
  BOOST_TEST(decode("%41%4a%4A", Plus::literal).value() == "AJJ");
  BOOST_TEST(decode("a+b", Plus::literal).value() == "a+b");
  BOOST_TEST(decode("a+b", Plus::space).value() == "a b");
  BOOST_TEST(decode("a%2Bb", Plus::space).value() == "a+b");
  BOOST_TEST(decode("%00", Plus::space).value() == std::string(1, '\0'));
  BOOST_TEST(decode("%25%34%31", Plus::space).value() == "%41");
  BOOST_TEST(decode("\xFF*", Plus::space).value() == "\xFF*");
}

BOOST_AUTO_TEST_CASE(malformed_escapes_are_refused) {
  for (const char* text : {"%", "%4", "a%", "%G1", "%1G", "%%41", "% 1", "%-1", "%+1", "%0x",
                           "ok%4", "%\xC3\xA9", "%:0", "%/0", "%@0", "%`0", "%g0"}) {
    BOOST_TEST(!decode(text, Plus::literal).has_value(), text);
    BOOST_TEST(!decode(text, Plus::space).has_value(), text);
  }
  BOOST_TEST(!decode(bytes_literal("%4\0"), Plus::literal).has_value());
}

BOOST_AUTO_TEST_CASE(decode_into_replaces_and_keeps_its_room) {
  std::string out(100, 'x');
  const std::size_t capacity = out.capacity();
  const char* const place = out.data();
  BOOST_TEST(decode_into(out, "%61b", Plus::literal));
  BOOST_TEST(out == "ab");
  BOOST_TEST(out.capacity() == capacity);
  BOOST_TEST(static_cast<const void*>(out.data()) == static_cast<const void*>(place));
  BOOST_TEST(!decode_into(out, "zz%", Plus::literal));
}

RC_BOOST_PROP(decode_undoes_encode, ()) {
  const std::string text = *any_bytes();
  RC_ASSERT(decode(encode(text), Plus::literal) == text);
  RC_ASSERT(decode(encode(text), Plus::space) == text);
}

RC_BOOST_PROP(encoding_is_of_each_byte_by_itself, ()) {
  const std::string left = *any_bytes();
  const std::string right = *any_bytes();
  RC_ASSERT(encode(left + right) == encode(left) + encode(right));
}

RC_BOOST_PROP(decoding_any_bytes_gives_no_more_than_went_in, ()) {
  const std::string text = *any_bytes();
  const auto plain = decode(text, Plus::space);
  if (plain) RC_ASSERT(plain->size() <= text.size());
  RC_ASSERT(plain.has_value() == decode(text, Plus::literal).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
