// Services behind sockets: HTTP/1.1 with keep-alive, pipelining and chunked requests.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "mock/handler.h"

namespace assay::mock {

// One thread serves all connections. A head is at most 64 KiB, a body at most 4 MiB; a request that
// is malformed or larger gets 400, and its connection is closed.
// Example: Server server(service, 0); std::thread t([&] { server.run(); }); use(server.port());
class Server {
 public:
  // Listens at once. Port 0 takes a free one. Throws std::runtime_error, naming address, port and
  // reason, when it cannot. `handler` must outlive it and be used by nobody else while it runs.
  Server(Handler& handler, std::uint16_t port, const std::string& address = "127.0.0.1");
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens on one more port, for another handler; as above. Returns the port. Before run().
  std::uint16_t listen(Handler& handler, std::uint16_t port,
                       const std::string& address = "127.0.0.1");

  std::uint16_t port() const;  // that it listens on for the first handler
  void run();                  // serves until stop(); then it cannot run again
  void stop();                 // may be called from another thread or a signal thread, and twice

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::mock
