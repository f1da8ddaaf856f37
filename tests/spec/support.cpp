#include "tests/spec/support.h"

#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

namespace assay::spec::testing {

namespace fs = std::filesystem;

fs::path place(Part part) {
  switch (part) {
    case Part::operation: return fs::path("ecs") / "ModifyInstanceMetadataOptions.json";
    case Part::gateway: return fs::path("common") / "rpc-gateway.json";
    case Part::shelf: return fs::path("lab") / "TagShelf.json";
    case Part::effects: return fs::path("ecs") / "instance-metadata.json";
    case Part::observation: break;
  }
  return fs::path("ecs") / "DescribeInstances.json";
}

fs::path shipped(Part part) {
  const fs::path root = part == Part::shelf ? fs::path(ASSAY_TEST_DATA) : fs::path(ASSAY_ROOT);
  return root / "spec" / place(part);
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  BOOST_REQUIRE_MESSAGE(in.is_open(), "cannot read " << file);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const Json& json_of(Part part) {
  static const auto all = [] {
    std::array<Json, std::size(all_parts)> out;
    for (const Part one : all_parts) {
      out[static_cast<std::size_t>(one)] = Json::parse(read_file(shipped(one)));
    }
    return out;
  }();
  return all[static_cast<std::size_t>(part)];
}

Folder::Folder() {
  static int made = 0;
  path_ = fs::temp_directory_path() /
          ("assay-spec-" + std::to_string(::getpid()) + "-" + std::to_string(made++));
  fs::create_directories(path_ / "ecs");
  fs::create_directories(path_ / "common");
  fs::create_directories(path_ / "lab");
  for (const Part part : parts) restore(part);
  restore(Part::shelf);
  const fs::path shelves = fs::path("lab") / "DescribeShelves.json";
  fs::copy_file(fs::path(ASSAY_TEST_DATA) / "spec" / shelves, path_ / shelves);
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void Folder::write(Part part, const std::string& bytes) const {
  std::ofstream out(path(part), std::ios::binary | std::ios::trunc);
  out << bytes;
  BOOST_REQUIRE_MESSAGE(out.flush().good(), "cannot write " << path(part));
}

void Folder::write(Part part, const Json& json) const { write(part, json.dump()); }

void Folder::restore(Part part) const {
  if (part != Part::shelf) return write(part, read_file(shipped(part)));
  Json shelf = json_of(part);
  shelf["gateway"] = "../common/rpc-gateway.json";
  write(part, shelf);
}

Loaded Folder::load(Part main) const { return spec::load(path(main)); }

Operation must_load(const fs::path& file) {
  Loaded loaded = spec::load(file);
  BOOST_REQUIRE_MESSAGE(faults_of(loaded) == nullptr, file << " does not load:\n" << told(loaded));
  return std::get<Operation>(std::move(loaded));
}

const std::vector<Fault>* faults_of(const Loaded& loaded) {
  return std::get_if<std::vector<Fault>>(&loaded);
}

std::string told(const Loaded& loaded) {
  std::string out;
  const auto* faults = faults_of(loaded);
  if (faults == nullptr) return out;
  for (const Fault& fault : *faults) out += to_string(fault) + "\n";
  return out;
}

namespace {

class Promises {
 public:
  explicit Promises(const Operation& operation) : op_(operation) {}

  template <class T>
  void setting(const char* what, const Setting<T>& value) {
    const bool known = value.fixed() || value.reading < op_.readings.size();
    if (!known) {
      found += std::string(what) + " depends on a reading that is not there\n";
      return;
    }
    const std::size_t wanted = value.fixed() ? 1 : op_.readings[value.reading].alternatives.size();
    if (value.values.size() != wanted) found += std::string(what) + " lacks a value\n";
  }

  void errors(const char* what, const Setting<Errors>& value) {
    setting(what, value);
    for (const Errors& some : value.values) {
      for (const ErrorId id : some) {
        if (id >= op_.errors.size()) found += std::string(what) + " names no error\n";
      }
    }
  }

  void clause(const char* what, ClauseId id) {
    if (id >= op_.clauses.size()) found += std::string(what) + " names no clause\n";
  }

  void parameter(const Parameter& one) {
    setting("absent", one.absent);
    setting("empty", one.empty);
    setting("duplicate", one.duplicate);
    setting("utf8", one.utf8);
    setting("honoured", one.honoured);
    setting("case", one.fold);
    setting("space", one.trim);
    setting("values", one.values);
    if (one.range) setting("range", *one.range);
    if (one.length) setting("length", *one.length);
    setting("sign", one.sign);
    setting("leading-zeros", one.zeros);
    setting("width", one.width);
    errors("missing", one.missing);
    errors("repeated", one.repeated);
    errors("malformed", one.malformed);
    errors("invalid", one.invalid);
    errors("unknown", one.unknown);
    for (const ClauseId id : one.clauses) clause("parameter", id);
    for (const Parameter& member : one.members) parameter(member);
  }

  void gateway() {
    for (const auto& some : op_.gateway.errors) errors("rule of the gateway", some);
    for (const ClauseId id : op_.gateway.clauses) clause("rule of the gateway", id);
    setting("window", op_.gateway.window);
    setting("future", op_.gateway.future);
    setting("default-format", op_.gateway.default_format);
    setting("accept-header", op_.gateway.accept_header);
    setting("v3-form", op_.gateway.v3_form);
  }

  void effects() {
    if (!op_.effects) return;
    const Effects& all = *op_.effects;
    for (const EffectRuling& rule : all.rules) {
      setting("rule of effects", rule.answers);
      clause("rule of effects", rule.clause);
      clause("rule of effects", rule.text_clause);
    }
    const bool fields = op_.observation && all.disabled.field < op_.observation->fields.size() &&
                        all.guarded.field < op_.observation->fields.size();
    if (!fields) found += "a switch is no field\n";
    if (all.items.empty() || all.token_header.empty()) found += "nothing to read, or no token\n";
    if (all.lifetime.min > all.lifetime.max) found += "no lifetime\n";
  }

  void order() {
    if (op_.order_reading >= op_.readings.size()) {
      found += "no reading says which error wins\n";
      return;
    }
    if (op_.ranks.size() != op_.readings[op_.order_reading].alternatives.size()) {
      found += "an alternative of the order has no ranks\n";
    }
    for (const auto& ranks : op_.ranks) {
      if (ranks.size() != op_.parameters.size()) found += "a parameter has no ranks\n";
    }
  }

  std::string found;

 private:
  const Operation& op_;
};

}  // namespace

std::string broken_promise(const Operation& operation) {
  Promises promises(operation);
  for (const Parameter& parameter : operation.parameters) promises.parameter(parameter);
  for (const Error& error : operation.errors) {
    promises.setting("status", error.status);
    promises.setting("message", error.message);
    promises.clause("error", error.code_clause);
    promises.clause("error", error.status_clause);
    promises.clause("error", error.message_clause);
  }
  for (const Reading& reading : operation.readings) {
    promises.clause("reading", reading.clause);
    if (reading.usual >= reading.alternatives.size()) promises.found += "no usual alternative\n";
  }
  for (const ClauseId id : operation.topics) promises.clause("topic", id);
  promises.gateway();
  promises.effects();
  promises.order();
  if (operation.regions.empty()) promises.found += "no region\n";
  if (operation.sha256.size() != 64) promises.found += "no hash\n";
  return promises.found;
}

}  // namespace assay::spec::testing
