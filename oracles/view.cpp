#include "oracles/view.h"

namespace assay::oracles {

namespace {

bool has_form(const wire::Request& request) {
  const auto type = wire::header(request.headers, "content-type");
  constexpr std::string_view form = "application/x-www-form-urlencoded";
  return type && type->substr(0, form.size()) == form;
}

std::string_view header_or_empty(const wire::Request& request, std::string_view name) {
  return wire::header(request.headers, name).value_or("");
}

}  // namespace

void RequestView::values(std::string_view name, bool with_form,
                         std::vector<std::string_view>& out) const {
  out.clear();
  for (const wire::Param& param : query) {
    if (param.name == name) out.emplace_back(param.value);
  }
  if (!with_form) return;
  for (const wire::Param& param : form) {
    if (param.name == name) out.emplace_back(param.value);
  }
}

namespace {

// The parameters with a meaning of their own; the first of each counts, the query before the form.
void name_params(const wire::Params& params, RequestView& out, std::string_view& signature) {
  const std::pair<std::string_view, std::string_view*> known[] = {
      {"Action", &out.action},
      {"Version", &out.version},
      {"Timestamp", &out.timestamp},
      {"SignatureNonce", &out.nonce},
      {"SignatureMethod", &out.signature_method},
      {"SignatureVersion", &out.signature_version},
      {"Format", &out.format},
      {"Signature", &signature}};
  for (const wire::Param& param : params) {
    for (const auto& [name, value] : known) {
      if (param.name != name) continue;
      if (value->data() == nullptr) *value = param.value;
      break;
    }
  }
}

}  // namespace

bool view(const wire::Request& request, wire::Verifier* verifier, RequestView& out) {
  out.request = &request;
  out.action = out.version = out.timestamp = out.nonce = out.key = {};
  out.signature_method = out.signature_version = out.format = out.accept = {};
  out.has_signature = out.signature_matches = false;
  out.payload_matches = true;
  wire::retire(out.form, out.spare);
  if (!wire::parse_form(wire::query_of(request.target), out.query, out.spare)) return false;
  if (has_form(request) && !wire::parse_form(request.body, out.form, out.spare)) return false;
  out.kind = wire::signature_kind(request, out.query, out.form);
  std::string_view signature;
  name_params(out.query, out, signature);
  name_params(out.form, out, signature);
  const bool v3 = out.kind == wire::SignatureKind::v3;
  if (v3) {
    out.action = header_or_empty(request, "x-acs-action");
    out.version = header_or_empty(request, "x-acs-version");
    out.timestamp = header_or_empty(request, "x-acs-date");
    out.nonce = header_or_empty(request, "x-acs-signature-nonce");
    out.accept = header_or_empty(request, "accept");
  }
  out.key = wire::access_key(request, out.query, out.form).value_or("");
  out.has_signature = v3 || !signature.empty();
  if (verifier != nullptr && out.has_signature) {
    const wire::SignatureCheck check = verifier->check(request, out.query, out.form);
    out.signature_matches = check.matches;
    out.payload_matches = check.payload_matches;
  }
  return true;
}

}  // namespace assay::oracles
