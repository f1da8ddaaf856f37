// What came back in one exchange, and what to call it when it went wrong. Both transports feed
// their bytes through here, so the same bytes get the same name. Private to harness/transport/.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "harness/transport/transport.h"

namespace assay::harness {

struct Verdict {
  Failure failure = Failure::none;
  std::string detail;
};

class Intake {
 public:
  using State = wire::ResponseParser::State;

  explicit Intake(const wire::Limits& limits) : parser_(limits) {}

  void start(bool head_request);

  // Takes bytes as they came: heads, interim answers, chunks and all.
  State feed(std::string_view bytes);
  // The connection ended; `orderly` is false when it was reset.
  Verdict end(bool orderly);
  // The deadline passed.
  Verdict late(std::chrono::milliseconds timeout) const;
  // Why feed() failed.
  Verdict refusal() const;

  State state() const { return state_; }
  bool anything() const { return anything_; }  // has a byte come
  // May the connection carry another request. False, too, when bytes nobody asked for came along.
  bool reusable() const { return state_ == State::done && !excess_ && parser_.keep_alive(); }
  wire::Response& response() { return parser_.response(); }
  std::string_view partial() const { return partial_; }

 private:
  bool began_like_http() const;

  wire::ResponseParser parser_;
  std::string partial_;  // grows only while an answer is not whole after its first piece
  State state_ = State::more;
  bool anything_ = false;
  bool excess_ = false;
};

// "127.0.0.1:80", "[::1]:80": for people, the port always.
std::string place(const Endpoint& endpoint);

// What an errno of connect() is called.
Verdict connect_failure(int error, const Endpoint& endpoint);

}  // namespace assay::harness
