// Which alternative of every reading the mock follows.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "spec/operation.h"

namespace assay::mock {

// One alternative for each reading of a document; at first the usual ones. The document must
// outlive it. Usable as the `choose` of spec::Setting::get. Example: Choices c(op); std::string
// why; c.set("value-case=ignored", why).
class Choices {
 public:
  explicit Choices(const spec::Operation& op);

  // Takes "reading=alternative". False when there is no '=', no such reading or no such
  // alternative; `why` then is a sentence that names the nearest known name, or else all of them.
  bool set(std::string_view setting, std::string& why);
  void set(std::size_t reading, std::size_t alternative);  // both must exist

  std::size_t operator()(std::size_t reading) const { return chosen_[reading]; }

  // "reading=alternative" for every reading, in the order of the document.
  std::vector<std::string> list() const;

 private:
  const spec::Operation* op_;
  std::vector<std::size_t> chosen_;
};

}  // namespace assay::mock
