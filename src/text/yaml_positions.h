// Where the parts of a YAML text begin and end that the parser gives no marks for: block scalars with their
// header, empty values. Knows the source text only.
#pragma once

#include <cstdint>
#include <string_view>

namespace bartizan {

/// First byte at or after `at` that is neither blank nor line break nor part of a comment.
std::uint32_t skip_blanks_and_comments(std::string_view text, std::uint32_t at);

/// The position behind `indicator` if it comes next, else `at`.
std::uint32_t skip_indicator(std::string_view text, std::uint32_t at, char indicator);

}  // namespace bartizan
