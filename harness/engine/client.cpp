#include "harness/engine/client.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace assay::harness {

namespace {

constexpr std::size_t shown_bytes = 64 * 1024;

}  // namespace

oracles::Received Answered::received() const {
  oracles::Received out;
  if (ok()) {
    out.response = &response;
  } else {
    out.failure = name(failure);
  }
  return out;
}

std::string response_text(const wire::Response& response) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " " + response.reason + "\r\n";
  for (const wire::Header& header : response.headers) {
    out += header.name + ": " + header.value + "\r\n";
    if (out.size() > shown_bytes) break;
  }
  out += "\r\n";
  out += response.body.substr(0, shown_bytes);
  return out.substr(0, shown_bytes);
}

std::string answer_text(Failure failure, const std::string& detail, const std::string& partial,
                        const wire::Response& response) {
  if (failure == Failure::none) return response_text(response);
  std::string out = std::string(name(failure)) + (detail.empty() ? "" : ": " + detail);
  if (!partial.empty()) out += "\n" + partial.substr(0, shown_bytes);
  return out;
}

std::string Answered::text() const { return answer_text(failure, detail, partial, response); }

const Answered& Client::exchange(const wire::Request& request, std::string_view bytes) {
  completed_.clear();
  ++sent_;
  transport_.submit(slot_, request, bytes);
  const Completion* mine = nullptr;
  while (mine == nullptr) {
    transport_.wait(context_.settings.timeout + std::chrono::seconds(1), completed_);
    for (const Completion& one : completed_) {
      if (one.slot == slot_) mine = &one;
    }
  }
  answered_.resent = mine->resent;
  answered_.failure = mine->failure;
  answered_.detail = mine->detail;
  answered_.partial = mine->partial;
  if (mine->response != nullptr) {
    answered_.response = *mine->response;
  } else {
    answered_.response.clear();
  }
  return answered_;
}

const Answered& Client::send(const generators::Case& one, const Resources& resources) {
  for (int tries = 0; tries < 3; ++tries) {
    context_.composer.compose(one, context_.target(resources), context_.clock(), request_, bytes_);
    if (exchange(request_, bytes_); !answered_.ok() || !answered_.resent) return answered_;
  }
  // As in a run: a connection that dies each time is no answer.
  answered_.failure = Failure::reset;
  answered_.detail = "the connection is closed each time before this is answered";
  return answered_;
}

std::optional<oracles::State> Client::observe(const std::string& resource) {
  if (!context_.observable) return std::nullopt;
  wire::Request request;
  std::string bytes;
  for (int tries = 0; tries < 2; ++tries) {
    context_.composer.compose_observation(context_.target({resource, ""}),
                                          context_.plain_signature(), false, context_.clock(),
                                          request, bytes);
    const Answered& answer = exchange(request, bytes);
    if (!answer.ok() || answer.response.status != 200) continue;
    if (auto state = parse_state(context_.operation, answer.response.body, resource)) return state;
  }
  return std::nullopt;
}

bool Client::bring(const std::string& resource, const oracles::State& wanted) {
  const auto now = observe(resource);
  if (!now) return false;
  if (*now == wanted) return true;
  const wire::Request request = request_;  // what the caller sent last stays to be shown
  const std::string bytes = bytes_;
  send(storing_case(context_.operation, wanted, context_.plain_signature()), {resource, ""});
  request_ = request;
  bytes_ = bytes;
  return observe(resource) == wanted;
}

namespace {

bool is_unset(const spec::ObservedField& field, const std::string& text) {
  return std::find(field.unset.begin(), field.unset.end(), text) != field.unset.end();
}

void add(generators::Case& one, std::string name, std::string value) {
  generators::CaseParam param;
  param.name = std::move(name);
  param.value = std::move(value);
  one.params.push_back(std::move(param));
}

void add_list(generators::Case& one, const spec::Parameter& parameter, const std::string& json) {
  const auto list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) return;
  std::size_t number = 0;
  const auto text = [](const nlohmann::json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
  };
  for (const auto& item : list) {
    const std::string stem = parameter.name + "." + std::to_string(++number);
    if (!item.is_object()) {
      add(one, stem, text(item));
      continue;
    }
    for (const auto& [key, value] : item.items()) add(one, stem + "." + key, text(value));
  }
}

// A value that may stand for one never configured, where the parameter must be sent.
std::string stand_in(const spec::Parameter& parameter) {
  if (parameter.fallback) return *parameter.fallback;
  const spec::Values& values = parameter.values.values.front();
  if (!values.texts.empty()) return values.texts.front();
  if (parameter.range) return std::to_string(parameter.range->values.front().min);
  return parameter.example;
}

}  // namespace

generators::Case storing_case(const spec::Operation& operation, const oracles::State& state,
                              generators::Signature signature) {
  generators::Case one;
  one.signature = signature;
  one.label = "store a known state";
  for (const spec::Parameter& parameter : operation.parameters) {
    if (parameter.role != spec::Role::plain) {
      generators::CaseParam param;
      param.name = parameter.name;
      param.bind = parameter.role == spec::Role::region ? generators::Bind::region
                                                        : generators::Bind::resource;
      one.params.push_back(std::move(param));
      continue;
    }
    const bool may_be_refused =
        std::find(parameter.absent.values.begin(), parameter.absent.values.end(),
                  spec::Absent::refuse) != parameter.absent.values.end();
    std::string value;
    if (operation.observation) {
      const auto& fields = operation.observation->fields;
      for (std::size_t i = 0; i < fields.size() && i < state.size(); ++i) {
        if (fields[i].name == parameter.stores && !is_unset(fields[i], state[i])) value = state[i];
      }
    }
    if (parameter.type == spec::Type::list) {
      add_list(one, parameter, value);
    } else if (!value.empty() || may_be_refused) {
      add(one, parameter.name, value.empty() ? stand_in(parameter) : value);
    }
  }
  return one;
}

std::string state_text(const spec::Operation& operation, const oracles::State& state) {
  std::string out;
  for (std::size_t i = 0; i < state.size(); ++i) {
    out += (i == 0 ? "" : ", ") + operation.observation->fields[i].name + "=" +
           (state[i].empty() ? "(empty)" : state[i]);
  }
  return out;
}

std::string state_text(const spec::Operation& operation,
                       const std::optional<oracles::State>& state) {
  return state ? state_text(operation, *state) : std::string();
}

}  // namespace assay::harness
