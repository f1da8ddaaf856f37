// A document as data: what one operation and its gateway promise, clause by clause, with the points
// where the document leaves a choice. Loaded once (spec/load.h), never changed afterwards.
//
// Everything about an operation is here; no other room knows a parameter by its name.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/setting.h"

namespace assay::spec {

enum class Level { must, should, example };  // example: shown by the document, not promised
std::string_view name(Level level);          // "must", "should", "documented-example"

// One testable sentence. `name` is stable and unique: "Colour.valid-values".
struct Clause {
  std::string name;
  std::string at;         // where the document says it: section and row
  std::string requires_;  // the requirement, in our words
  std::string parameter;  // the parameter it constrains, or ""
  std::string rule;       // last part of the name
  std::string why;        // why it can't be tested; empty when it can
  std::string file;       // file that states it, relative to the folder of all specs
  std::size_t line = 0;   // of that file, where the clause begins, from 1 on; 0: unknown
  Level level = Level::must;
  bool testable() const { return why.empty(); }
};
using ClauseId = std::size_t;

// One way to understand a point where the document contradicts itself or is silent.
struct Alternative {
  std::string name;
  std::string means;   // what an endpoint does that chose it
  std::string source;  // who says so
};
struct Reading {
  std::string name;
  std::string question;
  ClauseId clause = 0;  // the clause that it leaves open
  std::vector<Alternative> alternatives;
  std::size_t usual = 0;  // what the mock does when nothing is asked for
  std::optional<std::size_t> find(std::string_view alternative) const;
};

// An answer of the error catalogue. `{parameter}` in code and message stands for a name.
struct Error {
  std::string code;
  Setting<int> status;
  Setting<std::string> message;
  std::vector<std::string> also;  // other wordings that are served for the same code
  bool open_ended = false;        // the message may go on after this text
  bool temporary = false;  // a documented passing failure (ServiceUnavailable, InternalError)
  bool throttling = false;
  ClauseId status_clause = 0, code_clause = 0, message_clause = 0;
};
using ErrorId = std::size_t;
using Errors = std::vector<ErrorId>;  // any of these is permitted; empty: the rule is not enforced

enum class Type { text, integer, boolean, list };
enum class Role { plain, region, resource };

// What a request gets that leaves a parameter out.
enum class Absent {
  refuse,     // an error of `missing`
  reset,      // accepted; the stored value becomes the default
  keep,       // accepted; the stored value stays
  not_found,  // an error of `unknown`
  nothing     // accepted; nothing at all is changed
};
enum class Empty { absent, invalid };                    // what "Name=" means
enum class Duplicate { first, last, refuse, mismatch };  // mismatch: the signature is refused
enum class Utf8 { value, replace, refuse };              // ill-formed UTF-8 in a value
struct Range {
  std::int64_t min = 0, max = 0;  // both included
};
struct Values {
  bool any = true;
  std::vector<std::string> texts;  // when not any
};

// The ways in which one parameter can be wrong; a rule that is broken is a (parameter, Check).
enum class Check { absent, duplicate, encoding, format, region, exists, value };
inline constexpr std::size_t check_count = 7;
std::string_view name(Check check);

struct Parameter {
  std::string name;
  Type type = Type::text;
  Role role = Role::plain;
  std::string example;                  // as the document shows it; empty: none
  bool example_valid = true;            // false: the document shows it but does not promise it
  std::optional<std::string> fallback;  // documented default
  std::vector<std::string> reset_to;    // what `reset` may store when there is no fallback
  std::string stores;                   // field of the observed state that it sets; empty: none

  Setting<Absent> absent{Absent::keep};
  Setting<Empty> empty{Empty::invalid};
  Setting<Duplicate> duplicate{Duplicate::first};
  Setting<Utf8> utf8{Utf8::value};
  Setting<bool> honoured{true};  // false: whatever is sent is accepted and ignored
  Setting<bool> fold{false};     // letter case of values is ignored
  Setting<bool> trim{false};     // space around values is ignored
  Setting<Values> values{Values{}};
  std::optional<Setting<Range>> range;   // integers
  std::optional<Setting<Range>> length;  // text, in code points
  Setting<bool> sign{false};             // integers: "+5" is 5
  Setting<bool> zeros{false};            // integers: "05" is 5
  Setting<int> width{64};                // integers outside so many bits are malformed; 0: none are

