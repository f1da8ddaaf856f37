// Faults of codes, messages, bodies and heads. Internal to mock/.
#pragma once
#include <string>
#include <string_view>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/rules.h"
#include "spec/operation.h"

namespace assay::mock {

// Asked only where some fault is on.
class AnswerFaults {
 public:
  // All references must outlive it.
  AnswerFaults(const spec::Operation& op, const Choices& choices, const FaultSet& faults);

  // What a rendered code or message becomes. `secret` is that of the key.
  void bend_code(const Decision& decision, std::string& code) const;
  void bend_message(const Decision& decision, std::string_view secret, std::string& message) const;
  // The status of a refusal, 0: the usual one.
  int status(const Decision& decision) const;
  void bend_body(const Decision& decision, bool xml, std::string& body) const;

 private:
  // Is that the error of a wrong value of the parameter, or of a resource that does not exist?
  bool is_invalid(const Decision& decision, const spec::Parameter* parameter) const;
  bool is_not_found(const Decision& decision) const;
  int another(const Decision& decision, std::initializer_list<int> wanted) const;

  const spec::Operation& op_;
  const Choices& choices_;
  const FaultSet& faults_;
  Targets targets_;
};

}  // namespace assay::mock
