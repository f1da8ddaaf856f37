#include "wire/sign.h"

#include <rapidcheck/boost_test.h>
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>

#include "tests/wire/support.h"
#include "wire/percent.h"

using assay::wire::access_key;
using assay::wire::canonical_request_v3;
using assay::wire::Header;
using assay::wire::Headers;
using assay::wire::Param;
using assay::wire::Params;
using assay::wire::Request;
using assay::wire::signature_kind;
using assay::wire::SignatureCheck;
using assay::wire::SignatureKind;
using assay::wire::Signer;
using assay::wire::string_to_sign_v1;
using assay::wire::Verifier;
using assay::wire::test::any_bytes;
using assay::wire::test::any_params;
using assay::wire::test::bytes_literal;
using assay::wire::test::signed_query;
using assay::wire::test::with_bit_flipped;

namespace {

const std::string kEmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// A V1 request as a client sends it.
Params signed_params(std::string_view method, Params params, const std::string& secret = "secret") {
  Signer signer({"id", secret, ""});
  return assay::wire::parse_form(signed_query(signer, method, std::move(params))).value();
}

struct V3 {
  std::string method = "POST";
  std::string path = "/";
  Params query{{"RegionId", "cn-hangzhou"}, {"InstanceId", "i-1***"}};
  Headers headers{{"Host", "ecs.example"},
                  {"X-Acs-Action", "Act"},
                  {"x-acs-version", "2014-05-26"},
                  {"x-acs-date", "2024-03-19T08:00:00Z"},
                  {"x-acs-signature-nonce", "n-1"}};
  std::string signed_list =
      "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
  std::string id = "id";
  std::string body;

