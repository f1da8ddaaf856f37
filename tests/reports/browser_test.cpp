// report.html as a browser understands it, not as we hope it does.
#include <boost/test/unit_test.hpp>

#include <iostream>

#include "reports/html.h"
#include "tests/reports/sample.h"
#include "tests/reports/support.h"

using namespace assay;

namespace {

constexpr const char* browser = "chromium";

// The page after its scripts ran, as the browser writes it.
std::string dom(const std::string& page) {
  const tests::TempDir folder;
  const auto file = folder / "report.html";
  tests::write_file(file, page);
  const std::string log = (folder / "log").string();
  const auto ran = tests::run(
      "timeout 90 " + std::string(browser) +
      " --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
      "--disable-component-update --disable-sync --disable-extensions --user-data-dir='" +
      (folder / "profile").string() + "' --dump-dom 'file://" + file.string() + "' 2>'" + log +
      "'");
  BOOST_REQUIRE_MESSAGE(ran.status == 0, tests::read_file(log));
  return ran.output;
}

bool missing() {
  if (tests::have(browser)) return false;
  std::cerr << "SKIPPED: no " << browser << " here, so no browser looked at report.html; "
            << "scripts/bootstrap --tests installs it\n";
  return true;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(in_a_browser)

BOOST_AUTO_TEST_CASE(the_report_is_shown_and_what_is_hostile_stays_text) {
  if (missing()) return;
  const std::string shown = dom(reports::html_page(tests::sample()));
  BOOST_TEST(shown.find(">3 violations of 3 clauses</h1>") != shown.npos);
  BOOST_TEST(tests::occurrences(shown, "class=\"card finding\"") == 3U);
  BOOST_TEST(shown.find("<title>ecs.ModifyInstanceMetadataOptions: 3 violations of 3 clauses"
                        "</title>") != shown.npos);
  BOOST_TEST(tests::occurrences(shown, "<script") == 1U);
  BOOST_TEST(shown.find("<img") == shown.npos);
  BOOST_TEST(shown.find("&lt;script&gt;document.title='owned'&lt;/script&gt;") != shown.npos);
  // The policy lets the page's own script run: it shows the buttons.
  const std::string button = "<button type=\"button\" data-copy=\"\">Copy</button>";
  BOOST_TEST(tests::occurrences(shown, button) == 6U);
}

BOOST_AUTO_TEST_CASE(the_policy_stops_what_escaping_would_have_missed) {
  if (missing()) return;
  std::string page = reports::html_page(tests::sample());
  const std::string foreign = "<script>document.title='owned'</script>";
  page.insert(page.find("</main>"), foreign);
  const std::string shown = dom(page);
  BOOST_TEST(shown.find(foreign) != shown.npos);
  BOOST_TEST(shown.find("<title>owned</title>") == shown.npos);
  // The same without the policy: the check above can fail.
  const std::size_t from = page.find("<meta http-equiv");
  page.erase(from, page.find('\n', from) - from);
  BOOST_TEST(dom(page).find("<title>owned</title>") != shown.npos);
}

BOOST_AUTO_TEST_CASE(a_conforming_run_is_shown_as_one) {
  if (missing()) return;
  const std::string shown = dom(reports::html_page(tests::conforming_sample()));
  BOOST_TEST(shown.find(">conforms</h1>") != shown.npos);
  BOOST_TEST(tests::occurrences(shown, "class=\"card finding\"") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
