// SIGINT and SIGTERM, asked about instead of suffered.
#pragma once
#include <functional>

namespace assay::harness {

// From now on both only set a flag. Another one two seconds later ends the program at once.
void catch_interrupts();
bool interrupted();

// From now on both call `stop` from a thread of their own. Must be called before other threads
// start.
void stop_on_signal(std::function<void()> stop);

}  // namespace assay::harness