  Request request() const {
    Signer signer({id, "secret", ""});
    Headers all = headers;
    all.push_back({"x-acs-content-sha256", std::string(signer.payload_hash(body))});
    const std::string signature(signer.v3(method, path, query, all, all.back().value));
    std::string target = path + "?";
    assay::wire::append_form(target, query);
    all.push_back({"User-Agent", "not signed"});
    all.push_back({"Authorization", "ACS3-HMAC-SHA256 Credential=" + id + ",SignedHeaders=" +
                                        signed_list + ",Signature=" + signature});
    return {method, target, all, body};
  }
};

SignatureCheck check(const Request& request, const std::string& secret = "secret") {
  const auto query = assay::wire::parse_form(assay::wire::query_of(request.target));
  return Verifier({"id", secret, ""}).check(request, query.value(), {});
}

std::string& value_of(Request& request, std::string_view name) {
  for (Header& header : request.headers) {
    if (header.name == name) return header.value;
  }
  throw std::out_of_range(std::string(name));
}

void remove(Request& request, std::string_view name) {
  std::erase_if(request.headers, [&](const Header& header) { return header.name == name; });
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_sign_v1)

BOOST_AUTO_TEST_CASE(string_to_sign_by_example) {
  BOOST_TEST(string_to_sign_v1("GET", {}) == "GET&%2F&");
  BOOST_TEST(string_to_sign_v1("", {}) == "&%2F&");
  BOOST_TEST(string_to_sign_v1("POST", {{"b", "2"}, {"a", ""}}) == "POST&%2F&a%3D%26b%3D2");
  BOOST_TEST(string_to_sign_v1("GET", {{"a b", "*"}}) == "GET&%2F&a%2520b%3D%252A");
  BOOST_TEST(string_to_sign_v1("GET", {{"", ""}}) == "GET&%2F&%3D");
  BOOST_TEST(string_to_sign_v1("GET", {{"~", "-_."}}) == "GET&%2F&~%3D-_.");
  BOOST_TEST(string_to_sign_v1("GET", {{"k", "%41+&="}}) == "GET&%2F&k%3D%252541%252B%2526%253D");
}

BOOST_AUTO_TEST_CASE(sorted_by_raw_bytes_then_by_value) {
  BOOST_TEST(
      string_to_sign_v1("G", {{"b", ""}, {"B", ""}, {"\xC3\xA9", ""}, {"a.1", ""}, {"a", ""}}) ==
      "G&%2F&B%3D%26a%3D%26a.1%3D%26b%3D%26%25C3%25A9%3D");
  // By what the name is, not by how it is written: '~' (7E) after 'z', '!' before '0'.
  BOOST_TEST(string_to_sign_v1("G", {{"~", ""}, {"z", ""}, {"0", ""}, {"!", ""}}) ==
             "G&%2F&%2521%3D%260%3D%26z%3D%26~%3D");
  BOOST_TEST(string_to_sign_v1("G", {{"k", "b"}, {"k", "a"}, {"k", ""}, {"k", "a"}}) ==
             "G&%2F&k%3D%26k%3Da%26k%3Da%26k%3Db");
}

// Most names differ within their first eight bytes; these do not.
BOOST_AUTO_TEST_CASE(names_with_a_common_beginning_are_sorted_to_their_ends) {
  BOOST_TEST(string_to_sign_v1("G", {{"SignatureNonce", ""},
                                     {"Signatur", ""},
                                     {"SignatureMethod", "2"},
                                     {"SignatureMethod", "1"},
                                     {"Signature", ""}}) ==
             "G&%2F&Signatur%3D%26Signature%3D%26SignatureMethod%3D1%26SignatureMethod%3D2%26"
             "SignatureNonce%3D");
  const std::string nul = bytes_literal("a\0");
  BOOST_TEST(string_to_sign_v1("G", {{nul, ""}, {"a", ""}, {"", ""}, {"a\x01", ""}}) ==
             "G&%2F&%3D%26a%3D%26a%2500%3D%26a%2501%3D");
}

RC_BOOST_PROP(what_is_signed_is_what_the_documents_say, ()) {
  Params params = *any_params();
  const std::string is = string_to_sign_v1("GET", params);
  std::sort(params.begin(), params.end(), [](const Param& a, const Param& b) {
    return std::tie(a.name, a.value) < std::tie(b.name, b.value);
  });
  std::string query;
  assay::wire::append_form(query, params);
  RC_ASSERT(is == "GET&%2F&" + assay::wire::encode(query));
}

BOOST_AUTO_TEST_CASE(signing_by_example) {
  Signer signer({"testid", "testsecret", "tok"});
  BOOST_TEST(signer.id() == "testid");
  BOOST_TEST(signer.token() == "tok");
  assay::wire::Hmac hmac(assay::wire::Digest::sha1, "testsecret&");
  const std::string text = "GET&%2F&a%3D1%26b%3Dx%2520y";
  BOOST_TEST(signer.v1("GET", {{"b", "x y"}, {"a", "1"}}) == assay::wire::base64(hmac.of(text)));
  BOOST_TEST(signer.signed_text() == text);
}

BOOST_AUTO_TEST_CASE(a_text_that_was_signed_can_be_signed_again) {
  Signer signer({"id", "secret", ""});
  const Params params{{"SignatureNonce", "n-1"}, {"a", "*"}};
  const Headers headers{{"Host", "h"}, {"x-acs-signature-nonce", "n-1"}};
  for (const SignatureKind kind : {SignatureKind::v1, SignatureKind::v3}) {
    const auto sign = [&](const Params& query, const Headers& all) {
      return std::string(kind == SignatureKind::v1 ? signer.v1("GET", query)
                                                   : signer.v3("GET", "/", query, all, kEmptyHash));
    };
    const std::string first = sign(params, headers);
    std::string text(signer.signed_text());
    BOOST_TEST(signer.sign_text(kind, text) == first);
    for (std::size_t at = text.find("n-1"); at != std::string::npos; at = text.find("n-1")) {
      text[at + 2] = '2';
    }
    Params other = params;
    Headers other_headers = headers;
    other[0].value = other_headers[1].value = "n-2";
    const std::string expected = sign(other, other_headers);
    BOOST_TEST(expected != first);
    BOOST_TEST(signer.sign_text(kind, text) == expected);
  }
}

BOOST_AUTO_TEST_CASE(the_parameters_stay_as_they_are) {
  const Params params{{"b", "2"}, {"a", "1"}};
  Params copy = params;
  Signer signer({"id", "s", ""});
  const std::string first(signer.v1("GET", copy));
  BOOST_TEST((copy == params));
  BOOST_TEST(signer.v1("GET", copy) == first);
}

BOOST_AUTO_TEST_CASE(short_after_long_leaves_nothing_behind) {
  Signer reused({"id", "s", ""});
  reused.v1("GET", {{"k", std::string(5000, '*')}});
  reused.v3("GET", "/", {{"k", std::string(9000, '*')}}, {}, kEmptyHash);
  for (const Params& params : {Params{{"a", "1"}}, Params{}, Params{{"b", "*"}}}) {
    Signer fresh({"id", "s", ""});
    BOOST_TEST(reused.v1("GET", params) == fresh.v1("GET", params));
    BOOST_TEST(reused.signed_text() == fresh.signed_text());
    BOOST_TEST(reused.v3("GET", "/", params, {}, "") == fresh.v3("GET", "/", params, {}, ""));
    BOOST_TEST(reused.signed_text() == fresh.signed_text());
  }
}

BOOST_AUTO_TEST_CASE(query_and_form_are_signed_together) {
  Signer signer({"id", "secret", ""});
  const Params query{{"b", "2"}, {"d", "4"}};
  const Params form{{"a", "1"}, {"c", "3"}};
  const std::string whole(signer.v1("POST", {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}}));
  BOOST_TEST(signer.v1("POST", query, form) == whole);
  BOOST_TEST(signer.v1("POST", form, query) == whole);
  BOOST_TEST(signer.v1("POST", query, {}) != whole);
}

