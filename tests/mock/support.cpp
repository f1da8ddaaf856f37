#include "tests/mock/support.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "spec/load.h"
#include "wire/percent.h"
#include "wire/time.h"

namespace assay::mock::test {

const spec::Operation& document() {
  static const spec::Operation op = [] {
    auto loaded = spec::load(ASSAY_SPEC_DIR "/ecs/ModifyInstanceMetadataOptions.json");
    if (auto* faults = std::get_if<std::vector<spec::Fault>>(&loaded)) {
      throw std::runtime_error(to_string(faults->front()));
    }
    return std::get<spec::Operation>(std::move(loaded));
  }();
  return op;
}

Ask& Ask::with(std::string name, std::string value) {
  params.push_back({std::move(name), std::move(value)});
  return *this;
}

Ask& Ask::without(std::string_view name) {
  std::erase_if(params, [&](const wire::Param& p) { return p.name == name; });
  return *this;
}

namespace {

void put(wire::Request& request, bool form, const std::string& text) {
  if (!form) {
    request.target += (request.target.find('?') == std::string::npos ? "?" : "&") + text;
    return;
  }
  request.body = text;
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
}

std::string form_text(const wire::Params& params) {
  std::string out;
  wire::append_form(out, params);
  return out;
}

void append_late(std::string& text, const Ask& ask) {
  if (ask.late.empty()) return;
  if (!text.empty()) text += '&';
  wire::append_form(text, ask.late);
}

void sign_v3(const Ask& ask, wire::Request& request, const std::string& date) {
  wire::Signer signer({ask.key, ask.secret, ""});
  const std::string hash(signer.payload_hash(request.body));
  wire::Headers headers{{"host", "mock.test"},
                        {"x-acs-content-sha256", hash},
                        {"x-acs-date", date},
                        {"x-acs-signature-nonce", ask.nonce}};
  if (!ask.action.empty()) headers.push_back({"x-acs-action", ask.action});
  if (!ask.version.empty()) headers.push_back({"x-acs-version", ask.version});
  std::string names;
  std::sort(headers.begin(), headers.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (const wire::Header& header : headers) names += (names.empty() ? "" : ";") + header.name;
  const auto query = wire::parse_form(wire::query_of(request.target)).value_or(wire::Params{});
  const std::string signature(signer.v3(request.method, "/", query, headers, hash));
  for (const wire::Header& header : headers) {
    if (header.name != "host") request.headers.push_back(header);
  }
  request.headers.push_back({"Authorization", "ACS3-HMAC-SHA256 Credential=" + ask.key +
                                                  ",SignedHeaders=" + names +
                                                  ",Signature=" + signature});
}

}  // namespace

wire::Request Ask::request() const {
  wire::Request out;
  out.method = method;
  out.target = "/";
  out.headers.push_back({"Host", "mock.test"});
  const std::string when = date.empty() ? wire::format_time(noon) : date;
  wire::Params all = params;
  if (!format.empty()) all.push_back({"Format", format});
  if (sign != Sign::v3) {
    if (!action.empty()) all.push_back({"Action", action});
    if (!version.empty()) all.push_back({"Version", version});
  }
  if (sign == Sign::v1) {
    const auto has = [&](std::string_view name) { return wire::find(all, name).has_value(); };
    if (key != "-") all.push_back({"AccessKeyId", key});
    if (!has("SignatureMethod")) all.push_back({"SignatureMethod", "HMAC-SHA1"});
    if (!has("SignatureVersion")) all.push_back({"SignatureVersion", "1.0"});
    if (nonce != "-") all.push_back({"SignatureNonce", nonce});
    if (when != "-") all.push_back({"Timestamp", when});
    wire::Signer signer({key, secret, ""});
    const std::string signature(signer.v1(method, all));
    if (secret != "-") all.push_back({"Signature", signature});
  }
  std::string text = form_text(all);
  append_late(text, *this);
  put(out, form, text);
  if (sign == Sign::v3) sign_v3(*this, out, when);
  for (const wire::Header& header : headers) out.headers.push_back(header);
  return out;
}

std::string Ask::bytes() const {
  wire::Request whole = request();
  if (!whole.body.empty()) {
    whole.headers.push_back({"Content-Length", std::to_string(whole.body.size())});
  }
  std::string out;
  wire::append_bytes(out, whole);
  return out;
}

Ask modify(Ask::Sign sign) {
  Ask ask;
  ask.sign = sign;
  ask.action = "ModifyInstanceMetadataOptions";
  ask.params = {{"RegionId", "cn-hangzhou"},
                {"InstanceId", "i-bp67acfmxaz0001"},
                {"HttpEndpoint", "disabled"}};
  return ask;
}

Ask observe(bool all) {
  Ask ask;
  ask.action = "DescribeInstances";
  ask.params = {{"RegionId", "cn-hangzhou"}};
  if (!all) ask.with("InstanceIds", "[\"i-bp67acfmxaz0001\"]");
  return ask;
}

Got parse_got(std::string bytes, Action action) {
  Got out;
  out.action = action;
  out.bytes = std::move(bytes);
  wire::ResponseParser parser;
  parser.start();
  std::size_t used = 0;
  auto state = parser.feed(out.bytes, used);
  if (state == wire::ResponseParser::State::more) state = parser.end();
  out.parsed = state == wire::ResponseParser::State::done && used == out.bytes.size();
  if (!out.parsed) return out;
  out.response = parser.response();
  out.status = out.response.status;
  out.answer = wire::parse_answer(out.response.body);
  out.code = std::string(out.answer.text("Code"));
  out.message = std::string(out.answer.text("Message"));
  out.request_id = std::string(out.answer.text("RequestId"));
  return out;
}

Choices choose(const std::vector<std::string>& settings, const spec::Operation& op) {
  Choices out(op);
  std::string why;
  for (const std::string& setting : settings) BOOST_REQUIRE_MESSAGE(out.set(setting, why), why);
  return out;
}

bool is_of_effects(std::size_t reading) {
  const auto& rules = document().effects->rules;
  return std::any_of(rules.begin(), rules.end(), [&](const spec::EffectRuling& rule) {
    return rule.answers.reading == reading;
  });
}

std::vector<std::string> all_alternatives() {
  std::vector<std::string> out;
  for (const spec::Reading& reading : document().readings) {
    for (const spec::Alternative& alternative : reading.alternatives) {
      out.push_back(reading.name + "=" + alternative.name);
    }
  }
  return out;
}

namespace {

Options options_of(const std::vector<std::string>& names, bool auth) {
  Options out;
  out.rules.auth = auth;
  out.time = noon;
  for (const std::string& name : names) {
    Fault fault{};
    std::string why;
    BOOST_REQUIRE_MESSAGE(find_fault(name, fault, why), why);
    out.faults.add(fault);
  }
  return out;
}

std::size_t field_index(const spec::Operation& op, std::string_view name) {
  const auto& fields = op.observation.value().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return i;
  }
  throw std::runtime_error("no such field");
}

}  // namespace

Bench::Bench(const std::vector<std::string>& choices, const std::vector<std::string>& faults,
             bool auth, const spec::Operation& op)
    : Bench(options_of(faults, auth), choose(choices, op), op) {}

Bench::Bench(Options options, Choices choices, const spec::Operation& op)
    : op_(op), service_(std::make_unique<Service>(op, std::move(choices), std::move(options))) {}

Got Bench::ask(const Ask& ask) { return raw(ask.bytes()); }

Got Bench::raw(std::string_view bytes) {
  std::string answer;
  Action action{};
  service_->handle(bytes, answer, action);
  return parse_got(std::move(answer), action);
}

std::string Bench::stored(std::string_view field, std::size_t resource) const {
  return service_->state().field(resource, field_index(op_, field));
}

void Bench::store(std::string_view field, std::string_view text, std::size_t resource) {
  service_->state().set(resource, field_index(op_, field), text);
}

}  // namespace assay::mock::test
