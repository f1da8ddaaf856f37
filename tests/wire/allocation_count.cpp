// Counts allocations, for the claim that signing allocates nothing once its buffers have grown.
// In a file of its own: where the compiler sees both bodies it takes them for a mismatch.
#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

std::size_t allocations = 0;  // no test here starts a thread

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  void* const place = std::malloc(size == 0 ? 1 : size);
  if (place == nullptr) throw std::bad_alloc();
  return place;
}

void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace assay::wire::test {

std::size_t allocation_count() { return allocations; }

}  // namespace assay::wire::test
