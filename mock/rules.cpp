#include "mock/rules.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "mock/faulty_decision.h"
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

std::string usual_region(const spec::Operation& op, const std::string& wanted) {
  if (!wanted.empty() || op.regions.empty()) return wanted;
  return op.regions.front();
}

}  // namespace

struct Rules::Impl {
  Impl(const spec::Operation& operation, const Choices& chosen, const FaultSet& on,
       const State& resources, const RuleOptions& options, bool observable)
      : op(operation),
        choices(chosen),
        faults(on),
        state(resources),
        auth(options.auth),
        region(usual_region(operation, options.region)),
        targets(operation),
        fields(field_indexes(operation)),
        results(operation.parameters.size()),
        gateway(operation, chosen, on, options, observable),
        values(operation, chosen, on, targets, resources, region),
        wrong(operation, chosen, on, resources, results) {}

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
  const Judged* result_of(const spec::Parameter* parameter) const {
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
  std::vector<Judged> results;      // of each parameter, in the request at hand
  std::vector<std::string_view> sent;
  GatewayRules gateway;
  ValueRules values;
  DecisionFaults wrong;
};

Rules::Rules(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
             const State& state, const RuleOptions& options, bool observable)
    : impl_(std::make_unique<Impl>(op, choices, faults, state, options, observable)) {}
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
  if (const Judged* named = result_of(targets.resource)) out.resource = named->checked.resource;
  if (!faults.none()) {
    if (wrong.interrupts(incoming, out)) return;
  }
  if (const auto broken = winner()) {
    refuse(faults.none() ? *broken : wrong.other_winner(*broken), out);
  } else {
    out.kind = Decision::Kind::modified;
    store(out);
  }
  if (!faults.none()) wrong.bend(out);
}

void Rules::Impl::check_parameter(std::size_t index, const Incoming& incoming, bool is_signed) {
  const spec::Parameter& parameter = op.parameters[index];
  Judged& result = results[index];
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
  if (!faults.none()) wrong.filter(parameter, incoming, sent);
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
  const Judged& result = results[index];
  const spec::Parameter& parameter = op.parameters[index];
  out.kind = Decision::Kind::refused;
  out.check = result.checked.check;
  out.broken = &parameter;
  out.error = result.checked.errors->front();
  const bool own = result.name.empty();
  out.parameter = own ? parameter.name : result.name;
}

void Rules::Impl::store(Decision& out) const {
  const bool nothing = std::any_of(results.begin(), results.end(), [](const Judged& result) {
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

}  // namespace assay::mock