BOOST_AUTO_TEST_CASE(signed_headers_are_told) {
  Signer signer({"id", "secret", ""});
  signer.v3("GET", "/", {}, {{"x-acs-date", "1"}, {"Host", "h"}, {"x-acs-date", "2"}}, kEmptyHash);
  BOOST_TEST(signer.signed_headers() == "host;x-acs-date");
  signer.v3("GET", "/", {}, {}, kEmptyHash);
  BOOST_TEST(signer.signed_headers() == "");
  signer.v3("GET", "/", {}, {}, "");
  BOOST_TEST(signer.signed_headers() == "");
}

BOOST_AUTO_TEST_CASE(signing_allocates_nothing_once_warm) {
  if (!assay::wire::test::counts_allocations()) {
    std::cerr << "SKIPPED: allocations cannot be counted under this sanitizer\n";
    return;
  }
  Signer signer({"id", "secret", ""});
  const Params params{{"RegionId", "cn-hangzhou"},
                      {"InstanceId", "i-bp67acfmxazb4p****"},
                      {"HttpEndpoint", "enabled"},
                      {"HttpTokens", "a value of some length ***"}};
  const Headers headers{{"host", "ecs.cn-hangzhou.aliyuncs.com"}, {"x-acs-action", "Act"}};
  const auto once = [&] {
    signer.v1("POST", params, params);
    signer.v1("GET", params);
    signer.v3("POST", "/", params, headers, signer.payload_hash("body"));
  };
  once();
  once();
  const std::size_t before = assay::wire::test::allocation_count();
  for (int i = 0; i < 10; ++i) once();
  BOOST_TEST(assay::wire::test::allocation_count() == before);
  const std::string* const control = new std::string("the counter counts");
  BOOST_TEST(assay::wire::test::allocation_count() > before);
  delete control;
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named_in_order) {
  const Request request{"GET", "/", {}, ""};
  Verifier verifier({"id", "secret", ""});
  Params params;
  for (const char* name : {"AccessKeyId", "Signature", "SignatureMethod", "SignatureNonce",
                           "SignatureVersion", "Timestamp"}) {
    BOOST_TEST(verifier.check(request, params, {}).missing == name);
    params.push_back({name, ""});
  }
  BOOST_TEST(verifier.check(request, params, {}).missing == "");
  BOOST_TEST(verifier.check(request, {}, params).missing == "");
  BOOST_TEST(!verifier.check(request, params, {}).matches);
}

