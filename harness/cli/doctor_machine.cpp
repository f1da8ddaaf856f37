#include <curl/curl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include "harness/cli/doctor.h"
#include "harness/cli/parse.h"
#include "reports/history_views.h"
#include "reports/text.h"
#include "wire/time.h"

namespace assay::harness {

namespace {

namespace fs = std::filesystem;

// Older than the first version of assay: a clock that was never set.
constexpr std::int64_t least_time = 1'790'000'000;  // September 2026
constexpr std::int64_t most_time = least_time + 20LL * 365 * 86400;
constexpr std::uintmax_t mebibyte = 1024 * 1024;

Symptom settings_of(const Settled& settled) {
  if (!settled.refusal.empty())
    return {"settings", Health::problem, settled.refusal,
            "mend what is named there; \"assay config\" "
            "shows what holds"};
  std::string seen = settled.file.empty() ? "no assay.toml" : settled.file + " is in order";
  if (!settled.profile.empty()) seen += ", profile " + settled.profile;
  if (!settled.warnings.empty())
    return {"settings", Health::warning, settled.warnings.front(),
            "unset it, or write it as named"};
  return {"settings", Health::ok, seen, ""};
}

Symptom document_of(const RunOptions& options) {
  try {
    std::string file;
    const spec::Operation operation = load_operation(options.endpoint.spec, file);
    return {"document", Health::ok, operation.name + " from " + file, ""};
  } catch (const UsageError& error) {
    const std::string what = error.what();
    return {"document", Health::problem, what.substr(0, what.find('\n')),
            "name a document with --spec, or the folder of all with ASSAY_SPEC_DIR"};
  }
}

// The nearest folder that is there already.
fs::path standing(fs::path folder) {
  std::error_code error;
  folder = fs::absolute(folder, error).lexically_normal();
  while (!fs::exists(folder, error) && folder.has_parent_path() && folder != folder.parent_path())
    folder = folder.parent_path();
  return folder;
}

// By doing it: permissions alone do not tell of a disk that is read-only or full.
bool can_write(const fs::path& folder) {
  const fs::path trial = folder / (".assay-doctor-" + std::to_string(getpid()));
  std::error_code error;
  if (!fs::create_directory(trial, error) || error) return false;
  return fs::remove(trial, error);
}

Symptom out_of(const RunOptions& options) {
  if (!can_write(standing(options.out))) {
    return {"reports", Health::problem, options.out + " can't be written",
            "name another folder with --out, or make it: mkdir -p " + options.out};
  }
  return {"reports", Health::ok, options.out + " can be written", ""};
}

Symptom tls_of(const RunOptions& options) {
  const curl_version_info_data* info = curl_version_info(CURLVERSION_NOW);
  if (info == nullptr || (info->features & CURL_VERSION_SSL) == 0) {
    return {"tls", Health::problem, "libcurl has no TLS",
            "apt-get install libcurl4 ca-certificates"};
  }
  std::string bundle = options.endpoint.ca_file;
  if (bundle.empty() && info->cainfo != nullptr) bundle = info->cainfo;
  const std::string seen = std::string("libcurl ") + info->version + ", " + info->ssl_version;
  if (bundle.empty() || access(bundle.c_str(), R_OK) != 0) {
    const bool asked = !options.endpoint.ca_file.empty();
    return {"tls", asked ? Health::problem : Health::warning,
            seen + "; no certificates in " + (bundle.empty() ? "any file" : bundle),
            asked ? "name a file that can be read with --ca-file"
                  : "apt-get install ca-certificates, or name a file with --ca-file"};
  }
  return {"tls", Health::ok, seen + ", certificates in " + bundle, ""};
}

Symptom proxy_of() {
  std::string seen;
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    const char* value = std::getenv(name);  // NOLINT(*-mt-unsafe)
    if (value != nullptr && *value != 0) seen += (seen.empty() ? "" : ", ") + std::string(name);
  }
  if (seen.empty()) return {"proxy", Health::ok, "none in the environment", ""};
  return {"proxy", Health::warning, seen + " is set: --transport curl and https go by it",
          "unset it, or name the host in no_proxy, when the endpoint is to be met directly"};
}

std::string how_to_give_keys(const std::string& file) {
  if (!file.empty()) {
    return "write ALIBABA_CLOUD_ACCESS_KEY_ID=... and ALIBABA_CLOUD_ACCESS_KEY_SECRET=... into " +
           file;
  }
  return "export ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or "
         "--credentials FILE, or --signature none";
}

// Never the secret, nor the key.
Symptom credentials_of(const RunOptions& options) {
  const std::string& file = options.endpoint.credentials;
  const std::string source = file.empty() ? "the environment" : file;
  const bool needed = !options.endpoint.endpoint.empty() && options.signature != "none";
  try {
    if (!read_credentials(file)) {
      return {"credentials", needed ? Health::problem : Health::ok, "none in " + source,
              needed ? how_to_give_keys(file) : ""};
    }
  } catch (const UsageError& error) {
    return {"credentials", Health::problem, error.what(),
            "write NAME=value lines, as docs/settings.md shows"};
  }
  struct stat info{};
  if (!file.empty() && stat(file.c_str(), &info) == 0 && (info.st_mode & 077U) != 0)
    return {"credentials", Health::warning, file + " can be read by others", "chmod 600 " + file};
  return {"credentials", Health::ok, "a key and a secret in " + source, ""};
}

Symptom baseline_of(const std::string& file, const std::string& day) {
  try {
    const reports::Baseline baseline = load_baseline("--baseline", file);
    const auto expired = std::count_if(baseline.findings.begin(), baseline.findings.end(),
                                       [&](const auto& one) { return has_expired(one, day); });
    const std::string seen =
        file + ": " + reports::plural(baseline.findings.size(), "known finding");
    if (expired == 0) return {"baseline", Health::ok, seen, ""};
    return {"baseline", Health::warning, seen + ", " + std::to_string(expired) + " expired",
            "assay baseline check " + file};
  } catch (const UsageError& error) {
    return {"baseline", Health::problem, error.what(),
            "mend the line, or make it anew: assay "
            "baseline update FILE DIR"};
  }
}

Symptom history_of(const std::string& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return {"history", Health::ok, file + " will be made", ""};
  try {
    const reports::History history(file, reports::History::Open::to_read);
    return {"history", Health::ok, file + " can be read", ""};
  } catch (const std::exception& problem) {
    return {"history", Health::problem, problem.what(), "name another file with --history"};
  }
}

}  // namespace

