// How a run went over time: how much was sent, and how long its answers took. Bounded, however long
// the run: it begins with short stretches, and when there are too many, neighbours become one.
//
// Example: Timeline line;  line.answered(0.31, 0.002);  line.stretches(1.5);
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "reports/summary.h"

namespace assay::harness {

class Timeline {
 public:
  static constexpr std::size_t most = 240;  // stretches
  static constexpr double shortest = 0.1;   // seconds

  // A request was answered, `took` seconds after it was sent; `now` counts seconds since the run
  // began. What is negative or no number counts as 0.
  void answered(double now, double took);
  void failed(double now);   // a request without an answer
  void finding(double now);  // one was seen for the first time

  // Those until `end`, without gaps, the last one cut off there. A median is right within 5 %.
  std::vector<reports::Stretch> stretches(double end) const;

 private:
  // Answers by how long they took, eight classes for each doubling from a microsecond on.
  static constexpr std::size_t classes = 8 * 28;
  struct Part {
    std::array<std::uint32_t, classes> times{};
    std::size_t requests = 0, answers = 0, findings = 0;
    double slowest = 0;
  };
  Part& at(double now);
  void halve();
  static std::size_t class_of(double seconds);
  static double median(const Part& part);

  std::vector<Part> parts_;
  double width_ = shortest;
};

}  // namespace assay::harness
