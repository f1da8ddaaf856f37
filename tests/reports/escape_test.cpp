#include "reports/escape.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "tests/reports/sample.h"
#include "tests/reports/support.h"
#include "wire/answer.h"

using namespace assay;
using reports::bytes_of_json;
using reports::json_bytes;

BOOST_AUTO_TEST_SUITE(escape)

BOOST_AUTO_TEST_CASE(json_keeps_what_json_can_hold) {
  BOOST_TEST(json_bytes("plain \xe2\x82\xac \n\t\x01") == "plain \xe2\x82\xac \n\t\x01");
  BOOST_TEST(json_bytes("C:\\dir") == "C:\\dir");
  BOOST_TEST(json_bytes(std::string(1, '\0')).size() == 1U);
}

BOOST_AUTO_TEST_CASE(json_shows_ill_formed_bytes) {
  BOOST_TEST(json_bytes("\xff") == "\\xFF");
  BOOST_TEST(json_bytes("\xc0\xaf") == "\\xC0\\xAF");                    // overlong
  BOOST_TEST(json_bytes("\xed\xa0\x80") == "\\xED\\xA0\\x80");           // a surrogate
  BOOST_TEST(json_bytes("\xf4\x90\x80\x80") == "\\xF4\\x90\\x80\\x80");  // past U+10FFFF
  BOOST_TEST(json_bytes("a\xe2\x82") == "a\\xE2\\x82");                  // cut short
  BOOST_TEST(json_bytes("\xf4\x8f\xbf\xbf") == "\xf4\x8f\xbf\xbf");      // the last character
}

BOOST_AUTO_TEST_CASE(json_marks_a_backslash_that_would_be_taken_for_ours) {
  BOOST_TEST(json_bytes("\\x41") == "\\x5Cx41");
  BOOST_TEST(bytes_of_json("\\x5Cx41") == "\\x41");
  BOOST_TEST(json_bytes("\\\xff") == "\\\\xFF");
  BOOST_TEST(bytes_of_json("\\\\xFF") == "\\\xff");
}

BOOST_AUTO_TEST_CASE(reading_back_leaves_alone_what_was_never_escaped) {
  for (const char* text : {"", "\\", "\\x", "\\x4", "\\xZZ", "\\u0041", "x41"})
    BOOST_TEST(bytes_of_json(text) == text);
  BOOST_TEST(bytes_of_json("\\xfF") == "\xff");
}

RC_BOOST_PROP(json_is_reversible_and_well_formed, ()) {
  const std::string bytes = *tests::any_bytes();
  const std::string text = json_bytes(bytes);
  RC_ASSERT(wire::is_utf8(text));
  RC_ASSERT(bytes_of_json(text) == bytes);
  RC_ASSERT(nlohmann::json::parse(nlohmann::json(text).dump()).get<std::string>() == text);
}

RC_BOOST_PROP(json_text_changes_only_ill_formed_bytes, ()) {
  const std::string bytes = *tests::any_bytes();
  const std::string text = reports::json_text(bytes);
  RC_ASSERT(wire::is_utf8(text));
  if (wire::is_utf8(bytes)) RC_ASSERT(text == bytes);
}

BOOST_AUTO_TEST_CASE(xml_shows_what_xml_cannot_hold) {
  BOOST_TEST(reports::xml_text("a\x01\x1b"
                               "b\x7f") ==
             "a\\x01\\x1B"
             "b\\x7F");
  BOOST_TEST(reports::xml_text("\xef\xbf\xbf") == "\\xEF\\xBF\\xBF");
  BOOST_TEST(reports::xml_text("one\r\ntwo\nthree\tfour") == "one\ntwo\nthree\tfour");
  BOOST_TEST(reports::xml_text("a\rb") == "a\\x0Db");
  BOOST_TEST(reports::xml_text("<&>") == "<&>");
}

RC_BOOST_PROP(xml_text_survives_an_xml_library, ()) {
  const std::string text = reports::xml_text(*tests::any_bytes());
  pugi::xml_document out;
  auto root = out.append_child("r");
  root.append_attribute("a").set_value(text.c_str());
  root.append_child(pugi::node_pcdata).set_value(text.c_str());
  std::ostringstream stream;
  out.save(stream, "", pugi::format_raw);
  pugi::xml_document in;
  const std::string xml = stream.str();
  RC_ASSERT(in.load_buffer(xml.data(), xml.size(),
                           pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_fragment));
  RC_ASSERT(std::string(in.child("r").child_value()) == text);
}

