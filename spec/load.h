// Reads and checks the files of a document. Format: docs/spec-format.md and spec/schema.json.
#pragma once
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "spec/operation.h"

namespace assay::spec {

// One fault of a file: which file, where in it, what came and what was expected.
struct Fault {
  std::string file;
  std::string path;  // JSON pointer; "line 3, column 5" when the text is not JSON
  std::string reason;
};
std::string to_string(const Fault& fault);  // "file: path: reason"

// The operation, or every fault found in its file and in the files that it names ("gateway",
// "observation", "effects"; relative to its own folder). Never throws for what a file holds.
// Example: load("spec/product/Operation.json").
std::variant<Operation, std::vector<Fault>> load(const std::filesystem::path& file);

// The name among `known` nearest to `word` by edit distance, or "" when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace assay::spec
