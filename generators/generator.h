// Makes cases from a document. Every case comes back from its id alone.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "generators/case.h"

namespace assay::generators {

// Which dresses the cases of a run may wear, and how many of the random ones are meant to be valid.
// Part of what a replay token carries.
struct Style {
  bool v1 = true, v3 = true;  // neither: unsigned
  bool get = true, post = true;
  bool json = true, xml = true;
  unsigned valid_percent = 40;  // of the random phase, 0 to 100
  bool operator==(const Style&) const = default;
};

class Generator {
 public:
  // `operation` must outlive the generator. Not to be shared between threads.
  Generator(const spec::Operation& operation, Style style);
  ~Generator();
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;

  // How many cases the phase has. The random phase has no end: the largest value.
  std::uint64_t size(Phase phase) const;

  // Writes the case into `out`, reusing its buffers. `id.index` must be below size(id.phase).
  void make(const CaseId& id, Case& out) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::generators
