#include "cli/memory.h"

#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace bartizan {

namespace {

/// Of x86-64 and most other systems. One of them costs a twentieth of as many small pages.
constexpr std::size_t huge_page = 2u << 20;

/// Kept without being used, so that nothing else comes to lie there: it would come in small pages. Volatile,
/// as a compiler may leave out a block that nobody uses.
void* volatile before_huge_pages = nullptr;

}  // namespace

void keep_memory() {
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_ARENA_MAX, 1);
}

void take_memory_ahead(std::size_t bytes) {
    bytes = std::min(bytes, most_memory_ahead) / huge_page * huge_page + 2 * huge_page;
    void* const block = std::malloc(bytes);
    if (!block) return;
    const auto start = reinterpret_cast<std::uintptr_t>(block);
    const auto begin = (start + huge_page - 1) / huge_page * huge_page;
    const auto end = (start + bytes) / huge_page * huge_page;
#ifdef MADV_POPULATE_WRITE
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
#endif
    std::free(block);
    if (begin > start) before_huge_pages = std::malloc(begin - start - 1);
}

}  // namespace bartizan
