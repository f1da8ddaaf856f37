#include "harness/engine/token.h"

#include <array>

namespace assay::harness {

namespace {

constexpr std::string_view prefix = "assay1-";
constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t most_steps = 256;
constexpr std::size_t most_fields = 256;

std::string to_base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = held << 8U | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += alphabet[held >> bits & 63U];
    }
  }
  if (bits > 0) out += alphabet[held << (6 - bits) & 63U];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = held << 6U | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(held >> bits & 255U);
    }
  }
  return out;
}

void put(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80U);
    value >>= 7U;
  }
  out += static_cast<char>(value);
}

void put(std::string& out, std::string_view text) {
  put(out, text.size());
  out += text;
}

// Reads what `put` wrote; after a fault everything reads as zero and `good` is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) return fail();
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      out |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return out;
    }
    return fail();
  }
  std::uint64_t number(std::uint64_t most) {
    const std::uint64_t out = number();
    return out <= most ? out : fail();
  }
  std::string text() {
    const std::uint64_t size = number(rest_.size());
    if (size > rest_.size()) return {};
    std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }
  bool good() const { return good_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::uint64_t fail() {
    good_ = false;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool good_ = true;
};

std::uint64_t bits_of(const generators::Style& style) {
  std::uint64_t out = 0;
  for (const bool flag : {style.xml, style.json, style.post, style.get, style.v3, style.v1}) {
    out = out << 1U | (flag ? 1U : 0U);
  }
  return out;
}

generators::Style style_of(std::uint64_t bits) {
  generators::Style style;
  for (bool* flag : {&style.v1, &style.v3, &style.get, &style.post, &style.json, &style.xml}) {
    *flag = (bits & 1U) != 0;
    bits >>= 1U;
  }
  return style;
}

void put_state(std::string& out, const std::optional<oracles::State>& state) {
  put(out, state ? state->size() + 1 : 0);
  if (!state) return;
  for (const std::string& field : *state) put(out, std::string_view(field));
}

std::optional<oracles::State> read_state(Reader& reader) {
  const std::uint64_t fields = reader.number(most_fields + 1);
  if (fields == 0) return std::nullopt;
  oracles::State out;
  for (std::uint64_t i = 1; i < fields && reader.good(); ++i) out.push_back(reader.text());
  return out;
}

Step read_step(Reader& reader, std::uint64_t seed) {
  Step step;
  step.id.seed = seed;
  step.id.phase = static_cast<generators::Phase>(reader.number(generators::phase_count - 1));
  step.id.index = reader.number();
  for (std::uint64_t n = reader.number(1000); n > 0 && reader.good(); --n) {
    step.path.push_back(static_cast<std::uint32_t>(reader.number(UINT32_MAX)));
  }
  step.before = read_state(reader);
  step.other_before = read_state(reader);
  return step;
}

}  // namespace

std::string to_text(const Token& token) {
  std::string bytes;
  put(bytes, std::string_view(token.spec));
  put(bytes, token.seed);
  put(bytes, bits_of(token.style));
  put(bytes, token.style.valid_percent);
  put(bytes, token.steps.size());
  for (const Step& step : token.steps) {
    put(bytes, static_cast<std::uint64_t>(step.id.phase));
    put(bytes, step.id.index);
    put(bytes, step.path.size());
    for (const std::uint32_t child : step.path) put(bytes, child);
    put_state(bytes, step.before);
    put_state(bytes, step.other_before);
  }
  return std::string(prefix) + to_base64url(bytes);
}

std::optional<Token> parse_token(std::string_view text, std::string& why) {
  if (!text.starts_with(prefix)) {
    why = "a replay token starts with \"" + std::string(prefix) + "\"";
    return std::nullopt;
  }
  const auto bytes = from_base64url(text.substr(prefix.size()));
  if (!bytes) {
    why = "a replay token has letters, digits, '-' and '_' only";
    return std::nullopt;
  }
  Reader reader(*bytes);
  Token token;
  token.spec = reader.text();
  token.seed = reader.number();
  token.style = style_of(reader.number(63));
  token.style.valid_percent = static_cast<unsigned>(reader.number(100));
  const std::uint64_t steps = reader.number(most_steps);
  for (std::uint64_t i = 0; i < steps && reader.good(); ++i) {
    token.steps.push_back(read_step(reader, token.seed));
  }
  if (!reader.good() || !reader.at_end() || token.steps.empty()) {
    why = "the replay token is cut or altered";
    return std::nullopt;
  }
  return token;
}

}  // namespace assay::harness