  Setting<Errors> missing;    // absent and refused
  Setting<Errors> repeated;   // sent twice and refused
  Setting<Errors> malformed;  // not of the type
  Setting<Errors> invalid;    // of the type, not among the values, range or length
  Setting<Errors> unknown;    // region or resource that does not exist

  // Lists only: Name.1.Member, Name.2.Member …; a member named "" is the element itself (Name.1).
  std::vector<Parameter> members;
  Range count{1, 1};

  // The clause for a rule of this parameter; its first clause when the rule has none of its own.
  std::vector<ClauseId> clauses;
};

// Checks of the gateway, before the operation sees a request.
enum class GatewayRule {
  method_unsupported,
  action_missing,
  action_unknown,
  version_missing,
  version_unknown,
  key_missing,
  key_unknown,
  signature_missing,
  signature_wrong,
  signature_method_unknown,
  signature_version_unknown,
  timestamp_missing,
  timestamp_malformed,
  timestamp_expired,
  timestamp_future,
  nonce_missing,
  nonce_used,
  payload_changed
};
inline constexpr std::size_t gateway_rule_count = 18;
std::string_view name(GatewayRule rule);

enum class Future { window, accept, refuse };  // a timestamp after the server's clock
enum class Format { json, xml };

// Clauses that belong to no parameter and no error, by what they speak of.
enum class Topic {
  get_post,           // GET and POST mean the same
  format,             // Format chooses JSON or XML
  content_type,       // the header agrees with the body
  request_id,         // present and non-empty, success or error
  request_id_form,    // well formed
  request_id_fresh,   // never the same twice
  request_id_header,  // x-acs-request-id equals the body's
  success_status,     // a success is 2xx
  success_shape,      // the documented members, root and nothing of an error
  error_shape,        // the documented members of an error
  error_host,         // HostId
  catalogue,          // no code, status or message outside the catalogue
  in_time,            // an answer within the limit
  http,               // the answer is HTTP/1.1
  temporary,          // passing failures stay rare
  unknown_parameter,  // ignored
  stored,             // an accepted change is stored
  others_kept,        // and nothing else moves
  refused_unchanged,  // a refused request changes nothing
  observed_values,    // what is shown is among the valid values
  order               // of the checks of the gateway
};
inline constexpr std::size_t topic_count = 21;
std::string_view name(Topic topic);

struct Gateway {
  std::array<Setting<Errors>, gateway_rule_count> errors;
  std::array<ClauseId, gateway_rule_count> clauses{};
  // Pairs (first, second): when both are broken, first is answered.
  std::vector<std::pair<GatewayRule, GatewayRule>> order;
  Setting<std::int64_t> window{900};  // seconds a timestamp stays valid
  Setting<Future> future{Future::window};
  Setting<Format> default_format{Format::xml};
  Setting<bool> accept_header{true};  // Accept chooses the format when Format is absent
  Setting<bool> v3_form{true};        // V3: parameters in a form body are read
};

struct ResponseMember {
  std::string name;
};
struct ResponseShape {
  std::string root;  // XML root element
  std::vector<ResponseMember> members;
};

// How the stored state of a resource is read back.
struct ObservedField {
  std::string name;
  Type type = Type::text;
  std::vector<std::string> unset;  // texts shown for a value never configured; "" for one absent
  std::string initial;             // what the mock shows on a fresh resource
};
struct QueryTemplate {
  std::string name, value;  // "{region}" and "{resource}" are replaced
};
struct Observation {
  std::string operation, version, root;
  std::vector<QueryTemplate> one;  // the request that reads one resource
  std::vector<QueryTemplate> all;  // the request that lists resources
  std::string region, filter;      // names of the parameters that select, for the mock
  std::vector<std::string> path;   // to the list: {"Instances", "Instance"}
  std::string id;                  // member of an item that names it
  std::vector<std::string> inner;  // from an item to the object that holds the fields
  std::vector<ObservedField> fields;
  // Further members of an answer, value as JSON text; "{count}" stands for the number of items.
  std::vector<std::pair<std::string, std::string>> extras;
};

// What the operation brings about elsewhere: a metadata service that a resource reaches by itself.
// It gives out items; who wants them may need a token, which it gives out, too. Stored fields close
// and guard it. Each rule is a way in which a request can be wrong there, or right (the first two).
enum class EffectRule {
  issued,            // a token is asked for, rightly
  served,            // an item is asked for, rightly
  disabled,          // the service is closed
  token_method,      // the token path, with another method
  forwarded,         // a token is asked for through a proxy
  lifetime_missing,  // … without a lifetime
  lifetime_invalid,  // … with one that is no number or out of range
  token_missing,     // an item is asked for without the token that is needed
  token_unknown,     // … with one that was never issued
  token_foreign,     // … with one of another resource
  token_expired,     // … with one whose lifetime is over
  token_unneeded,    // … with one of these three where none is needed
  item_unknown,      // an item that does not exist
  item_head,         // an item, with HEAD
  item_method        // an item, with another method that is not GET
};
inline constexpr std::size_t effect_rule_count = 15;
std::string_view name(EffectRule rule);

inline constexpr int unanswered = 0;  // in the place of a status: no answer at all
struct EffectRuling {
  ClauseId clause = 0;
  // Any of these statuses is permitted; empty: the rule is not enforced.
  Setting<std::vector<int>> answers{std::vector<int>{}};
  std::string text;  // a part of the body; "": nothing is said of it
  ClauseId text_clause = 0;
};
// A field of the observed state, and its values with the switch on and off.
struct EffectSwitch {
  std::size_t field = 0;
  std::string on, off;
};
struct EffectItem {
  std::string path;
  std::string text;  // the whole body; "{resource}" and "{region}" are replaced
};
struct Effects {
  EffectSwitch disabled, guarded;  // closed; only with a token
  std::int64_t settles = 0;        // seconds until a change is seen there
  std::string token_path, token_method;
  std::string token_header;      // shows a token
  std::string lifetime_header;   // asks for a lifetime, in seconds
  std::string forwarded_header;  // says that a request came through a proxy
  Range lifetime;
  std::vector<EffectItem> items;  // one or more
  std::string unknown_item;       // path of one that does not exist
  std::array<EffectRuling, effect_rule_count> rules;