BOOST_AUTO_TEST_CASE(html_has_entities_for_what_html_reads) {
  BOOST_TEST(reports::html("<b a=\"1\" c='2'>&amp;") ==
             "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
  BOOST_TEST(reports::html("\xe2\x80\xae"
                           "evil") == "\\xE2\\x80\\xAEevil");
  BOOST_TEST(reports::html("\xf0\x9f\x98\x80") == "\xf0\x9f\x98\x80");
}

BOOST_AUTO_TEST_CASE(html_is_cut_between_characters) {
  std::size_t taken = 0;
  BOOST_TEST(reports::html("a<b", 100, 5, taken) == "a&lt;");
  BOOST_TEST(taken == 2U);
  BOOST_TEST(reports::html("a<b", 100, 4, taken) == "a");
  BOOST_TEST(taken == 1U);
  BOOST_TEST(reports::html("a\xe2\x82\xac", 3, 100, taken) == "a");
  BOOST_TEST(taken == 1U);
  BOOST_TEST(reports::html("a\xe2\x82\xac", 4, 100, taken) == "a\xe2\x82\xac");
  BOOST_TEST(taken == 4U);
}

RC_BOOST_PROP(html_holds_no_markup_whatever_the_bytes, (std::uint8_t limit)) {
  const std::string bytes = *tests::any_bytes();
  const std::string whole = reports::html(bytes);
  RC_ASSERT(whole.find_first_of("<>\"'") == std::string::npos);
  RC_ASSERT(wire::is_utf8(whole));
  std::size_t taken = 0;
  const std::string part = reports::html(bytes, limit, limit, taken);
  RC_ASSERT(part.size() <= limit && taken <= limit && taken <= bytes.size());
  RC_ASSERT(whole.starts_with(part));
}

BOOST_AUTO_TEST_CASE(terminal_shows_what_would_move_the_cursor) {
  BOOST_TEST(reports::terminal("a\x1b[2Jb") == "a\\x1B[2Jb");
  BOOST_TEST(reports::terminal("a\r\nb\tc") == "a\\x0D\\x0Ab\\x09c");
  BOOST_TEST(reports::terminal("\xc2\x9b"
                               "31m") == "\\xC2\\x9B31m");  // C1: the same as ESC [
  BOOST_TEST(reports::terminal("\xe2\x80\xaeU") == "\\xE2\\x80\\xAEU");
}

RC_BOOST_PROP(terminal_lines_hold_only_what_prints, ()) {
  const std::string line = reports::terminal(*tests::any_bytes());
  RC_ASSERT(wire::is_utf8(line));
  for (const char c : line) RC_ASSERT((c >= ' ' && c != '\x7f') || (c & '\x80') != 0);
}

BOOST_AUTO_TEST_CASE(columns_are_those_of_a_terminal) {
  BOOST_TEST(reports::columns("abc") == 3U);
  BOOST_TEST(reports::columns("\xe4\xb8\xad\xe6\x96\x87") == 4U);  // two wide characters
  BOOST_TEST(reports::columns("e\xcc\x81") == 1U);                 // e and a combining accent
  BOOST_TEST(reports::columns("\xf0\x9f\x98\x80") == 2U);
}

BOOST_AUTO_TEST_CASE(clipped_lines_say_so) {
  BOOST_TEST(reports::clip("abcdef", 6) == "abcdef");
  BOOST_TEST(reports::clip("abcdefg", 6) == "abc...");
  BOOST_TEST(reports::clip("abcdefg", 2) == "..");
  BOOST_TEST(reports::clip("\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad", 5) == "\xe4\xb8\xad...");
}

RC_BOOST_PROP(clipped_lines_fit, (std::uint8_t width)) {
  const std::string line = reports::terminal(*tests::any_bytes());
  const std::string cut = reports::clip(line, width);
  RC_ASSERT(reports::columns(cut) <= width);
  RC_ASSERT(wire::is_utf8(cut));
}

BOOST_AUTO_TEST_SUITE_END()
