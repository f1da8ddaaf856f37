// What differs between two endpoints, or between two finished runs. Plain data, as a summary is:
// whoever writes it down computes nothing. Everything in it is masked already.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace assay::reports {

// What one side showed of a difference; "" where it is not known.
struct SideSeen {
  bool allowed = true;              // does the document allow it?
  std::vector<std::string> choice;  // alternatives of the reading that its answers allow
  std::string outcome;              // "200 success", "400 Code: message"
  std::string replay, curl;         // the smallest case, to be sent to this side
  std::string request, answer;      // bytes, may hold any
  std::string state_before, state_after;
};

// A finding that would be none without the difference it is told under.
struct Consequence {
  std::string key;
  std::size_t count = 0;
  std::string why;  // one sentence
};

struct Difference {
  // "reading": the document leaves it open, and the sides chose differently. "order": likewise,
  // which of several errors wins. "answer": one reading allows both answers. "violation": one side
  // does what the document forbids.
  std::string kind;
  std::string key;     // stable: "product.Operation/reading/value-case"
  std::string clause;  // with its place and sentence
  std::string at, requires_;
  std::string reading;       // "" for a violation and an answer
  std::string what;          // one sentence a reader understands without the rest
  std::size_t count = 0;     // pairs of answers that show it; 0: not counted
  std::string phase, label;  // of the smallest case
  bool smallest = false;     // without each parameter it was tried, and did not show
  bool again = false;        // it showed when the smallest case was sent again
  SideSeen a, b;
  std::vector<Consequence> consequences;  // of a violation, by key
};

// A clause whose worst verdict differs between two finished runs.
struct ClauseDiffers {
  std::string clause, a, b;  // verdicts by name
};

struct ComparedSide {
  std::string name;  // the endpoint, or the folder
  std::string endpoint, started, spec_sha256;
  std::string options;  // of "assay replay", so that it goes to this side; may be ""
  std::size_t cases = 0, requests = 0;
  std::uint64_t seed = 0;
  std::string ended;  // how its run ended: Summary::exit_why
};

struct Comparison {
  std::string assay, operation, title;
  bool live = true;  // false: of two finished runs
  ComparedSide a, b;
  std::vector<Difference> differences;  // violations first, then by key
  std::vector<std::string> shared;      // keys of violations that both sides show
  std::vector<ClauseDiffers> clauses;   // of finished runs
  std::size_t pairs = 0, unlike = 0;    // answers compared, and those that differed; live only
  std::vector<std::string> notes;       // what could not be compared, a sentence each
  int exit = 0;
  std::string exit_why;  // "no difference", "2 differences", "B: the endpoint … can't be used"
};

// "the document allows both", "only A is allowed", "only B is allowed", "neither is allowed".
std::string allowed_text(const Difference& difference);

// What it is called: by its reading, else its clause, else its key.
const std::string& name_of(const Difference& difference);
// "Name.valid-values/accepted" of "product.Operation/Name.valid-values/accepted".
std::string_view without_operation(std::string_view key);

// Alternatives, or "not decided" for none: "exact or ignored".
std::string choice_text(const std::vector<std::string>& choice);

// compare.json; reports/schema/compare.schema.json describes it.
std::string comparison_json(const Comparison& comparison);
// For a terminal: the verdict first, one block a difference.
std::string comparison_text(const Comparison& comparison);
// compare.html: one page that needs nothing else, the two answers side by side.
std::string comparison_html(const Comparison& comparison);
// compare.md, for a pull request.
std::string comparison_markdown(const Comparison& comparison);

}  // namespace assay::reports
