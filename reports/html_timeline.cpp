// The time line of report.html: how fast the run went and how long answers took, drawn as SVG.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr double width = 500, height = 180, left = 74, right = 14, bottom = 28, top = 12;
constexpr std::size_t most = 240;  // stretches; a journal may claim more

// A figure that is easily halved, not below `value`: 1, 2, 3, 4, 6 or 8 times a power of ten.
double nice(double value) {
  if (!(value > 0) || !std::isfinite(value)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0})
    if (step * power >= value) return step * power;
  return 10 * power;
}

std::string figure(double value) {
  return value >= 1000 && value < 1e15 ? grouped(static_cast<std::size_t>(value))
                                       : fmt::format("{:.3g}", value);
}

std::string per_second(double value) { return figure(value) + "/s"; }

// "0.35 ms", "12.8 ms", "4.2 s"
std::string milliseconds(double value) {
  return value < 1000 ? figure(value) + " ms" : figure(value / 1000) + " s";
}

struct Point {
  double from, until, value;
};

double greatest(const std::vector<Point>& points) {
  double out = 0;
  for (const Point& one : points) out = std::max(out, std::isfinite(one.value) ? one.value : 0);
  return out;
}

// The least that is above zero; 0 without any.
double least(const std::vector<Point>& points) {
  double out = 0;
  for (const Point& one : points)
    if (one.value > 0 && std::isfinite(one.value) && (out == 0 || one.value < out)) out = one.value;
  return out;
}

// Where a value stands between the foot of a plot, 0, and its top, 1, and which values have a line.
struct Scale {
  double from = 0, to = 1;
  bool powers = false;  // by powers of ten: answers of 0.3 ms and of 3 s are both to be seen
  std::vector<double> lines;

  double at(double value) const {
    if (!powers) return std::clamp((value - from) / (to - from), 0.0, 1.0);
    if (!(value > from)) return 0;
    return std::clamp(std::log10(value / from) / std::log10(to / from), 0.0, 1.0);
  }
};

Scale even(double greatest) {
  const double to = nice(greatest);
  return {0, to, false, {0, to / 2, to}};
}

Scale by_powers(double least, double greatest) {
  constexpr int most_lines = 6;
  constexpr double lowest = 1e-6, highest = 1e12;
  const double low = std::clamp(least, lowest, highest);
  const int from = static_cast<int>(std::floor(std::log10(low)));
  const double high = std::clamp(greatest, low, highest);
  const int to = std::max(static_cast<int>(std::ceil(std::log10(high))), from + 1);
  Scale out{std::pow(10, from), std::pow(10, to), true, {}};
  const int step = (to - from) / most_lines + 1;
  for (int power = from; power <= to; power += step) out.lines.push_back(std::pow(10, power));
  return out;
}

class Plot {
 public:
  Plot(double end, Scale scale) : end_(end > 0 ? end : 1), scale_(std::move(scale)) {}

  double x(double seconds) const {
    return left + (width - left - right) * std::clamp(seconds / end_, 0.0, 1.0);
  }
  double y(double value) const {
    return height - bottom - (height - bottom - top) * scale_.at(value);
  }

  template <class Label>
  std::string axes(Label label) const {
    std::string out;
    for (const double value : scale_.lines)
      out += fmt::format(
          "<path class=\"grid\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>"
          "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
          left, y(value), width - right, left - 7, y(value) + 4, label(value));
    for (const double part : {0.0, 0.5, 1.0})
      out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>",
                         x(part * end_), height - 6,
                         part == 0   ? "start"
                         : part == 1 ? "end"
                                     : "middle",
                         duration(part * end_));
    return out;
  }

  // Steps: a stretch has one value from its start to its end. By powers of ten nothing has no
  // place, so the line has a gap there.
  std::string steps(std::string_view style, const std::vector<Point>& points) const {
    std::string path;
    bool drawn = false;
    for (const Point& one : points) {
      const bool gap = scale_.powers && !(one.value > 0);
      if (!gap)
        path += fmt::format("{}{:.1f} {:.1f}H{:.1f}", drawn ? "L" : "M", x(one.from), y(one.value),
                            x(one.until));
      drawn = !gap;
    }
    return fmt::format("<path class=\"{}\" d=\"{}\"/>", style, path);
  }

 private:
  double end_;
  Scale scale_;
};

// The words under a drawing say what it shows, to everybody.
std::string drawing(std::string_view id, std::string_view title, std::string_view key,
                    std::string_view words, const std::string& inside) {
  return fmt::format(
      "<figure class=\"plot\"><figcaption id=\"{0}-t\">{1}<span>{2}</span></figcaption>"
      "<svg viewBox=\"0 0 {4} {5}\" role=\"img\" aria-labelledby=\"{0}-t\" "
      "aria-describedby=\"{0}-d\">{6}</svg><p id=\"{0}-d\">{3}</p></figure>",
      id, title, key, words, width, height, inside);
}

