// What holds for every answer, whatever was asked: each check is one small pure function.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oracles/kinds.h"
#include "oracles/verdict.h"
#include "spec/operation.h"
#include "wire/answer.h"
#include "wire/message.h"

namespace assay::oracles {

// The request ids of about so many last answers, in memory that does not grow.
class RecentIds {
 public:
  explicit RecentIds(std::size_t slots = std::size_t{1} << 20U) : slots_(slots) {}
  // True when the id came before; remembers it.
  bool seen(std::string_view id);

 private:
  std::vector<std::uint64_t> slots_;
};

// What came back: a response, or the name of a failure ("timeout", "reset", "not-http" …).
struct Received {
  const wire::Response* response = nullptr;
  std::string_view failure;
  RecentIds* recent = nullptr;  // null: freshness is not judged
};

// The answer, parsed and reduced.
struct Reply {
  int status = 0;
  bool parsed = false;   // the body is JSON or XML
  bool success = false;  // 2xx without a Code
  wire::BodyFormat format = wire::BodyFormat::none;
  wire::Answer answer;
  std::string code, message, request_id;
  std::string text() const;  // "200 success", "400 Code: message", "502, body is not JSON or XML"
};

Reply read_reply(const wire::Response& response);
// As above into `out`, without allocating for the usual small success.
void read_reply(const wire::Response& response, Reply& out);

struct Broken {
  spec::Topic topic;
  Kind kind;  // its oracle is called as the topic is
  std::string why;
};
using BrokenList = std::vector<Broken>;

// One oracle each. They add to `out` what is wrong, and nothing when all is well.
void check_request_id(const Reply& reply, BrokenList& out);       // present
void check_request_id_form(const Reply& reply, BrokenList& out);  // 8-4-4-4-12, upper case
void check_request_id_header(const wire::Response& response, const Reply& reply, BrokenList& out);
void check_request_id_fresh(const Received& received, const Reply& reply, BrokenList& out);
void check_content_type(const wire::Response& response, const Reply& reply, BrokenList& out);
void check_success_shape(const spec::ResponseShape& shape, const Reply& reply, BrokenList& out);
void check_error_shape(const Reply& reply, BrokenList& out);
void check_error_host(const Reply& reply, BrokenList& out);
void check_body(const Reply& reply, BrokenList& out);  // JSON or XML at all

// All of them, for one operation.
class AnswerChecks {
 public:
  explicit AnswerChecks(const spec::Operation& operation) : operation_(operation) {}
  const BrokenList& run(const Received& received, const Reply& reply);

 private:
  const spec::Operation& operation_;
  BrokenList broken_;
};

}  // namespace assay::oracles
