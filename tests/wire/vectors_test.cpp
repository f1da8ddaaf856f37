// Every vector of tests/data/vectors/signature-vectors.json, counted so that none is skipped.
#include <boost/test/unit_test.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/wire/support.h"
#include "wire/crypto.h"
#include "wire/percent.h"
#include "wire/sign.h"

using assay::wire::Credentials;
using assay::wire::Digest;
using assay::wire::Hash;
using assay::wire::Header;
using assay::wire::Headers;
using assay::wire::Hmac;
using assay::wire::Param;
using assay::wire::Params;
using assay::wire::Request;
using assay::wire::SignatureCheck;
using assay::wire::Signer;
using assay::wire::Verifier;
using nlohmann::json;

namespace {

const json& document() {
  static const json parsed =
      json::parse(assay::wire::test::read_file(ASSAY_TEST_DATA "/vectors/signature-vectors.json"));
  return parsed;
}

std::vector<json> of_kind(std::string_view kind) {
  std::vector<json> found;
  for (const json& vector : document().at("vectors")) {
    if (vector.at("kind") == kind) found.push_back(vector);
  }
  return found;
}

std::string text(const json& vector, const char* name) { return vector.at(name); }

Params params_of(const json& object) {
  Params params;
  for (const auto& [name, value] : object.items()) params.push_back({name, value});
  return params;
}

std::string bytes_in(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

std::vector<std::string> split(const std::string& whole, char mark) {
  std::vector<std::string> parts(1);
  for (const char c : whole) {
    if (c == mark) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// A canonical request taken apart: only its text was published.
struct Canonical {
  std::string method, uri, payload_hash;
  Params query;
  Headers headers;
};

Canonical take_apart(const std::string& whole) {
  const std::vector<std::string> lines = split(whole, '\n');
  BOOST_REQUIRE_GE(lines.size(), 6U);
  Canonical result;
  result.method = lines[0];
  result.uri = lines[1];
  result.query = assay::wire::parse_form(lines[2]).value();
  for (std::size_t i = 3; i + 3 < lines.size(); ++i) {
    const std::size_t colon = lines[i].find(':');
    if (colon == std::string::npos) continue;
    result.headers.push_back({lines[i].substr(0, colon), lines[i].substr(colon + 1)});
  }
  result.payload_hash = lines.back();
  return result;
}

void check_rpc_text(const json& vector) {
  const std::string id = text(vector, "id");
  Params params = params_of(vector.at("params"));
  const std::string method = text(vector, "method");
  BOOST_TEST(assay::wire::string_to_sign_v1(method, params) == text(vector, "string_to_sign"), id);
  // The published canonical query is the parameters in the order in which they are signed.
  std::string query;
  std::sort(params.begin(), params.end(),
            [](const Param& a, const Param& b) { return a.name < b.name; });
  assay::wire::append_form(query, params);
  BOOST_TEST(query == text(vector, "canonical_query"), id);
  BOOST_TEST(
      assay::wire::encode(text(vector, "signature")) == text(vector, "signature_query_encoded"),
      id);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_vectors)

BOOST_AUTO_TEST_CASE(the_kinds_are_those_tested_below) {
  std::map<std::string, int> kinds;
  std::set<std::string> ids;
  for (const json& vector : document().at("vectors")) {
    ++kinds[text(vector, "kind")];
    ids.insert(text(vector, "id"));
    BOOST_TEST(vector.at("verified").get<bool>());
  }
  const std::map<std::string, int> expected{{"rpc-v1", 12},
                                            {"rpc-v1-sha256", 2},
                                            {"acs3-hmac-sha256", 7},
                                            {"hmac-sha1-base64", 8},
                                            {"hmac-sha256-hex", 1},
                                            {"acs3-canonical-request", 7},
                                            {"hmac-sha256-base64", 2},
                                            {"hmac-sm3-hex", 1},
                                            {"sm3-hex", 1}};
  BOOST_TEST((kinds == expected));
  BOOST_TEST(ids.size() == 41U);
  const std::set<std::string> sections{"about",   "rules",          "vectors",
                                       "encoder", "string_to_sign", "flattening"};
  std::set<std::string> found;
  for (const auto& item : document().items()) found.insert(item.key());
  BOOST_TEST((found == sections));
}

BOOST_AUTO_TEST_CASE(rpc_v1) {
  int count = 0;
  for (const json& vector : of_kind("rpc-v1")) {
    const std::string id = text(vector, "id");
    check_rpc_text(vector);
    const Params params = params_of(vector.at("params"));
    Signer signer({"any", text(vector, "access_key_secret"), ""});
    BOOST_TEST(signer.v1(text(vector, "method"), params) == text(vector, "signature"), id);
    const std::string query =
        assay::wire::test::signed_query(signer, text(vector, "method"), params);
    const std::string canonical = text(vector, "canonical_query");
    BOOST_TEST(query == canonical + "&Signature=" + text(vector, "signature_query_encoded"), id);
    ++count;
  }
  BOOST_TEST(count == 12);
}

BOOST_AUTO_TEST_CASE(rpc_v1_is_verified_as_received) {
  int count = 0;
  for (const json& vector : of_kind("rpc-v1")) {
    Params params = params_of(vector.at("params"));
    params.insert(params.begin(), {"Signature", text(vector, "signature")});
    Verifier verifier({"any", text(vector, "access_key_secret"), ""});
    const Request request{text(vector, "method"), "/", {}, ""};
    const SignatureCheck in_query = verifier.check(request, params, {});
    BOOST_TEST(in_query.matches, text(vector, "id"));
    BOOST_TEST(verifier.string_to_sign() == text(vector, "string_to_sign"));
    BOOST_TEST(verifier.check(request, {}, params).matches);
    ++count;
  }
  BOOST_TEST(count == 12);
}

BOOST_AUTO_TEST_CASE(rpc_v1_sha256) {
  int count = 0;
  for (const json& vector : of_kind("rpc-v1-sha256")) {
    check_rpc_text(vector);
    Hmac hmac(Digest::sha256, text(vector, "access_key_secret") + "&");
    BOOST_TEST(assay::wire::base64(hmac.of(text(vector, "string_to_sign"))) ==
               text(vector, "signature"));
    ++count;
  }
  BOOST_TEST(count == 2);
}

BOOST_AUTO_TEST_CASE(acs3_requests) {
  int count = 0;
  for (const json& vector : of_kind("acs3-hmac-sha256")) {
    const std::string id = text(vector, "id");
    const Params query = params_of(vector.at("query"));
    Headers headers;
    for (const auto& [name, value] : vector.at("headers").items()) headers.push_back({name, value});
    Signer signer({text(vector, "access_key_id"), text(vector, "access_key_secret"), ""});
    const std::string hash(signer.payload_hash(text(vector, "body")));
    BOOST_TEST(hash == text(vector, "payload_sha256"), id);
    const std::string method = text(vector, "method");
    const std::string uri = text(vector, "canonical_uri");
    const std::string canonical =
        assay::wire::canonical_request_v3(method, uri, query, headers, hash);
    BOOST_TEST(canonical == text(vector, "canonical_request"), id);
    BOOST_TEST(assay::wire::hex(Hash(Digest::sha256).of(canonical)) ==
                   text(vector, "hashed_canonical_request"),
               id);
    BOOST_TEST(signer.v3(method, uri, query, headers, hash) == text(vector, "signature"), id);
    std::string line = canonical.substr(0, canonical.rfind('\n'));
    line = line.substr(line.rfind('\n') + 1);
    BOOST_TEST(line == text(vector, "signed_headers"), id);

    headers.push_back({"authorization", text(vector, "authorization")});
    headers.push_back({"accept", "application/json"});
    const Request request{method, uri + "?ignored=here", headers, text(vector, "body")};
    Verifier verifier({signer.id(), text(vector, "access_key_secret"), ""});
    const SignatureCheck check = verifier.check(request, query, {});
    BOOST_TEST(check.matches, id);
    BOOST_TEST(check.payload_matches, id);
    BOOST_TEST(verifier.string_to_sign() == text(vector, "string_to_sign"), id);
    BOOST_TEST(assay::wire::access_key(request, query, {}).value() == signer.id(), id);
    ++count;
  }
  BOOST_TEST(count == 7);
}

BOOST_AUTO_TEST_CASE(acs3_canonical_requests) {
  int count = 0;
  for (const json& vector : of_kind("acs3-canonical-request")) {
    const std::string id = text(vector, "id");
    const std::string whole = text(vector, "canonical_request");
    const Canonical parts = take_apart(whole);
    BOOST_TEST(assay::wire::canonical_request_v3(parts.method, parts.uri, parts.query,
                                                 parts.headers, parts.payload_hash) == whole,
               id);
    BOOST_TEST("ACS3-HMAC-SHA256\n" + assay::wire::hex(Hash(Digest::sha256).of(whole)) ==
                   text(vector, "string_to_sign"),
               id);
    Signer signer({text(vector, "access_key_id"), text(vector, "access_key_secret"), ""});
    BOOST_TEST(signer.v3(parts.method, parts.uri, parts.query, parts.headers, parts.payload_hash) ==
                   text(vector, "signature"),
               id);
    ++count;
  }
  BOOST_TEST(count == 7);
}

BOOST_AUTO_TEST_CASE(codes_and_digests_of_plain_messages) {
  const auto hmac = [](Digest digest, const json& vector) {
    return bytes_in(Hmac(digest, text(vector, "key")).of(text(vector, "message")));
  };
  const auto view = [](const std::string& bytes) {
    return std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  };
  std::map<std::string, int> count;
  for (const json& vector : document().at("vectors")) {
    const std::string kind = text(vector, "kind");
    std::string got;
    if (kind == "hmac-sha1-base64") {
      got = assay::wire::base64(view(hmac(Digest::sha1, vector)));
    } else if (kind == "hmac-sha256-base64") {
      got = assay::wire::base64(view(hmac(Digest::sha256, vector)));
    } else if (kind == "hmac-sha256-hex") {
      got = assay::wire::hex(view(hmac(Digest::sha256, vector)));
    } else if (kind == "hmac-sm3-hex") {
      got = assay::wire::hex(view(hmac(Digest::sm3, vector)));
    } else if (kind == "sm3-hex") {
      got = assay::wire::hex(Hash(Digest::sm3).of(text(vector, "message")));
    } else {
      continue;
    }
    BOOST_TEST(got == text(vector, "expected"), text(vector, "id"));
    ++count[kind];
  }
  BOOST_TEST(count["hmac-sha1-base64"] == 8);
  BOOST_TEST(count["hmac-sha256-base64"] == 2);
  BOOST_TEST(count["hmac-sha256-hex"] == 1);
  BOOST_TEST(count["hmac-sm3-hex"] == 1);
  BOOST_TEST(count["sm3-hex"] == 1);
}

BOOST_AUTO_TEST_CASE(encoder_cases) {
  int count = 0;
  for (const json& entry : document().at("encoder")) {
    BOOST_TEST(assay::wire::encode(text(entry, "input")) == text(entry, "expected"));
    BOOST_TEST(assay::wire::decode(text(entry, "expected"), assay::wire::Plus::literal).value() ==
               text(entry, "input"));
    ++count;
  }
  BOOST_TEST(count == 12);
}

BOOST_AUTO_TEST_CASE(string_to_sign_cases) {
  int count = 0;
  for (const json& entry : document().at("string_to_sign")) {
    BOOST_TEST(
        assay::wire::string_to_sign_v1(text(entry, "method"), params_of(entry.at("params"))) ==
        text(entry, "string_to_sign"));
    ++count;
  }
  BOOST_TEST(count == 4);
}

// Flattening itself belongs to whoever holds structured values; here its results are carried: the
// names survive the wire, and numbered names are signed in the order of their bytes.
BOOST_AUTO_TEST_CASE(flattening_cases) {
  int carried = 0;
  int ordered = 0;
  for (const json& entry : document().at("flattening")) {
    if (entry.contains("expected")) {
      const Params params = params_of(entry.at("expected"));
      std::string form;
      assay::wire::append_form(form, params);
      BOOST_TEST((assay::wire::parse_form(form).value() == params));
      ++carried;
      continue;
    }
    BOOST_TEST(text(entry, "note") ==
               "indexes sort as bytes: InstanceId.1, InstanceId.10, InstanceId.11, InstanceId.2");
    BOOST_TEST(assay::wire::string_to_sign_v1("GET", {{"InstanceId.2", "d"},
                                                      {"InstanceId.11", "c"},
                                                      {"InstanceId.1", "a"},
                                                      {"InstanceId.10", "b"}}) ==
               "GET&%2F&InstanceId.1%3Da%26InstanceId.10%3Db%26InstanceId.11%3Dc%26"
               "InstanceId.2%3Dd");
    ++ordered;
  }
  BOOST_TEST(carried == 2);
  BOOST_TEST(ordered == 1);
}

BOOST_AUTO_TEST_SUITE_END()
