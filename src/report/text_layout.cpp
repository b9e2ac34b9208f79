#include "report/text_layout.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/utf8.h"

namespace bartizan {
namespace {

/// Blocks with East Asian width W or F (Unicode Standard Annex 11), without the gaps inside them.
constexpr std::array<std::pair<char32_t, char32_t>, 11> wide{{{0x1100, 0x115F},
                                                              {0x2E80, 0x303E},
                                                              {0x3041, 0xA4CF},
                                                              {0xAC00, 0xD7A3},
                                                              {0xF900, 0xFAFF},
                                                              {0xFE30, 0xFE6F},
                                                              {0xFF00, 0xFF60},
                                                              {0xFFE0, 0xFFE6},
                                                              {0x1F300, 0x1F64F},
                                                              {0x1F680, 0x1F9FF},
                                                              {0x20000, 0x3FFFD}}};

std::size_t width_of(char32_t point) {
    bool is_combining = (point >= 0x300 && point <= 0x36F) || (point >= 0xFE00 && point <= 0xFE0F);
    if (is_combining) return 0;
    if (point < 0x1100) return 1;
    auto holds = [&](auto block) { return point >= block.first && point <= block.second; };
    return std::ranges::any_of(wide, holds) ? 2 : 1;
}

std::size_t character_length(std::string_view text, std::size_t at) {
    return std::max<std::size_t>(utf8_length(text, at), 1);
}

/// Bytes of the longest beginning that fits, at least one character.
std::size_t fitting_prefix(std::string_view text, std::size_t width) {
    std::size_t at = 0, columns = 0;
    while (at < text.size()) {
        std::size_t length = character_length(text, at);
        columns += display_width(text.substr(at, length));
        if (columns > width && at > 0) break;
        at += length;
    }
    return at;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = utf8_length(text, at);
        columns += length == 0 ? 1 : width_of(decode_utf8(text.substr(at, length)));
        at += std::max<std::size_t>(length, 1);
    }
    return columns;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    std::size_t columns = 0;
    while (!text.empty()) {
        if (is_space(text[0])) {
            text.remove_prefix(1);
            continue;
        }
        std::string_view word = text.substr(0, std::ranges::find_if(text, is_space) - text.begin());
        text.remove_prefix(word.size());
        while (!word.empty()) {
            const std::string_view piece = word.substr(0, fitting_prefix(word, width));
            const std::size_t piece_columns = display_width(piece);
            const bool is_whole = piece.size() == word.size();
            std::size_t space = columns > 0 ? 1 : 0;
            if (columns + space + (is_whole ? piece_columns : width) > width && columns > 0) {
                lines.emplace_back();
                columns = space = 0;
            }
            if (space > 0) lines.back() += ' ';
            lines.back() += piece;
            columns += space + piece_columns;
            word.remove_prefix(piece.size());
        }
    }
    return lines;
}

std::string padding(std::string_view text, std::size_t width) {
    std::size_t columns = display_width(text);
    return std::string(columns < width ? width - columns : 0, ' ');
}

std::string paint(std::string_view text, Colour colour, bool is_coloured) {
    // Select Graphic Rendition (ECMA-48, section 8.3.117), in the order of Colour.
    constexpr std::array<std::string_view, 9> codes{"", "1", "2", "31", "1;31", "33", "32", "1;32", "36"};
    if (!is_coloured || colour == Colour::plain || text.empty()) return std::string(text);
    std::string painted = "\x1b[";
    painted.append(codes[static_cast<std::size_t>(colour)]).append("m").append(text).append("\x1b[0m");
    return painted;
}

}  // namespace bartizan
