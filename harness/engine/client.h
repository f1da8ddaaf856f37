// One request at a time over one slot: for what happens before, after and beside the lanes.
#pragma once
#include <string>
#include <vector>

#include "harness/engine/context.h"
#include "harness/engine/state_reader.h"
#include "harness/transport/transport.h"

namespace assay::harness {

struct Answered {
  Failure failure = Failure::none;
  std::string detail;
  wire::Response response;
  std::string partial;  // what had come when it failed
  bool resent = false;  // the endpoint may have seen the request twice
  bool ok() const { return failure == Failure::none; }
  oracles::Received received() const;
  std::string text() const;  // the answer as bytes, or the failure by name, for people
};

// An answer for people: the response as bytes, or the failure by name, with what came of it.
std::string answer_text(Failure failure, const std::string& detail, const std::string& partial,
                        const wire::Response& response);

// A response as bytes again, cut at 64 KiB.
std::string response_text(const wire::Response& response);

class Client {
 public:
  // Both must outlive the client; nobody else uses the slot meanwhile.
  Client(Context& context, Transport& transport, std::size_t slot = 0)
      : context_(context), transport_(transport), slot_(slot) {}

  const Answered& exchange(const wire::Request& request, std::string_view bytes);
  // A case, composed now. The request stays valid until the next call.
  const Answered& send(const generators::Case& one, const Resources& resources);

  // The state of a resource; nothing when it can't be had. Tries twice.
  std::optional<oracles::State> observe(const std::string& resource);
  // Brings the resource to `wanted` as far as valid requests can. True when it shows `wanted` then.
  // Sends none when it shows `wanted` already.
  bool bring(const std::string& resource, const oracles::State& wanted);
  // The same, always with the same requests by way of another state: an endpoint may remember more
  // than it shows. Unless `wanted` holds a value never configured, which no request brings back.
  bool bring_anew(const std::string& resource, const oracles::State& wanted);

  // Sends what stores `state` (see storing_case()), whatever comes of it.
  void store(const std::string& resource, const oracles::State& state,
             const spec::Parameter* only = nullptr);

  // Of the last case or exchange, not of what was sent to bring a resource somewhere.
  const wire::Request& request() const { return request_; }
  const std::string& bytes() const { return bytes_; }
  std::size_t sent() const { return sent_; }

 private:
  bool bring_by_any_way(const std::string& resource, const oracles::State& wanted);

  Context& context_;
  Transport& transport_;
  std::size_t slot_;
  wire::Request request_;
  std::string bytes_;
  Answered answered_;
  std::vector<Completion> completed_;
  std::size_t sent_ = 0;
};

}  // namespace assay::harness
