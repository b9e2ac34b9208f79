// Durations as conditions write them: those of CEL (`1h30m`, `1.5s`, `-10ms`), and d, w and y (365 days)
// besides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bartizan {

inline constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

/// Nanoseconds, or nothing if it is no duration or lies beyond 292 years.
std::optional<std::int64_t> parse_condition_duration(std::string_view text);

/// Seconds with a fraction as needed, `900s`, as CEL's string() gives.
std::string condition_duration_text(std::int64_t nanoseconds);

}  // namespace bartizan
