// results.sarif: findings as SARIF 2.1.0 (OASIS), for code scanning and editors. Every clause is a
// rule, every finding a result at the place where the document is kept as data.
// reports/schema/sarif.schema.json describes the part of the standard that is used.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

#include "reports/listener.h"

namespace assay::reports {

// The whole file. Text from the endpoint is valid UTF-8 without control characters, and inert in a
// message: no placeholder, no embedded link. At most `most` findings are told, each cut at about
// 8 KiB; a notification says how many are left out. No path of this machine is in it: files are
// relative to the folder of all specs, which is called SPEC.
// Example: a violated clause "Colour.valid-values" at level must is the rule of that id, and
// {"ruleId": "Colour.valid-values", "level": "error", "partialFingerprints": {"assayKey/v1": …}}.
std::string sarif_json(const Summary& summary, std::size_t most = 500);

// Writes the file at the end of the run, whole or not at all.
class SarifWriter final : public Listener {
 public:
  explicit SarifWriter(std::filesystem::path path);  // std::runtime_error: can't be written
  void run_finished(const Summary& summary) override;

 private:
  std::filesystem::path path_;
};

}  // namespace assay::reports
