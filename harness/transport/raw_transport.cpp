// Raw sockets under one epoll loop. A system call is what costs here, so an exchange on a kept
// connection is one send and one recv, and the descriptors are registered once per connection.
#include <sys/epoll.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "harness/transport/intake.h"
#include "harness/transport/socket.h"

namespace assay::harness {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t buffer_bytes = 64 * 1024;
constexpr milliseconds longest_wait = std::chrono::hours(24);

class RawTransport final : public Transport {
 public:
  RawTransport(const Endpoint& endpoint, const TransportOptions& options);

  void submit(std::size_t slot, const wire::Request& request, std::string_view bytes) override;
  void wait(milliseconds at_most, std::vector<Completion>& completed) override;
  void cancel(std::size_t slot) override;

 private:
  enum class Stage { idle, connecting, exchanging };

  struct Slot {
    explicit Slot(const wire::Limits& limits) : intake(limits) {}
    bool wants_to_send() const {
      return stage == Stage::connecting || (!broken && sent < bytes.size());
    }

    Stage stage = Stage::idle;
    Socket socket;
    std::string_view bytes;
    std::size_t sent = 0;
    std::size_t first = 0;       // the address to try first
    std::size_t tried = 0;       // addresses tried
    bool reused = false;         // the connection carried an answer before
    bool resent = false;         // the request went out twice
    bool broken = false;         // it takes no more bytes
    bool watching_send = false;  // epoll reports when it takes bytes
    Clock::time_point submitted;
    Clock::time_point deadline;
    Intake intake;
  };

  void connect(std::size_t index, int error = 0);
  int push(Slot& slot);
  void flush();
  void watch(std::size_t index, int operation);
  void on_event(std::size_t index, std::uint32_t events);
  void receive(std::size_t index);
  void ended(std::size_t index, bool orderly);
  void finish(std::size_t index, Verdict verdict);
  void expire();

  Endpoint endpoint_;
  milliseconds timeout_;
  std::string unresolved_;  // why there are no addresses
  std::vector<Address> addresses_;
  std::size_t preferred_ = 0;  // the address that took the last connection
  std::vector<Slot> slots_;
  Socket epoll_;
  std::vector<epoll_event> events_;
  std::vector<char> buffer_;  // of every slot: what came is parsed before the next recv
  std::vector<Completion> finished_;
  std::vector<std::size_t> unsent_;  // submitted on a kept connection, not yet sent
  Clock::time_point now_;
  Clock::time_point next_deadline_ = Clock::time_point::max();  // never later than the earliest
};

RawTransport::RawTransport(const Endpoint& endpoint, const TransportOptions& options)
    : endpoint_(endpoint), timeout_(options.timeout), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.open()) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  addresses_ = resolve(endpoint, unresolved_);
  slots_.reserve(options.slots);
  for (std::size_t i = 0; i < options.slots; ++i) slots_.emplace_back(options.limits);
  events_.resize(options.slots);
  buffer_.resize(buffer_bytes);
  finished_.reserve(options.slots);
}

void RawTransport::submit(std::size_t index, const wire::Request& request, std::string_view bytes) {
  Slot& slot = slots_.at(index);
  assert(slot.stage == Stage::idle);
  now_ = Clock::now();
  slot.bytes = bytes;
  slot.sent = 0;
  slot.submitted = now_;
  slot.deadline = now_ + timeout_;
  slot.intake.start(request.method == "HEAD");
  next_deadline_ = std::min(next_deadline_, slot.deadline);
  slot.resent = false;
  slot.reused = slot.socket.open();
  if (!slot.reused) {
    slot.first = preferred_;
    slot.tried = 0;
    connect(index);
    return;
  }
  slot.stage = Stage::exchanging;
  unsent_.push_back(index);
}

// Requests on kept connections go out together: the endpoint wakes for the first of them only.
void RawTransport::flush() {
  for (const std::size_t index : unsent_) {
    Slot& slot = slots_[index];
    if (slot.stage != Stage::exchanging) continue;  // cancelled meanwhile
    push(slot);
    watch(index, EPOLL_CTL_MOD);
  }
  unsent_.clear();
}

// Tries one address after the other, and sends at once what the new connection takes: over loopback
// it stands by then, which saves waiting for epoll to say so.
void RawTransport::connect(std::size_t index, int error) {
  Slot& slot = slots_[index];
  slot.sent = 0;
  slot.reused = slot.broken = slot.watching_send = false;
  while (slot.tried < addresses_.size()) {
    const std::size_t which = (slot.first + slot.tried++) % addresses_.size();
    slot.socket = start_connection(addresses_[which], error);
    if (!slot.socket.open()) continue;
    slot.stage = Stage::connecting;
    error = push(slot);
    if (error == 0) {
      watch(index, EPOLL_CTL_ADD);
      return;
    }
    slot.socket.close();
  }
  finish(index, addresses_.empty() ? Verdict{Failure::resolve, unresolved_}
                                   : connect_failure(error, endpoint_));
}

