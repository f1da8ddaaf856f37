#include "harness/engine/timeline.h"

#include <algorithm>
#include <cmath>

namespace assay::harness {

namespace {

constexpr double microsecond = 1e-6;

// Digits that nobody reads would make two reports of one run differ.
double rounded(double value, double digits) { return std::round(value * digits) / digits; }

}  // namespace

Timeline::Part& Timeline::at(double now) {
  const double moment = now > 0 && std::isfinite(now) ? now : 0;
  while (moment >= width_ * static_cast<double>(most)) halve();
  const auto index = std::min(most - 1, static_cast<std::size_t>(moment / width_));
  if (parts_.size() <= index) parts_.resize(index + 1);
  return parts_[index];
}

void Timeline::halve() {
  width_ *= 2;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (i % 2 == 0) {
      if (i > 0) parts_[i / 2] = parts_[i];
      continue;
    }
    Part& to = parts_[i / 2];
    const Part& from = parts_[i];
    for (std::size_t time = 0; time < classes; ++time) to.times.at(time) += from.times.at(time);
    to.requests += from.requests;
    to.answers += from.answers;
    to.findings += from.findings;
    to.slowest = std::max(to.slowest, from.slowest);
  }
  parts_.resize((parts_.size() + 1) / 2);
}

std::size_t Timeline::class_of(double seconds) {
  if (seconds <= microsecond) return 0;
  const double place = 8 * std::log2(seconds / microsecond);
  return std::min(classes - 1, static_cast<std::size_t>(place));
}

void Timeline::answered(double now, double took) {
  const double time = took > 0 && std::isfinite(took) ? took : 0;
  Part& part = at(now);
  ++part.times.at(class_of(time));
  ++part.requests;
  ++part.answers;
  part.slowest = std::max(part.slowest, time);
}

void Timeline::failed(double now) { ++at(now).requests; }

void Timeline::finding(double now) { ++at(now).findings; }

double Timeline::median(const Part& part) {
  std::size_t seen = 0;
  for (std::size_t time = 0; time < classes; ++time) {
    seen += part.times.at(time);
    if (2 * seen < part.answers || part.answers == 0) continue;
    const double middle = microsecond * std::exp2((static_cast<double>(time) + 0.5) / 8);
    return std::min(middle, part.slowest);
  }
  return 0;
}

std::vector<reports::Stretch> Timeline::stretches(double end) const {
  std::vector<reports::Stretch> out;
  for (const Part& part : parts_) {
    reports::Stretch one;
    const double whole = width_ * static_cast<double>(out.size() + 1);
    const bool last = out.size() + 1 == parts_.size();
    const double from = whole - width_;
    one.until = rounded(last && end > from ? std::min(whole, end) : whole, 1e6);
    one.requests = part.requests;
    one.answers = part.answers;
    one.findings = part.findings;
    one.median_ms = rounded(1e3 * median(part), 1e3);
    one.slowest_ms = rounded(1e3 * part.slowest, 1e3);
    out.push_back(one);
  }
  return out;
}

}  // namespace assay::harness
