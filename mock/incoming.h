// A request taken apart: what its bytes say, before anything is judged. Internal to mock/.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "wire/message.h"
#include "wire/params.h"
#include "wire/sign.h"

namespace assay::mock {

// Reused from request to request; after that, reading one allocates only for longer texts than
// before.
class Incoming {
 public:
  // Reads query, form and signature kind. `request` must stay as it is until the next call.
  // An escape that is cut or not hexadecimal stands for itself.
  void read(const wire::Request& request);

  // Builds params(): the query, then the form when `with_form`, without those of the form called
  // `without` (when not empty).
  void select(bool with_form, std::string_view without = {});

  const wire::Request& request() const { return *request_; }
  wire::SignatureKind kind() const { return kind_; }
  const wire::Params& query() const { return query_; }
  const wire::Params& form() const { return form_; }
  const std::vector<const wire::Param*>& params() const { return params_; }

  // The first value of that name among params(); "" when absent.
  std::string_view find(std::string_view name) const;
  std::string_view find_last(std::string_view name) const;
  std::string_view header(std::string_view name) const;  // "" when absent

 private:
  const wire::Request* request_ = nullptr;
  wire::SignatureKind kind_ = wire::SignatureKind::none;
  wire::Params query_, form_;
  wire::Params spare_;  // parameters of earlier requests, kept for their capacity
  std::vector<const wire::Param*> params_;
};

}  // namespace assay::mock
