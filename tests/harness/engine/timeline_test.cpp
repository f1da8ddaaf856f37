// The time line of a run: nothing is lost, and it never grows past its bound.
#include "harness/engine/timeline.h"

#include <rapidcheck/boost_test.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

using namespace assay;
using harness::Timeline;

namespace {

struct Sums {
  std::size_t requests = 0, answers = 0, findings = 0;
  double slowest = 0;
};

Sums sums(const std::vector<reports::Stretch>& all) {
  Sums out;
  for (const reports::Stretch& one : all) {
    out.requests += one.requests;
    out.answers += one.answers;
    out.findings += one.findings;
    out.slowest = std::max(out.slowest, one.slowest_ms);
  }
  return out;
}

// A moment within the first `seconds`, in milliseconds.
double moment(int seconds) { return *rc::gen::inRange(0, seconds * 1000) / 1000.0; }

}  // namespace

BOOST_AUTO_TEST_SUITE(timeline)

BOOST_AUTO_TEST_CASE(nothing_happened_and_nothing_is_told) {
  BOOST_TEST(Timeline{}.stretches(5).empty());
}

BOOST_AUTO_TEST_CASE(what_happened_stands_in_its_stretch) {
  Timeline line;
  line.answered(0.05, 0.002);
  line.answered(0.06, 0.004);
  line.failed(0.25);
  line.finding(0.25);
  const auto all = line.stretches(0.27);
  BOOST_REQUIRE(all.size() == 3U);
  BOOST_TEST(all[0].until == 0.1);
  BOOST_TEST(all[0].requests == 2U);
  BOOST_TEST(all[0].answers == 2U);
  BOOST_TEST(all[0].slowest_ms == 4.0);
  BOOST_TEST(all[0].median_ms == 2.0, boost::test_tools::tolerance(0.05));
  BOOST_TEST(all[1].requests == 0U);
  BOOST_TEST(all[1].median_ms == 0.0);
  BOOST_TEST(all[2].until == 0.27);
  BOOST_TEST(all[2].requests == 1U);
  BOOST_TEST(all[2].answers == 0U);
  BOOST_TEST(all[2].findings == 1U);
}

BOOST_AUTO_TEST_CASE(the_last_one_is_whole_where_the_run_goes_on) {
  Timeline line;
  line.failed(0.05);
  BOOST_TEST(line.stretches(7).back().until == 0.1);
  // A moment before the last request is no end of it.
  line.failed(0.35);
  BOOST_TEST(line.stretches(0.2).back().until == 0.4);
}

BOOST_AUTO_TEST_CASE(a_long_run_has_longer_stretches) {
  Timeline line;
  line.answered(0, 0.001);
  line.answered(23.95, 0.001);
  BOOST_TEST(line.stretches(24).size() == Timeline::most);
  line.answered(24, 0.001);
  const auto all = line.stretches(24.1);
  BOOST_TEST(all.size() == 121U);
  BOOST_TEST(all[0].until == 0.2);
  BOOST_TEST(all[119].requests == 1U);
  BOOST_TEST(all[120].requests == 1U);
}

BOOST_AUTO_TEST_CASE(times_that_are_none_count_as_nothing) {
  Timeline line;
  const double none = std::numeric_limits<double>::quiet_NaN();
  const double endless = std::numeric_limits<double>::infinity();
  for (const double now : {-1.0, none, endless}) {
    for (const double took : {-1.0, none, endless}) line.answered(now, took);
  }
  const auto all = line.stretches(1);
  BOOST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].answers == 9U);
  BOOST_TEST(all[0].slowest_ms == 0.0);
  BOOST_TEST(all[0].median_ms == 0.0);
}

BOOST_AUTO_TEST_CASE(an_answer_that_took_a_day_has_a_class) {
  Timeline line;
  line.answered(0, 86400);
  BOOST_TEST(line.stretches(1)[0].slowest_ms == 86400e3);
}

RC_BOOST_PROP(nothing_is_lost_and_nothing_grows, ()) {
  Timeline line;
  Sums told;
  const int seconds = *rc::gen::element(1, 30, 1000, 100000);
  const int count = *rc::gen::inRange(0, 200);
  for (int i = 0; i < count; ++i) {
    const double now = moment(seconds);
    switch (*rc::gen::inRange(0, 3)) {
      case 0: {
        const double took = moment(20);
        line.answered(now, took);
        ++told.requests;
        ++told.answers;
        told.slowest = std::max(told.slowest, took * 1000);
        break;
      }
      case 1:
        line.failed(now);
        ++told.requests;
        break;
      default: line.finding(now); ++told.findings;
    }
  }
  const auto all = line.stretches(seconds);
  const Sums got = sums(all);
  RC_ASSERT(got.requests == told.requests);
  RC_ASSERT(got.answers == told.answers);
  RC_ASSERT(got.findings == told.findings);
  RC_ASSERT(std::abs(got.slowest - told.slowest) < 0.001);
  RC_ASSERT(all.size() <= Timeline::most);
  RC_ASSERT(std::is_sorted(all.begin(), all.end(),
                           [](const auto& a, const auto& b) { return a.until < b.until; }));
}

RC_BOOST_PROP(a_median_is_nearly_that_of_the_answers, ()) {
  Timeline line;
  std::vector<double> times;
  const int count = *rc::gen::inRange(1, 50);
  for (int i = 0; i < count; ++i) {
    times.push_back(*rc::gen::inRange(2, 20000) / 1e6);
    line.answered(0.01, times.back());
  }
  std::sort(times.begin(), times.end());
  const double median = 1000 * times[(times.size() - 1) / 2];
  const double got = line.stretches(1)[0].median_ms;
  RC_ASSERT(std::abs(got - median) <= 0.05 * median + 0.001);
}

BOOST_AUTO_TEST_SUITE_END()
