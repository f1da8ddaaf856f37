#include "harness/transport/socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace assay::harness {

std::vector<Address> resolve(const Endpoint& endpoint, std::string& why) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const std::string port = std::to_string(endpoint.port);
  const int error = getaddrinfo(endpoint.host.c_str(), port.c_str(), &hints, &list);
  if (error != 0) {
    why = std::string(gai_strerror(error)) + " (" + endpoint.host + ")";
    return {};
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, freeaddrinfo);
  std::vector<Address> out;
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
    if (one->ai_addrlen > sizeof(sockaddr_storage)) continue;
    Address& address = out.emplace_back();
    std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
    address.size = one->ai_addrlen;
  }
  if (out.empty()) why = "no address (" + endpoint.host + ")";
  return out;
}

void Socket::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Socket start_connection(const Address& address, int& error) {
  Socket out(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  error = 0;
  if (!out.open()) {
    error = errno;
    return out;
  }
  // Without it the end of a request in two sends would wait for the peer's delayed acknowledgement.
  const int on = 1;
  setsockopt(out.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const auto* where = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::connect(out.fd(), where, address.size) != 0 && errno != EINPROGRESS && errno != EINTR) {
    error = errno;
    out.close();
  }
  return out;
}

}  // namespace assay::harness
