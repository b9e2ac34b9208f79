// Text on a terminal: how many columns it takes, where lines break, colours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bartizan {

/// Columns that a well-formed text takes: two for East Asian wide characters and pictographs, none for
/// combining marks.
std::size_t display_width(std::string_view text);

/// Lines of at most `width` columns, broken at spaces; a longer word is cut. Line breaks count as spaces. At
/// least one line, which may be empty.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// Spaces that fill the text up to `width`; none if it is as long already.
std::string padding(std::string_view text, std::size_t width);

enum class Colour { plain, bold, dim, red, bold_red, yellow, green, bold_green, cyan };

/// The text between escape sequences, or as it is if `is_coloured` is not set.
std::string paint(std::string_view text, Colour colour, bool is_coloured);

}  // namespace bartizan
