#include "harness/transport/intake.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace assay::harness {
namespace {

constexpr std::size_t partial_bytes = 64 * 1024;

}  // namespace

std::string_view name(Failure failure) {
  switch (failure) {
    case Failure::none: return "none";
    case Failure::resolve: return "resolve";
    case Failure::refused: return "refused";
    case Failure::tls: return "tls";
    case Failure::timeout: return "timeout";
    case Failure::reset: return "reset";
    case Failure::cut: return "cut";
    case Failure::not_http: return "not-http";
    case Failure::too_large: return "too-large";
    case Failure::other: return "other";
  }
  return "other";
}

void Intake::start(bool head_request) {
  parser_.start(head_request);
  partial_.clear();
  state_ = State::more;
  anything_ = excess_ = false;
}

Intake::State Intake::feed(std::string_view bytes) {
  if (bytes.empty()) return state_;
  anything_ = true;
  std::size_t used = 0;
  state_ = parser_.feed(bytes, used);
  if (state_ == State::done) {
    excess_ = excess_ || used < bytes.size();
  } else {
    // Only an answer that is not whole may ever be shown as partial, so the usual one costs no
    // copy.
    partial_.append(bytes.substr(0, partial_bytes - std::min(partial_bytes, partial_.size())));
  }
  return state_;
}

bool Intake::began_like_http() const {
  // No more than this, in either case of letters: libcurl hands out no byte of a line that begins
  // so and is not whole.
  constexpr std::string_view upper = "HTTP/";
  constexpr std::string_view lower = "http/";
  for (std::size_t i = 0; i < std::min(upper.size(), partial_.size()); ++i) {
    if (partial_[i] != upper[i] && partial_[i] != lower[i]) return false;
  }
  return true;
}

Verdict Intake::end(bool orderly) {
  if (state_ == State::done) return {};
  if (state_ == State::failed) return refusal();
  if (!began_like_http()) {
    state_ = State::failed;
    return {Failure::not_http, "closed after bytes that do not begin like HTTP"};
  }
  state_ = parser_.end();
  if (state_ == State::done && orderly) return {};
  if (state_ == State::done) {  // only the order of the close tells such a body is whole
    state_ = State::failed;
    return {Failure::reset, "reset within a body that ends with the connection"};
  }
  // A reset and a close look alike to whoever had not read everything, so they share a name.
  const std::string& why = parser_.failure();
  return {why == "closed within the body" ? Failure::cut : Failure::reset, why};
}

Verdict Intake::late(std::chrono::milliseconds timeout) const {
  return {Failure::timeout, (anything_ ? "the answer was not whole after " : "no answer after ") +
                                std::to_string(timeout.count()) + " ms"};
}

Verdict Intake::refusal() const {
  const std::string& why = parser_.failure();
  const bool limit = why.find("its limit") != std::string::npos;
  return {limit ? Failure::too_large : Failure::not_http, why};
}

std::string place(const Endpoint& endpoint) {
  const bool brackets = endpoint.host.find(':') != std::string::npos;
  return (brackets ? "[" + endpoint.host + "]" : endpoint.host) + ":" +
         std::to_string(endpoint.port);
}

Verdict connect_failure(int error, const Endpoint& endpoint) {
  const std::string where = " (" + place(endpoint) + ")";
  switch (error) {
    case ECONNREFUSED: return {Failure::refused, "connection refused" + where};
    case ETIMEDOUT: return {Failure::timeout, "no connection" + where};
    case ECONNRESET:
    case EPIPE: return {Failure::reset, "closed while connecting" + where};
    default: break;
  }
  return {Failure::other, "cannot connect: " + std::generic_category().message(error) + where};
}

}  // namespace assay::harness