  const EffectRuling& rule(EffectRule which) const {
    return rules[static_cast<std::size_t>(which)];
  }
};

struct Operation {
  std::string name, version, product, title, source;
  std::vector<Parameter> parameters;
  std::vector<Error> errors;   // the operation's, then the gateway's
  std::size_t own_errors = 0;  // how many of them are the operation's
  std::vector<Clause> clauses;
  std::vector<Reading> readings;
  Gateway gateway;
  ResponseShape response;
  std::optional<Observation> observation;
  std::optional<Effects> effects;
  std::array<ClauseId, topic_count> topics{};
  std::vector<std::string> regions;        // known to the mock; the first is the usual one
  std::string resource_prefix;             // of identifiers that the mock makes
  std::size_t order_reading = no_reading;  // which error wins when two rules are broken
  // For each alternative of that reading: rank[alternative][parameter][check]; the least wins.
  std::vector<std::vector<std::array<int, check_count>>> ranks;
  std::string sha256;  // over the files it came from, lower-case hex
  std::string file;    // as given to load()

  ClauseId clause(Topic topic) const { return topics[static_cast<std::size_t>(topic)]; }
  std::optional<ClauseId> find_clause(std::string_view name) const;
  std::optional<std::size_t> find_reading(std::string_view name) const;
  std::optional<std::size_t> find_parameter(std::string_view name) const;
  const Parameter* resource() const;  // the parameter that names the resource, if any
  const Parameter* region() const;
  // The clause of `parameter` under `rule` ("valid-values"); its first clause otherwise.
  ClauseId clause_of(const Parameter& parameter, std::string_view rule) const;
};

// Code and message with {parameter} replaced.
std::string fill(std::string_view text, std::string_view parameter);
// The body of an item of the resource.
std::string fill_item(std::string_view text, std::string_view resource, std::string_view region);

}  // namespace assay::spec
