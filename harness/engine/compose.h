// Turns a case into the bytes of one request: addressed, dated, signed.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "generators/case.h"
#include "spec/operation.h"
#include "wire/message.h"
#include "wire/sign.h"
#include "wire/time.h"

namespace assay::harness {

// What cases are sent to in turn: a resource, and another one for those that name two; `other` may
// be empty.
struct Resources {
  std::string own, other;
};

// To whom a case is addressed.
struct Target {
  std::string authority;  // for Host
  std::string region;
  std::string resource;
  std::string other = {};  // a second resource, for cases that name one; may be empty
};

// Does the case name the second resource?
bool addresses_other(const generators::Case& one, const Target& target);

// Nonces that no other run has used: 32 hexadecimal digits.
class Nonces {
 public:
  // `entropy`: something that differs between runs, such as the time in nanoseconds.
  explicit Nonces(std::uint64_t entropy) : entropy_(entropy) {}
  void next(std::string& out);

 private:
  std::uint64_t entropy_;
  std::uint64_t count_ = 0;
};

// The observing request of one lane, and what it takes to send it again with another nonce.
struct Observing {
  wire::Request request;
  std::string bytes;
  wire::UnixSeconds at = -1;  // its timestamp
  generators::Signature signature = generators::Signature::none;
  std::string signed_text;       // with the nonce
  std::size_t nonce_signed = 0;  // where, in signed_text
  // Where nonce and signature stand: in the target, or in the value of a header.
  std::size_t nonce_header = 0, nonce_at = 0;
  std::size_t signature_header = 0, signature_at = 0;
};

class Composer {
 public:
  // Both must outlive the composer. Without a signer every request goes unsigned.
  Composer(const spec::Operation& operation, wire::Signer* signer, std::uint64_t entropy);

  // Writes the request in parts and as bytes; buffers are reused.
  void compose(const generators::Case& one, const Target& target, wire::UnixSeconds now,
               wire::Request& request, std::string& bytes);

  // The request that reads one resource back; `all`: the one that lists them.
  void compose_observation(const Target& target, generators::Signature signature, bool all,
                           wire::UnixSeconds now, wire::Request& request, std::string& bytes);
  // The request that reads one resource back, as compose_observation() writes it. `out` is of this
  // target alone: while time and kind of signature stay, only nonce and signature are written anew.
  void observe(Observing& out, const Target& target, generators::Signature signature,
               wire::UnixSeconds now);

 private:
  struct Names {
    std::string_view action, version;
  };
  void bind(const generators::Case& one, const Target& target);
  void put(const generators::Case& one, Names names, const Target& target, wire::UnixSeconds now,
           wire::Request& request);
  void put_v1(const generators::Case& one, Names names, wire::UnixSeconds now,
              wire::Request& request);
  void put_v3(const generators::Case& one, Names names, wire::UnixSeconds now,
              wire::Request& request);
  void lay_out(wire::Request& request);
  void locate(Observing& out) const;
  void add(wire::Params& params, std::string_view name, std::string_view value);
  std::string& add(wire::Headers& headers, std::string_view name, std::string_view value);
  void add_common(const generators::Case& one, Names names, wire::Params& params);
  std::string_view timestamp(const generators::Case& one, wire::UnixSeconds now);

  const spec::Operation& operation_;
  wire::Signer* signer_;
  Nonces nonces_;
  wire::Params query_, form_, spare_;
  wire::Headers spare_headers_;
  std::string nonce_, time_text_;
  wire::UnixSeconds time_ = -1;  // what time_text_ says
  generators::Case observing_;
};

// The values of a case once it is addressed.
wire::Params bound_params(const generators::Case& one, const Target& target);

// The text of one bound value.
std::string bound_value(const generators::CaseParam& param, const Target& target);

}  // namespace assay::harness