// Sends what can be sent. The errno when the connection did not come about, 0 otherwise: a
// connection that breaks later may still hold an answer, which receiving will tell.
int RawTransport::push(Slot& slot) {
  while (slot.wants_to_send()) {
    const std::string_view rest = slot.bytes.substr(slot.sent);
    const ssize_t sent = ::send(slot.socket.fd(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      if (slot.stage == Stage::connecting) {
        preferred_ = (slot.first + slot.tried - 1) % addresses_.size();
        slot.stage = Stage::exchanging;
      }
      slot.sent += static_cast<std::size_t>(sent);
    } else if (errno == EAGAIN) {
      return 0;
    } else if (errno != EINTR) {
      if (slot.stage == Stage::connecting) return errno;
      slot.broken = true;
    }
  }
  return 0;
}

// Registers the connection, or says anew whether its readiness to send matters.
void RawTransport::watch(std::size_t index, int operation) {
  Slot& slot = slots_[index];
  const bool send = slot.wants_to_send();
  if (operation == EPOLL_CTL_MOD && send == slot.watching_send) return;
  slot.watching_send = send;
  epoll_event event{};
  event.events = send ? EPOLLIN | EPOLLOUT : EPOLLIN;
  event.data.u64 = index;
  if (epoll_ctl(epoll_.fd(), operation, slot.socket.fd(), &event) != 0) {
    const std::string why = std::generic_category().message(errno);
    finish(index, {Failure::other, "cannot watch a connection: " + why});
  }
}

void RawTransport::wait(milliseconds at_most, std::vector<Completion>& completed) {
  flush();
  now_ = Clock::now();
  const Clock::time_point until = now_ + std::clamp(at_most, milliseconds(0), longest_wait);
  do {
    milliseconds pause(0);
    if (finished_.empty()) {
      pause = std::chrono::ceil<milliseconds>(std::min(until, next_deadline_) - now_);
    }
    const int count = epoll_wait(epoll_.fd(), events_.data(), static_cast<int>(events_.size()),
                                 static_cast<int>(std::max(pause, milliseconds(0)).count()));
    now_ = Clock::now();
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events_[static_cast<std::size_t>(i)];
      on_event(static_cast<std::size_t>(event.data.u64), event.events);
    }
    if (now_ >= next_deadline_) expire();
  } while (finished_.empty() && now_ < until);
  completed.insert(completed.end(), std::make_move_iterator(finished_.begin()),
                   std::make_move_iterator(finished_.end()));
  finished_.clear();
}

void RawTransport::on_event(std::size_t index, std::uint32_t events) {
  Slot& slot = slots_[index];
  if (slot.stage == Stage::idle) {  // closed between two requests, or bytes nobody asked for
    slot.socket.close();
    return;
  }
  if (slot.wants_to_send()) {
    const int error = push(slot);
    if (error != 0) {
      slot.socket.close();
      connect(index, error);
      return;
    }
    watch(index, EPOLL_CTL_MOD);
  }
  if (slot.stage == Stage::exchanging && (events & ~std::uint32_t{EPOLLOUT}) != 0) receive(index);
}

void RawTransport::receive(std::size_t index) {
  Slot& slot = slots_[index];
  const ssize_t count = ::recv(slot.socket.fd(), buffer_.data(), buffer_.size(), 0);
  if (count > 0) {
    switch (slot.intake.feed({buffer_.data(), static_cast<std::size_t>(count)})) {
      case Intake::State::done: finish(index, {}); break;
      case Intake::State::failed: finish(index, slot.intake.refusal()); break;
      case Intake::State::more: break;
    }
  } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
    ended(index, count == 0 && !slot.broken);
  }
}

// A kept connection that dies before any byte of the answer was most likely closed before it saw
// the request: once more, on a fresh one, which is not `reused` and thus not tried again.
void RawTransport::ended(std::size_t index, bool orderly) {
  Slot& slot = slots_[index];
  if (slot.reused && !slot.intake.anything()) {
    slot.socket.close();
    slot.first = preferred_;
    slot.tried = 0;
    slot.resent = true;
    connect(index);
    return;
  }
  finish(index, slot.intake.end(orderly));
}

void RawTransport::finish(std::size_t index, Verdict verdict) {
  Slot& slot = slots_[index];
  const bool failed = verdict.failure != Failure::none;
  // An answer to half a request leaves the other half in the way of the next one.
  if (failed || slot.broken || slot.sent < slot.bytes.size() || !slot.intake.reusable()) {
    slot.socket.close();
  }
  slot.stage = Stage::idle;
  Completion& out = finished_.emplace_back();
  out.slot = index;
  out.resent = slot.resent;
  out.failure = verdict.failure;
  out.detail = std::move(verdict.detail);
  out.response = failed ? nullptr : &slot.intake.response();
  if (failed) out.partial = slot.intake.partial();
  out.took = std::chrono::duration_cast<std::chrono::microseconds>(now_ - slot.submitted);
}

void RawTransport::expire() {
  next_deadline_ = Clock::time_point::max();
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const Slot& slot = slots_[i];
    if (slot.stage == Stage::idle) continue;
    if (slot.deadline <= now_) {
      finish(i, slot.intake.late(timeout_));
    } else {
      next_deadline_ = std::min(next_deadline_, slot.deadline);
    }
  }
}

void RawTransport::cancel(std::size_t index) {
  Slot& slot = slots_.at(index);
  if (slot.stage != Stage::idle) slot.socket.close();
  slot.stage = Stage::idle;
  std::erase_if(finished_, [&](const Completion& one) { return one.slot == index; });
}

}  // namespace

std::unique_ptr<Transport> make_raw_transport(const Endpoint& endpoint,
                                              const TransportOptions& options) {
  if (endpoint.tls) {
    throw std::invalid_argument("raw sockets speak no TLS: use the curl transport for " +
                                endpoint.url());
  }
  if (options.slots == 0) throw std::invalid_argument("a transport needs at least one slot");
  return std::make_unique<RawTransport>(endpoint, options);
}

}  // namespace assay::harness