Symptom clock_of(std::int64_t now) {
  const std::string seen = wire::format_time(now) + " by UTC";
  if (now >= least_time && now < most_time) return {"clock", Health::ok, seen, ""};
  return {"clock", Health::problem, seen + ": signatures of such a date are refused",
          "timedatectl set-ntp true"};
}

Symptom disk_of(std::uintmax_t free, const std::string& folder) {
  const std::string seen = reports::mebibytes(free) + " free for " + folder;
  if (free < 64 * mebibyte)
    return {"disk", Health::problem, seen, "free some, or name another folder with --out"};
  if (free < 512 * mebibyte) return {"disk", Health::warning, seen, "a long run writes up to that"};
  return {"disk", Health::ok, seen, ""};
}

// A lane takes a connection here and, with the built-in mock, one there; some are for files.
Symptom descriptors_of(std::uint64_t limit, std::size_t lanes) {
  const std::uint64_t needed = 2 * lanes + 32;
  const std::string seen =
      std::to_string(limit) + " open files are allowed, " + std::to_string(needed) + " needed";
  if (limit >= needed) return {"files", Health::ok, seen, ""};
  return {"files", Health::problem, seen,
          "ulimit -n " + std::to_string(needed) + ", or fewer --lanes"};
}

Symptoms look_at_machine(const RunOptions& options, const Settled& settled) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  std::error_code error;
  const fs::space_info space = fs::space(standing(options.out), error);
  Symptoms out{clock_of(real_clock()()),
               settings_of(settled),
               document_of(options),
               out_of(options),
               disk_of(error ? 0 : space.available, options.out),
               descriptors_of(files.rlim_cur, options.lanes),
               tls_of(options),
               proxy_of(),
               credentials_of(options)};
  if (!options.baseline.empty()) out.push_back(baseline_of(options.baseline, today(options.today)));
  if (!options.history.empty()) out.push_back(history_of(options.history));
  return out;
}

}  // namespace assay::harness
