// What became of one parameter under one choice of readings. Internal to the model.
#pragma once
#include "oracles/model.h"

namespace assay::oracles {

struct Model::Outcome {
  bool may_pass = false;  // the request may go on
  bool nothing = false;   // it succeeds and changes nothing
  std::vector<PermittedError> errors;
  FieldAfter field;  // of the field that the parameter stores
  void clear() {
    may_pass = nothing = false;
    errors.clear();
    field = FieldAfter{};
    field.kept = false;
  }
  void store(std::string text) {
    may_pass = true;
    field.texts.push_back(std::move(text));
  }
  void keep() {
    may_pass = true;
    field.kept = true;
  }
};

// The last part of the name of the clause that a broken check belongs to.
std::string_view rule_of(const spec::Parameter& parameter, spec::Check check);

}  // namespace assay::oracles
