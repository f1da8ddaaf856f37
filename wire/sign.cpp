#include "wire/sign.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>

#include "wire/message_detail.h"
#include "wire/percent.h"

namespace assay::wire {
namespace {

constexpr std::string_view kV3Algorithm = "ACS3-HMAC-SHA256";

using ParamOrder = std::vector<const Param*>;
using HeaderOrder = std::vector<const Header*>;

// A byte encoded once, as on the wire, and twice, as in the string-to-sign.
struct Forms {
  std::array<char, 3> once;
  std::array<char, 5> twice;
  bool plain;  // the byte stays itself in both
};

constexpr std::array<Forms, 256> make_forms() {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  constexpr std::string_view kMarks = "-_.~";
  std::array<Forms, 256> table{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(static_cast<unsigned char>(byte));
    const char high = kHex[byte / 16];
    const char low = kHex[byte % 16];
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       kMarks.find(c) != std::string_view::npos;
    table[byte] = {{'%', high, low}, {'%', '2', '5', high, low}, plain};
  }
  return table;
}

constexpr auto kForms = make_forms();

// Room for `size` bytes. The string keeps its largest size ever, so nothing is cleared or allocated
// again; callers remember how much of it they wrote.
char* room(std::string& buffer, std::size_t size) {
  if (buffer.size() < size) buffer.resize(std::max(size, 2 * buffer.size()));
  return buffer.data();
}

char* copy(char* out, std::string_view text) { return std::copy(text.begin(), text.end(), out); }

// Writes both encodings at once; the query only when kQuery.
template <bool kQuery>
void encode_both(std::string_view text, char*& query, char*& signed_text) {
  char* q = query;
  char* s = signed_text;
  for (const char c : text) {
    const Forms& forms = kForms[static_cast<unsigned char>(c)];
    if (forms.plain) {
      *s++ = c;
      if constexpr (kQuery) *q++ = c;
    } else {
      s = std::copy(forms.twice.begin(), forms.twice.end(), s);
      if constexpr (kQuery) q = std::copy(forms.once.begin(), forms.once.end(), q);
    }
  }
  query = q;
  signed_text = s;
}

std::size_t bytes_in(const ParamOrder& order) {
  std::size_t total = 0;
  for (const Param* param : order) total += param->name.size() + param->value.size();
  return total;
}

template <bool kQuery>
char* write_v1(std::string_view method, const ParamOrder& order, char*& query, char* out) {
  out = copy(copy(out, method), "&%2F&");
  bool first = true;
  for (const Param* param : order) {
    if (!first) {
      out = copy(out, "%26");
      if constexpr (kQuery) *query++ = '&';
    }
    first = false;
    encode_both<kQuery>(param->name, query, out);
    out = copy(out, "%3D");
    if constexpr (kQuery) *query++ = '=';
    encode_both<kQuery>(param->value, query, out);
  }
  return out;
}

std::size_t bound_v1(std::string_view method, const ParamOrder& order) {
  return method.size() + 5 + bytes_in(order) * 5 + order.size() * 6;
}

void point_at(const Params& params, ParamOrder& order) {
  for (const Param& param : params) order.push_back(&param);
}

void sort_params(ParamOrder& order) {
  std::sort(order.begin(), order.end(), [](const Param* a, const Param* b) {
    const int names = a->name.compare(b->name);
    return names != 0 ? names < 0 : a->value < b->value;
  });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool name_before(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return static_cast<unsigned char>(lower(x)) < static_cast<unsigned char>(lower(y));
  });
}

// The order of arrival within one name: all pointers are into one vector.
void sort_headers(HeaderOrder& order) {
  std::sort(order.begin(), order.end(), [](const Header* a, const Header* b) {
    if (name_before(a->name, b->name)) return true;
    return !name_before(b->name, a->name) && std::less<const Header*>()(a, b);
  });
}

void append_lower(std::string& out, std::string_view text) {
  const std::size_t start = out.size();
  out.append(text);
  for (std::size_t i = start; i < out.size(); ++i) out[i] = lower(out[i]);
}

bool same_name(const HeaderOrder& order, std::size_t a, std::size_t b) {
  return detail::equal_ignoring_case(order[a]->name, order[b]->name);
}

void append_header_names(std::string& out, const HeaderOrder& order) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && same_name(order, i - 1, i)) continue;
    if (i > 0) out.push_back(';');
    append_lower(out, order[i]->name);
  }
}

void append_canonical_headers(std::string& out, const HeaderOrder& order) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i > 0 && same_name(order, i - 1, i)) {
      out.back() = ',';  // in place of the line end
    } else {
      append_lower(out, order[i]->name);
      out.push_back(':');
    }
    out.append(detail::trim(order[i]->value)).push_back('\n');
  }
}

