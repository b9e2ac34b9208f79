// Tells whether parts of expressions, also of different ones, mean the same, and what they depend on.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "rules/expression.h"

namespace bartizan {

/// Equal for parts that have equal values at every place. `variable` is the slot that stands for the place.
std::string expression_key(const Expression& expression, NodeId part, std::uint32_t variable);

/// Whether the part uses no variables but these and those of macros inside it.
bool uses_only(const Expression& expression, NodeId part, std::span<const std::uint32_t> allowed);

template <typename Slot, std::size_t count>
bool uses_only(const Expression& expression, NodeId part, const std::array<Slot, count>& allowed) {
    std::array<std::uint32_t, count> slots;
    std::ranges::copy(allowed, slots.begin());
    return uses_only(expression, part, std::span<const std::uint32_t>(slots));
}

}  // namespace bartizan
