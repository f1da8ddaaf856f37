#include "oracles/judge.h"

#include <algorithm>

#include "oracles/outcome.h"
#include "oracles/pattern.h"

namespace assay::oracles {

namespace {

// More choices than this at once are not walked; the exchange is then not judged.
constexpr std::size_t most_walks = 1U << 14U;

}  // namespace

void Judgement::clear() {
  success = inconclusive = throttled = false;
  note.clear();
  verdicts.clear();
  violations.clear();
  allowed.clear();
  winner.reset();
  losers.clear();
}

Judge::Judge(const spec::Operation& operation, const Knowledge& knowledge, wire::Verifier* verifier,
             bool strict)
    : operation_(operation),
      verifier_(verifier),
      strict_(strict),
      model_(operation, knowledge),
      checks_(operation),
      marks_(operation.clauses.size()),
      marked_(operation.clauses.size()) {}

Violation& Judge::violate(Kind kind, std::string_view detail, spec::ClauseId clause,
                          std::string why) {
  const std::string& method = view_.request->method;
  if (method != "GET" && method != "POST") {  // whatever happens then is about the method
    clause =
        operation_.gateway.clauses[static_cast<std::size_t>(spec::GatewayRule::method_unsupported)];
  }
  mark(clause, Verdict::violates);
  out_.violations.push_back({clause,
                             kind.oracle(),
                             std::string(kind.stem()).append(detail),
                             reply_.text(),
                             std::move(why),
                             {},
                             {}});
  return out_.violations.back();
}

void Judge::mark(spec::ClauseId clause, Verdict verdict) {
  if (marked_[clause]) {
    if (verdict == Verdict::violates ||
        (verdict == Verdict::reading && marks_[clause] == Verdict::conforms)) {
      marks_[clause] = verdict;
    }
    return;
  }
  marked_[clause] = true;
  marks_[clause] = verdict;
  touched_.push_back(clause);
}

bool Judge::any(bool Walk::* what) const {
  return std::any_of(walks_.begin(), walks_.begin() + static_cast<std::ptrdiff_t>(walk_count_),
                     [&](const Walk& walk) { return walk.*what; });
}

const Judgement& Judge::judge(const wire::Request& request, const Received& received,
                              const Circumstances& circumstances, const Worlds& worlds,
                              bool explain) {
  out_.clear();
  walk_count_ = 0;
  for (const spec::ClauseId clause : touched_) marked_[clause] = false;
  touched_.clear();
  if (!view(request, verifier_, view_)) {
    view_.request = &request;
    out_.inconclusive = true;
    out_.note = "the request cannot be decoded: assay's own fault";
    return out_;
  }
  if (readable(received)) {
    if (!walk(circumstances, worlds, false)) {
      out_.inconclusive = true;
      out_.note = "too many readings matter at once";
      return out_;
    }
    decide(circumstances);
    independence(circumstances);
    if (explain) find_contradicted(circumstances, worlds);
    conclude(circumstances);
  }
  drop_recommendations();
  return out_;
}

// True when there is an answer whose outcome can be judged.
bool Judge::readable(const Received& received) {
  if (received.response == nullptr) {
    reply_ = Reply{};
    out_.note = std::string(received.failure);
    const bool large = received.failure == "too-large";
    if (large || received.failure == "not-http") {
      violate(large ? Kind{"transport", "too-large"} : Kind{"transport", "not-http"}, "",
              operation_.clause(spec::Topic::http),
              "The answer is not one HTTP/1.1 message of a bearable size.")
          .observed = received.failure;
    } else {
      out_.inconclusive = true;
    }
    return false;
  }
  read_reply(*received.response, reply_);
  out_.success = reply_.success;
  if (passing_failure(*received.response)) return false;
  for (const Broken& broken : checks_.run(received, reply_)) {
    violate(broken.kind, "", operation_.clause(broken.topic), broken.why);
  }
  return reply_.parsed;
}

// Throttling slows a run down, it never fails one; passing failures are counted by the engine.
bool Judge::passing_failure(const wire::Response& response) {
  if (response.status < 400) return false;
  out_.throttled =
      wire::header(response.headers, "x-acs-retry-after").has_value() || response.status == 429;
  bool temporary = false;
  for (const spec::Error& error : operation_.errors) {
    const bool same = error.code == reply_.code ||
                      (error.throttling && reply_.code.starts_with(error.code + "."));
    out_.throttled |= error.throttling && same;
    temporary |= error.temporary && same;
  }
  out_.inconclusive = out_.throttled || temporary;
  if (out_.inconclusive) out_.note = out_.throttled ? "throttled" : reply_.code;
  return out_.inconclusive;
}

bool Judge::walk(const Circumstances& circumstances, const Worlds& worlds, bool everything) {
  Chooser choose(operation_, worlds, everything);
  walk_count_ = 0;
  do {
    if (walk_count_ == most_walks) return false;
    if (walk_count_ == walks_.size()) walks_.emplace_back();
    Walk& one = walks_[walk_count_++];
    model_.permit(view_, circumstances, choose, one.permitted, exercised_);
    one.cube = choose.cube();
    match(one, circumstances);
  } while (choose.next());
  return true;
}

void Judge::match(Walk& walk, const Circumstances& circumstances) const {
  const bool json = reply_.format == wire::BodyFormat::json;
  walk.format = json ? walk.permitted.json : walk.permitted.xml;
  walk.matches.clear();
  walk.code = walk.status = walk.message = walk.state = false;
  if (!reply_.success) return match_error(walk);
  walk.code = walk.status = walk.message = walk.permitted.success;
  walk.state = walk.code && state_fits(walk.permitted, circumstances);
}

void Judge::match_error(Walk& walk) const {
  for (std::size_t i = 0; i < walk.permitted.errors.size(); ++i) {
    const PermittedError& permitted = walk.permitted.errors[i];
    const spec::Error& error = operation_.errors[permitted.error];
    if (!fits(error.code, permitted.parameter, reply_.code, false)) continue;
    walk.code = true;
    if (permitted.status != reply_.status) continue;
    walk.status = true;
    const auto wording = [&](const std::string& text) {
      return fits(text, permitted.parameter, reply_.message, error.open_ended);
    };
    if (!wording(*permitted.message) &&
        std::none_of(error.also.begin(), error.also.end(), wording)) {
      continue;
    }
    walk.message = walk.state = true;
    walk.matches.push_back(i);
  }
}

void Judge::decide(const Circumstances& circumstances) {
  const bool format = any(&Walk::format);
  if (!format) wrong_format();
  if (!any(&Walk::code)) return wrong_code();
  if (!any(&Walk::message)) return wrong_detail();
  if (reply_.success && !any(&Walk::state)) return wrong_state(circumstances);
  observed_values(circumstances);
  if (!reply_.success && circumstances.before && circumstances.after &&
      *circumstances.before != *circumstances.after) {
    return wrong_state(circumstances);
  }
  std::size_t fitting = 0;
  for (std::size_t i = 0; i < walk_count_; ++i) {
    const Walk& one = walks_[i];
    if (!one.all() || (format && !one.format)) continue;
    out_.allowed.push_back(one.cube);
    ++fitting;
  }
  if (fitting == 0) {  // the format asks for one reading, the outcome for another
    return wrong_format();
  }
  if (fitting == walk_count_) out_.allowed.clear();
  if (!out_.allowed.empty()) out_.about = news_about();
  learn_order();
}

void Judge::wrong_format() {
  const bool json = reply_.format == wire::BodyFormat::json;
  Violation& violation =
      violate(json ? Kind{"format", "JSON for XML"} : Kind{"format", "XML for JSON"}, "",
              operation_.clause(spec::Topic::format),
              std::string("The answer is ") + (json ? "JSON" : "XML") +
                  ", which the request did not ask for.");
  violation.expected.push_back({json ? "an answer in XML" : "an answer in JSON", ""});
}

void Judge::wrong_code() {
  const Permitted& first = walks_[0].permitted;
  const bool success_expected =
      std::any_of(walks_.begin(), walks_.begin() + static_cast<std::ptrdiff_t>(walk_count_),
                  [](const Walk& walk) { return walk.permitted.success; });
  const auto certain = std::find_if(first.errors.begin(), first.errors.end(),
                                    [](const PermittedError& error) { return error.certain; });
  const PermittedError* error = certain != first.errors.end() ? &*certain
                                : first.errors.empty()        ? nullptr
                                                              : &first.errors.front();
  const auto texts = expected();
  const bool good_status = reply_.status >= 200 && reply_.status < 300;
  if (names_unknown_parameter()) {
    violate({"outcome", "refused"}, "", operation_.clause(spec::Topic::unknown_parameter),
            "The error is about a parameter that no document names.")
        .expected = texts;
  } else if (!reply_.success && good_status && success_expected) {
    violate({"outcome", "error in a success"}, "", operation_.clause(spec::Topic::success_shape),
            "The status says success, the body says error.")
        .expected = texts;
  } else if (!reply_.success && reply_.code.empty()) {
    // That it has no Code was said already; only a success under another status is news.
    if (!success_expected || reply_.status >= 400) return;
    violate({"outcome", "status "}, std::to_string(reply_.status),
            operation_.clause(spec::Topic::success_status), "A success has a status of 2xx.")
        .expected = texts;
  } else if (reply_.success) {
    const spec::ClauseId clause =
        error != nullptr ? error->clause : operation_.clause(spec::Topic::success_status);
    violate({"outcome", "accepted"}, "", clause,
            "The document asks for an error; the request was accepted.")
        .expected = texts;
  } else if (success_expected || error == nullptr) {
    violate({"outcome", "refused: "}, reply_.code, blame_refusal(),
            "The document permits this request; it was refused.")
        .expected = texts;
  } else {
    const bool known =
        std::any_of(operation_.errors.begin(), operation_.errors.end(),
                    [&](const spec::Error& one) { return fits(one.code, "", reply_.code, false); });
    violate(known ? Kind{"outcome", "code "} : Kind{"outcome", "unknown code "}, reply_.code,
            model_.order_mattered() ? operation_.clause(spec::Topic::order)
                                    : operation_.errors[error->error].code_clause,
            "The request is refused as it must be, but with another error than the document's.")
        .expected = texts;
  }
}

void Judge::wrong_detail() {
  const bool status = any(&Walk::status);
  const PermittedError* error = nullptr;
  for (std::size_t i = 0; i < walk_count_ && error == nullptr; ++i) {
    for (const PermittedError& one : walks_[i].permitted.errors) {
      if (fits(operation_.errors[one.error].code, one.parameter, reply_.code, false)) {
        error = &one;
        break;
      }
    }
  }
  if (error == nullptr) return;
  const spec::Error& entry = operation_.errors[error->error];
  auto texts = expected();
  if (status) {
    violate({"message", "message"}, "", entry.message_clause,
            "The code is right, its message is another.")
        .expected = std::move(texts);
  } else {
    violate({"status", "status "}, std::to_string(reply_.status), entry.status_clause,
            "The code is right, its HTTP status is another.")
        .expected = std::move(texts);
  }
}

// A success is news about the rule that some reading holds against it; an error about its own rule.
spec::ClauseId Judge::news_about() const {
  for (std::size_t i = 0; i < walk_count_; ++i) {
    const Walk& one = walks_[i];
    if (!reply_.success && !one.matches.empty()) {
      return one.permitted.errors[one.matches[0]].clause;
    }
    if (reply_.success && !one.permitted.success) {
      for (const PermittedError& error : one.permitted.errors) {
        if (error.certain) return error.clause;
      }
    }
  }
  return operation_.clause(reply_.success ? spec::Topic::stored : spec::Topic::catalogue);
}

std::optional<spec::ClauseId> Judge::named() const {
  for (std::size_t i = 0; i < walk_count_; ++i) {
    const Walk& one = walks_[i];
    if (!one.matches.empty()) return one.permitted.errors[one.matches[0]].clause;
  }
  return std::nullopt;
}

// Only what several rules of the operation leave open is an order of errors.
void Judge::learn_order() {
  if (reply_.success) return;
  std::optional<Rule> winner;
  std::vector<Rule> losers;
  for (std::size_t i = 0; i < walk_count_; ++i) {
    const Walk& one = walks_[i];
    if (!one.all()) continue;
    const auto& errors = one.permitted.errors;
    std::vector<Rule> broken;
    for (const PermittedError& error : errors) {
      if (error.certain && error.ranked) broken.push_back(error.rule());
    }
    for (const std::size_t match : one.matches) {
      const PermittedError& error = errors[match];
      const Rule rule = error.rule();
      if (!error.ranked || !error.certain || (winner && *winner != rule)) return;
      winner = rule;
    }
    if (losers.empty()) {
      losers = std::move(broken);
    } else {
      std::erase_if(losers, [&](const Rule& rule) {
        return std::find(broken.begin(), broken.end(), rule) == broken.end();
      });
    }
  }
  if (!winner) return;
  // A parameter that breaks two rules perhaps is no example of an order between parameters.
  std::erase_if(losers, [&](const Rule& rule) { return rule.parameter == winner->parameter; });
  out_.winner = winner;
  out_.losers = std::move(losers);
}

}  // namespace assay::oracles
