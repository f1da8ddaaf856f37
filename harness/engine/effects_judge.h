// Judges one answer of a metadata service against the effects of a document: which rules do the
// bytes of the request break, and is this an answer to one of them?
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oracles/judge.h"
#include "spec/operation.h"
#include "wire/message.h"

namespace assay::harness {

// What is known of a request to the service besides its bytes.
struct EffectFacts {
  std::string resource, region;
  std::string prefix;  // of the target, before the documented path
  bool disabled = false, guarded = false;
  // How the token stands that the request shows: `served` when it is good.
  spec::EffectRule token = spec::EffectRule::token_unknown;
};

class EffectsJudge {
 public:
  // The operation has effects and must outlive the judge. `strict`: a departure from what the
  // document only recommends is a violation, too.
  EffectsJudge(const spec::Operation& operation, bool strict)
      : operation_(operation), effects_(*operation.effects), strict_(strict) {}

  // The rules that the request breaks, the closed service first; none for a right request.
  // Example: an item without a token where one is needed: {token_missing}.
  std::vector<spec::EffectRule> broken(const wire::Request& request,
                                       const EffectFacts& facts) const;

  // Null for `response` means that nothing came. An answer that any rule of a world alive permits
  // conforms; `allowed` of the result is the news about the readings. Throttling and errors of the
  // server that no rule permits are inconclusive.
  oracles::Judgement judge(const wire::Request& request, const EffectFacts& facts,
                           const wire::Response* response, const oracles::Worlds& worlds) const;

  // True when no answer at all would be permitted.
  bool may_be_silent(const wire::Request& request, const EffectFacts& facts,
                     const oracles::Worlds& worlds) const;

  // Can the body of an answer be shown as a token?
  static bool is_token(std::string_view body);

 private:
  struct Permitted {
    spec::EffectRule rule{};
    int status = 0;
  };
  struct Walk {
    oracles::Cube cube;
    std::vector<Permitted> permitted;
    std::optional<spec::EffectRule> match;
  };
  std::vector<Walk> walks(const wire::Request& request, const EffectFacts& facts, int status,
                          const oracles::Worlds& worlds, bool everything) const;
  // `rule` ends the kind.
  void violate(oracles::Judgement& out, spec::ClauseId clause, oracles::Kind kind,
               std::string_view rule, std::string why) const;
  void wrong_status(oracles::Judgement& out, const wire::Request& request, const EffectFacts& facts,
                    int status, const oracles::Worlds& worlds, const std::vector<Walk>& all) const;
  void check_body(oracles::Judgement& out, spec::EffectRule rule, const wire::Request& request,
                  const EffectFacts& facts, std::string_view body) const;
  std::string describe(const oracles::Cube& cube) const;
  std::string_view path_of(const wire::Request& request, const EffectFacts& facts) const;

  const spec::Operation& operation_;
  const spec::Effects& effects_;
  bool strict_;
};

}  // namespace assay::harness
