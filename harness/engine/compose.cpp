#include "harness/engine/compose.h"

#include <algorithm>
#include <array>

#include "wire/percent.h"

namespace assay::harness {

namespace {

using generators::Ask;
using generators::Case;
using generators::Method;
using generators::Place;
using generators::Signature;
using spec::GatewayRule;

constexpr std::string_view unknown_key = "LTAIassayNoSuchKey00";
constexpr std::string_view unknown_version = "2001-01-01";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";

// Timestamps that are none, each wrong in its own way; the case's index chooses.
constexpr std::array<std::string_view, 8> malformed_times{"now",
                                                          "2026-13-01T00:00:00Z",
                                                          "2026-11-24 12:00:00",
                                                          "1700000000",
                                                          "2026-11-24T12:00:00",
                                                          "2026-11-24T25:00:00Z",
                                                          "24/11/2026",
                                                          "0"};

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9U;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

void append_hex64(std::string& out, std::uint64_t value) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) {
    out += digits[value >> static_cast<unsigned>(shift) & 15U];
  }
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string_view method_of(const Case& one) {
  if (one.breaks(GatewayRule::method_unsupported)) return "PUT";
  return one.method == Method::get ? "GET" : "POST";
}

// Makes another signature of the same form, from its first character.
void spoil(char& first) { first = first == 'a' ? 'b' : 'a'; }

}  // namespace

void Nonces::next(std::string& out) {
  out.clear();
  const std::uint64_t high = mix(entropy_ + 0x9E3779B97F4A7C15U * ++count_);
  append_hex64(out, high);
  append_hex64(out, mix(high ^ entropy_) ^ count_);
}

bool addresses_other(const Case& one, const Target& target) {
  return !target.other.empty() &&
         std::any_of(one.params.begin(), one.params.end(), [](const generators::CaseParam& param) {
           return param.bind == generators::Bind::other;
         });
}

namespace {

const std::string& bound_name(generators::Bind bind, const Target& target) {
  if (bind == generators::Bind::region) return target.region;
  const bool other = bind == generators::Bind::other && !target.other.empty();
  return other ? target.other : target.resource;
}

}  // namespace

std::string bound_value(const generators::CaseParam& param, const Target& target) {
  if (param.bind == generators::Bind::none) return param.value;
  std::string name = bound_name(param.bind, target);
  if (param.twist == generators::Twist::upper) name = upper(std::move(name));
  if (param.twist == generators::Twist::chop && !name.empty()) name.pop_back();
  return param.before + name + param.value;
}

wire::Params bound_params(const Case& one, const Target& target) {
  wire::Params out;
  for (const generators::CaseParam& param : one.params) {
    out.push_back({param.name, bound_value(param, target)});
  }
  return out;
}

Composer::Composer(const spec::Operation& operation, wire::Signer* signer, std::uint64_t entropy)
    : operation_(operation), signer_(signer), nonces_(entropy) {}

void Composer::add(wire::Params& params, std::string_view name, std::string_view value) {
  wire::Param& param = wire::append(params, spare_);
  param.name = name;
  param.value = value;
}

std::string& Composer::add(wire::Headers& headers, std::string_view name, std::string_view value) {
  wire::Header& header = wire::append(headers, spare_headers_);
  header.name = name;
  header.value = value;
  return header.value;
}

// Addresses the operation's parameters, and shares them out between query and form.
void Composer::bind(const Case& one, const Target& target) {
  wire::retire(query_, spare_);
  wire::retire(form_, spare_);
  const std::size_t count = one.params.size();
  for (std::size_t i = 0; i < count; ++i) {
    const generators::CaseParam& param = one.params[i];
    const bool second_half = i >= (count + 1) / 2;
    const bool to_form = one.method == Method::post &&
                         (one.place == Place::form || (one.place == Place::both && second_half));
    wire::Param& bound = wire::append(to_form ? form_ : query_, spare_);
    bound.name = param.name;
    if (param.bind == generators::Bind::none) {
      bound.value = param.value;
    } else {
      bound.value = bound_value(param, target);
    }
  }
}

std::string_view Composer::timestamp(const Case& one, wire::UnixSeconds now) {
  if (one.breaks(GatewayRule::timestamp_malformed)) {
    return malformed_times[one.id.index % malformed_times.size()];
  }
  const wire::UnixSeconds time = now + one.clock_offset;
  if (time != time_ || time_text_.empty()) {
    time_text_ = wire::format_time(time);
    time_ = time;
  }
  return time_text_;
}

