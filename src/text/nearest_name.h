// Suggestions for misspelt names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace bartizan {

/// Number of insertions, deletions, substitutions and swaps of neighbours (optimal string alignment
/// distance), without regard to case. Stops at `limit` and then returns a larger number.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The candidate nearest to `name`, or empty if none is near enough to be meant (a third of its length, at
/// least 1).
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

/// "did you mean `x`?" or empty.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace bartizan
