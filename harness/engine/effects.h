// Brings an instance into each mode of its metadata service through the operation, asks the service
// what it should and should not give out, and judges every answer.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "harness/engine/client.h"
#include "harness/engine/effects_access.h"
#include "harness/engine/effects_judge.h"
#include "harness/engine/effects_probes.h"

namespace assay::harness {

// One answer of the service, judged; requests and answers are masked, tokens included.
struct EffectSeen {
  const oracles::Judgement* judgement = nullptr;
  std::string label;  // "guarded: item without a token"
  std::string request, answer;
  std::string curl;                     // puts the instance into the mode and asks again
  std::optional<oracles::State> state;  // of the instance, as observed
  bool reproduced = true;               // a violation came again when asked again
};

struct EffectHooks {
  std::function<void(const EffectSeen&)> take;
  std::function<bool()> stop;  // asked before each request
};

// Example: EffectsRun run(context, client, access, worlds, hooks); run.run({"i-1", "i-2"});
class EffectsRun {
 public:
  // All must outlive it. `operations` talks to the operation's endpoint. Of `worlds` it only reads:
  // what an answer teaches is for whoever takes it to learn.
  EffectsRun(Context& context, Client& operations, const EffectsAccess& access,
             const oracles::Worlds& worlds, EffectHooks hooks);

  // Works on the first resource; a second one lends a token. Ends within the time limits of single
  // answers, whatever the service does, and asks nothing more once stop() says so.
  void run(const std::vector<std::string>& resources);

  std::size_t judged() const { return judged_; }
  std::size_t sent() const { return service_.sent(); }
  // What was not judged and why, a sentence each, in the order in which it came up.
  const std::vector<std::string>& not_judged() const { return not_judged_; }

 private:
  struct Mode {
    const char* name;
    bool disabled, guarded;
  };
  enum class Went { on, skip_mode, over };

  void judge_modes(const std::vector<std::string>& resources);
  bool enter(const std::string& resource, const Mode& mode);
  Went judge_mode(const Mode& mode);
  Went judge_probe(const Probe& probe, const Mode& mode);
  bool compose(const Probe& probe, const Mode& mode, const std::string& resource);
  const std::string* token_for(Probe::Show show) const;
  oracles::Judgement ask(const EffectFacts& facts);
  bool repeat(const EffectFacts& facts, oracles::Judgement& judgement);
  bool alive();
  void keep_token(const Probe& probe);
  void borrow_token(const std::string& lender);
  void let_expire();
  void tell(const Probe& probe, const Mode& mode, const oracles::Judgement& judgement,
            bool reproduced);
  std::string mask(std::string text) const;
  std::string curl(const Probe& probe) const;
  std::string curl_token(const std::string& resource, std::int64_t lifetime) const;
  std::string url(const std::string& resource, const std::string& path) const;
  void give_up(std::string why) { not_judged_.push_back(std::move(why)); }

  Context& context_;
  const spec::Effects& effects_;
  Client& operations_;
  const EffectsAccess& access_;
  const oracles::Worlds& worlds_;
  EffectHooks hooks_;
  EffectsJudge judge_;
  std::vector<Probe> probes_;
  std::unique_ptr<Transport> transport_;
  Client service_;
  std::string resource_, lender_;
  std::optional<oracles::State> state_;
  std::string good_, foreign_, expiring_, expired_;
  std::vector<std::string> issued_;  // to be masked
  wire::Request request_;
  std::string bytes_;
  EffectFacts facts_;
  Answered answer_;
  std::size_t judged_ = 0, passing_ = 0;
  std::string passing_note_;  // of the first answer in passing
  bool answered_ = false;     // the service has answered anything yet
  bool settled_ = false;      // the time that a change may take is over
  std::vector<std::string> not_judged_;
};

}  // namespace assay::harness