BOOST_AUTO_TEST_CASE(an_unsigned_request_matches_nothing) {
  const SignatureCheck result = check({"GET", "/?a=1", {}, ""});
  BOOST_TEST((result.kind == SignatureKind::none));
  BOOST_TEST(!result.matches);
  BOOST_TEST(result.missing == "AccessKeyId");
}

BOOST_AUTO_TEST_CASE(only_a_signed_request_leaves_a_string_to_sign) {
  Verifier verifier({"id", "secret", ""});
  BOOST_TEST(verifier.string_to_sign() == "");
  verifier.check({"GET", "/", {}, ""}, signed_params("GET", {{"a", "1"}}), {});
  BOOST_TEST(verifier.string_to_sign() == "GET&%2F&a%3D1");
  verifier.check({"GET", "/?a=1", {}, ""}, {{"a", "1"}}, {});
  BOOST_TEST(verifier.string_to_sign() == "");
}

BOOST_AUTO_TEST_CASE(only_the_last_signature_is_left_out) {
  Params params = signed_params("GET", {{"Signature", "bogus"}, {"AccessKeyId", "id"}});
  const Request request{"GET", "/", {}, ""};
  Verifier verifier({"id", "secret", ""});
  BOOST_TEST(verifier.check(request, params, {}).matches);
  // The same parameters with the genuine one first: then bogus is the one compared.
  std::rotate(params.begin(), params.end() - 1, params.end());
  BOOST_TEST(!verifier.check(request, params, {}).matches);
  // The form comes after the query.
  const Params genuine{params.front()};
  params.erase(params.begin());
  BOOST_TEST(verifier.check(request, params, genuine).matches);
  BOOST_TEST(!verifier.check(request, genuine, params).matches);
}

BOOST_AUTO_TEST_CASE(path_and_headers_are_not_signed) {
  const Params params = signed_params("GET", {{"AccessKeyId", "id"}});
  Verifier verifier({"id", "secret", ""});
  BOOST_TEST(
      verifier.check({"GET", "/other?x", {{"x-acs-action", "Any"}}, ""}, params, {}).matches);
  BOOST_TEST(!verifier.check({"get", "/", {}, ""}, params, {}).matches);
  BOOST_TEST(!Verifier({"id", "other", ""}).check({"GET", "/", {}, ""}, params, {}).matches);
}

RC_BOOST_PROP(the_order_of_parameters_does_not_matter, ()) {
  Params params = *any_params();
  Signer signer({"id", "secret", ""});
  const std::string before(signer.v1("GET", params));
  const auto seed = *rc::gen::arbitrary<std::uint32_t>();
  for (std::size_t i = params.size(); i > 1; --i) {
    std::swap(params[i - 1], params[(seed * i + seed / i) % i]);
  }
  RC_ASSERT(signer.v1("GET", params) == before);
}

RC_BOOST_PROP(the_string_to_sign_is_the_canonical_query_encoded_again, ()) {
  Params params = *any_params();
  const std::string text = string_to_sign_v1("POST", params);
  std::sort(params.begin(), params.end(), [](const Param& a, const Param& b) {
    return a.name != b.name ? a.name < b.name : a.value < b.value;
  });
  std::string query;
  assay::wire::append_form(query, params);
  RC_ASSERT(text == "POST&%2F&" + assay::wire::encode(query));
}

RC_BOOST_PROP(what_the_signer_writes_the_verifier_accepts, ()) {
  const Params params = *any_params();
  const std::string secret = *any_bytes();
  const Params sent = signed_params("POST", params, secret);
  RC_ASSERT(sent.size() == params.size() + 1);
  const auto split =
      static_cast<std::ptrdiff_t>(*rc::gen::inRange(0, static_cast<int>(sent.size()) + 1));
  const Params query(sent.begin(), sent.begin() + split);
  const Params form(sent.begin() + split, sent.end());
  Verifier verifier({"id", secret, ""});
  RC_ASSERT(verifier.check({"POST", "/", {}, ""}, query, form).matches);
  RC_ASSERT(verifier.string_to_sign() == string_to_sign_v1("POST", params));
}

