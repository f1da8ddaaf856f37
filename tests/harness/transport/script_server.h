// An endpoint that does what a script says, right or wrong: raw sockets in threads, loopback, a
// port of the system's choice. Nothing sleeps: a stall lasts until the client gives up.
//
// Example: ScriptServer server({{request(), send("HTTP/1.1 204 x\r\n\r\n"), again()}});
#pragma once
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "harness/transport/transport.h"

namespace assay::harness::testing {

struct Step {
  enum class Kind { request, send, echo, trickle, flood, stall, finish, reset, again };
  Kind kind;
  std::string text = {};
};
using Script = std::vector<Step>;  // of one connection; it is closed at the end

// Reads one request, with its body. The script ends when the client ends first.
inline Step request() { return {Step::Kind::request}; }
inline Step send(std::string text) { return {Step::Kind::send, std::move(text)}; }
// Answers with the target of the last request as the body.
inline Step echo() { return {Step::Kind::echo}; }
// Sends the text one byte at a time, over and over, until the client leaves.
inline Step trickle(std::string text) { return {Step::Kind::trickle, std::move(text)}; }
// Sends the text over and over, as fast as it goes, until the client leaves.
inline Step flood(std::string text) { return {Step::Kind::flood, std::move(text)}; }
// Reads, and does nothing else, until the client leaves.
inline Step stall() { return {Step::Kind::stall}; }
// Says that nothing more comes, then reads until the client leaves: a close without a reset.
inline Step finish() { return {Step::Kind::finish}; }
inline Step reset() { return {Step::Kind::reset}; }
inline Step again() { return {Step::Kind::again}; }

inline sockaddr_in loopback_address() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// A bound socket; it refuses connections until it listens.
class Port {
 public:
  Port() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = loopback_address();
    [[maybe_unused]] const int bound =
        ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    assert(bound == 0);
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    endpoint_.host = "127.0.0.1";
    endpoint_.port = ntohs(address.sin_port);
  }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;
  ~Port() { ::close(fd_); }

  int fd() const { return fd_; }
  const Endpoint& endpoint() const { return endpoint_; }

 private:
  int fd_;
  Endpoint endpoint_;
};

