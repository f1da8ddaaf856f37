// The time line of report.html: how fast the run went and how long answers took, drawn as SVG.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/html_parts.h"
#include "reports/text.h"

namespace assay::reports {
namespace {

constexpr double width = 640, height = 150, left = 58, bottom = 24, top = 10;
constexpr std::size_t most = 240;  // stretches; a journal may claim more

// 1, 2 or 5 times a power of ten, not below `value`.
double nice(double value) {
  if (!(value > 0) || !std::isfinite(value)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0, 10.0})
    if (step * power >= value) return step * power;
  return 10 * power;
}

std::string figure(double value) {
  return value >= 1000 && value < 1e15 ? grouped(static_cast<std::size_t>(value))
                                       : fmt::format("{:g}", value);
}

struct Point {
  double from, until, value;
};

class Plot {
 public:
  Plot(double end, double greatest) : end_(end > 0 ? end : 1), greatest_(nice(greatest)) {}

  double x(double seconds) const {
    return left + (width - left - 10) * std::clamp(seconds / end_, 0.0, 1.0);
  }
  double y(double value) const {
    return height - bottom - (height - bottom - top) * std::clamp(value / greatest_, 0.0, 1.0);
  }

  std::string axes() const {
    std::string out;
    for (const double part : {0.0, 0.5, 1.0}) {
      out += fmt::format(
          "<path class=\"grid\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>"
          "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
          left, y(part * greatest_), width - 10, left - 7, y(part * greatest_) + 4,
          figure(part * greatest_));
      out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>",
                         x(part * end_), height - 6,
                         part == 0   ? "start"
                         : part == 1 ? "end"
                                     : "middle",
                         duration(part * end_));
    }
    return out;
  }

  // Steps: a stretch has one value from its start to its end.
  std::string steps(std::string_view style, const std::vector<Point>& points) const {
    std::string path;
    for (const Point& one : points)
      path += fmt::format("{}{:.1f} {:.1f}H{:.1f}", path.empty() ? "M" : "L", x(one.from),
                          y(one.value), x(one.until));
    return fmt::format("<path class=\"{}\" d=\"{}\"/>", style, path);
  }

 private:
  double end_, greatest_;
};

std::string drawing(std::string_view id, std::string_view title, std::string_view about,
                    const std::string& inside) {
  return fmt::format(
      "<figure class=\"plot\"><figcaption>{1}</figcaption><svg viewBox=\"0 0 {3} {4}\" "
      "role=\"img\" "
      "aria-labelledby=\"{0}-t {0}-d\"><title id=\"{0}-t\">{1}</title><desc id=\"{0}-d\">{2}</desc>"
      "{5}</svg></figure>",
      id, title, about, width, height, inside);
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

  static double greatest(const std::vector<Point>& points) {
    double out = 0;
    for (const Point& one : points) out = std::max(out, std::isfinite(one.value) ? one.value : 0);
    return out;
  }

  std::string rate_plot() const {
    const Plot plot(end_, greatest(rates_));
    std::string inside = plot.axes() + plot.steps("line", rates_);
    std::size_t seen = 0;
    for (std::size_t i = 0; i < rates_.size(); ++i) {
      if (stretches_[i].findings == 0) continue;
      seen += stretches_[i].findings;
      inside += fmt::format(
          "<circle class=\"found\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\"><title>{}"
          "</title></circle>",
          plot.x((rates_[i].from + rates_[i].until) / 2), plot.y(rates_[i].value),
          plural(stretches_[i].findings, "new finding"));
    }
    return drawing(
        "t-rate", "Requests a second",
        fmt::format("At most {} within {}; {} marked where first seen.",
                    figure(std::round(greatest(rates_))), duration(end_), plural(seen, "finding")),
        inside);
  }

  std::string time_plot() const {
    const Plot plot(end_, greatest(slowest_));
    return drawing("t-time", "Answer time in milliseconds: median and slowest",
                   fmt::format("Slowest answer {} ms.", figure(greatest(slowest_))),
                   plot.axes() + plot.steps("line slow", slowest_) + plot.steps("line", medians_));
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
          duration(rates_[end - 1].until), grouped(requests), figure(slowest), grouped(findings));
    }
    return "<details><summary>The same as a table</summary><div class=\"scroll\"><table><thead><tr>"
           "<th>Until</th><th class=\"n\">Requests</th><th class=\"n\">Slowest answer, ms</th>"
           "<th class=\"n\">New findings</th></tr></thead><tbody>" +
           rows + "</tbody></table></div></details>";
  }

  std::vector<Point> rates_, medians_, slowest_;
  std::vector<Stretch> stretches_;
  double end_ = 0;
};

}  // namespace

std::string html_timeline(const Summary& summary) {
  const TimeLine line(summary);
  if (line.empty()) return {};
  return "<section class=\"part\" id=\"timeline\"><h2>Time line</h2><p class=\"lead\">How fast the "
         "run went, and how long the endpoint took to answer.</p>" +
         line.build() + "</section>";
}

}  // namespace assay::reports
