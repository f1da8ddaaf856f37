// Summaries read back from what summary_json.h wrote.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "reports/summary.h"

namespace assay::reports {

// What is wrong with a file: the member ("findings/3/count"), what came and what was expected.
class ReadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The summary that json_of() or summary_json() wrote: writing it again gives the same text. Members
// that are missing or of another type are a ReadError; members of later versions are passed over.
// Example: summary_of(read("out/summary.json")).findings.size()
Summary summary_of(std::string_view text);
Summary summary_of_json(const nlohmann::ordered_json& json);

std::vector<Stretch> timeline_of_json(const nlohmann::ordered_json& json);

Finding finding_of_json(const nlohmann::ordered_json& json);

}  // namespace assay::reports
