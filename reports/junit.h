// junit.xml: every clause is a test case, for continuous integration. reports/schema/junit.xsd
// describes it: the elements and attributes that the usual readers know.
#pragma once
#include <filesystem>
#include <string>

#include "reports/listener.h"

namespace assay::reports {

// The whole file. A violated clause is a <failure>, one that was not judged is <skipped>, one whose
// every exchange met a fault of ours is an <error>. At most `most` findings of a clause are told in
// full, each cut at 8 KiB.
std::string junit_xml(const Summary& summary, std::size_t most = 5);

// Writes the file at the end of the run, whole or not at all.
class JunitWriter final : public Listener {
 public:
  explicit JunitWriter(std::filesystem::path path);  // std::runtime_error: can't be written
  void run_finished(const Summary& summary) override;

 private:
  std::filesystem::path path_;
};

}  // namespace assay::reports
