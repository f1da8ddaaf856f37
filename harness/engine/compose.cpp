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

std::string method_of(const Case& one) {
  if (one.breaks(GatewayRule::method_unsupported)) return "PUT";
  return one.method == Method::get ? "GET" : "POST";
}

// Another signature of the same form.
void spoil(std::string& signature) {
  char& first = signature[0];
  first = first == 'a' ? 'b' : 'a';
}

}  // namespace

void Nonces::next(std::string& out) {
  out.clear();
  const std::uint64_t high = mix(entropy_ + 0x9E3779B97F4A7C15U * ++count_);
  append_hex64(out, high);
  append_hex64(out, mix(high ^ entropy_) ^ count_);
}

std::string bound_value(const generators::CaseParam& param, const Target& target) {
  if (param.bind == generators::Bind::none) return param.value;
  std::string name = param.bind == generators::Bind::region ? target.region : target.resource;
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

void Composer::bind(const Case& one, const Target& target) {
  bound_.resize(one.params.size());
  for (std::size_t i = 0; i < one.params.size(); ++i) {
    bound_[i].name = one.params[i].name;
    if (one.params[i].bind == generators::Bind::none) {
      bound_[i].value = one.params[i].value;
    } else {
      bound_[i].value = bound_value(one.params[i], target);
    }
  }
}

// Shares the operation's parameters out between query and form.
void Composer::split(const Case& one) {
  query_.clear();
  form_.clear();
  const bool may_have_body = one.method == Method::post;
  for (std::size_t i = 0; i < bound_.size(); ++i) {
    const bool second_half = i >= (bound_.size() + 1) / 2;
    const bool to_form =
        may_have_body && (one.place == Place::form || (one.place == Place::both && second_half));
    (to_form ? form_ : query_).push_back(bound_[i]);
  }
}

std::string Composer::timestamp(const Case& one, wire::UnixSeconds now) const {
  if (one.breaks(GatewayRule::timestamp_malformed)) {
    return std::string(malformed_times[one.id.index % malformed_times.size()]);
  }
  return wire::format_time(now + one.clock_offset);
}

void Composer::add_common(const Case& one, Names names, wire::Params& params) {
  if (!one.breaks(GatewayRule::action_missing)) {
    std::string action(names.action);
    if (one.breaks(GatewayRule::action_unknown)) action = "NoSuch" + action;
    params.push_back({"Action", std::move(action)});
  }
  if (!one.breaks(GatewayRule::version_missing)) {
    const bool unknown = one.breaks(GatewayRule::version_unknown);
    params.push_back({"Version", unknown ? "2001-01-01" : std::string(names.version)});
  }
  if (one.ask == Ask::json) params.push_back({"Format", "JSON"});
  if (one.ask == Ask::xml) params.push_back({"Format", "XML"});
}

// Query and form as text, into target and body.
void Composer::lay_out(wire::Request& request) {
  query_text_.clear();
  body_text_.clear();
  wire::append_form(query_text_, query_);
  wire::append_form(body_text_, form_);
  request.target = query_text_.empty() ? "/" : "/?" + query_text_;
  request.body = body_text_;
}

void Composer::put_plain(const Case& one, Names names, wire::Request& request) {
  const bool in_form = one.method == Method::post && one.place == Place::form;
  add_common(one, names, in_form ? form_ : query_);
  lay_out(request);
}

void Composer::put_v1(const Case& one, Names names, wire::UnixSeconds now, wire::Request& request) {
  const bool in_form = one.method == Method::post && one.place == Place::form;
  wire::Params& common = in_form ? form_ : query_;
  add_common(one, names, common);
  if (!one.breaks(GatewayRule::key_missing)) {
    const bool unknown = one.breaks(GatewayRule::key_unknown);
    common.push_back({"AccessKeyId", unknown ? "LTAIassayNoSuchKey00" : signer_->id()});
  }
  const bool other_method = one.breaks(GatewayRule::signature_method_unknown);
  const bool other_version = one.breaks(GatewayRule::signature_version_unknown);
  common.push_back({"SignatureMethod", other_method ? "HMAC-ASSAY" : "HMAC-SHA1"});
  common.push_back({"SignatureVersion", other_version ? "9.9" : "1.0"});
  if (!one.breaks(GatewayRule::nonce_missing)) {
    nonces_.next(nonce_);
    common.push_back({"SignatureNonce", nonce_});
  }
  if (!one.breaks(GatewayRule::timestamp_missing)) {
    common.push_back({"Timestamp", timestamp(one, now)});
  }
  if (!signer_->token().empty()) common.push_back({"SecurityToken", signer_->token()});
  all_ = query_;
  all_.insert(all_.end(), form_.begin(), form_.end());
  if (!one.breaks(GatewayRule::signature_missing)) {
    std::string signature(signer_->v1(request.method, all_));
    if (one.breaks(GatewayRule::signature_wrong)) spoil(signature);
    common.push_back({"Signature", std::move(signature)});
  }
  lay_out(request);
}

void Composer::put_v3(const Case& one, Names names, const Target& target, wire::UnixSeconds now,
                      wire::Request& request) {
  if (one.ask == Ask::json) query_.push_back({"Format", "JSON"});
  if (one.ask == Ask::xml) query_.push_back({"Format", "XML"});
  lay_out(request);
  signed_.clear();
  signed_.push_back({"host", target.authority});
  if (!form_.empty()) signed_.push_back({"content-type", std::string(form_type)});
  if (!one.breaks(GatewayRule::action_missing)) {
    const bool unknown = one.breaks(GatewayRule::action_unknown);
    signed_.push_back({"x-acs-action", (unknown ? "NoSuch" : "") + std::string(names.action)});
  }
  if (!one.breaks(GatewayRule::version_missing)) {
    const bool unknown = one.breaks(GatewayRule::version_unknown);
    signed_.push_back({"x-acs-version", unknown ? "2001-01-01" : std::string(names.version)});
  }
  const bool changed = one.breaks(GatewayRule::payload_changed);
  const std::string hash(signer_->payload_hash(changed ? body_text_ + "x" : body_text_));
  signed_.push_back({"x-acs-content-sha256", hash});
  if (!one.breaks(GatewayRule::timestamp_missing)) {
    signed_.push_back({"x-acs-date", timestamp(one, now)});
  }
  if (!one.breaks(GatewayRule::nonce_missing)) {
    nonces_.next(nonce_);
    signed_.push_back({"x-acs-signature-nonce", nonce_});
  }
  if (!signer_->token().empty()) signed_.push_back({"x-acs-security-token", signer_->token()});
  std::string signature(signer_->v3(request.method, "/", query_, signed_, hash));
  if (one.breaks(GatewayRule::signature_wrong)) spoil(signature);
  std::string names_list;
  std::vector<std::string> sorted;
  for (const wire::Header& header : signed_) sorted.push_back(header.name);
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& name : sorted) names_list += (names_list.empty() ? "" : ";") + name;
  const bool unknown = one.breaks(GatewayRule::key_unknown);
  for (wire::Header& header : signed_) {
    if (header.name != "host" && header.name != "content-type") {
      request.headers.push_back(std::move(header));
    }
  }
  request.headers.push_back(
      {"Authorization", "ACS3-HMAC-SHA256 Credential=" +
                            (unknown ? std::string("LTAIassayNoSuchKey00") : signer_->id()) +
                            ",SignedHeaders=" + names_list + ",Signature=" + signature});
}

