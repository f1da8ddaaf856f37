#include "harness/engine/mask.h"

#include <algorithm>

#include "wire/percent.h"

namespace assay::harness {

namespace {

constexpr std::string_view hidden = "***";

void replace_all(std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos;
       at = text.find(word, at + hidden.size())) {
    text.replace(at, word.size(), hidden);
  }
}

// Hides what follows "Signature=" up to the end of the value.
void hide_signatures(std::string& text) {
  constexpr std::string_view mark = "Signature=";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    at += mark.size();
    std::size_t end = at;
    while (end < text.size() &&
           std::string_view("& \r\n,\"'<").find(text[end]) == std::string_view::npos) {
      ++end;
    }
    text.replace(at, end - at, hidden);
    at += hidden.size();
  }
}

}  // namespace

Mask::Mask(const wire::Credentials* credentials) {
  if (credentials == nullptr) return;
  for (const std::string& word : {credentials->secret, credentials->token, credentials->id}) {
    if (word.size() < 4) continue;  // hiding "a" would hide everything
    words_.push_back(word);
    const std::string encoded = wire::encode(word);
    if (encoded != word) words_.push_back(encoded);
  }
  std::sort(words_.begin(), words_.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string Mask::operator()(std::string_view text) const {
  std::string out(text);
  hide_signatures(out);
  for (const std::string& word : words_) replace_all(out, word);
  return out;
}

}  // namespace assay::harness
