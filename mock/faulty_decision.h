// Faults of what is read of a request, decided and stored at once. Internal to mock/.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/incoming.h"
#include "mock/rules.h"
#include "mock/state.h"
#include "mock/values.h"
#include "spec/operation.h"

namespace assay::mock {

inline constexpr std::size_t no_field = static_cast<std::size_t>(-1);

// Of each parameter: the observed field that it stores, or no_field.
std::vector<std::size_t> field_indexes(const spec::Operation& op);

// Asked only where some fault is on.
class DecisionFaults {
 public:
  // All references must outlive it. `results` are the parameters of the request at hand, judged.
  DecisionFaults(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
                 const State& state, const std::vector<Judged>& results);

  // True when the server overlooks what was sent under the parameter's name.
  bool overlooks(const spec::Parameter& parameter, const Incoming& incoming) const;
  // Of `sent`, leaves what the server finds.
  void filter(const spec::Parameter& parameter, const Incoming& incoming,
              std::vector<std::string_view>& sent) const;
  // True when the request draws an error before its parameters are looked at.
  bool interrupts(const Incoming& incoming, Decision& out) const;
  // The rule that is answered in place of `winner`, the index of a parameter.
  std::size_t other_winner(std::size_t winner);
  // Bends a decision that is made.
  void bend(Decision& out);

 private:
  const Judged* result_of(const spec::Parameter* parameter) const {
    return parameter == nullptr ? nullptr : &results_[index_of(parameter)];
  }
  std::size_t index_of(const spec::Parameter* parameter) const {
    return static_cast<std::size_t>(parameter - op_.parameters.data());
  }
  std::size_t field_of(const spec::Parameter* parameter) const {
    return fields_[index_of(parameter)];
  }
  bool unknown_parameter(const Incoming& incoming, Decision& out) const;
  bool internal_error(const Incoming& incoming, Decision& out) const;
  bool pair(Decision& out) const;
  void wrong_code(Decision& out) const;
  void store_refused(Decision& out) const;
  void reset_last(Decision& out) const;
  void wrong_default(Decision& out) const;

  const spec::Operation& op_;
  const Choices& choices_;
  const FaultSet& faults_;
  const State& state_;
  const std::vector<Judged>& results_;
  Targets targets_;
  std::vector<std::size_t> fields_;
  std::uint64_t wavers_ = 0, wrong_values_ = 0;
};

// Refuses a value of `parameter` whatever it is. False, and nothing done, when no error answers it.
bool refuse_value(const spec::Parameter& parameter, const Choices& choices, Decision& out);

}  // namespace assay::mock
