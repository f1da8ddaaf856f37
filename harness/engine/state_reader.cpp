#include "harness/engine/state_reader.h"

#include <algorithm>

namespace assay::harness {

namespace {

std::optional<std::vector<wire::Field>> shown_fields(const spec::Operation& operation,
                                                     std::string_view body,
                                                     const std::string& resource) {
  const spec::Observation& observation = *operation.observation;
  return wire::select(body, observation.path, observation.id, resource, observation.inner);
}

std::optional<oracles::State> state_of(const spec::Operation& operation,
                                       const std::optional<std::vector<wire::Field>>& shown) {
  if (!shown) return std::nullopt;
  const auto& fields = operation.observation->fields;
  oracles::State state(fields.size());
  for (const wire::Field& field : *shown) {
    for (std::size_t i = 0; i < state.size(); ++i) {
      if (fields[i].name == field.name) state[i] = field.text;
    }
  }
  return state;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_space(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

// A JSON object in printable ASCII, nothing escaped: then a name in quotes is that and no other.
bool is_plain(std::string_view body) {
  const std::size_t start = skip_space(body, 0);
  if (start == body.size() || body[start] != '{') return false;
  return std::all_of(body.begin(), body.end(), [](char c) {
    return (c >= ' ' && c < '\x7F' && c != '\\') || c == '\n' || c == '\r' || c == '\t';
  });
}

// Where the text that starts at `at` ends: before its quote, or nowhere when it is not plain.
std::size_t end_of_text(std::string_view body, std::size_t at) {
  while (at < body.size() && body[at] != '"') {
    if (body[at] < ' ' || body[at] == '\\' || body[at] == '\x7F') return std::string_view::npos;
    ++at;
  }
  return at < body.size() ? at : std::string_view::npos;
}

// The same for a natural number as JSON writes it.
std::size_t end_of_number(std::string_view body, std::size_t at) {
  const std::size_t from = at;
  while (at < body.size() && is_digit(body[at])) ++at;
  const bool padded = at - from > 1 && body[from] == '0';
  return at == from || padded ? std::string_view::npos : at;
}

}  // namespace

std::optional<oracles::State> parse_state(const spec::Operation& operation, std::string_view body,
                                          const std::string& resource) {
  return state_of(operation, shown_fields(operation, body, resource));
}

StateReader::StateReader(const spec::Operation& operation, std::string resource)
    : operation_(&operation), resource_(std::move(resource)) {}

const std::optional<oracles::State>& StateReader::read(std::string_view body) {
  if (compare(body)) return state_;
  ++parsed_;
  const auto shown = shown_fields(*operation_, body, resource_);
  state_ = state_of(*operation_, shown);
  spans_.clear();
  if (state_) remember(body, *shown);
  return state_;
}

bool StateReader::find_value(std::string_view name, Span& out) const {
  const std::string_view body = frame_;
  const std::string quoted = '"' + std::string(name) + '"';
  std::size_t at = body.find(quoted);
  if (at == std::string_view::npos || body.find(quoted, at + 1) != std::string_view::npos) {
    return false;
  }
  at = skip_space(body, at + quoted.size());
  if (at == body.size() || body[at] != ':') return false;  // a text, not a name
  at = skip_space(body, at + 1);
  if (at == body.size()) return false;
  out.quoted = body[at] == '"';
  out.from = out.quoted ? at + 1 : at;
  out.until = out.quoted ? end_of_text(body, out.from) : end_of_number(body, out.from);
  if (out.until == std::string_view::npos) return false;
  constexpr std::string_view after_number = ",}] \t\r\n";
  return out.quoted ||
         (out.until < body.size() && after_number.find(body[out.until]) != std::string_view::npos);
}

// A field's value may differ in the next answer when its name stands only once in this one: then
// that place is where the parser found it.
void StateReader::remember(std::string_view body, const std::vector<wire::Field>& shown) {
  frame_ = body;
  if (!is_plain(frame_)) return;
  Span id;
  if (find_value("RequestId", id)) spans_.push_back(id);
  const auto& fields = operation_->observation->fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto at = std::find_if(shown.begin(), shown.end(), [&](const wire::Field& field) {
      return field.name == fields[i].name;
    });
    Span span;
    if (at == shown.end() || !find_value(fields[i].name, span)) continue;
    if (frame_.compare(span.from, span.until - span.from, at->text) != 0) continue;
    span.field = i;
    spans_.push_back(span);
  }
  std::sort(spans_.begin(), spans_.end(),
            [](const Span& a, const Span& b) { return a.from < b.from; });
}

bool StateReader::compare(std::string_view body) {
  if (spans_.empty()) return false;
  const std::string_view frame = frame_;
  std::size_t at = 0;      // in body
  std::size_t framed = 0;  // in frame
  values_.clear();
  for (const Span& span : spans_) {
    const std::string_view between = frame.substr(framed, span.from - framed);
    if (body.compare(at, between.size(), between) != 0) return false;
    at += between.size();
    const std::size_t end = span.quoted ? end_of_text(body, at) : end_of_number(body, at);
    if (end == std::string_view::npos) return false;
    values_.push_back(body.substr(at, end - at));
    at = end;
    framed = span.until;
  }
  if (body.substr(at) != frame.substr(framed)) return false;
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    if (spans_[i].field) (*state_)[*spans_[i].field] = values_[i];
  }
  return true;
}

}  // namespace assay::harness
