// The kill table: faults, and how they were found, for people and for machines.
#pragma once
#include <string>
#include <vector>

#include "harness/cli/mutants.h"

namespace assay::harness {

// The parameters of the operation in the smallest request of a finding, "Name=value Other=…"; what
// every request carries is left out. Not escaped.
std::string smallest_request(const Kill& kill);

std::string text_header();
std::string text_line(const Kill& kill);                  // one line, safe for a terminal
std::string text_footer(const std::vector<Kill>& kills);  // counts, and what survived

// docs/faults.md. Nothing in it depends on how fast the machine was.
std::string markdown(const spec::Operation& operation, const std::vector<Kill>& kills,
                     const std::string& command);
std::string json(const std::vector<Kill>& kills);

}  // namespace assay::harness
