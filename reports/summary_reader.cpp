#include "reports/summary_reader.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "reports/escape.h"

namespace assay::reports {
namespace {

using Json = nlohmann::ordered_json;

// A place in a file, which knows its name for complaints.
class Place {
 public:
  Place(const Json& json, std::string name) : json_(&json), name_(std::move(name)) {}

  Place at(const std::string& key) const {
    if (!json_->is_object()) complain("an object");
    const auto found = json_->find(key);
    if (found == json_->end()) throw ReadError(name_of(key) + ": missing");
    return {*found, name_of(key)};
  }
  // A member that files of an older version lack.
  std::optional<Place> find(const std::string& key) const {
    if (!json_->is_object() || !json_->contains(key)) return std::nullopt;
    return at(key);
  }
  std::vector<Place> items() const {
    if (!json_->is_array()) complain("an array");
    std::vector<Place> out;
    for (std::size_t i = 0; i < json_->size(); ++i)
      out.emplace_back((*json_)[i], name_of(std::to_string(i)));
    return out;
  }
  std::vector<std::pair<std::string, Place>> members() const {
    if (!json_->is_object()) complain("an object");
    std::vector<std::pair<std::string, Place>> out;
    for (const auto& [key, value] : json_->items())
      out.emplace_back(key, Place(value, name_of(key)));
    return out;
  }

  std::string text() const {
    if (!json_->is_string()) complain("a text");
    return json_->get<std::string>();
  }
  std::string bytes() const { return bytes_of_json(text()); }
  std::uint64_t count() const {
    if (!json_->is_number_unsigned()) complain("a number from 0 on");
    return json_->get<std::uint64_t>();
  }
  double number() const {
    if (!json_->is_number()) complain("a number");
    return json_->get<double>();
  }
  bool flag() const {
    if (!json_->is_boolean()) complain("true or false");
    return json_->get<bool>();
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (const Place& item : items()) out.push_back(item.bytes());
    return out;
  }
  [[noreturn]] void complain(const std::string& expected) const {
    throw ReadError((name_.empty() ? "the file" : name_) + ": came " + json_->type_name() +
                    ", expected " + expected);
  }

 private:
  std::string name_of(const std::string& key) const {
    return name_.empty() ? key : name_ + "/" + key;
  }

  const Json* json_;
  std::string name_;
};

oracles::VerdictCounts verdicts(const Place& place) {
  oracles::VerdictCounts out{};
  for (const auto& [name, count] : place.members()) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (oracles::name(static_cast<oracles::Verdict>(i)) == name) out.at(i) = count.count();
    }
  }
  return out;
}

spec::Level level(const Place& place) {
  const std::string word = place.text();
  for (const auto one : {spec::Level::must, spec::Level::should, spec::Level::example}) {
    if (spec::name(one) == word) return one;
  }
  place.complain("must, should or documented-example");
}

// By the names of the phases; a clause of which nothing is said keeps nothing.
std::vector<oracles::VerdictCounts> by_phase(const Place& place,
                                             const std::vector<PhaseResult>& phases) {
  if (place.members().empty()) return {};
  std::vector<oracles::VerdictCounts> out;
  for (const PhaseResult& phase : phases) {
    const auto one = place.find(phase.name);
    out.push_back(one ? verdicts(*one) : oracles::VerdictCounts{});
  }
  return out;
}

std::vector<Stretch> timeline(const Place& place) {
  std::vector<Stretch> out;
  for (const Place& one : place.items())
    out.push_back({one.at("until").number(), one.at("requests").count(), one.at("answers").count(),
                   one.at("median_ms").number(), one.at("slowest_ms").number(),
                   one.at("findings").count()});
  return out;
}

ClauseResult clause(const Place& place, const std::vector<PhaseResult>& phases) {
  ClauseResult out;
  out.clause.name = place.at("clause").text();
  out.clause.level = level(place.at("level"));
  out.clause.at = place.at("at").text();
  out.clause.requires_ = place.at("requires").text();
  out.clause.parameter = place.at("parameter").text();
  out.clause.rule = place.at("rule").text();
  out.clause.file = place.at("file").text();
  out.clause.line = place.at("line").count();
  out.clause.why = place.at("untestable").text();
  out.not_judged = place.at("not_judged").text();
  out.verdicts = verdicts(place.at("verdicts"));
  if (const auto known = place.find("by_phase")) out.by_phase = by_phase(*known, phases);
  return out;
}

