#include "wire/percent.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace assay::wire {
namespace {

constexpr std::uint8_t kNotHex = 0xFF;

constexpr std::array<std::uint8_t, 256> make_hex_values() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kNotHex);
  for (std::uint8_t i = 0; i < 10; ++i) table[static_cast<std::size_t>('0' + i)] = i;
  for (std::uint8_t i = 0; i < 6; ++i) {
    const auto value = static_cast<std::uint8_t>(10 + i);
    table[static_cast<std::size_t>('a' + i)] = value;
    table[static_cast<std::size_t>('A' + i)] = value;
  }
  return table;
}

constexpr auto kHexValues = make_hex_values();
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

#ifdef __SSE2__
// The first sixteen bytes.
__m128i load(std::string_view text) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data()));
}

__m128i each(char c) { return _mm_set1_epi8(c); }

// Which bytes are from `first` to `first` + `more`.
__m128i within(__m128i bytes, char first, char more) {
  const __m128i above = _mm_sub_epi8(bytes, each(first));
  return _mm_cmpeq_epi8(_mm_min_epu8(above, each(more)), above);
}

// Bit i: byte i is not unreserved.
inline unsigned reserved(__m128i bytes) {
  const __m128i letters = within(_mm_or_si128(bytes, each(0x20)), 'a', 25);
  const __m128i digits = within(bytes, '0', 9);
  const __m128i marks = within(bytes, '-', 1);  // - and .
  const __m128i others =
      _mm_or_si128(_mm_cmpeq_epi8(bytes, each('_')), _mm_cmpeq_epi8(bytes, each('~')));
  const __m128i good = _mm_or_si128(_mm_or_si128(letters, digits), _mm_or_si128(marks, others));
  return ~static_cast<unsigned>(_mm_movemask_epi8(good)) & 0xFFFFU;
}

template <class Word>
std::uint64_t word_at(std::string_view text, std::size_t at) {
  Word word{};
  std::memcpy(&word, text.data() + at, sizeof word);
  return word;
}

// All of `text`, fewer than sixteen bytes, and zeros; put together in registers.
__m128i load_some(std::string_view text) {
  const std::size_t size = text.size();
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (size >= 8) {
    low = word_at<std::uint64_t>(text, 0);
    if (size > 8) high = word_at<std::uint64_t>(text, size - 8) >> 8 * (16 - size);
  } else if (size >= 4) {
    low = word_at<std::uint32_t>(text, 0) | word_at<std::uint32_t>(text, size - 4)
                                                << 8 * (size - 4);
  } else {
    for (std::size_t i = 0; i < size; ++i) low |= word_at<std::uint8_t>(text, i) << 8 * i;
  }
  return _mm_set_epi64x(static_cast<long long>(high), static_cast<long long>(low));
}

// Copies what is unreserved, sixteen bytes at a time, and has `escape` write the kEscape bytes
// that any other byte becomes.
template <std::size_t kEscape, class Escape>
char* write(char* out, std::string_view text, Escape escape) {
  while (!text.empty()) {
    const std::size_t size = std::min<std::size_t>(text.size(), 16);
    const __m128i bytes = size == 16 ? load(text) : load_some(text);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
    const unsigned stop = reserved(bytes) & ((1U << size) - 1);
    const std::size_t run = stop == 0 ? size : static_cast<std::size_t>(std::countr_zero(stop));
    out += run;
    if (stop != 0) {
      escape(out, static_cast<unsigned char>(text[run]));
      out += kEscape;
    }
    text.remove_prefix(run + (stop != 0 ? 1 : 0));
  }
  return out;
}
#else
constexpr std::array<bool, 256> make_unreserved() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-_.~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}

constexpr auto kUnreserved = make_unreserved();

template <std::size_t kEscape, class Escape>
char* write(char* out, std::string_view text, Escape escape) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved[byte]) {
      *out++ = c;
    } else {
      escape(out, byte);
      out += kEscape;
    }
  }
  return out;
}
#endif

// How many bytes at the front are neither '%' nor, if `plus`, '+'.
std::size_t plain_until(std::string_view text, bool plus) {
  std::size_t i = 0;
#ifdef __SSE2__
  const __m128i other = each(plus ? '+' : '%');
  for (; text.size() - i >= 16; i += 16) {
    const __m128i bytes = load(text.substr(i));
    const __m128i coded =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, each('%')), _mm_cmpeq_epi8(bytes, other));
    const auto stop = static_cast<unsigned>(_mm_movemask_epi8(coded));
    if (stop != 0) return i + static_cast<std::size_t>(std::countr_zero(stop));
  }
#endif
  for (; i < text.size(); ++i) {
    if (text[i] == '%' || (plus && text[i] == '+')) break;
  }
  return i;
}

}  // namespace

char* write_encoded(char* out, std::string_view text) {
  return write<3>(out, text, [](char* to, unsigned char byte) {
    to[0] = '%';
    to[1] = kHexDigits[byte >> 4U];
    to[2] = kHexDigits[byte & 0xFU];
  });
}

char* write_twice_encoded(char* out, std::string_view text) {
  return write<5>(out, text, [](char* to, unsigned char byte) {
    to[0] = '%';
    to[1] = '2';
    to[2] = '5';
    to[3] = kHexDigits[byte >> 4U];
    to[4] = kHexDigits[byte & 0xFU];
  });
}

void append_encoded(std::string& out, std::string_view text) {
  const std::size_t start = out.size();
  out.resize(start + encoded_room(text.size()));
  const char* const end = write_encoded(out.data() + start, text);
  out.resize(static_cast<std::size_t>(end - out.data()));
}

std::string encode(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 2);
  append_encoded(out, text);
  return out;
}

bool decode_into(std::string& out, std::string_view text, Plus plus) {
  out.assign(text);
  std::size_t i = plain_until(text, plus == Plus::space);
  char* to = out.data() + i;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return false;
      const std::uint8_t high = kHexValues[static_cast<unsigned char>(text[i + 1])];
      const std::uint8_t low = kHexValues[static_cast<unsigned char>(text[i + 2])];
      if (high == kNotHex || low == kNotHex) return false;
      *to++ = static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      *to++ = c == '+' && plus == Plus::space ? ' ' : c;
    }
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return true;
}

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  if (!decode_into(out, text, plus)) return std::nullopt;
  return out;
}

}  // namespace assay::wire
