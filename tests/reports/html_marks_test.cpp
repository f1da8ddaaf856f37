// What is marked, and that marking changes nothing else.
#include "reports/html_marks.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include "reports/escape.h"
#include "tests/reports/markup.h"
#include "tests/reports/support.h"

using namespace assay;
using reports::Range;

namespace {

std::vector<std::string> texts(std::string_view text, const std::vector<Range>& ranges) {
  std::vector<std::string> out;
  for (const Range& one : ranges) out.emplace_back(text.substr(one.from, one.to - one.from));
  return out;
}

using Texts = std::vector<std::string>;

std::string without_marks(std::string text) {
  for (const std::string mark : {"<mark>", "</mark>"}) {
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark))
      text.erase(at, mark.size());
  }
  return text;
}

std::string all_marked(std::string_view text, const std::vector<Range>& ranges) {
  std::size_t taken = 0;
  return reports::marked(text, ranges, text.size(), 100000, taken);
}

// Places to cut at, in order, never inside a character: bytes below 128 only.
std::vector<Range> some_ranges(const std::string& text) {
  std::vector<Range> out;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto step = *rc::gen::inRange<std::size_t>(1, 8);
    const std::size_t from = at + step;
    const std::size_t to = from + *rc::gen::inRange<std::size_t>(1, 8);
    if (to > text.size()) break;
    out.push_back({from, to});
    at = to;
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(html_marks)

BOOST_AUTO_TEST_CASE(the_parameter_is_found_where_it_is_sent) {
  const auto of = [](std::string_view request, std::string_view name) {
    return texts(request, reports::parameter_ranges(request, name));
  };
  BOOST_TEST(of("GET /?A=1&B=2 HTTP/1.1\r\n", "A") == Texts{"A=1"},
             boost::test_tools::per_element());
  BOOST_TEST(of("GET /?A=1&B=2 HTTP/1.1\r\n", "B") == Texts{"B=2"},
             boost::test_tools::per_element());
  BOOST_TEST(of("POST / HTTP/1.1\r\n\r\nB=%20x&A=1&B=", "B") == (Texts{"B=%20x", "B="}),
             boost::test_tools::per_element());
  BOOST_TEST(of("\n\nTag.1.Key=a&Tag.2.Key=b", "Tag") == (Texts{"Tag.1.Key=a", "Tag.2.Key=b"}),
             boost::test_tools::per_element());
  BOOST_TEST(of("GET /?B HTTP/1.1", "B") == Texts{"B"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_longer_name_and_a_value_are_not_the_parameter) {
  for (const char* request : {"GET /?AB=1 HTTP/1.1", "GET /?BA=1 HTTP/1.1", "GET /?x=A=1 HTTP/1.1",
                              "GET / HTTP/1.1\r\nHost: A=1", ""})
    BOOST_TEST(reports::parameter_ranges(request, "A").empty());
  BOOST_TEST(reports::parameter_ranges("GET /?=1", "").empty());
}

BOOST_AUTO_TEST_CASE(the_words_between_what_is_alike_differ) {
  const auto of = [](std::string_view text, std::string_view other) {
    return texts(text, reports::differing_words(text, other));
  };
  BOOST_TEST(of("400 A: no", "400 B: no") == Texts{"A:"}, boost::test_tools::per_element());
  BOOST_TEST(of("200 success", "400 A: no") == Texts{"200 success"},
             boost::test_tools::per_element());
  BOOST_TEST(of("a b c d", "a x y d") == Texts{"b c"}, boost::test_tools::per_element());
  BOOST_TEST(of("a b", "a b").empty());
  BOOST_TEST(of("a", "a b").empty());
  BOOST_TEST(of("", "a").empty());
  BOOST_TEST(reports::common_words("400 A: no", "400 B: no") == 2U);
  BOOST_TEST(reports::common_words("a a", "a") == 1U);
}

BOOST_AUTO_TEST_CASE(words_that_stand_nowhere_else) {
  const std::string_view after = "A=1 B=3\nC=4";
  BOOST_TEST(texts(after, reports::words_not_in(after, "A=1 B=2")) == (Texts{"B=3", "C=4"}),
             boost::test_tools::per_element());
  BOOST_TEST(reports::words_not_in(after, after).empty());
}

BOOST_AUTO_TEST_CASE(marks_stand_around_escaped_text) {
  BOOST_TEST(all_marked("a<b>c", {{1, 4}}) == "a<mark>&lt;b&gt;</mark>c");
  BOOST_TEST(all_marked("abc", {}) == "abc");
  BOOST_TEST(all_marked("abc", {{0, 1}, {2, 3}}) == "<mark>a</mark>b<mark>c</mark>");
  BOOST_TEST(reports::marked_brief("abcdef", {{0, 2}}, 3) == "<mark>ab</mark>c\u2026");
}

BOOST_AUTO_TEST_CASE(a_cut_inside_a_mark_closes_it) {
  std::size_t taken = 0;
  BOOST_TEST(reports::marked("abcdef", {{1, 5}}, 3, 1000, taken) == "a<mark>bc</mark>");
  BOOST_TEST(taken == 3U);
  BOOST_TEST(reports::marked("abcdef", {{4, 5}}, 3, 1000, taken) == "abc");
  BOOST_TEST(reports::marked("", {{4, 5}}, 3, 1000, taken) == "");
}

BOOST_AUTO_TEST_CASE(an_outcome_is_told_apart) {
  const auto of = [](std::string_view text) {
    const reports::Outcome outcome = reports::outcome_of(text);
    return Texts{std::string(outcome.status), std::string(outcome.code),
                 std::string(outcome.message)};
  };
  const auto check = [&](std::string_view text, const Texts& expected) {
    BOOST_TEST_CONTEXT(text) BOOST_TEST(of(text) == expected, boost::test_tools::per_element());
  };
  check("400 InvalidName.NotSupported: The name: is wrong.",
        {"400", "InvalidName.NotSupported", "The name: is wrong."});
  check("400 Missing{parameter}: x", {"400", "Missing{parameter}", "x"});
  check("200 success", {"200", "", "success"});
  check("success", {"2xx", "", "success"});
  check("200, empty body", {"200", "", "empty body"});
  check("403: Forbidden: token", {"403", "", "Forbidden: token"});
  check("401", {"401", "", ""});
  check("400 Name:", {"400", "Name", ""});
  check("400 Name, state unchanged", {"400", "", "Name, state unchanged"});
  for (const char* other : {"", "no answer", "4000 x", "40", "Name stays 400", "400x"})
    check(other, {"", "", other});
}

BOOST_AUTO_TEST_CASE(status_code_and_message_differ_each_for_itself) {
  struct Told {
    bool status, code;
    Texts message;
  };
  const auto check = [](std::string_view one, std::string_view other, const Told& expected) {
    const reports::Outcome outcome = reports::outcome_of(one);
    const reports::Unlike got = reports::unlike(outcome, reports::outcome_of(other));
    BOOST_TEST_CONTEXT(one << " and " << other) {
      BOOST_TEST(got.status == expected.status);
      BOOST_TEST(got.code == expected.code);
      BOOST_TEST(texts(outcome.message, got.message) == expected.message,
                 boost::test_tools::per_element());
    }
  };
  check("400 A: no such thing", "400 A: no such thing", {false, false, {}});
  check("404 A: no such thing", "400 A: no such thing", {true, false, {}});
  check("400 B: no such thing", "400 A: no such thing", {false, true, {}});
  check("400 A: no such door", "400 A: no such thing", {false, false, {"door"}});
  check("404 B: no such door", "400 A: no such thing", {true, true, {"door"}});
  check("400 A: closed", "400 A: no such thing", {false, false, {"closed"}});
  check("400 B: closed", "400 A: no such thing", {false, true, {}});
  check("200 success", "400 A: no such thing", {true, true, {}});
  check("204 success", "success", {false, false, {}});
  check("success", "200 success", {false, false, {}});
  check("success", "400 A: no such thing", {true, true, {}});
  check("connection reset", "400 A: no such thing", {false, false, {}});
  check("Name stays a", "Name became a", {false, false, {"stays"}});
}

BOOST_AUTO_TEST_CASE(the_likest_outcome_has_the_same_code) {
  const auto like = [](std::string_view one, std::string_view other) {
    return reports::likeness(reports::outcome_of(one), reports::outcome_of(other));
  };
  BOOST_TEST(like("400 A: x", "404 A: y") > like("400 A: x", "400 B: x"));
  BOOST_TEST(like("400 A: x", "400 B: y") > like("400 A: x", "404 B: x"));
  BOOST_TEST(like("400 A: x y", "400 B: x z") > like("400 A: x y", "400 B: z"));
  BOOST_TEST(like("no answer", "200 success") == 0U);
}

BOOST_AUTO_TEST_CASE(what_differs_is_found_in_the_answer) {
  const auto of = [](std::string_view answer, std::string_view observed, bool status, bool code) {
    const reports::Outcome outcome = reports::outcome_of(observed);
    reports::Unlike parts{status, code, {}};
    if (!outcome.message.empty()) parts.message = {{0, outcome.message.size()}};
    return texts(answer, reports::answer_ranges(answer, outcome, parts));
  };
  const std::string json =
      "HTTP/1.1 404 Not Found\r\nX-Code: Lost\r\n\r\n{\"Message\":\"gone\",\"Code\" : \"Lost\"}";
  BOOST_TEST(of(json, "404 Lost: gone", true, true) == (Texts{"404", "gone", "Lost"}),
             boost::test_tools::per_element());
  BOOST_TEST(of(json, "404 Lost: gone", false, false) == Texts{"gone"},
             boost::test_tools::per_element());
  BOOST_TEST(of(json, "400 Other: else", true, true).empty());
  const std::string xml =
      "HTTP/1.1 400 Bad\r\n\r\n<Error><Code>Lost</Code><Message>gone</Message></Error>";
  BOOST_TEST(of(xml, "400 Lost: gone", true, true) == (Texts{"400", "Lost", "gone"}),
             boost::test_tools::per_element());
  BOOST_TEST(of("connection reset", "connection reset", true, true).empty());
}

RC_BOOST_PROP(marking_changes_nothing_else, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'));
  const auto ranges = some_ranges(text);
  const std::string got = all_marked(text, ranges);
  RC_ASSERT(without_marks(got) == reports::html(text));
  RC_ASSERT(tests::occurrences(got, "<mark>") == ranges.size());
  RC_ASSERT(tests::unbalanced(got).empty());
}

RC_BOOST_PROP(any_bytes_are_borne, ()) {
  const std::string text = *tests::any_bytes();
  const std::string other = *tests::any_bytes();
  const std::string answer = "HTTP/1.1 400 x\r\n\r\n{\"Code\":\"A\",\"Message\":\"" + text + "\"}";
  const reports::Outcome outcome = reports::outcome_of(text);
  reports::Unlike parts = reports::unlike(outcome, reports::outcome_of(other));
  parts.status = parts.code = true;
  RC_ASSERT(tests::unbalanced(all_marked(answer, reports::answer_ranges(answer, outcome, parts)))
                .empty());
  for (const auto& ranges :
       {reports::parameter_ranges(text, other), reports::differing_words(text, other),
        reports::words_not_in(text, other)}) {
    std::size_t last = 0;
    for (const Range& one : ranges) {
      RC_ASSERT(one.from >= last);
      RC_ASSERT(one.to > one.from);
      RC_ASSERT(one.to <= text.size());
      last = one.to;
    }
    RC_ASSERT(tests::unbalanced(all_marked(text, ranges)).empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
