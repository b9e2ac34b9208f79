#include "rules/column_masks.h"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bartizan {
namespace {

struct Kernels {
    void (*range8)(const std::uint8_t*, std::uint8_t, std::uint8_t, Mask&);
    void (*range16)(const std::uint16_t*, std::uint16_t, std::uint16_t, Mask&);
    void (*range32)(const std::int32_t*, std::int32_t, std::int32_t, Mask&);
    void (*comparison8)(const std::uint8_t*, const std::uint8_t*, ColumnComparison, Mask&);
    void (*comparison32)(const std::int32_t*, const std::int32_t*, ColumnComparison, Mask&);
};

namespace portable {

/// Bytes of 0 or 1 to bits. The product brings the lowest bit of byte i to bit 56 + i; nothing carries.
std::uint64_t pack(const std::uint8_t* bytes) {
    std::uint64_t result = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        std::uint64_t eight = 0;
        for (std::size_t j = 0; j < 8; ++j) eight |= std::uint64_t{bytes[8 * i + j]} << (8 * j);
        result |= ((eight * 0x0102040810204080u) >> 56) << (8 * i);
    }
    return result;
}

template <typename Test>
void fill(Mask& mask, Test test) {
    for (std::size_t word = 0; word < mask.words.size(); ++word) {
        std::uint8_t bytes[64];
        for (std::size_t i = 0; i < 64; ++i) bytes[i] = test(word * 64 + i) ? 1 : 0;
        mask.words[word] = pack(bytes);
    }
}

template <typename T>
void range(const T* column, T low, T high, Mask& mask) {
    fill(mask, [=](std::size_t i) { return (column[i] >= low) & (column[i] <= high); });
}

template <typename T>
void comparison(const T* left, const T* right, ColumnComparison comparison, Mask& mask) {
    switch (comparison) {
        case ColumnComparison::equal:
            return fill(mask, [=](std::size_t i) { return left[i] == right[i]; });
        case ColumnComparison::less:
            return fill(mask, [=](std::size_t i) { return left[i] < right[i]; });
        case ColumnComparison::less_equal:
            return fill(mask, [=](std::size_t i) { return left[i] <= right[i]; });
    }
}

constexpr Kernels kernels{range<std::uint8_t>, range<std::uint16_t>, range<std::int32_t>,
                          comparison<std::uint8_t>, comparison<std::int32_t>};

}  // namespace portable

#if defined(__x86_64__)
namespace avx2 {

#define BARTIZAN_AVX2 __attribute__((target("avx2")))

BARTIZAN_AVX2 inline __m256i load(const void* from) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

BARTIZAN_AVX2 inline std::uint64_t bits8(__m256i bytes) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

BARTIZAN_AVX2 inline std::uint64_t bits32(__m256i numbers) {
    return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(numbers)));
}

/// x - low <= high - low without sign, which is min(x - low, high - low) == x - low.
BARTIZAN_AVX2 inline __m256i in_range8(const std::uint8_t* at, __m256i low, __m256i width) {
    __m256i distance = _mm256_sub_epi8(load(at), low);
    return _mm256_cmpeq_epi8(_mm256_min_epu8(distance, width), distance);
}

BARTIZAN_AVX2 void range8(const std::uint8_t* column, std::uint8_t low, std::uint8_t high, Mask& mask) {
    __m256i lows = _mm256_set1_epi8(static_cast<char>(low));
    __m256i widths = _mm256_set1_epi8(static_cast<char>(high - low));
    for (std::uint64_t& word : mask.words) {
        word = bits8(in_range8(column, lows, widths)) | bits8(in_range8(column + 32, lows, widths)) << 32;
        column += 64;
    }
}

BARTIZAN_AVX2 inline __m256i in_range16(const std::uint16_t* at, __m256i low, __m256i width) {
    __m256i distance = _mm256_sub_epi16(load(at), low);
    return _mm256_cmpeq_epi16(_mm256_min_epu16(distance, width), distance);
}

/// 32 places; packing works within halves, so the quarters have to be put in order.
BARTIZAN_AVX2 inline std::uint64_t range16_bits(const std::uint16_t* at, __m256i low, __m256i width) {
    __m256i packed = _mm256_packs_epi16(in_range16(at, low, width), in_range16(at + 16, low, width));
    return bits8(_mm256_permute4x64_epi64(packed, 0xD8));
}

