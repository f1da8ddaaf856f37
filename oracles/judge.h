// Judges one exchange: the bytes that were sent against the bytes that came back.
//
// A judge keeps nothing of what it judged: readings alive come in, what the answer says about them
// goes out. Example:
//   Judge judge(operation, knowledge, verifier);
//   const Judgement& j = judge.judge(request, received, circumstances, worlds);
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oracles/answer_checks.h"
#include "oracles/kinds.h"
#include "oracles/knowledge.h"
#include "oracles/model.h"
#include "oracles/precedence.h"
#include "oracles/verdict.h"
#include "oracles/view.h"
#include "oracles/worlds.h"
#include "spec/operation.h"
#include "wire/message.h"

namespace assay::oracles {

// What was expected, for people.
struct ExpectedText {
  std::string outcome;  // "400 Code: message", "success"
  std::string needs;    // "reading=alternative, …", "" when it needs none
};

struct Violation {
  spec::ClauseId clause = 0;
  OracleName oracle;  // which check found it: "outcome", "state", "request-id" …
  std::string kind;   // what was observed, stable: part of the key of a finding
  std::string observed;
  std::string why;
  std::vector<ExpectedText> expected;
  // Choices that would have allowed the answer, had earlier answers not ruled out something of
  // each.
  std::vector<Cube> otherwise;
};

struct Judgement {
  bool success = false;
  bool inconclusive = false;  // throttled, or a passing failure
  bool throttled = false;
  std::string note;                                          // why inconclusive
  std::vector<std::pair<spec::ClauseId, Verdict>> verdicts;  // one of a clause, in any order
  std::vector<Violation> violations;
  // When not empty: one of these choices holds, and the answer is news about the readings.
  std::vector<Cube> allowed;
  spec::ClauseId about = 0;    // the clause that this news is about
  std::optional<Rule> winner;  // of several broken rules, when that is certain
  std::vector<Rule> losers;
  void clear();
};

class Judge {
 public:
  // All must outlive the judge; `verifier` is null where nothing is signed. `strict`: a departure
  // from what the document only recommends or shows is a violation, too.
  Judge(const spec::Operation& operation, const Knowledge& knowledge, wire::Verifier* verifier,
        bool strict = false);

  // Valid until the next call. `explain`: a violation is asked which choices would have allowed the
  // answer.
  const Judgement& judge(const wire::Request& request, const Received& received,
                         const Circumstances& circumstances, const Worlds& worlds,
                         bool explain = true);

  // Every choice that allows the answer judged last, whatever was ruled out before; merged. The
  // same circumstances and worlds as then. Empty when there is none, or when there are too many to
  // walk.
  std::vector<Cube> allowing(const Circumstances& circumstances, const Worlds& worlds);

  const Reply& reply() const { return reply_; }  // of the last judgement
  // The clause of the rule that the error judged last names; nothing for a success, and for an
  // error that no choice permits.
  std::optional<spec::ClauseId> named() const;

 private:
  struct Walk {
    Cube cube;
    Permitted permitted;
    std::vector<std::size_t> matches;  // of permitted.errors: the answer is one of these
    bool format = false, code = false, status = false, message = false, state = false;
    bool all() const { return code && status && message && state; }
  };

  bool walk(const Circumstances& circumstances, const Worlds& worlds, bool everything);
  void match(Walk& walk, const Circumstances& circumstances) const;
  void match_error(Walk& walk) const;
  bool state_fits(const Permitted& permitted, const Circumstances& circumstances) const;
  bool field_fits(const FieldAfter& field, std::size_t index, const State& before,
                  const State& after) const;
  bool any(bool Walk::* what) const;

  bool readable(const Received& received);
  bool passing_failure(const wire::Response& response);
  void decide(const Circumstances& circumstances);
  void wrong_format();
  void wrong_code();
  void wrong_detail();
  void wrong_state(const Circumstances& circumstances);
  void observed_values(const Circumstances& circumstances);
  void independence(const Circumstances& circumstances);
  void find_contradicted(const Circumstances& circumstances, const Worlds& worlds);
  void learn_order();
  spec::ClauseId news_about() const;
  void conclude(const Circumstances& circumstances);
  void conclude_answer();
  void conclude_state(const Circumstances& circumstances);
  void mark(spec::ClauseId clause, Verdict verdict);
  void drop_recommendations();
  std::optional<spec::ClauseId> owner(bool surely) const;
  spec::ClauseId blame_refusal() const;
  bool is_unknown(std::string_view name) const;
  bool names_unknown_parameter() const;
  void conclude_rules();
  Violation& violate(Kind kind, std::string_view detail, spec::ClauseId clause, std::string why);
  std::vector<ExpectedText> expected() const;
  std::string describe(const PermittedError& error) const;
  std::string describe(const Cube& cube) const;

  const spec::Operation& operation_;
  wire::Verifier* verifier_;
  bool strict_;
  Model model_;
  AnswerChecks checks_;
  RequestView view_;
  Reply reply_;
  Judgement out_;
  Exercised exercised_;
  std::vector<Walk> walks_;  // the first walk_count_ are of the current exchange
  std::size_t walk_count_ = 0;
  std::vector<Verdict> marks_;  // by clause, of the current exchange
  std::vector<bool> marked_;
  std::vector<spec::ClauseId> touched_;  // those marked
};

}  // namespace assay::oracles
