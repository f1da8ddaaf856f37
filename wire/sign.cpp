#include "wire/sign.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

#include "wire/message_detail.h"
#include "wire/percent.h"

namespace assay::wire {
namespace {

constexpr std::string_view kV3Algorithm = "ACS3-HMAC-SHA256";

using ParamOrder = std::vector<detail::OrderedParam>;
using HeaderOrder = std::vector<const Header*>;

// Room for `size` bytes. The string keeps its largest size ever, so nothing is cleared or allocated
// again; callers remember how much of it they wrote.
char* room(std::string& buffer, std::size_t size) {
  if (buffer.size() < size) buffer.resize(std::max(size, 2 * buffer.size()));
  return buffer.data();
}

char* copy(char* out, std::string_view text) { return std::copy(text.begin(), text.end(), out); }

std::size_t bytes_in(const ParamOrder& order) {
  std::size_t total = 0;
  for (const ParamOrder::value_type& one : order) {
    total += one.param->name.size() + one.param->value.size();
  }
  return total;
}

// What write_v1() needs at most.
std::size_t bound_v1(std::string_view method, const ParamOrder& order) {
  return method.size() + 5 + twice_encoded_room(bytes_in(order)) + order.size() * 6;
}

char* write_v1(std::string_view method, const ParamOrder& order, char* out) {
  out = copy(copy(out, method), "&%2F&");
  bool first = true;
  for (const ParamOrder::value_type& one : order) {
    if (!first) out = copy(out, "%26");
    first = false;
    out = write_twice_encoded(out, one.param->name);
    out = copy(out, "%3D");
    out = write_twice_encoded(out, one.param->value);
  }
  return out;
}

void point_at(const Params& params, ParamOrder& order) {
  for (const Param& param : params) order.push_back(detail::ordered(param));
}

void sort_params(ParamOrder& order) {
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    if (a.start != b.start) return a.start < b.start;
    const int names = a.param->name.compare(b.param->name);
    return names != 0 ? names < 0 : a.param->value < b.param->value;
  });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The order of arrival within one name: all pointers are into one vector.
void sort_headers(HeaderOrder& order) {
  std::sort(order.begin(), order.end(), [](const Header* a, const Header* b) {
    if (detail::before_ignoring_case(a->name, b->name)) return true;
    return !detail::before_ignoring_case(b->name, a->name) && std::less<const Header*>()(a, b);
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

// The query of a canonical request, its parameters in their order.
void append_query(std::string& out, const ParamOrder& params) {
  const std::size_t start = out.size();
  out.resize(start + encoded_room(bytes_in(params)) + 2 * params.size());
  char* end = out.data() + start;
  for (const ParamOrder::value_type& one : params) {
    if (end != out.data() + start) *end++ = '&';
    end = write_encoded(end, one.param->name);
    *end++ = '=';
    end = write_encoded(end, one.param->value);
  }
  out.resize(static_cast<std::size_t>(end - out.data()));
}

void append_canonical_v3(std::string& out, std::string_view method, std::string_view uri,
                         const ParamOrder& params, const HeaderOrder& headers,
                         std::string_view payload_hash) {
  out.append(method).push_back('\n');
  out.append(uri).push_back('\n');
  append_query(out, params);
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

detail::OrderedParam detail::ordered(const Param& param) {
  std::array<unsigned char, 8> first{};
  std::memcpy(first.data(), param.name.data(), std::min(param.name.size(), first.size()));
  std::uint64_t start = 0;
  for (const unsigned char byte : first) start = start << 8U | byte;
  return {start, &param};
}

std::string string_to_sign_v1(std::string_view method, const Params& params) {
  ParamOrder order;
  point_at(params, order);
  sort_params(order);
  std::string out(bound_v1(method, order), '\0');
  const char* const end = write_v1(method, order, out.data());
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

std::string_view Signer::sign_v1(std::string_view method) {
  sort_params(order_);
  char* const text = room(text_, bound_v1(method, order_));
  text_size_ = static_cast<std::size_t>(write_v1(method, order_, text) - text);
  return sign_text(SignatureKind::v1, signed_text());
}

std::string_view Signer::v1(std::string_view method, const Params& params) {
  order_.clear();
  point_at(params, order_);
  return sign_v1(method);
}

std::string_view Signer::v1(std::string_view method, const Params& query, const Params& form) {
  order_.clear();
  point_at(query, order_);
  point_at(form, order_);
  return sign_v1(method);
}

std::string_view Signer::sign_v3(std::string_view method, std::string_view uri,
                                 std::string_view payload_hash) {
  sort_params(order_);
  sort_headers(header_order_);
  text_.clear();
  append_canonical_v3(text_, method, uri, order_, header_order_, payload_hash);
  text_size_ = text_.size();
  const std::size_t end = text_.size() - payload_hash.size() - 1;
  names_start_ = end == 0 ? 0 : text_.rfind('\n', end - 1) + 1;
  names_size_ = end - names_start_;
  return sign_text(SignatureKind::v3, text_);
}

std::string_view Signer::sign_text(SignatureKind kind, std::string_view text) {
  signature_.clear();
  if (kind == SignatureKind::v1) {
    append_base64(signature_, sha1_.of(text));
  } else {
    v3_text_.assign(kV3Algorithm).push_back('\n');
    append_hex(v3_text_, hash_.of(text));
    append_hex(signature_, sha256_.of(v3_text_));
  }
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
