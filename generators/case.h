// One case: what to send, before it is signed and addressed. A pure function of
// (operation, style, seed, phase, index), and of the path of a shrink where there is one.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/operation.h"

namespace assay::generators {

enum class Phase : std::uint8_t { examples, boundaries, random, sequences };
inline constexpr std::size_t phase_count = 4;
std::string_view name(Phase phase);
// Cases of the sequences phase that belong together: index / sequence_length is the sequence.
inline constexpr std::uint64_t sequence_length = 16;

struct CaseId {
  std::uint64_t seed = 0;
  Phase phase = Phase::examples;
  std::uint64_t index = 0;
  bool operator==(const CaseId&) const = default;
};

// What is put into a value when the case is addressed: `other` is a second resource, or the same
// one where there is no second.
enum class Bind : std::uint8_t { none, region, resource, other };
// How that name is bent: as it is, in upper case, or without its last character.
enum class Twist : std::uint8_t { none, upper, chop };

// A parameter as bytes. The value is before + bound name + value; `before` is empty when not bound.
struct CaseParam {
  std::string name;
  std::string value;
  std::string before;
  Bind bind = Bind::none;
  Twist twist = Twist::none;
  bool operator==(const CaseParam&) const = default;
};

enum class Signature : std::uint8_t { none, v1, v3 };
enum class Method : std::uint8_t { get, post };
// Where the parameters of the operation go; `both`: the first half in the query, the rest in the
// form.
enum class Place : std::uint8_t { query, form, both };
// What the answer is asked to be; accept: only by the header (V3), absent: nothing asks.
enum class Ask : std::uint8_t { json, xml, accept_json, absent };

struct Case {
  CaseId id;
  std::vector<CaseParam> params;  // in the order of the wire; duplicates and order matter
  Signature signature = Signature::v1;
  Method method = Method::get;
  Place place = Place::query;
  Ask ask = Ask::json;
  // Rules of the gateway broken on purpose: bit i is spec::GatewayRule i.
  std::uint32_t broken = 0;
  std::int64_t clock_offset = 0;  // seconds added to the timestamp
  std::uint8_t faults = 0;        // rules of the operation broken on purpose, as far as is known
  bool unread = false;  // the state is not read back after it: the next case comes at once
  std::string label;    // for people: "Colour: upper case"
  bool breaks(spec::GatewayRule rule) const {
    return (broken >> static_cast<unsigned>(rule) & 1U) != 0;
  }
};

}  // namespace assay::generators
