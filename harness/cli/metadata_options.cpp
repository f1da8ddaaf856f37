#include "harness/cli/metadata_options.h"

#include <algorithm>
#include <thread>

#include "harness/cli/endpoint_options.h"
#include "harness/cli/parse.h"
#include "harness/cli/signals.h"

namespace assay::harness {

namespace {

// Stops as soon as the user does.
void wait(std::chrono::seconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!interrupted() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

// A path may hold what needs no escaping, and the mark once.
bool is_prefix(std::string path) {
  const std::size_t mark = path.find(EffectsAccess::mark);
  if (mark != std::string::npos) path.erase(mark, std::string(EffectsAccess::mark).size());
  constexpr std::string_view others = "/-._~";
  return std::all_of(path.begin(), path.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           others.find(c) != std::string_view::npos;
  });
}

}  // namespace

EffectsAccess metadata_access(const spec::Operation& operation, const std::string& url,
                              const Settings& settings) {
  if (!operation.effects) throw UsageError("--imds: the document tells of no metadata service");
  EffectsAccess out;
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
  std::string why;
  if (!parse_endpoint(url.substr(0, path), out.endpoint, why)) throw UsageError("--imds: " + why);
  if (path != std::string::npos) out.prefix = url.substr(path);
  while (out.prefix.ends_with('/')) out.prefix.pop_back();
  if (!is_prefix(out.prefix)) {
    throw UsageError("--imds: came \"" + url + "\", expected a URL such as " +
                     "http://127.0.0.1:8081/{instance}");
  }
  if (!out.endpoint.loopback() && !settings.live) {
    throw UsageError("--imds: " + out.endpoint.host +
                     " is not this machine; say --live when that is meant");
  }
  if (!out.reaches_all() && settings.instances.empty()) {
    throw UsageError(
        "--imds: which instance does it serve? Name that with --instance-id, or write {instance} "
        "into the URL");
  }
  Settings own = settings;
  own.curl = settings.curl || out.endpoint.tls;
  out.transport = [endpoint = out.endpoint, own] { return make_transport(endpoint, own, 1); };
  out.pass = wait;
  return out;
}

EffectsAccess embedded_metadata(EmbeddedMock& mock, const Settings& settings) {
  EffectsAccess out;
  out.endpoint = mock.metadata();
  out.prefix = std::string("/") + EffectsAccess::mark;
  out.transport = [endpoint = out.endpoint, &settings] {
    return make_transport(endpoint, settings, 1);
  };
  out.pass = [&mock](std::chrono::seconds time) { mock.pass(time); };
  return out;
}

}  // namespace assay::harness