RC_BOOST_PROP(one_flipped_bit_is_refused, ()) {
  Params sent = signed_params("POST", *any_params());
  const auto index = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(sent.size())));
  std::string& text = *rc::gen::arbitrary<bool>() ? sent[index].name : sent[index].value;
  RC_PRE(!text.empty());
  const auto byte = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(text.size())));
  text = with_bit_flipped(text, byte, static_cast<unsigned>(*rc::gen::inRange(0, 8)));
  RC_ASSERT(!Verifier({"id", "secret", ""}).check({"POST", "/", {}, ""}, sent, {}).matches);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(wire_sign_v3)

BOOST_AUTO_TEST_CASE(canonical_request_by_example) {
  BOOST_TEST(canonical_request_v3("GET", "/", {}, {}, "h") == "GET\n/\n\n\n\nh");
  BOOST_TEST(canonical_request_v3("POST", "/a/b", {{"b", "*"}, {"a", ""}},
                                  {{"X-Acs-B", " v\t"}, {"Host", "h"}}, "h") ==
             "POST\n/a/b\na=&b=%2A\nhost:h\nx-acs-b:v\n\nhost;x-acs-b\nh");
}

BOOST_AUTO_TEST_CASE(values_of_one_name_are_joined) {
  BOOST_TEST(canonical_request_v3("GET", "/", {},
                                  {{"x-acs-Test", "https"}, {"a", ""}, {"X-Acs-Test", "http"}},
                                  "h") == "GET\n/\n\na:\nx-acs-test:https,http\n\na;x-acs-test\nh");
}

BOOST_AUTO_TEST_CASE(duplicate_query_names_sort_by_value) {
  BOOST_TEST(canonical_request_v3("GET", "/", {{"k", "b"}, {"k", "a"}, {"j", "z"}}, {}, "h") ==
             "GET\n/\nj=z&k=a&k=b\n\n\nh");
}

