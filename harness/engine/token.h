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
  // Brought about before the step is sent: of Resources::own, and of Resources::other.
  std::optional<oracles::State> before, other_before;
};

// A step as it is judged: most are never kept, so it is copied only when it becomes a Step.
class StepView {
 public:
  StepView(const Step& step)
      : id_(step.id), path_(&step.path), before_(step.before), other_before_(step.other_before) {}
  StepView(const generators::CaseId& id, const std::optional<oracles::State>& before,
           const std::optional<oracles::State>& other_before)
      : id_(id), before_(before), other_before_(other_before) {}
  operator Step() const {
    Step out;
    write(out);
    return out;
  }
  // Into the memory of another step.
  void write(Step& out) const {
    out.id = id_;
    out.path.clear();
    if (path_ != nullptr) out.path = *path_;
    out.before = before_;
    out.other_before = other_before_;
  }

 private:
  const generators::CaseId& id_;
  const generators::ShrinkPath* path_ = nullptr;
  const std::optional<oracles::State>& before_;
  const std::optional<oracles::State>& other_before_;
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
