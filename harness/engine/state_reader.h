// Reads the state of one resource out of one answer after another.
//
// Most answers differ from the one before in their id and in values only. Then comparing what is
// between the values takes the place of the parser, and gives the same state.
// Example: StateReader reader(operation, "i-1"); if (const auto& state = reader.read(body)) …
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oracles/knowledge.h"
#include "spec/operation.h"
#include "wire/answer.h"

namespace assay::harness {

class StateReader {
 public:
  // `operation` has an observation and must outlive the reader.
  StateReader(const spec::Operation& operation, std::string resource);

  // The state that `body` shows, as parse_state() has it; nothing when it shows none. Valid until
  // the next call.
  const std::optional<oracles::State>& read(std::string_view body);

  std::size_t parsed() const { return parsed_; }  // how often the parser was needed

 private:
  // A value in frame_ that may differ in the next answer; the bytes from … until - 1.
  struct Span {
    std::size_t from = 0, until = 0;
    bool quoted = false;
    std::optional<std::size_t> field;  // which one; nothing for the id of the request
  };

  bool compare(std::string_view body);
  void remember(std::string_view body, const std::vector<wire::Field>& shown);
  // Finds the value of the only member of that name. False when nothing can be said about it.
  bool find_value(std::string_view name, Span& out) const;

  const spec::Operation* operation_;
  std::string resource_;
  std::optional<oracles::State> state_;
  std::string frame_;        // the last body that was parsed
  std::vector<Span> spans_;  // in it, ascending; none: the next answer has to be parsed
  std::vector<std::string_view> values_;
  std::size_t parsed_ = 0;
};

// The observed fields of `resource` in the answer of the operation that observes.
std::optional<oracles::State> parse_state(const spec::Operation& operation, std::string_view body,
                                          const std::string& resource);

}  // namespace assay::harness