void Composer::add_common(const Case& one, Names names, wire::Params& params) {
  if (!one.breaks(GatewayRule::action_missing)) {
    add(params, "Action", one.breaks(GatewayRule::action_unknown) ? "NoSuch" : "");
    params.back().value += names.action;
  }
  if (!one.breaks(GatewayRule::version_missing)) {
    const bool unknown = one.breaks(GatewayRule::version_unknown);
    add(params, "Version", unknown ? unknown_version : names.version);
  }
  if (one.ask == Ask::json) add(params, "Format", "JSON");
  if (one.ask == Ask::xml) add(params, "Format", "XML");
}

// Query and form as text, into target and body; a body has its type.
void Composer::lay_out(wire::Request& request) {
  request.target = "/";
  if (!query_.empty()) {
    request.target += '?';
    wire::append_form(request.target, query_);
  }
  request.body.clear();
  wire::append_form(request.body, form_);
  if (!request.body.empty()) {
    add(request.headers, "Content-Type", form_type);
  }
}

void Composer::put_v1(const Case& one, Names names, wire::UnixSeconds now, wire::Request& request) {
  const bool in_form = one.method == Method::post && one.place == Place::form;
  wire::Params& common = in_form ? form_ : query_;
  add_common(one, names, common);
  if (!one.breaks(GatewayRule::key_missing)) {
    const bool unknown = one.breaks(GatewayRule::key_unknown);
    add(common, "AccessKeyId", unknown ? unknown_key : signer_->id());
  }
  const bool other_method = one.breaks(GatewayRule::signature_method_unknown);
  const bool other_version = one.breaks(GatewayRule::signature_version_unknown);
  add(common, "SignatureMethod", other_method ? "HMAC-ASSAY" : "HMAC-SHA1");
  add(common, "SignatureVersion", other_version ? "9.9" : "1.0");
  if (!one.breaks(GatewayRule::nonce_missing)) {
    nonces_.next(nonce_);
    add(common, "SignatureNonce", nonce_);
  }
  if (!one.breaks(GatewayRule::timestamp_missing)) add(common, "Timestamp", timestamp(one, now));
  if (!signer_->token().empty()) add(common, "SecurityToken", signer_->token());
  if (!one.breaks(GatewayRule::signature_missing)) {
    add(common, "Signature", signer_->v1(request.method, query_, form_));
    if (one.breaks(GatewayRule::signature_wrong)) spoil(common.back().value[0]);
  }
  lay_out(request);
}

void Composer::put_v3(const Case& one, Names names, wire::UnixSeconds now, wire::Request& request) {
  if (one.ask == Ask::json) add(query_, "Format", "JSON");
  if (one.ask == Ask::xml) add(query_, "Format", "XML");
  lay_out(request);
  wire::Headers& headers = request.headers;
  if (!one.breaks(GatewayRule::action_missing)) {
    const bool unknown = one.breaks(GatewayRule::action_unknown);
    add(headers, "x-acs-action", unknown ? "NoSuch" : "") += names.action;
  }
  if (!one.breaks(GatewayRule::version_missing)) {
    const bool unknown = one.breaks(GatewayRule::version_unknown);
    add(headers, "x-acs-version", unknown ? unknown_version : names.version);
  }
  const std::string_view hash = one.breaks(GatewayRule::payload_changed)
                                    ? signer_->payload_hash(request.body + "x")
                                    : signer_->payload_hash(request.body);
  add(headers, "x-acs-content-sha256", hash);
  if (!one.breaks(GatewayRule::timestamp_missing)) {
    add(headers, "x-acs-date", timestamp(one, now));
  }
  if (!one.breaks(GatewayRule::nonce_missing)) {
    nonces_.next(nonce_);
    add(headers, "x-acs-signature-nonce", nonce_);
  }
  if (!signer_->token().empty()) add(headers, "x-acs-security-token", signer_->token());
  // Everything so far is signed; what follows in the head is not.
  const std::string_view signature = signer_->v3(request.method, "/", query_, headers, hash);
  std::string& authorization = add(headers, "Authorization", "ACS3-HMAC-SHA256 Credential=");
  authorization += one.breaks(GatewayRule::key_unknown) ? unknown_key : signer_->id();
  authorization.append(",SignedHeaders=").append(signer_->signed_headers());
  authorization.append(",Signature=").append(signature);
  if (one.breaks(GatewayRule::signature_wrong)) {
    spoil(authorization[authorization.size() - signature.size()]);
  }
}

