#include "harness/cli/doctor.h"

#include <boost/test/unit_test.hpp>

namespace assay::harness {

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(a_clock_is_judged) {
  BOOST_TEST((clock_of(0).health == Health::problem));
  BOOST_TEST((clock_of(1'789'999'999).health == Health::problem));
  BOOST_TEST((clock_of(1'790'000'000).health == Health::ok));
  BOOST_TEST((clock_of(4'000'000'000).health == Health::problem));
  BOOST_TEST(!clock_of(0).mend.empty());
}

BOOST_AUTO_TEST_CASE(skew_counts_both_ways) {
  using std::chrono::seconds;
  for (const int sign : {1, -1}) {
    BOOST_TEST((skew_of(seconds(sign * 59)).health == Health::ok));
    BOOST_TEST((skew_of(seconds(sign * 60)).health == Health::warning));
    BOOST_TEST((skew_of(seconds(sign * 899)).health == Health::warning));
    BOOST_TEST((skew_of(seconds(sign * 900)).health == Health::problem));
  }
  BOOST_TEST(skew_of(seconds(-100)).seen == "this machine is 100 s behind the endpoint");
  BOOST_TEST(skew_of(seconds(100)).seen == "this machine is 100 s ahead of the endpoint");
}

BOOST_AUTO_TEST_CASE(disk_and_files) {
  constexpr std::uintmax_t mebibyte = 1024 * 1024;
  BOOST_TEST((disk_of(63 * mebibyte, "r").health == Health::problem));
  BOOST_TEST((disk_of(64 * mebibyte, "r").health == Health::warning));
  BOOST_TEST((disk_of(512 * mebibyte, "r").health == Health::ok));
  BOOST_TEST((descriptors_of(48, 8).health == Health::ok));
  BOOST_TEST((descriptors_of(47, 8).health == Health::problem));
  BOOST_TEST(descriptors_of(47, 8).mend.find("ulimit -n 48") == 0U);
}

BOOST_AUTO_TEST_CASE(dates_of_http) {
  BOOST_TEST(*http_date("Thu, 01 Jan 1970 00:00:01 GMT") == 1);
  BOOST_TEST(*http_date("Tue, 24 Nov 2026 02:12:40 GMT") == 1795486360);
  for (const char* bad : {"", "2026-11-24T02:12:40Z", "Tue, 24 Nov 2026 02:12:40 CET", "Tue"})
    BOOST_TEST(!http_date(bad).has_value(), bad);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::harness
