#include "wire/crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstddef>
#include <stdexcept>

namespace assay::wire {
namespace {

const char* name_of(Digest digest) {
  switch (digest) {
    case Digest::sha1: return "SHA1";
    case Digest::sha256: return "SHA256";
    case Digest::sm3: return "SM3";
  }
  return "";
}

const unsigned char* bytes_of(std::string_view text) {
  // A default string_view holds a null pointer, which OpenSSL would read as "no data given".
  static constexpr unsigned char kNothing = 0;
  return text.empty() ? &kNothing : reinterpret_cast<const unsigned char*>(text.data());
}

[[noreturn]] void fail(const char* what, Digest digest) {
  throw std::runtime_error(std::string("OpenSSL: ") + what + " failed for " + name_of(digest));
}

using Result = std::array<std::uint8_t, EVP_MAX_MD_SIZE>;

}  // namespace

struct Hmac::Impl {
  Digest digest = Digest::sha1;
  std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context{nullptr, EVP_MAC_CTX_free};
  Result result{};
};

Hmac::Hmac(Digest digest, std::string_view key) : impl_(std::make_unique<Impl>()) {
  impl_->digest = digest;
  const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(
      EVP_MAC_fetch(nullptr, "HMAC", nullptr), EVP_MAC_free);
  if (!mac) fail("fetching HMAC", digest);
  impl_->context.reset(EVP_MAC_CTX_new(mac.get()));
  std::string digest_name = name_of(digest);
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name.data(), 0),
      OSSL_PARAM_construct_end()};
  if (!impl_->context ||
      EVP_MAC_init(impl_->context.get(), bytes_of(key), key.size(), params) != 1) {
    fail("keying HMAC", digest);
  }
}

Hmac::~Hmac() = default;
Hmac::Hmac(Hmac&&) noexcept = default;
Hmac& Hmac::operator=(Hmac&&) noexcept = default;

std::span<const std::uint8_t> Hmac::of(std::string_view message) {
  EVP_MAC_CTX* const context = impl_->context.get();
  std::size_t size = 0;
  // Without a key the context starts again from its keyed state: the cheapest way by measurement.
  if (EVP_MAC_init(context, nullptr, 0, nullptr) != 1 ||
      EVP_MAC_update(context, bytes_of(message), message.size()) != 1 ||
      EVP_MAC_final(context, impl_->result.data(), &size, impl_->result.size()) != 1) {
    fail("HMAC", impl_->digest);
  }
  return {impl_->result.data(), size};
}

struct Hash::Impl {
  Digest digest = Digest::sha1;
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method{nullptr, EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{nullptr, EVP_MD_CTX_free};
  Result result{};
};

Hash::Hash(Digest digest) : impl_(std::make_unique<Impl>()) {
  impl_->digest = digest;
  impl_->method.reset(EVP_MD_fetch(nullptr, name_of(digest), nullptr));
  impl_->context.reset(EVP_MD_CTX_new());
  if (!impl_->method || !impl_->context) fail("fetching a digest", digest);
}

Hash::~Hash() = default;
Hash::Hash(Hash&&) noexcept = default;
Hash& Hash::operator=(Hash&&) noexcept = default;

std::span<const std::uint8_t> Hash::of(std::string_view message) {
  EVP_MD_CTX* const context = impl_->context.get();
  unsigned int size = 0;
  if (EVP_DigestInit_ex2(context, impl_->method.get(), nullptr) != 1 ||
      EVP_DigestUpdate(context, bytes_of(message), message.size()) != 1 ||
      EVP_DigestFinal_ex(context, impl_->result.data(), &size) != 1) {
    fail("digest", impl_->digest);
  }
  return {impl_->result.data(), size};
}

void append_hex(std::string& out, std::span<const std::uint8_t> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  const std::size_t start = out.size();
  out.resize(start + 2 * bytes.size());
  char* to = out.data() + start;
  for (const std::uint8_t byte : bytes) {
    *to++ = kDigits[byte >> 4U];
    *to++ = kDigits[byte & 0xFU];
  }
}

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  append_hex(out, bytes);
  return out;
}

void append_base64(std::string& out, std::span<const std::uint8_t> bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16U |
                                static_cast<std::uint32_t>(bytes[i + 1]) << 8U | bytes[i + 2];
    const char four[4] = {kDigits[group >> 18U], kDigits[group >> 12U & 63U],
                          kDigits[group >> 6U & 63U], kDigits[group & 63U]};
    out.append(four, sizeof four);
  }
  const std::size_t left = bytes.size() - i;
  if (left == 0) return;
  std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16U;
  if (left == 2) group |= static_cast<std::uint32_t>(bytes[i + 1]) << 8U;
  const char four[4] = {kDigits[group >> 18U], kDigits[group >> 12U & 63U],
                        left == 2 ? kDigits[group >> 6U & 63U] : '=', '='};
  out.append(four, sizeof four);
}

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  append_base64(out, bytes);
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(bytes_of(a), bytes_of(b), a.size()) == 0;
}

}  // namespace assay::wire
