// What the tests of the loader share: the shipped document as JSON, written elsewhere after a
// change.
#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "spec/load.h"

namespace assay::spec::testing {

using Json = nlohmann::ordered_json;
using Loaded = std::variant<Operation, std::vector<Fault>>;

// The four files of the shipped document, in the order in which they are read; and the operation
// of tests/data/spec, which stands behind the same gateway and has no effects.
enum class Part { operation, gateway, observation, effects, shelf };
inline constexpr Part parts[] = {Part::operation, Part::gateway, Part::observation, Part::effects};
inline constexpr Part all_parts[] = {Part::operation, Part::gateway, Part::observation,
                                     Part::effects, Part::shelf};
// Where the file of a part lies under a folder of specs: "ecs/DescribeInstances.json".
std::filesystem::path place(Part part);

std::filesystem::path shipped(Part part);  // the file itself
const Json& json_of(Part part);            // its content, read once
std::string read_file(const std::filesystem::path& file);

// A folder of specs with copies of all these files; gone with the object. The copy of the shelf's
// operation names the copy of the gateway.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(Part part, const std::string& bytes) const;
  void write(Part part, const Json& json) const;
  void restore(Part part) const;  // the shipped bytes again
  std::filesystem::path path(Part part) const { return path_ / place(part); }
  Loaded load(Part main = Part::operation) const;

 private:
  std::filesystem::path path_;
};

// The operation, or a failed requirement that tells every fault.
Operation must_load(const std::filesystem::path& file);
// "file: path: reason" of each fault, one a line; "" when it loaded.
std::string told(const Loaded& loaded);
const std::vector<Fault>* faults_of(const Loaded& loaded);

// What has to hold for any operation that loaded: every setting has a value for every alternative,
// every clause and error that is named exists. Returns what does not, "" when all does.
std::string broken_promise(const Operation& operation);

}  // namespace assay::spec::testing
