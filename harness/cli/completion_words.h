// Values that only assay knows, for shells that complete: those of the documents and of the mock.
#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace assay::harness {

// `what`: "faults", "readings" (NAME=ALTERNATIVE), "profiles" (those of assay.toml, too) or
// "documents" (names of operations). A settings file that can't be read adds none.
std::vector<std::string> completion_words(const std::string& what, CLI::App& run);

}  // namespace assay::harness
