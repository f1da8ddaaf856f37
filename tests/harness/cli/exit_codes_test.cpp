// The exit codes are one table, told in three places.
#include "harness/exit_codes.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

namespace assay::harness {

BOOST_AUTO_TEST_SUITE(exit_codes)

BOOST_AUTO_TEST_CASE(documents_hold_the_same_table) {
  const std::vector<std::pair<Exit, const char*>> table{
      {Exit::conforms, "conforms: no violation was found"},
      {Exit::violations, "violations"},
      {Exit::usage, "usage or spec error"},
      {Exit::unavailable, "endpoint unavailable or run void"},
      {Exit::nothing, "nothing was judged"},
      {Exit::interrupted, "interrupted (report written)"},
      {Exit::own_fault, "our own fault"}};
  for (const char* file : {"/README.md", "/docs/verdicts.md"}) {
    std::ostringstream text;
    text << std::ifstream(std::string(ASSAY_ROOT) + file).rdbuf();
    for (const auto& [code, means] : table) {
      const std::string row = "| " + std::to_string(static_cast<int>(code)) + " | " + means + " |";
      BOOST_TEST((text.str().find(row) != std::string::npos), file << " lacks " << row);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
