// Digests and message authentication codes over OpenSSL, made to be reused: once built, no call
// allocates or fetches an algorithm again. Not to be shared between threads.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace assay::wire {

enum class Digest { sha1, sha256, sm3 };

// A keyed HMAC (RFC 2104). Throws std::runtime_error when OpenSSL lacks the digest.
// Example: Hmac(Digest::sha1, "secret&").of("GET&%2F&") gives 20 bytes.
class Hmac {
 public:
  Hmac(Digest digest, std::string_view key);
  ~Hmac();
  Hmac(Hmac&&) noexcept;
  Hmac& operator=(Hmac&&) noexcept;

  // The code of `message`; the span is valid until the next call.
  std::span<const std::uint8_t> of(std::string_view message);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// An unkeyed digest, same reuse and lifetime as Hmac.
class Hash {
 public:
  explicit Hash(Digest digest);
  ~Hash();
  Hash(Hash&&) noexcept;
  Hash& operator=(Hash&&) noexcept;
  std::span<const std::uint8_t> of(std::string_view message);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

void append_hex(std::string& out, std::span<const std::uint8_t> bytes);  // lower case
std::string hex(std::span<const std::uint8_t> bytes);
void append_base64(std::string& out, std::span<const std::uint8_t> bytes);  // RFC 4648, padded
std::string base64(std::span<const std::uint8_t> bytes);

// Compares without telling by its time where the first difference is.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace assay::wire
