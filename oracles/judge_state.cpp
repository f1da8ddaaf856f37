// The part of the judge that speaks of stored state, of explanations and of what held.
#include <algorithm>
#include <charconv>

#include "oracles/judge.h"
#include "oracles/testimony.h"
#include "oracles/value.h"

namespace assay::oracles {

bool Judge::field_fits(const FieldAfter& field, std::size_t index, const State& before,
                       const State& after) const {
  const auto& unset = operation_.observation->fields[index].unset;
  const auto is_unset = [&](const std::string& text) {
    return std::find(unset.begin(), unset.end(), text) != unset.end();
  };
  if (field.any || (field.kept && before[index] == after[index])) return true;
  if (field.unset && is_unset(after[index])) return true;
  if (field.kept && field.loose && is_unset(before[index])) {
    // Never configured is another word for the default.
    if (is_unset(after[index])) return true;
    for (const spec::Parameter& parameter : operation_.parameters) {
      if (parameter.stores != operation_.observation->fields[index].name) continue;
      if (parameter.fallback == after[index]) return true;
      const auto& reset = parameter.reset_to;
      if (std::find(reset.begin(), reset.end(), after[index]) != reset.end()) return true;
    }
  }
  return std::find(field.texts.begin(), field.texts.end(), after[index]) != field.texts.end();
}

// Where it is not known what was stored before, what is kept can't be judged; what was asked for
// can.
bool Judge::state_fits(const Permitted& permitted, const Circumstances& circumstances) const {
  if (!circumstances.after) return true;
  const State& after = *circumstances.after;
  const State& before = circumstances.before ? *circumstances.before : after;
  for (std::size_t i = 0; i < permitted.fields.size(); ++i) {
    if (!field_fits(permitted.fields[i], i, before, after)) return false;
  }
  return true;
}

void Judge::wrong_state(const Circumstances& circumstances) {
  const State& after = *circumstances.after;
  const State& before = circumstances.before ? *circumstances.before : after;
  const auto& fields = operation_.observation->fields;
  const auto show = [](const std::string& text) { return "\"" + text.substr(0, 200) + "\""; };
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string moved = circumstances.before ? fields[i].name + " went from " +
                                                         show(before[i]) + " to " + show(after[i])
                                                   : fields[i].name + " shows " + show(after[i]);
    if (!reply_.success) {
      if (before[i] == after[i]) continue;
      violate({"state", "changed "}, fields[i].name,
              operation_.clause(spec::Topic::refused_unchanged),
              "The request was refused, and yet " + moved + ".")
          .expected.push_back({fields[i].name + " stays " + show(before[i]), ""});
      return;
    }
    std::vector<ExpectedText> texts;
    bool fits = false;
    spec::ClauseId clause = operation_.clause(spec::Topic::stored);
    bool asked = false;
    for (std::size_t w = 0; w < walk_count_; ++w) {
      const Permitted& permitted = walks_[w].permitted;
      if (!permitted.success || i >= permitted.fields.size()) continue;
      const FieldAfter& field = permitted.fields[i];
      fits |= field_fits(field, i, before, after);
      clause = field.clause;
      asked = field.asked;
      for (const std::string& text : field.texts) {
        texts.push_back({fields[i].name + " shows " + show(text), describe(walks_[w].cube)});
      }
      if (field.kept) {
        texts.push_back({fields[i].name + " stays " + show(before[i]), describe(walks_[w].cube)});
      }
    }
    if (fits) continue;
    texts.resize(std::min<std::size_t>(texts.size(), 12));
    violate(asked ? Kind{"state", "not stored "} : Kind{"state", "changed "}, fields[i].name,
            clause, "The request was accepted; " + moved + ".")
        .expected = std::move(texts);
    return;
  }
  // Each field alone is allowed, all of them together by no reading.
  violate({"state", "no reading fits"}, "", operation_.clause(spec::Topic::others_kept),
          "Each field alone could be explained, but no reading explains all of them together.");
}

