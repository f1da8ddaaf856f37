#include "mock/rules.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "mock/gateway.h"
#include "mock/lists.h"
#include "mock/text.h"
#include "mock/values.h"

namespace assay::mock {

void Decision::clear() {
  kind = Kind::refused;
  error = 0;
  parameter.clear();
  rule.reset();
  check.reset();
  broken = nullptr;
  resource.reset();
  change_count = 0;
  listed.clear();
}

void Decision::add_change(std::size_t field, std::string_view text) {
  if (change_count == changes.size()) changes.emplace_back();
  changes[change_count].field = field;
  changes[change_count].text.assign(text);
  ++change_count;
}

namespace {

constexpr std::size_t no_field = static_cast<std::size_t>(-1);

std::vector<std::size_t> field_indexes(const spec::Operation& op) {
  std::vector<std::size_t> out;
  for (const spec::Parameter& parameter : op.parameters) {
    out.push_back(no_field);
    if (parameter.stores.empty() || !op.observation) continue;
    const auto& fields = op.observation->fields;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      if (fields[f].name == parameter.stores) out.back() = f;
    }
  }
  return out;
}

std::string usual_region(const spec::Operation& op, const std::string& wanted) {
  if (!wanted.empty() || op.regions.empty()) return wanted;
  return op.regions.front();
}

}  // namespace

struct Rules::Impl {
  // One parameter of the operation, judged.
  struct Result {
    Checked checked;
    std::string name;  // of the parameter that broke a rule; empty: its own
  };

  Impl(const spec::Operation& operation, const Choices& chosen, const FaultSet& on,
       const State& resources, const RuleOptions& options)
      : op(operation),
        choices(chosen),
        faults(on),
        state(resources),
        auth(options.auth),
        region(usual_region(operation, options.region)),
        targets(operation),
        fields(field_indexes(operation)),
        results(operation.parameters.size()),
        gateway(operation, chosen, on, options.auth, options.credentials, options.nonces),
        values(operation, chosen, on, targets, resources, region) {}

  void decide(Incoming& incoming, std::optional<std::int64_t> now, Decision& out);
  void select(Incoming& incoming) const;
  void list(const Incoming& incoming, Decision& out) const;
  void add_listed(const std::string& filter, Decision& out) const;
  void modify(const Incoming& incoming, Decision& out);
  void check_parameter(std::size_t index, const Incoming& incoming, bool is_signed);
  const std::array<int, spec::check_count>& rank(std::size_t index) const;
  std::optional<std::size_t> winner() const;
  void refuse(std::size_t index, Decision& out) const;
  void store(Decision& out) const;
  void store_one(std::size_t index, Decision& out) const;
  void faulty_values(Decision& out) const;
  void faulty_store(Decision& out) const;
  bool unknown_parameter(const Incoming& incoming, Decision& out) const;
  bool internal_error(Decision& out) const;
  const Result* result_of(const spec::Parameter* parameter) const {
    return parameter == nullptr ? nullptr : &results[index_of(parameter)];
  }
  std::size_t index_of(const spec::Parameter* parameter) const {
    return static_cast<std::size_t>(parameter - op.parameters.data());
  }

  const spec::Operation& op;
  const Choices& choices;
  const FaultSet& faults;
  const State& state;
  bool auth;
  std::string region;
  Targets targets;
  std::vector<std::size_t> fields;  // of each parameter, or no_field
  std::vector<Result> results;      // of each parameter, in the request at hand
  std::vector<std::string_view> sent;
  GatewayRules gateway;
  ValueRules values;
};

Rules::Rules(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
             const State& state, const RuleOptions& options)
    : impl_(std::make_unique<Impl>(op, choices, faults, state, options)) {}
Rules::~Rules() = default;

void Rules::decide(Incoming& incoming, std::optional<std::int64_t> now, Decision& out) {
  impl_->decide(incoming, now, out);
}
const std::string& Rules::region() const { return impl_->region; }

void Rules::Impl::decide(Incoming& incoming, std::optional<std::int64_t> now, Decision& out) {
  out.clear();
  select(incoming);
  bool observes = false;
  if (const auto rule = gateway.check(incoming, now, observes)) {
    out.rule = rule;
    out.error = gateway.errors(*rule).front();
    out.parameter = common_parameter(*rule);
  } else if (observes) {
    list(incoming, out);
  } else {
    modify(incoming, out);
  }
}

