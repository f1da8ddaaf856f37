// The reference endpoint without sockets: one request in, one answer out.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/handler.h"
#include "mock/rules.h"
#include "mock/state.h"
#include "spec/operation.h"
#include "wire/message.h"

namespace assay::mock {

struct Options {
  std::size_t instances = 2;       // 1 to 9999, called prefix + 0001 …
  std::vector<std::string> names;  // when not empty: these resources instead
  FaultSet faults;
  RuleOptions rules;  // authentication, credentials, region

  // What counts as now. `real` asks `now`; `request` takes each request's own date (0 without one).
  enum class Clock { real, fixed, request };
  Clock clock = Clock::fixed;
  std::int64_t time = 0;              // fixed: seconds since 1970
  std::function<std::int64_t()> now;  // real: must be given

  std::uint64_t seed = 1;  // of the request ids

  bool observable = true;  // false: the operation that reads state back is an unknown Action
};

// Used by one thread at a time. Two services share nothing.
// Example: Service s(op, Choices(op), {}); s.handle(bytes, answer, action);
class Service final : public Handler {
 public:
  // `op` must outlive it.
  Service(const spec::Operation& op, Choices choices, Options options);
  ~Service() override;

  // Replaces `answer`. Bytes that are no single whole HTTP request get 400 and
  // Action::send_and_close.
  void handle(std::string_view bytes, std::string& answer, Action& action);
  void handle(const wire::Request& request, std::string& answer, Action& action);

  // As handle, but appends. `close`: the connection ends after this answer.
  void append_answer(const wire::Request& request, bool close, std::string& out,
                     Action& action) override;

  // The last decision, for tests and logs; valid until the next request.
  const Decision& decision() const;
  const State& state() const;
  State& state();
  const std::string& region() const;
  const spec::Operation& operation() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::mock
