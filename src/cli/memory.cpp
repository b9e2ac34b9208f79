#include "cli/memory.h"

#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>

namespace bartizan {

namespace {

/// Of x86-64 and most other systems. One of them costs a twentieth of as many small pages.
constexpr std::size_t huge_page = 2u << 20;

/// What loading the built-in packs takes.
constexpr std::size_t memory_for_packs = 3u << 20;
/// A check takes about this many bytes for each byte of the model, as measured.
constexpr std::size_t memory_per_model_byte = 20;
/// More is never taken ahead.
constexpr std::size_t most_memory_ahead = 256u << 20;

/// So many times what is made ready is kept for the heap to grow into, in huge pages too. It costs addresses
/// only.
constexpr std::size_t room_to_grow = 4;

/// Kept without being used, so that nothing else comes to lie there: it would come in small pages. Volatile,
/// as a compiler may leave out a block that nobody uses.
void* volatile before_huge_pages = nullptr;

/// 0 for what is no file; reading says why.
std::size_t size_of_file(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

}  // namespace

void keep_memory() {
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_ARENA_MAX, 1);
}

void take_memory_for_model(const std::string& path) {
    const std::size_t wanted = memory_for_packs + memory_per_model_byte * size_of_file(path);
    const std::size_t bytes = std::min(wanted, most_memory_ahead) / huge_page * huge_page + huge_page;
    const std::size_t reserved = bytes * room_to_grow + huge_page;
    void* const block = std::malloc(reserved);
    if (!block) return;
    const auto start = reinterpret_cast<std::uintptr_t>(block);
    const auto begin = (start + huge_page - 1) / huge_page * huge_page;
    const auto end = (start + reserved) / huge_page * huge_page;
#ifdef MADV_POPULATE_WRITE
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
    madvise(reinterpret_cast<void*>(begin), bytes, MADV_POPULATE_WRITE);
#endif
    std::free(block);
    if (begin > start) before_huge_pages = std::malloc(begin - start - 1);
}

}  // namespace bartizan
