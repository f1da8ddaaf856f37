// HTTP/1.1 messages (RFC 9112) as bytes, built and taken apart. The parser is strict and bounded:
// what it refuses it names, and nothing an endpoint sends can make it grow past its limits.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::wire {

struct Header {
  std::string name;
  std::string value;
};
using Headers = std::vector<Header>;

// As retire() and append() of params.h, for headers.
void retire(Headers& headers, Headers& spare);
Header& append(Headers& headers, Headers& spare);

// The value of the first header of that name, letter case of the name ignored.
std::optional<std::string_view> header(const Headers& headers, std::string_view name);

struct Request {
  std::string method;  // as on the wire
  std::string target;  // origin form, with the query: "/?a=1"
  Headers headers;
  std::string body;
};

// Appends the request as bytes. Adds nothing: Host and Content-Length are the caller's.
void append_bytes(std::string& out, const Request& request);

// Parses one whole request. Accepts Content-Length and chunked bodies. Nothing when it is malformed
// or cut; `why`, when given, then names the reason.
std::optional<Request> parse_request(std::string_view bytes, std::string* why = nullptr);

// The query of a target: what follows the first '?', or "".
std::string_view query_of(std::string_view target);

struct Response {
  int status = 0;
  std::string reason;
  Headers headers;
  std::string body;  // content coding untouched, chunking undone
  void clear();      // keeps the capacity
};

// Bounds of what a response may cost.
struct Limits {
  std::size_t head_bytes = 64 * 1024;
  std::size_t body_bytes = 4 * 1024 * 1024;
};

// An incremental parser of responses to one request after another on one connection.
// Example: feed() pieces as they come until it returns done or failed; then take response().
class ResponseParser {
 public:
  enum class State { more, done, failed };

  explicit ResponseParser(Limits limits = {});

  // Forgets the last response. `head_request`: the answer to HEAD has no body.
  void start(bool head_request = false);

  // Takes bytes; `used` is how many belong to this response (the rest belongs to the next one).
  // Interim 1xx answers are skipped, within the limit of the head; 101 fails. Both Content-Length
  // and Transfer-Encoding, two different lengths, a bare CR or LF in the head, or a malformed
  // chunk: failed, and failure() names it.
  State feed(std::string_view bytes, std::size_t& used);

  // The connection ended: done for a body delimited by close, failed otherwise.
  State end();

  // Whole once feed() or end() returned done; until then it is what it was, in part.
  const Response& response() const { return response_; }
  Response& response() { return response_; }
  bool keep_alive() const;  // may the connection carry another request
  const std::string& failure() const { return failure_; }

 private:
  enum class Step { head, length, chunk_size, chunk_data, chunk_end, trailer, close, done, failed };
  void restart();
  State fail(std::string why);
  State state() const;
  std::size_t take_line(std::string_view bytes);
  std::size_t take_body(std::string_view bytes);
  void line_done(std::string_view line);
  void status_line(std::string_view line);
  void header_line(std::string_view line);
  void head_done();
  void chunk_size_line(std::string_view line);

  Limits limits_;
  Response response_;
  std::size_t header_count_ = 0;  // of response_.headers: the rest is of an earlier answer
  std::string line_;              // the part of a line that came so far
  std::string failure_;
  Step step_ = Step::head;
  std::size_t remaining_ = 0;  // of the body or of the chunk
  std::size_t head_used_ = 0;  // bytes of complete lines in heads and trailer
  bool head_request_ = false;
  bool status_seen_ = false;
  bool old_version_ = false;  // HTTP/1.0
  bool until_close_ = false;
};

}  // namespace assay::wire
