// The version of assay, as reports and --version tell it.
#pragma once

namespace assay::harness {

inline constexpr const char* version = "0.1.0";

}  // namespace assay::harness
