// assay: a fuzz-and-conformance harness for HTTP APIs that are described by documents.
#include <fmt/core.h>

#include "harness/cli/program.h"
#include "harness/exit_codes.h"

int main(int argc, char** argv) {
  try {
    return assay::harness::Program(argc > 0 ? argv[0] : "assay").run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "assay: own fault, please report it: {}\n", error.what());
    return static_cast<int>(assay::harness::Exit::own_fault);
  }
}