void append_canonical_v3(std::string& out, std::string_view method, std::string_view uri,
                         const ParamOrder& params, const HeaderOrder& headers,
                         std::string_view payload_hash) {
  out.append(method).push_back('\n');
  out.append(uri).push_back('\n');
  bool first = true;
  for (const Param* param : params) {
    if (!first) out.push_back('&');
    first = false;
    append_encoded(out, param->name);
    out.push_back('=');
    append_encoded(out, param->value);
  }
  out.push_back('\n');
  append_canonical_headers(out, headers);
  out.push_back('\n');
  append_header_names(out, headers);
  out.push_back('\n');
  out.append(payload_hash);
}

// A secret with '&' after it, which is the key of V1; wiped when done.
class KeyV1 {
 public:
  explicit KeyV1(const std::string& secret) { text_.append(secret).push_back('&'); }
  ~KeyV1() { OPENSSL_cleanse(text_.data(), text_.size()); }
  KeyV1(const KeyV1&) = delete;
  KeyV1& operator=(const KeyV1&) = delete;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

std::string string_to_sign_v1(std::string_view method, const Params& params) {
  ParamOrder order;
  point_at(params, order);
  sort_params(order);
  std::string out(bound_v1(method, order), '\0');
  char* no_query = nullptr;
  const char* const end = write_v1<false>(method, order, no_query, out.data());
  out.resize(static_cast<std::size_t>(end - out.data()));
  return out;
}

std::string canonical_request_v3(std::string_view method, std::string_view uri,
                                 const Params& params, const Headers& headers,
                                 std::string_view payload_hash) {
  ParamOrder param_order;
  HeaderOrder header_order;
  point_at(params, param_order);
  for (const Header& header : headers) header_order.push_back(&header);
  sort_params(param_order);
  sort_headers(header_order);
  std::string out;
  append_canonical_v3(out, method, uri, param_order, header_order, payload_hash);
  return out;
}

Signer::Signer(const Credentials& credentials)
    : id_(credentials.id),
      token_(credentials.token),
      sha1_(Digest::sha1, KeyV1(credentials.secret).text()),
      sha256_(Digest::sha256, credentials.secret),
      hash_(Digest::sha256) {}

std::string_view Signer::sign_v1(std::string_view method, std::string* query) {
  sort_params(order_);
  char* const text = room(text_, bound_v1(method, order_));
  const char* text_end = nullptr;
  if (query == nullptr) {
    char* none = nullptr;
    text_end = write_v1<false>(method, order_, none, text);
  } else {
    char* const start = room(query_, bytes_in(order_) * 3 + order_.size() * 2 + 1);
    char* end = start;
    text_end = write_v1<true>(method, order_, end, text);
    query->assign(start, static_cast<std::size_t>(end - start));
  }
  text_size_ = static_cast<std::size_t>(text_end - text);
  signature_.clear();
  append_base64(signature_, sha1_.of(signed_text()));
  return signature_;
}

std::string_view Signer::v1(std::string_view method, const Params& params) {
  order_.clear();
  point_at(params, order_);
  return sign_v1(method, nullptr);
}

std::string_view Signer::v1(std::string_view method, const Params& query, const Params& form) {
  order_.clear();
  point_at(query, order_);
  point_at(form, order_);
  return sign_v1(method, nullptr);
}

void Signer::v1_query(std::string_view method, const Params& params, std::string& query) {
  order_.clear();
  point_at(params, order_);
  const std::string_view signature = sign_v1(method, &query);
  query.append(query.empty() ? "Signature=" : "&Signature=");
  append_encoded(query, signature);
}

std::string_view Signer::sign_v3(std::string_view method, std::string_view uri,
                                 std::string_view payload_hash) {
  sort_params(order_);
  sort_headers(header_order_);
  text_.clear();
  append_canonical_v3(text_, method, uri, order_, header_order_, payload_hash);
  const std::size_t end = text_.size() - payload_hash.size() - 1;
  names_start_ = end == 0 ? 0 : text_.rfind('\n', end - 1) + 1;
  names_size_ = end - names_start_;
  v3_text_.assign(kV3Algorithm).push_back('\n');
  append_hex(v3_text_, hash_.of(text_));
  signature_.clear();
  append_hex(signature_, sha256_.of(v3_text_));
  return signature_;
}

std::string_view Signer::v3(std::string_view method, std::string_view uri, const Params& params,
                            const Headers& headers, std::string_view payload_hash) {
  order_.clear();
  point_at(params, order_);
  header_order_.clear();
  for (const Header& header : headers) header_order_.push_back(&header);
  return sign_v3(method, uri, payload_hash);
}

std::string_view Signer::payload_hash(std::string_view body) {
  hash_hex_.clear();
  append_hex(hash_hex_, hash_.of(body));
  return hash_hex_;
}

}  // namespace assay::wire
