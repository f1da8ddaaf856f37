// Faults of what is stored that remember earlier requests. Internal to mock/.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/incoming.h"
#include "mock/rules.h"
#include "mock/state.h"
#include "spec/operation.h"

namespace assay::mock {

// Asked only where some fault is on: before() each answer, then after() what it decided is stored.
class StateFaults {
 public:
  // All references must outlive it.
  StateFaults(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
              State& state);

  void before(const Incoming& incoming, Decision& decision);
  void after(const Decision& decision);

 private:
  // What is remembered of a resource.
  struct Memory {
    std::string request;                 // what the last success asked for
    std::optional<std::string> late;     // waits to be stored
    std::optional<std::string> earlier;  // of the first field, before the last success
    std::optional<std::string> left;     // what the first field had before it changed
    std::uint64_t changes = 0;           // of the first field
    unsigned in_row = 0;                 // successes since the last refusal
    bool refused = false;                // the last request was
    unsigned refusals = 0;               // since the last success
    bool read = false;                   // the first field was shown
    bool unread = false;                 // a success came after the last reading
    std::optional<std::string> shown;    // waits to come back once an older value was shown
  };
  struct Moment {
    const Incoming& incoming;
    Decision& decision;
    Memory& memory;
  };
  using Bend = void (StateFaults::*)(Moment&);

  void settle();
  void listed(const Decision& decision);
  void refusal(Decision& decision, Memory& memory) const;
  void refuse(Decision& decision) const;
  void success(Moment& moment);
  void repeated(Moment& moment);
  void refused_too_often(Moment& moment);
  void late(Moment& moment);
  void swapped(Moment& moment);
  void second_change(Moment& moment);
  void off_by_one(Moment& moment);
  void not_back(Moment& moment);
  void third(Moment& moment);
  void after_refusal(Moment& moment);
  void previous(Moment& moment);
  void with_integer(Moment& moment);
  void triple(Moment& moment);
  void rarely(Moment& moment);
  void unread(Moment& moment);
  void elsewhere(Moment& moment);
  void locked(Moment& moment);

  Change* change_of(Decision& decision, std::size_t field) const;
  void drop(Decision& decision, std::size_t field) const;
  std::size_t field_of(const spec::Parameter* parameter) const;
  static bool sends(const Incoming& incoming, const spec::Parameter* parameter);
  std::string asked(const Incoming& incoming, bool with_resource) const;

  const spec::Operation& op_;
  const Choices& choices_;
  const FaultSet& faults_;
  State& state_;
  Targets targets_;
  std::vector<std::size_t> fields_;
  std::size_t first_, second_, integer_, shared_;  // fields of the targets
  std::vector<Memory> memories_;
  std::optional<std::size_t> last_;  // the resource of the last success
  std::string last_asked_;           // and what it asked for
  std::uint64_t successes_ = 0;
};

}  // namespace assay::mock