class ScriptServer {
 public:
  // The first connection plays the first script, and so on; the last script serves all others.
  explicit ScriptServer(std::vector<Script> scripts) : scripts_(std::move(scripts)) {
    [[maybe_unused]] const int listening = ::listen(port_.fd(), 256);
    assert(listening == 0);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ScriptServer(const ScriptServer&) = delete;
  ScriptServer& operator=(const ScriptServer&) = delete;
  ~ScriptServer() {
    ::shutdown(port_.fd(), SHUT_RDWR);
    acceptor_.join();
    for (const auto& one : connections_) {
      {
        const std::lock_guard lock(mutex_);
        if (one->fd >= 0) ::shutdown(one->fd, SHUT_RDWR);
      }
      one->thread.join();
    }
  }

  const Endpoint& endpoint() const { return port_.endpoint(); }
  std::size_t connections() const {
    const std::lock_guard lock(mutex_);
    return connections_.size();
  }
  // What came over the connection, all of it.
  std::string received(std::size_t connection) const {
    const std::lock_guard lock(mutex_);
    return connections_.at(connection)->received;
  }
  // Waits until the server has closed that connection. False after ten seconds.
  bool wait_closed(std::size_t connection) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] {
      return connections_.size() > connection && connections_[connection]->closed;
    });
  }
  // Has that much come over the connection yet. The one who sends must be driven meanwhile.
  bool has_received(std::size_t connection, std::size_t bytes) const {
    const std::lock_guard lock(mutex_);
    return connections_.size() > connection && connections_[connection]->received.size() >= bytes;
  }

 private:
  struct Connection {
    int fd = -1;
    bool closed = false;
    std::string received;
    std::size_t consumed = 0;  // bytes of `received` that belong to requests read so far
    std::string target;        // of the last request
    std::thread thread;
  };

  void accept_all() {
    while (true) {
      const int fd = ::accept4(port_.fd(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      const std::lock_guard lock(mutex_);
      const Script& script = scripts_[std::min(connections_.size(), scripts_.size() - 1)];
      Connection& one = *connections_.emplace_back(std::make_unique<Connection>());
      one.fd = fd;
      one.thread = std::thread([this, &one, &script] { play(one, script); });
    }
  }

  void play(Connection& one, const Script& script) {
    for (std::size_t i = 0; i < script.size(); ++i) {
      if (!step(one, script[i])) break;
      if (script[i].kind == Step::Kind::again) i = static_cast<std::size_t>(-1);
    }
    const std::lock_guard lock(mutex_);
    ::close(std::exchange(one.fd, -1));
    one.closed = true;
    changed_.notify_all();
  }

  bool step(Connection& one, const Step& step) {
    switch (step.kind) {
      case Step::Kind::request: return read_request(one);
      case Step::Kind::send: return send_all(one, step.text);
      case Step::Kind::echo:
        return send_all(one, "HTTP/1.1 200 OK\r\nContent-Length: " +
                                 std::to_string(one.target.size()) + "\r\n\r\n" + one.target);
      case Step::Kind::trickle: return trickle_out(one, step.text);
      case Step::Kind::flood:
        while (send_all(one, step.text)) {
        }
        return false;
      case Step::Kind::finish: ::shutdown(one.fd, SHUT_WR); [[fallthrough]];
      case Step::Kind::stall:
        while (read_some(one)) {
        }
        return false;
      case Step::Kind::reset: {
        const linger now{1, 0};
        ::setsockopt(one.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        return false;
      }
      case Step::Kind::again: return true;
    }
    return false;
  }

  bool read_some(Connection& one) {
    std::array<char, 65536> buffer;
    const ssize_t count = ::recv(one.fd, buffer.data(), buffer.size(), 0);
    if (count <= 0) return false;
    const std::lock_guard lock(mutex_);
    one.received.append(buffer.data(), static_cast<std::size_t>(count));
    changed_.notify_all();
    return true;
  }

  // Only this connection's thread changes `received`, so it may read it without the lock.
  bool read_request(Connection& one) {
    while (true) {
      const std::string_view rest = std::string_view(one.received).substr(one.consumed);
      const std::size_t size = request_size(rest);
      if (size != 0) {
        const std::size_t begin = rest.find(' ') + 1;
        one.target = rest.substr(begin, rest.find(' ', begin) - begin);
        one.consumed += size;
        return true;
      }
      if (!read_some(one)) return false;
    }
  }

  // Of the request that the bytes begin with; 0 while it is not whole.
  static std::size_t request_size(std::string_view bytes) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    const std::string_view head = bytes.substr(0, end + 2);
    std::size_t size = end + 4;
    if (head.find("Transfer-Encoding: chunked\r\n") != std::string_view::npos) {
      const std::size_t last = bytes.find("0\r\n\r\n", size);
      return last == std::string_view::npos ? 0 : last + 5;
    }
    constexpr std::string_view length = "\r\nContent-Length: ";
    const std::size_t at = head.find(length);
    if (at != std::string_view::npos) {
      size += std::stoul(std::string(head.substr(at + length.size())));
    }
    return bytes.size() < size ? 0 : size;
  }

  bool send_all(Connection& one, std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::send(one.fd, text.data(), text.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  bool trickle_out(Connection& one, const std::string& text) {
    for (std::size_t i = 0;; ++i) {
      if (!send_all(one, std::string_view(text).substr(i % text.size(), 1))) return false;
      pollfd watch{one.fd, POLLIN | POLLRDHUP, 0};
      ::poll(&watch, 1, 5);  // the pace, unless the client moves before
      if ((watch.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) return false;
      if ((watch.revents & POLLIN) != 0 && !read_some(one)) return false;
    }
  }

  std::vector<Script> scripts_;
  Port port_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::thread acceptor_;
};

}  // namespace assay::harness::testing
