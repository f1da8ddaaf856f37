// What a server learns from the bytes of a request, before any rule is applied.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/message.h"
#include "wire/params.h"
#include "wire/sign.h"

namespace assay::oracles {

struct RequestView {
  const wire::Request* request = nullptr;
  wire::Params query, form;
  wire::Params spare;  // memory of earlier parameters
  wire::SignatureKind kind = wire::SignatureKind::none;
  // Empty where absent. For V3 from the headers, otherwise from the parameters.
  std::string_view action, version, timestamp, nonce;
  std::string_view key;
  bool has_signature = false, signature_matches = false, payload_matches = true;
  std::string_view signature_method, signature_version, format, accept;

  // All values under that exact name, query first; `with_form`: the form counts.
  void values(std::string_view name, bool with_form, std::vector<std::string_view>& out) const;
};

// Decodes `request`, which must outlive the view. `verifier` is null where nothing is signed.
// False when query or form cannot be decoded.
bool view(const wire::Request& request, wire::Verifier* verifier, RequestView& out);

}  // namespace assay::oracles
