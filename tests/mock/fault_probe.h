// A faithful service and a faulty one side by side: where they differ and where they do not.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "tests/mock/support.h"

namespace assay::mock::test {

// Requests, as bytes, that show a fault, and a near miss that does not.
struct Probe {
  const char* fault;
  std::vector<std::string> shows;
  std::vector<std::string> same;  // empty: every answer shows it
};

// The right request with another value of one parameter.
Ask with_value(std::string_view name, std::string value);
std::string send_value(std::string_view name, std::string value);
// The right request of the second resource.
Ask of_second();

// All that the requests are answered and leave behind, in every resource.
std::string trace(const std::vector<std::string>& choices, const std::vector<std::string>& faults,
                  const std::vector<std::string>& requests, bool auth = false);

// Each shows, and its near miss does not, under every alternative of every reading that the fault
// does not presume.
void check_probes(const std::vector<Probe>& probes, bool auth = false);
// The same under the usual choices alone.
void check_usual(const std::vector<Probe>& probes);

}  // namespace assay::mock::test
