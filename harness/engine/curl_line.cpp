#include "harness/engine/curl_line.h"

#include "wire/params.h"
#include "wire/percent.h"

namespace assay::harness {

namespace {

std::string_view word(generators::Signature signature) {
  if (signature == generators::Signature::none) return "none";
  return signature == generators::Signature::v1 ? "v1" : "v3";
}

std::string_view word(generators::Place place) {
  if (place == generators::Place::query) return "query";
  return place == generators::Place::form ? "form" : "both";
}

std::string_view word(generators::Ask ask) {
  switch (ask) {
    case generators::Ask::json: return "json";
    case generators::Ask::xml: return "xml";
    case generators::Ask::accept_json: return "accept-json";
    case generators::Ask::absent: break;
  }
  return "nothing";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string curl_line(const Context& context, const generators::Case& one,
                      const Resources& resources) {
  std::string params;
  wire::append_form(params, bound_params(one, context.target(resources)));
  const bool is_signed = context.signer != nullptr;
  std::string out = context.settings.program + " sign --signature ";
  out += is_signed ? word(one.signature) : "none";
  out += one.method == generators::Method::get ? " --method get" : " --method post";
  if (one.place != generators::Place::query) out += " --place " + std::string(word(one.place));
  if (one.ask != generators::Ask::json) out += " --ask " + std::string(word(one.ask));
  if (one.clock_offset != 0) out += " --offset=" + std::to_string(one.clock_offset);
  for (std::size_t i = 0; i < spec::gateway_rule_count; ++i) {
    const auto rule = static_cast<spec::GatewayRule>(i);
    if (one.breaks(rule)) out += " --break " + std::string(spec::name(rule));
  }
  return out + " " + context.endpoint.url() + " '" + params + "' | curl -sS -i -K -";
}

std::string summary_line(const Context& context, const generators::Case& one,
                         const Resources& resources) {
  constexpr std::size_t longest = 60;
  std::string out = one.method == generators::Method::get ? "GET" : "POST";
  for (const wire::Param& param : bound_params(one, context.target(resources))) {
    const std::string value = wire::encode(param.value);
    out += " " + wire::encode(param.name).substr(0, longest) + "=" + value.substr(0, longest);
    if (value.size() > longest) out += "…";
  }
  for (std::size_t i = 0; i < spec::gateway_rule_count; ++i) {
    const auto rule = static_cast<spec::GatewayRule>(i);
    if (one.breaks(rule)) out += " (breaks " + std::string(spec::name(rule)) + ")";
  }
  return out;
}

std::string curl_config(const wire::Request& request, const Endpoint& endpoint) {
  std::string out = "url = " + quoted(endpoint.url() + request.target) + "\n";
  out += "globoff\npath-as-is\nrequest = " + quoted(request.method) + "\n";
  bool accepts = false;
  bool typed = false;
  for (const wire::Header& header : request.headers) {
    accepts |= header.name == "Accept";
    typed |= header.name == "Content-Type";
    if (header.name == "Content-Length") continue;
    out += "header = " + quoted(header.name + ": " + header.value) + "\n";
  }
  if (!accepts) out += "header = \"Accept:\"\n";
  if (!typed) out += "header = \"Content-Type:\"\n";
  out += "header = \"User-Agent:\"\n";
  if (request.method != "GET") out += "data-raw = " + quoted(request.body) + "\n";
  return out;
}

}  // namespace assay::harness
