#include <algorithm>
#include <utility>

#include "wire/message.h"
#include "wire/message_detail.h"

namespace assay::wire {
namespace {

// A chunk-size line with its extensions; what follows the data of a chunk is CRLF alone.
constexpr std::size_t kChunkLine = 1024;
constexpr std::size_t kChunkEnd = 2;

}  // namespace

void Response::clear() {
  status = 0;
  reason.clear();
  headers.clear();
  body.clear();
}

ResponseParser::ResponseParser(Limits limits) : limits_(limits) {}

void ResponseParser::start(bool head_request) {
  restart();
  line_.clear();
  failure_.clear();
  step_ = Step::head;
  remaining_ = head_used_ = 0;
  head_request_ = head_request;
  status_seen_ = old_version_ = until_close_ = false;
}

// The strings of the last headers serve again, so a steady exchange allocates nothing for them.
void ResponseParser::restart() {
  response_.status = 0;
  response_.reason.clear();
  response_.body.clear();
  header_count_ = 0;
}

ResponseParser::State ResponseParser::fail(std::string why) {
  failure_ = std::move(why);
  step_ = Step::failed;
  return State::failed;
}

ResponseParser::State ResponseParser::state() const {
  if (step_ == Step::done) return State::done;
  return step_ == Step::failed ? State::failed : State::more;
}

ResponseParser::State ResponseParser::feed(std::string_view bytes, std::size_t& used) {
  used = 0;
  while (used < bytes.size() && state() == State::more) {
    const std::string_view rest = bytes.substr(used);
    used += step_ == Step::length || step_ == Step::chunk_data || step_ == Step::close
                ? take_body(rest)
                : take_line(rest);
  }
  return state();
}

// Limits are checked against the bytes of the line seen so far, whether it is complete or not, so
// the verdict does not depend on how the bytes were cut into pieces.
std::size_t ResponseParser::take_line(std::string_view bytes) {
  const bool in_head = step_ == Step::head || step_ == Step::trailer;
  const std::size_t allowed = in_head                     ? limits_.head_bytes - head_used_
                              : step_ == Step::chunk_size ? kChunkLine
                                                          : kChunkEnd;
  const std::size_t newline = bytes.find('\n');
  const std::size_t taken = newline == std::string_view::npos ? bytes.size() : newline + 1;
  const std::size_t total = line_.size() + taken;
  if (total > allowed) {
    fail(in_head                     ? "a head longer than its limit"
         : step_ == Step::chunk_size ? "a chunk size line longer than its limit"
                                     : "a chunk longer than its size says");
    return taken;
  }
  if (newline == std::string_view::npos) {
    line_.append(bytes);
    return taken;
  }
  if (in_head) head_used_ += total;
  std::string_view line = bytes.substr(0, newline);
  if (!line_.empty()) line = line_.append(line);
  if (line.empty() || line.back() != '\r') {
    fail("a line that ends in a bare LF");
  } else if (line.remove_suffix(1); line.find('\r') != std::string_view::npos) {
    fail("a bare CR");
  } else {
    line_done(line);
  }
  line_.clear();
  return taken;
}

void ResponseParser::line_done(std::string_view line) {
  const char* why = "";
  switch (step_) {
    case Step::head:
      if (!status_seen_) {
        status_line(line);
      } else if (line.empty()) {
        head_done();
      } else {
        header_line(line);
      }
      break;
    case Step::chunk_size: chunk_size_line(line); break;
    case Step::chunk_end:
      if (line.empty()) {
        step_ = Step::chunk_size;
      } else {
        fail("a chunk longer than its size says");
      }
      break;
    case Step::trailer:
      if (line.empty()) {
        step_ = Step::done;
      } else if (!detail::header_line(line, why)) {
        fail(why);
      }
      break;
    default: break;
  }
}

void ResponseParser::status_line(std::string_view line) {
  const bool version = line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/1.0 ");
  if (!version) {
    fail("a status line that is not HTTP/1.1 or HTTP/1.0");
    return;
  }
  old_version_ = line[7] == '0';
  line.remove_prefix(9);
  const auto digit = [&](std::size_t i) { return line[i] >= '0' && line[i] <= '9'; };
  const bool good = line.size() >= 3 && digit(0) && line[0] != '0' && digit(1) && digit(2) &&
                    (line.size() == 3 || line[3] == ' ');
  if (!good) {
    fail("a status that is not three digits from 100 on");
    return;
  }
  response_.status = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  line.remove_prefix(std::min<std::size_t>(4, line.size()));
  if (!detail::is_field_text(line)) {
    fail("a control character in the reason");
    return;
  }
  response_.reason = line;
  status_seen_ = true;
}

void ResponseParser::header_line(std::string_view line) {
  const char* why = "";
  const auto view = detail::header_line(line, why);
  if (!view) {
    fail(why);
    return;
  }
  if (header_count_ == response_.headers.size()) response_.headers.emplace_back();
  Header& header = response_.headers[header_count_++];
  header.name = view->name;
  header.value = view->value;
}

void ResponseParser::head_done() {
  const int status = response_.status;
  if (status == 101) {
    fail("a switch of protocols nobody asked for");
    return;
  }
  if (status < 200) {  // interim: the head of the answer proper follows, within the same limit
    restart();
    status_seen_ = false;
    return;
  }
  response_.headers.resize(header_count_);
  const detail::Framing framing = detail::framing(response_.headers);
  if (framing.problem != nullptr) {
    fail(framing.problem);
  } else if (head_request_ || status == 204 || status == 304) {
    step_ = Step::done;
  } else if (framing.chunked) {
    step_ = Step::chunk_size;
  } else if (!framing.length) {
    until_close_ = true;
    step_ = Step::close;
  } else if (*framing.length > limits_.body_bytes) {
    fail("a body longer than its limit");
  } else {
    remaining_ = *framing.length;
    step_ = remaining_ == 0 ? Step::done : Step::length;
  }
}

void ResponseParser::chunk_size_line(std::string_view line) {
  const auto size = detail::chunk_size(line);
  if (!size) {
    fail("a malformed chunk size");
  } else if (*size > limits_.body_bytes - response_.body.size()) {
    fail("a body longer than its limit");
  } else if (*size == 0) {
    step_ = Step::trailer;
  } else {
    remaining_ = *size;
    step_ = Step::chunk_data;
  }
}

std::size_t ResponseParser::take_body(std::string_view bytes) {
  if (step_ == Step::close) {
    const std::size_t room = limits_.body_bytes - response_.body.size();
    const std::size_t taken = std::min(room, bytes.size());
    response_.body.append(bytes.substr(0, taken));
    if (taken < bytes.size()) fail("a body longer than its limit");
    return bytes.size();
  }
  const std::size_t taken = std::min(remaining_, bytes.size());
  response_.body.append(bytes.substr(0, taken));
  remaining_ -= taken;
  if (remaining_ == 0) step_ = step_ == Step::length ? Step::done : Step::chunk_end;
  return taken;
}

ResponseParser::State ResponseParser::end() {
  switch (step_) {
    case Step::close: step_ = Step::done; break;
    case Step::done:
    case Step::failed: break;
    case Step::head:
      fail(!status_seen_ && head_used_ == 0 && line_.empty() ? "closed before any answer"
                                                             : "closed within the head");
      break;
    default: fail("closed within the body"); break;
  }
  return state();
}

bool ResponseParser::keep_alive() const {
  if (step_ != Step::done || until_close_) return false;
  if (detail::lists(response_.headers, "Connection", "close")) return false;
  return !old_version_ || detail::lists(response_.headers, "Connection", "keep-alive");
}

}  // namespace assay::wire
