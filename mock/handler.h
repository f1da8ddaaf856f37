// What a server serves: whoever turns one request into the bytes of one answer.
#pragma once
#include <string>

#include "wire/message.h"

namespace assay::mock {

// What to do with the bytes of an answer.
enum class Action {
  send,            // and keep the connection
  send_and_close,  // all of them, then close
  hold,            // no bytes; the connection stays open and is never answered
  close            // no bytes; close
};

class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;

  // Appends the answer to `out`. `close`: the connection ends after it.
  virtual void append_answer(const wire::Request& request, bool close, std::string& out,
                             Action& action) = 0;
  // The answer to bytes that are no HTTP request; the connection ends after it.
  virtual void append_bad_request(std::string& out) {
    out += "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  }
};

}  // namespace assay::mock
