#include "harness/engine/preflight.h"

#include <algorithm>

#include "harness/engine/known_state.h"
#include "oracles/answer_checks.h"
#include "wire/answer.h"

namespace assay::harness {

namespace {

using generators::Signature;

bool is_gone(Failure failure) {
  return failure == Failure::resolve || failure == Failure::refused || failure == Failure::tls ||
         failure == Failure::timeout || failure == Failure::reset || failure == Failure::other;
}

// Asks for the list of resources; a passing failure gets a second chance.
const Answered& ask_for_all(Context& context, Client& client) {
  wire::Request request;
  std::string bytes;
  const Answered* answer = nullptr;
  for (int tries = 0; tries < 2; ++tries) {
    context.composer.compose_observation(context.target({}), context.plain_signature(), true,
                                         context.clock(), request, bytes);
    answer = &client.exchange(request, bytes);
    if (answer->ok() && answer->response.status < 500) break;
  }
  return *answer;
}

bool has(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

void choose_resources(Context& context, const std::vector<std::string>& listed, Preflight& out) {
  const auto& asked = context.settings.instances;
  const std::size_t wanted = std::max<std::size_t>(1, context.settings.lanes);
  for (const std::string& id : asked.empty() ? listed : asked) {
    if (out.resources.size() < wanted && !has(out.resources, id)) out.resources.push_back(id);
  }
  context.knowledge.resources = listed;
  for (const std::string& id : out.resources) {
    if (!has(context.knowledge.resources, id)) context.knowledge.resources.push_back(id);
  }
}

void unobservable(Context& context, Preflight& out, const std::string& why) {
  context.observable = false;
  context.not_observable = why;
  out.lines.push_back("State can't be observed: " + why + ".");
  out.not_judged.push_back("What is stored, and that a refused request changes nothing: " + why +
                           ".");
}

// Codes that say the credentials are wrong, not the request.
bool refuses_credentials(const spec::Operation& operation, const std::string& code) {
  for (const auto rule : {spec::GatewayRule::key_unknown, spec::GatewayRule::signature_wrong,
                          spec::GatewayRule::key_missing, spec::GatewayRule::signature_missing}) {
    const auto& errors = operation.gateway.errors[static_cast<std::size_t>(rule)];
    for (const spec::Errors& codes : errors.values) {
      for (const spec::ErrorId id : codes) {
        const std::string& own = operation.errors[id].code;
        if (own == code && own.find('{') == std::string::npos && own != "MissingParameter") {
          return true;
        }
      }
    }
  }
  return false;
}

void look_at_states(Context& context, Client& client, Preflight& out) {
  for (std::size_t i = 0; i < out.resources.size();) {
    auto state = client.observe(out.resources[i]);
    if (!state && i == 0 && out.resources.size() == 1) {
      unobservable(context, out,
                   "the answer of " + context.operation.observation->operation + " does not show " +
                       out.resources[i]);
      out.states.emplace_back();
      return;
    }
    if (!state) {
      out.lines.push_back("Left alone: " + out.resources[i] + ", since its state is not shown.");
      out.resources.erase(out.resources.begin() + static_cast<std::ptrdiff_t>(i));
      continue;
    }
    if (i < 3) {
      out.lines.push_back(out.resources[i] + " shows " + state_text(context.operation, *state) +
                          "; it will be changed and put back.");
    }
    out.states.push_back(std::move(state));
    ++i;
  }
  if (out.states.size() > 3) {
    out.lines.push_back("So will " + std::to_string(out.states.size() - 3) + " more.");
  }
}

void say_what_is_not_judged(const Context& context, Preflight& out) {
  const generators::Style& style = context.settings.style;
  if (!context.signer) {
    out.not_judged.push_back("Keys, signatures, timestamps and nonces: nothing is signed.");
  } else if (!style.v1 || !style.v3) {
    out.not_judged.push_back(std::string("Signatures of version ") + (style.v1 ? "3" : "1") +
                             ": only the other one is used.");
  }
  if (!style.get || !style.post) {
    out.not_judged.push_back(std::string(style.get ? "POST" : "GET") + ": not asked for.");
  }
  if (!style.json || !style.xml) {
    out.not_judged.push_back(std::string(style.json ? "XML" : "JSON") + " answers: not asked for.");
  }
}

}  // namespace

Preflight preflight(Context& context, Client& client) {
  Preflight out;
  std::vector<std::string> listed;
  bool unreadable = false;
  if (!context.operation.observation) {
    unobservable(context, out, "the document names no operation that reads it back");
  } else {
    const std::string& reader = context.operation.observation->operation;
    const Answered& answer = ask_for_all(context, client);
    if (is_gone(answer.failure)) {
      out.refusal = "the endpoint " + context.endpoint.url() +
                    " can't be used: " + std::string(name(answer.failure)) +
                    (answer.detail.empty() ? "" : " (" + answer.detail + ")");
      return out;
    }
    oracles::Reply reply;
    if (answer.ok()) reply = oracles::read_reply(answer.response);
    if (answer.ok() && refuses_credentials(context.operation, reply.code)) {
      out.refusal = "the endpoint refuses the credentials: " + context.mask(reply.text());
      return out;
    }
    out.lines.push_back("The endpoint answers" +
                        std::string(context.signer ? " and takes the credentials." : "."));
    if (answer.ok() && reply.success) {
      listed = wire::list(answer.response.body, context.operation.observation->path,
                          context.operation.observation->id);
      context.observable = true;
    } else {
      unreadable = !answer.ok() || !reply.parsed;
      unobservable(
          context, out,
          reader + " answers " +
              (answer.ok() ? context.mask(reply.text()) : std::string(name(answer.failure))));
    }
  }
  choose_resources(context, listed, out);
  const spec::Parameter* resource = context.operation.resource();
  if (out.resources.empty() && unreadable && resource != nullptr) {
    // Answers that nobody can read are worth a report; a name is needed to ask for them.
    out.resources.push_back(resource->example);
    context.knowledge.resources.push_back(resource->example);
    context.knowledge.certain = false;
  }
  if (out.resources.empty() && resource != nullptr) {
    out.refusal = context.observable
                      ? "the endpoint lists no resource to work on; name one with --instance-id"
                      : "no resource is known to work on; name one with --instance-id";
    return out;
  }
  if (out.resources.empty()) out.resources.emplace_back();
  if (context.observable) {
    look_at_states(context, client, out);
  } else {
    out.states.resize(out.resources.size());
  }
  if (out.resources.empty()) out.refusal = "no resource shows its state";
  say_what_is_not_judged(context, out);
  return out;
}

std::vector<std::string> restore(Context& context, Client& client, const Preflight& before) {
  std::vector<std::string> out;
  std::size_t restored = 0;
  for (std::size_t i = 0; i < before.resources.size(); ++i) {
    if (!before.states[i]) continue;
    if (client.bring(before.resources[i], *before.states[i])) {
      ++restored;
      continue;
    }
    const auto now = client.observe(before.resources[i]);
    const auto& fields = context.operation.observation->fields;
    std::vector<std::string> differ;
    for (std::size_t f = 0; now && f < fields.size(); ++f) {
      const std::string& first = (*before.states[i])[f];
      const bool unset = has(fields[f].unset, first);
      if ((*now)[f] != first && !unset) differ.push_back(fields[f].name);
    }
    if (now && differ.empty()) {
      ++restored;  // a value never configured can't be unset again; everything else is back
    } else {
      out.push_back("NOT put back: " + before.resources[i] + ", which showed " +
                    state_text(context.operation, *before.states[i]) + " and now shows " +
                    (now ? state_text(context.operation, *now) : "nothing") + ".");
    }
  }
  if (restored > 0) {
    out.insert(out.begin(), "Put back: the options of " + std::to_string(restored) +
                                (restored == 1 ? " instance." : " instances."));
  }
  return out;
}

}  // namespace assay::harness
