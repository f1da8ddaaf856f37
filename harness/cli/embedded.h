// The mock inside the program: what is judged when no endpoint is named.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/transport/transport.h"
#include "spec/operation.h"
#include "wire/sign.h"

namespace assay::harness {

struct MockSettings {
  std::size_t instances = 2;
  std::vector<std::string> names;     // when not empty: these resources instead
  std::vector<std::string> readings;  // "reading=alternative"
  std::vector<std::string> faults;
  bool authenticates = true;
  bool observable = true;  // false: the operation that reads state back is an unknown Action
  wire::Credentials credentials{"testAccessKeyId", "testAccessKeySecret", ""};
  std::string region;
  std::string clock;  // "", a time or "request"
  std::uint16_t port = 0;
  std::string address = "127.0.0.1";
  std::optional<std::uint16_t> metadata_port;  // of the metadata service; nothing: there is none
};

// A mock that listens; it serves in a thread of its own from start() on. Throws UsageError for a
// reading, fault, clock, address or port that can't be, and for a metadata service where the
// document tells of none.
class EmbeddedMock {
 public:
  EmbeddedMock(const spec::Operation& operation, const MockSettings& settings);
  ~EmbeddedMock();  // stops it
  void start();
  void serve();  // in the caller's thread, until stop()
  void stop();
  Endpoint endpoint() const;

  Endpoint metadata() const;  // of the metadata service, when there is one
  // Lets so much time pass at the metadata service. May be called while it serves.
  void pass(std::chrono::seconds time);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::harness
