#include "wire/crypto.h"

#define OPENSSL_SUPPRESS_DEPRECATED  // see Plain
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <tuple>
#include <variant>

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

// A digest whose state is a plain value. OpenSSL calls these functions deprecated in favour of its
// EVP contexts, which allocate for every message: 2 to 3 times the time of one signature.
template <class State, int (*kInit)(State*), int (*kUpdate)(State*, const void*, std::size_t),
          int (*kFinal)(unsigned char*, State*), std::size_t kSize, std::size_t kBlock>
struct Plain {
  static constexpr std::size_t block = kBlock;
  State state;
  Plain() { kInit(&state); }
  void update(const void* data, std::size_t size) { kUpdate(&state, data, size); }
  std::size_t finish(Result& result) {
    kFinal(result.data(), &state);
    return kSize;
  }
};

using Sha1 =
    Plain<SHA_CTX, SHA1_Init, SHA1_Update, SHA1_Final, SHA_DIGEST_LENGTH, std::size_t{SHA_CBLOCK}>;
using Sha256 = Plain<SHA256_CTX, SHA256_Init, SHA256_Update, SHA256_Final, SHA256_DIGEST_LENGTH,
                     std::size_t{SHA256_CBLOCK}>;

// RFC 2104 over a plain digest, both paddings digested once.
template <class Sha>
class PlainHmac {
 public:
  explicit PlainHmac(std::string_view key) {
    Result block{};
    static_assert(Sha::block <= std::tuple_size_v<Result>);
    if (key.size() > Sha::block) {
      Sha sha;
      sha.update(bytes_of(key), key.size());
      sha.finish(block);
    } else {
      std::copy(key.begin(), key.end(), block.begin());
    }
    pad(block, 0x36U, inner_);
    pad(block, 0x36U ^ 0x5CU, outer_);
    OPENSSL_cleanse(block.data(), block.size());
  }
  PlainHmac(const PlainHmac&) = delete;
  PlainHmac& operator=(const PlainHmac&) = delete;
  ~PlainHmac() {
    OPENSSL_cleanse(&inner_, sizeof inner_);
    OPENSSL_cleanse(&outer_, sizeof outer_);
  }

  std::size_t of(std::string_view message, Result& result) const {
    Sha inner = inner_;
    inner.update(bytes_of(message), message.size());
    const std::size_t size = inner.finish(result);
    Sha outer = outer_;
    outer.update(result.data(), size);
    return outer.finish(result);
  }

 private:
  static void pad(Result& block, unsigned by, Sha& sha) {
    for (std::size_t i = 0; i < Sha::block; ++i) {
      block[i] = static_cast<std::uint8_t>(block[i] ^ by);
    }
    sha.update(block.data(), Sha::block);
  }

  Sha inner_, outer_;
};

// Any digest that OpenSSL has, by its context: for the one without plain functions.
class EvpDigest {
 public:
  explicit EvpDigest(Digest digest)
      : method_(EVP_MD_fetch(nullptr, name_of(digest), nullptr), EVP_MD_free),
        context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    if (!method_ || !context_) fail("fetching a digest", digest);
  }
  std::size_t of(std::string_view message, Result& result) const {
    unsigned int size = 0;
    if (EVP_DigestInit_ex2(context_.get(), method_.get(), nullptr) != 1 ||
        EVP_DigestUpdate(context_.get(), bytes_of(message), message.size()) != 1 ||
        EVP_DigestFinal_ex(context_.get(), result.data(), &size) != 1) {
      fail("digest", Digest::sm3);
    }
    return size;
  }

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method_;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

class EvpHmac {
 public:
  EvpHmac(Digest digest, std::string_view key) : context_(nullptr, EVP_MAC_CTX_free) {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(
        EVP_MAC_fetch(nullptr, "HMAC", nullptr), EVP_MAC_free);
    if (!mac) fail("fetching HMAC", digest);
    context_.reset(EVP_MAC_CTX_new(mac.get()));
    std::string digest_name = name_of(digest);
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name.data(), 0),
        OSSL_PARAM_construct_end()};
    if (!context_ || EVP_MAC_init(context_.get(), bytes_of(key), key.size(), params) != 1) {
      fail("keying HMAC", digest);
    }
  }
  std::size_t of(std::string_view message, Result& result) const {
    std::size_t size = 0;  // without a key the context starts again from its keyed state
    if (EVP_MAC_init(context_.get(), nullptr, 0, nullptr) != 1 ||
        EVP_MAC_update(context_.get(), bytes_of(message), message.size()) != 1 ||
        EVP_MAC_final(context_.get(), result.data(), &size, result.size()) != 1) {
      fail("HMAC", Digest::sm3);
    }
    return size;
  }

 private:
  std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context_;
};

template <class Sha>
struct PlainHash {
  std::size_t of(std::string_view message, Result& result) const {
    Sha sha;
    sha.update(bytes_of(message), message.size());
    return sha.finish(result);
  }
};

// The result of whichever alternative `with` holds.
template <class Variant>
std::size_t size_of(const Variant& with, std::string_view message, Result& result) {
  return std::visit(
      [&](const auto& one) -> std::size_t {
        if constexpr (requires { one.of(message, result); }) return one.of(message, result);
        return 0;
      },
      with);
}

}  // namespace

struct Hmac::Impl {
  std::variant<std::monostate, PlainHmac<Sha1>, PlainHmac<Sha256>, EvpHmac> with;
  Result result{};
};

Hmac::Hmac(Digest digest, std::string_view key) : impl_(std::make_unique<Impl>()) {
  switch (digest) {
    case Digest::sha1: impl_->with.emplace<PlainHmac<Sha1>>(key); break;
    case Digest::sha256: impl_->with.emplace<PlainHmac<Sha256>>(key); break;
    case Digest::sm3: impl_->with.emplace<EvpHmac>(digest, key); break;
  }
}

Hmac::~Hmac() = default;
Hmac::Hmac(Hmac&&) noexcept = default;
Hmac& Hmac::operator=(Hmac&&) noexcept = default;

std::span<const std::uint8_t> Hmac::of(std::string_view message) {
  return {impl_->result.data(), size_of(impl_->with, message, impl_->result)};
}

struct Hash::Impl {
  std::variant<std::monostate, PlainHash<Sha1>, PlainHash<Sha256>, EvpDigest> with;
  Result result{};
};

Hash::Hash(Digest digest) : impl_(std::make_unique<Impl>()) {
  switch (digest) {
    case Digest::sha1: impl_->with.emplace<PlainHash<Sha1>>(); break;
    case Digest::sha256: impl_->with.emplace<PlainHash<Sha256>>(); break;
    case Digest::sm3: impl_->with.emplace<EvpDigest>(digest); break;
  }
}

Hash::~Hash() = default;
Hash::Hash(Hash&&) noexcept = default;
Hash& Hash::operator=(Hash&&) noexcept = default;

std::span<const std::uint8_t> Hash::of(std::string_view message) {
  return {impl_->result.data(), size_of(impl_->with, message, impl_->result)};
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
