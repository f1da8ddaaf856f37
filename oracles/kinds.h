// Every violation that assay can report, by oracle and kind. A name that is not in this list does
// not compile, and each has a test with one exchange that must fail and a near miss that must not.
#pragma once
#include <algorithm>
#include <array>
#include <ostream>
#include <string_view>

namespace assay::oracles {

struct KnownKind {
  std::string_view oracle;  // which check finds it
  std::string_view stem;    // what is observed; with a space at its end something follows it
  bool in_engine =
      false;  // not from one exchange with the operation: it takes the engine to see it
};

inline constexpr std::array known_kinds{
    KnownKind{"transport", "not-http"},
    KnownKind{"transport", "too-large"},
    KnownKind{"format", "JSON for XML"},
    KnownKind{"format", "XML for JSON"},
    KnownKind{"content-type", "missing"},
    KnownKind{"content-type", "disagrees"},
    KnownKind{"request-id", "missing"},
    KnownKind{"request-id-form", "malformed"},
    KnownKind{"request-id-header", "differs"},
    KnownKind{"request-id-fresh", "repeated"},
    KnownKind{"success-shape", "empty body"},
    KnownKind{"success-shape", "unreadable body"},
    KnownKind{"success-shape", "members of an error"},
    KnownKind{"success-shape", "other root"},
    KnownKind{"success-shape", "member missing"},
    KnownKind{"error-shape", "empty body"},
    KnownKind{"error-shape", "unreadable body"},
    KnownKind{"error-shape", "no code"},
    KnownKind{"error-shape", "no message"},
    KnownKind{"error-shape", "other root"},
    KnownKind{"error-host", "missing"},
    KnownKind{"outcome", "accepted"},
    KnownKind{"outcome", "refused"},
    KnownKind{"outcome", "refused: "},
    KnownKind{"outcome", "code "},
    KnownKind{"outcome", "unknown code "},
    KnownKind{"outcome", "status "},
    KnownKind{"outcome", "error in a success"},
    KnownKind{"status", "status "},
    KnownKind{"message", "message"},
    KnownKind{"state", "changed "},
    KnownKind{"state", "not stored "},
    KnownKind{"state", "no reading fits"},
    KnownKind{"observed-values", "shows "},
    KnownKind{"independence", "another resource changed"},
    KnownKind{"readings", "answers disagree on ", true},
    KnownKind{"precedence", "no order of errors explains this", true},
    KnownKind{"passing-failures", "every time: ", true},
    KnownKind{"passing-failures", "too often: ", true},
    KnownKind{"effects", "no answer: ", true},
    KnownKind{"effects", "refused: ", true},
    KnownKind{"effects", "accepted: ", true},
    KnownKind{"effects", "wrong answer: ", true},
    KnownKind{"effects", "no token", true},
    KnownKind{"effects", "another item", true},
    KnownKind{"effects", "text missing", true}};

namespace detail {
// Not constexpr: to come here while compiling is the error.
inline void no_such_name_in_known_kinds() {}
}  // namespace detail

// The name of an oracle. Example: violation.oracle = "readings";
class OracleName {
 public:
  constexpr OracleName() = default;
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval OracleName(const char* name) : text_(name) {
    if (std::none_of(known_kinds.begin(), known_kinds.end(),
                     [&](const KnownKind& known) { return known.oracle == text_; })) {
      detail::no_such_name_in_known_kinds();
    }
  }
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr operator std::string_view() const { return text_; }
  friend constexpr bool operator==(OracleName a, std::string_view b) { return a.text_ == b; }
  friend std::ostream& operator<<(std::ostream& out, OracleName name) { return out << name.text_; }

 private:
  std::string_view text_;
};

// A kind with its oracle. Example: Kind{"state", "changed "}.
class Kind {
 public:
  consteval Kind(const char* oracle, const char* stem) : oracle_(oracle), stem_(stem) {
    if (std::none_of(known_kinds.begin(), known_kinds.end(), [&](const KnownKind& known) {
          return known.oracle == std::string_view(oracle) && known.stem == stem_;
        })) {
      detail::no_such_name_in_known_kinds();
    }
  }
  constexpr OracleName oracle() const { return oracle_; }
  constexpr std::string_view stem() const { return stem_; }

 private:
  OracleName oracle_;
  std::string_view stem_;
};

}  // namespace assay::oracles
