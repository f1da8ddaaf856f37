#include "oracles/verdict.h"

namespace assay::oracles {

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::conforms: return "conforms";
    case Verdict::violates: return "violates";
    case Verdict::reading: return "reading";
    case Verdict::silent: return "silent";
    case Verdict::not_applicable: return "not-applicable";
    case Verdict::inconclusive: return "inconclusive";
    case Verdict::harness_fault: return "harness-fault";
  }
  return "harness-fault";
}

}  // namespace assay::oracles
