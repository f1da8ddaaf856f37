// What a run found, as every writer sees it. Plain data: no writer computes a verdict.
// No secret is ever in here: requests are masked before they arrive (signature, key id, token).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "oracles/verdict.h"
#include "spec/operation.h"

namespace assay::reports {

// One member of a permitted set, and the choice of readings that it needs ("" for none).
struct Expected {
  std::string outcome;  // "400 InvalidName.NotSupported: The specified name …"
  std::string needs;    // "value-case=exact, empty-value=invalid"
};

// Violations of one clause that look alike, with the smallest case.
struct Finding {
  std::string key;  // "product.Operation/Name.valid-values/accepted"
  std::string clause;
  std::string oracle;  // which check found it: "outcome", "state", "request-id" …
  std::string kind;    // what was observed, in a word or two: "accepted", "wrong-status"
  std::string level;   // "must", "should", "example"
  std::string at;      // where the document says it
  std::string requires_;
  // Other clauses that it is about: answers contradict each other, and any of them may be wrong.
  std::vector<std::string> about;
  std::vector<Expected> expected;
  std::string observed;  // "200 success", "400 InvalidParameter: …", "connection reset"
  std::string why;       // one sentence a reader understands without the rest
  std::size_t count = 0;
  std::size_t found_after = 0;  // cases judged when it was first seen; 0: by weighing all of them
  bool reproduced = true;       // false: flaky, it did not come back each time it was sent again
  std::vector<std::string> earlier;  // what has to be sent before the smallest case, a line each
  bool smallest = false;  // without each parameter and each step it was tried, and did not show
  // Flaky: how often it was sent again, how often it showed, and "every so manyth request"; 0: no
  // regularity was found.
  std::size_t sent_again = 0, shown_again = 0, period = 0;
  std::string phase, label;  // of the smallest case
  std::string replay;        // the token alone
  std::string curl;          // a line that works as printed
  std::string request;       // bytes sent, masked; may hold any byte
  std::string answer;        // bytes received (cut at 64 KiB) or the name of the failure
  std::string state_before, state_after;  // as observed, "" where not
  // Against a baseline: "new", "known", "flaky" (known, and it comes and goes) or "expired"; ""
  // without one. The rest is what the baseline says of it.
  std::string standing;
  std::string known_because, known_link, known_since;
};

// A finding that the baseline knows and this run did not show.
struct Absent {
  std::string key, reason;
  std::string standing;  // "fixed", "flaky" (it comes and goes) or "not judged"
  std::string why;       // why it was not judged, "" otherwise
};

struct Elimination {
  std::string value;  // the alternative
  std::string by;     // the replay token of the exchange that ruled it out, and what it showed
};
struct ReadingResult {
  std::string name, question;
  std::vector<std::string> surviving;
  std::vector<Elimination> eliminated;
};

struct ClauseResult {
  spec::Clause clause;
  oracles::VerdictCounts verdicts{};  // exchanges judged against it
  // The same by phase: one for each of Summary::phases, in its order. What belongs to no phase,
  // such as effects and sentences that weigh all answers, is in `verdicts` alone. Empty: not known.
  std::vector<oracles::VerdictCounts> by_phase;
  // True when an exchange said something of it, as not-applicable, inconclusive and harness-fault
  // don't.
  bool exercised() const;
  bool violated() const;
  // violates, then harness-fault, inconclusive, reading, conforms, silent; else not-applicable.
  oracles::Verdict worst() const;
  std::string not_judged;  // why, when it was not exercised in this run
};

struct PhaseResult {
  std::string name;
  std::size_t cases = 0;
};

// A stretch of the run, for plots: what was sent in it and how long answers took.
struct Stretch {
  double until = 0;  // seconds since the run began; it begins where the one before ends
  std::size_t requests = 0, answers = 0;
  double median_ms = 0, slowest_ms = 0;  // of its answers; 0 without any
  std::size_t findings = 0;              // first seen in it
};

struct Summary {
  std::string assay;      // version
  std::string operation;  // "product.Operation"
  std::string title;
  std::string spec_sha256;
  std::string endpoint;  // "embedded mock" or the URL without user information
  std::string started;   // UTC
  std::uint64_t seed = 0;
  std::string shard = "1/1";
  std::string settings;  // signature, method, format, transport … as one line
  std::vector<PhaseResult> phases;
  std::size_t cases = 0, requests = 0;
  oracles::VerdictCounts verdicts{};
  std::vector<Finding> findings;  // sorted by key
  std::string baseline;           // the file by which they were sorted; "": by none
  std::vector<Absent> absent;     // by key
  std::vector<ReadingResult> readings;
  std::vector<std::string> precedence;  // learned: "One absent before Another value"
  std::vector<ClauseResult> clauses;    // in document order
  std::vector<Stretch> timeline;        // the earliest first, at most 240
  std::vector<std::string> preflight;   // what was found before the first case, a sentence each
  std::vector<std::string> not_judged;  // and why, a sentence each
  double seconds = 0, requests_per_second = 0;
  std::size_t peak_rss_bytes = 0;
  int exit = 0;
  std::string exit_why;  // "conforms", "3 violations", "interrupted" …
};

}  // namespace assay::reports