ReadingResult reading(const std::string& name, const Place& place) {
  ReadingResult out;
  out.name = name;
  out.question = place.at("question").text();
  out.surviving = place.at("surviving").lines();
  for (const Place& item : place.at("eliminated").items())
    out.eliminated.push_back({item.at("value").text(), item.at("by").bytes()});
  return out;
}

Finding finding(const Place& place) {
  Finding out;
  out.key = place.at("key").text();
  out.clause = place.at("clause").text();
  out.oracle = place.at("oracle").text();
  out.kind = place.at("kind").text();
  out.level = place.at("level").text();
  out.at = place.at("at").text();
  out.requires_ = place.at("requires").text();
  if (const auto about = place.find("about")) out.about = about->lines();
  for (const Place& item : place.at("expected").items())
    out.expected.push_back({item.at("outcome").bytes(), item.at("needs").text()});
  out.observed = place.at("observed").bytes();
  out.why = place.at("why").bytes();
  out.count = place.at("count").count();
  out.found_after = place.at("found_after").count();
  out.reproduced = place.at("reproduced").flag();
  out.earlier = place.at("earlier").lines();
  out.smallest = place.at("smallest").flag();
  out.sent_again = place.at("sent_again").count();
  out.shown_again = place.at("shown_again").count();
  out.period = place.at("period").count();
  out.phase = place.at("phase").text();
  out.label = place.at("label").bytes();
  out.replay = place.at("replay").text();
  out.curl = place.at("curl").text();
  out.request = place.at("request").bytes();
  out.answer = place.at("answer").bytes();
  out.state_before = place.at("state_before").bytes();
  out.state_after = place.at("state_after").bytes();
  out.standing = place.at("standing").text();
  out.known_because = place.at("known_because").text();
  out.known_link = place.at("known_link").text();
  out.known_since = place.at("known_since").text();
  return out;
}

Summary summary(const Place& place) {
  Summary out;
  out.assay = place.at("assay").text();
  out.operation = place.at("operation").text();
  out.title = place.at("title").text();
  out.spec_sha256 = place.at("spec_sha256").text();
  out.endpoint = place.at("endpoint").text();
  out.started = place.at("started").text();
  out.seed = place.at("seed").count();
  out.shard = place.at("shard").text();
  out.settings = place.at("settings").text();
  for (const auto& [name, phase] : place.at("phases").members())
    out.phases.push_back({name, phase.at("cases").count()});
  out.cases = place.at("cases").count();
  out.requests = place.at("requests").count();
  out.verdicts = verdicts(place.at("verdicts"));
  for (const Place& one : place.at("findings").items()) out.findings.push_back(finding(one));
  out.baseline = place.at("baseline").text();
  for (const Place& one : place.at("absent").items())
    out.absent.push_back({one.at("key").text(), one.at("reason").text(), one.at("standing").text(),
                          one.at("why").text()});
  for (const auto& [name, one] : place.at("readings").members())
    out.readings.push_back(reading(name, one));
  out.precedence = place.at("precedence").lines();
  for (const Place& one : place.at("clauses").at("each").items())
    out.clauses.push_back(clause(one, out.phases));
  out.preflight = place.at("preflight").lines();
  out.not_judged = place.at("not_judged").lines();
  const Place rate = place.at("rate");
  out.seconds = rate.at("seconds").number();
  out.requests_per_second = rate.at("requests_per_second").number();
  out.peak_rss_bytes = rate.at("peak_rss_bytes").count();
  if (const auto known = place.find("timeline")) out.timeline = timeline(*known);
  out.exit = static_cast<int>(place.at("exit").count());
  out.exit_why = place.at("exit_why").text();
  return out;
}

}  // namespace

Summary summary_of(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) throw ReadError("the file: came something else, expected JSON");
  return summary_of_json(json);
}

Summary summary_of_json(const Json& json) { return summary(Place(json, "")); }

std::vector<Stretch> timeline_of_json(const Json& json) {
  return timeline(Place(json, "timeline"));
}

Finding finding_of_json(const Json& json) { return finding(Place(json, "")); }

}  // namespace assay::reports
