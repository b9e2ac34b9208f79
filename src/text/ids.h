// Typed dense indices: a position in one particular table, so that an element's id cannot be used for a flow.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace bartizan {

template <typename Tag>
struct Id {
    static constexpr std::uint32_t none_value = 0xffffffffu;

    std::uint32_t index = none_value;

    constexpr Id() = default;
    constexpr explicit Id(std::size_t position) : index(static_cast<std::uint32_t>(position)) {}

    constexpr bool valid() const { return index != none_value; }
    constexpr auto operator<=>(const Id&) const = default;

    /// Found by Boost's hash maps.
    friend std::size_t hash_value(Id id) { return id.index; }
};

/// Contiguous part of a pool that several owners share: `first` is an index into the pool.
struct Range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    constexpr bool empty() const { return count == 0; }
};

}  // namespace bartizan