BARTIZAN_AVX2 void range16(const std::uint16_t* column, std::uint16_t low, std::uint16_t high, Mask& mask) {
    __m256i lows = _mm256_set1_epi16(static_cast<short>(low));
    __m256i widths = _mm256_set1_epi16(static_cast<short>(high - low));
    for (std::uint64_t& word : mask.words) {
        word = range16_bits(column, lows, widths) | range16_bits(column + 32, lows, widths) << 32;
        column += 64;
    }
}

BARTIZAN_AVX2 void range32(const std::int32_t* column, std::int32_t low, std::int32_t high, Mask& mask) {
    __m256i lows = _mm256_set1_epi32(low);
    __m256i highs = _mm256_set1_epi32(high);
    for (std::uint64_t& word : mask.words) {
        std::uint64_t outside = 0;
        for (unsigned i = 0; i < 8; ++i) {
            __m256i values = load(column + 8 * i);
            outside |=
                bits32(_mm256_or_si256(_mm256_cmpgt_epi32(lows, values), _mm256_cmpgt_epi32(values, highs)))
                << (8 * i);
        }
        word = ~outside;
        column += 64;
    }
}

BARTIZAN_AVX2 inline __m256i compared8(__m256i left, __m256i right, ColumnComparison comparison) {
    __m256i smaller = comparison == ColumnComparison::equal ? right : _mm256_min_epu8(left, right);
    return _mm256_cmpeq_epi8(left, smaller);
}

BARTIZAN_AVX2 void comparison8(const std::uint8_t* left, const std::uint8_t* right,
                               ColumnComparison comparison, Mask& mask) {
    // left < right is the opposite of right <= left.
    bool opposite = comparison == ColumnComparison::less;
    if (opposite) {
        const std::uint8_t* swapped = left;
        left = right;
        right = swapped;
        comparison = ColumnComparison::less_equal;
    }
    for (std::uint64_t& word : mask.words) {
        word = bits8(compared8(load(left), load(right), comparison)) |
               bits8(compared8(load(left + 32), load(right + 32), comparison)) << 32;
        if (opposite) word = ~word;
        left += 64;
        right += 64;
    }
}

BARTIZAN_AVX2 inline std::uint64_t comparison32_bits(const std::int32_t* left, const std::int32_t* right,
                                                     ColumnComparison comparison) {
    __m256i a = load(left);
    __m256i b = load(right);
    if (comparison == ColumnComparison::equal) return bits32(_mm256_cmpeq_epi32(a, b));
    if (comparison == ColumnComparison::less) return bits32(_mm256_cmpgt_epi32(b, a));
    return bits32(_mm256_cmpgt_epi32(a, b)) ^ 0xFFu;
}

BARTIZAN_AVX2 void comparison32(const std::int32_t* left, const std::int32_t* right,
                                ColumnComparison comparison, Mask& mask) {
    for (std::uint64_t& word : mask.words) {
        word = 0;
        for (unsigned i = 0; i < 8; ++i)
            word |= comparison32_bits(left + 8 * i, right + 8 * i, comparison) << (8 * i);
        left += 64;
        right += 64;
    }
}

#undef BARTIZAN_AVX2

constexpr Kernels kernels{range8, range16, range32, comparison8, comparison32};

}  // namespace avx2
#endif

const Kernels& best() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return avx2::kernels;
#endif
    return portable::kernels;
}

const Kernels* chosen = &best();

}  // namespace

void mask_range(const std::uint8_t* column, std::uint8_t low, std::uint8_t high, Mask& mask) {
    chosen->range8(column, low, high, mask);
}
void mask_range(const std::uint16_t* column, std::uint16_t low, std::uint16_t high, Mask& mask) {
    chosen->range16(column, low, high, mask);
}
void mask_range(const std::int32_t* column, std::int32_t low, std::int32_t high, Mask& mask) {
    chosen->range32(column, low, high, mask);
}
void mask_comparison(const std::uint8_t* left, const std::uint8_t* right, ColumnComparison comparison,
                     Mask& mask) {
    chosen->comparison8(left, right, comparison, mask);
}
void mask_comparison(const std::int32_t* left, const std::int32_t* right, ColumnComparison comparison,
                     Mask& mask) {
    chosen->comparison32(left, right, comparison, mask);
}

void use_portable_masks(bool portable) { chosen = portable ? &portable::kernels : &best(); }

}  // namespace bartizan
