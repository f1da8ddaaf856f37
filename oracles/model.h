// The reference model: from the bytes of a request, one choice of readings and what is known of the
// resource, the answers that the document permits, and the state after a success.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "oracles/knowledge.h"
#include "oracles/rule.h"
#include "oracles/view.h"
#include "oracles/worlds.h"
#include "spec/operation.h"

namespace assay::oracles {

// One permitted error.
struct PermittedError {
  spec::ErrorId error = 0;
  int status = 0;
  const std::string* message = nullptr;            // template, of the spec
  std::string parameter;                           // fills {parameter}; "" stands for any name
  spec::ClauseId clause = 0;                       // the rule that asks for it
  std::size_t parameter_index = spec::no_reading;  // of the operation; none for the gateway
  spec::Check check = spec::Check::absent;
  std::size_t member = 0;   // of a list, counted from one
  Look look = Look::plain;  // of what was sent
  bool certain = true;      // the rule is broken for sure, not just perhaps
  bool ranked = true;       // its place among other errors can be learned
  Rule rule() const { return {parameter_index, check, member, look}; }
};

// The texts that one observed field may show after a success.
struct FieldAfter {
  bool any = false;
  bool kept = true;    // what it showed before is among them
  bool asked = false;  // the request names a value for it
  bool loose = false;  // one never configured may show its default instead
  bool unset = false;  // one never configured is among them
  spec::ClauseId clause = 0;
  std::vector<std::string> texts;
};

// What one choice of readings permits.
struct Permitted {
  bool success = false;
  std::vector<PermittedError> errors;
  std::vector<FieldAfter> fields;  // one an observed field; meaningful for a success
  bool json = false, xml = false;  // the format of the answer
  void clear();
};

// Clauses that a request exercises, whatever the answer: the rules of the parameters it names and
// those of the gateway. Filled by the model, for coverage.
using Exercised = std::vector<spec::ClauseId>;

class Model {
 public:
  // Both must outlive the model.
  Model(const spec::Operation& operation, const Knowledge& knowledge);
  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  // Did an order between rules of the gateway decide the last permit()?
  bool order_mattered() const { return order_mattered_; }

  // `choose` is asked for every reading that matters, and no other.
  void permit(const RequestView& request, const Circumstances& circumstances, Chooser& choose,
              Permitted& out, Exercised& exercised);

 private:
  struct Outcome;  // what became of one parameter

  void gateway(const RequestView& request, const Circumstances& circumstances, Chooser& choose,
               Permitted& out, Exercised& exercised);
  void credentials(const RequestView& request, const Circumstances& circumstances, Chooser& choose,
                   std::uint32_t& broken, std::uint32_t& perhaps);
  void format(const RequestView& request, Chooser& choose, Permitted& out);

  void parameter(std::size_t index, const RequestView& request, Chooser& choose, Outcome& outcome);
  void values(const spec::Parameter& parameter, const std::string& name,
              const std::vector<std::string_view>& given, bool is_signed, Chooser& choose,
              Outcome& outcome);
  void present(const spec::Parameter& parameter, const std::string& name, std::string_view value,
               bool is_signed, Chooser& choose, Outcome& outcome);
  void judge_values(const spec::Parameter& parameter, const std::string& name,
                    const std::vector<std::string_view>& given, bool is_signed, Chooser& choose,
                    Outcome& outcome);
  void one(const spec::Parameter& parameter, const std::string& name, std::string_view value,
           Chooser& choose, Outcome& outcome);
  void absent(const spec::Parameter& parameter, const std::string& name, Chooser& choose,
              Outcome& outcome);
  void integer(const spec::Parameter& parameter, const std::string& name, std::string_view value,
               Chooser& choose, Outcome& outcome);
  void boolean(const spec::Parameter& parameter, const std::string& name, std::string_view value,
               Chooser& choose, Outcome& outcome);
  void text(const spec::Parameter& parameter, const std::string& name, std::string_view value,
            Chooser& choose, Outcome& outcome);
  void identifier(const spec::Parameter& parameter, const std::string& name, std::string_view value,
                  Chooser& choose, Outcome& outcome);
  void list(const spec::Parameter& parameter, const RequestView& request, bool with_form,
            Chooser& choose, Outcome& outcome);

  void fail(Outcome& outcome, const spec::Parameter& parameter, const std::string& name,
            const spec::Setting<spec::Errors>& errors, spec::Check check, Chooser& choose);
  void fail_signature(Outcome& outcome, const spec::Parameter& parameter, Chooser& choose);
  PermittedError permitted(spec::ErrorId error, std::string parameter, spec::ClauseId clause,
                           Chooser& choose) const;
  void effects(const std::vector<Outcome>& outcomes, Permitted& out) const;

  const spec::Operation& operation_;
  const Knowledge& knowledge_;
  std::vector<std::string_view> scratch_;
  std::vector<Outcome> outcomes_;
  bool order_mattered_ = false;
};

}  // namespace assay::oracles
