#include "harness/cli/signals.h"

#include <csignal>
#include <thread>
#include <utility>

namespace assay::harness {

namespace {

volatile std::sig_atomic_t caught = 0;

void note(int signal) {
  if (caught != 0) {  // asked twice: nobody wants to wait
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  caught = 1;
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, note);
  std::signal(SIGTERM, note);
  std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return caught != 0; }

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
