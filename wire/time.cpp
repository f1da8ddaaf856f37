#include "wire/time.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace assay::wire {
namespace {

constexpr UnixSeconds kFirst = -62167219200;                   // 0000-01-01T00:00:00Z
constexpr UnixSeconds kLast = 253402300799;                    // 9999-12-31T23:59:59Z
constexpr std::string_view kPattern = "dddd-dd-ddTdd:dd:ddZ";  // d stands for a digit

void write_digits(std::string& out, std::size_t at, std::size_t count, unsigned value) {
  for (std::size_t i = count; i-- > 0; value /= 10) {
    out[at + i] = static_cast<char>('0' + value % 10);
  }
}

unsigned read_digits(std::string_view text, std::size_t at, std::size_t count) {
  unsigned value = 0;
  for (const char c : text.substr(at, count)) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

}  // namespace

std::string format_time(UnixSeconds seconds) {
  const std::chrono::sys_seconds time{std::chrono::seconds(std::clamp(seconds, kFirst, kLast))};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto second_of_day = static_cast<unsigned>((time - day).count());
  std::string out(kPattern);
  write_digits(out, 0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  write_digits(out, 5, 2, static_cast<unsigned>(date.month()));
  write_digits(out, 8, 2, static_cast<unsigned>(date.day()));
  write_digits(out, 11, 2, second_of_day / 3600);
  write_digits(out, 14, 2, second_of_day / 60 % 60);
  write_digits(out, 17, 2, second_of_day % 60);
  return out;
}

std::optional<UnixSeconds> parse_time(std::string_view text) {
  if (text.size() != kPattern.size()) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits =
        kPattern[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kPattern[i];
    if (!fits) return std::nullopt;
  }
  const std::chrono::year_month_day date{
      std::chrono::year(static_cast<int>(read_digits(text, 0, 4))),
      std::chrono::month(read_digits(text, 5, 2)), std::chrono::day(read_digits(text, 8, 2))};
  const unsigned hour = read_digits(text, 11, 2);
  const unsigned minute = read_digits(text, 14, 2);
  const unsigned second = read_digits(text, 17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const UnixSeconds days = std::chrono::sys_days(date).time_since_epoch().count();
  return days * 86400 + hour * 3600 + minute * 60 + second;
}

}  // namespace assay::wire
