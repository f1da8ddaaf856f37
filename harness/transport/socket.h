// Addresses and non-blocking connections. Private to harness/transport/.
#pragma once
#include <sys/socket.h>

#include <string>
#include <utility>
#include <vector>

#include "harness/transport/transport.h"

namespace assay::harness {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

// Every address of the endpoint in the order to try them; none, with a sentence in `why`, when the
// name has no address. Blocks for as long as the resolver does.
std::vector<Address> resolve(const Endpoint& endpoint, std::string& why);

// Owns a descriptor.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Socket() { close(); }

  int fd() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void close();

 private:
  int fd_ = -1;
};

// Starts to connect, without waiting. Not open, with the errno in `error`, when that failed
// already.
Socket start_connection(const Address& address, int& error);

}  // namespace assay::harness
