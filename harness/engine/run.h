// The main job: every case of a plan, sent, judged, confirmed and reported.
#pragma once
#include <functional>

#include "harness/engine/context.h"
#include "harness/engine/effects_access.h"
#include "harness/engine/preflight.h"
#include "harness/exit_codes.h"
#include "reports/baseline.h"
#include "reports/listener.h"

namespace assay::harness {

struct RunEnvironment {
  // Makes a transport of so many slots to the context's endpoint.
  std::function<std::unique_ptr<Transport>(std::size_t slots)> transport;
  std::function<bool()> interrupted;     // asked often; true: stop, restore, report
  std::string endpoint_name;             // as reports show it
  std::optional<EffectsAccess> effects;  // nothing: the effects can't be seen
  // Known findings: then only what is new, or known for too long `today` ("2026-11-24"), fails.
  std::optional<reports::Baseline> baseline;
  std::string today;
};

// Runs and tells `listeners` everything, the summary last. Never throws for what an endpoint does.
Exit run(Context& context, const RunEnvironment& environment, reports::Listener& listeners);

}  // namespace assay::harness
