// Sends requests and brings answers, many at once, from one thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wire/message.h"

namespace assay::harness {

struct Endpoint {
  bool tls = false;
  std::string host;  // without brackets
  std::uint16_t port = 80;
  std::string authority()
      const;                // as in Host: brackets for IPv6, the port unless it is the usual one
  std::string url() const;  // "http://host:port"
  bool loopback() const;    // 127.0.0.0/8, ::1 or localhost
};

// "http://host[:port][/]" or "https://…". Refused with a sentence in `why`: another scheme, user
// information, a path, query or fragment, a port outside 1 to 65535, an empty or malformed host.
bool parse_endpoint(std::string_view url, Endpoint& endpoint, std::string& why);

enum class Failure {
  none,
  resolve,    // the name has no address
  refused,    // nobody listens
  tls,        // the handshake failed
  timeout,    // the deadline passed
  reset,      // the connection was reset or closed before a whole answer
  cut,        // the body ended before its announced length
  not_http,   // the bytes are not an HTTP/1.1 answer
  too_large,  // over the limits
  other
};
std::string_view name(Failure failure);  // "refused", "not-http" …

struct Completion {
  std::size_t slot = 0;
  Failure failure = Failure::none;
  std::string detail;                  // for people: "connection refused (127.0.0.1:1)"
  wire::Response* response = nullptr;  // null on failure; valid, and the receiver's to change or
                                       // swap away, until the slot is used again
  std::string_view partial;            // what had come when it failed, cut at 64 KiB; same lifetime
  std::chrono::microseconds took{0};
  // A kept connection died before it answered, and the same bytes went out once more on a fresh
  // one: the endpoint may have seen them twice.
  bool resent = false;
};

struct TransportOptions {
  std::size_t slots = 1;
  std::chrono::milliseconds timeout{10000};  // of one answer, connecting included
  wire::Limits limits;
  std::string ca_file;  // TLS: extra trust; empty: the system's
};

// A slot is one connection with at most one request under way; it reconnects by itself, and a
// connection that the endpoint closed between two requests is opened again, not reported.
class Transport {
 public:
  virtual ~Transport() = default;
  // Starts a request on an idle slot; it goes out with the next wait() at the latest, its time
  // limit counts from now. `bytes` is the whole request as it must be sent; `request` the same in
  // parts (libcurl sends those). Both must stay as they are until the completion.
  virtual void submit(std::size_t slot, const wire::Request& request, std::string_view bytes) = 0;
  // Waits at most `at_most` and appends what completed. Never blocks past the earliest deadline.
  virtual void wait(std::chrono::milliseconds at_most, std::vector<Completion>& completed) = 0;
  // Gives up whatever is under way on that slot.
  virtual void cancel(std::size_t slot) = 0;
};

std::unique_ptr<Transport> make_raw_transport(const Endpoint& endpoint,
                                              const TransportOptions& options);
std::unique_ptr<Transport> make_curl_transport(const Endpoint& endpoint,
                                               const TransportOptions& options);

}  // namespace assay::harness
