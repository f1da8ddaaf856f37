// What the user asked for, checked and with defaults filled in.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generators/generator.h"
#include "harness/transport/transport.h"
#include "wire/sign.h"

namespace assay::harness {

struct Settings {
  std::string program = "assay";  // as it was called, for the lines to copy
  std::string spec_file;
  std::optional<Endpoint> endpoint;    // none: the embedded mock
  std::string region;                  // empty: the first of the document
  std::vector<std::string> instances;  // empty: those that the endpoint lists
  generators::Style style;
  std::vector<generators::Phase> phases{generators::Phase::examples, generators::Phase::boundaries,
                                        generators::Phase::sequences, generators::Phase::random};
  std::uint64_t cases = 30000;  // over all phases
  std::chrono::milliseconds max_time{60000};
  std::uint64_t seed = 1;
  std::size_t lanes = 8;
  double rate = 0;  // requests a second; 0: as fast as it goes
  std::chrono::milliseconds timeout{10000};
  bool curl = false;  // the libcurl transport instead of raw sockets
  std::string ca_file;
  std::string out = "assay-report";
  std::vector<std::string> reports;
  bool strict = false;
  bool live = false;
  double max_flaky = 0.001;                      // of the calls may fail in passing
  std::optional<wire::Credentials> credentials;  // none: nothing is signed
  std::vector<std::string> mock_readings, mock_faults;
  std::size_t mock_instances = 16;
  bool is_signed() const { return style.v1 || style.v3; }
};

}  // namespace assay::harness
