// Words of the command line turned into values. Each refusal names the flag, what came and what was
// expected.
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "generators/generator.h"
#include "reports/baseline.h"
#include "spec/operation.h"
#include "wire/sign.h"

namespace assay::harness {

// What the user did wrong: a sentence, and exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// "500ms", "10s", "2m", "1h"; a bare number counts seconds. More than zero.
std::chrono::milliseconds parse_duration(std::string_view flag, std::string_view text);
// "200/s" or "200": requests a second, more than zero.
double parse_rate(std::string_view flag, std::string_view text);
// One word of a list of words; otherwise the nearest is named.
std::size_t parse_word(std::string_view flag, std::string_view text,
                       const std::vector<std::string>& words);
// What --phases knows, and "examples,random" and the like.
std::vector<std::string> phase_names();
std::vector<generators::Phase> parse_phases(std::string_view text);
std::vector<std::string> split_list(std::string_view text);
// "html,junit" and the like; all of them for "".
std::vector<std::string> parse_reports(std::string_view text);
// What another run left in its folder, from the journal alone. UsageError names DIR.
reports::Summary load_run(const std::string& folder);
// Known findings. UsageError names the flag.
reports::Baseline load_baseline(const std::string& flag, const std::string& file);
// A day of the calendar, such as "2026-11-24".
std::string parse_day(std::string_view flag, std::string_view text);
// The day by UTC, such as "2026-11-24", or else the day that --today named.
std::string today(const std::string& named = "");

// Signature, method and format words as a style.
generators::Style parse_style(std::string_view signature, std::string_view method,
                              std::string_view format);

// From ALIBABA_CLOUD_ACCESS_KEY_ID, …_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN, or from a file of
// such NAME=value lines. Nothing when neither gives a key.
std::optional<wire::Credentials> read_credentials(const std::string& file);

// Where the documents are that come with assay (ASSAY_SPEC_DIR names another folder), and the names
// of their operations.
std::filesystem::path document_folder();
std::vector<std::string> document_names();

// Loads a document by its file, or by the name of its operation among those that come with assay;
// "" is the first of them. Throws UsageError with every fault.
spec::Operation load_operation(const std::string& name_or_file, std::string& file);

}  // namespace assay::harness