void Rules::Impl::select(Incoming& incoming) const {
  const bool v3 = incoming.kind() == wire::SignatureKind::v3;
  const bool form = !v3 || op.gateway.v3_form.get(choices);
  const bool skips = faults.has(Fault::form_parameter_ignored) && targets.second != nullptr;
  if (form && !skips) return;  // as Incoming::read left it
  incoming.select(form, skips ? std::string_view(targets.second->name) : std::string_view());
}

// Another region has none of the resources; without a region all are shown.
void Rules::Impl::list(const Incoming& incoming, Decision& out) const {
  const spec::Observation& observation = *op.observation;
  out.kind = Decision::Kind::listed;
  const std::string_view place =
      observation.region.empty() ? std::string_view() : incoming.find(observation.region);
  if (!place.empty() && !region.empty() && place != region) return;
  const std::string_view filter =
      observation.filter.empty() ? std::string_view() : incoming.find(observation.filter);
  if (!filter.empty()) return add_listed(std::string(filter), out);
  for (std::size_t i = 0; i < state.size(); ++i) out.listed.push_back(i);
}

// A filter that is no JSON array of names selects nothing.
void Rules::Impl::add_listed(const std::string& filter, Decision& out) const {
  // One name as clients write it; anything else goes through the parser.
  if (filter.size() > 4 && filter.starts_with("[\"") && filter.ends_with("\"]")) {
    const std::string_view name = std::string_view(filter).substr(2, filter.size() - 4);
    if (const auto found = state.find(name)) {
      out.listed.push_back(*found);
      return;
    }
  }
  const auto names = nlohmann::json::parse(filter, nullptr, false);
  if (!names.is_array()) return;
  for (const auto& name : names) {
    if (!name.is_string()) continue;
    const auto found = state.find(name.get_ref<const std::string&>());
    const bool seen =
        found && std::find(out.listed.begin(), out.listed.end(), *found) != out.listed.end();
    if (found && !seen) out.listed.push_back(*found);
  }
}

void Rules::Impl::modify(const Incoming& incoming, Decision& out) {
  const bool is_signed = auth && incoming.kind() != wire::SignatureKind::none;
  for (std::size_t i = 0; i < op.parameters.size(); ++i) check_parameter(i, incoming, is_signed);
  if (const Result* named = result_of(targets.resource)) out.resource = named->checked.resource;
  if (!faults.none()) {
    if (unknown_parameter(incoming, out) || internal_error(out)) return;
  }
  if (const auto broken = winner()) {
    refuse(*broken, out);
  } else {
    out.kind = Decision::Kind::modified;
    store(out);
  }
  if (!faults.none()) faulty_store(out);
}

void Rules::Impl::check_parameter(std::size_t index, const Incoming& incoming, bool is_signed) {
  const spec::Parameter& parameter = op.parameters[index];
  Result& result = results[index];
  result.name.clear();
  if (parameter.type == spec::Type::list) {
    ListChecked list = check_list(parameter, incoming.params(), values, is_signed, rank(index));
    result.checked = std::move(list.checked);
    result.name = std::move(list.name);
    return;
  }
  sent.clear();
  for (const wire::Param* param : incoming.params()) {
    if (param->name == parameter.name) sent.push_back(param->value);
  }
  values.check(parameter, sent, is_signed, result.checked);
}

const std::array<int, spec::check_count>& Rules::Impl::rank(std::size_t index) const {
  static const std::array<int, spec::check_count> flat{};
  if (op.ranks.empty()) return flat;
  const bool chosen = op.order_reading != spec::no_reading;
  return op.ranks[chosen ? choices(op.order_reading) : 0][index];
}

std::optional<std::size_t> Rules::Impl::winner() const {
  std::optional<std::size_t> best;
  int least = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].checked.means != Checked::Means::broken) continue;
    const int r = rank(i)[static_cast<std::size_t>(results[i].checked.check)];
    if (best && r >= least) continue;
    best = i;
    least = r;
  }
  return best;
}

void Rules::Impl::refuse(std::size_t index, Decision& out) const {
  const Result& result = results[index];
  const spec::Parameter& parameter = op.parameters[index];
  out.kind = Decision::Kind::refused;
  out.check = result.checked.check;
  out.broken = &parameter;
  out.error = result.checked.errors->front();
  const bool own = result.name.empty();
  out.parameter = own ? parameter.name : result.name;
  faulty_values(out);
}

