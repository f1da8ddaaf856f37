// One easy handle of libcurl: how a request is told to it. Private to harness/transport/.
#pragma once
#include <curl/curl.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>

#include "harness/transport/intake.h"

namespace assay::harness {

class CurlSlot {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // `quiet` is a list of headers that libcurl shall not add; it must outlive the slot.
  CurlSlot(const Endpoint& endpoint, const TransportOptions& options, curl_slist* quiet);

  // Prepares the handle. False, with the reason, when libcurl can't send such a request.
  bool prepare(const wire::Request& request, std::string& why);

  CURL* easy() const { return easy_.get(); }
  Intake& intake() { return intake_; }
  const Intake& intake() const { return intake_; }
  // Did the last transfer need a new connection although the slot had been served before? Then
  // libcurl may have sent the request twice; it does not tell.
  bool connected_again();
  // What a finished transfer comes to.
  Verdict judge(CURLcode code);

  bool active = false;
  TimePoint submitted;
  TimePoint deadline;

 private:
  struct Cleanup {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  static std::size_t receive(char* data, std::size_t size, std::size_t count, void* self);
  void set_once(const TransportOptions& options);
  void set_method(const wire::Request& request);
  void set_headers(const wire::Headers& headers);
  Verdict no_connection() const;
  std::string reason(CURLcode code) const;

  Endpoint endpoint_;
  Intake intake_;
  bool served_ = false;
  std::unique_ptr<CURL, Cleanup> easy_;
  std::string url_;
  std::string target_;
  std::string headers_;  // all of them; first_ points into it
  curl_slist first_{};
  curl_slist* quiet_;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

}  // namespace assay::harness