void Judge::observed_values(const Circumstances& circumstances) {
  if (!circumstances.after || circumstances.before == circumstances.after) return;
  const auto& fields = operation_.observation->fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string& shown = (*circumstances.after)[i];
    if (std::find(fields[i].unset.begin(), fields[i].unset.end(), shown) != fields[i].unset.end()) {
      continue;
    }
    for (const spec::Parameter& parameter : operation_.parameters) {
      if (parameter.stores != fields[i].name) continue;
      bool fits = parameter.type == spec::Type::list;
      for (const spec::Values& values : parameter.values.values) {
        fits |= !parameter.range &&
                (values.any ||
                 std::any_of(values.texts.begin(), values.texts.end(),
                             [&](const std::string& text) { return equal_folded(text, shown); }));
      }
      const Number number = read_number(shown);
      if (parameter.range) {
        for (const spec::Range& range : parameter.range->values) {
          fits |= number.in_64_bits && number.value >= range.min && number.value <= range.max;
        }
      }
      if (fits) continue;
      violate({"observed-values", "shows "}, fields[i].name,
              operation_.clause(spec::Topic::observed_values),
              fields[i].name + " shows \"" + shown.substr(0, 200) + "\", which is no valid value.");
    }
  }
}

std::string Judge::describe(const PermittedError& error) const {
  const spec::Error& entry = operation_.errors[error.error];
  const std::string name = error.parameter.empty() ? "NAME" : error.parameter;
  return std::to_string(error.status) + " " + spec::fill(entry.code, name) + ": " +
         spec::fill(*error.message, name) + (entry.open_ended ? " …" : "");
}

std::string Judge::describe(const Cube& cube) const {
  std::string out;
  for (const auto& [reading, alternative] : cube) {
    const spec::Reading& one = operation_.readings[reading];
    out += (out.empty() ? "" : ", ") + one.name + "=" + one.alternatives[alternative].name;
  }
  return out;
}

std::vector<ExpectedText> Judge::expected() const {
  std::vector<ExpectedText> out;
  const auto add = [&](std::string text, const Walk& walk) {
    const bool there = std::any_of(out.begin(), out.end(),
                                   [&](const ExpectedText& one) { return one.outcome == text; });
    if (!there && out.size() < 12) out.push_back({std::move(text), describe(walk.cube)});
  };
  for (std::size_t i = 0; i < walk_count_; ++i) {
    const Walk& one = walks_[i];
    if (one.permitted.success) add("success", one);
    for (const PermittedError& error : one.permitted.errors) add(describe(error), one);
  }
  // What every walk permits needs no reading.
  for (ExpectedText& text : out) {
    bool everywhere = true;
    for (std::size_t i = 0; i < walk_count_ && everywhere; ++i) {
      const Permitted& permitted = walks_[i].permitted;
      everywhere = text.outcome == "success"
                       ? permitted.success
                       : std::any_of(permitted.errors.begin(), permitted.errors.end(),
                                     [&](const PermittedError& error) {
                                       return describe(error) == text.outcome;
                                     });
    }
    if (everywhere) text.needs.clear();
  }
  return out;
}

std::vector<Cube> Judge::allowing(const Circumstances& circumstances, const Worlds& worlds) {
  const bool seen = circumstances.before && circumstances.after;
  if (!reply_.success && seen && *circumstances.before != *circumstances.after) return {};
  if (!walk(circumstances, worlds, true)) return {};
  std::vector<Cube> out;
  for (std::size_t i = 0; i < walk_count_; ++i) {
    if (walks_[i].all() && walks_[i].format) out.push_back(walks_[i].cube);
  }
  return merged(operation_, std::move(out));
}

// An answer that no reading alive allows may be one that an earlier answer ruled out: then the two
// contradict each other, and the earlier one belongs to the evidence.
void Judge::find_contradicted(const Circumstances& circumstances, const Worlds& worlds) {
  const auto outcome =
      std::find_if(out_.violations.begin(), out_.violations.end(),
                   [](const Violation& violation) { return !violation.expected.empty(); });
  if (outcome == out_.violations.end()) return;
  outcome->otherwise = allowing(circumstances, worlds);
}

