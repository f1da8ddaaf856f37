// The metadata service that the effects of a document tell of, without sockets.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/handler.h"
#include "mock/state.h"
#include "spec/operation.h"

namespace assay::mock {

struct MetadataOptions {
  std::string region;                 // of every resource
  std::function<std::int64_t()> now;  // seconds since 1970, by which tokens expire; must be given
  std::uint64_t seed = 1;             // of the tokens
  FaultSet faults{};                  // those that act on the service
};

// A real service knows by the network which resource asks. Here the path says it: the documented
// path behind "/RESOURCE" (percent-encoded); where there is one resource only, the documented path
// alone means it, too. Tokens hold all that there is to know of them, so any number can be issued;
// a service with the same seed knows them again. Used by one thread at a time, the one that changes
// the state. Example: Metadata m(op, choices, state, {"north", now}); m.handle(bytes, answer,
// action);
class Metadata final : public Handler {
 public:
  // All references must outlive it; `op` must have effects.
  Metadata(const spec::Operation& op, Choices choices, const State& state, MetadataOptions options);

  // Replaces `answer`; bytes that are no single whole HTTP request get 400.
  void handle(std::string_view bytes, std::string& answer, Action& action);
  void append_answer(const wire::Request& request, bool close, std::string& out,
                     Action& action) override;

 private:
  // What is answered: the status (spec::unanswered for none) and the body.
  struct Answer {
    int status = 0;
    std::string body;
  };
  struct Token {
    std::size_t resource = 0;
    std::int64_t until = 0;  // the first second in which it is of no use any more
  };

  std::optional<std::size_t> resource_of(std::string_view& path) const;
  Answer answer(const wire::Request& request);
  Answer answer_token(const wire::Request& request, std::size_t resource);
  Answer answer_item(const wire::Request& request, std::string_view path, std::size_t resource);
  std::optional<Answer> refuse(spec::EffectRule rule) const;
  Answer accept(spec::EffectRule rule, std::string body) const;
  spec::EffectRule standing(std::string_view token, std::size_t resource) const;
  bool is_on(const spec::EffectSwitch& which, std::size_t resource) const;
  bool is_closed(std::size_t resource);
  std::optional<std::int64_t> lifetime(std::string_view text) const;

  std::string issue(const Token& token);
  std::optional<Token> read(std::string_view text) const;
  std::uint64_t seal(const Token& token, std::uint64_t number) const;

  const spec::Operation& op_;
  const spec::Effects& effects_;
  Choices choices_;
  const State& state_;
  MetadataOptions options_;
  std::uint64_t issued_ = 0;
  std::set<std::size_t> was_closed_;  // resources, as far as requests came to them then
};

}  // namespace assay::mock
