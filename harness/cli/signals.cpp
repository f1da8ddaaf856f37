#include "harness/cli/signals.h"

#include <csignal>
#include <ctime>
#include <thread>
#include <utility>

namespace assay::harness {

namespace {

volatile std::sig_atomic_t caught = 0;
std::time_t first = 0;

void note(int signal) {
  // Asked again a while later: nobody wants to wait. At once it is the same wish, told to the
  // process and to its group.
  if (caught != 0 && std::time(nullptr) - first >= 2) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  if (caught == 0) first = std::time(nullptr);
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
