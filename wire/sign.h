// The two signatures of Alibaba Cloud RPC requests.
//   V1: HMAC-SHA1 over method and parameters, SignatureVersion 1.0 ("Request signatures").
//   V3: ACS3-HMAC-SHA256 over a canonical request ("V3 request structure and signature").
// Secrets stay inside: no function here returns or prints one.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/crypto.h"
#include "wire/message.h"
#include "wire/params.h"

namespace assay::wire {

struct Credentials {
  std::string id;
  std::string secret;
  std::string token;  // SecurityToken of temporary credentials; empty when there is none
};

namespace detail {
// A parameter and the first bytes of its name as a number, which settles most comparisons.
struct OrderedParam {
  std::uint64_t start;
  const Param* param;
};
OrderedParam ordered(const Param& param);
}  // namespace detail

// How a request is signed.
enum class SignatureKind { none, v1, v3 };

// METHOD&%2F&enc(query), over every parameter given, sorted by the bytes of its name and, under
// one name, of its value. The caller leaves Signature out. Empty values are signed as "name=".
std::string string_to_sign_v1(std::string_view method, const Params& params);

// The canonical request of V3. `params` is the query, decoded; `headers` are those to be signed,
// names in any case; values under one name are joined with ','. `payload_hash` is the lower-case
// hex SHA-256 of the body.
std::string canonical_request_v3(std::string_view method, std::string_view uri,
                                 const Params& params, const Headers& headers,
                                 std::string_view payload_hash);

// Signs one request after another with one key; buffers and keyed contexts are reused.
class Signer {
 public:
  explicit Signer(const Credentials& credentials);

  // Base64 of HMAC-SHA1(secret + "&", string-to-sign), not yet percent-encoded.
  // `params` may be in any order and stays as it is.
  std::string_view v1(std::string_view method, const Params& params);
  // The same over two lists together: what is in the query and what is in the form.
  std::string_view v1(std::string_view method, const Params& query, const Params& form);

  // Lower-case hex of the V3 signature over the canonical request of these parts.
  std::string_view v3(std::string_view method, std::string_view uri, const Params& params,
                      const Headers& headers, std::string_view payload_hash);
  // SignedHeaders of the last v3(): names in lower case, sorted, joined with ';'.
  std::string_view signed_headers() const {
    return std::string_view(text_).substr(names_start_, names_size_);
  }

  // What the last signature is of: the string-to-sign of V1, the canonical request of V3.
  std::string_view signed_text() const { return {text_.data(), text_size_}; }
  // The signature of such a text, v1 or v3: of one with another nonce in it, say.
  std::string_view sign_text(SignatureKind kind, std::string_view text);

  std::string_view payload_hash(std::string_view body);  // valid until the next call
  const std::string& id() const { return id_; }
  const std::string& token() const { return token_; }

 private:
  friend class Verifier;
  // Each works on order_ (and header_order_), which the caller has filled.
  std::string_view sign_v1(std::string_view method);
  std::string_view sign_v3(std::string_view method, std::string_view uri,
                           std::string_view payload_hash);

  std::string id_, token_;
  Hmac sha1_, sha256_;
  Hash hash_;
  std::vector<detail::OrderedParam> order_;
  std::vector<const Header*> header_order_;
  std::string text_;  // its first text_size_ bytes are what was signed
  std::size_t text_size_ = 0;
  std::size_t names_start_ = 0, names_size_ = 0;  // where SignedHeaders stands in text_
  std::string v3_text_;                           // string-to-sign of V3
  std::string signature_;                         // the result, until the next call
  std::string hash_hex_;
};

// V3 when Authorization starts with "ACS3-"; V1 when a parameter Signature, SignatureMethod or
// AccessKeyId is in query or form; otherwise none.
SignatureKind signature_kind(const Request& request, const Params& query, const Params& form);

// What a server learns from the signature of a request.
struct SignatureCheck {
  SignatureKind kind = SignatureKind::none;
  bool matches = false;         // the signature is the one computed from what was received
                                // (and, V3, SignedHeaders is sorted, lower case, without repeats)
  std::string missing;          // name of the first absent field that signing needs, or empty
  bool payload_matches = true;  // V3: x-acs-content-sha256 is the hash of the body
};

// The access key that a request names: AccessKeyId (V1) or Credential= (V3). Nothing when absent.
// A part of what it is given: it lives as long as that.
std::optional<std::string_view> access_key(const Request& request, const Params& query,
                                           const Params& form);

// Checks a request as received: V1 over query and form together, without the last Signature; V3
// over the headers that SignedHeaders lists. `missing` speaks of presence alone: a signature can
// match although a field is missing. One instance is bound to one secret.
class Verifier {
 public:
  explicit Verifier(const Credentials& credentials);
  SignatureCheck check(const Request& request, const Params& query, const Params& form);
  // As the last check computed it: what an answer to a mismatch may show. Empty when that request
  // was not signed; valid until the next check.
  std::string_view string_to_sign() const { return text_; }

 private:
  void check_v1(const Request& request, const Params& query, const Params& form,
                SignatureCheck& result);
  void check_v3(const Request& request, const Params& query, SignatureCheck& result);

  std::string_view pick_headers(const Headers& headers);

  Signer signer_;
  std::string_view text_;
  std::vector<std::string_view> names_;  // of the last SignedHeaders
  std::vector<bool> present_;            // those that there is a header of
};

}  // namespace assay::wire