void Composer::put(const Case& one, Names names, const Target& target, wire::UnixSeconds now,
                   wire::Request& request) {
  split(one);
  request.method = method_of(one);
  request.headers.clear();
  request.headers.push_back({"Host", target.authority});
  if (one.signature == Signature::none || signer_ == nullptr) {
    put_plain(one, names, request);
  } else if (one.signature == Signature::v1) {
    put_v1(one, names, now, request);
  } else {
    put_v3(one, names, target, now, request);
  }
  if (one.ask == Ask::accept_json) request.headers.push_back({"Accept", "application/json"});
  if (!request.body.empty()) {
    request.headers.push_back({"Content-Type", std::string(form_type)});
  }
  if (request.method != "GET") {
    request.headers.push_back({"Content-Length", std::to_string(request.body.size())});
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
  observing_ = Case{};
  observing_.signature = signature;
  bound_.clear();
  for (const spec::QueryTemplate& param : all ? observation.all : observation.one) {
    std::string value = param.value;
    const auto replace = [&](std::string_view mark, const std::string& with) {
      const std::size_t at = value.find(mark);
      if (at != std::string::npos) value.replace(at, mark.size(), with);
    };
    replace("{region}", target.region);
    replace("{resource}", target.resource);
    bound_.push_back({param.name, std::move(value)});
  }
  put(observing_, {observation.operation, observation.version}, target, now, request);
  bytes.clear();
  wire::append_bytes(bytes, request);
}

}  // namespace assay::harness