void Rules::Impl::store(Decision& out) const {
  const bool nothing = std::any_of(results.begin(), results.end(), [](const Result& result) {
    return result.checked.means == Checked::Means::nothing;
  });
  if (nothing || !out.resource) return;
  for (std::size_t i = 0; i < results.size(); ++i) store_one(i, out);
}

void Rules::Impl::store_one(std::size_t index, Decision& out) const {
  if (fields[index] == no_field) return;
  const spec::Parameter& parameter = op.parameters[index];
  const Checked& checked = results[index].checked;
  if (checked.means == Checked::Means::value) out.add_change(fields[index], checked.value);
  if (checked.means != Checked::Means::reset) return;
  if (parameter.fallback) {
    out.add_change(fields[index], *parameter.fallback);
  } else if (!parameter.reset_to.empty()) {
    out.add_change(fields[index], parameter.reset_to.front());
  }
}

void Rules::Impl::faulty_values(Decision& out) const {
  if (!faults.has(Fault::wrong_code) || out.check != spec::Check::value ||
      out.broken != targets.enumeration) {
    return;
  }
  for (spec::ErrorId id = 0; id < op.own_errors; ++id) {
    if (id == out.error) continue;
    out.error = id;
    if (targets.second == nullptr) return;
    const spec::Errors& wanted = targets.second->invalid.get(choices);
    if (!wanted.empty()) out.error = wanted.front();
    return;
  }
}

// Faults of what is stored: each edits the changes that the rules have asked for.
void Rules::Impl::faulty_store(Decision& out) const {
  if (!out.resource) return;
  const Result* first = result_of(targets.stored);
  if (out.kind == Decision::Kind::refused) {
    if (faults.has(Fault::state_stored_on_refusal) && first != nullptr &&
        first->checked.means == Checked::Means::value) {
      store_one(index_of(targets.stored), out);
    }
    return;
  }
  const auto drop = [&](std::size_t field) {
    for (std::size_t i = 0; i < out.change_count; ++i) {
      if (out.changes[i].field != field) continue;
      std::swap(out.changes[i--], out.changes[--out.change_count]);
    }
  };
  if (first != nullptr && faults.has(Fault::state_not_stored)) {
    drop(fields[index_of(targets.stored)]);
  }
  const Result* last = result_of(targets.stored_last);
  if (faults.has(Fault::state_other_field_reset) && last != nullptr &&
      (last->checked.means == Checked::Means::skip ||
       last->checked.means == Checked::Means::reset)) {
    const std::size_t field = fields[index_of(targets.stored_last)];
    drop(field);
    out.add_change(field, state.initial(field));
  }
  const spec::Parameter* aim = targets.enumeration;
  if (!faults.has(Fault::default_wrong) || aim == nullptr || !aim->fallback) return;
  const std::size_t field = fields[index_of(aim)];
  for (std::size_t i = 0; i < out.change_count; ++i) {
    Change& change = out.changes[i];
    if (change.field != field || change.text != *aim->fallback) continue;
    for (const std::string& other : aim->values.values[0].texts) {
      if (other != *aim->fallback) change.text = other;
    }
  }
}

bool Rules::Impl::unknown_parameter(const Incoming& incoming, Decision& out) const {
  if (!faults.has(Fault::unknown_parameter_refused)) return false;
  const auto known = [&](std::string_view name) {
    return is_common_parameter(name) ||
           std::any_of(op.parameters.begin(), op.parameters.end(), [&](const auto& parameter) {
             return parameter.name == name || name.starts_with(parameter.name + ".");
           });
  };
  for (const wire::Param* param : incoming.params()) {
    if (known(param->name)) continue;
    for (const spec::Parameter& parameter : op.parameters) {
      const spec::Errors& errors = parameter.repeated.get(choices);
      if (errors.empty()) continue;
      out.error = errors.front();
      out.parameter = param->name;
      return true;
    }
  }
  return false;
}

bool Rules::Impl::internal_error(Decision& out) const {
  const Result* aim = result_of(targets.enumeration);
  if (!faults.has(Fault::internal_error_on_value) || aim == nullptr ||
      aim->checked.value.find('\'') == std::string::npos) {
    return false;
  }
  for (spec::ErrorId id = 0; id < op.errors.size(); ++id) {
    if (op.errors[id].temporary) out.error = id;
  }
  return true;
}

}  // namespace assay::mock
