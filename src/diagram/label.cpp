#include <algorithm>

#include "diagram/diagram_view.h"
#include "text/utf8.h"

namespace bartizan {
namespace {

constexpr std::size_t widest_line = 32;

/// The first characters of a text, visible, and an ellipsis where there are more.
std::string shortened(std::string_view text) {
    std::string label;
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::string shown;
        at += append_visible(shown, text, at);
        length += count_code_points(shown);
        if (length > longest_label - (at < text.size())) return label + "…";
        label += shown;
    }
    return label;
}

/// The end of the line that starts there: the last space that fits, or as much as fits where there is none.
std::size_t end_of_line(std::string_view text, std::size_t start) {
    std::size_t last_space = std::string_view::npos;
    std::size_t at = start;
    for (std::size_t width = 0; at < text.size() && width <= widest_line; ++width) {
        if (text[at] == ' ' && at > start) last_space = at;
        if (width == widest_line) break;
        at += std::max<std::size_t>(utf8_length(text, at), 1);
    }
    if (at >= text.size()) return text.size();
    return last_space == std::string_view::npos ? at : last_space;
}

}  // namespace

std::string diagram_label(std::string_view text) {
    const std::string label = shortened(text);
    std::string lines;
    for (std::size_t at = 0; at < label.size();) {
        const std::size_t end = end_of_line(label, at);
        if (!lines.empty()) lines += '\n';
        lines.append(label, at, end - at);
        at = end;
        while (at < label.size() && label[at] == ' ') ++at;
    }
    return lines;
}

}  // namespace bartizan
