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

bool view(const wire::Request& request, wire::Verifier* verifier, RequestView& out) {
  out = RequestView{};
  out.request = &request;
  auto query = wire::parse_form(wire::query_of(request.target));
  auto form = has_form(request) ? wire::parse_form(request.body) : wire::Params{};
  if (!query || !form) return false;
  out.query = std::move(*query);
  out.form = std::move(*form);
  out.kind = wire::signature_kind(request, out.query, out.form);
  const auto param = [&](std::string_view name) {
    if (const auto found = wire::find(out.query, name)) return *found;
    return wire::find(out.form, name).value_or("");
  };
  const bool v3 = out.kind == wire::SignatureKind::v3;
  out.action = v3 ? header_or_empty(request, "x-acs-action") : param("Action");
  out.version = v3 ? header_or_empty(request, "x-acs-version") : param("Version");
  out.timestamp = v3 ? header_or_empty(request, "x-acs-date") : param("Timestamp");
  out.nonce = v3 ? header_or_empty(request, "x-acs-signature-nonce") : param("SignatureNonce");
  out.signature_method = param("SignatureMethod");
  out.signature_version = param("SignatureVersion");
  out.format = param("Format");
  out.accept = v3 ? header_or_empty(request, "accept") : std::string_view{};
  out.key = wire::access_key(request, out.query, out.form).value_or("");
  out.has_signature = v3 || !param("Signature").empty();
  if (verifier != nullptr && out.has_signature) {
    const wire::SignatureCheck check = verifier->check(request, out.query, out.form);
    out.signature_matches = check.matches;
    out.payload_matches = check.payload_matches;
  }
  return true;
}

}  // namespace assay::oracles
