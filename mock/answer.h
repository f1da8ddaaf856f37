// Renders a decision as the bytes of an HTTP/1.1 answer.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "mock/choice.h"
#include "mock/faults.h"
#include "mock/faulty_answer.h"
#include "mock/rules.h"
#include "mock/state.h"
#include "spec/operation.h"

namespace assay::mock {

// What an answer says besides the decision.
struct Envelope {
  spec::Format format = spec::Format::xml;
  std::string_view request_id;
  std::string_view host;    // for HostId; empty: a name made from the product
  std::int64_t now = 0;     // for Date, seconds since 1970
  std::string_view secret;  // of the key, for a fault that tells it
  bool close = false;       // announces "Connection: close"
  bool head_only = false;   // the answer to HEAD: no body follows
};

class AnswerWriter {
 public:
  // All references must outlive it.
  AnswerWriter(const spec::Operation& op, const Choices& choices, const FaultSet& faults,
               const State& state);

  // Appends the whole answer. Allocates nothing once its buffers and `out` have grown.
  void append(std::string& out, const Decision& decision, const Envelope& envelope);

  // Where the body of the last answer begins, counted from the end of it.
  std::size_t body_size() const { return body_.size(); }

 private:
  enum class Kind { text, raw };  // raw: JSON as it stands, in XML the same as text

  void body(const Decision& decision, const Envelope& envelope);
  void error_members(const Decision& decision, const Envelope& envelope);
  void success_members(const Envelope& envelope);
  void listing(const Decision& decision);
  void item(std::size_t resource);
  void field(std::size_t resource, std::size_t index);
  void recommendation(std::string_view code, std::string_view request_id);
  void head(std::string& out, int status, const Envelope& envelope, bool refused);
  void content_type(std::string& out, bool refused) const;
  void header_id(std::string& out) const;
  int status_of(const Decision& decision) const;
  void code_of(const Decision& decision);                               // into text_
  void message_of(const Decision& decision, const Envelope& envelope);  // into text_
  bool fault(Fault which) const { return faults_.has(which); }

  void open(std::string_view name);  // an object
  void close(std::string_view name);
  void member(std::string_view name, std::string_view text, Kind kind = Kind::text);
  void separate();

  const spec::Operation& op_;
  const Choices& choices_;
  const FaultSet& faults_;
  const State& state_;
  Targets targets_;
  AnswerFaults wrong_;
  std::string fallback_host_;
  std::string body_;
  std::string text_;
  std::string id_;       // the RequestId of the body
  std::string last_id_;  // that of the answer before
  std::uint64_t answers_ = 0;
  std::string date_;  // of date_second_
  std::int64_t date_second_ = -1;
  bool xml_ = false;
  bool first_ = true;  // the next JSON member is the first of its object
};

// "Thu, 01 Jan 1970 00:00:00 GMT"; years before 0 and after 9999 are held at the bound.
std::string http_date(std::int64_t seconds);

// "Not Found" for 404; "Status" for one without a phrase here.
std::string_view reason_phrase(int status);

}  // namespace assay::mock
