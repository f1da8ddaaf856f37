// What assay doctor looks at: one line each, with how to mend it.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/cli/run_options.h"
#include "harness/cli/settings_layers.h"
#include "harness/engine/context.h"

namespace assay::harness {

enum class Health { ok, warning, problem };

struct Symptom {
  std::string name;  // "clock"
  Health health = Health::ok;
  std::string seen;
  std::string mend;  // a command or a setting; "" when all is well
};
using Symptoms = std::vector<Symptom>;

// This machine and the settings. Makes no request; writes nothing but a folder of its own
// where the reports will be, which it takes away again.
Symptoms look_at_machine(const RunOptions& options, const Settled& settled);

// The endpoint, by requests that read only. What can't be asked after an earlier problem is left
// out.
Symptoms look_at_endpoint(const spec::Operation& operation, const RunOptions& options);

// Parts of these, for tests. `now` in seconds since 1970, `free` in bytes.
Symptom clock_of(std::int64_t now);
Symptom disk_of(std::uintmax_t free, const std::string& folder);
Symptom descriptors_of(std::uint64_t limit, std::size_t lanes);
// `ahead`: how far the clock of this machine is before that of the endpoint.
Symptom skew_of(std::chrono::seconds ahead);
// A date of HTTP, "Tue, 24 Nov 2026 02:12:40 GMT", in seconds since 1970; nothing for others.
std::optional<std::int64_t> http_date(const std::string& text);

}  // namespace assay::harness
