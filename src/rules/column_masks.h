// Compares a block of a column with a constant, or with another column, into one bit per place. Uses AVX2
// where the processor has it; the portable form gives the same bits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace bartizan {

/// Places in a block: masks of all leaves and the blocks of a few dozen columns stay in the nearest caches.
inline constexpr std::size_t block_places = 1024;

/// One bit per place of a block.
struct Mask {
    alignas(32) std::array<std::uint64_t, block_places / 64> words;
};

enum class ColumnComparison : std::uint8_t { equal, less, less_equal };

/// Whether low <= column[i] <= high. Columns hold `block_places` values.
void mask_range(const std::uint8_t* column, std::uint8_t low, std::uint8_t high, Mask& mask);
void mask_range(const std::uint16_t* column, std::uint16_t low, std::uint16_t high, Mask& mask);
void mask_range(const std::int32_t* column, std::int32_t low, std::int32_t high, Mask& mask);

/// Whether left[i] compares so with right[i].
void mask_comparison(const std::uint8_t* left, const std::uint8_t* right, ColumnComparison comparison,
                     Mask& mask);
void mask_comparison(const std::int32_t* left, const std::int32_t* right, ColumnComparison comparison,
                     Mask& mask);

/// Sets the portable form for all calls that follow (false: the best one again). For tests.
void use_portable_masks(bool portable);

}  // namespace bartizan
