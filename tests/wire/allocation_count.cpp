// Counts allocations, for the claim that signing allocates nothing once its buffers have grown.
// In a file of its own: where the compiler sees both bodies it takes them for a mismatch.
#include <cstddef>
#include <cstdlib>
#include <new>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ASSAY_OWN_NEW 0  // the sanitizer brings operators of its own and lets nobody replace them
#endif
#endif
#ifndef ASSAY_OWN_NEW
#define ASSAY_OWN_NEW 1
#endif

namespace {

std::size_t allocations = 0;  // no test here starts a thread

}  // namespace

#if ASSAY_OWN_NEW
void* operator new(std::size_t size) {
  ++allocations;
  void* const place = std::malloc(size == 0 ? 1 : size);
  if (place == nullptr) throw std::bad_alloc();
  return place;
}

void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }
#endif

namespace assay::wire::test {

bool counts_allocations() { return ASSAY_OWN_NEW == 1; }
std::size_t allocation_count() { return allocations; }

}  // namespace assay::wire::test