BOOST_AUTO_TEST_CASE(payload_hash_by_example) {
  Signer signer({"id", "s", ""});
  BOOST_TEST(signer.payload_hash("") == kEmptyHash);
  BOOST_TEST(signer.payload_hash("abc") ==
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

BOOST_AUTO_TEST_CASE(a_signed_request_is_accepted) {
  const SignatureCheck result = check(V3().request());
  BOOST_TEST((result.kind == SignatureKind::v3));
  BOOST_TEST(result.matches);
  BOOST_TEST(result.payload_matches);
  BOOST_TEST(result.missing == "");
  Verifier verifier({"id", "secret", ""});
  verifier.check(V3().request(), {}, {});
  BOOST_TEST(verifier.string_to_sign().starts_with("ACS3-HMAC-SHA256\n"));
  BOOST_TEST(verifier.string_to_sign().size() == 17U + 64U);
  BOOST_TEST(!check(V3().request(), "other").matches);
}

BOOST_AUTO_TEST_CASE(the_query_is_read_not_compared_as_text) {
  Request request = V3().request();
  replace(request.target, "%2A%2A%2A", "*%2a*");  // as a laxer client writes it
  BOOST_TEST(check(request).matches);
  request.target = "/?&InstanceId=i-1***&&RegionId=cn-hangzhou";
  BOOST_TEST(check(request).matches);
  request.target = "/x?InstanceId=i-1***&RegionId=cn-hangzhou";
  BOOST_TEST(!check(request).matches);
}

BOOST_AUTO_TEST_CASE(the_path_is_as_on_the_wire) {
  V3 v3;
  v3.path = "/a%2fb/";
  Request request = v3.request();
  BOOST_TEST(check(request).matches);
  replace(request.target, "%2f", "%2F");
  BOOST_TEST(!check(request).matches);
}

BOOST_AUTO_TEST_CASE(white_space_around_values_is_trimmed) {
  Request request = V3().request();
  value_of(request, "X-Acs-Action") = "\t Act  ";
  BOOST_TEST(check(request).matches);
  value_of(request, "X-Acs-Action") = "A ct";
  BOOST_TEST(!check(request).matches);
}

BOOST_AUTO_TEST_CASE(headers_that_are_not_listed_are_not_signed) {
  Request request = V3().request();
  value_of(request, "User-Agent") = "changed";
  request.headers.push_back({"x-acs-extra", "unsigned"});
  BOOST_TEST(check(request).matches);
  request.headers.push_back({"Host", "second value of a signed name"});
  BOOST_TEST(!check(request).matches);
}

BOOST_AUTO_TEST_CASE(the_body_is_told_apart_from_the_signature) {
  V3 v3;
  v3.body = "a=1";
  Request request = v3.request();
  BOOST_TEST(check(request).matches);
  request.body = "a=2";
  const SignatureCheck changed = check(request);
  BOOST_TEST(changed.matches);
  BOOST_TEST(!changed.payload_matches);
  value_of(request, "x-acs-content-sha256") = Signer({"", "", ""}).payload_hash("a=2");
  BOOST_TEST(!check(request).matches);
  BOOST_TEST(check(request).payload_matches);
}

BOOST_AUTO_TEST_CASE(malformed_authorization_names_what_is_missing) {
  const std::pair<const char*, const char*> cases[] = {
      {"ACS3-HMAC-SHA256", "ACS3-HMAC-SHA256"},
      {"ACS3-HMAC-SM3 Credential=id,SignedHeaders=host,Signature=0", "ACS3-HMAC-SHA256"},
      {"ACS3-hmac-sha256 Credential=id,SignedHeaders=host,Signature=0", "ACS3-HMAC-SHA256"},
      {"ACS3-HMAC-SHA256 ", "Credential"},
      {"ACS3-HMAC-SHA256 SignedHeaders=host,Signature=0", "Credential"},
      {"ACS3-HMAC-SHA256 credential=id,SignedHeaders=host,Signature=0", "Credential"},
      {"ACS3-HMAC-SHA256 Credential=id", "SignedHeaders"},
      {"ACS3-HMAC-SHA256 Credential=id,Signature=0", "SignedHeaders"},
      {"ACS3-HMAC-SHA256 Credential=id,Signature=0,SignedHeaders=host", "SignedHeaders"},
      {"ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host", "Signature"},
      {"ACS3-HMAC-SHA256 Credential=id,SignedHeaders=absent;host,Signature=0", "absent"},
      {"ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host,Signature=", ""}};
  for (const auto& [value, missing] : cases) {
    Request request = V3().request();
    value_of(request, "Authorization") = value;
    const SignatureCheck result = check(request);
    BOOST_TEST((result.kind == SignatureKind::v3), value);
    BOOST_TEST(result.missing == missing, value);
    BOOST_TEST(!result.matches, value);
  }
}

BOOST_AUTO_TEST_CASE(absent_headers_are_named) {
  for (const char* name :
       {"x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}) {
    Request request = V3().request();
    remove(request, name);
    const SignatureCheck result = check(request);
    BOOST_TEST(result.missing == name);
    BOOST_TEST(!result.matches);
  }
  Request request = V3().request();
  remove(request, "Host");
  BOOST_TEST(check(request).missing == "host");
}

BOOST_AUTO_TEST_CASE(another_spelling_of_the_list_is_refused) {
  for (const char* list :
       {"Host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version",
        "x-acs-action;host;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version",
        "host;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-"
        "version",
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version;",
        ";host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version",
        "host", ""}) {
    V3 v3;
    v3.signed_list = list;
    const SignatureCheck result = check(v3.request());
    BOOST_TEST(!result.matches, list);
    BOOST_TEST(result.missing == "", list);
  }
}

BOOST_AUTO_TEST_CASE(a_credential_may_hold_commas_and_spaces) {
  V3 v3;
  v3.id = "a,b c,Signature=x,SignedHeaders=y";
  const Request request = v3.request();
  BOOST_TEST(check(request).matches);
  BOOST_TEST(access_key(request, {}, {}).value() == v3.id);
}

BOOST_AUTO_TEST_CASE(the_kind_follows_the_bytes) {
  const Request plain{"GET", "/", {}, ""};
  const Request bearer{"GET", "/", {{"Authorization", "Bearer x"}}, ""};
  const Request v3{"GET", "/", {{"authorization", "ACS3-anything"}}, ""};
  const Request lower{"GET", "/", {{"Authorization", "acs3-hmac-sha256 x"}}, ""};
  const Request action{"GET", "/", {{"x-acs-action", "Act"}}, ""};
  BOOST_TEST((signature_kind(plain, {}, {}) == SignatureKind::none));
  BOOST_TEST((signature_kind(bearer, {}, {}) == SignatureKind::none));
  BOOST_TEST((signature_kind(lower, {}, {}) == SignatureKind::none));
  BOOST_TEST((signature_kind(action, {{"Action", "Act"}}, {}) == SignatureKind::none));
  for (const char* name : {"Signature", "SignatureMethod", "AccessKeyId"}) {
    BOOST_TEST((signature_kind(plain, {{name, ""}}, {}) == SignatureKind::v1));
    BOOST_TEST((signature_kind(plain, {}, {{name, ""}}) == SignatureKind::v1));
    BOOST_TEST((signature_kind(v3, {{name, ""}}, {}) == SignatureKind::v3));
  }
  BOOST_TEST((signature_kind(plain, {{"signature", ""}}, {}) == SignatureKind::none));
}

BOOST_AUTO_TEST_CASE(the_access_key_by_kind) {
  const Request plain{"GET", "/", {}, ""};
  BOOST_TEST(access_key(plain, {{"AccessKeyId", "q"}}, {{"AccessKeyId", "f"}}).value() == "q");
  BOOST_TEST(access_key(plain, {}, {{"AccessKeyId", "f"}}).value() == "f");
  BOOST_TEST(access_key(plain, {{"AccessKeyId", ""}}, {}).value() == "");
  BOOST_TEST(!access_key(plain, {{"accesskeyid", "q"}}, {}).has_value());
  BOOST_TEST(
      !access_key({"GET", "/", {{"Authorization", "ACS3-x"}}, ""}, {{"AccessKeyId", "q"}}, {})
           .has_value());
}

RC_BOOST_PROP(any_query_is_accepted_as_signed, ()) {
  V3 v3;
  v3.query = *any_params();
  v3.body = *any_bytes();
  const SignatureCheck result = check(v3.request());
  RC_ASSERT(result.matches);
  RC_ASSERT(result.payload_matches);
}

RC_BOOST_PROP(one_flipped_bit_of_a_signed_part_is_refused, ()) {
  Request request = V3().request();
  const std::string name = *rc::gen::element<std::string>("Host", "X-Acs-Action", "x-acs-version",
                                                          "x-acs-date", "x-acs-signature-nonce",
                                                          "x-acs-content-sha256", "Authorization");
  std::string& value = value_of(request, name);
  const std::size_t from = name == "Authorization" ? value.find(",SignedHeaders=") : 0;
  const auto byte = static_cast<std::size_t>(
      *rc::gen::inRange(static_cast<int>(from), static_cast<int>(value.size())));
  value = with_bit_flipped(value, byte, static_cast<unsigned>(*rc::gen::inRange(0, 8)));
  RC_ASSERT(!check(request).matches);
}

RC_BOOST_PROP(any_authorization_is_survived, ()) {
  Request request = V3().request();
  value_of(request, "Authorization") =
      "ACS3-HMAC-SHA256 " +
      *rc::gen::oneOf(any_bytes(), assay::wire::test::text_of("Credntial=,;SgHs"));
  RC_ASSERT(!check(request).matches);
}

BOOST_AUTO_TEST_SUITE_END()
