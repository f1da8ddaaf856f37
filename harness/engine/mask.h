// Takes secrets out of texts before anybody else sees them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "wire/sign.h"

namespace assay::harness {

class Mask {
 public:
  explicit Mask(const wire::Credentials* credentials);

  // The text with the key's id, secret and token replaced by "***", also in their percent-encoded
  // form, and with every signature value (Signature=…, "Signature=" in Authorization) replaced.
  std::string operator()(std::string_view text) const;

 private:
  std::vector<std::string> words_;  // longest first
};

}  // namespace assay::harness
