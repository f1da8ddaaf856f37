#include <algorithm>

#include "generators/domains.h"

namespace assay::generators {

namespace {

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string title(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string mixed(std::string text) {
  for (std::size_t i = 1; i < text.size(); i += 2) text[i] = upper(text.substr(i, 1))[0];
  return text;
}

bool in(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Text of so many code points, of one byte each or of two.
std::string of_length(std::int64_t count, bool wide) {
  std::string out;
  for (std::int64_t i = 0; i < count; ++i) out += wide ? "\xC3\xA9" : "a";
  return out;
}

}  // namespace

TextDomain::TextDomain(const spec::Parameter& parameter) : parameter_(parameter) {
  const auto& readings = parameter.values.values;
  for (const spec::Values& values : readings) {
    any_ |= values.any;
    for (const std::string& text : values.texts) {
      const bool always = std::all_of(readings.begin(), readings.end(), [&](const auto& other) {
        return other.any || in(other.texts, text);
      });
      auto& list = always ? listed_ : some_;
      if (!in(list, text)) list.push_back(text);
    }
  }
  if (!parameter.length) return;
  length_ = {0, INT64_MAX};
  for (const spec::Range& range : parameter.length->values) {
    length_.min = std::max(length_.min, range.min);
    length_.max = std::min(length_.max, range.max);
  }
}

void TextDomain::enumerate(Variants& out) const {
  for (const std::string& text : listed_) add(out, parameter_, "valid value " + text, text, true);
  for (const std::string& text : some_) add(out, parameter_, "value " + text, text);
  if (!parameter_.example.empty()) {
    const bool shown = parameter_.example_valid;
    add(out, parameter_, "the document's example", parameter_.example, shown);
  }
  if (parameter_.length) enumerate_lengths(out);
  const std::vector<std::string>& values = listed_.empty() ? some_ : listed_;
  for (const std::string& text : values) {
    add(out, parameter_, text + " in upper case", upper(text));
    add(out, parameter_, text + " in title case", title(text));
    add(out, parameter_, text + " in mixed case", mixed(text));
  }
  std::string good;
  if (!values.empty()) {
    good = values.front();
    add(out, parameter_, "another word", "assay");
    if (values.size() > 1)
      add(out, parameter_, "two values with a comma", values[0] + "," + values[1]);
    for (std::size_t i = 1; i < values.size(); ++i) {
      add(out, parameter_, "last letter of " + values[i] + " missing",
          values[i].substr(0, values[i].size() - 1));
      add(out, parameter_, values[i] + " with a letter after", values[i] + "s");
    }
  } else {
    good = of_length(std::clamp<std::int64_t>(3, length_.min, length_.max), false);
  }
  add_text_variants(out, parameter_, good);
  const std::string other = values.size() > 1 ? values.back() : good;
  add_duplicates(out, parameter_, good, other);
}

void TextDomain::enumerate_lengths(Variants& out) const {
  std::vector<std::int64_t> edges;
  for (const spec::Range& range : parameter_.length->values) {
    for (const std::int64_t edge :
         {range.min - 1, range.min, range.min + 1, range.max - 1, range.max, range.max + 1}) {
      if (edge >= 1 && edge <= 3000) edges.push_back(edge);
    }
  }
  for (const std::int64_t edge : edges) {
    const bool inside = edge >= length_.min && edge <= length_.max;
    add(out, parameter_, std::to_string(edge) + " letters", of_length(edge, false), inside);
    if (edge <= 900) {
      add(out, parameter_, std::to_string(edge) + " letters of two bytes", of_length(edge, true),
          inside);
    }
  }
}

void TextDomain::valid(Stream& draw, std::string& value) const {
  if (!listed_.empty()) {
    value = draw.of(listed_);
    return;
  }
  const std::int64_t most = std::min<std::int64_t>(length_.max, length_.min + 40);
  const auto size = static_cast<std::size_t>(length_.min) +
                    draw.below(static_cast<std::size_t>(most - length_.min + 1));
  value.clear();
  for (std::size_t i = 0; i < std::max<std::size_t>(size, length_.min > 0 ? 1 : 0); ++i) {
    value += static_cast<char>('a' + draw.below(26));
  }
}

void TextDomain::invalid(Stream& draw, std::string& value) const {
  valid(draw, value);
  if (listed_.empty() && parameter_.length) {
    value.append(static_cast<std::size_t>(std::min<std::int64_t>(length_.max, 1500)), 'x');
    return;
  }
  bend(draw, value);
}

}  // namespace assay::generators
