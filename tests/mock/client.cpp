#include "tests/mock/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace assay::mock::test {

namespace {

[[noreturn]] void fail(const char* what) { throw std::runtime_error(what); }

}  // namespace

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (socket_ < 0) fail("socket");
  const timeval limit{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  static_assert(sizeof generic == sizeof address);
  std::memcpy(&generic, &address, sizeof address);
  if (::connect(socket_, &generic, sizeof generic) != 0) {
    ::close(socket_);
    fail("connect");
  }
}

Client::~Client() { ::close(socket_); }

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

wire::Response Client::receive() {
  wire::ResponseParser parser;
  parser.start();
  for (;;) {
    std::size_t used = 0;
    const auto state = parser.feed(rest_, used);
    rest_.erase(0, used);
    if (state == wire::ResponseParser::State::done) return parser.response();
    if (state == wire::ResponseParser::State::failed) fail(parser.failure().c_str());
    std::array<char, 4096> piece{};
    const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
    if (got <= 0) fail("the connection ended before an answer");
    rest_.append(piece.data(), static_cast<std::size_t>(got));
  }
}

bool Client::ended() {
  char byte = 0;
  return rest_.empty() && ::recv(socket_, &byte, 1, 0) == 0;
}

bool Client::silent() {
  char byte = 0;
  const ssize_t got = ::recv(socket_, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
  return got < 0 && errno == EAGAIN;
}

void Client::finish() { ::shutdown(socket_, SHUT_WR); }

}  // namespace assay::mock::test
