// The timestamps of requests: yyyy-MM-ddTHH:mm:ssZ, UTC, whole seconds.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::wire {

// Seconds since 1970-01-01T00:00:00Z, negative before; leap seconds are not counted.
using UnixSeconds = std::int64_t;

// Twenty characters whatever the argument: years before 0 and after 9999 are held at the bound.
std::string format_time(UnixSeconds seconds);

// Accepts exactly twenty characters with every field in its range (days by month and leap year,
// second 0 to 59). Example: parse_time("1970-01-01T00:00:01Z") == 1. Anything else gives nothing.
std::optional<UnixSeconds> parse_time(std::string_view text);

}  // namespace assay::wire