class TimeLine {
 public:
  explicit TimeLine(const Summary& summary) {
    const std::size_t count = std::min(summary.timeline.size(), most);
    double from = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const Stretch& one = summary.timeline[i];
      const double until = std::isfinite(one.until) ? std::max(one.until, from) : from;
      if (until <= from) continue;
      add(one, from, until);
      from = until;
    }
    end_ = from;
  }

  bool empty() const { return rates_.empty(); }

  std::string build() const {
    return "<div class=\"plots\">" + rate_plot() + time_plot() + "</div>" + table();
  }

 private:
  void add(const Stretch& one, double from, double until) {
    rates_.push_back({from, until, static_cast<double>(one.requests) / (until - from)});
    medians_.push_back({from, until, one.median_ms});
    slowest_.push_back({from, until, one.slowest_ms});
    stretches_.push_back(one);
  }

  std::string rate_plot() const {
    const Plot plot(end_, even(greatest(rates_)));
    std::string inside = plot.axes(per_second) + plot.steps("line", rates_);
    std::size_t seen = 0;
    std::size_t requests = 0;
    for (std::size_t i = 0; i < rates_.size(); ++i) {
      requests += stretches_[i].requests;
      if (stretches_[i].findings == 0) continue;
      seen += stretches_[i].findings;
      inside += fmt::format(
          "<circle class=\"found\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"><title>{}</title></circle>",
          plot.x((rates_[i].from + rates_[i].until) / 2), plot.y(rates_[i].value),
          plural(stretches_[i].findings, "new finding"));
    }
    std::string words = fmt::format("{} within {}: {} requests a second on average, {} at most.",
                                    plural(requests, "request"), duration(end_),
                                    figure(std::round(static_cast<double>(requests) / end_)),
                                    figure(std::round(greatest(rates_))));
    if (seen > 0)
      words += fmt::format(" {} first seen where the dots are.", plural(seen, "finding"));
    return drawing("t-rate", "Requests a second", seen > 0 ? "\u25cf new findings" : "", words,
                   inside);
  }

  std::string time_plot() const {
    const double slowest = greatest(slowest_);
    const double quickest = least(medians_);
    std::vector<Point> all = medians_;
    all.insert(all.end(), slowest_.begin(), slowest_.end());
    const Plot plot(end_, by_powers(least(all), slowest));
    const std::string words =
        quickest > 0 ? fmt::format(
                           "Half of the answers took no longer than {} to {}, from stretch to "
                           "stretch; the slowest took {}, {} after the start.",
                           milliseconds(quickest), milliseconds(greatest(medians_)),
                           milliseconds(slowest), duration(when(slowest)))
                     : "Nothing was answered.";
    return drawing(
        "t-time", "Answer time (log scale)", "\u2501 median \u2504 slowest", words,
        plot.axes(milliseconds) + plot.steps("line slow", slowest_) + plot.steps("line", medians_));
  }

  // The end of the stretch whose slowest answer took so long.
  double when(double slowest) const {
    for (const Point& one : slowest_)
      if (one.value >= slowest) return one.until;
    return end_;
  }

  // For those who would rather read: ten rows at most.
  std::string table() const {
    std::string rows;
    const std::size_t step = (stretches_.size() + 9) / 10;
    for (std::size_t i = 0; i < stretches_.size(); i += step) {
      const std::size_t end = std::min(i + step, stretches_.size());
      std::size_t requests = 0;
      std::size_t findings = 0;
      double slowest = 0;
      for (std::size_t j = i; j < end; ++j) {
        requests += stretches_[j].requests;
        findings += stretches_[j].findings;
        slowest = std::max(slowest, slowest_[j].value);
      }
      rows += fmt::format(
          "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td>"
          "<td class=\"n\">{}</td></tr>",
          duration(rates_[end - 1].until), grouped(requests), milliseconds(slowest),
          grouped(findings));
    }
    return "<details><summary>The same as a table</summary>" +
           scrolled(
               "Time line",
               "<table><thead><tr><th scope=\"col\">Until</th><th scope=\"col\" class=\"n\">"
               "Requests</th><th scope=\"col\" class=\"n\">Slowest answer</th><th scope=\"col\" "
               "class=\"n\">New findings</th></tr></thead><tbody>" +
                   rows + "</tbody></table>") +
           "</details>";
  }

  std::vector<Point> rates_, medians_, slowest_;
  std::vector<Stretch> stretches_;
  double end_ = 0;
};

}  // namespace

std::string html_timeline(const Summary& summary) {
  const TimeLine line(summary);
  if (line.empty()) return {};
  return html_section("timeline", "Time line", "",
                      "How fast the run went, and how long the endpoint took to answer.") +
         line.build() + "</section>";
}

}  // namespace assay::reports
