#include "text/yaml_block_scalar.h"

#include "text/yaml_positions.h"

#include <algorithm>
#include <vector>

namespace bartizan {
namespace {

enum class Chomping : std::uint8_t { clip, strip, keep };

struct Header {
    std::uint32_t end = 0;
    Chomping chomping = Chomping::clip;
    /// 0 if it is to be found from the first line.
    std::uint32_t indentation = 0;
};

Header read_header(std::string_view text, std::uint32_t begin) {
    Header header;
    header.end = begin + 1;
    for (; header.end < text.size(); ++header.end) {
        char c = text[header.end];
        if (c == '+')
            header.chomping = Chomping::keep;
        else if (c == '-')
            header.chomping = Chomping::strip;
        else if (c >= '1' && c <= '9')
            header.indentation = static_cast<std::uint32_t>(c - '0');
        else
            break;
    }
    return header;
}

struct Line {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool has_break = true;

    std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

std::vector<Line> split_lines(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    std::vector<Line> lines;
    while (begin < end) {
        std::size_t found = text.substr(0, end).find_first_of("\r\n", begin);
        bool has_break = found != std::string_view::npos;
        auto line_end = has_break ? static_cast<std::uint32_t>(found) : end;
        lines.push_back({begin, line_end, has_break});
        bool is_pair = has_break && text.substr(line_end).starts_with("\r\n");
        begin = line_end + (is_pair ? 2 : 1);
    }
    return lines;
}

std::size_t leading_spaces(std::string_view line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

/// Spaces of the first line that has anything else.
std::size_t find_indentation(std::string_view text, const std::vector<Line>& lines) {
    for (const Line& line : lines) {
        std::size_t spaces = leading_spaces(line.in(text));
        if (spaces < line.end - line.begin) return spaces;
    }
    return std::string_view::npos;
}

/// The line without indentation; empty for one that has nothing else.
std::string_view content_of(std::string_view text, const Line& line, std::size_t indentation) {
    std::string_view content = line.in(text);
    return content.substr(std::min({indentation, content.size(), leading_spaces(content)}));
}

bool is_more_indented(std::string_view content) {
    return content.starts_with(' ') || content.starts_with('\t');
}

/// The line breaks between two lines with `empty_lines` between them; at the start `before` is empty.
void append_break(std::string& out, ScalarStyle style, std::string_view before, std::string_view after,
                  std::size_t empty_lines, bool is_first) {
    if (is_first) {
        out.append(empty_lines, '\n');
        return;
    }
    bool folds = style == ScalarStyle::folded && !is_more_indented(before) && !is_more_indented(after);
    if (folds && empty_lines == 0)
        out += ' ';
    else
        out.append(empty_lines + (folds ? 0 : 1), '\n');
}

}  // namespace

std::uint32_t find_block_header(std::string_view text, std::uint32_t at) {
    while (at < text.size() && text[at] != '|' && text[at] != '>') {
        std::uint32_t next = skip_blanks_and_comments(text, at);
        at = next > at ? next : at + 1;
    }
    return at;
}

BlockScalarEnd append_block_scalar(std::string& out, std::string_view text, const BlockScalarPlace& place) {
    Header header = read_header(text, place.header);
    auto lines = split_lines(text, place.content_begin, place.content_end);
    std::size_t indentation = find_indentation(text, lines);
    BlockScalarEnd result = {header.end, false};
    if (header.indentation > 0) {
        indentation =
            static_cast<std::size_t>(std::max<std::int64_t>(place.parent_column, 0)) + header.indentation;
    } else if (indentation != std::string_view::npos) {
        result.is_too_shallow = static_cast<std::int64_t>(indentation) <= place.parent_column;
    }

    std::size_t empty_lines = 0;
    std::string_view before;
    const Line* last = nullptr;
    for (const Line& line : lines) {
        std::string_view content = content_of(text, line, indentation);
        if (content.empty()) {
            if (line.has_break) ++empty_lines;
            continue;
        }
        append_break(out, place.style, before, content, empty_lines, last == nullptr);
        out += content;
        before = content;
        empty_lines = 0;
        last = &line;
    }
    if (last) result.end = last->end;
    bool ends_line = last && (last->has_break || header.chomping == Chomping::clip);
    if (ends_line && header.chomping != Chomping::strip) out += '\n';
    if (header.chomping == Chomping::keep) {
        out.append(empty_lines, '\n');
        for (const Line& line : lines) {
            if (line.has_break) result.end = std::max(result.end, line.end);
        }
    }
    return result;
}

}  // namespace bartizan