void Composer::put(const Case& one, Names names, const Target& target, wire::UnixSeconds now,
                   wire::Request& request) {
  request.method = method_of(one);
  wire::retire(request.headers, spare_headers_);
  add(request.headers, "Host", target.authority);
  if (one.signature == Signature::none || signer_ == nullptr) {
    add_common(one, names, one.method == Method::post && one.place == Place::form ? form_ : query_);
    lay_out(request);
  } else if (one.signature == Signature::v1) {
    put_v1(one, names, now, request);
  } else {
    put_v3(one, names, now, request);
  }
  if (one.ask == Ask::accept_json) add(request.headers, "Accept", "application/json");
  if (request.method != "GET") {
    add(request.headers, "Content-Length", std::to_string(request.body.size()));
  }
}

void Composer::compose(const Case& one, const Target& target, wire::UnixSeconds now,
                       wire::Request& request, std::string& bytes) {
  bind(one, target);
  put(one, {operation_.name, operation_.version}, target, now, request);
  bytes.clear();
  wire::append_bytes(bytes, request);
}

void Composer::compose_observation(const Target& target, Signature signature, bool all,
                                   wire::UnixSeconds now, wire::Request& request,
                                   std::string& bytes) {
  const spec::Observation& observation = *operation_.observation;
  observing_.signature = signature;
  wire::retire(query_, spare_);
  wire::retire(form_, spare_);
  for (const spec::QueryTemplate& param : all ? observation.all : observation.one) {
    std::string value = param.value;
    const auto replace = [&](std::string_view mark, const std::string& with) {
      const std::size_t at = value.find(mark);
      if (at != std::string::npos) value.replace(at, mark.size(), with);
    };
    replace("{region}", target.region);
    replace("{resource}", target.resource);
    add(query_, param.name, value);
  }
  put(observing_, {observation.operation, observation.version}, target, now, request);
  bytes.clear();
  wire::append_bytes(bytes, request);
}

// Finds what differs from one time to the next in what was just composed.
void Composer::locate(Observing& out) const {
  const auto index_of = [&](std::string_view name) {
    const auto& headers = out.request.headers;
    return static_cast<std::size_t>(
        std::find_if(headers.begin(), headers.end(),
                     [&](const wire::Header& header) { return header.name == name; }) -
        headers.begin());
  };
  out.signed_text = signer_->signed_text();
  out.nonce_signed = out.signed_text.find(nonce_);
  if (out.signature == Signature::v1) {
    out.nonce_at = out.request.target.find(nonce_);
    out.signature_at = out.request.target.rfind("Signature=") + sizeof "Signature=" - 1;
  } else {
    out.nonce_header = index_of("x-acs-signature-nonce");
    out.nonce_at = 0;
    out.signature_header = index_of("Authorization");
    out.signature_at = out.request.headers[out.signature_header].value.rfind("Signature=") +
                       sizeof "Signature=" - 1;
  }
}

void Composer::observe(Observing& out, const Target& target, Signature signature,
                       wire::UnixSeconds now) {
  const bool is_signed = signature != Signature::none && signer_ != nullptr;
  if (out.at != now || out.signature != signature) {
    out.signature = signature;
    out.at = now;
    compose_observation(target, signature, false, now, out.request, out.bytes);
    if (is_signed) locate(out);
    return;
  }
  if (!is_signed) return;
  const bool v1 = signature == Signature::v1;
  wire::Headers& headers = out.request.headers;
  std::string& nonced = v1 ? out.request.target : headers[out.nonce_header].value;
  std::string& signed_in = v1 ? out.request.target : headers[out.signature_header].value;
  nonces_.next(nonce_);
  nonce_.copy(out.signed_text.data() + out.nonce_signed, nonce_.size());
  nonce_.copy(nonced.data() + out.nonce_at, nonce_.size());
  signed_in.resize(out.signature_at);
  // In V3 it is hexadecimal, which encoding leaves as it is.
  wire::append_encoded(
      signed_in,
      signer_->sign_text(v1 ? wire::SignatureKind::v1 : wire::SignatureKind::v3, out.signed_text));
  out.bytes.clear();
  wire::append_bytes(out.bytes, out.request);
}

}  // namespace assay::harness
