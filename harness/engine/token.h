// Replay tokens: a case, the state it met, and what came before it where that matters, as one word.
//
// A token holds no secret and nothing of the endpoint: seed, style, and for each step its phase,
// index, the way it was shrunk and the state of the resource before it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generators/generator.h"
#include "generators/shrink.h"
#include "oracles/knowledge.h"

namespace assay::harness {

struct Step {
  generators::CaseId id;
  generators::ShrinkPath path;
  std::optional<oracles::State> before;  // brought about before the step is sent
};

// A step as it is judged: most are never kept, so it is copied only when it becomes a Step.
class StepView {
 public:
  StepView(const Step& step) : id_(step.id), path_(&step.path), before_(step.before) {}
  StepView(const generators::CaseId& id, const std::optional<oracles::State>& before)
      : id_(id), before_(before) {}
  operator Step() const {
    return {id_, path_ == nullptr ? generators::ShrinkPath() : *path_, before_};
  }

 private:
  const generators::CaseId& id_;
  const generators::ShrinkPath* path_ = nullptr;
  const std::optional<oracles::State>& before_;
};

struct Token {
  std::string spec;  // first eight hexadecimal digits of Operation::sha256
  std::uint64_t seed = 0;
  generators::Style style;
  std::vector<Step> steps;  // the last one shows the violation
};

// "assay1-" and base64url without padding. Example: to_text(token) == "assay1-AQIDBA…".
std::string to_text(const Token& token);

// Nothing when the text is no token; `why` then says what is wrong with it.
std::optional<Token> parse_token(std::string_view text, std::string& why);

}  // namespace assay::harness
