// A blocking client and a server in a thread, for the suites that need sockets.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "mock/server.h"
#include "wire/message.h"

namespace assay::mock::test {

// Serves until it goes out of scope.
class Running {
 public:
  explicit Running(Handler& handler) : server_(handler, 0), thread_([this] { server_.run(); }) {}
  ~Running() {
    server_.stop();
    thread_.join();
  }
  std::uint16_t port() const { return server_.port(); }

 private:
  Server server_;
  std::thread thread_;
};

// One connection to 127.0.0.1. Every operation gives up after ten seconds, with an exception.
class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes);
  wire::Response receive();  // the next whole answer
  bool ended();              // waits for the end of the connection; true when nothing came before
  bool silent();             // nothing can be read right now, and the connection is open
  void finish();             // says that nothing more will be sent

 private:
  int socket_ = -1;
  std::string rest_;  // read, not yet taken
};

}  // namespace assay::mock::test
