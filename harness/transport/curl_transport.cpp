// libcurl's multi interface: TLS, proxies, and everything a real endpoint may ask for. Connections
// belong to the pool of the multi handle; with as many as slots, one is kept for each.
#include <algorithm>
#include <cassert>
#include <fstream>
#include <iterator>
#include <new>
#include <stdexcept>

#include "harness/transport/curl_slot.h"

namespace assay::harness {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds longest_wait = std::chrono::hours(24);

// Headers that libcurl would add by itself.
constexpr const char* quiet_headers[] = {
    "Host:", "Accept:", "User-Agent:", "Content-Type:", "Content-Length:", "Expect:"};

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

class CurlTransport final : public Transport {
 public:
  CurlTransport(const Endpoint& endpoint, const TransportOptions& options);
  ~CurlTransport() override;
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  void submit(std::size_t slot, const wire::Request& request, std::string_view bytes) override;
  void wait(milliseconds at_most, std::vector<Completion>& completed) override;
  void cancel(std::size_t slot) override;

 private:
  void collect();
  void finish(std::size_t index, Verdict verdict);
  void expire();

  milliseconds timeout_;
  std::unique_ptr<curl_slist, FreeList> quiet_;
  std::unique_ptr<CURLM, FreeMulti> multi_;
  std::vector<std::unique_ptr<CurlSlot>> slots_;  // libcurl holds pointers to them
  std::vector<Completion> finished_;
  Clock::time_point now_;
  Clock::time_point next_deadline_ = Clock::time_point::max();  // never later than the earliest
};

void start_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error("libcurl does not start");
}

CurlTransport::CurlTransport(const Endpoint& endpoint, const TransportOptions& options)
    : timeout_(options.timeout) {
  start_libcurl();
  for (const char* header : quiet_headers) {
    curl_slist* const longer = curl_slist_append(quiet_.get(), header);
    if (longer == nullptr) throw std::bad_alloc();
    if (!quiet_) quiet_.reset(longer);
  }
  multi_.reset(curl_multi_init());
  if (!multi_) throw std::bad_alloc();
  curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(options.slots));
  for (std::size_t i = 0; i < options.slots; ++i) {
    slots_.push_back(std::make_unique<CurlSlot>(endpoint, options, quiet_.get()));
  }
  finished_.reserve(options.slots);
}

CurlTransport::~CurlTransport() {
  for (const auto& slot : slots_) {
    if (slot->active) curl_multi_remove_handle(multi_.get(), slot->easy());
  }
}

void CurlTransport::submit(std::size_t index, const wire::Request& request, std::string_view) {
  CurlSlot& slot = *slots_.at(index);
  assert(!slot.active);
  now_ = Clock::now();
  slot.submitted = now_;
  slot.deadline = now_ + timeout_;
  std::string why;
  if (!slot.prepare(request, why)) {
    finish(index, {Failure::other, why});
    return;
  }
  const CURLMcode code = curl_multi_add_handle(multi_.get(), slot.easy());
  if (code != CURLM_OK) {
    finish(index, {Failure::other, curl_multi_strerror(code)});
    return;
  }
  slot.active = true;
  next_deadline_ = std::min(next_deadline_, slot.deadline);
}

void CurlTransport::wait(milliseconds at_most, std::vector<Completion>& completed) {
  now_ = Clock::now();
  const Clock::time_point until = now_ + std::clamp(at_most, milliseconds(0), longest_wait);
  while (true) {
    int running = 0;
    curl_multi_perform(multi_.get(), &running);
    now_ = Clock::now();
    collect();  // all of it: what is left unread while polling would wait until the poll ends
    if (now_ >= next_deadline_) expire();
    if (!finished_.empty() || now_ >= until) break;
    const auto pause = std::chrono::ceil<milliseconds>(std::min(until, next_deadline_) - now_);
    curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(pause.count()), nullptr);
    now_ = Clock::now();
  }
  completed.insert(completed.end(), std::make_move_iterator(finished_.begin()),
                   std::make_move_iterator(finished_.end()));
  finished_.clear();
}

void CurlTransport::collect() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const auto same = [&](const auto& slot) { return slot->easy() == message->easy_handle; };
    const auto found = std::find_if(slots_.begin(), slots_.end(), same);
    finish(static_cast<std::size_t>(found - slots_.begin()), (*found)->judge(message->data.result));
  }
  // The answer is whole, yet libcurl goes on: it came before the request was out.
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i]->active && slots_[i]->intake().state() == Intake::State::done) finish(i, {});
  }
}

void CurlTransport::finish(std::size_t index, Verdict verdict) {
  CurlSlot& slot = *slots_[index];
  if (slot.active) curl_multi_remove_handle(multi_.get(), slot.easy());
  slot.active = false;
  const bool failed = verdict.failure != Failure::none;
  Completion& out = finished_.emplace_back();
  out.slot = index;
  out.resent = slot.connected_again();
  out.failure = verdict.failure;
  out.detail = std::move(verdict.detail);
  out.response = failed ? nullptr : &slot.intake().response();
  if (failed) out.partial = slot.intake().partial();
  out.took = std::chrono::duration_cast<std::chrono::microseconds>(now_ - slot.submitted);
}

void CurlTransport::expire() {
  next_deadline_ = Clock::time_point::max();
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const CurlSlot& slot = *slots_[i];
    if (!slot.active) continue;
    if (slot.deadline <= now_) {
      finish(i, slot.intake().late(timeout_));
    } else {
      next_deadline_ = std::min(next_deadline_, slot.deadline);
    }
  }
}

void CurlTransport::cancel(std::size_t index) {
  CurlSlot& slot = *slots_.at(index);
  if (slot.active) curl_multi_remove_handle(multi_.get(), slot.easy());
  slot.active = false;
  std::erase_if(finished_, [&](const Completion& one) { return one.slot == index; });
}

}  // namespace

std::unique_ptr<Transport> make_curl_transport(const Endpoint& endpoint,
                                               const TransportOptions& options) {
  if (options.slots == 0) throw std::invalid_argument("a transport needs at least one slot");
  if (!options.ca_file.empty() && !std::ifstream(options.ca_file)) {
    throw std::invalid_argument("cannot read the certificates in " + options.ca_file);
  }
  return std::make_unique<CurlTransport>(endpoint, options);
}

}  // namespace assay::harness
