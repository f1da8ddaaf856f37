// The server's side of sign.h.
#include <algorithm>
#include <array>

#include "wire/message_detail.h"
#include "wire/sign.h"

namespace assay::wire {
namespace {

constexpr std::string_view kV3Scheme = "ACS3-HMAC-SHA256 ";
constexpr std::string_view kPayloadHeader = "x-acs-content-sha256";

// The parts of "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…".
struct Authorization {
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
  std::string_view missing;  // the first part that is not there
};

// Nothing forbids a comma in an access key, so the marks are looked for from the end.
Authorization parse_authorization(std::string_view value) {
  constexpr std::string_view kCredential = "Credential=";
  constexpr std::string_view kSignedHeaders = ",SignedHeaders=";
  constexpr std::string_view kSignature = ",Signature=";
  Authorization result;
  if (!value.starts_with(kV3Scheme)) {
    result.missing = kV3Scheme.substr(0, kV3Scheme.size() - 1);
    return result;
  }
  value.remove_prefix(kV3Scheme.size());
  if (!value.starts_with(kCredential)) {
    result.missing = "Credential";
    return result;
  }
  value.remove_prefix(kCredential.size());
  const std::size_t signature = value.rfind(kSignature);
  const std::string_view before = value.substr(0, signature);
  const std::size_t headers = before.rfind(kSignedHeaders);
  result.credential = before.substr(0, headers);
  if (headers == std::string_view::npos) {
    result.missing = "SignedHeaders";
    return result;
  }
  result.signed_headers = before.substr(headers + kSignedHeaders.size());
  if (signature == std::string_view::npos) {
    result.missing = "Signature";
    return result;
  }
  result.signature = value.substr(signature + kSignature.size());
  return result;
}

std::optional<std::string_view> find_either(const Params& query, const Params& form,
                                            std::string_view name) {
  const auto in_query = find(query, name);
  return in_query ? in_query : find(form, name);
}

const Param* last_signature(const Params& query, const Params& form) {
  for (const Params* params : {&form, &query}) {
    for (auto param = params->rbegin(); param != params->rend(); ++param) {
      if (param->name == "Signature") return &*param;
    }
  }
  return nullptr;
}

// Reads a SignedHeaders into `names`; false when it is not as it must be written: sorted, lower
// case, no repeats. A stricter reading than any document states, and what every SDK sends.
bool read_names(std::string_view text, std::vector<std::string_view>& names) {
  names.clear();
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    const std::string_view name = text.substr(0, end);
    const bool upper =
        std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (name.empty() || upper || (!names.empty() && names.back() >= name)) return false;
    if (end == text.size() - 1) return false;  // a ';' with nothing after it
    names.push_back(name);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return true;
}

}  // namespace

SignatureKind signature_kind(const Request& request, const Params& query, const Params& form) {
  const auto authorization = header(request.headers, "Authorization");
  if (authorization && authorization->starts_with("ACS3-")) return SignatureKind::v3;
  for (const std::string_view name : {"Signature", "SignatureMethod", "AccessKeyId"}) {
    if (find_either(query, form, name)) return SignatureKind::v1;
  }
  return SignatureKind::none;
}

std::optional<std::string_view> access_key(const Request& request, const Params& query,
                                           const Params& form) {
  if (signature_kind(request, query, form) == SignatureKind::v3) {
    const auto parts =
        parse_authorization(header(request.headers, "Authorization").value_or(std::string_view()));
    if (parts.credential.empty()) return std::nullopt;
    return parts.credential;
  }
  return find_either(query, form, "AccessKeyId");
}

Verifier::Verifier(const Credentials& credentials) : signer_(credentials) {}

SignatureCheck Verifier::check(const Request& request, const Params& query, const Params& form) {
  SignatureCheck result;
  text_ = {};
  result.kind = signature_kind(request, query, form);
  switch (result.kind) {
    case SignatureKind::none: result.missing = "AccessKeyId"; break;
    case SignatureKind::v1: check_v1(request, query, form, result); break;
    case SignatureKind::v3: check_v3(request, query, result); break;
  }
  return result;
}

void Verifier::check_v1(const Request& request, const Params& query, const Params& form,
                        SignatureCheck& result) {
  for (const std::string_view name : {"AccessKeyId", "Signature", "SignatureMethod",
                                      "SignatureNonce", "SignatureVersion", "Timestamp"}) {
    if (find_either(query, form, name)) continue;
    result.missing = name;
    break;
  }
  const Param* const signature = last_signature(query, form);
  signer_.order_.clear();
  for (const Params* params : {&query, &form}) {
    for (const Param& param : *params) {
      if (&param != signature) signer_.order_.push_back(detail::ordered(param));
    }
  }
  const std::string_view computed = signer_.sign_v1(request.method);
  text_ = signer_.signed_text();
  result.matches = signature != nullptr && equal_constant_time(signature->value, computed);
}

// Points the signer at the headers that names_ lists; the first name that has none, or "".
std::string_view Verifier::pick_headers(const Headers& headers) {
  present_.assign(names_.size(), false);
  for (const Header& header : headers) {
    const auto at =
        std::lower_bound(names_.begin(), names_.end(), header.name, detail::before_ignoring_case);
    if (at == names_.end() || !detail::equal_ignoring_case(*at, header.name)) continue;
    present_[static_cast<std::size_t>(at - names_.begin())] = true;
    signer_.header_order_.push_back(&header);
  }
  const auto absent = std::find(present_.begin(), present_.end(), false);
  return absent == present_.end() ? std::string_view()
                                  : names_[static_cast<std::size_t>(absent - present_.begin())];
}

void Verifier::check_v3(const Request& request, const Params& query, SignatureCheck& result) {
  const auto parts =
      parse_authorization(header(request.headers, "Authorization").value_or(std::string_view()));
  const auto payload = header(request.headers, kPayloadHeader);
  result.payload_matches = payload && *payload == signer_.payload_hash(request.body);
  result.missing = parts.missing;
  for (const std::string_view name :
       {std::string_view("host"), kPayloadHeader, std::string_view("x-acs-date"),
        std::string_view("x-acs-signature-nonce")}) {
    if (result.missing.empty() && !header(request.headers, name)) result.missing = name;
  }
  const bool listed = read_names(parts.signed_headers, names_);
  signer_.order_.clear();
  for (const Param& param : query) signer_.order_.push_back(detail::ordered(param));
  signer_.header_order_.clear();
  const std::string_view absent = listed ? pick_headers(request.headers) : std::string_view();
  if (result.missing.empty()) result.missing = absent;
  const std::string_view path =
      std::string_view(request.target).substr(0, request.target.find('?'));
  const std::string_view computed =
      signer_.sign_v3(request.method, path, payload.value_or(std::string_view()));
  text_ = signer_.v3_text_;
  result.matches = parts.missing.empty() && payload && listed && absent.empty() &&
                   equal_constant_time(parts.signature, computed);
}

}  // namespace assay::wire
