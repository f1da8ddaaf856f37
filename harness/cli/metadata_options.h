// How a command reaches the metadata service at which effects are seen.
#pragma once
#include <string>

#include "harness/cli/embedded.h"
#include "harness/engine/effects_access.h"
#include "harness/engine/settings.h"

namespace assay::harness {

// From "http://host[:port][/path]"; "{instance}" may stand in the path, once. Waits for time to
// pass. Throws UsageError, naming --imds, for a document without effects, a URL that can't be, an
// address that is not loopback without --live, and a URL that serves one instance when none is
// named. `settings` must outlive what is made with it.
// Example: metadata_access(op, "http://127.0.0.1:8081/{instance}", settings).
EffectsAccess metadata_access(const spec::Operation& operation, const std::string& url,
                              const Settings& settings);

// That of the built-in mock, whose clock is moved. `mock` and `settings` must outlive it.
EffectsAccess embedded_metadata(EmbeddedMock& mock, const Settings& settings);

}  // namespace assay::harness
