#include "report/condition_text.h"

#include <algorithm>

#include "report/text_layout.h"

namespace bartizan {
namespace {

/// Operands inside operands that are broken up; deeper ones stay on their line.
constexpr int deepest_layout = 12;
/// `&& ` or `|| ` at the start of a line.
constexpr std::size_t operator_width = 3;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// The position behind the text literal that starts at `at`.
std::size_t skip_literal(std::string_view text, std::size_t at) {
    char quote = text[at++];
    while (at < text.size() && text[at] != quote) at += text[at] == '\\' ? 2 : 1;
    return std::min(at + 1, text.size());
}

/// Without line breaks and repeated blanks, but for those in literals.
std::string on_one_line(std::string_view text) {
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"' || text[at] == '\'') {
            std::size_t end = skip_literal(text, at);
            line += text.substr(at, end - at);
            at = end;
            continue;
        }
        bool blank = is_blank(text[at]);
        if (!blank) line += text[at];
        if (blank && !line.empty() && line.back() != ' ') line += ' ';
        ++at;
    }
    if (line.ends_with(' ')) line.pop_back();
    return line;
}

bool has_comment(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '"' || text[at] == '\'') {
            at = skip_literal(text, at);
            continue;
        }
        if (text.substr(at).starts_with("//")) return true;
        ++at;
    }
    return false;
}

/// Where `operation` stands outside any brackets. Nothing if there is a `?:` outside them, which binds less.
std::vector<std::size_t> find_outside_brackets(std::string_view text, std::string_view operation) {
    std::vector<std::size_t> found;
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        char c = text[at];
        if (c == '"' || c == '\'') {
            at = skip_literal(text, at);
            continue;
        }
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
        if (depth == 0 && c == '?') return {};
        if (depth == 0 && text.substr(at).starts_with(operation)) found.push_back(at);
        ++at;
    }
    return found;
}

/// Whether the text is one pair of parentheses with everything inside.
bool is_parenthesised(std::string_view text) {
    if (!text.starts_with('(')) return false;
    int depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        char c = text[at];
        if (c == '"' || c == '\'') {
            at = skip_literal(text, at);
            continue;
        }
        if (c == '(') ++depth;
        if (c == ')' && --depth == 0) return at + 1 == text.size();
        ++at;
    }
    return false;
}

class Layout {
public:
    explicit Layout(std::size_t width) : width_(width) {}

    /// Appends the lines of `text`; the first one follows `prefix`, which is indented by `indent`.
    void add(std::string_view text, std::size_t indent, std::string_view prefix, std::string_view suffix,
             int depth) {
        std::string whole =
            std::string(indent, ' ') + std::string(prefix) + std::string(text) + std::string(suffix);
        if (display_width(whole) <= width_ || depth >= deepest_layout ||
            !add_parts(text, indent, prefix, suffix, depth)) {
            lines.push_back(std::move(whole));
        }
    }

    std::vector<std::string> lines;

private:
    /// False if there is nothing to break the text at.
    bool add_parts(std::string_view text, std::size_t indent, std::string_view prefix,
                   std::string_view suffix, int depth) {
        for (std::string_view operation : {"||", "&&"}) {
            std::vector<std::size_t> breaks = find_outside_brackets(text, operation);
            if (breaks.empty()) continue;
            bool only_brackets = prefix.find_first_not_of("!(") == prefix.npos;
            std::size_t inner = indent + (only_brackets ? prefix.size() : operator_width);
            add(trim(text.substr(0, breaks[0])), indent, prefix, "", depth + 1);
            for (std::size_t i = 0; i < breaks.size(); ++i) {
                std::size_t begin = breaks[i] + operation.size();
                bool last = i + 1 == breaks.size();
                std::string_view part = trim(text.substr(begin, last ? text.npos : breaks[i + 1] - begin));
                add(part, inner, std::string(operation) + " ", last ? suffix : "", depth + 1);
            }
            return true;
        }
        std::string opening(prefix);
        if (text.starts_with('!')) {
            opening += '!';
            text.remove_prefix(1);
        }
        if (!is_parenthesised(text)) return false;
        add(trim(text.substr(1, text.size() - 2)), indent, opening + "(", ")" + std::string(suffix),
            depth + 1);
        return true;
    }

    static std::string_view trim(std::string_view text) {
        while (text.starts_with(' ')) text.remove_prefix(1);
        while (text.ends_with(' ')) text.remove_suffix(1);
        return text;
    }

    std::size_t width_;
};

std::vector<std::string> lines_as_written(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

}  // namespace

std::vector<std::string> condition_lines(std::string_view condition, std::size_t width) {
    if (has_comment(condition)) return lines_as_written(condition);
    Layout layout(width);
    layout.add(on_one_line(condition), 0, "", "", 0);
    return std::move(layout.lines);
}

}  // namespace bartizan
