#include "harness/cli/signals.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <thread>
#include <utility>

namespace assay::harness {

namespace {

// When the first signal came; 0: none did. Any thread may have to take a signal, so a flag that is
// only safe within one thread is not enough.
std::atomic<std::int64_t> first{0};
static_assert(std::atomic<std::int64_t>::is_always_lock_free, "a handler may not wait for a lock");

void note(int signal) {
  const std::int64_t now = std::time(nullptr);
  std::int64_t earlier = 0;
  if (first.compare_exchange_strong(earlier, now)) return;
  // Asked again a while later: nobody wants to wait. At once it is the same wish, told to the
  // process and to its group.
  if (now - earlier < 2) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
  std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return first != 0; }

void stop_on_signal(std::function<void()> stop) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::thread([set, stop = std::move(stop)] {
    int signal = 0;
    sigwait(&set, &signal);
    stop();
  }).detach();
}

}  // namespace assay::harness
