#include "spec/load.h"

#include <openssl/evp.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <set>
#include <sstream>

#include "spec/loader.h"
#include "spec/position.h"

namespace assay::spec {

std::variant<Operation, std::vector<Fault>> load(const std::filesystem::path& file) {
  return detail::Loader().run(file);
}

namespace detail {

namespace {

constexpr std::uintmax_t largest_file = 16U * 1024 * 1024;
constexpr int deepest = 32;  // what reads and writes JSON here calls itself for each level

// nlohmann tells a byte offset; people need a line and a column.
std::string place_of(const std::string& text, std::size_t byte) {
  const std::size_t end = std::min(byte == 0 ? 0 : byte - 1, text.size());
  const auto until = text.begin() + static_cast<std::ptrdiff_t>(end);
  const auto line = std::count(text.begin(), until, '\n') + 1;
  const std::size_t start = end == 0 ? std::string::npos : text.rfind('\n', end - 1);
  const std::size_t column = start == std::string::npos ? end + 1 : end - start;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::string short_reason(const char* what) {
  const std::string text = what;
  const std::size_t at = text.find(": ", text.find("parse error"));
  return "not JSON: " + (at == std::string::npos ? text : text.substr(at + 2));
}

// What nlohmann lets pass: a member that is written twice (the last one would win unseen), and
// nesting that would exhaust the stack. Stops at the first of them.
class Strict {
 public:
  bool operator()(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& value) {
    using Event = nlohmann::json::parse_event_t;
    if (depth >= deepest && reason.empty()) reason = "nested deeper than 32 levels";
    if (!reason.empty()) return false;
    if (event == Event::object_start) names_.emplace_back();
    if (event == Event::object_end) names_.pop_back();
    if (event == Event::key && !names_.back().insert(value.get<std::string>()).second) {
      reason = "member \"" + value.get<std::string>() + "\" is written twice in one object";
    }
    return reason.empty();
  }
  std::string reason;

 private:
  std::vector<std::set<std::string>> names_;
};

}  // namespace

const File* Loader::open(const std::filesystem::path& path) {
  auto file = std::make_unique<File>();
  file->name = path.string();
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    faults_.push_back({file->name, "/", "no such file"});
    return nullptr;
  }
  if (std::filesystem::file_size(path, error) > largest_file) {
    faults_.push_back({file->name, "/", "larger than 16 MiB"});
    return nullptr;
  }
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  file->bytes = text.str();
  Strict strict;
  try {
    file->root = nlohmann::json::parse(file->bytes, std::ref(strict));
  } catch (const nlohmann::json::parse_error& parse) {
    if (strict.reason.empty()) {
      faults_.push_back(
          {file->name, place_of(file->bytes, parse.byte), short_reason(parse.what())});
      return nullptr;
    }
  }
  if (!strict.reason.empty()) {
    faults_.push_back({file->name, "/", strict.reason});
    return nullptr;
  }
  files_.push_back(std::move(file));
  return files_.back().get();
}

bool Loader::expect_kind(const Node& node, std::string_view kind) {
  if (!node.json().is_object()) {
    node.fault("expected an object, came " + kind_of(node.json()));
    return false;
  }
  const auto version = node.need("assay");
  if (version && version->integer().value_or(0) != 1) version->fault("expected 1");
  const auto found = node.need("kind");
  if (!found) return false;
  if (found->text().value_or("") == kind) return true;
  found->fault("expected \"" + std::string(kind) + "\"");
  return false;
}

std::variant<Operation, std::vector<Fault>> Loader::run(const std::filesystem::path& path) {
  base_ = path.parent_path().parent_path();
  op_.file = path.string();
  const File* main = open(path);
  if (main == nullptr || !expect_kind(root(*main), "operation")) return faults_;
  const Node node = root(*main);
  load_head(node);
  const std::string gateway_name = node.need_text("gateway");
  common_ = open(path.parent_path() / gateway_name);
  if (common_ == nullptr || !expect_kind(root(*common_), "gateway")) return faults_;
  const Node common = root(*common_);

  // Readings first, since any setting may name one; then errors, since rules name those.
  load_readings(node);
  load_readings(common);
  load_errors(node);
  op_.own_errors = op_.errors.size();
  load_errors(common);
  defaults_ = common.maybe("parameter-rules");
  if (defaults_) {
    defaults_->only({"empty", "duplicate", "utf8", "honoured", "case", "space", "sign",
                     "leading-zeros", "width", "missing", "repeated", "malformed", "invalid",
                     "unknown"});
  }
  load_gateway(common);
  load_parameters(node);
  load_order(common);
  load_response(node);
  load_untestable(node);
  load_untestable(common);
  if (const auto observation = node.maybe("observation")) {
    const File* file = open(path.parent_path() / observation->text().value_or(""));
    if (file != nullptr && expect_kind(root(*file), "observation")) load_observation(root(*file));
  }
  if (const auto effects = node.maybe("effects")) {
    const File* file = open(path.parent_path() / effects->text().value_or(""));
    if (file != nullptr && expect_kind(root(*file), "effects")) load_effects(root(*file), *effects);
  }
  check_parameters(node);
  resolve_readings();
  hash();
  if (!faults_.empty()) return faults_;
  return std::move(op_);
}

void Loader::load_head(const Node& node) {
  node.only({"assay", "kind", "operation", "product", "version", "title", "source", "gateway",
             "observation", "effects", "regions", "resource-prefix", "parameters", "response",
             "errors", "readings", "untestable", "$schema"});
  op_.name = node.need_text("operation");
  op_.product = node.need_text("product");
  op_.version = node.need_text("version");
  op_.title = node.text_of("title");
  op_.source = node.text_of("source");
  op_.resource_prefix = node.text_of("resource-prefix", "r-");
  if (const auto regions = node.maybe("regions")) op_.regions = regions->texts();
  if (op_.regions.empty()) op_.regions.emplace_back("region-1");
}

void Loader::load_readings(const Node& node) {
  const auto readings = node.maybe("readings");
  if (!readings) return;
  for (const Node& item : readings->items()) {
    item.only({"name", "clause", "question", "usual", "alternatives"});
    Reading reading;
    reading.name = item.need_text("name");
    reading.question = item.need_text("question");
    item.need_text("clause");
    Choice choice{op_.readings.size(), {}, false, item};
    if (const auto list = item.need("alternatives")) {
      for (const Node& one : list->items()) {
        one.only({"name", "means", "source", "value"});
        Alternative alternative{one.need_text("name"), one.need_text("means"),
                                one.text_of("source")};
        if (reading.find(alternative.name)) one.fault("two alternatives have that name");
        reading.alternatives.push_back(std::move(alternative));
        // An alternative without a value stands for its own name.
        const auto value = one.maybe("value");
        const auto own = value ? value : one.maybe("name");
        if (own) choice.values.push_back(*own);
      }
      if (reading.alternatives.size() < 2) list->fault("a reading needs two alternatives or more");
    }
    const std::string usual = item.text_of("usual");
    if (!usual.empty()) {
      const auto at = reading.find(usual);
      if (!at) item.fault("\"usual\" names no alternative: \"" + usual + "\"");
      reading.usual = at.value_or(0);
    }
    if (!choices_.emplace(reading.name, std::move(choice)).second) {
      item.fault("two readings are called \"" + reading.name + "\"");
      continue;
    }
    op_.readings.push_back(std::move(reading));
  }
}

Loader::Choice* Loader::find_choice(const Node& node) {
  const auto reference = node.maybe("reading");
  const std::string wanted = reference->text().value_or("");
  const auto found = choices_.find(wanted);
  if (found != choices_.end()) {
    found->second.used = true;
    return &found->second;
  }
  std::vector<std::string> known;
  for (const auto& [name, unused] : choices_) known.push_back(name);
  const std::string near = nearest(wanted, known);
  reference->fault("no reading is called \"" + wanted + "\"" +
                   (near.empty() ? "" : "; did you mean \"" + near + "\"?"));
  return nullptr;
}

Setting<bool> Loader::boolean(const Node& node, bool otherwise) {
  return setting<bool>(node, otherwise, [](const Node& value) { return value.boolean(); });
}

void Loader::load_errors(const Node& node) {
  const auto errors = node.need("errors");
  if (!errors) return;
  for (const Node& item : errors->items()) load_error(item);
}

void Loader::load_error(const Node& node) {
  node.only({"code", "status", "message", "also", "open-ended", "temporary", "throttling", "at",
             "level"});
  Error error;
  error.status = 400;
  error.message = std::string();
  error.code = node.need_text("code");
  if (const auto status = node.need("status")) {
    error.status = setting<int>(*status, 400, [](const Node& value) -> std::optional<int> {
      const auto number = value.integer();
      if (number && *number >= 400 && *number <= 599) return static_cast<int>(*number);
      if (number) value.fault("an error has a status of 400 to 599");
      return std::nullopt;
    });
  }
  if (const auto message = node.need("message")) {
    error.message = setting<std::string>(*message, "", [](const Node& v) { return v.text(); });
  }
  if (const auto also = node.maybe("also")) error.also = also->texts();
  error.open_ended = node.flag("open-ended");
  error.temporary = node.flag("temporary");
  error.throttling = node.flag("throttling");
  const std::string stem = "error." + error.code;
  const auto add = [&](const char* rule, const std::string& what) {
    Clause clause;
    clause.name = stem + "." + rule;
    clause.at = node.need_text("at");
    clause.requires_ = what;
    clause.rule = rule;
    if (node.text_of("level") == "should") clause.level = Level::should;
    return add_clause(std::move(clause), node);
  };
  error.code_clause = add("code", "The error is answered with the code " + error.code + ".");
  error.status_clause = add("status", "The status of " + error.code + " is " +
                                          std::to_string(error.status.values.front()) + ".");
  error.message_clause = add("message", "The message is: " + error.message.values.front());
  if (!error_ids_.emplace(error.code, op_.errors.size()).second) {
    node.fault("the code \"" + error.code + "\" is in the catalogue already");
    return;
  }
  op_.errors.push_back(std::move(error));
}

ClauseId Loader::add_clause(Clause clause, const Node& node) {
  const auto where = std::filesystem::path(node.file().name).lexically_normal();
  clause.file = where.lexically_relative(base_.lexically_normal()).string();
  clause.line = line_of(node.file().bytes, node.path());
  if (op_.find_clause(clause.name)) node.fault("two clauses are called \"" + clause.name + "\"");
  op_.clauses.push_back(std::move(clause));
  return op_.clauses.size() - 1;
}

ClauseId Loader::add_clause(const Node& node, std::string name, std::string parameter,
                            std::string rule) {
  Clause clause;
  clause.name = std::move(name);
  clause.parameter = std::move(parameter);
  clause.rule = std::move(rule);
  clause.at = node.need_text("at");
  clause.requires_ = node.need_text("requires");
  clause.why = node.text_of("why");
  if (const auto level = node.maybe("level")) {
    clause.level = word<Level>(
        *level,
        {{"must", Level::must}, {"should", Level::should}, {"documented-example", Level::example}});
  }
  return add_clause(std::move(clause), node);
}

void Loader::load_untestable(const Node& node) {
  const auto list = node.maybe("untestable");
  if (!list) return;
  for (const Node& item : list->items()) {
    item.only({"name", "at", "requires", "why", "level"});
    item.need_text("why");
    add_clause(item, item.need_text("name"), "", "");
  }
}

void Loader::load_response(const Node& node) {
  const auto response = node.need("response");
  if (!response) return;
  response->only({"root", "members"});
  op_.response.root = response->need_text("root");
  if (const auto members = response->need("members")) {
    for (std::string& name : members->texts()) op_.response.members.push_back({std::move(name)});
  }
}

void Loader::resolve_readings() {
  for (auto& [name, choice] : choices_) {
    const auto clause = choice.node.maybe("clause");
    const std::string wanted = clause ? clause->text().value_or("") : "";
    const auto found = op_.find_clause(wanted);
    if (!found && clause) clause->fault("no clause is called \"" + wanted + "\"");
    op_.readings[choice.index].clause = found.value_or(0);
    // A common reading may be of no use to one operation; one of its own always must be.
    const bool own = &choice.node.file() != common_;
    if (own && !choice.used) choice.node.fault("nothing depends on the reading \"" + name + "\"");
  }
}

void Loader::hash() {
  std::string all;
  for (const auto& file : files_) all += file->bytes;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(all.data(), all.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view digits = "0123456789abcdef";
  for (unsigned int i = 0; i < size; ++i) {
    op_.sha256 += digits[digest[i] >> 4U];
    op_.sha256 += digits[digest[i] & 15U];
  }
}

}  // namespace detail
}  // namespace assay::spec
