#include "mock/metadata.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "mock/answer.h"
#include "mock/random.h"
#include "mock/text.h"
#include "wire/percent.h"

namespace assay::mock {

using spec::EffectRule;

namespace {

constexpr std::size_t word = 16;  // hexadecimal digits of 64 bits

void append_word(std::string& out, std::uint64_t bits) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(bits >> shift) & 15U];
}

std::optional<std::uint64_t> read_word(std::string_view text) {
  std::uint64_t out = 0;
  const char* const first = text.data();
  const char* const last = first + text.size();
  const auto [end, error] = std::from_chars(first, last, out, 16);
  return error == std::errc() && end == last ? std::optional(out) : std::nullopt;
}

}  // namespace

Metadata::Metadata(const spec::Operation& op, Choices choices, const State& state,
                   MetadataOptions options)
    : op_(op),
      effects_(*op.effects),
      choices_(std::move(choices)),
      state_(state),
      options_(std::move(options)) {}

void Metadata::handle(std::string_view bytes, std::string& answer, Action& action) {
  answer.clear();
  if (const auto request = wire::parse_request(bytes)) {
    return append_answer(*request, false, answer, action);
  }
  append_bad_request(answer);
  action = Action::send_and_close;
}

void Metadata::append_answer(const wire::Request& request, bool close, std::string& out,
                             Action& action) {
  const Answer answer = this->answer(request);
  if (answer.status == spec::unanswered) {
    action = Action::close;
    return;
  }
  close = close || equal_folded(wire::header(request.headers, "Connection").value_or(""), "close");
  action = close ? Action::send_and_close : Action::send;
  out += "HTTP/1.1 " + std::to_string(answer.status) + " ";
  out += reason_phrase(answer.status);
  out += "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(answer.body.size());
  out += close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n";
  if (request.method != "HEAD") out += answer.body;
}

// Cuts the name of the resource off the path.
std::optional<std::size_t> Metadata::resource_of(std::string_view& path) const {
  const std::size_t end = std::min(path.find('/', 1), path.size());
  const auto name = wire::decode(path.substr(1, end - 1), wire::Plus::literal);
  if (const auto named = name ? state_.find(*name) : std::nullopt) {
    path.remove_prefix(end);
    return named;
  }
  return state_.size() == 1 ? std::optional<std::size_t>(0) : std::nullopt;
}

Metadata::Answer Metadata::answer(const wire::Request& request) {
  std::string_view path = request.target;
  path = path.substr(0, path.find('?'));
  const auto resource = resource_of(path);
  if (!resource) return {404, "no such resource: the path begins with its name"};
  if (is_closed(*resource)) {
    if (auto refused = refuse(EffectRule::disabled)) return *refused;
  }
  if (path == effects_.token_path) return answer_token(request, *resource);
  return answer_item(request, path, *resource);
}

Metadata::Answer Metadata::answer_token(const wire::Request& request, std::size_t resource) {
  if (request.method != effects_.token_method) {
    if (auto refused = refuse(EffectRule::token_method)) return *refused;
  }
  if (wire::header(request.headers, effects_.forwarded_header) &&
      !options_.faults.has(Fault::forwarded_token_issued)) {
    if (auto refused = refuse(EffectRule::forwarded)) return *refused;
  }
  const auto wanted = wire::header(request.headers, effects_.lifetime_header);
  const auto seconds = lifetime(wanted.value_or(""));
  if (!seconds) {
    const EffectRule rule = wanted ? EffectRule::lifetime_invalid : EffectRule::lifetime_missing;
    if (auto refused = refuse(rule)) return *refused;
  }
  const std::int64_t until = options_.now() + seconds.value_or(effects_.lifetime.max);
  return accept(EffectRule::issued, issue({resource, until}));
}

