// Bytes and code points: what may stand in a text, and how a text is shown on one line of a terminal.
// Knows nothing of formats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bartizan {

/// Length in bytes of the well-formed UTF-8 sequence (Unicode 15, table 3-7) at `at`, or 0 if there is none.
std::size_t utf8_length(std::string_view text, std::size_t at);

/// The code point of a well-formed sequence.
char32_t decode_utf8(std::string_view sequence);

void append_utf8(std::string& out, char32_t point);

/// First byte that is no part of well-formed UTF-8, or a control character other than tab and line breaks.
std::optional<std::size_t> find_bad_byte(std::string_view text);

/// Appends the character at `at` as a terminal may show it, and returns how many bytes of `text` it took.
/// Control characters, invalid bytes, and characters that reorder or hide text become escapes; a tab becomes
/// a space.
std::size_t append_visible(std::string& out, std::string_view text, std::size_t at);

/// A whole text made visible in the same way.
std::string visible(std::string_view text);

/// Number of code points; a stray continuation byte counts for none.
std::size_t count_code_points(std::string_view text);

}  // namespace bartizan
