// What the printers of diagrams share: the walk over nested groups, and which characters need no escape.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "diagram/diagram_view.h"

namespace bartizan {

/// Lines and texts without a ground of their own: as readable on white as on black.
inline constexpr std::string_view diagram_grey = "#767676";
inline constexpr std::string_view diagram_ink = "#111827";

/// How a kind of node is filled and bordered. Its text is in `diagram_ink`.
struct DiagramColours {
    std::string_view fill, border;
};
inline constexpr DiagramColours external_entity_colours{"#e5e7eb", "#6b7280"};
inline constexpr DiagramColours process_colours{"#dbeafe", "#3b82f6"};
inline constexpr DiagramColours store_colours{"#dcfce7", "#16a34a"};

/// Spaces in front of a line; not more than for a diagram that people still read.
inline std::string indent_of(std::size_t depth) {
    return std::string(2 * std::min<std::size_t>(depth, 10), ' ');
}

/// Prints groups and nodes as they are nested, by `open_group(group)`, `node(node)` and `close_group()` of a
/// printer. A printer keeps count of the depth itself.
template <typename Printer>
void print_nested(const DiagramView& view, Printer& printer) {
    std::size_t next_node = 0, depth = 0;
    const auto print_nodes_of = [&](std::uint32_t group) {
        while (next_node < view.nodes.size() && view.nodes[next_node].group == group)
            printer.node(view.nodes[next_node++]);
    };
    const auto close_down_to = [&](std::size_t target) {
        for (; depth > target; --depth) printer.close_group();
    };
    print_nodes_of(no_group);
    for (std::uint32_t i = 0; i < view.groups.size(); ++i) {
        close_down_to(view.groups[i].depth);
        printer.open_group(view.groups[i]);
        ++depth;
        print_nodes_of(i);
    }
    close_down_to(0);
}

inline bool is_letter_or_digit(char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// Whether a character means nothing to a language with markup, here: letters, digits, what is not ASCII, and
/// `.`, `-` and `/` inside words. `1. `, `- ` and `//` would start lists and slanted text.
inline bool is_harmless(std::string_view text, std::size_t at) {
    const char byte = text[at];
    if (is_letter_or_digit(byte) || byte == ' ' || byte == ',' || static_cast<unsigned char>(byte) >= 0x80)
        return true;
    const bool joins = byte == '.' || byte == '-' || byte == '/';
    return joins && at > 0 && at + 1 < text.size() && is_letter_or_digit(text[at - 1]) &&
           is_letter_or_digit(text[at + 1]);
}

/// The label with `line_break` for line breaks and `escape(byte)` for what is not harmless, which is ASCII.
template <typename Escape>
std::string escaped_label(std::string_view label, std::string_view line_break, Escape escape) {
    std::string text;
    for (std::size_t at = 0; at < label.size(); ++at) {
        if (label[at] == '\n')
            text += line_break;
        else if (is_harmless(label, at))
            text += label[at];
        else
            text += escape(static_cast<unsigned char>(label[at]));
    }
    return text;
}

/// Two digits: `3C`.
inline std::string hexadecimal(unsigned char byte) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {digits[byte >> 4], digits[byte & 15]};
}

}  // namespace bartizan
