// What the kill table says of each fate, and that nothing from an answer gets out of its cell.
#include "harness/cli/kill_table.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace assay::harness {

namespace {

Kill killed() {
  Kill out;
  out.fault = mock::faults().front();
  out.clauses = {"Colour.valid-values"};
  out.fate = Kill::Fate::killed;
  out.clause = out.finding.clause = "Colour.valid-values";
  out.finding.oracle = "outcome";
  out.finding.found_after = 1234;
  out.finding.request =
      "POST /?Action=Paint&Colour=re%7Cd%0A%1B&SignatureNonce=1&Signature=*** HTTP/1.1\r\nHost: "
      "h\r\nContent-Length: 7\r\n\r\nName=%60";
  out.seconds = 0.25;
  return out;
}

Kill with(Kill::Fate fate) {
  Kill out = killed();
  out.fate = fate;
  out.why_not = "nothing is signed";
  out.other = {"p.Paint/Name.exists/accepted"};
  return out;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kill_table)

BOOST_AUTO_TEST_CASE(the_smallest_request_is_method_and_own_parameters) {
  BOOST_TEST(smallest_request(killed()) == "POST Colour=re|d\n\x1B Name=`");
  Kill kill = killed();
  for (const char* bytes : {"", "GET", "GET /", "not http"}) {
    kill.finding.request = bytes;
    BOOST_TEST(smallest_request(kill) == "", bytes);
  }
  kill.finding.request = "GET /?a=%zz HTTP/1.1\r\n\r\n";  // no form: nothing of it is shown
  BOOST_TEST(smallest_request(kill) == "GET");
}

BOOST_AUTO_TEST_CASE(a_line_is_one_line_and_safe) {
  const std::string line = text_line(killed());
  BOOST_TEST(line.find('\n') == line.size() - 1);
  BOOST_TEST(!holds(line, "\x1B"));
  BOOST_TEST(holds(line, "value-accepted"));
  BOOST_TEST(holds(line, "1,234"));
  BOOST_TEST(holds(line, "Colour=re|d\\x0A\\x1B"));
  Kill late = killed();
  late.finding.found_after = 0;
  BOOST_TEST(holds(text_line(late), " end "));
}

BOOST_AUTO_TEST_CASE(earlier_steps_are_counted) {
  Kill one = killed();
  BOOST_TEST(!holds(text_line(one), "after"));
  one.finding.earlier = {"GET a=b → 200 success", "GET a=c → 200 success"};
  BOOST_TEST(holds(text_line(one), " after 2 steps"));
  spec::Operation operation;
  BOOST_TEST(holds(markdown(operation, {one}, "x"), "` after 2 steps |"));
  BOOST_TEST(nlohmann::json::parse(json({one}))["faults"][0]["steps"] == 3);
  one.finding.reproduced = false;
  BOOST_TEST(holds(text_line(one), "(flaky)"));
}

BOOST_AUTO_TEST_CASE(each_fate_has_its_words) {
  const std::string survived = text_line(with(Kill::Fate::survived));
  BOOST_TEST(holds(survived, "SURVIVED"));
  BOOST_TEST(holds(survived, "breaks Colour.valid-values"));
  BOOST_TEST(holds(survived, "found instead: p.Paint/Name.exists/accepted"));
  BOOST_TEST(holds(text_line(with(Kill::Fate::not_applicable)), "nothing is signed"));
  BOOST_TEST(holds(text_line(with(Kill::Fate::not_run)), "not run"));
  const std::string footer =
      text_footer({killed(), with(Kill::Fate::survived), with(Kill::Fate::not_applicable),
                   with(Kill::Fate::not_run), killed()});
  BOOST_TEST(footer == "2 killed, 1 survived, 1 not applicable, 1 not run\n");
}

BOOST_AUTO_TEST_CASE(a_cell_of_markdown_stays_a_cell) {
  spec::Operation operation;
  operation.product = "p";
  operation.name = "Paint";
  Kill flaky = killed();
  flaky.finding.reproduced = false;
  const std::string page = markdown(operation, {killed(), flaky, with(Kill::Fate::survived)}, "x");
  BOOST_TEST(holds(page,
                   "| 1,234 | outcome | `Colour.valid-values` | `POST Colour=re\\|d\\x0A\\x1B "
                   "Name='` |\n"));
  BOOST_TEST(holds(page, "| varies | outcome | `Colour.valid-values` | comes and goes |\n"));
  BOOST_TEST(holds(page, "**survived**"));
  BOOST_TEST(!holds(page, "0.25"));  // nothing of the machine's speed
}

BOOST_AUTO_TEST_CASE(machines_read_the_same) {
  const auto read = nlohmann::json::parse(json({killed(), with(Kill::Fate::survived)}));
  BOOST_TEST(read["killed"] == 1);
  BOOST_TEST(read["survived"] == 1);
  BOOST_TEST(read["faults"][0]["fault"] == "value-accepted");
  BOOST_TEST(read["faults"][0]["found_after"] == 1234);
  BOOST_TEST(read["faults"][1]["fate"] == "survived");
  BOOST_TEST(read["faults"][1]["clause"] == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
