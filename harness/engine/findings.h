// The violations of a run, grouped: one finding a key, with the smallest case.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "harness/engine/assess.h"
#include "reports/summary.h"

namespace assay::harness {

// The last steps that were sent to the same resources. Memory is reused.
class History {
 public:
  static constexpr std::size_t most = 32;
  void add(const StepView& step);
  std::vector<Step> steps() const;  // the oldest first

 private:
  std::vector<Step> ring_;
  std::size_t next_ = 0;
};

struct HeldFinding {
  reports::Finding finding;
  std::string key;          // "clause/kind"
  std::vector<Step> steps;  // what shows it: evidence first, the case last
  std::vector<Step> past;   // what was sent to the same resources before it, the latest last
  Resources resources;
  // Readings, each of which explains all of it: the first names it. And what its answers are about.
  std::vector<std::size_t> disputed;
  std::vector<spec::ClauseId> about;
  std::size_t size = 0;   // of the smallest case, in bytes sent
  std::size_t alone = 0;  // times that no reading allowed it, whatever other answers said
};

// Smaller is easier to read. Not the bytes sent: a signature is longer in one run than in another.
std::size_t case_size(const generators::Case& one);

// One exchange as it is to be shown should it be the smallest of its kind.
struct Sighting {
  const generators::Case* one = nullptr;
  Step step;
  Resources resources;
  const History* history = nullptr;  // of these resources; may be missing
  std::string_view request;          // bytes, not yet masked
  std::size_t size = 0;
  const oracles::Circumstances* circumstances = nullptr;
};

class FindingBook {
 public:
  explicit FindingBook(Context& context) : context_(context) {}

  // Counts the problem. Returns the finding when it is new or became smaller, null otherwise.
  // `answer()` gives the text of the answer; it is called only then.
  HeldFinding* note(const Problem& problem, const Sighting& sighting, const std::string& answer);

  // Takes in a finding, taken out before, by the name that its first disputed reading gives it: as
  // one with that of this name, should there be one, which keeps its case.
  void rename(HeldFinding held);

  std::map<std::string, HeldFinding>& all() { return all_; }
  const std::map<std::string, HeldFinding>& all() const { return all_; }
  std::size_t size() const { return all_.size(); }
  std::size_t left_out() const { return left_out_; }
  // Would note() keep what it is given? Lets the caller spare the work of preparing it.
  bool wants(const Problem& problem, std::size_t size) const;

 private:
  void fill(HeldFinding& held, const Problem& problem, const Sighting& sighting,
            const std::string& answer);

  Context& context_;
  std::map<std::string, HeldFinding> all_;
  std::size_t left_out_ = 0;
};

// The finding as reports show it, from the same parts.
void describe(const Context& context, const Problem& problem, reports::Finding& finding);
Token token_of(const Context& context, const std::vector<Step>& steps);

}  // namespace assay::harness
