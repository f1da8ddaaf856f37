// Where the effects of an operation can be seen: a metadata service, and how to reach it.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "harness/transport/transport.h"
#include "wire/percent.h"

namespace assay::harness {

struct EffectsAccess {
  Endpoint endpoint;
  // Goes before the documented paths: "", or "/{instance}", where the resource's name is put in,
  // percent-encoded.
  std::string prefix;
  // Makes a transport of one slot to the endpoint.
  std::function<std::unique_ptr<Transport>()> transport;
  // Lets so much time pass at the service: by waiting, or by moving its clock. May end early when
  // the user interrupts.
  std::function<void(std::chrono::seconds)> pass;

  // True: any resource is reached, by its name. False: one only, the first of the run.
  bool reaches_all() const { return prefix.find(mark) != std::string::npos; }
  std::string prefix_of(const std::string& resource) const {
    std::string out = prefix;
    const std::size_t at = out.find(mark);
    return at == std::string::npos
               ? out
               : out.replace(at, std::string(mark).size(), wire::encode(resource));
  }

  static constexpr const char* mark = "{instance}";
};

}  // namespace assay::harness