Metadata::Answer Metadata::answer_item(const wire::Request& request, std::string_view path,
                                       std::size_t resource) {
  if (request.method != "GET") {
    const bool head = request.method == "HEAD";
    if (auto refused = refuse(head ? EffectRule::item_head : EffectRule::item_method)) {
      return *refused;
    }
  }
  const auto token = wire::header(request.headers, effects_.token_header);
  const bool guarded = is_on(effects_.guarded, resource);
  if (token) {
    const EffectRule rule = standing(*token, resource);
    if (rule != EffectRule::served) {
      if (auto refused = refuse(guarded ? rule : EffectRule::token_unneeded)) return *refused;
    }
  } else if (guarded && !options_.faults.has(Fault::token_not_required)) {
    if (auto refused = refuse(EffectRule::token_missing)) return *refused;
  }
  for (const spec::EffectItem& item : effects_.items) {
    if (item.path != path) continue;
    return accept(EffectRule::served,
                  spec::fill_item(item.text, state_.id(resource), options_.region));
  }
  // Somewhere an answer must come from, even where the document enforces none.
  return refuse(EffectRule::item_unknown).value_or(Answer{404, "Not Found"});
}

// What answers a broken rule; nothing where it is not enforced.
std::optional<Metadata::Answer> Metadata::refuse(EffectRule rule) const {
  const spec::EffectRuling& ruling = effects_.rule(rule);
  const std::vector<int>& answers = ruling.answers.get(choices_);
  if (answers.empty()) return std::nullopt;
  const int status = answers.front();
  return Answer{status, ruling.text.empty() ? std::string(reason_phrase(status)) : ruling.text};
}

Metadata::Answer Metadata::accept(EffectRule rule, std::string body) const {
  return {effects_.rule(rule).answers.get(choices_).front(), std::move(body)};
}

// `served` for a token that is good.
EffectRule Metadata::standing(std::string_view text, std::size_t resource) const {
  const auto token = read(text);
  if (!token) return EffectRule::token_unknown;
  if (token->resource != resource && !options_.faults.has(Fault::foreign_token_accepted)) {
    return EffectRule::token_foreign;
  }
  const bool good =
      options_.now() < token->until || options_.faults.has(Fault::expired_token_accepted);
  return good ? EffectRule::served : EffectRule::token_expired;
}

bool Metadata::is_closed(std::size_t resource) {
  const bool disabled = is_on(effects_.disabled, resource);
  if (disabled) was_closed_.insert(resource);
  if (options_.faults.has(Fault::disabled_still_served)) return false;
  if (options_.faults.has(Fault::never_enabled_again)) return was_closed_.contains(resource);
  return disabled;
}

bool Metadata::is_on(const spec::EffectSwitch& which, std::size_t resource) const {
  return equal_folded(state_.field(resource, which.field), which.on);
}

std::optional<std::int64_t> Metadata::lifetime(std::string_view text) const {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (options_.faults.has(Fault::lifetime_wrap_32)) out &= 0xFFFFFFFF;
  const spec::Range& range = effects_.lifetime;
  if (options_.faults.has(Fault::lifetime_limit_ignored)) out = std::min(out, range.max);
  if (error != std::errc() || out < range.min || out > range.max) return std::nullopt;
  return out;
}

std::string Metadata::issue(const Token& token) {
  const std::uint64_t number = ++issued_;
  std::string out;
  append_word(out, number);
  append_word(out, token.resource);
  append_word(out, static_cast<std::uint64_t>(token.until));
  append_word(out, seal(token, number));
  return out;
}

std::optional<Metadata::Token> Metadata::read(std::string_view text) const {
  std::array<std::uint64_t, 4> words{};
  if (text.size() != words.size() * word) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto bits = read_word(text.substr(i * word, word));
    if (!bits) return std::nullopt;
    words[i] = *bits;
  }
  const Token token{words[1], static_cast<std::int64_t>(words[2])};
  if (seal(token, words[0]) != words[3]) return std::nullopt;
  return token;
}

// Nobody attacks a mock; this only tells what was issued from what was made up.
std::uint64_t Metadata::seal(const Token& token, std::uint64_t number) const {
  const std::uint64_t inner = mix(options_.seed) ^ mix(number) ^ token.resource;
  return mix(mix(inner) ^ static_cast<std::uint64_t>(token.until));
}

}  // namespace assay::mock
