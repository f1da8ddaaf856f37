// Both transports behind one face, and exchanges that keep a copy of what came.
#pragma once
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/transport/transport.h"

namespace assay::harness::testing {

enum class Kind { raw, curl };
inline constexpr std::array both = {Kind::raw, Kind::curl};

inline const char* label(Kind kind) { return kind == Kind::raw ? "raw" : "curl"; }

inline std::unique_ptr<Transport> make(Kind kind, const Endpoint& endpoint,
                                       const TransportOptions& options = {}) {
  return kind == Kind::raw ? make_raw_transport(endpoint, options)
                           : make_curl_transport(endpoint, options);
}

inline wire::Request get(std::string target = "/") {
  return {"GET", std::move(target), {{"Host", "example.test"}}, ""};
}

inline std::string bytes_of(const wire::Request& request) {
  std::string out;
  wire::append_bytes(out, request);
  return out;
}

// A completion that outlives its slot.
struct Outcome {
  Failure failure = Failure::none;
  std::string detail;
  std::optional<wire::Response> response;
  std::string partial;
  std::chrono::microseconds took{0};
};

inline Outcome keep(const Completion& one) {
  Outcome out{one.failure, one.detail, std::nullopt, std::string(one.partial), one.took};
  if (one.response != nullptr) out.response = *one.response;
  return out;
}

// Waits for the completion of that slot, which must be the only one under way.
inline Outcome await(Transport& transport, std::size_t slot = 0) {
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  std::vector<Completion> completed;
  while (completed.empty()) {
    if (std::chrono::steady_clock::now() > patience) throw std::runtime_error("no completion");
    transport.wait(std::chrono::seconds(20), completed);
  }
  if (completed.size() != 1 || completed[0].slot != slot) {
    throw std::runtime_error("not the one completion that was due");
  }
  return keep(completed[0]);
}

inline Outcome exchange(Transport& transport, const wire::Request& request, std::size_t slot = 0) {
  const std::string bytes = bytes_of(request);
  transport.submit(slot, request, bytes);
  return await(transport, slot);
}

// A response as one text, to compare and to show.
inline std::string text(const std::optional<wire::Response>& response) {
  if (!response) return "(none)";
  std::string out = std::to_string(response->status) + " " + response->reason + "\n";
  for (const wire::Header& header : response->headers) {
    out += header.name + ": " + header.value + "\n";
  }
  return out + "\n" + response->body;
}

}  // namespace assay::harness::testing