void Judge::conclude(const Circumstances& circumstances) {
  conclude_answer();
  const bool clean = out_.violations.empty();
  if (clean) {
    for (const spec::ClauseId clause : exercised_) mark(clause, Verdict::conforms);
    conclude_rules();
    for (const Cube& cube : out_.allowed) {
      for (const auto& [reading, unused] : cube) {
        mark(operation_.readings[reading].clause, Verdict::reading);
      }
    }
    for (std::size_t i = 0; i < walk_count_; ++i) {
      const Walk& one = walks_[i];
      if (one.matches.empty()) continue;
      const spec::Error& error = operation_.errors[one.permitted.errors[one.matches[0]].error];
      mark(error.code_clause, Verdict::conforms);
      mark(error.status_clause, Verdict::conforms);
      mark(error.message_clause, Verdict::conforms);
      mark(operation_.clause(spec::Topic::catalogue), Verdict::conforms);
      break;
    }
  }
  conclude_state(circumstances);
}

// Rules about the request as a whole that a right answer shows to be kept.
void Judge::conclude_rules() {
  mark(operation_.clause(spec::Topic::get_post), Verdict::conforms);
  mark(operation_.clause(spec::Topic::format), Verdict::conforms);
  const auto unknown = [&](const wire::Param& param) { return is_unknown(param.name); };
  if (std::any_of(view_.query.begin(), view_.query.end(), unknown) ||
      std::any_of(view_.form.begin(), view_.form.end(), unknown)) {
    mark(operation_.clause(spec::Topic::unknown_parameter), Verdict::conforms);
  }
  if (model_.order_mattered()) mark(operation_.clause(spec::Topic::order), Verdict::conforms);
}

// A request speaks of one resource; no other one may move.
void Judge::independence(const Circumstances& circumstances) {
  const auto& before = circumstances.bystander_before;
  const auto& after = circumstances.bystander_after;
  if (!before || !after || *before == *after) return;
  const auto& fields = operation_.observation->fields;
  std::string moved;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if ((*before)[i] == (*after)[i]) continue;
    moved += (moved.empty() ? "" : ", ") + fields[i].name + " from \"" +
             (*before)[i].substr(0, 200) + "\" to \"" + (*after)[i].substr(0, 200) + "\"";
  }
  violate({"independence", "another resource changed"}, "",
          operation_.clause(spec::Topic::others_kept),
          "The request names one resource; of another one went " + moved + ".")
      .expected.push_back({"every other resource stays as it is", ""});
}

// What holds for any answer, and was not found broken.
void Judge::conclude_answer() {
  using spec::Topic;
  const auto good = [&](Topic topic) { mark(operation_.clause(topic), Verdict::conforms); };
  good(Topic::http);
  good(Topic::in_time);
  good(Topic::temporary);
  good(Topic::content_type);
  good(Topic::request_id);
  good(Topic::request_id_form);
  good(Topic::request_id_fresh);
  good(Topic::request_id_header);
  if (reply_.success) {
    good(Topic::success_status);
    good(Topic::success_shape);
  } else {
    good(Topic::error_shape);
    good(Topic::error_host);
  }
}

void Judge::conclude_state(const Circumstances& circumstances) {
  using spec::Topic;
  const bool seen = circumstances.before && circumstances.after;
  const Verdict verdict = seen ? Verdict::conforms : Verdict::not_applicable;
  if (!out_.violations.empty()) return;
  if (reply_.success) {
    mark(operation_.clause(Topic::stored), verdict);
    mark(operation_.clause(Topic::others_kept), verdict);
  } else {
    mark(operation_.clause(Topic::refused_unchanged), verdict);
  }
  if (seen) mark(operation_.clause(Topic::observed_values), Verdict::conforms);
}

// What the document only recommends or shows does not fail a run unless that is asked for.
void Judge::drop_recommendations() {
  if (!strict_) {
    std::erase_if(out_.violations, [&](const Violation& violation) {
      if (operation_.clauses[violation.clause].level == spec::Level::must) return false;
      marks_[violation.clause] = Verdict::silent;
      return true;
    });
  }
  for (const spec::ClauseId clause : touched_) out_.verdicts.emplace_back(clause, marks_[clause]);
}

}  // namespace assay::oracles
