// What differs in two texts, or what a text is about, marked in HTML. Not for other rooms.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::reports {

// Bytes from … to - 1. Lists of them are sorted and don't overlap.
struct Range {
  std::size_t from = 0, to = 0;
};

// The bytes as html() writes them, with the ranges inside <mark>. Limits and `taken` as there: at
// most `limit` bytes of text, about `escaped_limit` bytes of HTML.
std::string marked(std::string_view bytes, const std::vector<Range>& ranges, std::size_t limit,
                   std::size_t escaped_limit, std::size_t& taken);
// Like brief(): an ellipsis where it was cut.
std::string marked_brief(std::string_view text, const std::vector<Range>& ranges,
                         std::size_t limit);

// Every `name=value` in the query or form of a request, and every member of a list of that name:
// of "GET /?A=1&B=2 HTTP/1.1" for "B" it is "B=2". Nothing for an empty name.
std::vector<Range> parameter_ranges(std::string_view request, std::string_view name);

// The words of `text` between those that both begin with and those that both end with: what to
// look at. "400 A: no" against "400 B: no" is "A:".
std::vector<Range> differing_words(std::string_view text, std::string_view other);

// How many words two texts begin and end with alike: the more, the nearer.
std::size_t common_words(std::string_view text, std::string_view other);

// An outcome as findings tell it, in its parts: of "400 Name: said" they are "400", "Name" and
// "said"; "200 success" has no code, "success" the status "2xx", and "connection reset" is a
// message alone.
struct Outcome {
  std::string_view status, code, message;
};
Outcome outcome_of(std::string_view text);

// In what an answer is unlike an expectation. Messages are told apart word by word.
struct Unlike {
  bool status = false, code = false;
  std::vector<Range> message;  // of the first's; empty where they are the same
};
Unlike unlike(const Outcome& one, const Outcome& other);
// How like two outcomes are, to choose what to compare with: 0 where nothing is the same.
std::size_t likeness(const Outcome& one, const Outcome& other);

// Where status, code and message of an observed outcome stand in the bytes of its answer, those
// parts only that are unlike.
std::vector<Range> answer_ranges(std::string_view answer, const Outcome& observed,
                                 const Unlike& parts);

// The words of `text` that stand nowhere in `other`.
std::vector<Range> words_not_in(std::string_view text, std::string_view other);

}  // namespace assay::reports
