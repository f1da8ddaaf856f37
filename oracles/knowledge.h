// What is known of the endpoint and of one resource when an exchange is judged.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "wire/time.h"

namespace assay::oracles {

// The observed fields of one resource, in the order of spec::Observation::fields, as text:
// scalars as shown, structures as compact JSON, "" for a member that is absent.
using State = std::vector<std::string>;

struct Knowledge {
  std::string region;                  // of the endpoint
  std::vector<std::string> resources;  // that exist
  bool certain = true;                 // false: whether those exist is only assumed
  std::string key_id;                  // the access key in use
  bool authenticates = true;           // false: signatures were left off, nothing of them is judged
};

// What is known of one exchange besides its bytes.
struct Circumstances {
  wire::UnixSeconds sent_at = 0;
  bool nonce_used_before = false;
  std::optional<State> before, after;  // nothing where state can't be observed
  // Of another resource, which the request does not name; nothing where none was looked at.
  std::optional<State> bystander_before, bystander_after;
};

}  // namespace assay::oracles
